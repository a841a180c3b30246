//! Runs a search on all cores.
//!
//! Leaves out what is collected, and what is read of a hit.

use rayon::prelude::*;
use tantivy::collector::Collector;
use tantivy::query::{EnableScoring, Query};
use tantivy::{Searcher, SegmentReader};

use crate::index::IndexError;

/// Number of hits that are read before the first of them is returned.
const HITS_AT_ONCE: usize = 256;

/// Number of documents of an index below which one core is faster than several.
const FEW: u64 = 100_000;

/// Collects what `query` matches, the segments of a large index on all cores.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub(super) fn collect<C: Collector>(
    searcher: &Searcher,
    query: &dyn Query,
    collector: &C,
) -> Result<C::Fruit, IndexError> {
    let scoring = if collector.requires_scoring() {
        EnableScoring::enabled_from_searcher(searcher)
    } else {
        EnableScoring::disabled_from_searcher(searcher)
    };
    let weight = query.weight(scoring).map_err(IndexError::Read)?;
    let found = of_segments(searcher, |segment, reader| {
        collector.collect_segment(&*weight, segment, reader)
    })?;
    collector.merge_fruits(found).map_err(IndexError::Read)
}

/// Counts what `query` matches.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub(super) fn count(searcher: &Searcher, query: &dyn Query) -> Result<usize, IndexError> {
    let scoring = EnableScoring::disabled_from_searcher(searcher);
    let weight = query.weight(scoring).map_err(IndexError::Read)?;
    let counts = of_segments(searcher, |_, reader| weight.count(reader))?;
    Ok(counts.into_iter().map(|count| count as usize).sum())
}

/// Returns what `of` returns for each segment, of a large index on all cores.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub(super) fn of_segments<T: Send>(
    searcher: &Searcher,
    of: impl Fn(u32, &SegmentReader) -> tantivy::Result<T> + Sync,
) -> Result<Vec<T>, IndexError> {
    let segments = searcher.segment_readers();
    let found: tantivy::Result<_> = if searcher.num_docs() < FEW {
        let segments = segments.iter().enumerate();
        segments.map(|(n, reader)| of(n as u32, reader)).collect()
    } else {
        let segments = segments.par_iter().enumerate();
        segments.map(|(n, reader)| of(n as u32, reader)).collect()
    };
    found.map_err(IndexError::Read)
}

/// Calls `read` for each hit on all cores, and returns what it returns, in order.
pub(super) fn on_all_cores<H: Send, T: Send>(
    hits: impl Iterator<Item = Result<H, IndexError>>,
    read: impl Fn(H) -> Result<T, IndexError> + Sync,
) -> impl Iterator<Item = Result<T, IndexError>> {
    let mut hits = hits.fuse();
    let some = std::iter::from_fn(move || {
        let some: Vec<_> = hits.by_ref().take(HITS_AT_ONCE).collect();
        let read = some.into_par_iter().map(|hit| hit.and_then(&read));
        let read: Vec<_> = read.collect();
        (!read.is_empty()).then_some(read)
    });
    some.flatten()
}
