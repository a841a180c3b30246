//! Visiting the pages of a source that are due, and recording what became of each.
//!
//! Leaves out a single visit (`visit`).

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use jiff::Timestamp;

use super::{ATTEMPTS, Halt, Run, failed_request};
use crate::archive::{Page, SINGLE_PAGES, State};
use crate::document::{Outcome, ReleaseId};
use crate::fetch::visit::{self, Found};
use crate::fetch::{FailedRequest, FetchError, clock, hosts};
use crate::sources::offers::Offer;

/// When a page is visited again that failed. Each run in which it fails again adds as much, up to a
/// week.
const AFTER_FAILURE: Duration = Duration::from_hours(12);

/// When a page is visited again that the site does not allow to visit.
const AFTER_REFUSAL: Duration = Duration::from_hours(7 * 24);

/// When an address is visited again that was no page.
const AFTER_NO_PAGE: Duration = Duration::from_hours(30 * 24);

/// How a visit ended.
enum Visited {
    Done,
    /// It failed, and may succeed later in this run.
    Again(FailedRequest),
    /// Its host cannot be asked any more in this run.
    Closed(FetchError),
}

impl Run<'_> {
    /// Visits the pages that are due.
    pub(super) async fn visit_all(&mut self) -> Result<(), Halt> {
        let due = match self.source.offers.as_slice() {
            [Offer::Pages { urls }] if self.source.name == SINGLE_PAGES => {
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
        let all = left;
        self.tell_progress(left, false);
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
            let host = hosts::name_of(&page.url);
            if closed.contains(&host) {
                self.report.failed.extend(failure);
                continue;
            }
            left -= u64::from(attempt == 1);
            self.visited = all - left;
            match self.visit(&page, attempt < ATTEMPTS).await? {
                Visited::Done => {}
                Visited::Again(failure) => queue.push_back((address, attempt + 1, Some(failure))),
                Visited::Closed(error) => {
                    match failure {
                        Some(failure) => self.report.failed.push(failure),
                        None => self.fail(&page.url, &error),
                    }
                    closed.insert(host);
                }
            }
            self.tell_progress(left, false);
        }
        Ok(())
    }

    /// Visits a page. If it fails and `again` holds, it may be visited again in this run.
    async fn visit(&mut self, page: &Page, again: bool) -> Result<Visited, Halt> {
        let is_first_there = |address| {
            let mut led_to = self.shared.led_to.borrow_mut();
            *led_to.entry(address).or_insert(page.address) == page.address
        };
        let visited = visit::visit(&self.shared.hosts, page, self.pace, is_first_there).await;
        let found = match visited {
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
                gone,
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
                    Outcome::Gone => {
                        let why = gone.unwrap_or_default();
                        self.report.gone.push((page.url.clone(), why));
                    }
                }
                self.send(item).await?;
            }
            Err(FetchError::Archive(error)) => return Err(error.into()),
            // The page stays due.
            Err(error @ (FetchError::Resting(_) | FetchError::NoRobots(_))) => {
                return Ok(Visited::Closed(error));
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
}
