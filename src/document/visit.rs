//! `Visit`: what a request for a page's address found, as the frontier remembers it.
//!
//! Leaves out the request (`fetch`) and the frontier (`archive`).

use jiff::Timestamp;

use super::{Digest, ReleaseId};

/// A request for a page's address that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The address in the frontier.
    pub address: ReleaseId,
    /// The address that answered, after redirects.
    pub answered: ReleaseId,
    /// Whether the page moved there for good, so that its old address is not asked again.
    pub moved: bool,
    /// When it was asked.
    pub time: Timestamp,
    /// What it found.
    pub outcome: Outcome,
    /// The digest of the text of the page, without markup.
    pub fingerprint: Option<Digest>,
    /// The validators of the answer, for a conditional request (RFC 9110, section 8.8).
    pub validators: Validators,
    /// When to ask again.
    pub due: Timestamp,
    /// Number of the step on the ladder of intervals.
    pub rung: u8,
    /// What the publisher reserves: `noarchive`, `tdm-reservation` …
    pub reservations: Option<String>,
}

/// What a visit found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A page with a text that is new.
    Captured,
    /// The same text as before.
    Unchanged,
    /// The page is gone.
    Gone,
}

/// `ETag` and `Last-Modified` of an answer.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, as sent.
    pub etag: Option<String>,
    /// `Last-Modified`, as sent.
    pub modified: Option<String>,
}
