//! Reads pages of lines at fixed positions, as `pdftohtml -c` makes them of a PDF: `<p style="position:absolute;top:
//! 300px;left:106px" class="ft11">`.
//!
//! Leaves out pages whose classes hold the positions.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use ego_tree::NodeRef;
use regex::Regex;
use scraper::Node;

use super::elements::{attribute, position, text_of};
use super::flatten::{Context, Walk};
use crate::document::BlockKind;
use crate::dutch::pattern::pattern;
use crate::extract::carriers::plain;
use crate::extract::draft::{RawBlock, Region};
use crate::extract::normalize::normalize;
use crate::extract::prints;

/// Size of letters, in pixels, where no style says it.
const USUAL_SIZE: f32 = 16.0;

/// Greatest distance of the lines of a paragraph, in sizes of its letters.
const LEADING: f32 = 1.7;

/// Greatest distance of the lines of a footer or header, in sizes of its letters.
const EDGE_LEADING: f32 = 2.5;

/// Most lines of a footer or header, without the line of the number.
const EDGE_LINES: usize = 3;

/// Least size of the letters of a title, in sizes of the letters of the text.
const TITLE: f32 = 1.25;

/// Longest label of a value in its row, in bytes, and how far the value may stand from it, in pixels. Columns stand
/// farther apart.
const LABEL: usize = 24;
const ROW: f32 = 200.0;

/// How far lines of the text may be indented, in pixels.
const INDENT: f32 = 80.0;

/// A line of a page.
struct Line {
    top: f32,
    left: f32,
    size: f32,
    bold: bool,
    text: String,
    /// Address and words of each link.
    links: Vec<(String, String)>,
}

/// Returns the sizes of letters that the styles of a page with fixed positions give to its classes, in pixels.
pub(super) fn sizes(html: &str) -> HashMap<String, f32> {
    static RULE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\.([\w-]+)\s*\{[^}]{0,80}?font-size:\s*([\d.]+)px"));
    let is_positioned = html.contains("position:absolute") || html.contains("position: absolute");
    let rules = is_positioned.then(|| RULE.captures_iter(html));
    let sizes = rules.into_iter().flatten().filter_map(|rule| {
        let size = rule[2].parse().ok()?;
        Some((rule[1].to_owned(), size))
    });
    sizes.collect()
}

impl Walk<'_> {
    /// Reads a page of lines: first the columns beside the text, as facts with labels, then the text in paragraphs.
    pub(super) fn positioned(&mut self, page: NodeRef<'_, Node>, context: Context) {
        let mut lines: Vec<Line> = page
            .children()
            .flat_map(|child| self.lines_of(child))
            .collect();
        lines.sort_by(|one, other| {
            (one.top, one.left)
                .partial_cmp(&(other.top, other.left))
                .unwrap_or(Ordering::Equal)
        });
        let lines = in_rows(without_edge(lines));
        let left = usual(&lines, |line| line.left);
        let size = usual(&lines, |line| line.size);
        let is_text = |line: &Line| (left - 1.0..left + INDENT).contains(&line.left);
        let (text, beside): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(is_text);
        for fact in facts(&beside) {
            self.page.blocks.push(RawBlock {
                region: Region::Frame,
                ..RawBlock::new(BlockKind::TableRow, fact)
            });
        }
        for paragraph in text.chunk_by(goes_on) {
            let joined: Vec<&str> = paragraph.iter().map(|line| line.text.as_str()).collect();
            let addresses = paragraph.iter().flat_map(|line| line.links.iter().cloned());
            let first = &paragraph[0];
            let is_title = first.size >= size * TITLE;
            self.page.blocks.push(RawBlock {
                region: context.region,
                bold: is_title || paragraph.iter().all(|line| line.bold),
                titled: is_title,
                links: addresses.collect(),
                ..RawBlock::new(BlockKind::Paragraph, joined.join(" "))
            });
        }
    }

    fn lines_of(&self, node: NodeRef<'_, Node>) -> Vec<Line> {
        let element = node.value().as_element();
        let Some((top, left)) = element.and_then(position) else {
            return Vec::new();
        };
        let elements = node
            .descendants()
            .filter_map(|part| part.value().as_element());
        let mut classes = elements.flat_map(scraper::node::Element::classes);
        let size = classes.find_map(|class| self.sizes.get(class));
        let is_plain = |part: NodeRef<'_, Node>| {
            let has_text = part
                .value()
                .as_text()
                .is_some_and(|text| !text.trim().is_empty());
            let is_bold = |around: NodeRef<'_, Node>| {
                let element = around.value().as_element();
                element.is_some_and(|element| matches!(element.name(), "b" | "strong"))
            };
            has_text && !part.ancestors().take(3).any(is_bold)
        };
        let size = size.copied().unwrap_or(USUAL_SIZE);
        let bold = !node.descendants().any(is_plain);
        let link = |part: NodeRef<'_, Node>| {
            let link = part
                .value()
                .as_element()
                .filter(|link| link.name() == "a")?;
            Some((
                attribute(link, "href")?.to_owned(),
                normalize(&text_of(part)),
            ))
        };
        let mut addresses: Vec<_> = node.descendants().filter_map(link).collect();
        // A paragraph may be one element, with its lines in it. A line end in the source is white space.
        let words = node.descendants().map(|part| match part.value() {
            Node::Text(text) => text.replace(['\n', '\r'], " "),
            Node::Element(element) if element.name() == "br" => "\n".to_owned(),
            _ => String::new(),
        });
        let words: String = words.collect();
        let lines = words
            .split('\n')
            .map(normalize)
            .filter(|text| !text.is_empty());
        let lines = lines.enumerate().map(|(at, text)| Line {
            top: top + at as f32 * size,
            left,
            size,
            bold,
            text,
            links: std::mem::take(&mut addresses),
        });
        lines.collect()
    }
}

/// Returns the lines of a page without its number, and without the few lines around the number that stand apart from the
/// text: the footer or the header.
fn without_edge(mut lines: Vec<Line>) -> Vec<Line> {
    let Some(number) = lines.iter().position(|line| prints::names_page(&line.text)) else {
        return lines;
    };
    let is_near = |pair: &[Line]| pair[1].top - pair[0].top <= pair[1].size * EDGE_LEADING;
    let above = lines[..=number]
        .windows(2)
        .rev()
        .take_while(|pair| is_near(pair));
    let below = lines[number..].windows(2).take_while(|pair| is_near(pair));
    let (above, below) = (above.count(), below.count());
    if above + below <= EDGE_LINES {
        lines.drain(number - above..=number + below);
    } else {
        lines.remove(number);
    }
    lines
}

/// Joins what stands in one row: a label and its value, the mark of an item and its words.
fn in_rows(lines: Vec<Line>) -> Vec<Line> {
    let mut rows: Vec<Line> = Vec::new();
    let is_beside = |row: &Line, line: &Line| {
        let is_next = (0.0..ROW).contains(&(line.left - row.left)) && line.left > row.left;
        (row.top - line.top).abs() < 2.0 && is_next && row.text.len() <= LABEL
    };
    for line in lines {
        match rows.last_mut() {
            Some(row) if is_beside(row, &line) => {
                let is_item = plain::is_bullet(&row.text);
                row.text.push_str(if is_item { " " } else { " | " });
                row.text.push_str(&line.text);
                row.links.extend(line.links);
            }
            _ => rows.push(line),
        }
    }
    rows
}

/// Returns the value that the lines with most letters have.
fn usual(lines: &[Line], value: impl Fn(&Line) -> f32) -> f32 {
    let mut letters: HashMap<u32, usize> = HashMap::new();
    for line in lines {
        *letters.entry(value(line).to_bits()).or_default() += line.text.len();
    }
    let most = letters
        .into_iter()
        .max_by_key(|(bits, letters)| (*letters, *bits));
    most.map_or(0.0, |(bits, _)| f32::from_bits(bits))
}

/// Whether a line goes on with the paragraph of the line before. The mark of an item may be a line of its own.
fn goes_on(line: &Line, next: &Line) -> bool {
    let is_near = next.top - line.top <= next.size * LEADING;
    let is_alike = (line.size - next.size).abs() < 1.0 && line.bold == next.bold;
    let begins_item = plain::is_bullet(&next.text) || plain::bullet(&next.text).is_some();
    let is_row = |line: &Line| line.text.contains(" | ");
    is_near
        && !begins_item
        && !is_row(line)
        && !is_row(next)
        && (is_alike || plain::is_bullet(&line.text))
}

/// Returns the facts of the columns beside the text: a label in bold, and the lines below it.
fn facts(lines: &[Line]) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        let last = facts.last_mut().filter(|_| open && !line.bold);
        match last {
            Some(fact) if fact.contains(" | ") => {
                fact.push(' ');
                fact.push_str(&line.text);
            }
            Some(fact) => {
                fact.push_str(" | ");
                fact.push_str(&line.text);
            }
            None => facts.push(line.text.clone()),
        }
        open |= line.bold;
    }
    facts
}
