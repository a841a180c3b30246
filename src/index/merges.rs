//! Which segments of an index are merged.
//!
//! Leaves out when they are merged (`writer`). A search opens every segment, and reads those of a large index on all
//! cores: few segments of equal size are best. A merge maps its segments into memory and writes them again: few
//! merges of small segments are best.

use tantivy::index::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

/// Most documents of a small segment. Small segments of about one size are merged [`SMALL_AT_ONCE`] or more at once.
const SMALL: u32 = 75_000;
const SMALL_AT_ONCE: usize = 6;

/// Most documents of a segment that is merged, [`LARGE_AT_ONCE`] at once.
const LARGE: u32 = 250_000;
const LARGE_AT_ONCE: usize = 3;

/// Merges small segments, then the large ones that they become.
#[derive(Debug)]
pub(super) struct InTwoSteps {
    small: LogMergePolicy,
}

impl Default for InTwoSteps {
    fn default() -> Self {
        let mut small = LogMergePolicy::default();
        small.set_min_num_segments(SMALL_AT_ONCE);
        Self { small }
    }
}

impl MergePolicy for InTwoSteps {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let (small, mut large): (Vec<_>, Vec<_>) = segments
            .iter()
            .filter(|segment| segment.num_docs() <= LARGE)
            .cloned()
            .partition(|segment| segment.num_docs() <= SMALL);
        large.sort_by_key(SegmentMeta::num_docs);
        let mut merges = self.small.compute_merge_candidates(&small);
        merges.extend(
            large
                .chunks_exact(LARGE_AT_ONCE)
                .map(|segments| MergeCandidate(segments.iter().map(SegmentMeta::id).collect())),
        );
        merges
    }
}
