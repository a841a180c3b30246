//! A query prepared on a reader: compiled once, asked as often as one likes.
//!
//! Leaves out what the query matches (`compile`).

use std::ops::Range;

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::{DateTime, DocAddress, Order};

use super::Query;
use super::compile::{Compiled, compile};
use super::snippet::{Snippet, snippet};
use crate::document::{Release, Version, VersionMeta};
use crate::index::{IndexError, Reader};

/// Most hits that one answer gives.
pub const MAX_LIMIT: usize = 10_000;

/// Which of the hits are wanted, and in what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// In what order they come.
    pub sort: Sort,
    /// How many at most.
    pub limit: usize,
    /// How many of the first are passed over.
    pub offset: usize,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
        }
    }
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Newest first; undated releases last.
    Date,
}

/// The answer to a query.
#[derive(Debug, Clone)]
pub struct Answer {
    /// How many releases match, filters applied.
    pub total: usize,
    /// Those that were asked for.
    pub hits: Vec<Hit>,
}

/// A release that matches.
#[derive(Debug, Clone)]
pub struct Hit {
    /// 1 for the first.
    pub rank: usize,
    /// By BM25; a thousand more where every word matches, and up to five hundred where they do as
    /// whole words. 0 where hits are sorted by date.
    pub score: f32,
    /// The passage that shows the match.
    pub snippet: Snippet,
    /// Bytes of the title that match.
    pub title_marks: Vec<Range<usize>>,
    /// The release.
    pub release: Release,
    /// Which version of it that is.
    pub meta: VersionMeta,
}

/// A query, ready to be run on one state of an index.
pub struct PreparedSearch<'r> {
    pub(super) reader: &'r Reader,
    pub(super) compiled: Compiled,
}

impl Query {
    /// Prepares the query on `reader`.
    ///
    /// # Errors
    /// [`IndexError`] where the index's vocabulary cannot be read.
    pub fn prepare<'r>(&self, reader: &'r Reader) -> Result<PreparedSearch<'r>, IndexError> {
        Ok(PreparedSearch {
            reader,
            compiled: compile(self, reader)?,
        })
    }
}

impl PreparedSearch<'_> {
    /// The hits that `paging` wants, with the passages that show why they match.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn top(&self, paging: &Paging) -> Result<Answer, IndexError> {
        let (total, found) = self.collect(paging)?;
        let mut hits = Vec::with_capacity(found.len());
        for (n, (score, address)) in found.into_iter().enumerate() {
            let Version { release, meta } = self.reader.version(address)?;
            let matches = self.compiled.highlighter.matches(&release);
            let snippet = snippet(&release, &matches);
            let title_marks = matches.title.into_iter().map(|m| m.span).collect();
            hits.push(Hit {
                rank: paging.offset + n + 1,
                score,
                snippet,
                title_marks,
                release,
                meta,
            });
        }
        Ok(Answer { total, hits })
    }

    /// The document ids of the hits that `paging` wants, with their scores: for runs of many queries.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn top_docids(&self, paging: &Paging) -> Result<Vec<(String, f32)>, IndexError> {
        let (_, found) = self.collect(paging)?;
        let mut ranked = Vec::with_capacity(found.len());
        for (score, address) in found {
            let segment = self.reader.releases.segment_reader(address.segment_ord);
            let column = segment
                .fast_fields()
                .str("docid")
                .map_err(IndexError::Read)?;
            let mut docid = String::new();
            if let Some(column) = column
                && let Some(ord) = column.term_ords(address.doc_id).next()
            {
                column
                    .ord_to_str(ord, &mut docid)
                    .map_err(|e| IndexError::Read(e.into()))?;
            }
            ranked.push((docid, score));
        }
        Ok(ranked)
    }

    /// How many releases match, filters applied.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn count(&self) -> Result<usize, IndexError> {
        self.reader
            .releases
            .search(&*self.compiled.query, &Count)
            .map_err(IndexError::Read)
    }

    /// Matches in order; what ties stands in order of release id, whatever the segments are.
    fn collect(&self, paging: &Paging) -> Result<(usize, Vec<(f32, DocAddress)>), IndexError> {
        let (releases, query) = (&self.reader.releases, &*self.compiled.query);
        let limit = paging.limit.min(MAX_LIMIT);
        let offset = paging.offset.min(releases.num_docs() as usize);
        if limit == 0 {
            return Ok((self.count()?, Vec::new()));
        }
        let top = TopDocs::with_limit(limit).and_offset(offset);
        let by_id = (SortByStaticFastValue::<u64>::for_field("id"), Order::Asc);
        match paging.sort {
            Sort::Relevance => {
                let collector = top.order_by(((SortBySimilarityScore, Order::Desc), by_id));
                let (total, found) = releases
                    .search(query, &(Count, collector))
                    .map_err(IndexError::Read)?;
                Ok((
                    total,
                    found
                        .into_iter()
                        .map(|((score, _), address)| (score, address))
                        .collect(),
                ))
            }
            Sort::Date => {
                let by_date = (
                    SortByStaticFastValue::<DateTime>::for_field("published"),
                    Order::Desc,
                );
                let collector = top.order_by((by_date, by_id));
                let (total, found) = releases
                    .search(query, &(Count, collector))
                    .map_err(IndexError::Read)?;
                Ok((
                    total,
                    found
                        .into_iter()
                        .map(|(_, address)| (0.0, address))
                        .collect(),
                ))
            }
        }
    }
}
