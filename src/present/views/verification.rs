//! Views of verified texts.
//!
//! Leaves out the comparison (`search::verify`).

use schemars::JsonSchema;
use serde::Serialize;

use super::diff::{ChangeView, WhatChanged};
use super::official::PeriodView;
use super::quote::{SegmentView, SpeakerView};
use crate::document::VersionMeta;
use crate::search::{Claim, Extent, Occurrence, Verdict, Verification, WordChange};

/// A text that was verified, where releases have it, and what was searched.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct VerificationView<'a> {
    /// The text.
    pub text: &'a str,
    /// Who is said to have said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<&'a str>,
    /// Whether releases have it.
    pub verdict: VerdictView,
    /// Where they have it, by date: one for each release. If it is altered: the nearest passage.
    pub found: Vec<OccurrenceView<'a>>,
    /// What was searched.
    pub searched: ExtentView,
}

/// Whether releases have a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictView {
    /// They have these words, said by the given speaker if there is one.
    Exact,
    /// They have these words, but do not say that the given speaker said them.
    OtherSpeaker,
    /// They have a passage that differs.
    Altered,
    /// They have nothing like it.
    NotFound,
}

/// A release that has a text, exactly or with changes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OccurrenceView<'a> {
    /// The release's canonical URL.
    pub url: &'a str,
    /// Its id.
    pub release: String,
    /// Its title.
    pub title: Option<&'a str>,
    /// The day of publication (`2021-02-03`).
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// The body that publishes it.
    pub publisher: Option<&'a str>,
    /// The id of the quote that has most of the text; `null` if it stands outside quotes.
    pub quote: Option<String>,
    /// Who said it, if it stands in a quote.
    pub speakers: Vec<SpeakerView<'a>>,
    /// Whether that is the speaker who was given; `null` if none was.
    pub said_by_speaker: Option<bool>,
    /// The passage, a piece for each block.
    pub passage: Vec<SegmentView<'a>>,
    /// If it is altered: the words of the passage (`old`) and of the text (`new`), side by side.
    pub changes: Vec<ChangeView>,
    /// The numbers of all versions that have the passage.
    pub versions: Vec<u32>,
    /// The newest of these versions.
    #[serde(rename = "edition")]
    pub meta: VersionMeta,
}

/// What was searched: how much it tells that nothing was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExtentView {
    /// Number of releases whose page still exists.
    pub releases: u64,
    /// Number of versions of releases, also of pages that are gone.
    pub versions: u64,
    /// Number of different publishers.
    pub publishers: usize,
    /// First and last publication date.
    pub period: Option<PeriodView>,
}

impl ExtentView {
    /// Makes the view of what an index covers.
    #[must_use]
    pub fn of(extent: &Extent) -> Self {
        Self {
            releases: extent.releases,
            versions: extent.versions,
            publishers: extent.publishers,
            period: PeriodView::of(extent.period),
        }
    }
}

impl<'a> VerificationView<'a> {
    /// Makes the view of a verified text.
    #[must_use]
    pub fn of(claim: &'a Claim, verification: &'a Verification, searched: &Extent) -> Self {
        Self {
            text: &claim.text,
            speaker: claim.speaker.as_deref(),
            verdict: match verification.verdict {
                Verdict::Exact => VerdictView::Exact,
                Verdict::OtherSpeaker => VerdictView::OtherSpeaker,
                Verdict::Altered => VerdictView::Altered,
                Verdict::NotFound => VerdictView::NotFound,
            },
            found: verification
                .found
                .iter()
                .map(|occurrence| OccurrenceView::of(occurrence, claim.speaker.as_deref()))
                .collect(),
            searched: ExtentView::of(searched),
        }
    }
}

impl<'a> OccurrenceView<'a> {
    fn of(occurrence: &'a Occurrence, speaker: Option<&str>) -> Self {
        let release = &occurrence.release;
        let passage = occurrence.places.iter().map(|place| SegmentView {
            place: *place,
            text: release.text(*place),
            marks: Vec::new(),
        });
        let published = release.published.as_ref();
        Self {
            url: &release.url,
            release: release.id.to_string(),
            title: release.title.as_deref(),
            date: published.map(|stamp| stamp.date.to_string()),
            publisher: release.publisher.as_ref().map(|p| p.name.as_str()),
            quote: occurrence.quote.map(|(_, id)| id.to_string()),
            speakers: occurrence.speakers().map(SpeakerView::of).collect(),
            said_by_speaker: speaker.map(|name| occurrence.is_said_by(Some(name))),
            passage: passage.collect(),
            changes: occurrence.changes.iter().map(change).collect(),
            versions: occurrence.versions.clone(),
            meta: occurrence.meta,
        }
    }
}

fn change(change: &WordChange) -> ChangeView {
    let (what, text) = match change {
        WordChange::Same(text) => (WhatChanged::Same, text),
        WordChange::Dropped(text) => (WhatChanged::Old, text),
        WordChange::Added(text) => (WhatChanged::New, text),
    };
    ChangeView {
        what,
        text: text.clone(),
    }
}
