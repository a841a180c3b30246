//! Makes the highlighter of a query when a hit is first shown. Ranking and counting need none.
//!
//! Leaves out finding the words in a text (`highlight`).

use std::sync::OnceLock;

use super::collection::Collection;
use super::expand::joined;
use super::highlight::Highlighter;
use super::query::Scope;
use crate::analysis::Token;
use crate::index::IndexError;

/// What a query wants to be marked.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Marks the words of the query and their forms.
    asked: Highlighter,
    /// Adjacent words, which may form compounds.
    adjacent: Vec<(Vec<Option<Token>>, Scope)>,
    made: OnceLock<Highlighter>,
}

impl Marks {
    /// Returns what marks the words of the query, to add words to it.
    pub(super) fn asked(&mut self) -> &mut Highlighter {
        &mut self.asked
    }

    /// Adds adjacent words of the query. Compounds of the index that they form are marked too.
    pub(super) fn add_adjacent(&mut self, words: Vec<Option<Token>>, scope: Scope) {
        self.adjacent.push((words, scope));
    }

    /// Returns the highlighter. The first call looks the words up in the index.
    ///
    /// # Errors
    /// [`IndexError`] where the index's vocabulary cannot be read.
    pub(crate) fn highlighter(
        &self,
        collection: &dyn Collection,
    ) -> Result<&Highlighter, IndexError> {
        if let Some(made) = self.made.get() {
            return Ok(made);
        }
        let mut highlighter = self.asked.clone();
        for (words, scope) in &self.adjacent {
            // The parts of the compound match the words; the compound is marked as a whole.
            for lemma in joined(words, collection)? {
                highlighter.add_joined(&lemma, *scope);
            }
        }
        highlighter.weigh(collection)?;
        Ok(self.made.get_or_init(|| highlighter))
    }
}
