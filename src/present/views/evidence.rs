//! The view of the evidence for a release or a quote.
//!
//! Leaves out citation formats (`citation`).

use std::path::Path;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::quote::{SegmentView, SpeakerView};
use crate::document::{Version, VersionMeta};
use crate::search::SaidBy;

/// What a release or a quote rests on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EvidenceView<'a> {
    /// The release's id.
    pub id: String,
    /// The canonical URL.
    pub url: &'a str,
    /// The title.
    pub title: Option<&'a str>,
    /// The body that publishes it.
    pub publisher: Option<&'a str>,
    /// The day of publication (`2021-02-03`).
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// The version of the release.
    #[serde(rename = "edition")]
    pub meta: VersionMeta,
    /// When the page was captured (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub captured: Timestamp,
    /// The digest of what was captured: `sha256:` and 64 hexadecimal digits.
    pub digest: &'a str,
    /// Where the record of the capture is; `null` if the log has lost it.
    pub record: Option<RecordView>,
    /// The quote, if one is cited.
    pub quote: Option<CitedQuoteView<'a>>,
}

/// Where a WARC record is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordView {
    /// The WARC file.
    pub file: String,
    /// Its first byte in the file.
    pub offset: u64,
    /// The number of compressed bytes.
    pub length: u64,
}

/// A quote that is cited.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CitedQuoteView<'a> {
    /// Its id.
    pub id: String,
    /// The words, in pieces if an attribution or a paragraph break splits them.
    pub segments: Vec<SegmentView<'a>>,
    /// Who said it.
    pub speakers: Vec<SpeakerView<'a>>,
    /// How certain the speaker is, from 0 (not named) to 100.
    pub confidence: u8,
}

impl<'a> EvidenceView<'a> {
    /// Makes the view of a version, whose record is at an offset of a file and has a length.
    #[must_use]
    pub fn of(version: &'a Version, record: Option<(&Path, u64, u64)>) -> Self {
        let release = &version.release;
        let published = release.published.as_ref();
        Self {
            id: release.id.to_string(),
            url: &release.url,
            title: release.title.as_deref(),
            publisher: release.publisher.as_ref().map(|p| p.name.as_str()),
            date: published.map(|stamp| stamp.date.to_string()),
            meta: version.meta,
            captured: release.capture.time,
            digest: &release.capture.digest,
            record: record.map(|(file, offset, length)| RecordView {
                file: file.display().to_string(),
                offset,
                length,
            }),
            quote: None,
        }
    }

    /// Adds the quote with this number and id.
    #[must_use]
    pub fn with_quote(self, version: &'a Version, at: usize, id: String) -> Self {
        let release = &version.release;
        let quote = release.quotes.get(at).map(|quote| CitedQuoteView {
            id,
            segments: quote
                .segments
                .iter()
                .map(|place| SegmentView {
                    place: *place,
                    text: release.text(*place),
                    marks: Vec::new(),
                })
                .collect(),
            speakers: SaidBy::all(release, quote).map(SpeakerView::of).collect(),
            confidence: quote.confidence,
        });
        Self { quote, ..self }
    }
}
