//! A release as a JSON object, its spans with their words beside them.
//!
//! Leaves out choosing which releases to print.

use schemars::Schema;
use serde_json::{Map, Value, json};

use crate::document::{Release, Speaker};

/// The release by `schema/release.schema.json`; `file` names the page that it was read from.
///
/// # Panics
/// Never: a release is made of types that JSON can hold.
#[must_use]
pub fn release_json(release: &Release, file: Option<&str>) -> Value {
    let mut value = serde_json::to_value(release).expect("a release serialises");
    spell_out(&mut value, release);
    if let (Some(file), Value::Object(fields)) = (file, &mut value) {
        fields.shift_insert(0, "file".to_owned(), Value::from(file));
    }
    value
}

/// Columns of a table of releases.
pub const CSV_COLUMNS: [&str; 8] = ["id", "url", "date", "publisher", "title", "speakers", "tags", "text"];

/// A release as a row of [`CSV_COLUMNS`]; several of a kind are parted by `; `, blocks by line ends.
#[must_use]
pub fn csv_record(release: &Release) -> [String; 8] {
    let mut speakers: Vec<&str> = Vec::new();
    for speaker in release.quotes.iter().flat_map(|q| &q.speakers).filter_map(Speaker::who) {
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
    }
    let tags: Vec<&str> = release.tags.iter().map(|tag| tag.text.as_str()).collect();
    let text: Vec<&str> = release.blocks.iter().map(|block| block.text.as_str()).collect();
    [
        release.id.to_string(),
        release.url.clone(),
        release.published.as_ref().map(|stamp| stamp.date.to_string()).unwrap_or_default(),
        release.publisher.as_ref().map(|publisher| publisher.name.clone()).unwrap_or_default(),
        release.title.clone().unwrap_or_default(),
        speakers.join("; "),
        tags.join("; "),
        text.join("\n"),
    ]
}

/// The JSON Schema (draft 2020-12) of what [`release_json`] gives: `schema/release.schema.json`.
#[must_use]
pub fn release_schema() -> Schema {
    let mut schema = schemars::schema_for!(Release);
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        let file = json!({ "description": "The page that it was read from, where pages are read from files.", "type": "string" });
        properties.shift_insert(0, "file".to_owned(), file);
        let explanation = json!({ "description": "Asked for: of each field, the rule that gave it and its evidence.", "type": "array" });
        properties.insert("explanation".to_owned(), explanation);
    }
    schema
}

/// Puts the words beside every span in `value`.
fn spell_out(value: &mut Value, release: &Release) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| spell_out(item, release)),
        Value::Object(fields) => {
            if let Some(words) = words(fields, release) {
                fields.insert("text".to_owned(), Value::from(words));
            }
            fields.values_mut().for_each(|field| spell_out(field, release));
        }
        _ => {}
    }
}

fn words(fields: &Map<String, Value>, release: &Release) -> Option<String> {
    let at = |name: &str| fields.get(name)?.as_u64().and_then(|n| usize::try_from(n).ok());
    let block = release.blocks.get(at("block")?)?;
    block.text.get(at("start")?..at("end")?).map(str::to_owned)
}
