//! Views of quotes as results.
//!
//! Leaves out the fields of a release that are not needed to cite a quote.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{SnippetView, is_zero, pairs};
use super::official::PeriodView;
use crate::document::{AttributionForm, QuoteKind, Span, VersionMeta};
use crate::search::{AlsoSearched, QuoteAnswer, QuoteHit, SaidBy, SpeakerGroup};

/// An answer of quotes: the query, how many quotes match, and the requested ones.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuotesView<'a> {
    /// The query as it was typed.
    pub query: &'a str,
    /// The day as of which it answers, if it does not answer as of now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Date>,
    /// The query with its misspelled words and names corrected, if it finds nothing as it is and can be corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// Words of the query, each with a word that was searched beside it: another spelling of a word
    /// that no release has, or a synonym.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schemars(default)]
    pub also_searched: &'a [AlsoSearched],
    /// How many quotes match the query and the filters.
    pub total: usize,
    /// How many more quotes were found by the words of `also_searched` alone.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub by_other_words: usize,
    /// The quotes, best first or in the requested order.
    pub quotes: Vec<QuoteView<'a>>,
}

impl<'a> QuotesView<'a> {
    /// Makes the view of the answer to `query`.
    #[must_use]
    pub fn of(query: &'a str, answer: &'a QuoteAnswer) -> Self {
        Self {
            query,
            as_of: None,
            did_you_mean: None,
            also_searched: &answer.also_searched,
            total: answer.total,
            by_other_words: answer.by_other_words,
            quotes: answer.hits.iter().map(QuoteView::of).collect(),
        }
    }
}

/// A quote: its words, who said it, and what is needed to cite it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuoteView<'a> {
    /// The rank of the quote, from 1.
    pub rank: usize,
    /// The score; 0 if quotes are sorted by date.
    pub score: f64,
    /// The quote's id: the same after a reindex, and in every version of the release that has the
    /// words.
    #[schemars(extend("pattern" = "^q[0-9a-f]{16}$"))]
    pub id: String,
    /// How literally the words are quoted.
    pub kind: QuoteKind,
    /// The words, in pieces if an attribution or a paragraph break splits them.
    pub segments: Vec<SegmentView<'a>>,
    /// The speakers. There are several for a joint statement, and none if the release does not name
    /// any.
    pub speakers: Vec<SpeakerView<'a>>,
    /// The words that name the speaker.
    pub attribution: Option<&'a str>,
    /// The form of the attribution.
    pub form: AttributionForm,
    /// How certain the speaker is, from 0 (not named) to 100.
    pub confidence: u8,
    /// The sentences around the quote.
    pub context: SnippetView<'a>,
    /// The day of publication of the release (`2021-02-03`).
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// The title of the release.
    pub title: Option<&'a str>,
    /// The body that publishes it.
    pub publisher: Option<&'a str>,
    /// Its canonical URL.
    pub url: &'a str,
    /// Its id.
    pub release: String,
    /// The id in the loaded record, if it has one.
    pub source_id: Option<&'a str>,
    /// The version of the release.
    #[serde(rename = "edition")]
    pub meta: VersionMeta,
}

/// A piece of the words of a quote.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SegmentView<'a> {
    /// Its place in the release.
    #[serde(flatten)]
    pub place: Span,
    /// The words.
    pub text: &'a str,
    /// Byte ranges of `text` that match.
    pub marks: Vec<[usize; 2]>,
}

/// Who said a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SpeakerView<'a> {
    /// Fullest form of the name in the release; `null` for a body or an unnamed person.
    pub name: Option<&'a str>,
    /// Office in its base form.
    pub role: Option<&'a str>,
    /// The body that speaks, or that the person speaks for: the one that the release names, else its
    /// publisher if only such bodies have the office.
    pub organisation: Option<&'a str>,
    /// The person's party, if the release states it.
    pub party: Option<&'a str>,
}

impl<'a> SpeakerView<'a> {
    /// Makes the view of a speaker.
    #[must_use]
    pub fn of(speaker: SaidBy<'a>) -> Self {
        Self {
            name: speaker.name,
            role: speaker.role,
            organisation: speaker.organisation,
            party: speaker.party,
        }
    }
}

impl<'a> QuoteView<'a> {
    /// Makes the view of a quote.
    #[must_use]
    pub fn of(hit: &'a QuoteHit) -> Self {
        let (release, quote) = (&hit.release, hit.quote());
        let segments = quote.segments.iter().zip(&hit.marks);
        let segments = segments.map(|(place, marks)| SegmentView {
            place: *place,
            text: release.text(*place),
            marks: pairs(marks),
        });
        let published = release.published.as_ref();
        Self {
            rank: hit.rank,
            score: f64::from(hit.score),
            id: hit.id.to_string(),
            kind: quote.kind,
            segments: segments.collect(),
            speakers: hit.speakers().map(SpeakerView::of).collect(),
            attribution: quote.attribution.map(|span| release.text(span)),
            form: quote.form,
            confidence: quote.confidence,
            context: SnippetView::of(&hit.context),
            date: published.map(|stamp| stamp.date.to_string()),
            title: release.title.as_deref(),
            publisher: release.publisher.as_ref().map(|p| p.name.as_str()),
            url: &release.url,
            release: release.id.to_string(),
            source_id: release.source_id.as_deref(),
            meta: hit.meta,
        }
    }
}

/// An answer of quotes by speaker.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SpeakersView<'a> {
    /// The query as it was typed.
    pub query: &'a str,
    /// How many quotes match the query and the filters.
    pub total: usize,
    /// How many speakers there are; quotes without a named speaker count as one.
    pub speakers: usize,
    /// The speakers with most quotes first.
    pub groups: Vec<SpeakerGroupView<'a>>,
}

/// A speaker and the quotes that match.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SpeakerGroupView<'a> {
    /// The name, as releases write it; `null` for quotes whose speaker is not named.
    pub speaker: Option<&'a str>,
    /// Number of quotes. A joint quote counts for each of its speakers.
    pub quotes: u64,
    /// First and last publication date. Undated releases do not count.
    pub period: Option<PeriodView>,
    /// The quote that matches best; of equal ones the newest.
    pub best: QuoteView<'a>,
}

impl<'a> SpeakerGroupView<'a> {
    /// Makes the view of a speaker.
    #[must_use]
    pub fn of(group: &'a SpeakerGroup) -> Self {
        Self {
            speaker: group.speaker.as_deref(),
            quotes: group.quotes,
            period: PeriodView::of(group.period),
            best: QuoteView::of(&group.best),
        }
    }
}
