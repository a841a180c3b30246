//! `Quote`: what somebody is reported to have said.
//!
//! Leaves out finding quotes, which `extract` does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// Words that a release gives as somebody's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The words, marks left out; more than one where an attribution or a paragraph break splits
    /// them.
    pub segments: Vec<Span>,
    /// How literally they are given.
    pub kind: QuoteKind,
    /// Who said it; more than one where two speak with one voice, none where the page leaves it
    /// open.
    pub speakers: Vec<Speaker>,
    /// The words that name the speaker: `Gedeputeerde Henk Brink:`.
    pub attribution: Option<Span>,
    /// The shape of that attribution.
    pub form: AttributionForm,
    /// How sure the attribution is, from 0 (to nobody) to 100.
    pub confidence: u8,
}

impl Quote {
    /// Words that are given to nobody yet.
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

    /// Whether the words are the speaker's own.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.kind != QuoteKind::Indirect
    }
}

/// How literally words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// Whole sentences in marks.
    Direct,
    /// A fragment in marks inside the writer's sentence.
    Mixed,
    /// A statement without marks, in the writer's words: `De bus rijdt weer, zegt wethouder X`.
    Indirect,
}

/// The shape of an attribution, named by what stands where.
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
    /// The speaker is carried over from the quote before.
    Floating,
    /// Nobody is named.
    None,
}

/// Somebody to whom a quote is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// Fullest form of the person's name in the release; `null` for a body or an unnamed person.
    pub name: Option<String>,
    /// Office or function in its base form.
    pub role: Option<String>,
    /// The body that speaks, or for which the person speaks.
    pub organisation: Option<String>,
    /// Index into the release's `officials`.
    pub official: Option<u32>,
    /// How the words lead to the person.
    pub link: SpeakerLink,
}

impl Speaker {
    /// The person's name, or the body's.
    #[must_use]
    pub fn who(&self) -> Option<&str> {
        self.name.as_deref().or(self.organisation.as_deref())
    }
}

/// How an attribution's words lead to a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerLink {
    /// The full name stands in the attribution.
    Name,
    /// A surname, first met elsewhere in the release.
    Surname,
    /// A first name, first met elsewhere in the release.
    FirstName,
    /// An office without a name, held by one person in the release.
    Role,
    /// `hij`, `zij`, `ze`.
    Pronoun,
    /// A body: `de provincie`.
    Organisation,
    /// The speaker of the quote before.
    Carried,
}
