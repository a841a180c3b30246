//! Visiting a page: what became of it, as an item for the archive.
//!
//! Leaves out which pages are due (`source`).

use std::sync::LazyLock;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use regex::Regex;
use url::Url;

use super::client::{Ask, MAX_PAGE};
use super::exchange::{Redirect, Reply};
use super::hosts::Hosts;
use super::redirect::{self, Lead};
use super::{FetchError, clock};
use crate::archive::Page;
use crate::document::{Capture, Digest, MediaKind, Outcome, ReleaseId, Validators, Visit};
use crate::load::{self, LoadError, Loaded, Revisit, SourceItem};
use crate::markup;

/// Days until a page is visited again. A page that stays as it is climbs the ladder; a page that
/// changes goes down a step.
const LADDER: [i64; 5] = [1, 3, 7, 30, 180];

/// What a visit found.
pub(super) struct Found {
    pub(super) item: SourceItem,
    pub(super) outcome: Outcome,
    /// The address to which the page moved.
    pub(super) moved: Option<String>,
    /// Why the page is gone.
    pub(super) gone: Option<String>,
}

/// Visits a page. `is_first_there` tells whether no other page of this run led to an address.
pub(super) async fn visit(
    hosts: &Hosts,
    page: &Page,
    wait: Duration,
    is_first_there: impl FnOnce(ReleaseId) -> bool,
) -> Result<Found, FetchError> {
    let url = Url::parse(&page.url)
        .map_err(|error| FetchError::BadAddress(format!("`{}`: {error}", page.url)))?;
    // A page that was captured elsewhere, or not at all, cannot be the same as before.
    let known = Some(&page.validators).filter(|_| page.was_captured && page.fingerprint.is_some());
    let ask = Ask {
        validators: known,
        limit: MAX_PAGE,
        cuts: false,
        pace: wait,
    };
    let reply = hosts.get(&url, ask).await?;
    let answered = ReleaseId::of(reply.url.as_str());
    let moved = page.address != answered && reply.redirect == Redirect::Permanent;
    let found = |outcome, fingerprint, validators, reservations| {
        let rung = rung(page, outcome, reply.time);
        Visit {
            address: page.address,
            answered,
            moved,
            time: reply.time,
            outcome,
            fingerprint,
            validators,
            due: clock::after(reply.time, days(LADDER[usize::from(rung)])),
            rung,
            reservations,
        }
    };
    let gone = |why: &str| {
        let tombstone = Capture::gone(&page.url, reply.time, why);
        let visit = Visit {
            answered: page.address,
            moved: false,
            ..found(Outcome::Gone, None, Validators::default(), None)
        };
        Found {
            item: fetched(&page.url, tombstone, visit),
            outcome: Outcome::Gone,
            moved: None,
            gone: Some(why.to_owned()),
        }
    };
    match reply.status {
        304 => {
            let revisit = Revisit {
                origin: page.url.clone(),
                target: reply.url.to_string(),
                time: reply.time,
                digest: None,
                original: page.own.clone(),
                original_time: None,
                of_page: true,
            };
            let mut validators = reply.validators();
            validators.etag = validators.etag.or_else(|| page.validators.etag.clone());
            validators.modified = validators
                .modified
                .or_else(|| page.validators.modified.clone());
            let visit = found(Outcome::Unchanged, page.fingerprint, validators, None);
            let item = SourceItem::Fetched(Box::new(SourceItem::Revisit(revisit)), visit);
            Ok(Found {
                item,
                outcome: Outcome::Unchanged,
                moved: None,
                gone: None,
            })
        }
        404 | 410 => Ok(gone(&format!("HTTP {}", reply.status))),
        200 | 203 => {
            match redirect::lead(page, &url, &reply) {
                Lead::Gone => return Ok(gone(&format!("redirects to {}", reply.url))),
                Lead::Elsewhere => return Err(elsewhere(&reply, "another page")),
                Lead::Moved { surely: false } if !is_first_there(answered) => {
                    return Err(elsewhere(&reply, "a page to which other pages lead too"));
                }
                Lead::Here | Lead::Moved { .. } => {}
            }
            let reserved = reservations(&reply);
            let capture = read(&reply, page, reserved.as_deref())?;
            let fingerprint = fingerprint(&capture);
            let outcome = if page.was_captured
                && page.fingerprint.is_some()
                && page.fingerprint == fingerprint
            {
                Outcome::Unchanged
            } else {
                Outcome::Captured
            };
            let visit = found(outcome, fingerprint, reply.validators(), reserved);
            Ok(Found {
                item: fetched(&page.url, capture, visit),
                outcome,
                moved: moved.then(|| reply.url.to_string()),
                gone: None,
            })
        }
        status => Err(FetchError::Status(status)),
    }
}

fn elsewhere(reply: &Reply, what: &str) -> FetchError {
    FetchError::Redirect(format!("redirects to `{}`, {what}", reply.url))
}

fn fetched(origin: &str, capture: Capture, visit: Visit) -> SourceItem {
    let loaded = Loaded {
        origin: origin.to_owned(),
        outcome: Ok(capture),
    };
    SourceItem::Fetched(Box::new(SourceItem::page(loaded)), visit)
}

/// Reads an answer as a page.
fn read(reply: &Reply, page: &Page, reserved: Option<&str>) -> Result<Capture, FetchError> {
    if reply.body.trim_ascii().is_empty() {
        return Err(FetchError::Damaged("the page is empty".to_owned()));
    }
    let mut capture = reply.capture(reserved);
    if capture.media_type.is_empty() && markup::looks_like_html(capture.payload()) {
        "text/html".clone_into(&mut capture.media_type);
    }
    if capture.kind() != MediaKind::Html {
        let kind = capture.essence();
        let kind = if kind.is_empty() {
            "of no known type"
        } else {
            &kind
        };
        return Err(FetchError::NotAPage(format!("is {kind}, not a page")));
    }
    let unreadable = |error: LoadError| FetchError::NotAPage(error.to_string());
    markup::check(capture.payload()).map_err(|error| unreadable(error.into()))?;
    markup::page_text(&capture).map_err(|error| unreadable(error.into()))?;
    capture.claims = page.claims.clone();
    load::set_declared_address(&mut capture);
    let has_moved = page.own.is_some() || page.address != ReleaseId::of(reply.url.as_str());
    if let Some(own) = page.kept_address().filter(|_| has_moved)
        && ReleaseId::of(own) != capture.id()
    {
        capture.move_to(own);
    }
    Ok(capture)
}

/// The digest of the text of a page: markup and scripts change with each answer.
fn fingerprint(capture: &Capture) -> Option<Digest> {
    let html = markup::page_text(capture).ok()?;
    let mut text = String::with_capacity(html.len());
    for part in html.split('<') {
        let words = part.split_once('>').map_or(part, |(_, words)| words);
        for word in words.split_whitespace() {
            text.push_str(word);
            text.push(' ');
        }
    }
    Some(Digest::of(text.as_bytes()))
}

/// The step of a page on the ladder after a visit.
fn rung(page: &Page, outcome: Outcome, now: Timestamp) -> u8 {
    let top = (LADDER.len() - 1) as u8;
    match (outcome, page.was_captured) {
        (Outcome::Unchanged, _) => (page.rung + 1).min(top),
        (Outcome::Gone, _) => top.min(page.rung + 2),
        (Outcome::Captured, true) => page.rung.saturating_sub(1).max(least(page, now)),
        (Outcome::Captured, false) => least(page, now),
    }
}

/// The least step for a page of its age: an old page is not visited every day, even if its markup
/// changes with each answer.
fn least(page: &Page, now: Timestamp) -> u8 {
    let published = page.published.as_deref().and_then(|date| {
        let day = date.get(..10)?.parse::<jiff::civil::Date>().ok()?;
        crate::document::at_dutch_time(day.at(0, 0, 0, 0))
    });
    let age = now.duration_since(published.unwrap_or(page.found).min(now));
    let passed = LADDER
        .iter()
        .filter(|days| age > SignedDuration::from_hours(**days * 24))
        .count() as u8;
    // A page of a week is visited again after a week, one of a year after 30 days at most.
    passed.saturating_sub(1).min(3)
}

fn days(days: i64) -> Duration {
    Duration::from_secs(days as u64 * 24 * 60 * 60)
}

static META: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)<meta\s[^>]*name\s*=\s*["']?(?P<name>robots|tdm-reservation|tdm-policy)["'\s][^>]*>"#).expect("a valid pattern")
});
static CONTENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)content\s*=\s*["'](?P<value>[^"'<>]{1,200})["']"#).expect("a valid pattern")
});

/// Number of bytes of a page in which reservations are looked for.
const HEAD: usize = 64 << 10;

/// What the publisher reserves: `X-Robots-Tag`, `noarchive`, and text and data mining (TDM Reservation
/// Protocol), as one line. It is recorded, and does not decide whether the page is kept.
fn reservations(reply: &Reply) -> Option<String> {
    let mut found: Vec<String> = reply
        .all("x-robots-tag")
        .map(|tag| format!("X-Robots-Tag: {tag}"))
        .collect();
    for name in ["tdm-reservation", "tdm-policy"] {
        found.extend(reply.header(name).map(|value| format!("{name}: {value}")));
    }
    let head = String::from_utf8_lossy(&reply.body[..reply.body.len().min(HEAD)]);
    for meta in META.captures_iter(&head) {
        let value = CONTENT
            .captures(&meta[0])
            .map(|content| content["value"].trim().to_owned());
        let name = meta["name"].to_lowercase();
        let says_something =
            |value: &String| name != "robots" || value.to_lowercase().contains("no");
        found.extend(
            value
                .filter(says_something)
                .map(|value| format!("{name}: {value}")),
        );
    }
    (!found.is_empty()).then(|| found.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_thin_with_age_and_come_back_after_a_change() {
        let now: Timestamp = "2026-11-26T00:00:00Z".parse().expect("a time");
        let page = |published: &str, was_captured: bool, rung: u8| Page {
            address: ReleaseId::from_u64(1),
            url: String::new(),
            claims: crate::document::Claims::default(),
            published: Some(published.to_owned()),
            found: now,
            was_captured,
            visited: None,
            rung,
            failures: 0,
            validators: Validators::default(),
            fingerprint: None,
            own: None,
            release: None,
        };
        assert_eq!(
            rung(&page("2026-11-25", false, 0), Outcome::Captured, now),
            0
        );
        assert_eq!(
            rung(&page("2026-11-10", false, 0), Outcome::Captured, now),
            2
        );
        assert_eq!(
            rung(&page("2019-01-01", false, 0), Outcome::Captured, now),
            3
        );
        assert_eq!(
            rung(&page("2026-11-20", true, 1), Outcome::Unchanged, now),
            2
        );
        assert_eq!(
            rung(&page("2026-11-25", true, 2), Outcome::Captured, now),
            1
        );
        assert_eq!(
            rung(&page("2019-01-01", true, 4), Outcome::Unchanged, now),
            4
        );
    }
}
