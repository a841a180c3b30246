//! Which documents a newer state of a release replaces.
//!
//! Leaves out when they are deleted (`writer`).

use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader, TantivyError, Term};

/// The documents with a number in a field. The weight of tantivy's `TermQuery`, with which `delete_term` works,
/// takes more than a kilobyte, and a writer holds one for each release until its segments are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithNumber {
    pub(super) field: Field,
    pub(super) number: u64,
}

impl Query for WithNumber {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(*self))
    }
}

impl Weight for WithNumber {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let term = Term::from_field_u64(self.field, self.number);
        let documents = segment
            .inverted_index(self.field)?
            .read_postings(&term, IndexRecordOption::Basic)?;
        Ok(match documents {
            Some(documents) => Box::new(ConstScorer::new(documents, boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        let reason = "documents to delete have no score".to_owned();
        Err(TantivyError::InvalidArgument(reason))
    }
}
