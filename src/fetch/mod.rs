//! Fetching: what servers answer, as a stream of [`SourceItem`]s, politely and completely.
//!
//! Leaves out what pages say, and the index. Requests follow the Robots Exclusion Protocol (RFC 9309)
//! and keep a distance for each host; see `hosts`. The addresses to visit are in the frontier of the
//! archive. tokio runs in one thread of this room, behind a channel; dropping the stream ends it.

mod addresses;
mod client;
mod clock;
mod discover;
mod engine;
mod error;
mod exchange;
mod hosts;
mod redirect;
mod robots;
mod source;
mod visit;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::civil::Date;
use url::Url;

use crate::archive::{ArchiveError, FetchLock, Frontier};
use crate::home::Home;
use crate::load::SourceItem;
use crate::sources::offers::Offer;
use crate::sources::register::Source;
pub use error::FetchError;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The product token (RFC 9309, section 2.2.1): letters, `_` and `-`.
    pub token: String,
    /// An e-mail address or a page, so that the owner of a site can complain.
    pub contact: String,
}

impl Identity {
    /// The `User-Agent`.
    #[must_use]
    pub fn user_agent(&self) -> String {
        format!(
            "{}/{} (+{})",
            self.token,
            env!("CARGO_PKG_VERSION"),
            self.contact
        )
    }

    /// What is wrong with it, with the remedy.
    #[must_use]
    pub fn mistake(&self) -> Option<String> {
        let Self { token, contact } = self;
        if token.is_empty()
            || !token
                .bytes()
                .all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'))
        {
            return Some(format!(
                "the token `{token}` is not a product token (use letters, `-` and `_` only, such as `Dorpsblad-archief`)"
            ));
        }
        let is_address = contact
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
            || contact.starts_with("https://")
            || contact.starts_with("http://");
        let is_plain = contact
            .bytes()
            .all(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')'));
        if !is_address || !is_plain {
            return Some(format!(
                "the contact `{contact}` is neither an e-mail address nor a page (such as `redactie@dorpsblad.nl`)"
            ));
        }
        None
    }
}

/// What to fetch, and how.
#[derive(Debug, Clone)]
pub struct FetchOptions {
    /// Who asks.
    pub identity: Identity,
    /// The sources.
    pub sources: Vec<Source>,
    /// Single pages, which are visited whether they are due or not.
    pub addresses: Vec<Url>,
    /// Only pages published on this day or later.
    pub since: Option<Date>,
    /// The most pages of each source that are visited.
    pub max_pages: Option<u64>,
    /// Visits all pages, whether they are due or not.
    pub recheck: bool,
    /// The least time between two requests to a host; less than [`LEAST_PACE`] counts as that.
    ///
    /// [`LEAST_PACE`]: crate::sources::register::LEAST_PACE
    pub pace: Duration,
    /// Allows private, loopback and link-local addresses.
    pub allow_private: bool,
    /// The address of a proxy.
    pub proxy: Option<Url>,
    /// How long to wait before the next round; `None` ends after the first.
    pub every: Option<Duration>,
}

/// Receives what happens during a fetch.
pub trait Watcher: Send + Sync {
    /// Called before the pages of a source are visited, after each, and at the end of the source.
    fn progress(&self, _source: &str, _now: &SourceProgress) {}

    /// Called at the end of a round of all sources.
    fn round(&self, _reports: &[SourceReport]) {}
}

impl Watcher for () {}

/// How far a source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceProgress {
    /// Number of pages that were asked for, whatever came of it.
    pub visited: u64,
    /// Number of pages that are left. Pages that are asked for again do not count.
    pub left: u64,
    /// Whether it is done.
    pub done: bool,
}

/// What became of a source in one round.
#[derive(Debug, Clone, Default)]
pub struct SourceReport {
    /// Its name.
    pub name: String,
    /// Number of lists that were read to their end.
    pub lists: u64,
    /// Number of addresses that lists named for the first time.
    pub discovered: u64,
    /// Number of pages with a new text.
    pub captured: u64,
    /// Number of pages with the same text.
    pub unchanged: u64,
    /// Pages that are gone, with what the server answered.
    pub gone: Vec<(String, String)>,
    /// Pages that the site does not allow to visit, with the reason.
    pub refused: Vec<(String, String)>,
    /// Pages and offers that failed, with the reason, and whether the network failed.
    pub failed: Vec<FailedRequest>,
    /// Why the source as a whole is refused.
    pub refusal: Option<String>,
    /// Why pages may have been missed.
    pub gaps: Vec<String>,
}

/// A request that failed.
#[derive(Debug, Clone)]
pub struct FailedRequest {
    /// The address.
    pub url: String,
    /// Why.
    pub reason: String,
    /// Whether no answer came.
    pub is_network: bool,
}

impl FailedRequest {
    /// A failure for which the network is not to blame.
    fn new(url: String, reason: String) -> Self {
        Self {
            url,
            reason,
            is_network: false,
        }
    }
}

impl SourceReport {
    /// Number of pages that were reached.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.captured + self.unchanged + self.gone.len() as u64
    }
}

/// The reports of all sources, in the order in which they ended. They are complete when the stream
/// ends.
pub type Reports = Arc<Mutex<Vec<SourceReport>>>;

/// Fetches sources into a stream of items, in a thread of its own. The archive of `home` must exist.
///
/// Asks nothing more once `stop` is set; the stream then ends with what was fetched before.
///
/// # Errors
/// [`ArchiveError::Fetching`] if another process fetches; other errors if the frontier cannot be
/// opened.
pub fn items(
    home: &Home,
    options: FetchOptions,
    stop: Arc<AtomicBool>,
    watcher: Arc<dyn Watcher>,
) -> Result<
    (
        impl Iterator<Item = SourceItem> + Send + 'static + use<>,
        Reports,
    ),
    ArchiveError,
> {
    let lock = FetchLock::take(home)?;
    let frontier = Frontier::open(home)?;
    Ok(engine::start(lock, frontier, options, stop, watcher))
}

/// An offer that was asked for: the name of its source, its address, and the number of pages that its
/// first answer lists, or why it cannot be read.
pub type CheckedOffer = (String, String, Result<u64, FetchError>);

/// Asks for the first answer of each offer of the sources in `options`.
///
/// # Errors
/// [`FetchError`] if nothing can be asked.
pub fn check(home: Option<&Home>, options: &FetchOptions) -> Result<Vec<CheckedOffer>, FetchError> {
    engine::check(home, options)
}

/// Finds how the site at `url` offers its news.
///
/// # Errors
/// [`FetchError`] if the site cannot be reached or refuses.
pub fn discover(
    home: Option<&Home>,
    url: &Url,
    options: &FetchOptions,
) -> Result<Vec<Offer>, FetchError> {
    engine::discover(home, url, options)
}
