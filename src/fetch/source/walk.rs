//! Reading an offer to its end: what it lists goes to the frontier.
//!
//! Leaves out how answers are read (`sources::offers`).

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::{ATTEMPTS, Halt, Run};
use crate::archive::{ArchiveError, Gap, List, OfferState, RECORDS};
use crate::document::{ListedAddress, ReleaseId};
use crate::fetch::client::{Ask, MAX_LIST};
use crate::fetch::exchange::Reply;
use crate::fetch::{FetchError, clock};
use crate::sources::offers::{Coverage, Listed, Offer, OfferError, Scope, Walk, without_session};

/// How long a visit is recent.
const RECENT: Duration = Duration::from_hours(24);

/// Number of answers in a row without a page that was not listed before, after which a walk ends.
const MOST_BARREN: u32 = 3;

/// What a walk has seen.
#[derive(Default)]
struct Seen {
    total: u64,
    known: u64,
    oldest: Option<String>,
    /// The addresses that were listed.
    addresses: HashSet<ReleaseId>,
    /// Number of answers in a row that listed nothing that was not listed before in this walk.
    barren: u32,
    /// The first answer that could not be read.
    failure: Option<WalkEnd>,
}

impl Seen {
    /// Whether the walk still finds pages.
    fn is_progress(&mut self, listed: &[Listed]) -> bool {
        let before = self.addresses.len();
        let ids = listed.iter().map(|item| ReleaseId::of(&item.page.url));
        self.addresses.extend(ids);
        self.barren = if self.addresses.len() > before {
            0
        } else {
            self.barren + 1
        };
        self.barren < MOST_BARREN
    }
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
        let key = offer.url();
        let since = self.shared.since;
        let known = self.frontier().borrow().offer(&self.source.name, &key)?;
        // Only what the last walk looked for is known.
        let covers = |known: &&OfferState| {
            known
                .since
                .is_none_or(|from| since.is_some_and(|day| from <= day))
        };
        let covering = known.as_ref().filter(covers);
        let scope = Scope {
            since,
            last: covering.map(|known| known.walked),
            now: Timestamp::now(),
        };
        let Some(mut walk) = offer.walk(scope) else {
            return Ok(());
        };
        let mut seen = Seen::default();
        let mut validators = None;
        while let Some(url) = walk.next() {
            // Only the first part of a feed says whether there is anything new.
            let single = validators.is_none() && matches!(offer, Offer::Feed { .. });
            let ask = Ask {
                validators: covering.map(|known| &known.validators).filter(|_| single),
                limit: MAX_LIST,
                cuts: false,
                pace: self.pace,
            };
            let reply = match self.patiently(&url, ask).await {
                Ok(reply) => reply,
                Err(error) => {
                    self.skip(walk.as_mut(), &mut seen, url.as_str(), error)?;
                    continue;
                }
            };
            if let (304, Some(known)) = (reply.status, covering) {
                let walked = scope.now;
                return self.end(
                    &key,
                    &OfferState {
                        walked,
                        ..known.clone()
                    },
                );
            }
            validators.get_or_insert_with(|| reply.validators());
            let listed = match reply.read_by(walk.as_mut()) {
                Ok(listed) => listed,
                Err(error) => {
                    self.skip(walk.as_mut(), &mut seen, url.as_str(), error)?;
                    continue;
                }
            };
            if !seen.is_progress(&listed)
                && !matches!(offer, Offer::Sitemap { .. } | Offer::Rijksoverheid { .. })
            {
                // The interface answers with the same pages again and again.
                break;
            }
            let unread = self.list(&key, listed, scope, &mut seen, records)?;
            walk.learn(unread);
            if self.knows_enough() {
                // The next run reads the list again.
                return Ok(());
            }
        }
        if let Some(end) = seen.failure.take() {
            // What was not read is unknown, so the next run reads everything again.
            return Err(end);
        }
        self.draw_conclusions(&key, &seen, walk.coverage(), known.as_ref(), scope.now)?;
        let before = known.as_ref().map_or(scope.now, |known| known.walked);
        if let Some(reason) = walk.missed() {
            self.gap(before, scope.now, reason)?;
        }
        let state = OfferState {
            validators: validators.unwrap_or_default(),
            items: match seen.total {
                0 => known.map_or(0, |known| known.items),
                total => total,
            },
            walked: scope.now,
            since,
        };
        self.end(&key, &state)
    }

    /// Adds single pages to the frontier.
    pub(super) fn add_pages(&mut self, urls: &[Url]) -> Result<(), ArchiveError> {
        let mut pages = Vec::with_capacity(urls.len());
        for url in urls {
            if self
                .frontier()
                .borrow()
                .is_purged(ReleaseId::of(url.as_str()))?
            {
                self.fail(url.as_str(), &FetchError::Purged);
                continue;
            }
            pages.push(ListedAddress {
                url: url.to_string(),
                ..ListedAddress::default()
            });
        }
        let list = self.list_of("", None, Timestamp::now());
        let found = self.frontier().borrow_mut().discover(&list, &pages)?;
        self.report.discovered += found.new;
        Ok(())
    }

    /// Goes on after an answer that cannot be read, if the walk can.
    fn skip(
        &mut self,
        walk: &mut dyn Walk,
        seen: &mut Seen,
        url: &str,
        error: FetchError,
    ) -> Result<(), WalkEnd> {
        let end = failed(url, error);
        if matches!(end, WalkEnd::Halt(_)) || !walk.skip() {
            return Err(end);
        }
        match (end, &seen.failure) {
            (end, None) => seen.failure = Some(end),
            (WalkEnd::Failed(url, error), Some(_)) => self.fail(&url, &error),
            (WalkEnd::Halt(_), Some(_)) => {}
        }
        Ok(())
    }

    fn end(&self, key: &str, state: &OfferState) -> Result<(), WalkEnd> {
        let frontier = self.frontier().borrow();
        Ok(frontier.note_offer(&self.source.name, key, state)?)
    }

    /// Whether a run that may visit only some pages has found far more.
    fn knows_enough(&self) -> bool {
        let most = self.shared.max_pages;
        most.is_some_and(|most| self.report.discovered >= most.saturating_mul(20).max(1_000))
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
        let page = |item: &Listed| ListedAddress {
            url: without_session(&item.page.url).into_owned(),
            ..item.page.clone()
        };
        let pages: Vec<ListedAddress> = pages.iter().map(page).collect();
        let itself = whole.iter().map(|item| item.page.clone());
        let itself: Vec<ListedAddress> = itself.collect();
        records.extend(whole);
        let mut unread = 0;
        for (offer, pages) in [(key, pages), (RECORDS, itself)] {
            let list = self.list_of(offer, scope.last, scope.now);
            let found = self.frontier().borrow_mut().discover(&list, &pages)?;
            seen.known += found.known;
            self.report.discovered += found.new;
            unread += found.unread;
        }
        Ok(unread)
    }

    fn list_of<'l>(&'l self, offer: &'l str, last: Option<Timestamp>, now: Timestamp) -> List<'l> {
        List {
            source: &self.source.name,
            offer,
            active: &self.shared.active,
            last,
            recent: clock::before(now, RECENT),
            now,
        }
    }

    /// Draws conclusions from a whole walk: a list that was emptied, pages that it no longer names, and
    /// pages that it named and dropped between two walks.
    fn draw_conclusions(
        &mut self,
        key: &str,
        seen: &Seen,
        coverage: Coverage,
        known: Option<&OfferState>,
        now: Timestamp,
    ) -> Result<(), WalkEnd> {
        let had = known.map_or(0, |known| known.items);
        if seen.total == 0 && had > 0 && coverage != Coverage::Period {
            let reason = format!("it is empty, and named {had} pages before");
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
    async fn patiently(&self, url: &Url, ask: Ask<'_>) -> Result<Reply, FetchError> {
        let mut failure = None;
        for _ in 0..ATTEMPTS {
            match (self.shared.hosts.get(url, ask).await, failure.take()) {
                // That the host rests now says less than why.
                (Err(FetchError::Resting(_)), Some(first)) => return Err(first),
                (Err(error), _) if error.is_passing() => failure = Some(error),
                (sent, _) => return sent,
            }
        }
        Err(failure.expect("there was an attempt"))
    }
}
