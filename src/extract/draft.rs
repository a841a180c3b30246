//! `Draft`: what any carrier (HTML, plain text, a JSON record) yields before it is understood.
//!
//! Leaves out understanding: a draft has stretches of text and claims, not yet a title or a date.

use jiff::civil::Date;

use crate::document::{BlockKind, DateSource, PublisherEvidence, ReleaseKind, TailKind};

/// Text and claims of one page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Draft {
    /// All text of the page in reading order, navigation included.
    pub(in crate::extract) blocks: Vec<RawBlock>,
    /// The blocks among which the release's own text is.
    pub(in crate::extract) body: std::ops::Range<usize>,
    /// What metadata says.
    pub(in crate::extract) claims: Claims,
    /// How the body was told from the rest.
    pub(in crate::extract) origin: BodyOrigin,
}

/// How a body was told from the rest of its page.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::extract) struct BodyOrigin {
    pub(in crate::extract) rule: BodyRule,
    /// The site or system whose layout or fields it has.
    pub(in crate::extract) site: Option<&'static str>,
}

/// What told a body from the rest of its page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum BodyRule {
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
pub(in crate::extract) struct Claims {
    pub(in crate::extract) source_id: Option<String>,
    /// Titles, most trusted first.
    pub(in crate::extract) titles: Vec<String>,
    /// Names of the site.
    pub(in crate::extract) site_names: Vec<String>,
    /// Dates of publication, and of changes, as written; the first that can be read counts.
    pub(in crate::extract) published: Vec<(String, DateSource)>,
    pub(in crate::extract) modified: Vec<(String, DateSource)>,
    pub(in crate::extract) publishers: Vec<(String, PublisherEvidence)>,
    pub(in crate::extract) kind: Option<ReleaseKind>,
    pub(in crate::extract) tags: Vec<String>,
    pub(in crate::extract) language: Option<String>,
    /// Text of the article where metadata repeats it.
    pub(in crate::extract) article_body: Option<String>,
}

impl Claims {
    /// Notes a date of publication, if there is one.
    pub(in crate::extract) fn publish(&mut self, written: impl Into<String>, source: DateSource) {
        let written = written.into();
        if !written.trim().is_empty() {
            self.published.push((written, source));
        }
    }
}

/// A stretch of text between two layout breaks.
#[derive(Debug, Clone)]
pub(in crate::extract) struct RawBlock {
    pub(in crate::extract) kind: BlockKind,
    /// Heading level; 0 where it is no heading element.
    pub(in crate::extract) level: u8,
    /// Normalised text on one line.
    pub(in crate::extract) text: String,
    /// Bytes of the text that stand in links.
    pub(in crate::extract) linked: usize,
    pub(in crate::extract) region: Region,
    /// Which list the item is of, counted over the page, and whether it is numbered.
    pub(in crate::extract) list: Option<(u32, bool)>,
    /// Whether all of the text is bold.
    pub(in crate::extract) bold: bool,
    /// Whether a label of a list item is set in bold, and where it ends.
    pub(in crate::extract) bold_until: usize,
    /// The page's markup calls it a tag (`rel=tag`).
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
            bold_until: 0,
            tags: Vec::new(),
            links: Vec::new(),
        }
    }

    /// How much running text the block has: bytes out of links.
    pub(in crate::extract) fn weight(&self) -> usize {
        let own = self.text.len().saturating_sub(self.linked);
        if self.region == Region::Content && (own >= 25 || self.level > 0) {
            own
        } else {
            0
        }
    }
}

/// What part of the page a block stands in, as its markup has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Region {
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
pub(in crate::extract) struct CapturedOn(pub(in crate::extract) Date);
