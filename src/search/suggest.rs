//! Suggests another spelling for a query that finds nothing, from the words of the index.
//!
//! Leaves out deciding when to show the suggestion.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use super::Query;
use crate::analysis::{Analyzer, Lexicon, is_stop_word};
use crate::index::{IndexError, Reader};

/// Maximum edit distance of a suggested word.
const MAX_EDIT_DISTANCE: u8 = 2;

/// Minimum number of letters in a part of a misspelled compound, and in a suggested word.
const MIN_PART: usize = 4;

/// Returns the query with its misspelled words corrected. A word that is not in the index is
/// replaced by the nearest word of the index, the most frequent one if there are several. If there
/// is no near word, it is replaced by a compound with one part corrected. Words of the word list
/// are not replaced: they are spelled correctly, and no release has them.
///
/// Returns `None` if no word can be corrected, or if the filters exclude all releases with the
/// corrected words.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn suggest(reader: &Reader, query: &Query) -> Result<Option<Query>, IndexError> {
    let vocabulary = Vocabulary { reader };
    let mut better = query.clone();
    let (mut met, mut made) = (false, false);
    for word in better
        .words
        .iter_mut()
        .flat_map(super::query::Node::words_mut)
    {
        let tokens = Analyzer::Dutch.tokens(&word.text);
        let [token] = tokens.as_slice() else { continue };
        if vocabulary.needs_no_correction(&token.exact, &token.lemma)? {
            continue;
        }
        if let Some(near) = vocabulary.nearest(&token.exact)? {
            word.text = near.word;
            met = true;
        } else if let Some(compound) = vocabulary.nearest_compound(&token.exact)? {
            word.text = compound;
            made = true;
        }
    }
    // A word of the index may occur only in releases that the filters exclude, so the query is run.
    // A corrected compound need not be in the index, so it is suggested without running the query.
    let finds = made || met && better.prepare(reader)?.count()? > 0;
    Ok(finds.then_some(better))
}

/// A candidate from the vocabulary; the smallest is the best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    distance: usize,
    frequency: std::cmp::Reverse<u64>,
    word: String,
}

/// The vocabulary of the index: the surface forms in bodies and titles.
struct Vocabulary<'r> {
    reader: &'r Reader,
}

impl Vocabulary<'_> {
    /// Whether the word needs no correction: the index or the word list has it, or it is a number,
    /// a stop word or too short.
    fn needs_no_correction(&self, exact: &str, lemma: &str) -> Result<bool, IndexError> {
        let short = exact.chars().count() < MIN_PART;
        let number = exact.contains(|c: char| c.is_ascii_digit());
        if short || number || is_stop_word(exact) || Lexicon::get().knows(exact) {
            return Ok(true);
        }
        let body = &self.reader.fields.body;
        for (field, text) in [
            (body.exact, exact),
            (body.lemma, lemma),
            (body.parts, lemma),
        ] {
            if self.frequency(&Term::from_field_text(field, text))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn frequency(&self, term: &Term) -> Result<u64, IndexError> {
        self.reader
            .releases
            .doc_freq(term)
            .map_err(IndexError::Read)
    }

    /// Whether `part` is a word of the index or of the word list.
    fn has(&self, part: &str) -> Result<bool, IndexError> {
        if Lexicon::get().knows(part) {
            return Ok(true);
        }
        let fields = &self.reader.fields;
        for field in [fields.body.exact, fields.title.exact] {
            if part.len() >= MIN_PART && self.frequency(&Term::from_field_text(field, part))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the nearest word to `word`, the most frequent one if there are several. A
    /// Levenshtein automaton walks the term dictionaries (Schulz and Mihov 2002).
    fn nearest(&self, word: &str) -> Result<Option<Near>, IndexError> {
        let most = if word.len() > 5 { MAX_EDIT_DISTANCE } else { 1 };
        let fields = &self.reader.fields;
        let mut frequencies: HashMap<String, u64> = HashMap::new();
        for field in [fields.body.exact, fields.title.exact] {
            let fuzzy = FuzzyTermQuery::new(Term::from_field_text(field, word), most, true);
            let automaton = fuzzy.automaton().map_err(IndexError::Read)?;
            for segment in self.reader.releases.segment_readers() {
                let inverted = segment.inverted_index(field).map_err(IndexError::Read)?;
                let walk = inverted.terms().search(&automaton).into_stream();
                let mut terms = walk.map_err(|e| IndexError::Read(e.into()))?;
                while terms.advance() {
                    let other = std::str::from_utf8(terms.key()).unwrap_or_default();
                    if other.len() >= MIN_PART
                        && other.len().abs_diff(word.len()) <= usize::from(most)
                    {
                        *frequencies.entry(other.to_owned()).or_default() +=
                            u64::from(terms.value().doc_freq);
                    }
                }
            }
        }
        let near = frequencies.into_iter().map(|(other, frequency)| Near {
            distance: strsim::osa_distance(word, &other),
            frequency: std::cmp::Reverse(frequency),
            word: other,
        });
        Ok(near.min())
    }

    /// Returns the compound `word` with one part corrected: one of its two parts is a word, the
    /// other is replaced by the nearest word.
    fn nearest_compound(&self, word: &str) -> Result<Option<String>, IndexError> {
        let mut best: Option<(Near, String)> = None;
        for at in
            (MIN_PART..word.len().saturating_sub(MIN_PART)).filter(|at| word.is_char_boundary(*at))
        {
            let (left, right) = word.split_at(at);
            let bare = left.strip_suffix('s').unwrap_or(left);
            let found = if self.has(left)? || self.has(bare)? {
                self.nearest(right)?
                    .map(|near| (format!("{left}{}", near.word), near))
            } else if self.has(right)? {
                self.nearest(left)?
                    .map(|near| (format!("{}{right}", near.word), near))
            } else {
                None
            };
            let found = found.map(|(compound, near)| (near, compound));
            best = best.into_iter().chain(found).min();
        }
        Ok(best.map(|(_, compound)| compound))
    }
}
