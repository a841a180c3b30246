//! Finds what captures after a given one brought: the releases and quotes that a watch looks at.
//!
//! Leaves out what a watch has told (`watch`).

use std::collections::BTreeSet;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DateTime, DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::filter::{FilterFields, Filters};
use super::plan::Plan;
use super::prepared::{Hit, PreparedSearch};
use super::quotes::{PreparedQuotes, QuoteHit};
use crate::document::{QuoteId, ReleaseId, Version, VersionStatus};
use crate::index::{IndexError, Reader};

/// A release with a capture that is newer than a given one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewerRelease {
    /// Its id.
    pub id: ReleaseId,
    /// The number of its newest capture.
    pub seq: u64,
    /// When its newest version was first seen, in seconds since 1970.
    pub from: i64,
    address: DocAddress,
}

/// A quote of a release with a capture that is newer than a given one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewerQuote {
    /// Its id.
    pub id: QuoteId,
    /// The id of its release.
    pub release: ReleaseId,
    address: DocAddress,
}

/// Returns the releases with that status whose newest capture is after number `seq`.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub fn newer_releases(
    reader: &Reader,
    status: VersionStatus,
    seq: u64,
) -> Result<Vec<NewerRelease>, IndexError> {
    let term = reader.status_term(status);
    let query = TermQuery::new(term, IndexRecordOption::Basic);
    releases(&reader.releases, &query, seq)
}

/// Returns the ids of all quotes in the current versions of `releases`.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub fn current_quotes(
    reader: &Reader,
    releases: &BTreeSet<ReleaseId>,
) -> Result<BTreeSet<QuoteId>, IndexError> {
    let fields = FilterFields::of_quotes(&reader.quote_fields);
    let query = Filters::default().narrow(Plan::All, &fields).query();
    let found = quotes(&reader.quotes, &*query, Some(releases))?;
    Ok(found.into_iter().map(|quote| quote.id).collect())
}

/// Returns the version of a release that [`newer_releases`] found.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn newer_version(reader: &Reader, release: &NewerRelease) -> Result<Version, IndexError> {
    reader.version(release.address)
}

impl PreparedSearch<'_> {
    /// Returns the releases that match the query itself and whose newest capture is after number `seq`.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub fn newer(&self, seq: u64) -> Result<Vec<NewerRelease>, IndexError> {
        releases(&self.reader.releases, self.compiled.own(), seq)
    }

    /// Returns a release that [`newer`](Self::newer) found, with the passage that matches.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn newer_hit(&self, release: &NewerRelease) -> Result<Hit, IndexError> {
        self.hit(release.address)
    }
}

impl PreparedQuotes<'_> {
    /// Returns the quotes that match the query itself: those of `releases`, or all for `None`.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub fn of_releases(
        &self,
        releases: Option<&BTreeSet<ReleaseId>>,
    ) -> Result<Vec<NewerQuote>, IndexError> {
        quotes(&self.reader.quotes, self.compiled.own(), releases)
    }

    /// Returns a quote that [`of_releases`](Self::of_releases) found.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn newer_hit(&self, quote: &NewerQuote) -> Result<QuoteHit, IndexError> {
        self.hit(quote.address)
    }
}

fn releases(
    searcher: &Searcher,
    query: &dyn Query,
    seq: u64,
) -> Result<Vec<NewerRelease>, IndexError> {
    let columns = Columns {
        numbers: ["id", "seq"],
        times: true,
    };
    let found = searcher.search(query, &columns).map_err(IndexError::Read)?;
    let found = found.into_iter().filter(|row| row.numbers[1] > seq);
    let mut found: Vec<NewerRelease> = found
        .map(|row| NewerRelease {
            id: ReleaseId::from_u64(row.numbers[0]),
            seq: row.numbers[1],
            from: row.from,
            address: row.address,
        })
        .collect();
    found.sort_by_key(|release| release.id);
    Ok(found)
}

fn quotes(
    searcher: &Searcher,
    query: &dyn Query,
    releases: Option<&BTreeSet<ReleaseId>>,
) -> Result<Vec<NewerQuote>, IndexError> {
    let columns = Columns {
        numbers: ["id", "release_id"],
        times: false,
    };
    let found = searcher.search(query, &columns).map_err(IndexError::Read)?;
    let found = found.into_iter().map(|row| NewerQuote {
        id: QuoteId::from_u64(row.numbers[0]),
        release: ReleaseId::from_u64(row.numbers[1]),
        address: row.address,
    });
    let wanted = |quote: &NewerQuote| releases.is_none_or(|ids| ids.contains(&quote.release));
    let mut found: Vec<NewerQuote> = found.filter(wanted).collect();
    found.sort_by_key(|quote| (quote.release, quote.id));
    Ok(found)
}

/// Collects values of columns.
struct Columns {
    numbers: [&'static str; 2],
    /// Whether there is a column of when a version was first seen.
    times: bool,
}

struct Row {
    numbers: [u64; 2],
    from: i64,
    address: DocAddress,
}

struct SegmentColumns {
    segment: SegmentOrdinal,
    numbers: [Column<u64>; 2],
    from: Option<Column<DateTime>>,
    rows: Vec<Row>,
}

impl Collector for Columns {
    type Fruit = Vec<Row>;
    type Child = SegmentColumns;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentColumns> {
        let columns = reader.fast_fields();
        Ok(SegmentColumns {
            segment,
            numbers: [columns.u64(self.numbers[0])?, columns.u64(self.numbers[1])?],
            from: if self.times {
                columns.column_opt("from")?
            } else {
                None
            },
            rows: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, found: Vec<Vec<Row>>) -> tantivy::Result<Vec<Row>> {
        Ok(found.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentColumns {
    type Fruit = Vec<Row>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let number = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        let from = self.from.as_ref().and_then(|column| column.first(doc));
        self.rows.push(Row {
            numbers: [number(&self.numbers[0]), number(&self.numbers[1])],
            from: from.map_or(0, DateTime::into_timestamp_secs),
            address: DocAddress::new(self.segment, doc),
        });
    }

    fn harvest(self) -> Vec<Row> {
        self.rows
    }
}
