//! Measures how much running text each element of a page holds, and what it looks like.
//!
//! Leaves out what follows from that (`regions`).

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

use super::elements::{attribute, is_inline};

/// An element with less running text than this, in bytes, is what its name says.
pub(super) const LITTLE_TEXT: usize = 80;

/// Longest text, in bytes, of a menu item or a label. Longer text is running text.
const LABEL: usize = 40;

/// Shortest text, in bytes, that counts as a sentence.
const SENTENCE: usize = 60;

/// What an element holds.
#[derive(Debug, Default, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Measure {
    /// Number of bytes of running text. Links and labels do not count.
    pub(super) prose: usize,
    /// Number of bytes of text in links.
    pub(super) linked: usize,
    /// Number of links.
    pub(super) links: usize,
    /// Number of bytes of all text outside links.
    pub(super) unlinked: usize,
    /// Number of sentences outside links.
    pub(super) sentences: usize,
    /// Whether it holds an `<h1>`.
    pub(super) has_title: bool,
    /// Whether it holds a field to fill in.
    pub(super) is_form: bool,
    /// Whether it holds a link to a mail address or telephone number.
    pub(super) is_contact: bool,
    /// Whether its text speaks of cookies.
    pub(super) says_cookies: bool,
}

impl Measure {
    fn add(&mut self, other: Self) {
        self.prose += other.prose;
        self.linked += other.linked;
        self.links += other.links;
        self.unlinked += other.unlinked;
        self.sentences += other.sentences;
        self.has_title |= other.has_title;
        self.is_form |= other.is_form;
        self.is_contact |= other.is_contact;
        self.says_cookies |= other.says_cookies;
    }
}

/// Returns the measures of every element of `dom`, and of its root.
pub(super) fn measures(dom: &Html) -> HashMap<NodeId, Measure, foldhash::fast::FixedState> {
    let mut measures = HashMap::default();
    let mut open: Vec<Measure> = vec![Measure::default()];
    let (mut links, mut apart) = (0_usize, 0_usize);
    for edge in dom.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) if apart == 0 => {
                    let current = open.last_mut().expect("the root stays open");
                    let text = text.trim();
                    if links > 0 {
                        current.linked += text.len();
                        continue;
                    }
                    current.unlinked += text.len();
                    if text.len() > LABEL {
                        current.prose += text.len();
                        current.sentences += sentences(text);
                        current.says_cookies |= text.contains("cookie");
                    }
                }
                Node::Element(element) => {
                    let name = element.name();
                    links += usize::from(name == "a");
                    apart += usize::from(is_apart(name));
                    let contact = attribute(element, "href")
                        .is_some_and(|to| to.starts_with("mailto:") || to.starts_with("tel:"));
                    let field = matches!(name, "textarea" | "select")
                        || name == "input"
                            && !matches!(attribute(element, "type"), Some("hidden" | "checkbox"));
                    open.push(Measure {
                        has_title: name == "h1",
                        links: usize::from(name == "a"),
                        is_form: field,
                        is_contact: contact,
                        ..Measure::default()
                    });
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    links -= usize::from(element.name() == "a");
                    apart -= usize::from(is_apart(element.name()));
                    let done = open.pop().expect("every element was opened");
                    // Nobody asks for the measures of a word.
                    if !is_inline(element.name()) {
                        measures.insert(node.id(), done);
                    }
                    open.last_mut().expect("the root stays open").add(done);
                }
            }
        }
    }
    measures.insert(dom.tree.root().id(), open.pop().unwrap_or_default());
    measures
}

/// Returns the number of sentences that end in `text`.
fn sentences(text: &str) -> usize {
    if text.len() < SENTENCE {
        return 0;
    }
    let ends = |two: &&[u8]| matches!(two, [b'.' | b'!' | b'?', b' ']);
    let inner = text.as_bytes().windows(2).filter(ends).count();
    inner + usize::from(text.ends_with(['.', '!', '?', '”', '"', '’', ':', '…']))
}

fn is_apart(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "title" | "option" | "button" | "noscript"
    )
}
