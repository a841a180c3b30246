//! Tells parts between the paragraphs of a text that are something else by what they are made of: polls, what stands
//! instead of a video, the outline of a PDF.
//!
//! Leaves out parts that markup names (`regions`), and those that differ from the text around them (`apart`).

use ego_tree::NodeRef;
use scraper::Node;

use super::elements::name;

/// Longest text of a box, in bytes.
const BOX: usize = 250;

/// Number of elements of an outline that are looked through for its mark.
const OUTLINE: usize = 3;

/// Whether the element at `node` is a box between paragraphs.
pub(super) fn is_box(node: NodeRef<'_, Node>) -> bool {
    match name(node) {
        Some("div" | "section") => asks(node),
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
