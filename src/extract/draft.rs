//! `Draft`: what any carrier (HTML, plain text, a JSON record) yields before it is understood.
//!
//! Leaves out understanding: a draft has stretches of text and claims, not yet a title or a date.

use jiff::civil::Date;

use crate::document::{BlockKind, DateSource, DateStamp, PublisherEvidence, ReleaseKind, TailKind};

/// Text and claims of one page.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// All text of the page in reading order, navigation included.
    pub(super) blocks: Vec<RawBlock>,
    /// The blocks among which the release's own text is.
    pub(super) body: std::ops::Range<usize>,
    /// What metadata says.
    pub(super) claims: Claims,
    /// How the body was told from the rest.
    pub(super) found: Found,
}

/// How a body was told from the rest of its page.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Found {
    pub(super) rule: BodyRule,
    /// The site or system whose layout or fields it has.
    pub(super) site: Option<&'static str>,
}

/// What told a body from the rest of its page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyRule {
    /// There is nothing else.
    #[default]
    Whole,
    /// A known layout.
    Site,
    /// An element that calls itself the article.
    Claimed,
    /// The innermost element with nearly all of the running text.
    Densest,
    /// `articleBody` of the metadata.
    ArticleBody,
    /// A field of a record.
    Record,
}

/// What metadata says about the page.
#[derive(Debug, Default)]
pub(super) struct Claims {
    pub(super) source_id: Option<String>,
    /// Titles, most trusted first.
    pub(super) titles: Vec<String>,
    /// Names of the site.
    pub(super) site_names: Vec<String>,
    pub(super) published: Vec<DateStamp>,
    pub(super) modified: Option<DateStamp>,
    pub(super) publishers: Vec<(String, PublisherEvidence)>,
    pub(super) kind: Option<ReleaseKind>,
    pub(super) tags: Vec<String>,
    pub(super) language: Option<String>,
    /// Text of the article where metadata repeats it.
    pub(super) article_body: Option<String>,
    /// Dates that could not be read, as written.
    pub(super) bad_dates: Vec<String>,
}

impl Claims {
    /// Notes a publication date in one of the machine-readable forms.
    pub(super) fn publish(&mut self, text: &str, source: DateSource) {
        match super::dates::machine_date(text, source) {
            Some(stamp) => self.published.push(stamp),
            None if text.trim().is_empty() => {}
            None => self.bad_dates.push(text.trim().to_owned()),
        }
    }
}

/// A stretch of text between two layout breaks.
#[derive(Debug, Clone)]
pub(super) struct RawBlock {
    pub(super) kind: BlockKind,
    /// Heading level; 0 where it is no heading element.
    pub(super) level: u8,
    /// Normalised text on one line.
    pub(super) text: String,
    /// Bytes of the text that stand in links.
    pub(super) linked: usize,
    pub(super) region: Region,
    /// Which list the item is of, counted over the page, and whether it is numbered.
    pub(super) list: Option<(u32, bool)>,
    /// Whether all of the text is bold.
    pub(super) bold: bool,
    /// Whether a label of a list item is set in bold, and where it ends.
    pub(super) bold_until: usize,
    /// The page's markup calls it a tag (`rel=tag`).
    pub(super) tags: Vec<String>,
    /// Its links, in order: address as written, and the linked words.
    pub(super) links: Vec<(String, String)>,
}

impl RawBlock {
    /// A plain block of `kind`.
    pub(super) fn new(kind: BlockKind, text: String) -> Self {
        Self {
            kind,
            level: 0,
            text,
            linked: 0,
            region: Region::Content,
            list: None,
            bold: false,
            bold_until: 0,
            tags: Vec::new(),
            links: Vec::new(),
        }
    }

    /// How much running text the block has: bytes out of links.
    pub(super) fn weight(&self) -> usize {
        let own = self.text.len().saturating_sub(self.linked);
        if self.region == Region::Content && (own >= 25 || self.level > 0) { own } else { 0 }
    }
}

/// What part of the page a block stands in, as its markup has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    /// Nothing says that it is not the text.
    Content,
    /// Menus, breadcrumbs, cookie notices, page headers and footers.
    Frame,
    /// A caption or credit of a picture.
    Caption,
    /// A part that goes with the text without being of it.
    Tail(TailKind),
}

/// When the page was captured, for dates without a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct CapturedOn(pub(super) Date);
