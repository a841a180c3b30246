//! A JSON record (a line of a JSONL file) as a draft.
//!
//! Leaves out splitting the file into records, which `archive` does.

use serde::Deserialize;

use super::draft::Draft;
use super::{ExtractError, html, plain};
use crate::document::{DateSource, PublisherEvidence};

/// Fields of a record; whatever else it holds is passed over.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(default, deserialize_with = "text_or_number")]
    id: Option<String>,
    title: Option<String>,
    date: Option<String>,
    text: Option<String>,
    html: Option<String>,
    publisher: Option<String>,
}

/// Reads a record; its fields outrank what its HTML claims.
///
/// # Errors
/// [`ExtractError::Record`] where it is no JSON object with `text` or `html`.
pub(super) fn draft(json: &str) -> Result<Draft, ExtractError> {
    let record: Record = serde_json::from_str(&crate::markup::whole_characters(json)).map_err(ExtractError::Record)?;
    let mut draft = match (&record.html, &record.text) {
        (Some(page), _) => html::draft(&crate::markup::prune(page)?),
        (None, Some(text)) => plain::draft(text),
        (None, None) => return Err(ExtractError::RecordWithoutText),
    };
    draft.claims.source_id = record.id;
    let titled = record.title.filter(|title| !title.trim().is_empty());
    draft.claims.titles.splice(0..0, titled);
    let publisher = record.publisher.filter(|name| !name.trim().is_empty());
    draft.claims.publishers.splice(0..0, publisher.map(|name| (name, PublisherEvidence::Record)));
    if let Some(date) = record.date {
        draft.claims.publish(&date, DateSource::Record);
        draft.claims.published.sort_by_key(|stamp| stamp.source);
    }
    Ok(draft)
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Text(String),
        Number(i64),
    }
    Ok(Option::<Id>::deserialize(deserializer)?.map(|id| match id {
        Id::Text(text) => text,
        Id::Number(number) => number.to_string(),
    }))
}
