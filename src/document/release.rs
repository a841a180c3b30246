//! `Release`: a page once read. Its blocks own all text; everything else points into them.
//!
//! Leaves out how any of it is found, and how it is indexed or shown.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DateStamp, Official, Quote, ReleaseId, Span};

/// A press release or news item of a public body.
///
/// What the page does not say is `null`, with a warning; it is never guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Release {
    /// Stable name, made from the canonical URL.
    pub id: ReleaseId,
    /// Canonical URL.
    pub url: String,
    /// The id that the loaded record carried, where it had one.
    pub source_id: Option<String>,
    /// Title, site name and repeats stripped.
    pub title: Option<String>,
    /// The body that speaks, which need not be the site that shows it.
    pub publisher: Option<Publisher>,
    /// Bodies that published it together with the first.
    pub co_publishers: Vec<Publisher>,
    /// What sort of document it says it is.
    pub kind: ReleaseKind,
    /// When it was published.
    pub published: Option<DateStamp>,
    /// When the page says that it was last changed.
    pub modified: Option<DateStamp>,
    /// The opening paragraph.
    pub lead: Option<Span>,
    /// The text in reading order, title and tail left out.
    pub blocks: Vec<Block>,
    /// What people are reported to have said.
    pub quotes: Vec<Quote>,
    /// Titles, mottos and names in quotation marks, which nobody said.
    pub terms: Vec<Span>,
    /// Bulleted and numbered lists.
    pub lists: Vec<BulletList>,
    /// People named with an office.
    pub officials: Vec<Official>,
    /// Subjects that the page files it under.
    pub tags: Vec<Tag>,
    /// Where its text leads to, and the files that go with it.
    pub links: Vec<Link>,
    /// What follows the text on the page without being part of it.
    pub tail: Vec<TailSection>,
    /// ISO 639-1 code of the language of the text.
    pub language: Option<String>,
    /// What could not be read, and why.
    pub warnings: Vec<Warning>,
    /// The capture that this was read from.
    pub capture: CaptureRef,
}

impl Release {
    /// The words at `span`; empty where the span is not of this release.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.blocks
            .get(span.block as usize)
            .and_then(|block| block.text.get(span.range()))
            .unwrap_or_default()
    }
}

/// A stretch of text as laid out on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text: NFC, runs of white space made one space.
    pub text: String,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading above part of the text.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A paragraph set apart as a quotation.
    BlockQuote,
    /// A row of a table, cells joined by ` | `.
    TableRow,
}

/// A list and the words that introduce it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BulletList {
    /// `De belangrijkste resultaten zijn:`, or the heading right above.
    pub intro: Option<Span>,
    /// Whether the items are numbered.
    pub ordered: bool,
    /// The items in order.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListItem {
    /// `Samenwerking` in `Samenwerking: een vergaande …`.
    pub label: Option<Span>,
    /// The item's words, marker and label left out.
    #[serde(flatten)]
    pub span: Span,
}

/// A public body, as the one that speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Publisher {
    /// `provincie Drenthe`, `Ministerie van Financiën`.
    pub name: String,
    /// What sort of body it is.
    pub kind: PublisherKind,
    /// What says that it speaks.
    pub evidence: PublisherEvidence,
}

/// Sorts of public bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublisherKind {
    /// A ministry, or the government as a whole.
    Ministry,
    /// A province.
    Province,
    /// A municipality.
    Municipality,
    /// A water board.
    WaterBoard,
    /// Police or public prosecution.
    Police,
    /// Any other body.
    Other,
}

/// What says that a body speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublisherEvidence {
    /// A field of a JSONL record.
    Record,
    /// The page's metadata.
    Meta,
    /// The site is known to be that body's.
    Site,
    /// A line that names the source: `Bron: gemeente Zandwijk`.
    SourceLine,
    /// The text speaks for one body.
    Text,
    /// The page's title names the site.
    SiteName,
}

/// What sort of document a page says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseKind {
    /// A news item; also what says nothing.
    #[default]
    News,
    /// A press release.
    PressRelease,
    /// A speech.
    Speech,
    /// A letter to parliament.
    ParliamentaryPaper,
}

/// A subject that a page is filed under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tag {
    /// The subject's words.
    pub text: String,
}

/// A link of the text, or to a file that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Absolute address.
    pub url: String,
    /// The words that are linked.
    pub label: String,
    /// Where in the text they stand; `null` for files that are listed below it.
    pub place: Option<Span>,
    /// Whether it leads to a file (PDF, office documents, archives) rather than to a page.
    pub attachment: bool,
}

/// A part of the page that follows the text without being part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TailSection {
    /// What it is.
    pub kind: TailKind,
    /// Its words.
    pub text: String,
}

/// What a tail section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TailKind {
    /// Links to other items.
    Related,
    /// A note for editors, not for publication.
    EditorNote,
    /// Whom to call or write.
    Contact,
    /// Buttons to share.
    Share,
    /// Subjects.
    Tags,
    /// Files to download.
    Downloads,
    /// Where the text came from.
    Source,
    /// Who took the photograph.
    PhotoCredit,
    /// Expiry and modification lines.
    Expiry,
    /// Anything else: newsletter boxes, comment forms.
    Other,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// Which thing.
    pub code: WarningCode,
    /// What was met, in words.
    pub detail: String,
}

/// What could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// No title on the page.
    NoTitle,
    /// No publication date on the page.
    NoDate,
    /// A date that is no date: `31 februari`, a month `15`.
    BadDate,
    /// Nothing says which body speaks.
    NoPublisher,
    /// No running text.
    NoBody,
    /// A quotation mark without its pair.
    UnpairedMark,
    /// Bytes that are not of the page's declared encoding.
    BadEncoding,
}

/// The capture that a release was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaptureRef {
    /// When it was captured (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub time: Timestamp,
    /// `sha256:` and the digest of its payload.
    pub digest: String,
}
