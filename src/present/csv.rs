//! Turns a release into a CSV row.
//!
//! Leaves out writing the CSV file.

use super::views::ReleaseView;
use crate::document::Speaker;

/// The columns of a CSV file of releases.
pub const CSV_COLUMNS: [&str; 8] = [
    "id",
    "url",
    "date",
    "publisher",
    "title",
    "speakers",
    "tags",
    "text",
];

/// Returns the row of a release, with the columns [`CSV_COLUMNS`].
///
/// Several speakers or tags are joined by `; `, blocks by line breaks. A cell that a spreadsheet
/// would run as a formula gets an apostrophe before it (OWASP, "CSV Injection").
#[must_use]
pub fn csv_record(view: &ReleaseView<'_>) -> [String; 8] {
    let release = view.release;
    let mut speakers: Vec<&str> = Vec::new();
    for speaker in release
        .quotes
        .iter()
        .flat_map(|q| &q.speakers)
        .filter_map(Speaker::who)
    {
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
    }
    let tags: Vec<&str> = release.tags.iter().map(|tag| tag.text.as_str()).collect();
    let text: Vec<&str> = release
        .blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect();
    [
        release.id.to_string(),
        release.url.clone(),
        release
            .published
            .as_ref()
            .map(|stamp| stamp.date.to_string())
            .unwrap_or_default(),
        release
            .publisher
            .as_ref()
            .map(|publisher| publisher.name.clone())
            .unwrap_or_default(),
        release.title.clone().unwrap_or_default(),
        speakers.join("; "),
        tags.join("; "),
        text.join("\n"),
    ]
    .map(harmless)
}

pub(super) fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}
