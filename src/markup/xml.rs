//! Converts XML to JSON, so that XML and JSON responses of interfaces are read by the same code.
//!
//! Leaves out what the elements mean (`sources`).

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// Deepest nesting of elements that is read.
const MAX_DEPTH: usize = 64;

/// An element that is being read.
#[derive(Default)]
struct Element {
    name: String,
    text: String,
    children: Map<String, Value>,
}

impl Element {
    fn value(self) -> Value {
        if self.children.is_empty() {
            Value::String(self.text.trim().to_owned())
        } else {
            Value::Object(self.children)
        }
    }

    fn take(&mut self, name: String, value: Value) {
        match self.children.get_mut(&name) {
            None => drop(self.children.insert(name, value)),
            Some(Value::Array(many)) => many.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
}

/// Returns the root element of `xml` as JSON.
///
/// An element is an object of its children, or its text if it has no children. Repeated children
/// are a list.
///
/// # Errors
/// A message that says what is wrong with the XML.
pub fn xml_value(xml: &str) -> Result<Value, String> {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        let event = reader
            .read_event()
            .map_err(|e| format!("at byte {}: {e}", reader.error_position()))?;
        let current = open.last_mut().expect("the document itself stays open");
        match event {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                open.push(Element {
                    name,
                    ..Element::default()
                });
                if open.len() > MAX_DEPTH {
                    return Err(format!("nests elements deeper than {MAX_DEPTH}"));
                }
            }
            Event::Empty(tag) => current.take(
                tag.local_name().as_ref().to_owned(),
                Value::String(String::new()),
            ),
            Event::End(_) => {
                let ended = open.pop().expect("the reader matches tags");
                let parent = open
                    .last_mut()
                    .ok_or("closes an element that was never opened")?;
                parent.take(ended.name.clone(), ended.value());
            }
            Event::Text(text) => current.text.push_str(&text),
            Event::CData(text) => current.text.push_str(&text),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok().flatten() {
                Some(character) => current.text.push(character),
                None => current.text.push_str(
                    quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or(" "),
                ),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let document = open
        .into_iter()
        .next()
        .filter(|document| !document.children.is_empty());
    document
        .map(Element::value)
        .ok_or_else(|| "has no element".to_owned())
}
