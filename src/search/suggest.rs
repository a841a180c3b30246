//! Suggests another spelling for a query that finds nothing, from the words of the index.
//!
//! Leaves out deciding when to show the suggestion.

use std::cmp::Reverse;

use tantivy::Term;

use super::Query;
use super::collection::Collection;
use crate::analysis::{Analyzer, Lexicon, Token, fold, is_stop_word};
use crate::index::{IndexError, Reader};

/// Maximum edit distance of a suggested word.
const MAX_EDIT_DISTANCE: u8 = 2;

/// Fewest letters of a word that is also searched in another spelling.
const MIN_RESPELLED: usize = 6;

/// Fewest releases that have the other spelling.
const MIN_RELEASES: u64 = 5;

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
    corrected(reader, query, |better| {
        Ok(better.prepare(reader)?.count()? > 0)
    })
}

/// As [`suggest`], for the documents of any engine; `finds` says whether a query finds something there.
pub(crate) fn corrected(
    collection: &dyn Collection,
    query: &Query,
    finds: impl Fn(&Query) -> Result<bool, IndexError>,
) -> Result<Option<Query>, IndexError> {
    let mut better = query.clone();
    // A word of the index may occur only in releases that the filters exclude, and a corrected compound need not
    // be in the index, so the query is run.
    let found = correct(collection, &mut better)? && finds(&better)?;
    Ok(found.then_some(better))
}

/// Corrects the words and publishers of a query. Returns whether any changed.
pub(super) fn correct(collection: &dyn Collection, query: &mut Query) -> Result<bool, IndexError> {
    let vocabulary = Vocabulary { collection };
    let mut changed = false;
    for word in query
        .words
        .iter_mut()
        .flat_map(super::query::Node::words_mut)
    {
        changed |= vocabulary.correct(&mut word.text)?;
    }
    for name in &mut query.filters.publishers {
        if let Some(near) = nearest_publisher(collection, name)? {
            *name = near;
            changed = true;
        }
    }
    Ok(changed)
}

/// Returns the word beside which `word` is searched: it differs by one letter, begins with the same
/// one, and is in at least [`MIN_RELEASES`] releases. Returns `None` if the word may be right: if a
/// release or the word list has it, if it is a compound of known parts, or if it is short.
/// Rare words too may be right: *tabak* is not *taak*.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub(super) fn neighbor(
    collection: &dyn Collection,
    word: &Token,
) -> Result<Option<String>, IndexError> {
    let vocabulary = Vocabulary { collection };
    let letters = word.exact.chars().filter(|c| c.is_alphabetic()).count();
    if letters < MIN_RESPELLED
        || !word.parts.is_empty()
        || vocabulary.needs_no_correction(&word.exact, &word.lemma)?
    {
        return Ok(None);
    }
    let first = word.exact.chars().next();
    let near = vocabulary.near(&word.exact, 1)?;
    let likely =
        near.filter(|near| near.frequency.0 >= MIN_RELEASES && near.word.chars().next() == first);
    Ok(likely.min().map(|near| near.word))
}

/// Returns the publisher, or the word of its name, that is spelled nearly like `name`; `None` if a
/// publisher has the name, or none is near.
fn nearest_publisher(
    collection: &dyn Collection,
    name: &str,
) -> Result<Option<String>, IndexError> {
    let wanted = fold(name);
    let most = if wanted.len() > 5 {
        usize::from(MAX_EDIT_DISTANCE)
    } else {
        1
    };
    let mut best: Option<(usize, String)> = None;
    for publisher in collection.publishers()? {
        let whole = std::iter::once(publisher.as_str());
        for candidate in whole.chain(publisher.split_whitespace()) {
            let distance = strsim::osa_distance(&wanted, &fold(candidate));
            if distance == 0 {
                return Ok(None);
            }
            if distance <= most {
                let found = (distance, candidate.to_owned());
                best = best.into_iter().chain([found]).min();
            }
        }
    }
    Ok(best.map(|(_, name)| name))
}

/// A candidate from the vocabulary; the smallest is the best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    distance: usize,
    /// Number of releases that have it.
    frequency: Reverse<u64>,
    word: String,
}

/// The vocabulary of the index: the surface forms in bodies and titles.
pub(super) struct Vocabulary<'r> {
    pub(super) collection: &'r dyn Collection,
}

impl Vocabulary<'_> {
    /// Replaces a misspelled word. Returns whether it was one.
    pub(super) fn correct(&self, word: &mut String) -> Result<bool, IndexError> {
        let tokens = Analyzer::Dutch.tokens(word);
        let [token] = tokens.as_slice() else {
            return Ok(false);
        };
        if self.needs_no_correction(&token.exact, &token.lemma)? {
            return Ok(false);
        }
        let near = self.nearest(&token.exact)?.map(|near| near.word);
        let better = match near {
            Some(near) => Some(near),
            None => self.nearest_compound(&token.exact)?,
        };
        let found = better.is_some();
        if let Some(better) = better {
            *word = better;
        }
        Ok(found)
    }

    /// Whether the word needs no correction: the index or the word list has it, or it is a number,
    /// a stop word or too short.
    fn needs_no_correction(&self, exact: &str, lemma: &str) -> Result<bool, IndexError> {
        let short = exact.chars().count() < MIN_PART;
        let number = exact.contains(|c: char| c.is_ascii_digit());
        if short || number || is_stop_word(exact) || Lexicon::get().knows(exact) {
            return Ok(true);
        }
        let fields = self.collection.fields();
        let places = [(fields.body.exact, exact), (fields.ranked, lemma)];
        self.has_any(&places.map(|(field, text)| Term::from_field_text(field, text)))
    }

    fn has_any(&self, terms: &[Term]) -> Result<bool, IndexError> {
        let frequencies = self.collection.frequencies(terms)?;
        Ok(frequencies.iter().any(|frequency| *frequency > 0))
    }

    /// Whether `part` is a word of the index or of the word list.
    fn has(&self, part: &str) -> Result<bool, IndexError> {
        if Lexicon::get().knows(part) {
            return Ok(true);
        }
        let fields = self.collection.fields();
        let places = [fields.body.exact, fields.title.exact];
        let terms = places.map(|field| Term::from_field_text(field, part));
        Ok(part.len() >= MIN_PART && self.has_any(&terms)?)
    }

    /// Returns the nearest word to `word`, the most frequent one if there are several.
    fn nearest(&self, word: &str) -> Result<Option<Near>, IndexError> {
        let most = if word.len() > 5 { MAX_EDIT_DISTANCE } else { 1 };
        Ok(self.near(word, most)?.min())
    }

    /// Returns the words of the index within the edit distance `most` of `word`.
    fn near(&self, word: &str, most: u8) -> Result<impl Iterator<Item = Near>, IndexError> {
        let near = self.collection.spelled_like(word, most)?.into_iter();
        let near = near.filter(move |(other, _)| {
            other.len() >= MIN_PART && other.len().abs_diff(word.len()) <= usize::from(most)
        });
        Ok(near.map(move |(other, frequency)| Near {
            distance: strsim::osa_distance(word, &other),
            frequency: Reverse(frequency),
            word: other,
        }))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Capture;
    use crate::extract::{extract, versions};
    use crate::index::IndexSetWriter;

    /// More releases have *bakken* than *bakker*. *Kwibusveen* is not in the word list.
    const PAGES: [&str; 5] = [
        "Nieuws een\n\nDe bakker verkoopt brood. De wethouder opent de coördinatiepost.",
        "Nieuws twee\n\nWij bakken een taart.",
        "Nieuws drie\n\nZij bakken koekjes in de molen.",
        "Nieuws vier\n\nSamen bakken in Kwibusveen.",
        "Sluisdeur vervangen\n\nDe monteur vervangt de deur.",
    ];

    fn reader(pages: &[&str]) -> Reader {
        let (mut writer, indexes) = IndexSetWriter::in_memory().expect("an index in memory");
        let time = "2024-01-01T00:00:00Z".parse().expect("a time");
        let mut seq = 0;
        for page in pages {
            seq += 1;
            let url = format!("https://zandwijk.example/{seq}");
            let release = extract(&Capture::new(url, time, "text/plain", (*page).into()))
                .expect("a readable page");
            let prepared = writer.prepare(release.id, &versions([(time, Some(release))]), seq);
            writer.upsert(prepared).expect("an upsert in memory");
        }
        writer.commit(seq).expect("a commit in memory");
        indexes.reader().expect("a reader")
    }

    /// The words of the suggestion; empty if there is none.
    fn suggested(reader: &Reader, query: &str) -> String {
        let query: Query = query.parse().expect(query);
        let better = suggest(reader, &query).expect("an index that can be read");
        better
            .and_then(|better| better.words)
            .map(|words| words.to_string())
            .unwrap_or_default()
    }

    fn check(cases: &[(&str, &str)]) {
        let reader = reader(&PAGES);
        for (query, expected) in cases {
            assert_eq!(suggested(&reader, query), *expected, "{query}");
        }
    }

    #[test]
    fn a_word_with_a_typo_gets_the_nearest_word_of_the_index() {
        check(&[
            ("taar", "taart"),
            ("moln", "molen"),
            ("molne", "molen"),
            ("kwibusvene", "kwibusveen"),
            ("kwibuzfeen", "kwibusveen"),
            ("sluisderu", "sluisdeur"),
        ]);
    }

    #[test]
    fn two_swapped_letters_anywhere_are_one_typo() {
        let reader = reader(&PAGES);
        let word = "kwibusveen";
        for at in 1..word.len() {
            let mut swapped = word.to_owned().into_bytes();
            swapped.swap(at - 1, at);
            let swapped = String::from_utf8(swapped).expect("letters of ASCII");
            if swapped != word {
                assert_eq!(suggested(&reader, &swapped), word, "{swapped}");
            }
        }
    }

    #[test]
    fn of_words_equally_near_the_most_frequent_is_suggested() {
        check(&[("bakkex", "bakken")]);
        let other = reader(&[
            "Nieuws een\n\nDe bakker is open.",
            "Nieuws twee\n\nEen bakker sluit.",
            "Nieuws drie\n\nWij bakken een taart.",
        ]);
        assert_eq!(suggested(&other, "bakkex"), "bakker");
    }

    #[test]
    fn a_nearer_word_is_suggested_before_a_more_frequent_one() {
        check(&[("bakkerx", "bakker")]);
    }

    #[test]
    fn case_and_diacritics_are_not_typos() {
        check(&[
            ("Kwibusvene", "kwibusveen"),
            ("coördinatiepots", "coordinatiepost"),
            ("coordinatiepots", "coordinatiepost"),
            // It is in the index.
            ("coordinatiepost", ""),
            ("COÖRDINATIEPOST", ""),
        ]);
    }

    #[test]
    fn words_that_exist_short_words_and_numbers_stay() {
        check(&[
            ("bakken", ""),
            // A form of a word of the index.
            ("molens", ""),
            // In the word list, though in no release.
            ("zeppelin", ""),
            ("taa", ""),
            ("2031", ""),
            ("onder", ""),
            // Too far from every word.
            ("xyzzyqwerty", ""),
            // A word of up to five letters may be off by one only.
            ("tarta", ""),
        ]);
    }

    #[test]
    fn only_the_misspelled_words_of_a_query_are_replaced() {
        check(&[
            ("moln zeppelin", "molen zeppelin"),
            ("wij bakkne in kwibusvenn", "wij bakken in kwibusveen"),
            ("+bakkex -deur", "+bakken -deur"),
            ("bakkex OR molne", "bakken OR molen"),
        ]);
    }

    #[test]
    fn excluded_words_phrases_and_patterns_stay() {
        check(&[
            ("-molne", ""),
            ("\"molne\"", ""),
            ("titel:sluisderu", "titel:sluisdeur"),
            ("=molne", ""),
            ("molne*", ""),
            ("molne~", ""),
        ]);
    }

    #[test]
    fn a_compound_is_corrected_in_the_part_that_is_wrong() {
        check(&[
            // A compound that no release has is not suggested.
            ("kwibusveenbakkre", ""),
            ("wethoudersbakkre", "wethoudersbakker"),
        ]);
    }

    #[test]
    fn a_query_that_would_still_find_nothing_is_not_suggested() {
        check(&[
            ("molne AND deur", ""),
            ("molne --publisher drenthe", ""),
            ("molne --until 1900", ""),
        ]);
    }
}
