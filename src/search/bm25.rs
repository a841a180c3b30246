//! BM25 (Robertson and Zaragoza 2009, *The Probabilistic Relevance Framework: BM25 and Beyond*, section 3.2): how rare
//! a word is, and how long a text is.
//!
//! Leaves out whose frequencies are scored (`rank`, `in_order`, `again`).

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, Score};

use crate::index::B;

/// Returns the inverse document frequency of a word that `having` of `documents` have.
pub(crate) fn idf(documents: f64, having: f64) -> Score {
    (1.0 + (documents - having + 0.5).max(0.5) / (having + 0.5)).ln() as Score
}

/// What the frequency of a word is set against, by the id of the length of the text.
#[derive(Debug, Clone)]
pub(super) struct Norms(Box<[Score; 256]>);

impl Norms {
    /// Returns the norms for lengths whose mean is `mean`, with BM25's `k1`.
    pub(super) fn new(k1: Score, mean: Score) -> Self {
        let norm = |id: usize| {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as Score;
            k1 * (1.0 - B + B * length / mean)
        };
        Self(Box::new(std::array::from_fn(norm)))
    }

    /// Returns the norm of a document.
    pub(super) fn of(&self, lengths: &FieldNormReader, doc: DocId) -> Score {
        self.0[usize::from(lengths.fieldnorm_id(doc))]
    }
}
