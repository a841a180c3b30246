//! The postings of a term, and what BM25 is at most in a block of them.
//!
//! Leaves out the scores (`rank`).

use std::io;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::index::{K1, UNIT};

/// Number of documents in a block. Only the last block has fewer.
const BLOCK: usize = 128;

/// The postings of a term. tantivy's own do not tell where a block ends and what it can score.
pub(super) struct TermPostings {
    blocks: BlockSegmentPostings,
    /// Place of the current document in its block.
    at: usize,
}

impl TermPostings {
    /// Opens the postings of `term`; `None` if no document has it. Without frequencies, `record` is `Basic`.
    pub(super) fn open(
        inverted: &InvertedIndexReader,
        term: &Term,
        record: IndexRecordOption,
    ) -> io::Result<Option<Self>> {
        let blocks = inverted.read_block_postings(term, record)?;
        Ok(blocks.map(|blocks| Self { blocks, at: 0 }))
    }

    /// Number of documents, deleted ones included.
    pub(super) fn documents(&self) -> u32 {
        self.blocks.doc_freq()
    }

    /// How often the current document has the term.
    pub(super) fn frequency(&self) -> u32 {
        self.blocks.freq(self.at)
    }

    /// The last document of the current block; [`TERMINATED`] for the last block.
    pub(super) fn end_of_block(&self) -> DocId {
        let docs = self.blocks.docs();
        match docs.last() {
            Some(last) if docs.len() == BLOCK => *last,
            _ => TERMINATED,
        }
    }

    /// A ratio of frequency to length that no document of the current block exceeds: see [`Ratios`].
    pub(super) fn most(&mut self, ratios: &Ratios) -> Score {
        let score = self.blocks.block_max_score(&ratios.lengths, &ratios.weight);
        let share = score / ratios.top;
        if share >= 1.0 {
            return Score::INFINITY;
        }
        ratios.stretch * K1 / UNIT * share / (1.0 - share)
    }

    /// Calls `each` with every document from the current one up to `end`, which is left out, and how often it has
    /// the term. Moves to the first document at or after `end`.
    #[inline]
    pub(super) fn for_each_below(&mut self, end: DocId, mut each: impl FnMut(DocId, u32)) {
        while self.doc() < end {
            let docs = &self.blocks.docs()[self.at..];
            let times = &self.blocks.freqs()[self.at..];
            for (read, (doc, times)) in docs.iter().zip(times).enumerate() {
                if *doc >= end {
                    self.at += read;
                    return;
                }
                each(*doc, *times);
            }
            self.blocks.advance();
            self.at = 0;
        }
    }

    /// Calls `each` with every document from the current one on.
    pub(super) fn for_each(&mut self, each: &mut impl FnMut(DocId)) {
        while self.doc() != TERMINATED {
            for doc in &self.blocks.docs()[self.at..] {
                each(*doc);
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}

impl DocSet for TermPostings {
    fn advance(&mut self) -> DocId {
        if self.at + 1 < self.blocks.block_len() {
            self.at += 1;
        } else if self.doc() != TERMINATED {
            self.blocks.advance();
            self.at = 0;
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            // Of a frequent term, the next document is often the one.
            self.at = (self.at + 1).min(BLOCK - 1);
            if self.doc() < target {
                self.at = self.blocks.seek(target);
            }
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.blocks.doc(self.at)
    }

    fn size_hint(&self) -> u32 {
        self.documents()
    }
}

/// What turns tantivy's highest score of a block into the highest ratio of it: of how often a document has the term
/// to how long the document is, in mean lengths, with BM25's b. The ratios of several terms of a word add up.
pub(super) struct Ratios {
    weight: Bm25Weight,
    lengths: FieldNormReader,
    /// The score that no frequency exceeds.
    top: Score,
    /// The index chose the best document of a block by the mean length in its segment. This is how much the ratio of
    /// another one can be higher by the mean length in all segments.
    stretch: Score,
}

impl Ratios {
    /// Returns the ratios of a field in a segment, whose `lengths` are these; `mean` is the mean length in all segments.
    pub(super) fn of(
        reader: &SegmentReader,
        inverted: &InvertedIndexReader,
        lengths: FieldNormReader,
        mean: Score,
    ) -> Self {
        let own = inverted.total_num_tokens() as Score / reader.max_doc().max(1) as Score;
        // How rare the term is cancels out.
        let weight = Bm25Weight::for_one_term_without_explain(1, 1, own);
        Self {
            top: weight.score(0, u32::MAX),
            weight,
            lengths,
            stretch: (mean / own).max(1.0),
        }
    }
}
