//! A tantivy query that scores its clauses together: by how many words match, and how they match.
//!
//! Leaves out building the clauses (`compile`). The coordination level of a release is the number
//! of the query's words that it has. In a best match, a release that has every word ranks above all
//! others, whatever their BM25 scores. Of the releases that have every word, those with the words
//! themselves rank above those with the words inside compounds.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Added to the score if every clause matches. It is far larger than any sum of BM25 scores.
pub(super) const ALL: Score = 1000.0;

/// Added to the score if every clause matches, times the share of clauses that match as whole
/// words.
pub(super) const WHOLE: Score = 500.0;

/// One word of a query, or another part that counts as one word.
#[derive(Debug)]
pub(super) struct WordClause {
    /// The word itself.
    pub(super) whole: Box<dyn Query>,
    /// The word inside compounds, or the parts of the word.
    pub(super) inside: Option<Box<dyn Query>>,
    /// Whether a release must match this clause.
    pub(super) required: bool,
}

impl Clone for WordClause {
    fn clone(&self) -> Self {
        Self {
            whole: self.whole.box_clone(),
            inside: self.inside.as_ref().map(|q| q.box_clone()),
            required: self.required,
        }
    }
}

/// Matches releases that match all required clauses, and at least one clause. The score is the sum
/// of the clauses' scores.
#[derive(Debug, Clone)]
pub(super) struct Coordination {
    /// The clauses; at least one.
    pub(super) clauses: Vec<WordClause>,
    /// Whether releases that match every clause rank first, and among these the matches of whole
    /// words. With one clause, only whole words rank first.
    pub(super) tiers: bool,
}

impl Query for Coordination {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self.clauses.iter().map(|clause| {
            Ok(ClauseWeight {
                whole: clause.whole.weight(scoring)?,
                inside: clause
                    .inside
                    .as_ref()
                    .map(|inside| inside.weight(scoring))
                    .transpose()?,
                required: clause.required,
            })
        });
        Ok(Box::new(CoordinationWeight {
            clauses: clauses.collect::<tantivy::Result<_>>()?,
            tiers: self.tiers,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for clause in &self.clauses {
            clause.whole.query_terms(visitor);
            if let Some(inside) = &clause.inside {
                inside.query_terms(visitor);
            }
        }
    }
}

struct ClauseWeight {
    whole: Box<dyn Weight>,
    inside: Option<Box<dyn Weight>>,
    required: bool,
}

struct CoordinationWeight {
    clauses: Vec<ClauseWeight>,
    tiers: bool,
}

impl Weight for CoordinationWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let clauses = self.clauses.iter().map(|clause| {
            Ok(ClauseScorer {
                whole: clause.whole.scorer(reader, boost)?,
                inside: clause
                    .inside
                    .as_ref()
                    .map(|inside| inside.scorer(reader, boost))
                    .transpose()?,
                required: clause.required,
            })
        });
        let mut scorer = CoordinationScorer {
            clauses: clauses.collect::<tantivy::Result<_>>()?,
            tiers: self.tiers,
            doc: 0,
        };
        scorer.seek_match(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = scorer.seek(doc) == doc;
        Ok(Explanation::new(
            "sum of clause scores and tiers",
            if found { scorer.score() } else { 0.0 },
        ))
    }
}

struct ClauseScorer {
    whole: Box<dyn Scorer>,
    inside: Option<Box<dyn Scorer>>,
    required: bool,
}

impl ClauseScorer {
    fn doc(&self) -> DocId {
        self.whole
            .doc()
            .min(self.inside.as_ref().map_or(TERMINATED, DocSet::doc))
    }

    /// Moves to the first match after `doc`. The scorer must be at `doc` or after it.
    fn advance_past(&mut self, doc: DocId) -> DocId {
        for scorer in std::iter::once(&mut self.whole).chain(&mut self.inside) {
            if scorer.doc() == doc {
                scorer.advance();
            }
        }
        self.doc()
    }

    /// Moves to the first match at or after `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        for scorer in std::iter::once(&mut self.whole).chain(&mut self.inside) {
            if scorer.doc() < target {
                scorer.seek(target);
            }
        }
        self.doc()
    }
}

struct CoordinationScorer {
    clauses: Vec<ClauseScorer>,
    tiers: bool,
    doc: DocId,
}

impl CoordinationScorer {
    /// Moves to the first match at or after `target` that all required clauses match.
    fn seek_match(&mut self, target: DocId) -> DocId {
        let mut candidate = target;
        let mut required = false;
        let mut settled = false;
        while !settled && candidate != TERMINATED {
            settled = true;
            for clause in self.clauses.iter_mut().filter(|clause| clause.required) {
                required = true;
                let doc = clause.seek(candidate);
                if doc != candidate {
                    candidate = doc;
                    settled = false;
                    break;
                }
            }
        }
        let optional = self.clauses.iter_mut().filter(|clause| !clause.required);
        let first = optional.map(|clause| clause.seek(candidate)).min();
        self.doc = if required {
            candidate
        } else {
            first.unwrap_or(TERMINATED)
        };
        self.doc
    }
}

impl DocSet for CoordinationScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED || self.clauses.iter().any(|clause| clause.required) {
            return if self.doc == TERMINATED {
                TERMINATED
            } else {
                self.seek_match(self.doc + 1)
            };
        }
        let past = self.doc;
        self.doc = TERMINATED;
        for clause in &mut self.clauses {
            self.doc = self.doc.min(clause.advance_past(past));
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            self.doc
        } else {
            self.seek_match(target)
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.clauses.iter().map(|clause| clause.whole.size_hint());
        hints.max().unwrap_or(0)
    }
}

impl Scorer for CoordinationScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let (mut sum, mut matched, mut whole) = (0.0, 0_usize, 0_usize);
        for clause in &mut self.clauses {
            let mut hit = false;
            if clause.whole.doc() == doc {
                sum += clause.whole.score();
                whole += 1;
                hit = true;
            }
            if let Some(inside) = clause.inside.as_mut().filter(|inside| inside.doc() == doc) {
                sum += inside.score();
                hit = true;
            }
            matched += usize::from(hit);
        }
        let count = self.clauses.len();
        if self.tiers && matched == count {
            sum += if count > 1 { ALL } else { 0.0 };
            sum += WHOLE * whole as Score / count as Score;
        }
        sum
    }
}

#[cfg(test)]
mod tests;
