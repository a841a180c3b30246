//! Finds the parts of a page that are not its text.
//!
//! Leaves out parts that only their words reveal (`tail`), and what the class names mean (`names`).
//! An element or an ARIA role says what a part is. A class name or an id only hints at it: the part
//! is what its name says unless it holds running text of the page.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::boxes::is_box;
use super::captions::is_captioned_picture;
use super::elements::{attribute, name};
use super::measure::{LITTLE_TEXT, Measure, measures};
use super::names::{ClassNames, Hint, is_heading};
use crate::document::TailKind;
use crate::extract::draft::Region;

/// An element marked as the article must hold at least this many bytes of running text to show that
/// a part outside it is not text.
const ARTICLE_TEXT: usize = 200;

/// The regions of one page.
pub(super) struct Regions<'d> {
    dom: &'d Html,
    /// Number of `<h1>` elements.
    titles: usize,
    /// Ids of the elements that a button or tab shows and hides.
    opened: HashSet<&'d str>,
    /// The language that the page states, such as `nl`.
    language: Option<&'d str>,
    /// Parts that React streams behind the page, by number: `<div hidden id="S:0">`.
    streamed: HashMap<&'d str, NodeId>,
    /// Numbers of the places for such parts: `<template id="B:0">`.
    places: HashSet<&'d str>,
    pub(super) names: ClassNames,
    measures: OnceCell<HashMap<NodeId, Measure, foldhash::fast::FixedState>>,
    article: OnceCell<Option<NodeId>>,
}

impl<'d> Regions<'d> {
    pub(super) fn of(dom: &'d Html) -> Self {
        let mut regions = Self {
            dom,
            titles: 0,
            opened: HashSet::new(),
            language: None,
            streamed: HashMap::new(),
            places: HashSet::new(),
            names: ClassNames::default(),
            measures: OnceCell::new(),
            article: OnceCell::new(),
        };
        for node in dom.tree.root().descendants() {
            let Some(element) = node.value().as_element() else {
                continue;
            };
            regions.titles += usize::from(element.name() == "h1");
            if element.name() == "html" {
                regions.language = stated_language(element);
            }
            regions.opened.extend(opened_by(element));
            if let Some(number) = element.id().and_then(|id| id.strip_prefix("S:")) {
                regions.streamed.insert(number, node.id());
            }
            if element.name() == "template" {
                regions
                    .places
                    .extend(element.id().and_then(|id| id.strip_prefix("B:")));
            }
        }
        regions
    }

    /// Returns the region that `element` at `node` begins, if any.
    pub(super) fn at(&self, node: NodeRef<'_, Node>, element: &Element) -> Option<Region> {
        if let Some(region) = by_element(element) {
            return (!self.is_text_all_the_same(node, element)).then_some(region);
        }
        if element.name() == "button" {
            return (!self.is_shown_button(node, element)).then_some(Region::Frame);
        }
        if self.can_be_opened(node, element) {
            return None;
        }
        let is_busy = attribute(element, "aria-busy") == Some("true");
        if (is_hidden(element)
            || is_busy
            || self.asks_for_data(node, element)
            || self.is_translation(element))
            && !self.is_main_text(node)
        {
            return Some(Region::Frame);
        }
        if is_captioned_picture(node, element) {
            return Some(Region::Caption);
        }
        if is_box(node) && self.is_beside_text(node) {
            return Some(Region::Tail(TailKind::Other));
        }
        self.names
            .hints(node, element)
            .find(|hint| !self.is_text(node, *hint))
            .map(|hint| hint.region)
    }

    /// Whether a `div`, `section` or `article` states another language than the page. For a paragraph it tells nothing: text
    /// processors state one for each.
    fn is_translation(&self, element: &Element) -> bool {
        let is_part = matches!(element.name(), "div" | "section" | "article");
        let own = stated_language(element).filter(|_| is_part);
        let both = own.zip(self.language);
        both.is_some_and(|(own, page)| !page.eq_ignore_ascii_case(own))
    }

    /// Whether an element with the mark of something else holds text: a dialog that is the page, or the
    /// footer of an article that goes on.
    fn is_text_all_the_same(&self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let held = self.measure(node.id());
        match element.name() {
            "footer" if node.ancestors().take(2).any(is_quotation) => true,
            "footer" => {
                held.sentences >= 2
                    && held.linked * 4 < held.prose
                    && !held.is_form
                    && !held.is_contact
                    && self.is_inside_article(node)
            }
            "dialog" => self.is_main_text(node),
            // Who said it, below a quotation.
            "figcaption" => node
                .prev_siblings()
                .any(|other| name(other) == Some("blockquote")),
            // A list, before HTML 5.
            "menu" => held.links == 0 && !held.is_form,
            // A question above its answer.
            _ if attribute(element, "role") == Some("button") && opens_on_click(element) => node
                .ancestors()
                .take(2)
                .any(|around| name(around).is_some_and(is_heading)),
            _ => attribute(element, "role").is_some() && self.is_main_text(node),
        }
    }

    /// Returns the element that a browser shows in the place of the `<template>` at `node`: its own
    /// content as a declarative shadow root, or a part that React streams.
    pub(super) fn shown_in_place(&self, element: &Element) -> Option<NodeRef<'d, Node>> {
        let number = element.id()?.strip_prefix("B:")?;
        self.dom.tree.get(*self.streamed.get(number)?)
    }

    /// Whether a part that React streams is shown in another place.
    pub(super) fn is_shown_elsewhere(&self, element: &Element) -> bool {
        element
            .id()
            .and_then(|id| id.strip_prefix("S:"))
            .is_some_and(|number| self.places.contains(number))
    }

    fn measure(&self, node: NodeId) -> Measure {
        let measures = self.measures.get_or_init(|| measures(self.dom));
        measures.get(&node).copied().unwrap_or_default()
    }

    /// Returns the share of the page's running text that the elements hold.
    pub(super) fn share(&self, elements: &HashSet<NodeId>) -> f64 {
        let held: usize = elements.iter().map(|id| self.measure(*id).prose).sum();
        held as f64 / self.total().max(1) as f64
    }

    fn total(&self) -> usize {
        self.measure(self.dom.tree.root().id()).prose
    }

    /// Returns the element that is marked as the article or main part and holds the most text, if
    /// that is more than a few lines.
    fn article(&self) -> Option<NodeId> {
        *self.article.get_or_init(|| {
            let marked = self.dom.tree.root().descendants().filter(|node| {
                node.value().as_element().is_some_and(|element| {
                    matches!(element.name(), "article" | "main")
                        || attribute(element, "role") == Some("main")
                        || attribute(element, "itemprop") == Some("articleBody")
                })
            });
            marked
                .map(|node| (self.measure(node.id()).prose, node.id()))
                .filter(|(prose, _)| *prose >= ARTICLE_TEXT)
                .max_by_key(|(prose, _)| *prose)
                .map(|(_, id)| id)
        })
    }

    /// Whether the part at `node` is outside the element that is marked as the article.
    fn is_outside_article(&self, node: NodeRef<'_, Node>) -> bool {
        self.article().is_some_and(|article| {
            node.id() != article
                && !node.ancestors().any(|around| around.id() == article)
                && !node.descendants().any(|inner| inner.id() == article)
        })
    }

    pub(super) fn is_inside_article(&self, node: NodeRef<'_, Node>) -> bool {
        self.article()
            .is_some_and(|article| node.ancestors().any(|around| around.id() == article))
    }

    /// Whether a part is made of fields to fill in, with a line that invites to it.
    fn asks_for_data(&self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let held = self.measure(node.id());
        matches!(element.name(), "div" | "section")
            && held.is_form
            && !held.has_title
            && held.prose < ARTICLE_TEXT
    }

    /// Whether the part at `node` holds most of the page's running text.
    fn is_main_text(&self, node: NodeRef<'_, Node>) -> bool {
        let held = self.measure(node.id());
        held.prose >= LITTLE_TEXT
            && !self.is_outside_article(node)
            && (held.has_title && held.prose * 3 > self.total()
                || held.prose * 2 > self.total() && held.linked < held.prose)
    }

    /// Whether a part is text of the page, against the hint of its name.
    fn is_text(&self, node: NodeRef<'_, Node>, hint: Hint) -> bool {
        let held = self.measure(node.id());
        // The part with the only title of the page.
        if held.has_title && self.titles == 1 && !hint.overlay && !held.is_form {
            return true;
        }
        // A menu is made of links.
        if hint.region == Region::Frame
            && !hint.overlay
            && held.links == 0
            && held.unlinked >= LITTLE_TEXT
            && !held.is_form
            && !self.is_outside_article(node)
        {
            return true;
        }
        if held.prose < LITTLE_TEXT {
            return false;
        }
        // Related items are links: an element without a link is text.
        if hint.region == Region::Tail(TailKind::Related) && held.links == 0 && !hint.overlay {
            return true;
        }
        if self.is_outside_article(node) {
            return false;
        }
        if self.is_main_text(node) {
            return true;
        }
        let reads_as_text = held.sentences >= 1 && held.linked * 4 < held.prose && !held.is_form;
        reads_as_text
            && (held.sentences >= 2 || self.is_followed_by_text(node))
            && match hint.region {
                _ if hint.overlay => {
                    // A notice lies over the page, not in its article.
                    self.is_inside_article(node)
                        || !held.says_cookies
                            && (self.article().is_some() || self.is_beside_text(node))
                }
                Region::Content | Region::Frame => true,
                Region::Caption => held.sentences >= 3,
                // These are links or words, not sentences.
                Region::Tail(TailKind::Share | TailKind::Tags | TailKind::Downloads)
                    if held.links == 0 && held.sentences >= 2 =>
                {
                    true
                }
                Region::Tail(kind) => {
                    // Text goes on behind a section of it. Contact lines end a text.
                    let is_contact = kind == TailKind::Contact && held.is_contact;
                    !is_contact && self.is_followed_by_text(node)
                }
            }
    }

    /// Whether running text follows the part at `node` within its parent.
    fn is_followed_by_text(&self, node: NodeRef<'_, Node>) -> bool {
        node.next_siblings()
            .any(|next| self.holds_running_text(next))
    }

    /// Whether running text stands before or after the part at `node` within its parent.
    fn is_beside_text(&self, node: NodeRef<'_, Node>) -> bool {
        let mut before = node.prev_siblings();
        before.any(|before| self.holds_running_text(before)) || self.is_followed_by_text(node)
    }

    fn holds_running_text(&self, node: NodeRef<'_, Node>) -> bool {
        node.value().as_element().is_some_and(|element| {
            let held = self.measure(node.id());
            held.prose >= LITTLE_TEXT
                && held.linked * 4 < held.prose
                && by_element(element).is_none()
                && (held.sentences > 2 || self.names.hints(node, element).next().is_none())
        })
    }

    /// Whether a hidden part is shown when a reader opens it, or a script streams it.
    fn can_be_opened(&self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        if let Some(id) = element.id()
            && (self.opened.contains(id) || id.starts_with("S:"))
        {
            return true;
        }
        if attribute(element, "hidden") == Some("until-found")
            || attribute(element, "role") == Some("tabpanel")
        {
            return true;
        }
        // A panel of running text below its own heading or button.
        let before = node.prev_siblings().find(|n| n.value().is_element());
        if !is_hidden(element) && attribute(element, "aria-hidden") != Some("true") {
            return false;
        }
        let opens = before.and_then(ElementRef::wrap).is_some_and(|before| {
            let name = before.value().name();
            name == "button"
                || is_heading(name)
                || attribute(before.value(), "aria-expanded").is_some()
        });
        opens && self.measure(node.id()).sentences > 0 && !self.is_outside_article(node)
    }

    /// Whether a button shows words of the text: it is in a heading, holds one, or opens a part of
    /// the text.
    fn is_shown_button(&self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let names_heading = |node: NodeRef<'_, Node>| {
            node.value()
                .as_element()
                .is_some_and(|element| is_heading(element.name()))
        };
        if node.ancestors().take(3).any(names_heading) || node.descendants().any(names_heading) {
            return true;
        }
        // A question, and its answer right behind it.
        let mut behind = node
            .next_siblings()
            .filter(|other| other.value().is_element());
        if opens_on_click(element)
            && let Some(answer) = behind.next()
            && self.measure(answer.id()).sentences > 0
            && !self.is_outside_article(node)
        {
            return true;
        }
        let panel = opened_by(element).and_then(|id| {
            let mut all = self.dom.tree.root().descendants();
            all.find(|n| n.value().as_element().is_some_and(|e| e.id() == Some(id)))
        });
        panel.is_some_and(|panel| {
            self.measure(panel.id()).sentences > 0
                && panel
                    .value()
                    .as_element()
                    .is_some_and(|element| self.at(panel, element).is_none())
                && !self.is_outside_article(panel)
        })
    }
}

fn is_quotation(node: NodeRef<'_, Node>) -> bool {
    name(node) == Some("blockquote")
}

/// Whether an element opens another one when a reader clicks it.
fn opens_on_click(element: &Element) -> bool {
    attribute(element, "aria-expanded").is_some()
}

/// Returns the id of the part that an element shows and hides.
fn opened_by(element: &Element) -> Option<&str> {
    let toggles = matches!(element.name(), "button" | "a" | "summary")
        || attribute(element, "aria-expanded").is_some()
        || attribute(element, "role") == Some("tab");
    ["aria-controls", "data-bs-target", "data-target", "href"]
        .iter()
        .filter(|_| toggles)
        .filter_map(|name| attribute(element, name).map(|value| (name, value)))
        .find_map(|(name, value)| match *name {
            "aria-controls" => Some(value),
            // A link opens a part only if it says so: `#text` is also where "skip to content" leads.
            "href"
                if attribute(element, "aria-expanded").is_none()
                    && attribute(element, "role") != Some("tab") =>
            {
                None
            }
            _ => value.strip_prefix('#'),
        })
}

/// Returns the language that an element states, without its region: `nl` of `nl-BE`.
fn stated_language(element: &Element) -> Option<&str> {
    let stated = attribute(element, "lang").or_else(|| attribute(element, "xml:lang"))?;
    stated
        .split(['-', '_'])
        .next()
        .filter(|language| !language.is_empty())
}

fn is_hidden(element: &Element) -> bool {
    attribute(element, "hidden").is_some()
        || attribute(element, "style")
            .is_some_and(|style| style.replace(' ', "").contains("display:none"))
}

/// Returns the region that an element begins by its tag or ARIA role.
fn by_element(element: &Element) -> Option<Region> {
    match element.name() {
        "nav" | "footer" | "select" | "dialog" | "menu" | "iframe" | "object" | "audio"
        | "video" | "canvas" | "map" => return Some(Region::Frame),
        "template" if attribute(element, "shadowrootmode").is_none() => {
            return element
                .id()
                .is_none_or(|id| !id.starts_with("B:"))
                .then_some(Region::Frame);
        }
        "figcaption" => return Some(Region::Caption),
        "html" | "body" | "main" | "article" => return None,
        _ => {}
    }
    match attribute(element, "role") {
        Some(
            "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alertdialog" | "menu"
            | "menubar" | "toolbar" | "button",
        ) => Some(Region::Frame),
        Some("complementary") => Some(Region::Tail(TailKind::Related)),
        _ => None,
    }
}
