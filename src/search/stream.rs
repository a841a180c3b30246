//! Streams every hit of a search in order of release id, in constant memory.
//!
//! Leaves out ranking. Ids are hashes, so ranges of ids of equal length have about equally many
//! hits. The search runs once for each range, and memory holds only the hits of one range.

use std::ops::RangeInclusive;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::PreparedSearch;
use crate::document::Version;
use crate::index::IndexError;

/// Approximate number of hits in memory at once.
const HITS_IN_MEMORY: usize = 1 << 16;

/// An iterator over every hit: see [`PreparedSearch::stream`].
pub struct Stream<'s> {
    search: &'s PreparedSearch<'s>,
    total: usize,
    /// Number of ids in each range.
    range_len: u64,
    /// First id of the next range; `None` after the last.
    next: Option<u64>,
    held: std::vec::IntoIter<(u64, DocAddress)>,
}

impl PreparedSearch<'_> {
    /// Returns every hit in order of release id, in constant memory.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn stream(&self) -> Result<Stream<'_>, IndexError> {
        Stream::holding(self, HITS_IN_MEMORY)
    }
}

impl<'s> Stream<'s> {
    fn holding(search: &'s PreparedSearch<'s>, held: usize) -> Result<Self, IndexError> {
        let total = search.count()?;
        let stretches = (total / held + 1) as u64;
        let range_len = u64::MAX / stretches;
        Ok(Self {
            search,
            total,
            range_len,
            next: (total > 0).then_some(0),
            held: Vec::new().into_iter(),
        })
    }

    /// Returns the total number of hits.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// Collects the hits of the next range of ids. Returns `false` after the last range.
    fn fill(&mut self) -> Result<bool, IndexError> {
        let Some(first) = self.next else {
            return Ok(false);
        };
        // The last range also takes the remainder of the division.
        let last = first
            .checked_add(self.range_len - 1)
            .filter(|last| u64::MAX - last >= self.range_len);
        self.next = last.map(|last| last + 1);
        let collector = IdsWithin {
            ids: first..=last.unwrap_or(u64::MAX),
        };
        let (releases, query) = (&self.search.reader.releases, self.search.compiled.own());
        let mut found = releases
            .search(query, &collector)
            .map_err(IndexError::Read)?;
        found.sort_unstable();
        self.held = found.into_iter();
        Ok(true)
    }
}

impl Iterator for Stream<'_> {
    type Item = Result<Version, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((_, address)) = self.held.next() {
                return Some(self.search.reader.version(address));
            }
            match self.fill() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.next = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// Collects the hits whose ids lie in a range.
struct IdsWithin {
    ids: RangeInclusive<u64>,
}

struct SegmentIds {
    segment: SegmentOrdinal,
    column: Column<u64>,
    ids: RangeInclusive<u64>,
    found: Vec<(u64, DocAddress)>,
}

impl Collector for IdsWithin {
    type Fruit = Vec<(u64, DocAddress)>;
    type Child = SegmentIds;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentIds> {
        let column = reader.fast_fields().u64("id")?;
        Ok(SegmentIds {
            segment,
            column,
            ids: self.ids.clone(),
            found: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, found: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(found.concat())
    }
}

impl SegmentCollector for SegmentIds {
    type Fruit = Vec<(u64, DocAddress)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let id = self.column.first(doc).filter(|id| self.ids.contains(id));
        self.found
            .extend(id.map(|id| (id, DocAddress::new(self.segment, doc))));
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::document::Capture;
    use crate::extract::{extract, versions};
    use crate::index::IndexSetWriter;
    use crate::search::Query;

    #[test]
    fn every_hit_is_returned_once_in_order_of_id() {
        let (mut writer, indexes) = IndexSetWriter::in_memory().expect("an index in memory");
        let time = "2024-01-01T00:00:00Z".parse().expect("a time");
        for n in 0..40_u64 {
            let text = format!("Brug {n}\n\nDe gemeente Zandwijk bouwt een brug over de vaart.");
            let capture = Capture::new(
                format!("https://a.example/{n}"),
                time,
                "text/plain",
                text.into_bytes(),
            );
            let release = extract(&capture).expect("a readable page");
            let prepared = writer.prepare(release.id, &versions([(time, Some(release))]), n + 1);
            writer.upsert(prepared).expect("an upsert in memory");
        }
        writer.commit(40).expect("a commit");
        let reader = indexes.reader().expect("a reader");
        let search = Query::default().prepare(&reader).expect("a search for all");
        for held in [1, 3, 7, 40, 1000] {
            let ids: Vec<u64> = Stream::holding(&search, held)
                .expect("a stream")
                .map(|version| version.expect("a version").release.id.as_u64())
                .collect();
            assert_eq!(
                (ids.len(), ids.iter().collect::<BTreeSet<_>>().len()),
                (40, 40),
                "{held} held"
            );
            assert!(ids.is_sorted(), "{held} held");
        }
    }
}
