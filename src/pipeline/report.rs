//! The report of a job: what it did, and what failed.
//!
//! Leaves out printing.

use crate::archive::ArchiveError;
use crate::document::Capture;
use crate::extract::ExtractError;
use crate::load::LoadError;
use crate::present::views::{Change, FailureView, LoggedView, RunView};

/// The report of a job.
#[derive(Debug, Default)]
pub struct Report {
    /// Pages that were processed.
    pub seen: u64,
    /// Releases that were not in the archive before.
    pub added: u64,
    /// Captures that changed a release that was: other bytes, or a page that is gone.
    pub changed: u64,
    /// Pages that did not change, or whose capture was in the log already.
    pub unchanged: u64,
    /// Captures of purged pages, which were refused.
    pub refused: u64,
    /// Files and records that are not pages: pictures, redirects, tombstones of unknown pages.
    pub left_out: u64,
    /// Captures that were logged before and are indexed now, after an interruption.
    pub caught_up: u64,
    /// New captures of pages that list other pages. They are in the log, but are no releases.
    pub listings: u64,
    /// Captures that the catalog lists but that cannot be read from the log.
    pub lost: u64,
    /// What could not be read, and why.
    pub failures: Vec<Failure>,
    /// Whether the job was stopped early.
    pub interrupted: bool,
}

impl Report {
    /// Adds the counts of another thread.
    pub(super) fn add(&mut self, other: Self) {
        self.seen += other.seen;
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.refused += other.refused;
        self.left_out += other.left_out;
        self.failures.extend(other.failures);
        self.interrupted |= other.interrupted;
    }
}

impl Report {
    /// The view of the run, which changed `releases`.
    #[must_use]
    pub fn view(&self, releases: Vec<LoggedView>) -> RunView {
        let failures = self.failures.iter().map(|failure| FailureView {
            origin: failure.origin.clone(),
            reason: failure.cause.reason(),
        });
        RunView {
            pages: self.seen,
            new: self.added,
            changed: self.changed,
            unchanged: self.unchanged,
            refused: self.refused,
            left_out: self.left_out,
            interrupted: self.interrupted,
            failures: failures.collect(),
            releases,
        }
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
    /// The catalog lists it, but it cannot be read from the log.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Nothing could be extracted from it.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// Reading it caused a panic.
    #[error("made the reader panic (please report it with the page)")]
    Panic,
}

impl FailureCause {
    /// What failures of one kind share: the error without the value that it names.
    #[must_use]
    pub fn kind(&self) -> String {
        let words = self.to_string();
        let digits = |c: char| c.is_ascii_digit();
        words
            .split('`')
            .step_by(2)
            .map(|part| part.replace(digits, ""))
            .collect()
    }

    /// The error and its sources on one line, with the remedy.
    #[must_use]
    pub fn reason(&self) -> String {
        on_one_line(self)
    }
}

impl Failure {
    /// Whether the page is no release, so that nothing failed. Names it to users who ask for more
    /// messages.
    pub(super) fn is_left_out(&self) -> bool {
        let is_listing = matches!(self.cause, FailureCause::Extract(ExtractError::Listing));
        if is_listing {
            tracing::info!("left out `{}`: it lists other pages", self.origin);
        }
        is_listing
    }

    /// The failure to read `capture`.
    pub(super) fn of(capture: &Capture, cause: impl Into<FailureCause>) -> Self {
        Self {
            origin: capture.url().to_owned(),
            cause: cause.into(),
        }
    }
}

/// Receives the progress of a job.
pub trait Progress: Sync {
    /// Called with the total number of pages, if it is known at the start.
    fn expect(&self, _pages: u64) {}

    /// Called when `pages` more pages with `bytes` more bytes were processed.
    fn advance(&self, pages: u64, bytes: u64);

    /// Called for each capture that is new to the archive, when it is safe on disk.
    fn logged(&self, _capture: &Capture, _change: Change) {}
}

impl Progress for () {
    fn advance(&self, _pages: u64, _bytes: u64) {}
}

/// An error and its sources on one line. The search library advises its own developers, so its words
/// are replaced.
#[must_use]
pub fn on_one_line(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let words = cause.to_string();
        text.push_str(": ");
        if words.to_lowercase().contains("tantivy") {
            text.push_str("a file is damaged, or another program wrote it");
            break;
        }
        text.push_str(&words);
        source = cause.source();
    }
    text
}
