//! Another spelling of a query that finds nothing, from the index's own words.
//!
//! Leaves out deciding when to offer it.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use super::Query;
use crate::analysis::{Analyzer, Lexicon, is_stop_word};
use crate::index::{IndexError, Reader};

/// Letters that a word may be off by.
const MOST_OFF: u8 = 2;

/// Fewest letters of a part of a misspelled compound, and of a word that is offered.
const MIN_PART: usize = 4;

/// The query with words that the index does not have replaced by the most frequent of the nearest
/// that it has, or by a compound that is spelled well; `None` where there are none, or the filters leave
/// nothing. Words of the word list are left alone: they are spelled well, and simply not there.
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
        if vocabulary.is_spelled_well(&token.exact, &token.lemma)? {
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
    // A word of the index may be one of what the filters leave out; a compound was made, not met.
    let finds = made || met && better.prepare(reader)?.count()? > 0;
    Ok(finds.then_some(better))
}

/// A word of the vocabulary; the order is that of preference.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    distance: usize,
    frequency: std::cmp::Reverse<u64>,
    word: String,
}

/// Surface forms of bodies and titles.
struct Vocabulary<'r> {
    reader: &'r Reader,
}

impl Vocabulary<'_> {
    /// Whether there is nothing to mend: the index or the word list has the word, or it is not one.
    fn is_spelled_well(&self, exact: &str, lemma: &str) -> Result<bool, IndexError> {
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

    /// Whether `part` is a word, of the index or of the word list.
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

    /// The most frequent of the words nearest to `word`: a Levenshtein automaton walks the term
    /// dictionaries (Schulz and Mihov 2002).
    fn nearest(&self, word: &str) -> Result<Option<Near>, IndexError> {
        let most = if word.len() > 5 { MOST_OFF } else { 1 };
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

    /// A compound one of whose parts is misspelled: one part is a word, the other is near one.
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
