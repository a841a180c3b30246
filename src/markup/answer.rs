//! The answer of an interface, JSON or XML, as the records that it holds.
//!
//! Leaves out which field means what, which `extract` knows.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

use super::json::whole_characters;

/// Names under which interfaces offer a release's title, and its text.
const TITLES: &[&str] = &["title", "titel"];
const TEXTS: &[&str] = &["text", "html", "content", "inhoud", "introduction", "introductie", "alineas"];

/// Deepest nesting of an answer.
const MAX_DEPTH: usize = 64;

/// Whether `value` is an object with a title and a text.
#[must_use]
pub fn is_record(value: &Value) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| value.get(name).is_some_and(|v| !v.is_null()));
    has(TITLES) && has(TEXTS)
}

/// The records of an answer in JSON or XML, wherever in it they are listed; of XML, each element is
/// an object of its children, repeated ones a list.
///
/// # Errors
/// What is wrong with the JSON or XML, in words.
pub fn records(answer: &str) -> Result<Vec<Value>, String> {
    let answer = answer.trim_start_matches('\u{feff}').trim_start();
    let value = if answer.starts_with('<') {
        xml(answer)?
    } else {
        serde_json::from_str(&whole_characters(answer)).map_err(|e| e.to_string())?
    };
    let mut records = Vec::new();
    gather(value, &mut records, 0);
    Ok(records)
}

fn gather(value: Value, records: &mut Vec<Value>, depth: usize) {
    if is_record(&value) {
        return records.push(value);
    }
    match value {
        Value::Array(many) if depth < MAX_DEPTH => many.into_iter().for_each(|one| gather(one, records, depth + 1)),
        Value::Object(members) if depth < MAX_DEPTH => {
            members.into_iter().for_each(|(_, one)| gather(one, records, depth + 1));
        }
        _ => {}
    }
}

/// An element that is being read.
#[derive(Default)]
struct Element {
    name: String,
    text: String,
    children: Map<String, Value>,
}

impl Element {
    fn value(self) -> Value {
        if self.children.is_empty() { Value::String(self.text.trim().to_owned()) } else { Value::Object(self.children) }
    }

    fn take(&mut self, name: String, value: Value) {
        match self.children.get_mut(&name) {
            None => drop(self.children.insert(name, value)),
            Some(Value::Array(many)) => many.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
}

fn xml(answer: &str) -> Result<Value, String> {
    let mut reader = Reader::from_str(answer);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|e| format!("at byte {}: {e}", reader.error_position()))?;
        let current = open.last_mut().expect("the document itself stays open");
        match event {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                open.push(Element { name, ..Element::default() });
                if open.len() > MAX_DEPTH {
                    return Err(format!("nests deeper than {MAX_DEPTH} elements"));
                }
            }
            Event::Empty(tag) => current.take(tag.local_name().as_ref().to_owned(), Value::String(String::new())),
            Event::End(_) => {
                let ended = open.pop().expect("the reader matches tags");
                let parent = open.last_mut().ok_or("ends an element that it never began")?;
                parent.take(ended.name.clone(), ended.value());
            }
            Event::Text(text) => current.text.push_str(&text),
            Event::CData(text) => current.text.push_str(&text),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok().flatten() {
                Some(character) => current.text.push(character),
                None => current.text.push_str(quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or(" ")),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let document = open.into_iter().next().filter(|document| !document.children.is_empty());
    document.map(Element::value).ok_or_else(|| "holds no element".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_wherever_they_are_listed() {
        for (answer, titles) in [
            (r#"[{"title": "Brug", "content": "x"}, {"title": "Sluis", "content": "y"}]"#, vec!["Brug", "Sluis"]),
            (r#"{"meta": {"n": 1}, "nieuwsberichten": [{"titel": "Brug", "alineas": []}]}"#, vec!["Brug"]),
            (r#"{"title": "Brug", "html": "<p>x</p>"}"#, vec!["Brug"]),
            (r#"{"title": "Zonder tekst"}"#, vec![]),
            (
                "<?xml version=\"1.0\"?><documents><document><title>Brug &amp; sluis</title><introduction>\
                 <![CDATA[<p>x</p>]]></introduction></document><document><title>Veer&#233;</title><content/></document></documents>",
                vec!["Brug & sluis", "Veeré"],
            ),
        ] {
            let records = records(answer).unwrap_or_else(|e| panic!("{answer}: {e}"));
            let found: Vec<&str> =
                records.iter().filter_map(|r| r.get("title").or_else(|| r.get("titel"))?.as_str()).collect();
            assert_eq!(found, titles, "{answer}");
        }
        assert!(records("{").is_err());
        assert!(records("<a><b></a>").is_err());
    }
}
