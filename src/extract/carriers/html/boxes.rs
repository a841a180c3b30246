//! Tells boxes between the paragraphs of a text, which advertise something else and have no name that says so.
//!
//! Leaves out parts that markup names (`regions`).

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

/// Longest text of a box, in bytes.
const BOX: usize = 250;

/// Longest title of a box, in bytes.
const TITLE: usize = 60;

/// Elements that the text around a box is made of.
const OF_TEXT: [&str; 9] = [
    "p",
    "ul",
    "ol",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "table",
    "figure",
];

/// Whether the element at `node` is a box between paragraphs: a short title and a line with a link, each a `<div>`, where
/// the text is made of `<p>`.
pub(super) fn is_box(node: NodeRef<'_, Node>) -> bool {
    let is_text = |node: NodeRef<'_, Node>| name(node).is_some_and(|name| OF_TEXT.contains(&name));
    let before = node
        .prev_siblings()
        .find(|other| other.value().is_element());
    let after = node
        .next_siblings()
        .find(|other| other.value().is_element());
    if name(node) != Some("div") || !before.is_some_and(is_text) || !after.is_some_and(is_text) {
        return false;
    }
    let parts: Vec<NodeRef<'_, Node>> = node
        .children()
        .filter(|child| child.value().is_element())
        .collect();
    let [title, .., last] = &parts[..] else {
        return false;
    };
    let text_of = |node: NodeRef<'_, Node>| {
        let parts = ElementRef::wrap(node).map(|element| element.text().collect::<String>());
        parts.unwrap_or_default().trim().to_owned()
    };
    let holds_link = last.descendants().any(|inner| name(inner) == Some("a"));
    let title = text_of(*title);
    parts.iter().all(|part| name(*part) == Some("div"))
        && !node.descendants().any(is_text)
        && holds_link
        && (1..=TITLE).contains(&title.len())
        && !title.ends_with(['.', ':'])
        && text_of(node).len() <= BOX
}

fn name<'d>(node: NodeRef<'d, Node>) -> Option<&'d str> {
    node.value().as_element().map(|element| element.name())
}
