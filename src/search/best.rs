//! The best matches of a query, without a look at all of them where the query can do without.
//!
//! Leaves out which documents cannot be among the best (`words`).

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocAddress, Score, Searcher, SegmentReader};

use super::cores::of_segments;
use crate::index::IndexError;

/// A match with its score, and its id for ties.
pub(super) type Scored = ((Score, Option<u64>), DocAddress);

/// Returns the best `limit` matches, of equal ones those with the lowest ids.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub(super) fn best(
    searcher: &Searcher,
    query: &dyn Query,
    limit: usize,
) -> Result<Vec<Scored>, IndexError> {
    let scoring = EnableScoring::enabled_from_searcher(searcher);
    let weight = query.weight(scoring).map_err(IndexError::Read)?;
    let least = Least::default();
    let found = of_segments(searcher, |segment, reader| {
        best_of_segment(&*weight, segment, reader, limit, &least)
    })?;
    let mut found: Vec<Match> = found.into_iter().flatten().collect();
    found.sort_unstable();
    found.truncate(limit);
    let found = found.into_iter();
    Ok(found
        .map(|found| ((found.score, found.id), found.address))
        .collect())
}

/// A score that a match must reach to be among the best of all segments.
#[derive(Debug, Default)]
struct Least(AtomicU32);

impl Least {
    /// Raises it to `score`, which so many matches of a segment reach. The bits of scores are in the order of scores: no
    /// score is negative.
    fn raise(&self, score: Score) {
        self.0.fetch_max(score.to_bits(), Relaxed);
    }

    /// Returns a score that only what may be among the best exceeds.
    fn threshold(&self) -> Score {
        Score::from_bits(self.0.load(Relaxed)).next_down()
    }
}

fn best_of_segment(
    weight: &dyn Weight,
    segment: u32,
    reader: &SegmentReader,
    limit: usize,
    least: &Least,
) -> tantivy::Result<Vec<Match>> {
    let ids = reader.fast_fields().u64("id")?;
    let alive = reader.alive_bitset();
    // The worst one is on top.
    let mut best: BinaryHeap<Match> = BinaryHeap::new();
    weight.for_each_pruning(least.threshold(), reader, &mut |doc, score| {
        if alive.is_none_or(|alive| alive.is_alive(doc)) {
            best.push(Match {
                score,
                id: ids.first(doc),
                address: DocAddress::new(segment, doc),
            });
            if best.len() > limit {
                best.pop();
            }
            if best.len() == limit
                && let Some(worst) = best.peek()
            {
                least.raise(worst.score);
            }
        }
        least.threshold()
    })?;
    Ok(best.into_vec())
}

/// A match. The best one is the least.
#[derive(Debug, Clone, Copy)]
struct Match {
    score: Score,
    id: Option<u64>,
    address: DocAddress,
}

impl Ord for Match {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score.then((Reverse(self.id.is_some()), self.id, self.address).cmp(&(
            Reverse(other.id.is_some()),
            other.id,
            other.address,
        )))
    }
}

impl PartialOrd for Match {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Match {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Match {}
