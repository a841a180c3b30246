//! Fetching one source: reads its offers, then visits the pages that are due.
//!
//! Leaves out other sources, which run beside it.

mod pages;
mod walk;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::Sender;
use url::Url;

use super::hosts::Hosts;
use super::{FailedRequest, FetchError, SourceProgress, SourceReport, Watcher, discover};
use crate::archive::{ArchiveError, Frontier, Health, SINGLE_PAGES, SourceState};
use crate::document::{Digest, Outcome, ReleaseId, Validators, Visit};
use crate::load::{self, Loaded, SourceItem};
use crate::sources::offers::{Listed, Offer};
use crate::sources::register::Source;
use walk::WalkEnd;

/// Number of times that a page is asked for in one run.
const ATTEMPTS: u32 = 3;

/// Why a source without offers is not fetched.
const NO_OFFER: &str = "offers no feed, sitemap, interface or listing that can be read (write its offers in a file of your own: see `omroeper sources show NAME` for the format)";

/// How long a process remembers its visits.
const VISITS_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Number of pages that fail, and none succeeds, after which a source is failing.
const ALL_FAILED: usize = 3;

/// The source that stands for single pages.
pub(super) fn of_addresses(addresses: &[Url]) -> Source {
    Source {
        offers: vec![Offer::Pages {
            urls: addresses.to_vec(),
        }],
        ..Source::named(SINGLE_PAGES)
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
    /// For each address to which a page led by redirects, that page.
    pub(super) led_to: RefCell<HashMap<ReleaseId, ReleaseId>>,
    /// The names of all sources that are fetched.
    pub(super) active: Vec<String>,
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
        visited: 0,
    };
    match run.fetch().await {
        Ok(()) => {}
        Err(Halt::Stopped) => return Err(Stopped),
        Err(Halt::Failed(error)) => run.fail("the frontier", &FetchError::Archive(error)),
    }
    run.tell_progress(0, true);
    run.send(SourceItem::EndOfSource).await?;
    Ok(run.report)
}

struct Run<'a> {
    shared: &'a Shared,
    source: &'a Source,
    pace: Duration,
    report: SourceReport,
    /// Number of pages that were asked for.
    visited: u64,
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
            if let Offer::Pages { urls } = offer {
                self.add_pages(urls)?;
                continue;
            }
            match self.walk(offer, &mut records).await {
                Ok(()) => self.report.lists += 1,
                Err(WalkEnd::Halt(halt)) => return Err(halt),
                Err(WalkEnd::Failed(url, error)) => {
                    self.fail(&url, &error);
                    problem.get_or_insert(error);
                }
            }
        }
        let is_read = problem.is_none() && !offers.is_empty();
        if let Some(error) = &problem {
            state.health = if error.is_refusal() {
                Health::Refused
            } else {
                Health::Failing
            };
            // That the host rests now says less than why.
            if state.reason.is_none() || !matches!(error, FetchError::Resting(_)) {
                state.reason = Some(error.to_string());
            }
            if !error.is_refusal() && !error.is_passing() {
                // A discovered offer may have moved.
                state.offers = None;
            }
        } else if offers.is_empty() {
            state.health = Health::Failing;
            let reason = state
                .reason
                .get_or_insert_with(|| NO_OFFER.to_owned())
                .clone();
            if self.report.failed.is_empty() && self.report.refusal.is_none() {
                let url = self.source.site.as_ref().map_or(name.as_str(), Url::as_str);
                let failed = FailedRequest::new(url.to_owned(), reason);
                self.report.failed.push(failed);
            }
        } else {
            (state.health, state.reason, state.succeeded) = (Health::Fine, None, Some(started));
        }
        self.frontier().borrow().note_source(name, &state)?;
        self.capture_records(records).await?;
        self.visit_all().await?;
        if is_read && self.report.pages() == 0 && self.report.failed.len() >= ALL_FAILED {
            // The lists can be read, but no page.
            let reason = self
                .report
                .failed
                .last()
                .map(|failed| failed.reason.clone());
            (state.health, state.reason) = (Health::Failing, reason);
            self.frontier().borrow().note_source(name, &state)?;
        }
        Ok(())
    }

    fn frontier(&self) -> &RefCell<Frontier> {
        &self.shared.frontier
    }

    fn tell_progress(&self, left: u64, done: bool) {
        let progress = SourceProgress {
            visited: self.visited,
            left,
            done,
        };
        self.shared.watcher.progress(&self.source.name, &progress);
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
        if let Some(known) = known.filter(|known| !known.is_empty()) {
            return Ok(known);
        }
        state.reason = None;
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

    /// Captures records that have no page of their own, if they changed.
    async fn capture_records(&mut self, records: Vec<Listed>) -> Result<(), Halt> {
        for listed in records {
            let Some(record) = &listed.record else {
                continue;
            };
            let origin = listed.page.url.clone();
            let (address, now) = (ReleaseId::of(&origin), Timestamp::now());
            let fingerprint = Digest::of(record.to_string().as_bytes());
            let known = self.frontier().borrow().page(address)?;
            let Some(known) = known else { continue };
            if known.fingerprint == Some(fingerprint) {
                self.report.unchanged += 1;
                continue;
            }
            let outcome = load::capture_of_record(record, &origin, now);
            if let Err(error) = &outcome {
                let failed = FailedRequest::new(origin, error.to_string());
                self.report.failed.push(failed);
                continue;
            }
            self.report.captured += 1;
            let visit = Visit {
                address,
                answered: address,
                moved: false,
                time: now,
                outcome: Outcome::Captured,
                fingerprint: Some(fingerprint),
                validators: Validators::default(),
                due: Timestamp::MAX,
                rung: 0,
                reservations: None,
            };
            let item = SourceItem::page(Loaded { origin, outcome });
            self.send(SourceItem::Fetched(Box::new(item), visit))
                .await?;
        }
        Ok(())
    }
}

fn failed_request(url: &str, error: &FetchError) -> FailedRequest {
    FailedRequest {
        url: url.to_owned(),
        reason: error.to_string(),
        is_network: error.is_network(),
    }
}
