//! Records: which JSON objects are releases, and what their fields mean.
//!
//! Leaves out where records come from (`load`), and what their text says (`extract`). A record has
//! our own format (a line of a JSONL file, with `text` or `html`) or the format of a known
//! interface, whose fields are listed in `schema/sources/sites`.

use std::fmt::Write as _;

use jiff::Timestamp;
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
    /// Fields that could not be read, as `field: value`.
    pub bad: Vec<String>,
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
    /// It is not a JSON object.
    #[error(
        "is not a JSON record (write one object per line, with `id` or `url`, `title`, `date`, and `text` or `html`)"
    )]
    Json(#[source] serde_json::Error),
    /// It has no text.
    #[error("has no `text` or `html` (add one of them)")]
    WithoutText,
}

/// Whether `value` is an object with a title and a text. A list counts as a text only if it holds
/// texts or parts.
#[must_use]
pub fn is_release(value: &Value) -> bool {
    let has = |names: &[&str]| {
        names.iter().any(|name| {
            value
                .get(name)
                .is_some_and(|v| !v.is_null() && !v.is_number())
        })
    };
    has(TITLES) && has(TEXTS)
}

/// Shortest text of a release, in bytes. A shorter text in the response of a site announces a page.
const FULL_TEXT: usize = 200;

/// Whether a record is a whole release: it has a date and a text that does not break off. Menus,
/// search answers and teaser lists hold the titles of pages too.
#[must_use]
pub fn holds_full_text(json: &str) -> bool {
    let Ok(content) = read(json) else {
        return false;
    };
    let text = match &content.body {
        Body::Text(text) => text.trim().to_owned(),
        Body::Html(html) => {
            let pieces = html
                .split('<')
                .map(|p| p.split_once('>').map_or(p, |(_, text)| text));
            pieces.collect::<String>().trim().to_owned()
        }
    };
    let breaks_off = ["…", "...", "[…]", "[...]", "&hellip;", "&hellip;]"]
        .iter()
        .any(|end| text.ends_with(end));
    content.date.is_some() && text.len() >= FULL_TEXT && !breaks_off
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

/// Parses a record.
///
/// # Errors
/// If `json` is not an object.
pub fn parse(json: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(&whole_characters(json)).map(Value::Object)
}

/// Returns the identity of a record of our own format; `None` if it has no `text`, `html` or `blocks`.
#[must_use]
pub fn own_identity(record: &Value) -> Option<Identity> {
    let present = |name: &str| record.get(name).filter(|value| !value.is_null());
    if ["text", "html", "blocks"]
        .iter()
        .all(|name| present(name).is_none())
    {
        return None;
    }
    let id = match present("id") {
        Some(Value::String(id)) if !id.is_empty() => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    let url = present("url")
        .and_then(Value::as_str)
        .map(|url| url.trim().to_owned())
        .filter(|url| !url.is_empty());
    // Text that is no address still tells records apart.
    let named = |url: String| match Url::parse(&url) {
        Ok(_) => Identity::Address(url),
        Err(_) => Identity::Id(url),
    };
    url.map(named)
        .or(id.map(Identity::Id))
        .or(Some(Identity::None))
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

/// Reads a record. A field of another type than expected is read if its meaning is certain, and is
/// listed in [`Content::bad`] otherwise.
///
/// # Errors
/// [`RecordError`] if it is not a JSON object with a text, or a record of a known interface.
pub fn read(json: &str) -> Result<Content, RecordError> {
    read_parsed(&parse(json).map_err(RecordError::Json)?)
}

/// As [`read`], for a record that is parsed.
///
/// # Errors
/// [`RecordError::WithoutText`].
pub fn read_parsed(record: &Value) -> Result<Content, RecordError> {
    match own_body(record) {
        Some(body) => Ok(own(record, body)),
        None => of_interface(record).ok_or(RecordError::WithoutText),
    }
}

/// The text of a record of our own format: `html`, `text`, or the `blocks` that `export --jsonl`
/// writes.
fn own_body(record: &Value) -> Option<Body> {
    let written = |name: &str| {
        let texts = texts(record, name);
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    };
    written("html")
        .map(Body::Html)
        .or_else(|| {
            record["blocks"]
                .as_array()
                .map(|blocks| Body::Html(of_blocks(blocks)))
        })
        .or_else(|| written("text").map(Body::Text))
        .or_else(|| record["text"].is_string().then(Body::default))
}

/// Renders the blocks of an exported release as HTML.
fn of_blocks(blocks: &[Value]) -> String {
    let mut page = String::from("<article>");
    for block in blocks {
        let text = block["text"].as_str().unwrap_or_default();
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = match block["kind"].as_str() {
            Some("heading") => write!(page, "<h2>{text}</h2>"),
            Some("list_item") => write!(page, "<ul><li>{text}</li></ul>"),
            Some("block_quote") => write!(page, "<blockquote>{text}</blockquote>"),
            _ => write!(page, "<p>{text}</p>"),
        };
    }
    page + "</article>"
}

/// Reads the fields of our own format. Other fields are ignored.
fn own(record: &Value, body: Body) -> Content {
    let mut bad = Vec::new();
    let mut field = |name: &str, read: fn(&Value) -> Option<String>| {
        let value = record.get(name).filter(|value| !value.is_null())?;
        let found = read(value);
        if found.is_none() {
            bad.push(format!("{name}: {value}"));
        }
        found
    };
    let id = field("id", plain);
    let title = field("title", plain);
    let date = field("date", date_text).or_else(|| field("published", date_text));
    let publishers = match record.get("publisher") {
        Some(Value::Object(body)) => body.get("name").and_then(plain).into_iter().collect(),
        Some(Value::String(_) | Value::Array(_)) => texts(record, "publisher"),
        _ => field("publisher", |_| None).into_iter().collect(),
    };
    Content {
        id,
        title,
        date,
        publishers,
        body,
        bad,
        ..Content::default()
    }
}

/// A text or number as text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) if items.len() == 1 => plain(&items[0]),
        _ => None,
    }
}

/// A date as text. Numbers are seconds or milliseconds since 1970, as data tools write them; an
/// object holds the date, as databases export it.
fn date_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => {
            let number = number.as_i64().or_else(|| {
                // Some tools write whole seconds as `1709629200.0`.
                number.as_f64().filter(|n| n.abs() < 1e15).map(|n| n as i64)
            })?;
            let time = if number.abs() < 100_000_000_000 {
                Timestamp::from_second(number)
            } else {
                Timestamp::from_millisecond(number)
            };
            // Numbers such as 20240305 are days, not seconds.
            let is_day = (19_900_101..=21_001_231).contains(&number);
            if is_day {
                Some(number.to_string())
            } else {
                time.ok().map(|time| time.to_string())
            }
        }
        Value::Array(items) if items.len() == 1 => date_text(&items[0]),
        Value::Object(members) => ["$date", "date", "value"]
            .iter()
            .find_map(|name| date_text(members.get(*name)?)),
        _ => None,
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
        bad: Vec::new(),
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
