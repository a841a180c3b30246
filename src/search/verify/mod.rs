//! Verifies that a release has the words of a quote: exactly, with changes, or not at all.
//!
//! Leaves out how the result is shown (`present`). Every version of every release is searched, also of pages that
//! are gone.

mod align;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};
use tantivy::DocAddress;
use tantivy::collector::TopDocs;
use tantivy::query::Occur;

use self::align::{Passage, exact, nearest};
use self::words::{Given, Word, running_text, speeches};
use super::clauses::{in_order, term};
use super::plan::Plan;
use super::quotes::SaidBy;
use crate::analysis::{Analyzer, Token, fold, is_stop_word};
use crate::document::{
    Quote, QuoteId, Release, ReleaseId, Span, Speaker, Version, VersionMeta, VersionStatus,
};
use crate::index::{IndexError, Reader, quote_ids};

/// Most versions that are compared with a text that they may have exactly.
const EXACT_CANDIDATES: usize = 500;

/// Most versions that are compared with a text that they may have with changes.
const NEAR_CANDIDATES: usize = 50;

/// A text to verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The words. `…` stands for words left out.
    pub text: String,
    /// Who is said to have said them: a name, or words of a name.
    pub speaker: Option<String>,
}

/// Whether releases have a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They have these words, said by the given speaker if there is one.
    Exact,
    /// They have these words, but do not say that the given speaker said them.
    OtherSpeaker,
    /// They have a passage that differs.
    Altered,
    /// They have nothing like it.
    NotFound,
}

/// The result of verifying a text.
#[derive(Debug, Clone)]
pub struct Verification {
    /// Whether releases have the text.
    pub verdict: Verdict,
    /// Where they have it, by date: one for each release. If it is altered: the nearest passage.
    pub found: Vec<Occurrence>,
}

/// A release that has a text, exactly or with changes.
#[derive(Debug, Clone)]
pub struct Occurrence {
    /// The release, in its newest version that has the text.
    pub release: Release,
    /// Which version this is.
    pub meta: VersionMeta,
    /// The numbers of all versions that have it.
    pub versions: Vec<u32>,
    /// Where it stands.
    pub places: Vec<Span>,
    /// The quote that has most of it, by its number in the release, and its id.
    pub quote: Option<(usize, QuoteId)>,
    /// The words of the passage and of the given text, where they differ and where they do not. Empty if
    /// they do not differ.
    pub changes: Vec<WordChange>,
}

/// Words that a passage and a given text share, or that one of them lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordChange {
    /// Both have them.
    Same(String),
    /// The release has them, and the given text does not.
    Dropped(String),
    /// The given text has them, and the release does not.
    Added(String),
}

/// Verifies a text against every version in the index.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn verify(reader: &Reader, claim: &Claim) -> Result<Verification, IndexError> {
    let given = Given::of(&claim.text);
    let nothing = Verification {
        verdict: Verdict::NotFound,
        found: Vec::new(),
    };
    if given.words.is_empty() {
        return Ok(nothing);
    }
    let asked = Asked::of(reader, &given);
    let mut found = Found::default();
    for query in [asked.phrases(), asked.all_words()].into_iter().flatten() {
        for address in candidates(reader, &query, EXACT_CANDIDATES)? {
            found.add_exact(&given, reader.version(address)?);
        }
        if !found.by_release.is_empty() {
            break;
        }
    }
    let mut found = found.into_occurrences();
    if !found.is_empty() {
        let said = |occurrence: &Occurrence| occurrence.is_said_by(claim.speaker.as_deref());
        let verdict = if found.iter().any(said) {
            found.retain(said);
            Verdict::Exact
        } else {
            Verdict::OtherSpeaker
        };
        return Ok(Verification { verdict, found });
    }
    let mut near: Vec<(f32, Occurrence)> = Vec::new();
    for address in candidates(reader, &asked.any_word(), NEAR_CANDIDATES)? {
        near.extend(nearest_in(&given, reader.version(address)?));
    }
    let rank = |(share, occurrence): &(f32, Occurrence)| {
        let said = claim.speaker.is_some() && occurrence.is_said_by(claim.speaker.as_deref());
        let current = occurrence.meta.status == VersionStatus::Current;
        (
            said,
            (*share * 1000.0) as u32,
            current,
            occurrence.meta.number,
        )
    };
    let best = near.into_iter().max_by_key(rank);
    Ok(best.map_or(nothing, |(_, occurrence)| Verification {
        verdict: Verdict::Altered,
        found: vec![occurrence],
    }))
}

impl Occurrence {
    /// Whether the words are said by the person or body with this name; true without a name. The name may have
    /// the office, body or party with it, and initials for first names.
    #[must_use]
    pub fn is_said_by(&self, name: Option<&str>) -> bool {
        let Some(name) = name else { return true };
        let words = |name: &str| -> Vec<String> {
            let folded = fold(name);
            let words = folded.split(|c: char| !c.is_alphanumeric());
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let wanted = words(name);
        self.speakers().any(|speaker| {
            let said_by = [
                speaker.name,
                speaker.role,
                speaker.organisation,
                speaker.party,
            ];
            let own: Vec<String> = said_by.into_iter().flatten().flat_map(words).collect();
            let has = |word: &String| {
                let is_initial = word.chars().count() == 1;
                own.iter()
                    .any(|own| own == word || is_initial && own.starts_with(word.as_str()))
            };
            !wanted.is_empty() && wanted.iter().all(has)
        })
    }

    /// Returns who said it, if it stands in a quote.
    pub fn speakers(&self) -> impl Iterator<Item = SaidBy<'_>> {
        let quote = self.quote().into_iter();
        quote.flat_map(|quote| SaidBy::all(&self.release, quote))
    }

    /// Returns the quote that has most of the text.
    #[must_use]
    pub fn quote(&self) -> Option<&Quote> {
        self.release.quotes.get(self.quote?.0)
    }
}

/// The words of a given text as the index has them.
struct Asked<'r> {
    reader: &'r Reader,
    /// The words of each piece.
    pieces: Vec<Vec<Token>>,
}

impl<'r> Asked<'r> {
    fn of(reader: &'r Reader, given: &Given) -> Self {
        let text = |piece: &Range<usize>| {
            let words = &given.words[piece.clone()];
            let range = words[0].place.range().start..words[words.len() - 1].place.range().end;
            let mut tokens = Analyzer::Dutch.tokens(&given.text[range]);
            tokens.retain(|token| !token.joined);
            tokens
        };
        Self {
            reader,
            pieces: given.pieces.iter().map(text).collect(),
        }
    }

    /// Returns a plan for all pieces, each as a phrase in one block.
    fn phrases(&self) -> Option<Plan> {
        let fields = self.reader.fields.body;
        let phrases = self.pieces.iter().filter(|piece| !piece.is_empty());
        let phrases: Vec<(Occur, Plan)> = phrases
            .map(|piece| (Occur::Must, in_order(fields, piece)))
            .collect();
        (!phrases.is_empty()).then_some(Plan::Clauses(phrases))
    }

    /// Returns a plan for all words, wherever they stand.
    fn all_words(&self) -> Option<Plan> {
        let words = self.distinct(|_| true);
        (words.len() > 1).then(|| self.words(&words, Occur::Must))
    }

    /// Returns a plan for any of the words; stop words count only if there are no others.
    fn any_word(&self) -> Plan {
        let content = self.distinct(|word| !is_stop_word(word));
        let words = if content.is_empty() {
            self.distinct(|_| true)
        } else {
            content
        };
        self.words(&words, Occur::Should)
    }

    fn distinct(&self, wanted: impl Fn(&str) -> bool) -> BTreeSet<&str> {
        let tokens = self.pieces.iter().flatten();
        let words = tokens.map(|token| token.exact.as_str());
        words.filter(|word| wanted(word)).collect()
    }

    fn words(&self, words: &BTreeSet<&str>, occur: Occur) -> Plan {
        let field = self.reader.fields.body.exact;
        let words = words.iter().map(|word| (occur, term(field, word)));
        Plan::Clauses(words.collect())
    }
}

/// Returns the best matches of `plan` among all versions.
fn candidates(reader: &Reader, plan: &Plan, most: usize) -> Result<Vec<DocAddress>, IndexError> {
    let top = TopDocs::with_limit(most).order_by_score();
    let found = reader
        .releases
        .search(&*plan.query(), &top)
        .map_err(IndexError::Read)?;
    Ok(found.into_iter().map(|(_, address)| address).collect())
}

/// The releases that have a text exactly.
#[derive(Default)]
struct Found {
    by_release: BTreeMap<ReleaseId, Occurrence>,
}

impl Found {
    fn add_exact(&mut self, given: &Given, version: Version) {
        let Some(places) = exact_places(given, &version.release) else {
            return;
        };
        let next = occurrence(version, places, Vec::new());
        match self.by_release.get_mut(&next.release.id) {
            Some(own) => {
                let mut versions = std::mem::take(&mut own.versions);
                versions.extend(&next.versions);
                versions.sort_unstable();
                if next.meta.number > own.meta.number {
                    *own = next;
                }
                own.versions = versions;
            }
            None => {
                self.by_release.insert(next.release.id, next);
            }
        }
    }

    fn into_occurrences(self) -> Vec<Occurrence> {
        let mut found: Vec<Occurrence> = self.by_release.into_values().collect();
        found.sort_by_key(|occurrence| {
            let published = occurrence.release.published.as_ref();
            (
                published.is_none(),
                published.map(|stamp| stamp.date),
                occurrence.release.id,
            )
        });
        found
    }
}

/// Returns the places of a text in a release that has it exactly: in its running text or in the words of one
/// speaker. Pieces around an omission must be of the same speaker.
fn exact_places(given: &Given, release: &Release) -> Option<Vec<Span>> {
    let texts = std::iter::once(running_text(release)).chain(speeches(release));
    for text in texts {
        let Some(pieces) = exact(given, &text) else {
            continue;
        };
        let who = |piece: &Range<usize>| {
            let quote = release
                .quotes
                .get(quote_of(release, &places(&text[piece.clone()]))?)?;
            Some(
                quote
                    .speakers
                    .iter()
                    .filter_map(Speaker::who)
                    .collect::<Vec<_>>(),
            )
        };
        if pieces.windows(2).all(|pair| who(&pair[0]) == who(&pair[1])) {
            return Some(
                pieces
                    .iter()
                    .flat_map(|piece| places(&text[piece.clone()]))
                    .collect(),
            );
        }
    }
    None
}

/// Returns the passage of a version that is nearest to a text, and the share of its words that it has.
fn nearest_in(given: &Given, version: Version) -> Option<(f32, Occurrence)> {
    let release = &version.release;
    let texts = std::iter::once(running_text(release)).chain(speeches(release));
    let near = texts.filter_map(|text| nearest(&given.words, &text).map(|passage| (passage, text)));
    let (Passage { range, share }, text) =
        near.max_by(|(one, _), (other, _)| one.share.total_cmp(&other.share))?;
    let words = &text[range];
    let changes = changes(given, release, words);
    let places = places(words);
    Some((share, occurrence(version, places, changes)))
}

fn occurrence(version: Version, places: Vec<Span>, changes: Vec<WordChange>) -> Occurrence {
    let Version { release, meta } = version;
    let quote = quote_of(&release, &places).map(|at| (at, quote_ids(&release)[at]));
    Occurrence {
        release,
        meta,
        versions: vec![meta.number],
        places,
        quote,
        changes,
    }
}

/// Returns the spans that words cover, one a stretch of text.
fn places(words: &[Word]) -> Vec<Span> {
    let stretches = words.chunk_by(|one, next| one.stretch == next.stretch);
    let spans = stretches.map(|words| Span {
        end: words[words.len() - 1].place.end,
        ..words[0].place
    });
    spans.collect()
}

/// Returns the quote that has most of the words at `places`, and at least half of them.
fn quote_of(release: &Release, places: &[Span]) -> Option<usize> {
    let shared = |one: &Span, other: &Span| {
        if one.block != other.block {
            return 0;
        }
        let (start, end) = (one.start.max(other.start), one.end.min(other.end));
        end.saturating_sub(start)
    };
    let in_quote = |quote: &Quote| -> u32 {
        let pairs = quote
            .segments
            .iter()
            .flat_map(|own| places.iter().map(move |at| (own, at)));
        pairs.map(|(own, at)| shared(own, at)).sum()
    };
    let all: u32 = places.iter().map(|at| at.end - at.start).sum();
    let quotes = release.quotes.iter().enumerate();
    let (best, at) = quotes
        .map(|(at, quote)| (in_quote(quote), std::cmp::Reverse(at)))
        .max()?;
    (2 * best >= all).then_some(at.0)
}

/// Returns the words of a passage and of a given text, side by side. Words are as they are written, with the
/// signs after them.
fn changes(given: &Given, release: &Release, passage: &[Word]) -> Vec<WordChange> {
    let keys = |words: &[Word]| {
        words
            .iter()
            .map(|word| word.folded.clone())
            .collect::<Vec<_>>()
    };
    let ops = capture_diff_slices(Algorithm::Myers, &keys(passage), &keys(&given.words));
    let said = |range: Range<usize>| {
        let words = places(&passage[range]);
        words
            .iter()
            .map(|span| release.text(*span))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let typed = |range: Range<usize>| {
        let words = &given.words[range];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return String::new();
        };
        given.text[first.place.range().start..last.place.range().end].to_owned()
    };
    let changes = ops.into_iter().flat_map(|op| {
        let (tag, old, new) = op.as_tag_tuple();
        let dropped = |range| WordChange::Dropped(said(range));
        match tag {
            DiffTag::Equal => vec![WordChange::Same(said(old))],
            DiffTag::Delete => vec![dropped(old)],
            DiffTag::Insert => vec![WordChange::Added(typed(new))],
            DiffTag::Replace => vec![dropped(old), WordChange::Added(typed(new))],
        }
    });
    changes.collect()
}
