//! The views of a run of `ingest`: its counts, and the releases that it changed.
//!
//! Leaves out the run (`pipeline::ingest`).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Capture;

/// The counts of a run. `pages` is the sum of `new`, `changed`, `unchanged`, `refused` and the
/// failures.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RunView {
    /// Number of pages that were read or recognized.
    pub pages: u64,
    /// Number of releases that were not in the archive.
    pub new: u64,
    /// Number of captures that changed a release.
    pub changed: u64,
    /// Number of pages that did not change.
    pub unchanged: u64,
    /// Number of captures of purged pages, which were refused.
    pub refused: u64,
    /// Number of files and records that are not pages.
    pub left_out: u64,
    /// Whether the run was stopped early.
    pub interrupted: bool,
    /// What could not be read.
    pub failures: Vec<FailureView>,
    /// The releases that are new or changed.
    pub releases: Vec<LoggedView>,
}

/// A run of a command that writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PastRunView {
    /// The command.
    pub command: String,
    /// When it began (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub begun: Timestamp,
    /// When it ended; `null` if it is still going on, or its process was killed.
    #[schemars(with = "Option<String>")]
    pub ended: Option<Timestamp>,
    /// What came of it.
    pub outcome: RunOutcome,
    /// Number of pages that were read.
    pub pages: u64,
    /// Number of releases that were not in the archive.
    pub new: u64,
    /// Number of captures that changed a release.
    pub changed: u64,
    /// Number of failures.
    pub failures: u64,
}

/// What came of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunOutcome {
    /// It did all.
    Done,
    /// Something could not be read.
    Partial,
    /// It was stopped early.
    Interrupted,
    /// It ended with an error.
    Failed,
    /// It is still going on, or its process was killed.
    NotEnded,
}

impl PastRunView {
    /// Makes the view of a run that has begun.
    #[must_use]
    pub fn begun(command: String, begun: Timestamp) -> Self {
        Self {
            command,
            begun,
            ended: None,
            outcome: RunOutcome::NotEnded,
            pages: 0,
            new: 0,
            changed: 0,
            failures: 0,
        }
    }
}

/// Something that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FailureView {
    /// The file, with line or byte, or the address.
    pub origin: String,
    /// Why, with the remedy.
    pub reason: String,
}

/// A release that a run changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LoggedView {
    /// Its id.
    pub id: String,
    /// Its address.
    pub url: String,
    /// What changed.
    pub change: Change,
}

impl LoggedView {
    /// The view of a capture that was logged.
    #[must_use]
    pub fn of(capture: &Capture, change: Change) -> Self {
        Self {
            id: capture.id().to_string(),
            url: capture.url().to_owned(),
            change,
        }
    }
}

/// A change of the archive, for programs that keep a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LogChangeView {
    /// The number of the capture that made it; ask for what comes after it next.
    pub sequence: u64,
    /// What to do with a copy of the release.
    pub operation: Operation,
    /// The release's id.
    pub id: String,
    /// Its canonical URL; `null` if it was purged.
    pub url: Option<String>,
}

/// What to do with a copy of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Write or replace it.
    Upsert,
    /// Its page is gone from its site.
    Gone,
    /// Delete it: it was removed on request.
    Purge,
}

/// How a capture changes the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Its release is new.
    New,
    /// It has other bytes than the capture before it.
    Changed,
    /// It says that the page is gone.
    Gone,
}
