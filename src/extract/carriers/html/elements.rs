//! What the names of elements say about layout: words in a line, rows of data, headings.
//!
//! Leaves out walking the tree (`flatten`).

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::dutch::calendar::{SHORT_WEEKDAYS, WEEKDAYS};
use crate::extract::carriers::plain::is_bullet;
use crate::extract::fields::dates;

/// Longest note in a link about where it leads, in bytes.
pub(super) const MAX_LINK_NOTE: usize = 60;

/// Returns the value of an attribute. `Element::attr` makes an atom of the name first, which costs
/// more than comparing it with the few attributes of an element.
pub(super) fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element
        .attrs()
        .find(|(own, _)| *own == name)
        .map(|(_, value)| value)
}

/// Returns the name of an element.
pub(super) fn name(node: NodeRef<'_, Node>) -> Option<&str> {
    node.value().as_element().map(Element::name)
}

/// Whether an element is part of a line of text.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "picture"
            | "nobr"
    )
}

/// Returns the text in an element, up to the length of a note.
pub(super) fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for part in node.descendants().filter_map(|n| n.value().as_text()) {
        text.push_str(part);
        if text.len() > MAX_LINK_NOTE {
            break;
        }
    }
    text
}

pub(super) fn holds_heading(node: NodeRef<'_, Node>) -> bool {
    node.descendants()
        .any(|d| d.value().as_element().is_some_and(|e| e.name() == "h1"))
}

/// Whether a table row holds data rather than page layout: it has several cells, little text, and
/// at most one block in each cell.
pub(super) fn is_data_row(row: NodeRef<'_, Node>) -> bool {
    let mut length = 0;
    let mut cells = 0;
    for cell in row.children().filter(|c| c.value().is_element()) {
        cells += 1;
        for node in only_block(cell).descendants().skip(1) {
            match node.value() {
                Node::Element(e)
                    if matches!(
                        e.name(),
                        "table" | "p" | "div" | "h1" | "h2" | "h3" | "ul" | "ol" | "br"
                    ) =>
                {
                    return false;
                }
                Node::Text(text) => length += text.trim().len(),
                _ => {}
            }
        }
    }
    cells > 1 && length < 400
}

/// Fewest lines of a page of lines at fixed positions.
const LINES: usize = 8;

/// Whether an element is a page of lines at fixed positions, and of nothing else but pictures.
pub(super) fn is_page_of_lines(page: NodeRef<'_, Node>) -> bool {
    // The text of most elements is never gathered.
    if page.children().filter(|part| has_position(*part)).count() < LINES {
        return false;
    }
    let is_blank = |node: &NodeRef<'_, Node>| text_of(*node).trim().is_empty();
    let parts: Vec<_> = page.children().filter(|part| !is_blank(part)).collect();
    parts.len() >= LINES && parts.into_iter().all(is_line)
}

fn has_position(node: NodeRef<'_, Node>) -> bool {
    let element = node.value().as_element();
    element.is_some_and(|element| position(element).is_some())
}

/// Whether a node is a line at a fixed position.
fn is_line(node: NodeRef<'_, Node>) -> bool {
    let mut inner = node.descendants().skip(1);
    has_position(node)
        && inner.all(|node| {
            let element = node.value().as_element();
            element.is_none_or(|element| is_inline(element.name()) || element.name() == "br")
        })
}

/// Returns the distance of an element from the top and from the left of its page.
pub(super) fn position(element: &Element) -> Option<(f32, f32)> {
    let style = attribute(element, "style").filter(|_| matches!(element.name(), "p" | "div"))?;
    let style = style.replace(' ', "");
    style.contains("position:absolute").then_some(())?;
    let pixels = |name: &str| -> Option<f32> {
        let value = style.split(';').find_map(|rule| rule.strip_prefix(name))?;
        // The converter of a search engine left the unit out.
        value.strip_suffix("px").unwrap_or(value).parse().ok()
    };
    Some((pixels("top:")?, pixels("left:")?))
}

/// Longest label and longest value, in bytes, of a list of facts.
const FACT_LABEL: usize = 30;
const FACT_VALUE: usize = 160;

/// Returns the labels and values of a `<dl>`, which may stand in groups: `<div><dt>Datum<dd>3 mei 2004</div>`.
pub(super) fn facts_of(list: NodeRef<'_, Node>) -> impl Iterator<Item = (&str, NodeRef<'_, Node>)> {
    let parts = list.children().flat_map(|part| {
        let is_group = name(part) == Some("div");
        let inner = is_group.then(|| part.children());
        let alone = (!is_group).then_some(part);
        inner.into_iter().flatten().chain(alone)
    });
    parts.filter_map(|part| name(part).map(|name| (name, part)))
}

/// Whether a `<dl>` holds short facts with labels, and no text: `<dt>Datum<dd>3 mei 2004`.
pub(super) fn is_list_of_facts(list: NodeRef<'_, Node>) -> bool {
    let parts = facts_of(list).map(|(name, part)| (name, text_of(part).trim().len()));
    let parts: Vec<(&str, usize)> = parts.collect();
    let is_fact = |pair: &[(&str, usize)]| {
        matches!(pair, [("dt", label), ("dd", value)]
            if (1..=FACT_LABEL).contains(label) && *value <= FACT_VALUE)
    };
    parts.len() > 2 && parts.chunks(2).all(is_fact)
}

/// Whether the text that stands for a picture is the mark of a list item: `<img src=bol.gif alt="*">`.
pub(super) fn stands_for_bullet(picture: &Element) -> bool {
    is_bullet(attribute(picture, "alt").unwrap_or_default().trim())
}

/// Whether the only picture of a cell is a bullet: `<img src="/img/bullet.gif">`.
pub(super) fn is_picture_of_bullet(cell: NodeRef<'_, Node>) -> bool {
    let mut pictures = cell
        .descendants()
        .filter_map(|node| node.value().as_element())
        .filter(|element| element.name() == "img");
    let (Some(only), None) = (pictures.next(), pictures.next()) else {
        return false;
    };
    let source = attribute(only, "src").unwrap_or_default().to_lowercase();
    let file = source.rsplit('/').next().unwrap_or_default();
    let is_named = [
        "bullet", "bul.", "bol", "punt", "pijl", "arrow", "dot.", "blok",
    ]
    .iter()
    .any(|name| file.contains(name));
    is_named || stands_for_bullet(only)
}

/// Returns the `<p>` or `<div>` that holds all of `cell`, or the cell itself. Many editors wrap the
/// text of each cell in one.
pub(super) fn only_block(cell: NodeRef<'_, Node>) -> NodeRef<'_, Node> {
    let blank = |node: &NodeRef<'_, Node>| {
        node.value()
            .as_text()
            .is_some_and(|text| text.trim().is_empty())
    };
    let mut children = cell.children().filter(|node| !blank(node));
    match (children.next(), children.next()) {
        (Some(only), None)
            if only
                .value()
                .as_element()
                .is_some_and(|e| matches!(e.name(), "p" | "div")) =>
        {
            only_block(only)
        }
        _ => cell,
    }
}

/// Returns what stands between the words of a line and an inline element, where only a style sheet parts them.
pub(super) fn separator(
    before: &str,
    node: NodeRef<'_, Node>,
    element: &Element,
    is_date_in_heading: bool,
) -> &'static str {
    // `<h1>Nieuwe brug <span class="datum">(3 mei 2023)</span></h1>`: a date beside the title
    let is_beside_title = is_date_in_heading && !before.trim().is_empty();
    // `<span class="badge">Wonen</span><span class="meta">Geplaatst op</span>`: parts of a row
    let is_part = || {
        element.name() == "span"
            && element.classes().next().is_some()
            && before.ends_with(char::is_lowercase)
            && opens_with_word(node)
            || before.ends_with(char::is_alphanumeric)
                && (element.name() == "time" || opens_with_weekday(node) || is_date(node))
    };
    if is_beside_title || is_part() {
        " | "
    } else if before.ends_with(|c: char| c.is_ascii_digit()) && opens_with_word(node) {
        // `<span>3 mei 2023</span><span>Leestijd 2 minuten</span>`
        " "
    } else {
        ""
    }
}

/// Whether the words of an element begin with a weekday and a number.
fn opens_with_weekday(node: NodeRef<'_, Node>) -> bool {
    let text = text_of(node);
    let mut words = text.split(' ');
    let is_weekday = |word: &str| WEEKDAYS.contains(word) || SHORT_WEEKDAYS.contains(word);
    words.next().is_some_and(is_weekday)
        && words
            .next()
            .is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the words of an element are a date that begins with a number.
fn is_date(node: NodeRef<'_, Node>) -> bool {
    let text = text_of(node);
    text.starts_with(|c: char| c.is_ascii_digit()) && dates::is_date_line(text.trim())
}

/// Whether the words of an element begin with a capitalized word.
fn opens_with_word(node: NodeRef<'_, Node>) -> bool {
    let text = text_of(node);
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}
