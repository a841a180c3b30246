//! Tells parts between the paragraphs of a text that are something else, and have no name that says so: boxes that
//! advertise, polls, what stands instead of a video, the outline of a PDF.
//!
//! Leaves out parts that markup names (`regions`).

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{ElementRef, Node};

/// Longest text of a box, in bytes.
const BOX: usize = 250;

/// Longest title of a box, in bytes.
const TITLE: usize = 60;

/// Number of elements of an outline that are looked through for its mark.
const OUTLINE: usize = 3;

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

/// Whether the element at `node` is a box between paragraphs.
pub(super) fn is_box(node: NodeRef<'_, Node>) -> bool {
    match name(node) {
        Some("div") => advertises(node) || asks(node),
        Some("section") => asks(node),
        Some("h1" | "ul") => is_outline(node),
        _ => false,
    }
}

/// Whether a part asks readers to press one of its buttons: a poll, or a video that waits for leave to set cookies.
fn asks(node: NodeRef<'_, Node>) -> bool {
    let mut buttons = 0;
    let mut text = String::new();
    for inner in node.descendants() {
        match inner.value() {
            Node::Text(part) => text.push_str(part.trim()),
            Node::Element(element) => buttons += usize::from(element.name() == "button"),
            _ => {}
        }
        // A longer part is not read to its end, because each part around it is read too.
        if text.len() > BOX {
            return false;
        }
    }
    let asks = buttons > 1 || buttons == 1 && text.contains("cookies");
    asks && !text.contains(['“', '„'])
}

/// Whether an element belongs to the outline that `pdftohtml` writes below the pages of a PDF.
fn is_outline(node: NodeRef<'_, Node>) -> bool {
    let mut before = node
        .prev_siblings()
        .filter_map(|other| other.value().as_element())
        .take(OUTLINE);
    before.any(|other| other.name() == "a" && other.attr("name") == Some("outline"))
}

/// Whether a part advertises between paragraphs: a short title and a line with a link, each a `<div>`, where the text is
/// made of `<p>`.
fn advertises(node: NodeRef<'_, Node>) -> bool {
    let is_text = |node: NodeRef<'_, Node>| name(node).is_some_and(|name| OF_TEXT.contains(&name));
    let before = node
        .prev_siblings()
        .find(|other| other.value().is_element());
    let after = node
        .next_siblings()
        .find(|other| other.value().is_element());
    if !before.is_some_and(is_text) || !after.is_some_and(is_text) {
        return false;
    }
    let parts: Vec<NodeRef<'_, Node>> = node
        .children()
        .filter(|child| child.value().is_element())
        .collect();
    let [title, .., last] = &parts[..] else {
        return false;
    };
    let holds_link = last.descendants().any(|inner| name(inner) == Some("a"));
    let title = whole_text(*title);
    parts.iter().all(|part| name(*part) == Some("div"))
        && !node.descendants().any(is_text)
        && holds_link
        && (1..=TITLE).contains(&title.len())
        && !title.ends_with(['.', ':'])
        && whole_text(node).len() <= BOX
}

fn name(node: NodeRef<'_, Node>) -> Option<&str> {
    node.value().as_element().map(Element::name)
}

/// Returns the whole text of an element, without space around it.
fn whole_text(node: NodeRef<'_, Node>) -> String {
    let parts = ElementRef::wrap(node).map(|element| element.text().collect::<String>());
    parts.unwrap_or_default().trim().to_owned()
}
