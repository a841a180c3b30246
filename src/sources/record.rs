//! Records: which JSON objects are releases, and what their fields mean.
//!
//! Leaves out where records come from (`load`), and what their text says (`extract`). A record has
//! our own format (a line of a JSONL file, with `text` or `html`) or the format of a known
//! interface, whose fields are listed in `schema/sources/sites`.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::sites::{RecordFields, Site, record_sites};
use crate::markup::{whole_characters, xml_value};

/// Names of the fields in which interfaces give a release's title, and of those for its text.
const TITLES: &[&str] = &["title", "titel"];
const TEXTS: &[&str] = &[
    "text",
    "html",
    "content",
    "inhoud",
    "introduction",
    "introductie",
    "alineas",
];

/// Fields in which interfaces give a release's own address, most reliable first, and fields with
/// its id.
const ADDRESSES: &[&str] = &["canonical", "url", "link", "permalink"];
const IDS: &[&str] = &["id", "uid", "slug"];

/// Deepest nesting at which records are found.
const MAX_DEPTH: usize = 64;

/// What identifies a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// Its own address.
    Address(String),
    /// An id that is unique within its source.
    Id(String),
    /// The record has no address or id.
    None,
}

/// The contents of a record.
#[derive(Debug, Default)]
pub struct Content {
    /// Its id.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The publication date, as written.
    pub date: Option<String>,
    /// The modification date, as written.
    pub modified: Option<String>,
    /// Bodies that publish it.
    pub publishers: Vec<String>,
    /// The kind of document, as written.
    pub kind: Option<String>,
    /// Its subjects.
    pub tags: Vec<String>,
    /// Its text.
    pub body: Body,
    /// Name of the interface whose format it has; `None` for our own format.
    pub interface: Option<&'static str>,
}

/// The text of a record.
#[derive(Debug)]
pub enum Body {
    /// Plain text.
    Text(String),
    /// HTML.
    Html(String),
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// Why a record cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It is not a JSON object, or a field has the wrong type.
    #[error(
        "is not a JSON record (write one object per line, with `id` or `url`, `title`, `date`, and `text` or `html`)"
    )]
    Json(#[source] serde_json::Error),
    /// It has no text.
    #[error("has no `text` or `html` (add one of them)")]
    WithoutText,
}

/// Whether `value` is an object with a title and a text.
#[must_use]
pub fn is_release(value: &Value) -> bool {
    let has = |names: &[&str]| {
        names
            .iter()
            .any(|name| value.get(name).is_some_and(|v| !v.is_null()))
    };
    has(TITLES) && has(TEXTS)
}

/// Returns the records in an interface's response, JSON or XML, at any depth.
///
/// # Errors
/// A message that says what is wrong with the JSON or XML.
pub fn records(answer: &str) -> Result<Vec<Value>, String> {
    let answer = answer.trim_start_matches('\u{feff}').trim_start();
    let value = if answer.starts_with('<') {
        xml_value(answer)?
    } else {
        serde_json::from_str(&whole_characters(answer)).map_err(|e| e.to_string())?
    };
    let mut records = Vec::new();
    gather(value, &mut records, 0);
    Ok(records)
}

fn gather(value: Value, records: &mut Vec<Value>, depth: usize) {
    if is_release(&value) {
        return records.push(value);
    }
    match value {
        Value::Array(many) if depth < MAX_DEPTH => many
            .into_iter()
            .for_each(|one| gather(one, records, depth + 1)),
        Value::Object(members) if depth < MAX_DEPTH => {
            members
                .into_iter()
                .for_each(|(_, one)| gather(one, records, depth + 1));
        }
        _ => {}
    }
}

/// Returns the identity of a record of our own format; `None` if `json` has no `text` or `html`.
///
/// # Errors
/// If `json` is not an object, or its `url` is not a string.
pub fn own_identity(json: &str) -> Result<Option<Identity>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Head {
        id: Option<Value>,
        url: Option<String>,
        text: Option<Value>,
        html: Option<Value>,
    }
    let head: Head = serde_json::from_str(json)?;
    if head.text.is_none() && head.html.is_none() {
        return Ok(None);
    }
    let id = match head.id {
        Some(Value::String(id)) if !id.is_empty() => Some(id),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    let url = head.url.filter(|url| !url.trim().is_empty());
    Ok(Some(
        url.map(Identity::Address)
            .or(id.map(Identity::Id))
            .unwrap_or(Identity::None),
    ))
}

/// Returns the identity of a record of an interface.
#[must_use]
pub fn identity(record: &Value) -> Identity {
    let text = |name: &&str| match record.get(*name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let address = ADDRESSES
        .iter()
        .filter_map(text)
        .find(|url| Url::parse(url).is_ok());
    let id = || IDS.iter().find_map(text);
    address
        .map(Identity::Address)
        .or_else(|| id().map(Identity::Id))
        .unwrap_or(Identity::None)
}

/// Reads a record.
///
/// # Errors
/// [`RecordError`] if it is not a JSON object with `text` or `html`, or a record of a known
/// interface.
pub fn read(json: &str) -> Result<Content, RecordError> {
    /// The fields of our own format. Other fields are ignored.
    #[derive(Deserialize)]
    struct Own {
        #[serde(default, deserialize_with = "text_or_number")]
        id: Option<String>,
        title: Option<String>,
        date: Option<String>,
        text: Option<String>,
        html: Option<String>,
        publisher: Option<String>,
    }
    let json = whole_characters(json);
    let own: Result<Own, _> = serde_json::from_str(&json);
    let body = own.as_ref().ok().and_then(|own| {
        own.html
            .clone()
            .map(Body::Html)
            .or_else(|| own.text.clone().map(Body::Text))
    });
    match (own, body) {
        (
            Ok(Own {
                id,
                title,
                date,
                publisher,
                ..
            }),
            Some(body),
        ) => {
            let publishers = publisher.into_iter().collect();
            Ok(Content {
                id,
                title,
                date,
                publishers,
                body,
                ..Content::default()
            })
        }
        (own, _) => {
            let interface = serde_json::from_str::<Value>(&json)
                .ok()
                .and_then(|record| of_interface(&record));
            interface.ok_or_else(|| {
                own.err()
                    .map_or(RecordError::WithoutText, RecordError::Json)
            })
        }
    }
}

/// Reads a record of a known interface; returns `None` if no interface has these fields.
fn of_interface(record: &Value) -> Option<Content> {
    let has = |path: &String| !at(record, path).is_empty();
    let (site, fields): (&'static Site, _) =
        record_sites().find(|(_, fields)| fields.needs.iter().all(has))?;
    let first = |path: &String| texts(record, path).into_iter().next();
    let bodies = fields
        .publisher
        .iter()
        .find_map(|path| Some(texts(record, path)).filter(|names| !names.is_empty()));
    let id = at(record, "id").into_iter().find_map(|id| {
        id.as_str()
            .map(str::to_owned)
            .or_else(|| id.as_i64().map(|number| number.to_string()))
    });
    Some(Content {
        id,
        title: first(&fields.title),
        date: fields.date.iter().find_map(first),
        modified: fields.modified.as_ref().and_then(first),
        publishers: bodies
            .unwrap_or_default()
            .into_iter()
            .chain(site.publisher.clone())
            .collect(),
        kind: fields.kind.as_ref().and_then(first),
        tags: fields
            .tags
            .iter()
            .flat_map(|path| texts(record, path))
            .collect(),
        body: Body::Html(page(record, fields)),
        interface: Some(&site.name),
    })
}

/// Renders the parts of a record as HTML, as a site would.
fn page(record: &Value, fields: &RecordFields) -> String {
    let mut page = String::from("<article>");
    let all = |value: &Value, path: Option<&String>| {
        path.map(|path| texts(value, path)).unwrap_or_default()
    };
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

/// Returns `text` as HTML. Text without tags is plain text; each line becomes a paragraph.
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

/// Returns the values at `path`, which is keys joined by dots. It selects from every item of a
/// list. Null and blank values are left out.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for key in path.split('.') {
        found = found
            .into_iter()
            .flat_map(flat)
            .filter_map(|value| value.get(key))
            .collect();
    }
    found
        .into_iter()
        .flat_map(flat)
        .filter(|value| !value.is_null() && value.as_str().is_none_or(|s| !s.trim().is_empty()))
        .collect()
}

fn flat(value: &Value) -> &[Value] {
    value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// Returns the strings at `path`, including those inside objects and lists.
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

fn text_or_number<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_at_any_depth() {
        for (answer, titles) in [
            (
                r#"[{"title": "Brug", "content": "x"}, {"title": "Sluis", "content": "y"}]"#,
                vec!["Brug", "Sluis"],
            ),
            (
                r#"{"meta": {"n": 1}, "nieuwsberichten": [{"titel": "Brug", "alineas": []}]}"#,
                vec!["Brug"],
            ),
            (r#"{"title": "Brug", "html": "<p>x</p>"}"#, vec!["Brug"]),
            (r#"{"title": "Zonder tekst"}"#, vec![]),
            (
                "<?xml version=\"1.0\"?><documents><document><title>Brug &amp; sluis</title><introduction>\
                 <![CDATA[<p>x</p>]]></introduction></document><document><title>Veer&#233;</title><content/></document></documents>",
                vec!["Brug & sluis", "Veeré"],
            ),
        ] {
            let records = records(answer).unwrap_or_else(|e| panic!("{answer}: {e}"));
            let found: Vec<&str> = records
                .iter()
                .filter_map(|r| r.get("title").or_else(|| r.get("titel"))?.as_str())
                .collect();
            assert_eq!(found, titles, "{answer}");
        }
        assert!(records("{").is_err());
        assert!(records("<a><b></a>").is_err());
    }
}
