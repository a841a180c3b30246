//! What the frontier knows about addresses, sources, offers and hosts.
//!
//! Leaves out where it is stored (`catalog`).

use jiff::Timestamp;
use jiff::civil::Date;

use crate::document::{Claims, Digest, ReleaseId, Validators};

/// The offer of records that are captured themselves: nothing is asked at their addresses.
pub const RECORDS: &str = "records";

/// A list that is read.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    /// The name of its source.
    pub source: &'a str,
    /// The address of its offer.
    pub offer: &'a str,
    /// The names of all sources that are fetched. A page stays with one of these that listed it
    /// before; a page of another source passes to this one.
    pub active: &'a [String],
    /// When it was last read to its end.
    pub last: Option<Timestamp>,
    /// Since when a visit is recent. Some sites change the time of every page with each answer: a page
    /// whose text stayed the same twice is not visited for that time alone if its visit is recent.
    pub recent: Timestamp,
    /// The time.
    pub now: Timestamp,
}

/// What became of the addresses in a list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Discovered {
    /// Number of addresses that were not known.
    pub new: u64,
    /// Number of addresses that were not known when the list was last read to its end.
    pub unread: u64,
    /// Number of addresses that were known.
    pub known: u64,
}

/// The state of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not visited yet.
    New = 0,
    /// The last visit found a new text.
    Captured = 1,
    /// The last visit found the same text.
    Unchanged = 2,
    /// The last visit found that the page is gone.
    Gone = 3,
    /// The site does not allow a visit.
    Refused = 4,
    /// The last visit failed.
    Failed = 5,
    /// Its release was purged. It is never visited again.
    Purged = 6,
}

/// What the frontier knows about an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The hash of the address.
    pub address: ReleaseId,
    /// The address.
    pub url: String,
    /// What the list says about the page.
    pub claims: Claims,
    /// When it was published, as the list says (ISO 8601).
    pub published: Option<String>,
    /// When a list named it first.
    pub found: Timestamp,
    /// Whether it was ever captured.
    pub was_captured: bool,
    /// When it was visited last.
    pub visited: Option<Timestamp>,
    /// Number of the step on the ladder of intervals.
    pub rung: u8,
    /// Number of visits that failed since one succeeded.
    pub failures: u32,
    /// Validators of the last answer.
    pub validators: Validators,
    /// The digest of its text.
    pub fingerprint: Option<Digest>,
    /// The address that its captures get, if it once was at another one.
    pub own: Option<String>,
    /// The release of its last capture.
    pub release: Option<ReleaseId>,
}

impl Page {
    /// The address that its captures have, if they keep it when the page moves.
    #[must_use]
    pub fn kept_address(&self) -> Option<&str> {
        let is_own = self.release == Some(self.address);
        self.own.as_deref().or(is_own.then_some(&self.url))
    }
}

/// The name of the source of pages that are asked for one by one. No other source can have it.
pub const SINGLE_PAGES: &str = "(pages)";

/// How a source is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Its lists were read.
    #[default]
    Fine = 0,
    /// A list, or every page, could not be read.
    Failing = 1,
    /// The site does not allow it.
    Refused = 2,
}

/// The state of a source.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SourceState {
    /// How it was when it was fetched last.
    pub health: Health,
    /// Why, if it is not fine.
    pub reason: Option<String>,
    /// When it was fetched last.
    pub tried: Option<Timestamp>,
    /// When all its offers were last read.
    pub succeeded: Option<Timestamp>,
    /// The offers that were discovered, as JSON.
    pub offers: Option<String>,
}

/// The state of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferState {
    /// Validators of its first answer.
    pub validators: Validators,
    /// Number of addresses that it listed.
    pub items: u64,
    /// When it was read to its end.
    pub walked: Timestamp,
    /// The first day of publication that was looked for; `None` if all were.
    pub since: Option<Date>,
}

/// A period of which pages may have been missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Its start.
    pub since: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// Why pages may have been missed.
    pub reason: String,
}

/// Number of addresses of a source, by state.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FrontierCounts {
    /// Not visited yet.
    pub waiting: u64,
    /// Captured.
    pub held: u64,
    /// Gone.
    pub gone: u64,
    /// Not allowed.
    pub refused: u64,
    /// Failed.
    pub failed: u64,
    /// The newest date of publication that a list claims (`2026-11-26`).
    pub newest: Option<String>,
}

/// The state of a host.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct HostState {
    /// The earliest time of the next request.
    pub next: Option<Timestamp>,
    /// Number of failures since a request succeeded.
    pub failures: u32,
    /// Until when it is not asked.
    pub rests: Option<Timestamp>,
    /// How long it takes to answer, in milliseconds.
    pub latency: u64,
}

/// The answer of an origin to a request for `robots.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsAnswer {
    /// When it was asked.
    pub asked: Timestamp,
    /// The HTTP status; 310 if it redirects more often than is followed.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}
