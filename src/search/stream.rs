//! Streams every hit of a search in order of release id, in constant memory.
//!
//! Leaves out ranking. Ids are hashes, so ranges of ids of equal length have about equally many
//! hits. The search runs once for each range, and memory holds only the hits of one range.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DateTime, DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::cores::{collect, count, on_all_cores};
use super::prepared::{Hit, PreparedSearch};
use super::quotes::{PreparedQuotes, QuoteHit};
use super::select::Sort;
use crate::document::Version;
use crate::index::IndexError;

/// Approximate number of hits in memory at once.
const HITS_IN_MEMORY: usize = 1 << 16;

/// The addresses of all matches of a query in an index, in order.
pub(super) struct Addresses<'s> {
    searcher: &'s Searcher,
    query: &'s dyn Query,
    total: usize,
    /// The columns by which matches are sorted; the first one divides them into ranges.
    columns: &'static [&'static str],
    /// Number of ids in each range.
    range_len: u64,
    /// First id of the next range; `None` after the last.
    next: Option<u64>,
    held: std::vec::IntoIter<(Key, DocAddress)>,
}

/// The values by which a match is sorted.
type Key = [u64; 3];

/// The columns by which releases are sorted.
const BY_ID: &[&str] = &["id"];

/// The columns by which quotes are sorted: those of one release together, in the order of its text.
const BY_RELEASE: &[&str] = &["release_id", "version", "ordinal"];

impl PreparedSearch<'_> {
    /// Calls `read` for every hit, on all cores, and returns what it returns: in order of release id, in constant
    /// memory.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn stream<'s, T: Send + 's>(
        &'s self,
        read: impl Fn(Version) -> T + Sync + 's,
    ) -> Result<impl Iterator<Item = Result<T, IndexError>> + 's, IndexError> {
        self.stream_holding(HITS_IN_MEMORY, read)
    }

    fn stream_holding<'s, T: Send + 's>(
        &'s self,
        held: usize,
        read: impl Fn(Version) -> T + Sync + 's,
    ) -> Result<impl Iterator<Item = Result<T, IndexError>> + 's, IndexError> {
        let (searcher, query) = (&self.reader.releases, self.compiled.own());
        let addresses = Addresses::of(searcher, query, BY_ID, held)?;
        Ok(on_all_cores(addresses, move |address| {
            self.reader.version(address).map(&read)
        }))
    }

    /// Returns every hit with its passage: in order of release id, in constant memory, or the newest first, at
    /// some bytes a hit.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn all(
        &self,
        sort: Sort,
    ) -> Result<impl Iterator<Item = Result<Hit, IndexError>>, IndexError> {
        let (searcher, query) = (&self.reader.releases, self.compiled.own());
        let addresses = in_order(searcher, query, BY_ID, sort)?;
        let hits = on_all_cores(addresses, |address| self.hit(address));
        Ok(hits.enumerate().map(|(n, hit)| {
            let mut hit = hit?;
            hit.rank = n + 1;
            Ok(hit)
        }))
    }
}

impl PreparedQuotes<'_> {
    /// Returns every quote: in order of release id and in the order of its text, in constant memory, or the
    /// newest first, at some bytes a quote.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn all(
        &self,
        sort: Sort,
    ) -> Result<impl Iterator<Item = Result<QuoteHit, IndexError>>, IndexError> {
        let (searcher, query) = (&self.reader.quotes, self.compiled.own());
        let addresses = in_order(searcher, query, BY_RELEASE, sort)?;
        let hits = on_all_cores(addresses, |address| self.hit(address));
        Ok(hits.enumerate().map(|(n, hit)| {
            let mut hit = hit?;
            hit.rank = n + 1;
            Ok(hit)
        }))
    }
}

/// Returns the addresses of all matches, by the columns of their ids or by date.
fn in_order<'s>(
    searcher: &'s Searcher,
    query: &'s dyn Query,
    columns: &'static [&'static str],
    sort: Sort,
) -> Result<Box<dyn Iterator<Item = Result<DocAddress, IndexError>> + 's>, IndexError> {
    let addresses = Addresses::of(searcher, query, columns, HITS_IN_MEMORY)?;
    if sort == Sort::Relevance {
        return Ok(Box::new(addresses));
    }
    let published = searcher.segment_readers().iter().map(|segment| {
        let column = segment.fast_fields().column_opt::<DateTime>("published");
        column.map_err(IndexError::Read)
    });
    let published = published.collect::<Result<Vec<_>, _>>()?;
    let mut dated = Vec::with_capacity(addresses.total);
    for address in addresses {
        let address = address?;
        let column = published[address.segment_ord as usize].as_ref();
        let at = column.and_then(|column| column.first(address.doc_id));
        dated.push((Reverse(at), address));
    }
    // The sort keeps the order of ids of one moment.
    dated.sort_by_key(|(at, _)| *at);
    Ok(Box::new(dated.into_iter().map(|(_, address)| Ok(address))))
}

impl<'s> Addresses<'s> {
    fn of(
        searcher: &'s Searcher,
        query: &'s dyn Query,
        columns: &'static [&'static str],
        held: usize,
    ) -> Result<Self, IndexError> {
        let total = count(searcher, query)?;
        let stretches = (total / held + 1) as u64;
        Ok(Self {
            searcher,
            query,
            total,
            columns,
            range_len: u64::MAX / stretches,
            next: (total > 0).then_some(0),
            held: Vec::new().into_iter(),
        })
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
            columns: self.columns,
        };
        let mut found = collect(self.searcher, self.query, &collector)?;
        found.sort_unstable();
        self.held = found.into_iter();
        Ok(true)
    }
}

impl Iterator for Addresses<'_> {
    type Item = Result<DocAddress, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((_, address)) = self.held.next() {
                return Some(Ok(address));
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
    columns: &'static [&'static str],
}

struct SegmentIds {
    segment: SegmentOrdinal,
    columns: Vec<Column<u64>>,
    ids: RangeInclusive<u64>,
    found: Vec<(Key, DocAddress)>,
}

impl Collector for IdsWithin {
    type Fruit = Vec<(Key, DocAddress)>;
    type Child = SegmentIds;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentIds> {
        let columns = self.columns.iter();
        let columns = columns.map(|name| reader.fast_fields().u64(name));
        Ok(SegmentIds {
            segment,
            columns: columns.collect::<tantivy::Result<_>>()?,
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
    type Fruit = Vec<(Key, DocAddress)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let mut key = Key::default();
        for (value, column) in key.iter_mut().zip(&self.columns) {
            *value = column.first(doc).unwrap_or_default();
        }
        if self.ids.contains(&key[0]) {
            self.found.push((key, DocAddress::new(self.segment, doc)));
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::document::Capture;
    use crate::extract::{extract, versions};
    use crate::index::IndexSetWriter;
    use crate::search::Query as Question;

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
        let search = Question::default()
            .prepare(&reader)
            .expect("a search for all");
        for held in [1, 3, 7, 40, 1000] {
            let ids: Vec<u64> = search
                .stream_holding(held, |version| version.release.id.as_u64())
                .expect("a stream")
                .map(|id| id.expect("a version"))
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
