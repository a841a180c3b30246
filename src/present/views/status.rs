//! What a home holds.
//!
//! Leaves out counting (`pipeline::status`).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::PeriodView;
use crate::search::Coverage;

/// What a home holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusView {
    /// Releases that are still there.
    pub releases: u64,
    /// All versions of all releases.
    pub versions: u64,
    /// Releases whose page is gone.
    pub gone: u64,
    /// Captures in the log.
    pub captures: CapturesView,
    /// What they take on disk.
    pub bytes: BytesView,
    /// Name of the live generation.
    pub generation: Option<String>,
    /// Captures that the index lacks.
    pub behind: u64,
    /// What there is of each publisher.
    pub publishers: Vec<CoverageView>,
}

/// How many captures there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CapturesView {
    /// Of pages.
    pub pages: u64,
    /// Of pages that were seen again unchanged.
    pub unchanged: u64,
    /// Of pages that were gone.
    pub gone: u64,
    /// That were purged, and notices of purges.
    pub purged: u64,
    /// That were lost.
    pub lost: u64,
}

/// Sizes on disk, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BytesView {
    /// Of the log.
    pub captures: u64,
    /// Of all generations of the index.
    pub index: u64,
}

/// A publisher's releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CoverageView {
    /// The publisher; `null` for releases that name none.
    pub publisher: Option<String>,
    /// Releases that are still there.
    pub releases: u64,
    /// Those of them without a date.
    pub undated: u64,
    /// First and last day of publication.
    pub period: Option<PeriodView>,
    /// The longest time without a release.
    pub longest_gap: Option<GapView>,
}

/// A time without a release: the day of the release before it, and its length in days.
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
