//! Finds the parts of a page that are not its text, by element, ARIA role and class name.
//!
//! Leaves out parts that only their words reveal (`tail`). The lists hold the class names and ids
//! that Dutch government sites and their content management systems use.

use std::cell::{Cell, OnceCell};

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{Html, Node};

use crate::document::TailKind;
use crate::extract::draft::Region;

/// An element with less running text than this, in bytes, is what its name says.
const LITTLE_TEXT: usize = 80;

/// Longest text, in bytes, of a menu item or a label. Longer text is running text.
const LABEL: usize = 40;

/// Most elements of one page that are checked for holding the page's text.
const MAX_TEXT_CHECKS: usize = 64;

/// The regions of one page.
pub(super) struct Regions<'d> {
    dom: &'d Html,
    total: OnceCell<usize>,
    looked: Cell<usize>,
}

impl<'d> Regions<'d> {
    pub(super) fn of(dom: &'d Html) -> Self {
        Self {
            dom,
            total: OnceCell::new(),
            looked: Cell::new(0),
        }
    }

    /// Returns the region that `element` at `node` begins, if any.
    ///
    /// A class name or a form does not begin a region if the element holds the text of the page:
    /// `with-sidebar`, or a form around everything.
    pub(super) fn at(&self, node: NodeRef<'_, Node>, element: &Element) -> Option<Region> {
        region_by_element(element)
            .or_else(|| region_by_name(element).filter(|region| !self.is_text(node, *region)))
    }

    fn is_text(&self, node: NodeRef<'_, Node>, region: Region) -> bool {
        if self.looked.get() >= MAX_TEXT_CHECKS {
            return false;
        }
        let held = running_text(node);
        if held < LITTLE_TEXT {
            return false;
        }
        self.looked.set(self.looked.get() + 1);
        let element = |name: &str| {
            node.descendants()
                .any(|d| d.value().as_element().is_some_and(|e| e.name() == name))
        };
        // Related items are links: an element without a link is text.
        if region == Region::Tail(TailKind::Related) && !element("a") {
            return true;
        }
        let total = *self
            .total
            .get_or_init(|| running_text(self.dom.tree.root()));
        held * 2 > total && (element("h1") || held * 10 > total * 8)
    }
}

/// Returns the number of bytes of running text below `node`. Links and labels do not count.
fn running_text(node: NodeRef<'_, Node>) -> usize {
    let text = |node: NodeRef<'_, Node>| {
        let Node::Text(text) = node.value() else {
            return 0;
        };
        let length = text.trim().len();
        let apart = |e: &Element| {
            matches!(
                e.name(),
                "a" | "script" | "style" | "title" | "option" | "button"
            )
        };
        let parent = node.parent().and_then(|parent| parent.value().as_element());
        if length <= LABEL || parent.is_some_and(apart) {
            0
        } else {
            length
        }
    };
    node.descendants().map(text).sum()
}

/// Returns the region that an element begins by its tag, attributes or ARIA role.
fn region_by_element(element: &Element) -> Option<Region> {
    let name = element.name();
    match name {
        "nav" | "footer" | "button" | "select" | "dialog" | "menu" | "template" | "iframe"
        | "object" | "audio" | "video" | "canvas" | "map" => return Some(Region::Frame),
        "figcaption" => return Some(Region::Caption),
        "html" | "body" | "main" | "article" => return None,
        _ => {}
    }
    if element.attr("hidden").is_some() || element.attr("aria-hidden") == Some("true") {
        return Some(Region::Frame);
    }
    if let Some(style) = element.attr("style")
        && style.replace(' ', "").contains("display:none")
    {
        return Some(Region::Frame);
    }
    match element.attr("role") {
        Some(
            "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alertdialog" | "menu"
            | "toolbar",
        ) => {
            return Some(Region::Frame);
        }
        Some("complementary") => return Some(Region::Tail(TailKind::Related)),
        _ => {}
    }
    None
}

/// Returns the region that an element begins by its id or class names, or as a form or `aside`.
fn region_by_name(element: &Element) -> Option<Region> {
    let name = element.name();
    if matches!(name, "html" | "body" | "main" | "article") {
        return None;
    }
    if name == "form" {
        return Some(Region::Frame);
    }
    let named = element
        .id()
        .into_iter()
        .chain(element.classes())
        .find_map(by_name);
    if named.is_none() && name == "aside" && !element.classes().any(is_quotation) {
        return Some(Region::Tail(TailKind::Related));
    }
    named
}

fn is_quotation(class: &str) -> bool {
    tokens(class).any(|t| {
        t.starts_with("quote") || t.starts_with("citaat") || t.starts_with("pull") || t == "intro"
    })
}

/// Returns the region that a class name or id means, read as words: `field--name-contact`,
/// `shareButtons`, `block_related-items`.
fn by_name(name: &str) -> Option<Region> {
    tokens(name).find_map(|token| {
        Some(match &*token {
            "nav" | "navigation" | "navbar" | "menu" | "submenu" | "breadcrumb" | "breadcrumbs"
            | "kruimelpad" | "broodkruimel" | "cookie" | "cookies" | "cookiebar"
            | "cookiebanner" | "footer" | "skiplinks" | "skiplink" | "skip" | "pagination"
            | "pager" | "search" | "zoeken" | "zoekbalk" | "login" | "topbar" | "toolbar"
            | "hdr" | "masthead" | "logo" | "modal" | "popup" | "readspeaker" | "voorlezen"
            | "taalkeuze" => Region::Frame,
            "sidebar" | "related" | "gerelateerd" | "gerelateerde" | "verwant" | "aanbevolen"
            | "overig" | "recent" | "teaser" | "teasers" => Region::Tail(TailKind::Related),
            "share" | "sharing" | "sharedaddy" | "social" | "socials" | "delen" | "deel"
            | "sharebar" | "addtoany" => Region::Tail(TailKind::Share),
            "contact" | "perscontact" | "persinformatie" | "contactpersoon" | "woordvoerder" => {
                Region::Tail(TailKind::Contact)
            }
            "noot" | "redactienoot" | "editors" => Region::Tail(TailKind::EditorNote),
            "tags" | "taglist" | "trefwoorden" | "onderwerpen" | "taxonomy" => {
                Region::Tail(TailKind::Tags)
            }
            "downloads" | "bijlagen" | "attachments" => Region::Tail(TailKind::Downloads),
            "newsletter" | "nieuwsbrief" | "comments" | "reacties" | "respond" | "feedback"
            | "rating" => Region::Tail(TailKind::Other),
            "caption" | "bijschrift" | "onderschrift" | "fotocredit" | "credits" | "credit"
            | "copyright" => Region::Caption,
            _ => return None,
        })
    })
}

/// Splits a class name into lower-case words, at punctuation and inner capitals.
fn tokens(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric()).flat_map(|part| {
        let mut words = Vec::new();
        let mut word = String::new();
        let mut after_lower = false;
        for c in part.chars() {
            if c.is_uppercase() && after_lower {
                words.push(std::mem::take(&mut word));
            }
            after_lower = c.is_lowercase();
            word.extend(c.to_lowercase());
        }
        words.push(word);
        words
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_read_as_words() {
        assert_eq!(
            by_name("field--name-contact"),
            Some(Region::Tail(TailKind::Contact))
        );
        assert_eq!(by_name("shareButtons"), Some(Region::Tail(TailKind::Share)));
        assert_eq!(by_name("cookie-banner"), Some(Region::Frame));
        for content in [
            "entry-content",
            "contentBox",
            "node--type-news",
            "c-body",
            "iprox-rich-content",
            "navigatiewerk",
        ] {
            assert_eq!(by_name(content), None, "{content}");
        }
    }
}
