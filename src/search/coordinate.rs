//! Ranking by how many words match, and how: a query over clauses that scores them together.
//!
//! Leaves out what the clauses are (`compile`). The coordination level of a release is how many of a
//! query's words it has; best match first means that no sum of BM25 scores lifts a release over one
//! that has every word, nor one that has a word inside a compound over one that has the word itself.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Added where every clause matches: no sum of BM25 scores comes near it.
pub(super) const ALL: Score = 1000.0;

/// Added where every clause matches, for the share of them that match as whole words.
pub(super) const WHOLE: Score = 500.0;

/// One word of a query, or what stands in place of one.
#[derive(Debug)]
pub(super) struct WordClause {
    /// The word itself.
    pub(super) whole: Box<dyn Query>,
    /// The word inside compounds, or as its parts.
    pub(super) inside: Option<Box<dyn Query>>,
    /// Whether a release without it is no match.
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

/// Releases that match all required clauses and at least one, by the sum of their scores.
#[derive(Debug, Clone)]
pub(super) struct Coordination {
    /// At least one.
    pub(super) clauses: Vec<WordClause>,
    /// Whether releases that match every clause come first; of one clause, those of whole words.
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
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = scorer.seek(doc) == doc;
        Ok(Explanation::new(
            "sum of clauses, and tiers",
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

    /// The first match behind `doc`, at which it stands or past which it is.
    fn pass(&mut self, doc: DocId) -> DocId {
        for scorer in std::iter::once(&mut self.whole).chain(&mut self.inside) {
            if scorer.doc() == doc {
                scorer.advance();
            }
        }
        self.doc()
    }

    /// The first match that is not before `target`.
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
    /// Goes to the first match that is not before `target`.
    fn settle(&mut self, target: DocId) -> DocId {
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
                self.settle(self.doc + 1)
            };
        }
        let past = self.doc;
        self.doc = TERMINATED;
        for clause in &mut self.clauses {
            self.doc = self.doc.min(clause.pass(past));
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            self.doc
        } else {
            self.settle(target)
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
