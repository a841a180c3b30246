//! The views of sources: their status, and what a fetch did for each.
//!
//! Leaves out fetching (`fetch`).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::RunView;

/// The status of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceView {
    /// Its name: `provincie-drenthe`.
    pub name: String,
    /// Its full name: `provincie Drenthe`.
    pub title: String,
    /// How it is.
    pub status: SourceStatus,
    /// Why, if it is not `ok`.
    pub reason: Option<String>,
    /// When all its lists were last read.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_success: Option<Timestamp>,
    /// The newest date of publication that its lists claim for a page that was visited.
    pub newest_release: Option<String>,
    /// Number of its addresses, by what became of them.
    pub pages: PagesView,
    /// Periods of which pages may have been missed.
    pub gaps: Vec<SourceGapView>,
}

/// How a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceStatus {
    /// Its lists were read recently.
    Ok,
    /// Its lists were not read for two days or more.
    Stale,
    /// Its lists, or its pages, cannot be read.
    Failing,
    /// The site does not allow it.
    Refused,
    /// It was never fetched.
    Never,
    /// The body does not exist any more.
    Discontinued,
}

/// Number of the addresses of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PagesView {
    /// Captured.
    pub captured: u64,
    /// Not visited yet.
    pub waiting: u64,
    /// Gone.
    pub gone: u64,
    /// Not allowed.
    pub refused: u64,
    /// Failed.
    pub failed: u64,
}

/// A period of which pages may have been missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceGapView {
    /// Its start.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub since: Timestamp,
    /// Its end.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
    /// Why pages may have been missed.
    pub reason: String,
}

/// What a fetch did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FetchView {
    /// The sources.
    pub sources: Vec<FetchedSourceView>,
    /// What the archive took in.
    pub run: RunView,
}

/// What a fetch did for a source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FetchedSourceView {
    /// Its name.
    pub name: String,
    /// Number of addresses that its lists named for the first time.
    pub discovered: u64,
    /// Number of pages with a new text.
    pub captured: u64,
    /// Number of pages with the same text.
    pub unchanged: u64,
    /// Number of pages that are gone.
    pub gone: u64,
    /// Those pages, with what the server answered.
    pub gone_pages: Vec<super::FailureView>,
    /// Why the source as a whole is refused.
    pub refusal: Option<String>,
    /// Pages that the site does not allow to visit.
    pub refused: Vec<super::FailureView>,
    /// Lists and pages that failed.
    pub failed: Vec<super::FailureView>,
    /// Why pages may have been missed.
    pub gaps: Vec<String>,
}
