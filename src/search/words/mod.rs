//! A query for words and filters that does not look at every match: the best ones are found without those that
//! cannot be among them, and matches are counted without scores.
//!
//! Leaves out the score of a word (`rank`), and gathering the best matches of all segments (`best`).

mod max_score;

use std::sync::Arc;

use tantivy::query::{
    BooleanWeight, EnableScoring, Explanation, Occur, Query, Scorer, SumCombiner, Weight,
};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use self::max_score::MaxScore;
use super::rank::{RankedWeight, RankedWord, WordScorer};

/// To look for one document costs as much as to put so many into a set.
const SPARSE: u64 = 8;

/// A query for words of the field of ranking, with filters.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// Words of which a document must have any.
    pub(super) any: Vec<RankedWord>,
    /// Words that a document must have all. Only one of both lists has words.
    pub(super) all: Vec<RankedWord>,
    pub(super) must: Vec<Arc<dyn Query>>,
    pub(super) must_not: Vec<Arc<dyn Query>>,
}

impl Words {
    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.any.len() + self.all.len()
    }

    fn words(&self) -> impl Iterator<Item = &RankedWord> {
        self.any.iter().chain(&self.all)
    }
}

impl Query for Words {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let unscored = scoring
            .searcher()
            .map(EnableScoring::disabled_from_searcher);
        let unscored = unscored.unwrap_or(scoring);
        let filters = |queries: &[Arc<dyn Query>]| -> tantivy::Result<Vec<Shared<dyn Weight>>> {
            let weights = queries.iter().map(|query| query.weight(unscored));
            weights.map(|weight| Ok(Shared(weight?.into()))).collect()
        };
        let words = self.words();
        let words = words.map(|word| Ok(Shared(Arc::new(word.word_weight(scoring)?))));
        let parts = Parts {
            words: words.collect::<tantivy::Result<_>>()?,
            all: self.any.is_empty(),
            must: filters(&self.must)?,
            must_not: filters(&self.must_not)?,
        };
        Ok(Box::new(WordsWeight {
            tree: parts.tree(scoring.is_scoring_enabled()),
            parts,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for word in self.words() {
            word.query_terms(visitor);
        }
    }
}

/// A weight that is used in two places.
struct Shared<W: ?Sized>(Arc<W>);

impl<W: ?Sized> Clone for Shared<W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W: Weight + ?Sized> Weight for Shared<W> {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.0.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

/// A tree of weights whose scores add up.
type Tree = BooleanWeight<SumCombiner>;

struct WordsWeight {
    parts: Parts,
    /// The same as a tree.
    tree: Tree,
}

struct Parts {
    words: Vec<Shared<RankedWeight>>,
    /// Whether a document must have all words, not any.
    all: bool,
    must: Vec<Shared<dyn Weight>>,
    must_not: Vec<Shared<dyn Weight>>,
}

impl Parts {
    /// Returns the same as a tree of tantivy's weights, which walk over all matches.
    fn tree(&self, has_scores: bool) -> Tree {
        let tree = |weights, least| {
            Tree::with_minimum_number_should_match(
                weights,
                least,
                has_scores,
                Box::new(SumCombiner::default),
            )
        };
        let words = self.words.iter().cloned();
        let words = words.map(|word| Box::new(word) as Box<dyn Weight>);
        let mut weights: Vec<(Occur, Box<dyn Weight>)> = if self.all {
            words.map(|word| (Occur::Must, word)).collect()
        } else {
            let any = words.map(|word| (Occur::Should, word)).collect();
            vec![(Occur::Must, Box::new(tree(any, 1)))]
        };
        let filters = [(Occur::Must, &self.must), (Occur::MustNot, &self.must_not)];
        for (occur, filters) in filters {
            for filter in filters.iter().cloned() {
                weights.push((occur, Box::new(filter)));
            }
        }
        tree(weights, 0)
    }

    fn matches(&self, reader: &SegmentReader) -> tantivy::Result<Matches> {
        let filters = |weights: &[Shared<dyn Weight>]| -> tantivy::Result<Vec<Box<dyn Scorer>>> {
            let weights = weights.iter();
            weights.map(|weight| weight.scorer(reader, 1.0)).collect()
        };
        let words = self.words.iter().map(|word| word.0.word(reader, 1.0));
        Ok(Matches {
            words: words.collect::<tantivy::Result<_>>()?,
            all: self.all,
            must: filters(&self.must)?,
            must_not: filters(&self.must_not)?,
        })
    }
}

impl Weight for WordsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.tree.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.tree.explain(reader, doc)
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        Ok(self.parts.matches(reader)?.count(reader))
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let matches = self.parts.matches(reader)?;
        MaxScore::new(matches, reader.max_doc(), threshold, callback).run();
        Ok(())
    }
}

/// The matches in one segment.
struct Matches {
    words: Vec<WordScorer>,
    all: bool,
    must: Vec<Box<dyn Scorer>>,
    must_not: Vec<Box<dyn Scorer>>,
}

impl Matches {
    /// Returns the first document at or after `doc` that any of these words has, or all of them if it must have all.
    fn next(&mut self, words: &[usize], doc: DocId) -> DocId {
        if self.all {
            return meet(&mut self.words, doc);
        }
        let mut next = TERMINATED;
        for &word in words {
            next = next.min(self.words[word].seek(doc));
        }
        next
    }

    fn is_excluded(&mut self, doc: DocId) -> bool {
        let mut excluding = self.must_not.iter_mut();
        excluding.any(|filter| seek(&mut **filter, doc) == doc)
    }

    /// Counts the matches, without those that are deleted.
    fn count(mut self, reader: &SegmentReader) -> u32 {
        let alive = reader.alive_bitset();
        self.must_not.retain(|filter| filter.doc() != TERMINATED);
        if let [word] = &mut self.words[..]
            && let Some(form) = word.only_form()
            && self.must.is_empty()
            && self.must_not.is_empty()
            && alive.is_none()
        {
            return form.documents();
        }
        if !self.must.is_empty() || self.all && self.is_sparse() {
            return self.count_one_by_one(reader);
        }
        let mut found = BitSet::with_max_value(reader.max_doc());
        for (n, word) in self.words.iter_mut().enumerate() {
            if self.all && n > 0 {
                let mut both = BitSet::with_max_value(reader.max_doc());
                word.for_each(|doc| {
                    if found.contains(doc) {
                        both.insert(doc);
                    }
                });
                found = both;
            } else {
                word.for_each(|doc| {
                    found.insert(doc);
                });
            }
        }
        if let Some(alive) = alive {
            found.intersect_update(alive.bitset());
        }
        for filter in &mut self.must_not {
            while filter.doc() != TERMINATED {
                found.remove(filter.doc());
                filter.advance();
            }
        }
        found.len() as u32
    }

    /// Whether one word is so rare that the others are looked up only where it stands.
    fn is_sparse(&self) -> bool {
        let sizes = self.words.iter().map(DocSet::size_hint);
        let rarest = sizes.clone().min().unwrap_or_default();
        u64::from(rarest) * SPARSE < sizes.map(u64::from).sum()
    }

    fn count_one_by_one(mut self, reader: &SegmentReader) -> u32 {
        let alive = reader.alive_bitset();
        let every: Vec<usize> = (0..self.words.len()).collect();
        let (mut count, mut doc) = (0, 0);
        loop {
            doc = self.next(&every, doc);
            let allowed = meet(&mut self.must, doc);
            if allowed == TERMINATED {
                return count;
            }
            if allowed > doc {
                doc = allowed;
                continue;
            }
            let is_alive = alive.is_none_or(|alive| alive.is_alive(doc));
            count += u32::from(is_alive && !self.is_excluded(doc));
            doc += 1;
        }
    }
}

/// Returns the first document at or after `doc` that all of `sets` have.
fn meet<S: DocSet>(sets: &mut [S], mut doc: DocId) -> DocId {
    loop {
        let mut next = doc;
        for set in &mut *sets {
            next = seek(set, next);
        }
        if next == doc || next == TERMINATED {
            return next;
        }
        doc = next;
    }
}

/// Returns the first document at or after `doc` that `set` has, which may be there already.
fn seek(set: &mut (impl DocSet + ?Sized), doc: DocId) -> DocId {
    let current = set.doc();
    if current < doc {
        set.seek(doc)
    } else {
        current
    }
}
