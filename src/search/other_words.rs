//! Which words are searched beside those of a query.
//!
//! Leaves out the lists (`synonyms`), the spelling (`suggest`) and the scores (`rank`).

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::Term;

use super::collection::Collection;
use super::query::OtherWords;
use super::suggest;
use super::synonyms::{self, Synonyms};
use crate::analysis::{Analyzer, Token, is_stop_word};
use crate::index::IndexError;

/// Most words of a query, stop words apart, that is short: synonyms are searched beside them.
pub(super) const SHORT: usize = 4;

/// Fewest releases of an index in which a synonym helps more than it harms.
const LARGE: u64 = 1_000;

/// Share of the releases above which a word is too common to have synonyms or to be one.
const COMMON: f64 = 0.05;

/// A word of a query, and what was searched beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AlsoSearched {
    /// The word, folded.
    pub word: String,
    /// The other word.
    pub other: String,
    /// What the other word is to it.
    pub relation: Relation,
}

/// What a word is to the word beside which it is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It differs by one letter from a word that no release has.
    Spelling,
    /// It means the same.
    Synonym,
}

/// Finds the words beside those of one query, and notes them.
pub(super) struct Beside<'r> {
    collection: &'r dyn Collection,
    kinds: OtherWords,
    /// The synonyms that are searched; `None` if none are.
    synonyms: Option<&'r Synonyms>,
    /// What was found.
    pub(super) found: Vec<AlsoSearched>,
}

impl<'r> Beside<'r> {
    /// Finds the other words of these `kinds` for a query of `words` words, stop words apart.
    pub(super) fn new(
        collection: &'r dyn Collection,
        kinds: OtherWords,
        synonyms: &'r Synonyms,
        words: usize,
    ) -> Self {
        let is_short = (1..=SHORT).contains(&words);
        let is_large = collection.versions() >= LARGE;
        let wanted = is_short && is_large && kinds != OtherWords::None;
        Self {
            collection,
            kinds,
            synonyms: wanted.then_some(synonyms),
            found: Vec::new(),
        }
    }

    /// Finds no words.
    pub(super) fn none(collection: &'r dyn Collection) -> Self {
        Self {
            collection,
            kinds: OtherWords::None,
            synonyms: None,
            found: Vec::new(),
        }
    }

    /// Returns the tokens of the word beside which the unknown word `text` is searched. There are none
    /// if the word is known, or has no neighbor, or may be a name.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index's vocabulary cannot be read.
    pub(super) fn respelled(
        &mut self,
        text: &str,
        tokens: &[Token],
    ) -> Result<Vec<Token>, IndexError> {
        let [word] = tokens else {
            return Ok(Vec::new());
        };
        if self.kinds != OtherWords::All || text.contains(char::is_uppercase) {
            return Ok(Vec::new());
        }
        let Some(neighbor) = suggest::neighbor(self.collection, word)? else {
            return Ok(Vec::new());
        };
        let near = Analyzer::Dutch.tokens(&neighbor);
        self.note(word, neighbor, Relation::Spelling);
        Ok(near)
    }

    /// Returns the words of each synonym of `word` that is searched beside it.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index's vocabulary cannot be read.
    pub(super) fn synonyms_of(&mut self, word: &Token) -> Result<Vec<Vec<Token>>, IndexError> {
        let Some(synonyms) = self.synonyms else {
            return Ok(Vec::new());
        };
        if !self.is_rare(word)? {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for synonym in synonyms.of(word) {
            let mut tokens = Analyzer::Dutch.tokens(synonym);
            tokens.retain(|token| !token.joined && !is_stop_word(&token.exact));
            let mut rare = false;
            for token in &tokens {
                rare |= self.is_rare(token)?;
            }
            if rare && found.len() < synonyms::MOST {
                self.note(word, synonym.to_owned(), Relation::Synonym);
                found.push(tokens);
            }
        }
        Ok(found)
    }

    fn is_rare(&self, word: &Token) -> Result<bool, IndexError> {
        let term = Term::from_field_text(self.collection.fields().ranked, &word.lemma);
        let most = self.collection.versions() as f64 * COMMON;
        Ok((self.collection.frequency(term)? as f64) < most)
    }

    /// Notes that `other` is searched beside `word`.
    fn note(&mut self, word: &Token, other: String, relation: Relation) {
        let word = word.exact.clone();
        let also = AlsoSearched {
            word,
            other,
            relation,
        };
        if !self.found.contains(&also) {
            self.found.push(also);
        }
    }
}
