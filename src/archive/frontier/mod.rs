//! The frontier: the addresses that sources have listed, and what is known about sources, offers and
//! hosts.
//!
//! Leaves out requests and their rules (`fetch`). The frontier is in the catalog, and needs no lock:
//! only one fetch runs at a time ([`FetchLock`](super::FetchLock)). What a visit captured is
//! recorded by [`Archive::note_visits`](super::Archive::note_visits) after the capture is in the log,
//! so a crash makes a page fetched again at most, and never lost.

pub(super) mod facts;

use jiff::Timestamp;
use jiff::civil::Date;

use super::catalog::Catalog;
use super::{ArchiveError, Log};
use crate::document::{ListedAddress, ReleaseId};
use crate::home::Home;
pub use facts::*;

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
        /// the list says that its page has changed. Purged addresses are left out.
        fn discover(&mut; list: &List<'_>; listed: &[ListedAddress]) -> Discovered => discover;
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
        /// The last answer of an origin (scheme, host and port) to a request for `robots.txt`;
        /// `None` if it was never asked.
        fn robots(&; origin: &str) -> Option<RobotsAnswer> => robots;
        /// Records the answer of an origin to a request for `robots.txt`.
        fn note_robots(&; origin: &str; answer: &RobotsAnswer) -> () => note_robots;
        /// Whether an address, or the release at it, was purged.
        fn is_purged(&; address: ReleaseId) -> bool => is_purged_address;
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
        /// The addresses of a source that are due, or all of them.
        fn due(&; source: &str; now: Timestamp; all: bool; since: Option<Date>) -> Vec<String> => due_addresses;
    }
}
