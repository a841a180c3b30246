//! Finds the captions of pictures that no element or name shows to be captions.
//!
//! Leaves out `<figcaption>` (`regions`), and lines of words that name who took a picture (`fields::aside`).

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::elements::{attribute, name};
use super::names::{self, is_heading};
use crate::extract::draft::RawBlock;

/// Longest caption, in bytes.
const CAPTION: usize = 200;

/// Least width and height of a picture, in pixels. Smaller images are icons and bars.
const PICTURE: u32 = 60;

/// Whether an element holds only a picture and a short line that is no sentence, heading or link.
pub(super) fn is_captioned_picture(node: NodeRef<'_, Node>, element: &Element) -> bool {
    if !matches!(element.name(), "div" | "table" | "dl" | "span" | "p") {
        return false;
    }
    let (mut pictured, mut has_image) = (false, false);
    let mut caption = String::new();
    let mut is_small = true;
    for inner in node.descendants() {
        match inner.value() {
            Node::Text(text) => {
                is_small = is_small && (text.trim().is_empty() || is_in_small_print(inner, node));
                caption.push_str(text);
            }
            Node::Element(inner) => match inner.name() {
                "img" => {
                    has_image = true;
                    pictured |= is_picture(inner) || element.classes().any(names::of_pictures);
                }
                "b" | "strong" | "ul" | "form" => return false,
                name if is_heading(name) => return false,
                _ => {}
            },
            _ => {}
        }
        if caption.trim().len() > CAPTION {
            return false;
        }
    }
    let caption = caption.trim();
    let linked = || {
        let in_link = |n: NodeRef<'_, Node>| {
            let holds = |around: NodeRef<'_, Node>| name(around) == Some("a");
            n.value()
                .as_text()
                .is_some_and(|text| !text.trim().is_empty())
                && n.ancestors().any(holds)
        };
        node.descendants().any(in_link)
    };
    // Small print beside a picture may be a sentence.
    let is_line = pictured && !caption.ends_with(['.', '!', '?', ':']) || has_image && is_small;
    is_line && !caption.is_empty() && !linked()
}

/// Whether a text within `picture` stands in small print or italics.
fn is_in_small_print(text: NodeRef<'_, Node>, picture: NodeRef<'_, Node>) -> bool {
    let mut around = text
        .ancestors()
        .take_while(|node| node.id() != picture.id());
    // `<font size="1">`, before HTML 5
    let is_small_font = |element: &Element| {
        matches!(attribute(element, "size"), Some("1" | "-1" | "-2")) && element.name() == "font"
    };
    around.any(|node| {
        matches!(name(node), Some("small" | "i" | "em"))
            || node.value().as_element().is_some_and(is_small_font)
    })
}

/// Whether an image is larger than an icon, by its attributes.
fn is_picture(image: &Element) -> bool {
    let size =
        |name| attribute(image, name).and_then(|size| size.trim_end_matches("px").parse().ok());
    let (width, height): (Option<u32>, Option<u32>) = (size("width"), size("height"));
    width.is_some_and(|width| width >= PICTURE) && height.is_none_or(|height| height >= PICTURE)
}

/// Whether an element with one line stands right behind a picture.
pub(super) fn is_below_picture(node: NodeRef<'_, Node>, line: &RawBlock) -> bool {
    let Some(picture) = node.prev_siblings().find(|other| !is_blank(*other)) else {
        return false;
    };
    let is_picture =
        |inner: NodeRef<'_, Node>| matches!(name(inner), Some("img" | "picture" | "svg"));
    line.text.len() <= CAPTION
        && line.level == 0
        && line.linked == 0
        && picture
            .descendants()
            .all(|inner| !inner.value().is_text() || is_blank(inner))
        && picture.descendants().any(is_picture)
}

/// Whether a node is white space or a comment.
fn is_blank(node: NodeRef<'_, Node>) -> bool {
    match node.value() {
        Node::Text(text) => text.trim().is_empty(),
        Node::Comment(_) => true,
        _ => false,
    }
}
