//! A query for words near each other, in whatever order.
//!
//! Leaves out the score: it only filters.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// A query for documents in which two sides stand near each other in one text. The fields of a text have the
/// same positions.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    pub(crate) sides: [Side; 2],
    /// Most words from the end of one side to the beginning of the other.
    pub(crate) distance: u32,
}

/// Ways to match one side: phrases, each of words with their relative positions.
pub(crate) type Side = Vec<Vec<(u32, Term)>>;

impl Query for Near {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for (_, term) in self.sides.iter().flatten().flatten() {
            visitor(term, true);
        }
    }
}

impl Weight for Near {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = BitSet::with_max_value(reader.max_doc());
        let record = IndexRecordOption::WithFreqsAndPositions;
        let open = |side: &Side| -> tantivy::Result<Vec<Phrase>> {
            let mut phrases = Vec::new();
            for words in side {
                let mut phrase = Phrase::default();
                for (offset, term) in words {
                    let inverted = reader.inverted_index(term.field())?;
                    if let Some(postings) = inverted.read_postings(term, record)? {
                        phrase.words.push((*offset, postings));
                    }
                }
                if phrase.words.len() == words.len() {
                    phrases.push(phrase);
                }
            }
            Ok(phrases)
        };
        let [mut left, mut right] = [open(&self.sides[0])?, open(&self.sides[1])?];
        let mut doc = 0;
        loop {
            let (one, other) = (at_or_after(&mut left, doc), at_or_after(&mut right, doc));
            let next = one.max(other);
            if next == TERMINATED {
                break;
            }
            if one == other {
                let (left, right) = (places(&mut left, doc.max(one)), places(&mut right, one));
                if are_near(&left, &right, self.distance) {
                    found.insert(one);
                }
                doc = one + 1;
            } else {
                doc = next;
            }
        }
        let found = BitSetDocSet::from(found);
        Ok(Box::new(ConstScorer::new(found, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words near each other", 1.0))
    }
}

/// The postings of words in order.
#[derive(Default)]
struct Phrase {
    words: Vec<(u32, SegmentPostings)>,
}

impl Phrase {
    /// Returns the first document at or after `doc` that has all words.
    fn seek(&mut self, doc: DocId) -> DocId {
        let mut target = doc;
        loop {
            let mut agreed = true;
            for (_, postings) in &mut self.words {
                if postings.doc() < target {
                    postings.seek(target);
                }
                if postings.doc() > target {
                    target = postings.doc();
                    agreed = false;
                    break;
                }
            }
            if agreed || target == TERMINATED {
                return target;
            }
        }
    }

    /// Adds the positions of the first and the last word at every place in the current document.
    fn places(&mut self, into: &mut Vec<(u32, u32)>) {
        let mut starts: Option<Vec<u32>> = None;
        let mut positions = Vec::new();
        let mut last = 0;
        for (offset, postings) in &mut self.words {
            positions.clear();
            postings.positions(&mut positions);
            last = last.max(*offset);
            let here = positions.iter().filter_map(|at| at.checked_sub(*offset));
            starts = Some(match starts {
                None => here.collect(),
                Some(starts) => {
                    let here: Vec<u32> = here.collect();
                    let has = |at: &u32| here.binary_search(at).is_ok();
                    starts.into_iter().filter(has).collect()
                }
            });
        }
        into.extend(starts.into_iter().flatten().map(|at| (at, at + last)));
    }
}

/// Returns the first document at or after `doc` that one of the phrases may match.
fn at_or_after(phrases: &mut [Phrase], doc: DocId) -> DocId {
    let next = phrases.iter_mut().map(|phrase| phrase.seek(doc)).min();
    next.unwrap_or(TERMINATED)
}

/// Returns where the phrases stand in `doc`, in order.
fn places(phrases: &mut [Phrase], doc: DocId) -> Vec<(u32, u32)> {
    let mut places = Vec::new();
    for phrase in phrases {
        if phrase.seek(doc) == doc {
            phrase.places(&mut places);
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// Whether a place of `left` is at most `distance` words from one of `right`, without overlap.
fn are_near(left: &[(u32, u32)], right: &[(u32, u32)], distance: u32) -> bool {
    left.iter().any(|(start, end)| {
        right.iter().any(|(from, to)| {
            let after = *from > *end && from - end <= distance;
            let before = *start > *to && start - to <= distance;
            after || before
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_near_in_both_orders_and_do_not_overlap() {
        let at = |start: u32, end: u32| [(start, end)];
        assert!(are_near(&at(3, 3), &at(5, 6), 2));
        assert!(are_near(&at(5, 6), &at(3, 3), 2));
        assert!(!are_near(&at(3, 3), &at(6, 6), 2));
        assert!(
            !are_near(&at(3, 5), &at(5, 5), 2),
            "one word is not near itself"
        );
        assert!(!are_near(&[], &at(5, 5), 2));
    }
}
