//! `Quote`: words that a release attributes to a speaker.
//!
//! Leaves out finding quotes (`extract`).

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::address::hashed;
use super::{ReleaseId, Span};

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

/// A stable 64-bit id of a quote: the first 8 bytes of the SHA-256 of the release's id, the folded words,
/// and which occurrence of these words it is. It is the same in every version that has the words, and
/// after a reindex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteId(u64);

impl QuoteId {
    /// Makes the id of a quote of `release` with these folded `words`. `occurrence` counts from 1 the quotes
    /// of the release that have the same words.
    #[must_use]
    pub fn of(release: ReleaseId, words: &str, occurrence: usize) -> Self {
        Self(hashed(&format!("{release}\n{words}\n{occurrence}")))
    }

    /// Returns the id as a number, as the index stores it.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0
    }

    /// Returns the id from the number that [`as_u64`](Self::as_u64) returned.
    #[must_use]
    pub fn from_u64(id: u64) -> Self {
        Self(id)
    }
}

impl fmt::Display for QuoteId {
    /// `q` and sixteen hexadecimal digits, so that it is told from the id of a release.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "q{:016x}", self.0)
    }
}

/// The error for text that is not the id of a quote.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not the id of a quote (`q` and sixteen digits of 0-9a-f)")]
pub struct QuoteIdError(String);

impl FromStr for QuoteId {
    type Err = QuoteIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix(['q', 'Q']).filter(|digits| {
            digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        let id = digits.and_then(|digits| u64::from_str_radix(digits, 16).ok());
        id.map(Self).ok_or_else(|| QuoteIdError(text.to_owned()))
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
    /// Office or function in its base form, with what qualifies it: `minister`, `oud-minister`, `waarnemend
    /// burgemeester`; or what the text calls somebody without one: `bewoner`.
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
