//! The view of a release as a source to cite, in the terms of CSL-JSON (Citation Style Language 1.0.2).
//!
//! Leaves out other citation formats (`output`).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::document::{Release, VersionMeta, dutch_time};

/// A release as CSL-JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CitationView<'a> {
    /// The release's id and, after `@`, the number of the version.
    pub id: String,
    /// Always `webpage`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Always `Persbericht`.
    pub genre: &'static str,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    /// The publishers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub author: Vec<LiteralName<'a>>,
    /// The day of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<DateParts>,
    /// The day on which the page was captured.
    pub accessed: DateParts,
    /// The canonical URL.
    #[serde(rename = "URL")]
    pub url: &'a str,
    /// The digest of the capture.
    pub archive_location: &'a str,
    /// The language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
    /// The words that are cited and who said them, if a quote is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A name that is not divided into given name and surname.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LiteralName<'a> {
    /// The name.
    pub literal: &'a str,
}

/// A date of CSL-JSON: year, month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DateParts {
    /// One date.
    #[serde(rename = "date-parts")]
    pub parts: [(i16, i8, i8); 1],
}

impl DateParts {
    fn of(date: jiff::civil::Date) -> Self {
        Self {
            parts: [(date.year(), date.month(), date.day())],
        }
    }
}

impl std::fmt::Display for DateParts {
    /// `2021-02-03`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [(year, month, day)] = self.parts;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl<'a> CitationView<'a> {
    /// Makes the view of a version of a release.
    #[must_use]
    pub fn of(release: &'a Release, meta: VersionMeta) -> Self {
        let publishers = release.publisher.iter().chain(&release.co_publishers);
        let captured: Timestamp = release.capture.time;
        Self {
            id: format!("{}@{}", release.id, meta.number),
            kind: "webpage",
            genre: "Persbericht",
            title: release.title.as_deref(),
            author: publishers
                .map(|publisher| LiteralName {
                    literal: &publisher.name,
                })
                .collect(),
            issued: release
                .published
                .as_ref()
                .map(|stamp| DateParts::of(stamp.date)),
            accessed: DateParts::of(dutch_time(captured).date()),
            url: &release.url,
            archive_location: &release.capture.digest,
            language: release.language.as_deref(),
            note: None,
        }
    }
}
