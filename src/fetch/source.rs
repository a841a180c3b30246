//! Fetching one source: reads its offers, then visits the pages that are due.
//!
//! Leaves out other sources, which run beside it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::Sender;
use url::Url;

use super::client::{Ask, MAX_LIST};
use super::hosts::{self, Hosts};
use super::visit::{self, Found};
use super::{FailedRequest, FetchError, SourceProgress, SourceReport, Watcher, clock, discover};
use crate::archive::{ArchiveError, Frontier, Gap, OfferState, Page, SourceState, State};
use crate::document::{ListedAddress, Outcome, ReleaseId, Validators};
use crate::load::{self, Loaded, SourceItem};
use crate::sources::offers::{Answer, Coverage, Listed, Offer, OfferError, Scope};
use crate::sources::register::Source;

/// Number of times that a page is asked for in one run.
const ATTEMPTS: u32 = 3;

/// When a page is visited again that failed, or that the site does not allow to visit.
const AFTER_FAILURE: Duration = Duration::from_hours(12);
const AFTER_REFUSAL: Duration = Duration::from_hours(7 * 24);
const AFTER_NO_PAGE: Duration = Duration::from_hours(30 * 24);

/// How long a process remembers its visits.
const VISITS_FOR: SignedDuration = SignedDuration::from_hours(1);

/// The name of the source that stands for single pages.
const ADDRESSES: &str = "addresses";

/// The source that stands for single pages.
pub(super) fn of_addresses(addresses: &[Url]) -> Source {
    Source {
        offers: vec![Offer::Pages {
            urls: addresses.to_vec(),
        }],
        ..Source::named(ADDRESSES)
    }
}

/// What all sources share.
pub(super) struct Shared {
    pub(super) frontier: Rc<RefCell<Frontier>>,
    pub(super) hosts: Hosts,
    pub(super) sender: Sender<SourceItem>,
    pub(super) watcher: Arc<dyn Watcher>,
    /// When each address was visited by this process. The frontier learns of it a little later.
    pub(super) visited: RefCell<HashMap<ReleaseId, Timestamp>>,
    pub(super) since: Option<Date>,
    pub(super) max_pages: Option<u64>,
    pub(super) recheck: bool,
    pub(super) pace: Duration,
}

impl Shared {
    /// Forgets visits that the frontier has learned of by now.
    pub(super) fn forget_visits(&self) {
        let now = Timestamp::now();
        let is_recent = |time: Timestamp| now.duration_since(time) < VISITS_FOR;
        self.visited.borrow_mut().retain(|_, time| is_recent(*time));
    }
}

/// The reader of the stream is gone, so the run is over.
#[derive(Debug)]
pub(super) struct Stopped;

/// Why a source is not fetched to its end.
enum Halt {
    Stopped,
    Failed(ArchiveError),
}

impl From<Stopped> for Halt {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<ArchiveError> for Halt {
    fn from(error: ArchiveError) -> Self {
        Self::Failed(error)
    }
}

/// Fetches a source.
pub(super) async fn run(shared: &Shared, source: &Source) -> Result<SourceReport, Stopped> {
    let mut run = Run {
        shared,
        source,
        pace: source.pace.unwrap_or_default().max(shared.pace),
        report: SourceReport {
            name: source.name.clone(),
            ..SourceReport::default()
        },
    };
    match run.fetch().await {
        Ok(()) => {}
        Err(Halt::Stopped) => return Err(Stopped),
        Err(Halt::Failed(error)) => run.fail("the frontier", &FetchError::Archive(error)),
    }
    run.shared.watcher.progress(
        &source.name,
        &SourceProgress {
            visited: run.report.pages(),
            left: 0,
            done: true,
        },
    );
    run.send(SourceItem::EndOfSource).await?;
    Ok(run.report)
}

struct Run<'a> {
    shared: &'a Shared,
    source: &'a Source,
    pace: Duration,
    report: SourceReport,
}

impl Run<'_> {
    async fn fetch(&mut self) -> Result<(), Halt> {
        let started = Timestamp::now();
        let name = &self.source.name;
        let mut state = self.frontier().borrow().source(name)?;
        state.tried = Some(started);
        self.frontier().borrow().note_source(name, &state)?;
        let offers = self.offers(&mut state).await?;
        let mut problem: Option<FetchError> = None;
        let mut records = Vec::new();
        for offer in &offers {
            match self.walk(offer, &mut records).await {
                Ok(()) => self.report.lists += u64::from(!matches!(offer, Offer::Pages { .. })),
                Err(WalkEnd::Halt(halt)) => return Err(halt),
                Err(WalkEnd::Failed(url, error)) => {
                    self.fail(&url, &error);
                    problem.get_or_insert(error);
                }
            }
        }
        let is_read = problem.is_none() && !offers.is_empty();
        if let Some(error) = &problem {
            state.state = if error.is_refusal() { 2 } else { 1 };
            state.reason = Some(error.to_string());
        } else if offers.is_empty() {
            state.state = 1;
            state.reason.get_or_insert_with(|| {
                "nothing says how it offers its news (see `omroeper sources discover`)".to_owned()
            });
        } else {
            (state.state, state.reason, state.succeeded) = (0, None, Some(started));
        }
        self.frontier().borrow().note_source(name, &state)?;
        self.capture_records(records).await?;
        self.visit_all().await?;
        let counts = (self.report.pages(), self.report.failed.len());
        if is_read && counts.0 == 0 && counts.1 > 2 {
            // The lists can be read, but no page.
            let reason = self
                .report
                .failed
                .last()
                .map(|failed| failed.reason.clone());
            (state.state, state.reason) = (1, reason);
            self.frontier().borrow().note_source(name, &state)?;
        }
        Ok(())
    }

    fn frontier(&self) -> &RefCell<Frontier> {
        &self.shared.frontier
    }

    async fn send(&self, item: SourceItem) -> Result<(), Stopped> {
        for answer in self.shared.hosts.take_answers() {
            let answer = SourceItem::Robots(Box::new(answer));
            self.shared.sender.send(answer).await.map_err(|_| Stopped)?;
        }
        self.shared.sender.send(item).await.map_err(|_| Stopped)
    }

    fn fail(&mut self, url: &str, error: &FetchError) {
        if error.is_refusal() {
            self.report
                .refusal
                .get_or_insert_with(|| format!("`{url}`: {error}"));
            return;
        }
        self.report.failed.push(failed_request(url, error));
    }

    /// The offers of the source. If nothing says them, they are discovered and remembered.
    async fn offers(&mut self, state: &mut SourceState) -> Result<Vec<Offer>, Halt> {
        if !self.source.offers.is_empty() {
            return Ok(self.source.offers.clone());
        }
        let known = state
            .offers
            .as_deref()
            .and_then(|json| serde_json::from_str::<Vec<Offer>>(json).ok());
        // An offer that stopped working may have moved.
        if let Some(known) = known.filter(|known| !known.is_empty() && state.state == 0) {
            return Ok(known);
        }
        let Some(site) = &self.source.site else {
            state.reason = Some(
                "the register has no site for it (give one in a file of `sources`)".to_owned(),
            );
            return Ok(Vec::new());
        };
        match discover::offers(&self.shared.hosts, site, self.pace).await {
            Ok(found) => {
                state.offers = serde_json::to_string(&found).ok();
                Ok(found)
            }
            Err(FetchError::Archive(error)) => Err(error.into()),
            Err(error) => {
                self.fail(site.as_str(), &error);
                state.reason = Some(error.to_string());
                Ok(Vec::new())
            }
        }
    }

    /// Reads an offer to its end. Records without a page of their own go to `records`.
    async fn walk(&mut self, offer: &Offer, records: &mut Vec<Listed>) -> Result<(), WalkEnd> {
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

    /// Captures records that have no page of their own.
    async fn capture_records(&mut self, records: Vec<Listed>) -> Result<(), Halt> {
        for listed in records {
            let (Some(record), url) = (&listed.record, &listed.page.url) else {
                continue;
            };
            let origin = url.clone();
            let outcome = load::capture_of_record(record, url, Timestamp::now());
            match &outcome {
                Ok(_) => self.report.captured += 1,
                Err(error) => self.report.failed.push(FailedRequest {
                    url: origin.clone(),
                    reason: error.to_string(),
                    is_network: false,
                }),
            }
            if outcome.is_ok() {
                self.send(SourceItem::page(Loaded { origin, outcome }))
                    .await?;
            }
        }
        Ok(())
    }

    /// Visits the pages that are due.
    async fn visit_all(&mut self) -> Result<(), Halt> {
        let due = match self.source.offers.as_slice() {
            [Offer::Pages { urls }] if self.source.name == ADDRESSES => {
                urls.iter().map(|url| ReleaseId::of(url.as_str())).collect()
            }
            _ => self.frontier().borrow().due(
                &self.source.name,
                Timestamp::now(),
                self.shared.recheck,
                self.shared.since,
            )?,
        };
        let mut left = self
            .shared
            .max_pages
            .map_or(due.len(), |most| due.len().min(most as usize)) as u64;
        let progress = SourceProgress {
            visited: 0,
            left,
            done: false,
        };
        self.shared.watcher.progress(&self.source.name, &progress);
        // A page that fails for a moment is asked again after the others.
        let first = |address| (address, 1, None);
        let mut queue: VecDeque<(ReleaseId, u32, Option<FailedRequest>)> =
            due.into_iter().map(first).collect();
        let mut closed = HashSet::new();
        while let Some((address, attempt, failure)) = queue.pop_front() {
            if left == 0 && attempt == 1 {
                continue;
            }
            let Some(page) = self.frontier().borrow().page(address)? else {
                continue;
            };
            let visited = self.shared.visited.borrow().get(&address).copied();
            if visited.is_some_and(|visited| page.visited.is_none_or(|known| known < visited)) {
                continue;
            }
            let host = hosts::key_of(&page.url);
            if closed.contains(&host) {
                self.report.failed.extend(failure);
                continue;
            }
            left -= u64::from(attempt == 1);
            match self.visit(&page, attempt < ATTEMPTS).await? {
                Visited::Done => {}
                Visited::Again(failure) => queue.push_back((address, attempt + 1, Some(failure))),

                Visited::Closed => {
                    self.report.failed.extend(failure);
                    closed.insert(host);
                }
            }
            let progress = SourceProgress {
                visited: self.report.pages(),
                left,
                done: false,
            };
            self.shared.watcher.progress(&self.source.name, &progress);
        }
        Ok(())
    }

    /// Visits a page. If it fails and `again` holds, it may be visited again in this run.
    async fn visit(&mut self, page: &Page, again: bool) -> Result<Visited, Halt> {
        let found = match visit::visit(&self.shared.hosts, page, self.pace).await {
            Err(error) if error.is_passing() && again => {
                let now = Timestamp::now();
                let reason = error.to_string();
                self.frontier().borrow().note_failure(
                    page.address,
                    State::Failed,
                    &reason,
                    now,
                    now,
                )?;
                return Ok(Visited::Again(failed_request(&page.url, &error)));
            }
            found => found,
        };
        let now = Timestamp::now();
        match found {
            Ok(Found {
                item,
                outcome,
                moved,
            }) => {
                if let Some(to) = moved {
                    self.frontier().borrow().note_move(page, &to, now)?;
                    self.shared
                        .visited
                        .borrow_mut()
                        .insert(ReleaseId::of(&to), now);
                }
                self.shared.visited.borrow_mut().insert(page.address, now);
                match outcome {
                    Outcome::Captured => self.report.captured += 1,
                    Outcome::Unchanged => self.report.unchanged += 1,
                    Outcome::Gone => self.report.gone += 1,
                }
                self.send(item).await?;
            }
            Err(FetchError::Archive(error)) => return Err(error.into()),
            // The page stays due.
            Err(error @ (FetchError::Resting(_) | FetchError::NoRobots(_))) => {
                self.fail(&page.url, &error);
                return Ok(Visited::Closed);
            }
            Err(error) => {
                let (state, wait) = match &error {
                    error if error.is_refusal() => (State::Refused, AFTER_REFUSAL),
                    FetchError::NotAPage(_)
                    | FetchError::TooLarge(_)
                    | FetchError::BadAddress(_) => (State::Failed, AFTER_NO_PAGE),
                    _ => (
                        State::Failed,
                        AFTER_FAILURE.saturating_mul(1 + (page.failures / ATTEMPTS).min(13)),
                    ),
                };
                let due = clock::after(now, wait);
                self.frontier().borrow().note_failure(
                    page.address,
                    state,
                    &error.to_string(),
                    now,
                    due,
                )?;
                if state == State::Refused {
                    self.report
                        .refused
                        .push((page.url.clone(), error.to_string()));
                } else {
                    self.fail(&page.url, &error);
                }
            }
        }
        Ok(Visited::Done)
    }

    /// Asks for a list, a few times if it fails.
    async fn patiently(
        &self,
        url: &url::Url,
        ask: Ask<'_>,
    ) -> Result<super::exchange::Reply, FetchError> {
        for _ in 1..ATTEMPTS {
            match self.shared.hosts.get(url, ask).await {
                Err(error) if error.is_passing() => {}
                sent => return sent,
            }
        }
        self.shared.hosts.get(url, ask).await
    }
}

fn failed_request(url: &str, error: &FetchError) -> FailedRequest {
    FailedRequest {
        url: url.to_owned(),
        reason: error.to_string(),
        is_network: error.is_network(),
    }
}

/// How a visit ended.
enum Visited {
    Done,
    /// It failed, and may succeed later in this run.
    Again(FailedRequest),
    /// Its host cannot be asked any more in this run.
    Closed,
}

/// What a walk has seen.
#[derive(Default)]
struct Seen {
    total: u64,
    known: u64,
    oldest: Option<String>,
}

/// Why a walk ended early.
enum WalkEnd {
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
