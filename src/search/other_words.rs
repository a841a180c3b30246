//! Which words are searched beside those of a query, and how the best releases of a query of plain words are
//! scored again.
//!
//! Leaves out the lists (`synonyms`), the spelling (`suggest`) and the scores (`again`).

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::Term;

use super::again::Again;
use super::compile::{Compiler, SHORT};
use super::query::{self, Expansion, Node, OtherWords, Scope};
use super::{suggest, synonyms};
use crate::analysis::{Token, is_stop_word};
use crate::index::IndexError;

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

impl Compiler<'_> {
    /// Returns the tokens of the word beside which the unknown word `text` is searched. There are none
    /// if the word is known, or has no neighbor, or may be a name.
    pub(super) fn respell(
        &mut self,
        text: &str,
        tokens: &[Token],
    ) -> Result<Vec<Token>, IndexError> {
        let [word] = tokens else {
            return Ok(Vec::new());
        };
        if self.other_words != OtherWords::All || text.contains(char::is_uppercase) {
            return Ok(Vec::new());
        }
        let Some(neighbor) = suggest::neighbor(self.reader, word)? else {
            return Ok(Vec::new());
        };
        let near = self.analyzer.tokens(&neighbor);
        self.highlighter.add_word(&near, true, Scope::All);
        self.note(word, neighbor, Relation::Spelling);
        Ok(near)
    }

    /// Returns the words of each synonym of `word` that is searched beside it.
    pub(super) fn synonyms_of(&mut self, word: &Token) -> Result<Vec<Vec<String>>, IndexError> {
        let Some(synonyms) = self.synonyms else {
            return Ok(Vec::new());
        };
        let most = self.reader.releases.num_docs() as f64 * COMMON;
        let is_rare = |lemma: &str| -> Result<bool, IndexError> {
            let term = Term::from_field_text(self.reader.fields.ranked, lemma);
            let releases = self.reader.releases.doc_freq(&term);
            Ok((releases.map_err(IndexError::Read)? as f64) < most)
        };
        if !is_rare(&word.lemma)? {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for synonym in synonyms.of(word) {
            let tokens = self.analyzer.tokens(synonym);
            let content = tokens
                .iter()
                .filter(|t| !t.joined && !is_stop_word(&t.exact));
            let content: Vec<&Token> = content.collect();
            let mut rare = false;
            for token in &content {
                rare |= is_rare(&token.lemma)?;
            }
            if rare && found.len() < synonyms::MOST {
                for token in &content {
                    self.highlighter
                        .add_word(&[(*token).clone()], false, Scope::All);
                }
                self.note(word, synonym.to_owned(), Relation::Synonym);
                found.push(content.iter().map(|token| token.lemma.clone()).collect());
            }
        }
        Ok(found)
    }

    /// Notes that `other` is searched beside `word`.
    fn note(&mut self, word: &Token, other: String, relation: Relation) {
        let word = word.exact.clone();
        let also = AlsoSearched {
            word,
            other,
            relation,
        };
        if !self.also_searched.contains(&also) {
            self.also_searched.push(also);
        }
    }

    /// Returns how the best releases are scored again for a question of plain words.
    pub(super) fn again(&self, words: &Node, feedback: bool) -> Option<Again> {
        let plain = matches!(self.expansion, Expansion::Compounds);
        let asked: Vec<&Node> = match words {
            Node::Group(clauses) => {
                let wanted = clauses
                    .iter()
                    .filter(|clause| clause.occur != query::Occur::MustNot);
                wanted.map(|clause| &clause.node).collect()
            }
            word => vec![word],
        };
        let content = asked.into_iter().filter_map(|node| self.single_word(node));
        let content = content.filter(|token| !is_stop_word(&token.exact));
        let lemmas: Vec<String> = content.map(|token| token.lemma).collect();
        match lemmas.len() {
            _ if !plain => None,
            0 => None,
            1..=SHORT => feedback.then_some(Again::Feedback(lemmas)),
            _ => Some(Again::Nearness(lemmas)),
        }
    }
}
