//! `Draft`: the blocks and claims of a page, read from HTML, plain text or a JSON record.
//!
//! Leaves out what they mean: a draft does not have a title or a date yet.

use jiff::civil::Date;

use crate::document::{self, BlockKind, DateSource, PublisherEvidence, ReleaseKind, TailKind};

/// Text and claims of one page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Draft {
    /// All text of the page in reading order, navigation included.
    pub(in crate::extract) blocks: Vec<RawBlock>,
    /// The range of blocks that holds the release's own text.
    pub(in crate::extract) body: std::ops::Range<usize>,
    /// Claims of the metadata.
    pub(in crate::extract) claims: Claims,
    /// How the body was found.
    pub(in crate::extract) origin: BodyOrigin,
}

impl Draft {
    /// Returns the texts of the content among the blocks of a range.
    pub(in crate::extract) fn texts(
        &self,
        blocks: std::ops::Range<usize>,
    ) -> impl Iterator<Item = &str> + Clone {
        let content = self.blocks[blocks].iter();
        let content = content.filter(|block| block.region == Region::Content);
        content.map(|block| block.text.as_str())
    }
}

#[cfg(test)]
impl Draft {
    /// A text of paragraphs, without metadata.
    pub(in crate::extract) fn of_paragraphs(texts: &[&str]) -> Self {
        let paragraph = |text: &&str| RawBlock::new(BlockKind::Paragraph, (*text).to_owned());
        Self {
            blocks: texts.iter().map(paragraph).collect(),
            body: 0..texts.len(),
            ..Self::default()
        }
    }
}

/// How the body of a page was found.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::extract) struct BodyOrigin {
    pub(in crate::extract) rule: BodyRule,
    /// The site or system whose layout or fields were used.
    pub(in crate::extract) site: Option<&'static str>,
}

/// The rule that found the body of a page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum BodyRule {
    /// The whole page: nothing marks the body.
    #[default]
    Whole,
    /// A known layout.
    Site,
    /// An element marked as the article.
    Claimed,
    /// The innermost element with nearly all of the running text.
    Densest,
    /// `articleBody` of the metadata.
    ArticleBody,
    /// A field of a record.
    Record,
}

/// Claims of the metadata about the page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Claims {
    pub(in crate::extract) source_id: Option<String>,
    /// Fields of a record that could not be read.
    pub(in crate::extract) bad_fields: Vec<String>,
    /// Titles, most trusted first.
    pub(in crate::extract) titles: Vec<String>,
    /// Names of the site.
    pub(in crate::extract) site_names: Vec<String>,
    /// Dates of publication, as written.
    pub(in crate::extract) published: Vec<(String, DateSource)>,
    /// Dates of changes, as written. The first that can be read counts.
    pub(in crate::extract) modified: Vec<(String, DateSource)>,
    pub(in crate::extract) publishers: Vec<(String, PublisherEvidence)>,
    pub(in crate::extract) kind: Option<ReleaseKind>,
    pub(in crate::extract) tags: Vec<String>,
    pub(in crate::extract) language: Option<String>,
    /// The article's text, if the metadata repeats it.
    pub(in crate::extract) article_body: Option<String>,
}

impl Claims {
    /// Adds a date of publication, unless it is blank.
    pub(in crate::extract) fn publish(&mut self, written: impl Into<String>, source: DateSource) {
        let written = written.into();
        if !written.trim().is_empty() {
            self.published.push((written, source));
        }
    }

    /// Adds what a list says about the page, after what the page says.
    pub(in crate::extract) fn add_those_of_a_list(&mut self, listed: &document::Claims) {
        self.titles.extend(listed.title.clone());
        if let Some(date) = &listed.date {
            self.publish(date.as_str(), DateSource::List);
        }
        self.tags.extend(listed.tags.iter().cloned());
    }
}

/// The text between two block breaks.
#[derive(Debug, Clone)]
pub(in crate::extract) struct RawBlock {
    pub(in crate::extract) kind: BlockKind,
    /// Heading level; 0 if it is not a heading element.
    pub(in crate::extract) level: u8,
    /// Normalized text on one line.
    pub(in crate::extract) text: String,
    /// Number of bytes of the text that are in links.
    pub(in crate::extract) linked: usize,
    pub(in crate::extract) region: Region,
    /// The number of the item's list on the page, and whether the list is numbered.
    pub(in crate::extract) list: Option<(u32, bool)>,
    /// Whether all of the text is bold.
    pub(in crate::extract) bold: bool,
    /// Whether a class name, the size of its letters or its label says that it is a title.
    pub(in crate::extract) titled: bool,
    /// Whether a class name says that it is the lead.
    pub(in crate::extract) lead: bool,
    /// Byte at which the bold text at the start ends; 0 if the start is not bold.
    pub(in crate::extract) bold_until: usize,
    /// Texts that the page's markup calls tags (`rel=tag`).
    pub(in crate::extract) tags: Vec<String>,
    /// Its links, in order: address as written, and the linked words.
    pub(in crate::extract) links: Vec<(String, String)>,
}

impl RawBlock {
    /// A plain block of `kind`.
    pub(in crate::extract) fn new(kind: BlockKind, text: String) -> Self {
        Self {
            kind,
            level: 0,
            text,
            linked: 0,
            region: Region::Content,
            list: None,
            bold: false,
            titled: false,
            lead: false,
            bold_until: 0,
            tags: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Returns the number of bytes of running text: text outside links. Short blocks and blocks
    /// outside the content count as 0.
    pub(in crate::extract) fn weight(&self) -> usize {
        let own = self.text.len().saturating_sub(self.linked);
        if self.region == Region::Content && (own >= 25 || self.level > 0) {
            own
        } else {
            0
        }
    }

    /// Returns the first cell of a row, and the others.
    pub(in crate::extract) fn first_cell(&self) -> Option<(&str, &str)> {
        // Most blocks have no bar at all, and a mark alone is found faster.
        let may_be_row = self.text.contains('|');
        may_be_row.then(|| self.text.split_once(" | ")).flatten()
    }

    /// Whether more than half of its text are links.
    pub(in crate::extract) fn is_mostly_link(&self) -> bool {
        self.linked * 2 > self.text.len()
    }

    /// Whether at least nine tenths of its text are links.
    pub(in crate::extract) fn is_link(&self) -> bool {
        self.linked * 10 >= self.text.len() * 9
    }
}

/// The part of the page that a block is in, according to its markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Region {
    /// It may be the text: no markup says otherwise.
    Content,
    /// Menus, breadcrumbs, cookie notices, page headers and footers.
    Frame,
    /// A caption or credit of a picture.
    Caption,
    /// A part that accompanies the text but does not belong to it.
    Tail(TailKind),
}

/// The day on which the page was captured. Completes dates without a year.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct CapturedOn(pub(in crate::extract) Date);
