//! The view of the status of a home.
//!
//! Leaves out counting (`pipeline::status`).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{PastRunView, PeriodView, SourceView};
use crate::search::Coverage;

/// The status of a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusView {
    /// Number of releases whose page is not gone.
    pub releases: u64,
    /// Number of versions of all releases.
    pub versions: u64,
    /// Number of releases whose page is gone.
    pub gone: u64,
    /// Number of captures in the log, by kind.
    pub captures: CapturesView,
    /// Sizes on disk.
    pub bytes: BytesView,
    /// Name of the live index generation.
    pub generation: Option<String>,
    /// Number of captures that are not indexed yet.
    pub behind: u64,
    /// The releases of each publisher.
    pub publishers: Vec<CoverageView>,
    /// The sources that are enabled, or were fetched.
    pub sources: Vec<SourceView>,
    /// The last run of each command that writes, the latest first.
    pub runs: Vec<PastRunView>,
}

/// What an archive holds of each publisher, and how each source is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcesView {
    /// The releases of each publisher.
    pub publishers: Vec<CoverageView>,
    /// The sources that are enabled, or were fetched.
    pub sources: Vec<SourceView>,
}

/// Number of captures of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CapturesView {
    /// Captures of new or changed pages.
    pub pages: u64,
    /// Captures of pages that were unchanged.
    pub unchanged: u64,
    /// Captures that record that a page was gone.
    pub gone: u64,
    /// Purged captures, and records of purges.
    pub purged: u64,
    /// Captures that the log lost.
    pub lost: u64,
    /// Answers of servers to requests for `robots.txt`.
    pub robots: u64,
}

/// Sizes on disk, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BytesView {
    /// The log of captures.
    pub captures: u64,
    /// All generations of the index.
    pub index: u64,
    /// What is free on their file system; `null` if the system does not say.
    pub room: Option<u64>,
}

/// The releases of a publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CoverageView {
    /// The publisher; `null` for releases without a publisher.
    pub publisher: Option<String>,
    /// Number of releases whose page is not gone.
    pub releases: u64,
    /// Number of these releases without a date.
    pub undated: u64,
    /// First and last publication date.
    pub period: Option<PeriodView>,
    /// The longest time without a release.
    pub longest_gap: Option<GapView>,
}

/// A time without a release: the date of the last release before it, and its length in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GapView(
    #[schemars(with = "String", extend("format" = "date"))] pub Date,
    pub i32,
);

impl From<Coverage> for CoverageView {
    fn from(coverage: Coverage) -> Self {
        let Coverage {
            publisher,
            releases,
            undated,
            period,
            longest_gap,
        } = coverage;
        let longest_gap = longest_gap.map(|(from, days)| GapView(from, days));
        Self {
            publisher,
            releases,
            undated,
            period: PeriodView::of(period),
            longest_gap,
        }
    }
}
