//! The frontier: the addresses that sources have listed, and what is known about sources, offers and
//! hosts.
//!
//! Leaves out requests and their rules (`fetch`). The frontier is in the catalog, and needs no lock:
//! only one fetch runs at a time ([`FetchLock`](super::FetchLock)). What a visit captured is
//! recorded by [`Archive::note_visits`](super::Archive::note_visits) after the capture is in the log,
//! so a crash makes a page fetched again at most, and never lost.

use jiff::Timestamp;
use jiff::civil::Date;

use super::catalog::Catalog;
use super::{ArchiveError, Log};
use crate::document::{Claims, Digest, ListedAddress, ReleaseId, Validators};
use crate::home::Home;

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

/// The state of a source.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SourceState {
    /// 0: fine; 1: failing; 2: refused.
    pub state: u8,
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
    /// Its `robots.txt`.
    pub robots: Option<RobotsAnswer>,
}

/// The answer of a host to a request for `robots.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsAnswer {
    /// When it was asked.
    pub asked: Timestamp,
    /// The HTTP status; 0 if no answer came.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// The frontier of a home, open for writing.
#[derive(Debug)]
pub struct Frontier {
    catalog: Catalog,
}

/// Forwards each method to the catalog, with the error of the archive.
macro_rules! forward {
    ($($(#[$doc:meta])* fn $name:ident(&$($m:ident)? $(; $arg:ident: $kind:ty)*) -> $out:ty => $to:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// [`ArchiveError::Catalog`].
        pub fn $name(&$($m)? self $(, $arg: $kind)*) -> Result<$out, ArchiveError> {
            Ok(self.catalog.$to($($arg),*)?)
        }
    )*};
}

impl Frontier {
    /// Opens the frontier of `home`, whose archive must exist.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn open(home: &Home) -> Result<Self, ArchiveError> {
        let catalog = Catalog::open(&home.catalog())?;
        Ok(Self { catalog })
    }

    forward! {
        /// Adds what a list names. An address that is known keeps its state, and is due at once if
        /// the list says that its page has changed. Purged addresses are left out. `last` is when the
        /// list was last read to its end.
        fn discover(&mut; source: &str; offer: &str; listed: &[ListedAddress]; last: Option<Timestamp>; now: Timestamp) -> Discovered => discover;
        /// Makes pages due that an offer no longer lists. If the offer lists only the newest pages,
        /// `oldest` is the date of the oldest one.
        fn recheck_unlisted(&mut; source: &str; offer: &str; now: Timestamp; oldest: Option<&str>) -> usize => recheck_unlisted;
        /// The addresses of a source that are due, or all of them: new ones first. Leaves out pages
        /// that were published before `since`, as a list says.
        fn due(&; source: &str; now: Timestamp; all: bool; since: Option<Date>) -> Vec<ReleaseId> => due;
        /// What is known about an address; `None` if it is unknown or purged.
        fn page(&; address: ReleaseId) -> Option<Page> => page_at;
        /// Adds the address to which a page moved. Its captures get the address of the page.
        fn note_move(&; from: &Page; to: &str; now: Timestamp) -> () => note_move;
        /// Records that a visit found nothing to capture.
        fn note_failure(&; address: ReleaseId; state: State; reason: &str; time: Timestamp; due: Timestamp) -> () => note_failure;
        /// The state of a source; the default if it was never fetched.
        fn source(&; name: &str) -> SourceState => source_state;
        /// Records the state of a source.
        fn note_source(&; name: &str; state: &SourceState) -> () => note_source;
        /// The state of an offer; `None` if it was never read.
        fn offer(&; source: &str; url: &str) -> Option<OfferState> => offer_state;
        /// Records that an offer was read.
        fn note_offer(&; source: &str; url: &str; state: &OfferState) -> () => note_offer;
        /// Records that pages of a source may have been missed.
        fn note_gap(&; source: &str; gap: &Gap) -> () => note_gap;
        /// The state of a host; `None` if it was never asked.
        fn host(&; host: &str) -> Option<HostState> => host;
        /// Records the state of a host.
        fn note_host(&; host: &str; state: &HostState) -> () => note_host;
    }
}

impl Log {
    forward! {
        /// The state of a source; the default if it was never fetched.
        fn source(&; name: &str) -> SourceState => source_state;
        /// The names of all sources that were ever fetched.
        fn fetched_sources(&) -> Vec<String> => fetched_sources;
        /// The number of addresses of a source, by state.
        fn frontier_counts(&; source: &str) -> FrontierCounts => frontier_counts;
        /// The periods of which pages of a source may have been missed.
        fn gaps(&; source: &str) -> Vec<Gap> => gaps;
        /// The addresses of a source that are due.
        fn due(&; source: &str; now: Timestamp; since: Option<Date>) -> Vec<String> => due_addresses;
    }
}
