//! A query for words near each other, in whatever order.
//!
//! Leaves out the score: it only filters.

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, Score, SegmentReader, TERMINATED};

use super::in_order::InOrder;
use super::phrase::Phrase;

/// A query for documents in which two sides stand near each other in one text. The fields of a text have the
/// same positions.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    pub(crate) sides: [Side; 2],
    /// Most words from the end of one side to the beginning of the other.
    pub(crate) distance: u32,
}

/// Ways to match one side.
pub(crate) type Side = Vec<InOrder>;

impl Query for Near {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Near {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = BitSet::with_max_value(reader.max_doc());
        let open = |side: &Side| -> tantivy::Result<Vec<Phrase>> {
            side.iter().map(|way| way.open_places(reader)).collect()
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

/// Returns the first document at or after `doc` that one of the phrases may match.
fn at_or_after(phrases: &mut [Phrase], doc: DocId) -> DocId {
    let next = phrases.iter_mut().map(|phrase| phrase.seek(doc)).min();
    next.unwrap_or(TERMINATED)
}

/// Returns where the phrases stand in `doc`, in order: the positions of their first and last words.
fn places(phrases: &mut [Phrase], doc: DocId) -> Vec<(u32, u32)> {
    let mut places = Vec::new();
    for phrase in phrases {
        if phrase.seek(doc) == doc {
            let width = phrase.width();
            places.extend(phrase.places().iter().map(|end| (end - width, *end)));
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
