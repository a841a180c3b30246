//! A JSON record (a line of a JSONL file, an item of an interface) as a draft.
//!
//! Leaves out splitting files and answers into records, which `archive` does, and the fields of known
//! interfaces, which `sites` has.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;

use super::draft::{BodyRule, CapturedOn, Draft, Found};
use super::normalize::normalize;
use super::sites::{self, Fields};
use super::{ExtractError, html, plain};
use crate::document::{DateSource, PublisherEvidence};
use crate::markup;

/// Fields of a record of our own form; whatever else it holds is passed over.
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
/// [`ExtractError::Record`] where it is no JSON object with `text` or `html`, nor of a known interface.
pub(super) fn draft(json: &str, url: &str, captured: CapturedOn) -> Result<Draft, ExtractError> {
    let json = markup::whole_characters(json);
    let record: Record = match serde_json::from_str(&json) {
        Ok(record @ (Record { html: Some(_), .. } | Record { text: Some(_), .. })) => record,
        ours => match (
            serde_json::from_str::<Value>(&json).ok().and_then(|value| of_interface(&value, url, captured)),
            ours,
        ) {
            (Some(draft), _) => return draft,
            (None, Ok(_)) => return Err(ExtractError::RecordWithoutText),
            (None, Err(error)) => return Err(ExtractError::Record(error)),
        },
    };
    let mut draft = match (&record.html, &record.text) {
        (Some(page), _) => html::draft(&markup::prune(page)?, url, captured),
        (None, text) => plain::draft(text.as_deref().unwrap_or_default()),
    };
    draft.claims.source_id = record.id;
    let titled = record.title.map(|title| normalize(&title)).filter(|title| !title.is_empty());
    draft.claims.titles.splice(0..0, titled);
    let publisher = record.publisher.map(|name| normalize(&name)).filter(|name| !name.is_empty());
    draft.claims.publishers.splice(0..0, publisher.map(|name| (name, PublisherEvidence::Record)));
    if let Some(date) = record.date {
        draft.claims.publish(&date, DateSource::Record);
    }
    Ok(draft)
}

/// Reads a record of a known interface; `None` where it is of none.
fn of_interface(record: &Value, url: &str, captured: CapturedOn) -> Option<Result<Draft, ExtractError>> {
    let (site, fields) =
        sites::records().find(|(_, fields)| fields.needs.iter().all(|path| !at(record, path).is_empty()))?;
    let page = match markup::prune(&page(record, fields)) {
        Ok(page) => page.into_owned(),
        Err(error) => return Some(Err(error.into())),
    };
    let mut draft = html::draft(&page, url, captured);
    draft.found = Found { rule: BodyRule::Record, site: Some(&site.name) };
    let claims = &mut draft.claims;
    claims.source_id = at(record, "id")
        .into_iter()
        .find_map(|id| id.as_str().map(str::to_owned).or_else(|| id.as_i64().map(|n| n.to_string())));
    let named = |path: &String| texts(record, path).into_iter().next().map(|text| normalize(&text));
    claims.titles.splice(0..0, named(&fields.title));
    if let Some(date) = fields.date.iter().find_map(named) {
        claims.publish(&date, DateSource::Record);
    }
    claims.modified =
        fields.modified.as_ref().and_then(named).and_then(|date| super::dates::machine_date(&date, DateSource::Record));
    let bodies = fields.publisher.iter().find_map(|path| Some(texts(record, path)).filter(|names| !names.is_empty()));
    let bodies = bodies.unwrap_or_default().into_iter().chain(site.publisher.clone());
    claims.publishers.extend(bodies.map(|name| (name, PublisherEvidence::Record)));
    claims.kind = fields.kind.as_ref().and_then(named).and_then(|kind| html::kind_of(&kind));
    claims.tags.extend(fields.tags.iter().flat_map(|path| texts(record, path)));
    Some(Ok(draft))
}

/// The parts of a record set out as the page that a site would make of them.
fn page(record: &Value, fields: &Fields) -> String {
    let mut page = String::from("<article>");
    let all = |value: &Value, path: Option<&String>| path.map(|path| texts(value, path)).unwrap_or_default();
    for lead in all(record, fields.lead.as_ref()) {
        let _ = write!(page, "<div>{}</div>", as_html(&lead));
    }
    for text in all(record, fields.text.as_ref()) {
        let _ = write!(page, "<div>{}</div>", as_html(&text));
    }
    for part in fields.parts.iter().flat_map(|path| at(record, path)) {
        for heading in all(part, fields.part_title.as_ref()) {
            let _ = write!(page, "<h2>{}</h2>", as_html(&heading));
        }
        for text in all(part, fields.part_text.as_ref()) {
            let _ = write!(page, "<div>{}</div>", as_html(&text));
        }
    }
    page + "</article>"
}

/// `text` as HTML: what holds no tag is plain, its lines paragraphs.
fn as_html(text: &str) -> String {
    if text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 7);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let _ = write!(out, "<p>{line}</p>");
    }
    out
}

/// What stands at `path`, keys joined by dots; lists on the way are gone through.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for key in path.split('.') {
        found = found.into_iter().flat_map(flat).filter_map(|value| value.get(key)).collect();
    }
    found
        .into_iter()
        .flat_map(flat)
        .filter(|value| !value.is_null() && value.as_str().is_none_or(|s| !s.trim().is_empty()))
        .collect()
}

fn flat(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// The texts at `path`; of an object, those of its members.
fn texts(value: &Value, path: &str) -> Vec<String> {
    fn gather(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::String(text) if !text.trim().is_empty() => texts.push(text.clone()),
            Value::Array(many) => many.iter().for_each(|one| gather(one, texts)),
            Value::Object(members) => members.values().for_each(|member| gather(member, texts)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    for found in at(value, path) {
        gather(found, &mut texts);
    }
    texts
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
