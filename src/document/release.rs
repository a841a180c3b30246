//! `Release`: the contents of a page. Its blocks own the text, and spans point into them.
//!
//! Leaves out extracting, indexing and showing releases.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DateStamp, Official, Quote, ReleaseId, Span};

/// A press release or news item of a public body.
///
/// A field that the page does not state is `null`. Fields are never guessed; missing main fields
/// have a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Release {
    /// Stable id, made from the canonical URL.
    pub id: ReleaseId,
    /// Canonical URL.
    pub url: String,
    /// The id in the loaded record, if it has one.
    pub source_id: Option<String>,
    /// Title, without the name of the site and without repetitions.
    pub title: Option<String>,
    /// The body that publishes the release, which need not be the owner of the site.
    pub publisher: Option<Publisher>,
    /// Other bodies that publish it jointly.
    pub co_publishers: Vec<Publisher>,
    /// The kind of document that the page says it is.
    pub kind: ReleaseKind,
    /// When it was published.
    pub published: Option<DateStamp>,
    /// When it was last modified, as the page states.
    pub modified: Option<DateStamp>,
    /// The opening paragraph.
    pub lead: Option<Span>,
    /// The text in reading order, without title and tail.
    pub blocks: Vec<Block>,
    /// Quotes: words attributed to speakers.
    pub quotes: Vec<Quote>,
    /// Titles, mottos and names in quotation marks, which are not quotes.
    pub terms: Vec<Span>,
    /// Bulleted and numbered lists.
    pub lists: Vec<BulletList>,
    /// People named with an office.
    pub officials: Vec<Official>,
    /// Subjects under which the page is filed.
    pub tags: Vec<Tag>,
    /// Links in the text, and links to attached files.
    pub links: Vec<Link>,
    /// Sections after the text that are not part of it.
    pub tail: Vec<TailSection>,
    /// ISO 639-1 code of the language of the text.
    pub language: Option<String>,
    /// What is missing or could not be read.
    pub warnings: Vec<Warning>,
    /// The capture that the release was read from.
    pub capture: CaptureRef,
}

impl Release {
    /// Returns the words at `span`; empty if the span is not of this release.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.blocks
            .get(span.block as usize)
            .and_then(|block| block.text.get(span.range()))
            .unwrap_or_default()
    }
}

/// A block of text of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// The kind of block.
    pub kind: BlockKind,
    /// Its text, in NFC. Runs of white space are replaced by one space.
    pub text: String,
}

/// The kind of a block.
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
    /// A row of a table. Its cells are joined by ` | `.
    TableRow,
}

/// A list and the words that introduce it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BulletList {
    /// The words before the list, such as `De belangrijkste resultaten zijn:`, or the heading
    /// directly above it.
    pub intro: Option<Span>,
    /// Whether the items are numbered.
    pub ordered: bool,
    /// The items in order.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListItem {
    /// The label of the item, such as `Samenwerking` in `Samenwerking: een vergaande …`.
    pub label: Option<Span>,
    /// The item's words, without marker and label.
    #[serde(flatten)]
    pub span: Span,
}

/// A public body or a medium that publishes a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Publisher {
    /// Its name: `provincie Drenthe`, `Ministerie van Financiën`.
    pub name: String,
    /// The kind of body.
    pub kind: PublisherKind,
    /// How it is known to be the publisher.
    pub evidence: PublisherEvidence,
}

/// Kinds of publishers.
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
    /// A newspaper, a broadcaster or a news agency.
    Medium,
    /// Any other body.
    Other,
}

/// How a body is known to be the publisher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublisherEvidence {
    /// A field of a JSONL record.
    Record,
    /// The page's metadata.
    Meta,
    /// The site is known to belong to the body.
    Site,
    /// A line that names the source: `Bron: gemeente Zandwijk`.
    SourceLine,
    /// The title and text name the body most often.
    Text,
    /// The page's title names the site.
    SiteName,
}

/// The kind of document that a page says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseKind {
    /// A news item, or a page that does not state its kind.
    #[default]
    News,
    /// A press release.
    PressRelease,
    /// A speech.
    Speech,
    /// A letter to parliament.
    ParliamentaryPaper,
}

/// A subject under which a page is filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tag {
    /// The words of the subject.
    pub text: String,
}

/// A link in the text, or a link to an attached file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Absolute address.
    pub url: String,
    /// The link text.
    pub label: String,
    /// The place of the link text; `null` for files that are listed below the text.
    pub place: Option<Span>,
    /// Whether it leads to a file (PDF, office document, archive) and not to a page.
    pub attachment: bool,
}

/// A section after the text of the page that is not part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TailSection {
    /// The kind of section.
    pub kind: TailKind,
    /// Its text.
    pub text: String,
}

/// The kind of a tail section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TailKind {
    /// Links to other items.
    Related,
    /// A note for editors, not for publication.
    EditorNote,
    /// How to contact the publisher.
    Contact,
    /// Buttons for sharing the page.
    Share,
    /// Subjects.
    Tags,
    /// Files to download.
    Downloads,
    /// The source of the text.
    Source,
    /// The maker of the photograph.
    PhotoCredit,
    /// Expiry and modification lines.
    Expiry,
    /// Anything else: newsletter boxes, comment forms.
    Other,
}

/// A notice that something is missing or could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// The kind of problem.
    pub code: WarningCode,
    /// A message that describes the problem.
    pub detail: String,
}

/// The kind of problem that a warning reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// No title on the page.
    NoTitle,
    /// No publication date on the page.
    NoDate,
    /// A date that does not exist: `31 februari`, month `15`.
    BadDate,
    /// A field of a record that is of another type than it should be.
    BadField,
    /// The publisher is unknown.
    NoPublisher,
    /// No running text.
    NoBody,
    /// A quotation mark without its pair.
    UnpairedMark,
    /// Bytes that are invalid in the encoding of the page.
    BadEncoding,
}

/// The capture that a release was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaptureRef {
    /// When it was captured (RFC 3339, UTC).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub time: Timestamp,
    /// The digest of its payload: `sha256:` and 64 hexadecimal digits.
    pub digest: String,
}
