//! What a run did, and what it could not do.
//!
//! Leaves out printing.

use crate::archive::ArchiveError;
use crate::document::Capture;
use crate::extract::ExtractError;
use crate::load::LoadError;

/// What a run did.
#[derive(Debug, Default)]
pub struct Report {
    /// Pages looked at.
    pub seen: u64,
    /// New captures.
    pub added: u64,
    /// Pages whose newest capture is the same.
    pub unchanged: u64,
    /// Captures of purged pages, which stay out.
    pub refused: u64,
    /// Files and records that are not pages: pictures, redirects, tombstones of unknown pages.
    pub left_out: u64,
    /// Captures logged before and indexed now, after an interruption.
    pub caught_up: u64,
    /// Of the new captures, those that are kept and cannot be read as pages.
    pub unreadable: u64,
    /// Captures that should be in the log and cannot be read.
    pub lost: u64,
    /// What could not be read, and why.
    pub failures: Vec<Failure>,
    /// Whether it was stopped before the end.
    pub interrupted: bool,
}

impl Report {
    /// Adds what another thread counted.
    pub(super) fn add(&mut self, other: Self) {
        self.seen += other.seen;
        self.added += other.added;
        self.unchanged += other.unchanged;
        self.refused += other.refused;
        self.left_out += other.left_out;
        self.failures.extend(other.failures);
        self.interrupted |= other.interrupted;
    }
}

/// A page that could not be read.
#[derive(Debug)]
pub struct Failure {
    /// The file, with line or byte, or the page's address.
    pub origin: String,
    /// Why.
    pub cause: FailureCause,
}

/// Why a page could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FailureCause {
    /// It could not be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// It should be in the log, and cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Nothing could be extracted from it.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// Reading it broke the reader.
    #[error("made the reader panic (please report it with the page)")]
    Panic,
}

impl FailureCause {
    /// The cause and its own causes on one line, with the remedy.
    #[must_use]
    pub fn reason(&self) -> String {
        chain(self)
    }
}

impl Failure {
    /// The failure to read `capture`.
    pub(super) fn of(capture: &Capture, cause: impl Into<FailureCause>) -> Self {
        Self {
            origin: capture.url().to_owned(),
            cause: cause.into(),
        }
    }
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// The run is over `pages` pages, where that is known from the start.
    fn expect(&self, _pages: u64) {}

    /// `pages` and `bytes` more were looked at.
    fn advance(&self, pages: u64, bytes: u64);
}

impl Progress for () {
    fn advance(&self, _pages: u64, _bytes: u64) {}
}

/// An error and its causes on one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
