//! What a watch tells: that something is new, changed or gone.
//!
//! Leaves out finding it (`find`).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::document::{QuoteId, QuoteKind, Release, ReleaseId, VersionMeta};
use crate::search::{Hit, QuoteHit, SaidBy};

/// What a watch tells of a release or a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Its id: the same in every watch and file, and if it is told again.
    pub id: String,
    /// What happened.
    pub kind: EventKind,
    /// The names of the watches that found it.
    pub watches: Vec<String>,
    /// The release's id.
    pub release: ReleaseId,
    /// The quote's id, if the watch is for quotes.
    pub quote: Option<String>,
    /// How literally the words of the quote are quoted.
    pub quote_kind: Option<QuoteKind>,
    /// The release's canonical URL.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// The body that publishes it.
    pub publisher: Option<String>,
    /// The day of publication (`2021-02-03`).
    pub published: Option<String>,
    /// When the archive first saw this: the capture of the version, or the one that showed that the page
    /// was gone.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub seen: Timestamp,
    /// The number of the version.
    pub version: u32,
    /// Whether the text changed while the page's own date of change stayed the same.
    pub silent: bool,
    /// The passage that matches, or the words of the quote.
    pub text: String,
    /// Who said the quote.
    pub speakers: Vec<EventSpeaker>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The archive has it now.
    New,
    /// The text of a release that was told changed.
    Changed,
    /// A page that was told is gone, or its text lacks a quote that was told.
    Gone,
}

/// Who said a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventSpeaker {
    /// The name; `null` for a body or an unnamed person.
    pub name: Option<String>,
    /// The office in its base form.
    pub role: Option<String>,
    /// The body that speaks, or that the person speaks for.
    pub organisation: Option<String>,
}

impl Event {
    /// Returns the text as it is shown: only words that were said are in quotation marks.
    #[must_use]
    pub fn shown_text(&self) -> String {
        match self.quote_kind {
            None => self.text.clone(),
            Some(QuoteKind::Direct) => format!("“{}”", self.text),
            Some(QuoteKind::Mixed) => format!("… “{}” …", self.text),
            Some(QuoteKind::Indirect) => format!("(in other words) {}", self.text),
        }
    }

    /// Makes an event of a version of a release.
    pub(super) fn of_release(kind: EventKind, release: &Release, meta: VersionMeta) -> Self {
        let seen = match kind {
            EventKind::Gone => meta.until.unwrap_or(meta.captured),
            EventKind::New | EventKind::Changed => meta.captured,
        };
        let lead = release.lead.map_or("", |lead| release.text(lead));
        let published = release.published.as_ref();
        Self {
            id: id(kind, &release.id.to_string(), meta.number, seen),
            kind,
            watches: Vec::new(),
            release: release.id,
            quote: None,
            quote_kind: None,
            url: release.url.clone(),
            title: release.title.clone(),
            publisher: release.publisher.as_ref().map(|p| p.name.clone()),
            published: published.map(|stamp| stamp.date.to_string()),
            seen,
            version: meta.number,
            silent: meta.silent > 0,
            text: lead.to_owned(),
            speakers: Vec::new(),
        }
    }

    /// Makes an event of a hit.
    pub(super) fn of_hit(kind: EventKind, hit: &Hit) -> Self {
        Self {
            text: hit.snippet.text.clone(),
            ..Self::of_release(kind, &hit.release, hit.meta)
        }
    }

    /// Makes an event of a quote.
    pub(super) fn of_quote(kind: EventKind, hit: &QuoteHit) -> Self {
        let event = Self::of_release(kind, &hit.release, hit.meta);
        event.with_quote(&hit.release, hit.ordinal, hit.id)
    }

    /// Adds a quote of the release.
    pub(super) fn with_quote(self, release: &Release, ordinal: usize, id: QuoteId) -> Self {
        let quote = &release.quotes[ordinal];
        let words = quote.segments.iter().map(|span| release.text(*span));
        let speakers = SaidBy::all(release, quote).map(|speaker| EventSpeaker {
            name: speaker.name.map(str::to_owned),
            role: speaker.role.map(str::to_owned),
            organisation: speaker.organisation.map(str::to_owned),
        });
        Self {
            id: self::id(self.kind, &id.to_string(), self.version, self.seen),
            quote: Some(id.to_string()),
            quote_kind: Some(quote.kind),
            text: words.collect::<Vec<_>>().join(" … "),
            speakers: speakers.collect(),
            ..self
        }
    }
}

/// Returns the id of an event: `e` and 16 hexadecimal digits of the SHA-256 of what happened to what, and when.
fn id(kind: EventKind, item: &str, version: u32, seen: Timestamp) -> String {
    let what = format!("{kind:?}\n{item}\n{version}\n{seen}");
    let digest = Sha256::digest(what.as_bytes());
    format!("e{}", data_encoding::HEXLOWER.encode(&digest[..8]))
}
