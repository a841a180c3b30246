//! Finds the text of a page that only its scripts show: the data that Next.js and Nuxt put in a
//! page, strings in scripts, and `<noscript>`.
//!
//! Leaves out whether the page needs it: it may hold the same text as elements.

use std::fmt::Write as _;

use serde_json::Value;

use super::tags::{MarkupKind, attribute, next_markup, raw_text_end};

/// Fields that hold a title, and fields that hold a date of publication.
const TITLES: &[&str] = &["title", "titel", "headline", "heading", "kop", "name"];
const DATES: &[&str] = &[
    "datePublished",
    "publishedAt",
    "published_at",
    "firstPublishedAt",
    "publicationDate",
    "publication_date",
    "publicatiedatum",
    "publishDate",
    "gepubliceerd",
    "published",
    "date",
    "datum",
];

/// Shortest text, in bytes, that counts as running text.
const RUNNING: usize = 60;

/// Most values that are visited in the data of one page.
const MAX_VALUES: usize = 200_000;

/// Deepest nesting of data that is read.
const MAX_DEPTH: usize = 48;

/// Text that a page's scripts show.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ScriptedText {
    /// Its title.
    pub title: Option<String>,
    /// The date of publication, as written.
    pub date: Option<String>,
    /// The text, as HTML.
    pub html: String,
    /// Number of bytes of running text in it.
    pub prose: usize,
}

/// Returns the longest text that only the scripts of `html` or its `<noscript>` elements show.
/// `claimed` are the titles of the page; data with one of these titles come first.
#[must_use]
pub fn scripted_text(html: &str, claimed: &[String]) -> Option<ScriptedText> {
    let mut found: Vec<ScriptedText> = Vec::new();
    let (mut strings, mut noscript) = (ScriptedText::default(), ScriptedText::default());
    let mut at = 0;
    while let Some(markup) = next_markup(html, at) {
        at = markup.range.end;
        let MarkupKind::Start(name) = markup.kind else {
            continue;
        };
        let is_script = name.eq_ignore_ascii_case("script");
        if !is_script && !name.eq_ignore_ascii_case("noscript") {
            continue;
        }
        let tag = &html[markup.range];
        let end = raw_text_end(html, at, name);
        let content = &html[at..end];
        at = end;
        if !is_script {
            noscript.html.push_str(content);
            noscript.prose += prose_of(content);
        } else if attribute(tag, "type").is_some_and(|kind| kind.ends_with("/json")) {
            let data = serde_json::from_str(content).map(|data| resolved(unpacked(data, 0)));
            found.extend(data.ok().and_then(|data| from_data(&data, claimed)));
        } else {
            from_strings(content, &mut strings, 0);
        }
    }
    found.extend([strings, noscript]);
    found
        .into_iter()
        .max_by_key(|text| text.prose)
        .filter(|text| text.prose > 0)
}

/// Returns the number of bytes of running text in `text`, which may hold tags.
fn prose_of(text: &str) -> usize {
    let mut bytes = 0;
    for piece in text.split('<') {
        let words = piece
            .split_once('>')
            .map_or(piece, |(_, words)| words)
            .trim();
        let speaks = words.len() >= RUNNING && words.split(' ').count() > 6;
        bytes += if speaks && !words.contains('{') {
            words.len()
        } else {
            0
        };
    }
    bytes
}

/// Replaces references in data of Nuxt 3 by what they refer to. Nuxt writes a list of values, in
/// which numbers are places in the list (the format of the package `devalue`).
fn resolved(data: Value) -> Value {
    fn follow(all: &[Value], at: usize, depth: usize, left: &mut usize) -> Value {
        *left = left.saturating_sub(1);
        if depth > MAX_DEPTH || *left == 0 {
            return Value::Null;
        }
        let to = |value: &Value, left: &mut usize| {
            value
                .as_u64()
                .and_then(|n| usize::try_from(n).ok())
                .map_or(Value::Null, |n| follow(all, n, depth + 1, left))
        };
        match all.get(at) {
            Some(Value::Object(members)) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), to(value, left)))
                    .collect(),
            ),
            Some(Value::Array(items)) => items.iter().map(|item| to(item, left)).collect(),
            Some(value) => value.clone(),
            None => Value::Null,
        }
    }
    match &data {
        Value::Array(all)
            if all.len() > 2
                && matches!(&all[0], Value::Array(_) | Value::Object(_))
                && all[1..].iter().any(Value::is_string) =>
        {
            let mut left = MAX_VALUES;
            // `["ShallowReactive", 1]` and its like wrap the value at that place.
            match &all[0] {
                Value::Array(pair) if pair.first().is_some_and(Value::is_string) => {
                    let at = pair.get(1).and_then(Value::as_u64).unwrap_or(1);
                    follow(all, usize::try_from(at).unwrap_or(1), 0, &mut left)
                }
                _ => follow(all, 0, 0, &mut left),
            }
        }
        _ => data,
    }
}

/// Replaces strings that hold JSON by what they hold. `SvelteKit` puts the answers of a server so in
/// a page.
fn unpacked(value: Value, depth: usize) -> Value {
    match value {
        Value::String(text) if depth < 4 && text.trim_start().starts_with(['{', '[']) => {
            match serde_json::from_str(&text) {
                Ok(inner) => unpacked(inner, depth + 1),
                Err(_) => Value::String(text),
            }
        }
        Value::Array(items) if depth < MAX_DEPTH => items
            .into_iter()
            .map(|item| unpacked(item, depth.min(3)))
            .collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, unpacked(member, depth.min(3))))
            .collect(),
        other => other,
    }
}

/// Returns the text in `data`: that of the object with a claimed title, or else of the innermost
/// object that holds more than half of all text.
fn from_data(data: &Value, claimed: &[String]) -> Option<ScriptedText> {
    let object = titled(data, claimed, 0).or_else(|| {
        let total = prose_in(data, 0);
        let mut best = data;
        while let Some(inner) = parts(best)
            .into_iter()
            .find(|part| prose_in(part, 0) * 2 > total && !part.is_string())
        {
            best = inner;
        }
        // A list of blocks belongs to the object around it.
        (total > 0).then_some(best)
    })?;
    let of = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| object.get(name)?.as_str().map(str::to_owned))
    };
    let mut text = ScriptedText {
        title: of(TITLES),
        date: of(DATES),
        ..ScriptedText::default()
    };
    write_text(object, None, &mut text, 0);
    (text.prose > 0).then_some(text)
}

/// Returns the innermost object with a claimed title and running text.
fn titled<'v>(value: &'v Value, claimed: &[String], depth: usize) -> Option<&'v Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    let inner = parts(value)
        .into_iter()
        .find_map(|part| titled(part, claimed, depth + 1));
    inner.or_else(|| {
        let is_claimed = TITLES
            .iter()
            .filter_map(|name| value.get(name)?.as_str())
            .any(|title| title.len() > 5 && claimed.iter().any(|claim| claim.starts_with(title)));
        (is_claimed && prose_in(value, 0) > 0).then_some(value)
    })
}

fn parts(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    }
}

fn prose_in(value: &Value, depth: usize) -> usize {
    match value {
        Value::String(text) => prose_of(text),
        _ if depth > MAX_DEPTH => 0,
        _ => parts(value)
            .into_iter()
            .map(|part| prose_in(part, depth + 1))
            .sum(),
    }
}

/// Writes the text in `value` as HTML. `name` is the name of its field.
fn write_text(value: &Value, name: Option<&str>, out: &mut ScriptedText, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::String(text) => {
            let is_title = depth > 1 && name.is_some_and(|name| TITLES.contains(&name));
            add(text, is_title, out);
        }
        Value::Array(items) => {
            for item in items {
                write_text(item, name, out, depth + 1);
            }
        }
        Value::Object(members) => {
            let tag = if depth > 0 { kind_of(value) } else { "" };
            if tag.is_empty() {
                for (name, member) in members {
                    write_text(member, Some(name), out, depth + 1);
                }
            } else {
                let text = pieces(value, 0);
                out.prose += text.len();
                let _ = write!(out.html, "<{tag}>{}</{tag}>", text.replace('<', "&lt;"));
            }
        }
        _ => {}
    }
}

/// Fields that say what a part of rich text is, and fields that hold its words.
const KINDS: [&str; 6] = ["nodeType", "type", "_type", "soort", "tag", "blockType"];
const WORDS: [&str; 6] = ["text", "value", "tekst", "content", "children", "spans"];

/// Returns the HTML element for a part of rich text: a paragraph, a heading, an item; empty if it is
/// none, or holds HTML.
fn kind_of(value: &Value) -> &'static str {
    let kind = KINDS
        .iter()
        .find_map(|name| value.get(name)?.as_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let words = pieces(value, 0);
    if words.trim().is_empty() || words.contains("</") {
        return "";
    }
    match kind.as_str() {
        "paragraph" | "alinea" | "p" | "intro" | "lead" => "p",
        "kop" | "tussenkop" | "subkop" => "h2",
        "list-item" | "listitem" | "list_item" | "li" | "punt" => "li",
        kind if kind.starts_with("heading") || kind.starts_with("header") => "h2",
        _ => "",
    }
}

/// Returns the words of a part of rich text, which may be in several values.
fn pieces(value: &Value, depth: usize) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if depth < 8 => {
            items.iter().map(|item| pieces(item, depth + 1)).collect()
        }
        Value::Object(members) if depth < 8 => WORDS
            .iter()
            .filter_map(|name| members.get(*name))
            .map(|member| pieces(member, depth + 1))
            .collect(),
        _ => String::new(),
    }
}

fn add(text: &str, is_title: bool, out: &mut ScriptedText) {
    let prose = prose_of(text);
    let has_tags = text.contains("</") || text.contains("<p");
    if prose > 0 || has_tags && text.contains(' ') {
        out.prose += prose;
        if has_tags {
            out.html.push_str(text);
        } else {
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                out.html.push_str("<p>");
                out.html.push_str(&line.replace('<', "&lt;"));
                out.html.push_str("</p>");
            }
        }
    } else if is_title && text.contains(' ') {
        out.html.push_str("<h2>");
        out.html.push_str(&text.replace('<', "&lt;"));
        out.html.push_str("</h2>");
    }
}

/// Adds the running text in the string literals of a script. A literal may itself hold literals:
/// React streams its elements so.
fn from_strings(script: &str, out: &mut ScriptedText, depth: usize) {
    let bytes = script.as_bytes();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'"', &bytes[at..]).map(|n| at + n) {
        let mut end = open + 1;
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let Some(literal) = script.get(open..=end) else {
            return;
        };
        at = end + 1;
        if literal.len() < RUNNING {
            continue;
        }
        let Ok(text) = serde_json::from_str::<String>(literal) else {
            continue;
        };
        if depth == 0 && text.contains('"') && !text.trim_start().starts_with('<') {
            from_strings(&text, out, 1);
        } else if !text.contains("cookie") && prose_of(&text) > 0 {
            add(&text, false, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "De gemeente Zandwijk bouwt een brug over de vaart, en dat is voor het dorp groot nieuws.";

    fn found(html: &str) -> Option<(Option<String>, String)> {
        scripted_text(html, &["Nieuwe brug | Zandwijk".to_owned()]).map(|t| (t.title, t.html))
    }

    #[test]
    fn text_is_found_in_data_in_strings_and_behind_noscript() {
        let titled = Some((Some("Nieuwe brug".to_owned()), format!("<p>{TEXT}</p>")));
        let next = format!(
            r#"<script id="__NEXT_DATA__" type="application/json">{{"props":{{"menu":[{{"title":"Home"}}],"page":{{"title":"Nieuwe brug","body":"<p>{TEXT}</p>"}}}}}}</script>"#
        );
        assert_eq!(found(&next), titled);
        let devalued = format!(
            r#"<script type="application/json" id="__NUXT_DATA__">[["ShallowReactive",1],{{"data":2}},{{"title":3,"body":4}},"Nieuwe brug","<p>{TEXT}</p>"]</script>"#
        );
        assert_eq!(found(&devalued), titled);
        let plain = Some((None, format!("<p>{TEXT}</p>")));
        let streamed = format!(
            r#"<script>self.__next_f.push([1,"5:[\"$\",\"p\",null,{{\"children\":\"{TEXT}\"}}]"])</script>"#
        );
        assert_eq!(found(&streamed), plain);
        let rich = format!(
            r#"<script type="application/json">{{"body":"{{\"titel\":\"Nieuwe brug\",\"blokken\":[{{\"soort\":\"alinea\",\"tekst\":\"{TEXT}\"}},{{\"soort\":\"kop\",\"tekst\":\"Kosten\"}}]}}"}}</script>"#
        );
        assert_eq!(
            found(&rich),
            Some((
                Some("Nieuwe brug".to_owned()),
                format!("<p>{TEXT}</p><h2>Kosten</h2>")
            ))
        );
        assert_eq!(found(&format!("<noscript><p>{TEXT}</p></noscript>")), plain);
        assert_eq!(found("<script>let a = \"kort\";</script>"), None);
    }
}
