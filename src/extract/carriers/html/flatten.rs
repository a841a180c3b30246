//! Flattens the DOM into a list of blocks, with the containers that hold them.
//!
//! Leaves out choosing the container that is the text (`body`) and finding the parts that are not
//! text (`regions`).

use std::collections::HashMap;
use std::ops::Range;

use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};

use super::elements::{
    attribute, holds_heading, is_data_row, is_inline, is_list_of_facts, is_page_of_lines,
    separator, stands_for_bullet, text_of,
};
use super::layout::LayoutMatch;
use super::names;
use super::regions::Regions;
use crate::document::{BlockKind, TailKind};
use crate::extract::carriers::plain;
use crate::extract::draft::{RawBlock, Region};
use crate::extract::normalize::normalize;

/// A page's blocks, and its elements as ranges over them.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) blocks: Vec<RawBlock>,
    /// Elements that hold blocks, outer before inner.
    pub(super) containers: Vec<Container>,
    /// The blocks from the first to the last text element of a known layout, if one fits.
    pub(super) text_range: Option<Range<usize>>,
}

/// An element that holds blocks.
#[derive(Debug)]
pub(super) struct Container {
    pub(super) node: NodeId,
    /// The region that it begins, if it begins one.
    pub(super) begun: Option<Region>,
    pub(super) role: ContainerRole,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What an element is marked as, the most specific mark first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ContainerRole {
    /// `itemprop=articleBody`.
    ArticleBody,
    /// `<article>`.
    Article,
    /// `<main>`, `role=main`.
    Main,
    /// Anything else.
    Plain,
}

/// Returns all text of `dom` in reading order. `layout` names the elements that hold the text, if a
/// known layout fits. `sizes` are those of letters by class, in pixels.
pub(super) fn flatten(
    dom: &Html,
    regions: &Regions<'_>,
    layout: Option<&LayoutMatch>,
    sizes: &HashMap<String, f32>,
) -> Page {
    let mut walk = Walk {
        page: Page::default(),
        pending: Pending::default(),
        breaks: 0,
        lists: 0,
        regions,
        layout,
        text_ranges: Vec::new(),
        sizes,
    };
    walk.children(dom.tree.root(), Context::default());
    walk.close(Context::default());
    walk.frame_gaps();
    walk.page
}

#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Context {
    pub(super) region: Region,
    kind: BlockKind,
    level: u8,
    list: Option<(u32, bool)>,
    in_link: bool,
    bold: bool,
    titled: bool,
    preformatted: bool,
    lead: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            region: Region::Content,
            kind: BlockKind::Paragraph,
            level: 0,
            list: None,
            in_link: false,
            bold: false,
            titled: false,
            preformatted: false,
            lead: false,
        }
    }
}

/// Text gathered since the last block break.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) text: String,
    pub(super) linked: usize,
    plain: bool,
    bold_until: usize,
    pub(super) tags: Vec<String>,
    pub(super) links: Vec<(String, String)>,
}

pub(super) struct Walk<'a> {
    pub(super) page: Page,
    pending: Pending,
    /// Number of block breaks so far.
    breaks: usize,
    pub(super) lists: u32,
    regions: &'a Regions<'a>,
    layout: Option<&'a LayoutMatch>,
    /// The sizes of letters by class, in pixels.
    pub(super) sizes: &'a HashMap<String, f32>,
    /// The blocks that each text element of the layout holds.
    text_ranges: Vec<Range<usize>>,
}

impl Walk<'_> {
    /// Marks the blocks between the layout's text elements as not text, and records the text range.
    fn frame_gaps(&mut self) {
        let start = self.text_ranges.iter().map(|range| range.start).min();
        let (Some(start), Some(end)) =
            (start, self.text_ranges.iter().map(|range| range.end).max())
        else {
            return;
        };
        let all = start..end;
        // Sites of one system add parts of their own, which `apart` judges.
        let is_own = self.layout.is_some_and(|layout| layout.is_own);
        for at in all.clone().filter(|_| is_own) {
            if !self.text_ranges.iter().any(|range| range.contains(&at))
                && self.page.blocks[at].region == Region::Content
            {
                self.page.blocks[at].region = Region::Frame;
            }
        }
        self.page.text_range = Some(all);
    }

    fn children(&mut self, parent: NodeRef<'_, Node>, context: Context) {
        for child in parent.children() {
            match child.value() {
                Node::Text(text) => self.text(text, context),
                Node::Element(element) => self.element(child, element, context),
                // The content of a template. `regions` leaves out templates that are not shown.
                Node::Fragment => self.children(child, context),
                _ => {}
            }
        }
    }

    /// Returns the words within a cell, which are no block of their own.
    pub(super) fn gathered(&mut self, cell: NodeRef<'_, Node>, context: Context) -> Pending {
        self.children(cell, context);
        std::mem::take(&mut self.pending)
    }

    fn text(&mut self, text: &str, context: Context) {
        let visible = text.trim().len();
        if context.in_link {
            self.pending.linked += visible;
        }
        if visible > 0 {
            if context.bold && !self.pending.plain {
                self.pending.bold_until = self.pending.text.len() + text.trim_end().len();
            } else {
                self.pending.plain = true;
            }
        }
        // A line end in the source is white space, except within `<pre>`. `<br>` is handled
        // elsewhere.
        for (n, line) in text.split(['\n', '\r']).enumerate() {
            if n > 0 {
                self.pending
                    .text
                    .push(if context.preformatted { '\n' } else { ' ' });
            }
            self.pending.text.push_str(line);
        }
    }

    fn element(
        &mut self,
        node: NodeRef<'_, Node>,
        element: &scraper::node::Element,
        mut context: Context,
    ) {
        let name = element.name();
        match name {
            "br" => return self.pending.text.push('\n'),
            "img" if stands_for_bullet(element) => {
                return self.pending.text.push_str("\n• ");
            }
            "script" | "style" | "noscript" | "head" | "img" | "input" | "textarea" | "svg" => {
                return;
            }
            "template" => {
                if let Some(part) = self.regions.shown_in_place(element) {
                    return self.children(part, context);
                }
            }
            _ => {}
        }
        if self.is_not_shown(node, element, context) {
            return;
        }
        let outer = context;
        context.lead |= self.regions.names.is_lead(element);
        let mut region = self.regions.at(node, element);
        if name == "header" && region.is_none() && !holds_heading(node) {
            region = Some(Region::Frame);
        }
        let is_text = self
            .layout
            .is_some_and(|layout| layout.text.contains(&node.id()));
        if self
            .layout
            .is_some_and(|layout| layout.left_out.contains(&node.id()))
        {
            region = Some(Region::Tail(TailKind::Other));
        }
        if is_text {
            context.region = Region::Content;
        } else if let Some(region) = region
            && context.region == Region::Content
        {
            context.region = region;
        }
        if is_inline(name) || name == "button" && context.kind == BlockKind::Heading {
            return self.inline(node, element, context, outer);
        }
        self.close(outer);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                context.kind = BlockKind::Heading;
                context.level = name.as_bytes()[1] - b'0';
                context.titled |= self.regions.names.is_title(element);
            }
            "ul" | "ol" | "dir" | "menu" => {
                self.lists += 1;
                context.list = Some((self.lists, name == "ol"));
            }
            "li" => context.kind = BlockKind::ListItem,
            "div" | "p" | "section" | "td" => self.by_aria(node, element, &mut context),
            "blockquote" => context.kind = BlockKind::BlockQuote,
            "pre" => context.preformatted = true,
            "tr" if is_data_row(node) => return self.row(node, context),
            "dl" if is_list_of_facts(node) => return self.facts(node, context),
            _ => {}
        }
        let is_page = name == "div" && is_page_of_lines(node);
        let start = self.page.blocks.len();
        let slot = self.page.containers.len();
        self.page.containers.push(Container {
            node: node.id(),
            begun: region
                .filter(|region| outer.region == Region::Content && context.region == *region),
            role: role_of(name, element),
            start,
            end: start,
        });
        if is_page {
            self.positioned(node, context);
        } else {
            self.children(node, context);
        }
        self.close(context);
        let end = self.page.blocks.len();
        if is_text && end > start {
            self.text_ranges.push(start..end);
        }
        if end > start {
            self.page.containers[slot].end = end;
        } else {
            self.page.containers.truncate(slot);
        }
    }

    /// Reads an element within a line. `outer` is the context around it.
    fn inline(
        &mut self,
        node: NodeRef<'_, Node>,
        element: &scraper::node::Element,
        mut context: Context,
        outer: Context,
    ) {
        let name = element.name();
        context.in_link |= name == "a";
        let is_title = self.regions.names.is_title(element) || is_large(node, element);
        context.bold |= matches!(name, "b" | "strong") || is_title;
        context.titled |= is_title;
        let is_date = context.kind == BlockKind::Heading && names::is_date(element);
        let separator = separator(&self.pending.text, node, element, is_date);
        self.pending.text.push_str(separator);
        let (before, breaks) = (self.pending.text.len(), self.breaks);
        // A title has a line of its own: `<span class="kop">…</span><br>3 mei 2003`.
        let so_far = self.pending.text.trim_end_matches([' ', '\t']);
        let is_line = is_title && (so_far.trim().is_empty() || so_far.ends_with('\n'));
        let apart = context.region != outer.region || is_line;
        if apart {
            self.close(outer);
        }
        self.children(node, context);
        if apart {
            self.close(context);
        } else if name == "a" && context.region != Region::Frame {
            self.link(element, before, breaks);
        }
    }

    /// Reads what an element without a meaning of its own says to be: `role="heading" aria-level="1"`.
    fn by_aria(
        &mut self,
        node: NodeRef<'_, Node>,
        element: &scraper::node::Element,
        context: &mut Context,
    ) {
        match attribute(element, "role") {
            Some("heading") => {
                let level = attribute(element, "aria-level").and_then(|level| level.parse().ok());
                context.kind = BlockKind::Heading;
                context.level = level.filter(|level| (1..=6).contains(level)).unwrap_or(2);
            }
            Some("list") => {
                self.lists += 1;
                context.list = Some((self.lists, false));
            }
            Some("listitem") => context.kind = BlockKind::ListItem,
            _ if self.regions.names.is_title(element) || is_large(node, element) => {
                context.bold = true;
                context.titled = true;
            }
            _ => {}
        }
    }

    /// Whether the words of an element are not shown here: words for screen readers, words that are
    /// struck out, parts that a script moves. A title that only screen readers hear is still the
    /// title.
    fn is_not_shown(
        &self,
        node: NodeRef<'_, Node>,
        element: &scraper::node::Element,
        context: Context,
    ) -> bool {
        let is_title = element.name() == "h1" || context.level == 1;
        if context.in_link && names::is_link_note(&text_of(node)) {
            return true;
        }
        names::is_struck_out(element)
            || self.regions.names.is_for_screen_readers(element) && !is_title
            || self.regions.is_shown_elsewhere(element)
    }

    /// Records the link whose words were gathered from byte `from` on. Ignores a link around whole
    /// blocks.
    fn link(&mut self, element: &scraper::node::Element, from: usize, breaks: usize) {
        let words = self
            .pending
            .text
            .get(from..)
            .filter(|_| breaks == self.breaks)
            .map(normalize)
            .unwrap_or_default();
        if words.is_empty() {
            return;
        }
        if attribute(element, "rel").is_some_and(|rel| rel.split_whitespace().any(|r| r == "tag")) {
            self.pending.tags.push(words);
        } else if let Some(address) = attribute(element, "href") {
            self.pending.links.push((address.to_owned(), words));
        }
    }

    /// Ends the block that is being gathered, and adds it to the page.
    fn close(&mut self, context: Context) {
        self.breaks += 1;
        let pending = std::mem::take(&mut self.pending);
        // A picture of a bullet begins a line.
        if !pending.text.trim_matches('\n').contains('\n') {
            return self.push(pending.text.trim_matches('\n'), &pending, context);
        }
        let mut lines = plain::blocks(&pending.text);
        if context.kind != BlockKind::Paragraph || context.list.is_some() {
            let joined = pending.text.replace('\n', " ");
            return self.push(&joined, &pending, context);
        }
        let total: usize = lines.iter().map(|b| b.text.len()).sum();
        let list_base = self.lists;
        for block in &mut lines {
            block.region = context.region;
            if let Some((number, ordered)) = block.list {
                self.lists = list_base + number;
                block.list = Some((list_base + number, ordered));
            }
        }
        if let Some(first) = lines.first_mut() {
            first.tags = pending.tags;
        }
        // Each link goes to the line that holds its words.
        let mut to_place = pending.links.into_iter().peekable();
        for block in &mut lines {
            while let Some(link) =
                to_place.next_if(|(_, words)| block.text.contains(words.as_str()))
            {
                block.linked += link.1.len();
                block.links.push(link);
            }
        }
        // Of links without an address it is not known where they stand.
        let placed: usize = lines.iter().map(|block| block.linked).sum();
        let rest = pending.linked.saturating_sub(placed);
        for block in &mut lines {
            block.linked += rest * block.text.len() / total.max(1);
        }
        self.page.blocks.append(&mut lines);
    }

    fn push(&mut self, text: &str, pending: &Pending, context: Context) {
        let text = normalize(text);
        // `·`, `***`: what stands between parts
        let is_rule = text.len() <= RULE && text.chars().all(|c| "·*-|_=–— ".contains(c));
        if is_rule {
            return;
        }
        let bold_until =
            normalize(&pending.text[..pending.bold_until.min(pending.text.len())]).len();
        self.page.blocks.push(RawBlock {
            level: context.level,
            linked: pending.linked,
            region: context.region,
            list: context.list.filter(|_| context.kind == BlockKind::ListItem),
            bold: !pending.plain,
            titled: context.titled,
            lead: context.lead,
            bold_until,
            tags: pending.tags.clone(),
            links: pending.links.clone(),
            ..RawBlock::new(context.kind, text)
        });
    }
}

/// Whether an element has the size of a title: `<font size="4">`.
fn is_large(node: NodeRef<'_, Node>, element: &scraper::node::Element) -> bool {
    let size = attribute(element, "size").filter(|_| element.name() == "font");
    let is_set = |style: &str| {
        let size = style
            .split_once("font-size:")
            .map(|(_, size)| size.trim_start());
        let number = |unit: &str| size?.split_once(unit)?.0.parse::<f32>().ok();
        number("px").is_some_and(|size| size >= LARGE_PX)
            || number("pt").is_some_and(|size| size >= LARGE_PT)
    };
    size.is_some_and(|size| matches!(size, "4" | "5" | "6" | "7" | "+1" | "+2" | "+3"))
        || attribute(element, "style").is_some_and(is_set) && text_of(node).len() <= LARGE_TEXT
}

/// Longest row of signs between parts of a page, in bytes.
const RULE: usize = 80;

/// Sizes of letters from which on they are those of a title, in pixels and points.
const LARGE_PX: f32 = 20.0;
const LARGE_PT: f32 = 15.0;

/// Longest text in such letters that is a title, in bytes. A whole text may have them too.
const LARGE_TEXT: usize = 240;

fn role_of(name: &str, element: &scraper::node::Element) -> ContainerRole {
    if attribute(element, "itemprop") == Some("articleBody") {
        ContainerRole::ArticleBody
    } else if name == "article" {
        ContainerRole::Article
    } else if name == "main" || attribute(element, "role") == Some("main") {
        ContainerRole::Main
    } else {
        ContainerRole::Plain
    }
}
