//! Reading an offer to its end: what it lists goes to the frontier.
//!
//! Leaves out how answers are read (`sources::offers`).

use jiff::Timestamp;

use super::{ATTEMPTS, Halt, Run};
use crate::archive::{ArchiveError, Gap, OfferState};
use crate::document::{ListedAddress, Validators};
use crate::fetch::FetchError;
use crate::fetch::client::{Ask, MAX_LIST};
use crate::fetch::exchange::Reply;
use crate::sources::offers::{Answer, Coverage, Listed, Offer, OfferError, Scope};

/// What a walk has seen.
#[derive(Default)]
struct Seen {
    total: u64,
    known: u64,
    oldest: Option<String>,
}

/// Why a walk ended early.
pub(super) enum WalkEnd {
    Halt(Halt),
    Failed(String, FetchError),
}

impl From<ArchiveError> for WalkEnd {
    fn from(error: ArchiveError) -> Self {
        Self::Halt(error.into())
    }
}

fn failed(url: &str, error: FetchError) -> WalkEnd {
    match error {
        FetchError::Archive(error) => error.into(),
        error => WalkEnd::Failed(url.to_owned(), error),
    }
}

impl Run<'_> {
    /// Reads an offer to its end. Records without a page of their own go to `records`.
    pub(super) async fn walk(
        &mut self,
        offer: &Offer,
        records: &mut Vec<Listed>,
    ) -> Result<(), WalkEnd> {
        let (name, key) = (self.source.name.clone(), offer.url());
        let now = Timestamp::now();
        let since = self.shared.since;
        let known = self.frontier().borrow().offer(&name, &key)?;
        // Only what the last walk looked for is known.
        let covers = |known: &&OfferState| {
            known
                .since
                .is_none_or(|from| since.is_some_and(|day| from <= day))
        };
        let covering = known.as_ref().filter(covers);
        let last = covering.map(|known| known.walked);
        let scope = Scope { since, last, now };
        let mut walk = offer.walk(scope);
        let mut seen = Seen::default();
        let mut validators = Validators::default();
        if let Offer::Pages { .. } = offer {
            let url = "pages:".parse().expect("an address");
            let answer = Answer {
                url: &url,
                status: 200,
                body: &[],
                media_type: "",
                total_pages: None,
            };
            self.list(
                &key,
                walk.read(&answer)
                    .map_err(|error| failed(&key, error.into()))?,
                scope,
                &mut seen,
                records,
            )?;
            return Ok(());
        }
        let mut is_first = true;
        while let Some(url) = walk.next() {
            // Only a list of one page can be asked for whether it has changed.
            let single = is_first && matches!(offer, Offer::Feed { .. });
            let ask = Ask {
                validators: covering.map(|known| &known.validators).filter(|_| single),
                limit: MAX_LIST,
                pace: self.pace,
            };
            let reply = self
                .patiently(&url, ask)
                .await
                .map_err(|error| failed(url.as_str(), error))?;
            if reply.status == 304 {
                let known = covering.cloned().expect("a condition was sent");
                self.frontier().borrow().note_offer(
                    &name,
                    &key,
                    &OfferState {
                        walked: now,
                        ..known
                    },
                )?;
                return Ok(());
            }
            if !walk.accepts(reply.status) {
                return Err(failed(url.as_str(), FetchError::Status(reply.status)));
            }
            if std::mem::take(&mut is_first) {
                validators = reply.validators();
            }
            let answer = Answer {
                url: &reply.url,
                status: reply.status,
                body: &reply.body,
                media_type: &reply.media_type,
                total_pages: reply
                    .header("x-wp-totalpages")
                    .and_then(|pages| pages.parse().ok()),
            };
            let listed = walk
                .read(&answer)
                .map_err(|error| failed(url.as_str(), error.into()))?;
            let new = self.list(&key, listed, scope, &mut seen, records)?;
            walk.learn(new);
            if self
                .shared
                .max_pages
                .is_some_and(|most| self.report.discovered >= most.saturating_mul(20).max(1_000))
            {
                // Enough is known for this run. The next one reads the list again.
                return Ok(());
            }
        }
        self.end_walk(&key, &seen, walk.coverage(), known.as_ref(), now)?;
        if let Some(reason) = walk.missed() {
            self.gap(
                known.as_ref().map_or(now, |known| known.walked),
                now,
                reason,
            )?;
        }
        let items = if seen.total == 0 {
            known.map_or(0, |known| known.items)
        } else {
            seen.total
        };
        self.frontier().borrow().note_offer(
            &name,
            &key,
            &OfferState {
                validators,
                items,
                walked: now,
                since,
            },
        )?;
        Ok(())
    }

    /// Adds what an answer lists to the frontier. Returns the number of pages that were not known when
    /// the list was last read to its end.
    fn list(
        &mut self,
        key: &str,
        listed: Vec<Listed>,
        scope: Scope,
        seen: &mut Seen,
        records: &mut Vec<Listed>,
    ) -> Result<u64, ArchiveError> {
        seen.total += listed.len() as u64;
        let oldest = listed
            .iter()
            .filter_map(|item| item.page.claims.date.clone())
            .min();
        seen.oldest = match (seen.oldest.take(), oldest) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let (whole, pages): (Vec<Listed>, Vec<Listed>) =
            listed.into_iter().partition(|item| item.record.is_some());
        let pages: Vec<ListedAddress> = pages.into_iter().map(|item| item.page).collect();
        let found = self.frontier().borrow_mut().discover(
            &self.source.name,
            key,
            &pages,
            scope.last,
            scope.now,
        )?;
        // A record is compared with the archive each time: it costs no request.
        let new_records = whole.iter().filter(|item| scope.is_recent(item)).count() as u64;
        records.extend(whole);
        seen.known += found.known;
        self.report.discovered += found.new;
        Ok(found.unread + new_records)
    }

    /// Draws conclusions from a whole walk: a list that was emptied, pages that it no longer names, and
    /// pages that it named and dropped between two walks.
    fn end_walk(
        &mut self,
        key: &str,
        seen: &Seen,
        coverage: Coverage,
        known: Option<&OfferState>,
        now: Timestamp,
    ) -> Result<(), WalkEnd> {
        let had = known.map_or(0, |known| known.items);
        if seen.total == 0 && had > 0 && coverage != Coverage::Period {
            let reason = format!("lists nothing, and listed {had} pages before");
            return Err(failed(
                key,
                OfferError::IsNot {
                    what: "a list of news",
                    reason,
                }
                .into(),
            ));
        }
        if seen.total == 0 {
            return Ok(());
        }
        let name = &self.source.name;
        match coverage {
            Coverage::All => drop(
                self.frontier()
                    .borrow_mut()
                    .recheck_unlisted(name, key, now, None)?,
            ),
            Coverage::Newest => {
                if let Some(oldest) = &seen.oldest {
                    self.frontier()
                        .borrow_mut()
                        .recheck_unlisted(name, key, now, Some(oldest))?;
                }
                if let Some(known) = known.filter(|known| known.items > 0 && seen.known == 0) {
                    let reason = format!(
                        "all {} pages of `{key}` are new: older ones may have come and gone (fetch more often)",
                        seen.total
                    );
                    self.gap(known.walked, now, reason)?;
                }
            }
            Coverage::Period => {}
        }
        Ok(())
    }

    fn gap(
        &mut self,
        since: Timestamp,
        until: Timestamp,
        reason: String,
    ) -> Result<(), ArchiveError> {
        self.report.gaps.push(reason.clone());
        self.frontier().borrow().note_gap(
            &self.source.name,
            &Gap {
                since,
                until,
                reason,
            },
        )
    }

    /// Asks for a list, a few times if it fails.
    async fn patiently(
        &self,
        url: &url::Url,
        ask: Ask<'_>,
    ) -> Result<Reply, FetchError> {
        for _ in 1..ATTEMPTS {
            match self.shared.hosts.get(url, ask).await {
                Err(error) if error.is_passing() => {}
                sent => return sent,
            }
        }
        self.shared.hosts.get(url, ask).await
    }
}
