//! `Quote`: words that a release attributes to a speaker.
//!
//! Leaves out finding quotes (`extract`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// Words that a release attributes to a speaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The words, without quotation marks. There are several segments if an attribution or a
    /// paragraph break splits the quote.
    pub segments: Vec<Span>,
    /// How literally the words are quoted.
    pub kind: QuoteKind,
    /// The speakers. There are several for a joint statement, and none if the page does not name
    /// any.
    pub speakers: Vec<Speaker>,
    /// The words that name the speaker: `Gedeputeerde Henk Brink:`.
    pub attribution: Option<Span>,
    /// The form of the attribution.
    pub form: AttributionForm,
    /// How certain the attribution is, from 0 (no speaker) to 100.
    pub confidence: u8,
}

impl Quote {
    /// Makes a quote without a speaker.
    #[must_use]
    pub fn new(segment: Span, kind: QuoteKind) -> Self {
        Self {
            segments: vec![segment],
            kind,
            speakers: Vec::new(),
            attribution: None,
            form: AttributionForm::None,
            confidence: 0,
        }
    }

    /// Whether the words are those of the speaker, and not the writer's.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.kind != QuoteKind::Indirect
    }
}

/// How literally words are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// Whole sentences in quotation marks.
    Direct,
    /// A fragment in quotation marks inside the writer's sentence.
    Mixed,
    /// A statement without quotation marks, in the writer's words: `De bus rijdt weer, zegt
    /// wethouder X`.
    Indirect,
}

/// The form of an attribution, named after the position of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributionForm {
    /// `Gedeputeerde Henk Brink: “…”`, `Brink: “…”`, `Mieke de Wit, wethouder: “…”`.
    BeforeColon,
    /// `Ze legt uit: “…”`, `Mieke de Wit is blij: “…”`.
    ClauseColon,
    /// `“…”, aldus Brink`.
    Aldus,
    /// `“…”, zegt Brink`.
    VerbAfter,
    /// `“…”. Dat zei Brink.`
    DatZei,
    /// `Brink noemt het “…”`, `Volgens Brink is het “…”`.
    Within,
    /// `– Henk Brink` below the words.
    Dash,
    /// The quote has no attribution; its speaker is that of the previous quote.
    Floating,
    /// No speaker is named.
    None,
}

/// A speaker of a quote: a person or a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// Fullest form of the person's name in the release; `null` for a body or an unnamed person.
    pub name: Option<String>,
    /// Office or function in its base form.
    pub role: Option<String>,
    /// The body that speaks, or that the person speaks for.
    pub organisation: Option<String>,
    /// Index into the release's `officials`.
    pub official: Option<u32>,
    /// How the speaker was identified.
    pub link: SpeakerLink,
}

impl Speaker {
    /// Returns the name of the person or, without one, of the body.
    #[must_use]
    pub fn who(&self) -> Option<&str> {
        self.name.as_deref().or(self.organisation.as_deref())
    }
}

/// How the words of an attribution identify a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerLink {
    /// The full name, in the attribution.
    Name,
    /// The surname; the full name is elsewhere in the release.
    Surname,
    /// The first name; the full name is elsewhere in the release.
    FirstName,
    /// An office without a name, if one person in the release holds it.
    Role,
    /// `hij`, `zij`, `ze`.
    Pronoun,
    /// A body: `de provincie`.
    Organisation,
    /// The speaker of the previous quote.
    Carried,
}
