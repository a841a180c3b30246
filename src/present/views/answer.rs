//! Views of answers and hits.
//!
//! Leaves out the fields of releases that are not needed to cite them.

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::count::FacetView;
use crate::document::{Span, Speaker, VersionMeta};
use crate::search::{AlsoSearched, Answer, Hit, PartOfScore, Republished, Snippet};

/// An answer: the query, how many releases match, and the requested hits.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AnswerView<'a> {
    /// The query's id, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
    /// The query as it was typed.
    pub query: &'a str,
    /// The day as of which it answers, if it does not answer as of now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Date>,
    /// A query with another spelling that finds something, if this one finds nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// Words of the query, each with a word that was searched beside it: another spelling of a word that
    /// no release has, or a synonym.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schemars(default)]
    pub also_searched: &'a [AlsoSearched],
    /// How many releases match the query and the filters.
    pub total: usize,
    /// How many more releases were found by the words of `also_searched` alone.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub by_other_words: usize,
    /// How many releases have each value of the fields that were asked for (`--facet`).
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schemars(default)]
    pub facets: Vec<FacetView<'a>>,
    /// The hits, best first or in the requested order.
    pub hits: Vec<HitView<'a>>,
}

impl<'a> AnswerView<'a> {
    /// Makes the view of the answer to `query`.
    #[must_use]
    pub fn of(query: &'a str, answer: &'a Answer) -> Self {
        let hits = answer.hits.iter().map(HitView::of).collect();
        Self {
            id: None,
            query,
            as_of: None,
            did_you_mean: None,
            also_searched: &answer.also_searched,
            total: answer.total,
            by_other_words: answer.by_other_words,
            facets: Vec::new(),
            hits,
        }
    }
}

/// A hit: what is needed to cite the release, the passage that matched, and who said it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HitView<'a> {
    /// The rank of the hit, from 1.
    pub rank: usize,
    /// The score; 0 if hits are sorted by date.
    pub score: f64,
    /// The release's id.
    pub id: String,
    /// The id in the loaded record, if it has one.
    pub source_id: Option<&'a str>,
    /// The release's canonical URL.
    pub url: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// Byte ranges of the title that match.
    pub title_marks: Vec<[usize; 2]>,
    /// The day of publication (`2021-02-03`).
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// The body that publishes the release.
    pub publisher: Option<&'a str>,
    /// The passage that shows the match.
    pub snippet: SnippetView<'a>,
    /// The speakers of the quote that matched, if a quote matched.
    pub said_by: Option<&'a [Speaker]>,
    /// Whether the release was found only by the words of `also_searched`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    pub by_other_words: bool,
    /// The scores whose sum is the score, if they were asked for (`--explain`).
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schemars(default)]
    pub explanation: &'a [PartOfScore],
    /// How much its text resembles that of the release that was asked for, from 0 to 1, if another
    /// publisher put out the same text (`similar`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub same_text: Option<f64>,
    /// The same text of other publishers, in a list that is grouped.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schemars(default)]
    pub also_published: Vec<RepublishedView<'a>>,
    /// The version of the release.
    #[serde(rename = "edition")]
    pub meta: VersionMeta,
}

/// The same text of another publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RepublishedView<'a> {
    /// The release's id.
    pub id: String,
    /// Its canonical URL.
    pub url: &'a str,
    /// The body that publishes it.
    pub publisher: Option<&'a str>,
    /// The day of publication (`2021-02-03`).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
}

/// A passage with its matches.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SnippetView<'a> {
    /// The passage. `…` marks where the paragraph continues.
    pub text: &'a str,
    /// Byte ranges of `text` that match.
    pub marks: Vec<[usize; 2]>,
    /// The place of the passage in the release.
    pub source: Option<Span>,
}

impl<'a> SnippetView<'a> {
    pub(super) fn of(snippet: &'a Snippet) -> Self {
        Self {
            text: &snippet.text,
            marks: pairs(&snippet.marks),
            source: snippet.source,
        }
    }
}

impl<'a> HitView<'a> {
    /// Makes the view of a hit.
    #[must_use]
    pub fn of(hit: &'a Hit) -> Self {
        let release = &hit.release;
        let quote = hit.snippet.quote.and_then(|n| release.quotes.get(n));
        Self {
            rank: hit.rank,
            score: f64::from(hit.score),
            id: release.id.to_string(),
            source_id: release.source_id.as_deref(),
            url: &release.url,
            title: release.title.as_deref(),
            title_marks: pairs(&hit.title_marks),
            date: release
                .published
                .as_ref()
                .map(|stamp| stamp.date.to_string()),
            publisher: release.publisher.as_ref().map(|p| p.name.as_str()),
            snippet: SnippetView::of(&hit.snippet),
            said_by: quote.map(|quote| quote.speakers.as_slice()),
            by_other_words: hit.by_other_words,
            explanation: &hit.explanation,
            same_text: hit.same_text,
            also_published: hit.also_published.iter().map(RepublishedView::of).collect(),
            meta: hit.meta,
        }
    }
}

impl<'a> RepublishedView<'a> {
    fn of(release: &'a Republished) -> Self {
        Self {
            id: release.id.to_string(),
            url: &release.url,
            publisher: release.publisher.as_deref(),
            date: release.date,
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) fn is_zero(number: &usize) -> bool {
    *number == 0
}

pub(super) fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges
        .iter()
        .map(|range| [range.start, range.end])
        .collect()
}
