//! Finds releases that tell about the same matters as a release, by its most telling words.
//!
//! Leaves out the same text of other publishers (`same_text`).

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::Occur;

use super::Query as Question;
use super::plan::Plan;
use super::prepared::{Hit, PreparedSearch};
use super::query::{Expansion, OtherWords, QueryError};
use super::same_text::SameText;
use super::synonyms::Synonyms;
use crate::analysis::{Analyzer, is_stop_word};
use crate::document::Release;
use crate::index::{IndexError, Reader};

/// Number of words that tell what a release is about.
const WORDS: usize = 20;

/// Fewest releases that have such a word: a word of one release finds nothing else.
const LEAST: u64 = 2;

/// Share of all releases from which on a word tells nothing, in an archive of more than a few.
const SHARE: f64 = 0.5;
const FEW: f64 = 20.0;

/// Fewest letters of such a word.
const SHORTEST: usize = 3;

/// How many words of the text a word of the title counts as.
const IN_TITLE: f64 = 3.0;

impl Question {
    /// Returns a query of the words that tell what a release is about: those that it has often and few
    /// others have (tf·idf). `None` if it has no such words.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn like(release: &Release, reader: &Reader) -> Result<Option<Self>, IndexError> {
        let words = telling_words(release, reader)?;
        let query: Result<Self, QueryError> = words.join(" ").parse();
        Ok(query.ok().map(|query| Self {
            expansion: Expansion::Lemmas,
            other_words: OtherWords::None,
            ..query
        }))
    }

    /// Prepares the query on `reader`, to find releases other than `release`.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn prepare_without<'r>(
        &self,
        release: &Release,
        reader: &'r Reader,
    ) -> Result<PreparedSearch<'r>, IndexError> {
        let itself = Term::from_field_u64(reader.fields.id, release.id.as_u64());
        let without = (Occur::MustNot, Plan::Term(itself).filter());
        self.prepare_narrowed(reader, Synonyms::of_program(), Some(without))
    }
}

/// Marks the hits among `same`, the copies of the release that the hits are similar to.
pub fn mark_same_texts(hits: &mut [Hit], same: &[SameText]) {
    for hit in hits {
        let copy = same
            .iter()
            .find(|same| same.version.release.id == hit.release.id);
        hit.same_text = copy.map(|same| same.resemblance);
    }
}

/// Returns the most telling words of a release as it writes them, the best first.
fn telling_words(release: &Release, reader: &Reader) -> Result<Vec<String>, IndexError> {
    let analyzer = Analyzer::of(release.language.as_deref());
    let title = release.title.as_deref().map(|title| (title, IN_TITLE));
    let blocks = release.blocks.iter().map(|block| (&*block.text, 1.0));
    let mut found: HashMap<String, (f64, String)> = HashMap::new();
    for (text, times) in title.into_iter().chain(blocks) {
        for token in analyzer.tokens(text) {
            let written = &text[token.span.clone()];
            let is_word = written.chars().all(char::is_alphabetic)
                && written.chars().count() >= SHORTEST
                && !is_stop_word(&token.exact);
            if is_word && !token.joined {
                let word = found
                    .entry(token.lemma)
                    .or_insert_with(|| (0.0, written.to_owned()));
                word.0 += times;
            }
        }
    }
    let all = reader.releases.num_docs() as f64;
    let mut words = Vec::with_capacity(found.len());
    for (lemma, (times, written)) in found {
        let term = Term::from_field_text(reader.fields.ranked, &lemma);
        let having = reader.releases.doc_freq(&term).map_err(IndexError::Read)?;
        if having >= LEAST && (having as f64) < (all * SHARE).max(FEW.min(all)) {
            let weight = (1.0 + times.ln()) * (all / having as f64).ln();
            words.push((weight, written));
        }
    }
    words.sort_by(|(one, word), (other, than)| other.total_cmp(one).then(word.cmp(than)));
    words.truncate(WORDS);
    Ok(words.into_iter().map(|(_, written)| written).collect())
}
