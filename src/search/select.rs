//! Selects the best matches of a query in one index.
//!
//! Leaves out what a match is shown as (`prepared`, `quotes`).

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::{DateTime, Order, Searcher};

use super::best::{Scored, best};
use super::cores::{collect, count};
use super::words::Words;
use crate::index::IndexError;

/// Maximum number of hits in one answer.
pub const MAX_LIMIT: usize = 10_000;

/// Number of words up to which one core finds the best matches and counts all of them faster than two.
const FEW_WORDS: usize = 2;

/// Which hits to return, and in what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The order of the hits.
    pub sort: Sort,
    /// Maximum number of hits.
    pub limit: usize,
    /// Number of hits to skip.
    pub offset: usize,
    /// Whether to say of what the scores are made.
    pub explain: bool,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
            explain: false,
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

/// The matches that a paging selects.
pub(super) struct Selected {
    /// Number of matches; 0 if it was not asked for.
    pub(super) total: usize,
    /// The selected matches in order.
    pub(super) found: Vec<Scored>,
}

/// Returns the matches of `query` that `paging` selects, and their number if they are to be `counted`. Ties are sorted
/// by id, so that the order does not depend on the segments.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub(super) fn select(
    searcher: &Searcher,
    query: &dyn Query,
    paging: &Paging,
    counted: bool,
) -> Result<Selected, IndexError> {
    let total = || {
        if counted {
            count(searcher, query)
        } else {
            Ok(0)
        }
    };
    if paging.limit == 0 {
        return Ok(Selected {
            total: total()?,
            found: Vec::new(),
        });
    }
    let offset = paging.offset.min(searcher.num_docs() as usize);
    let limit = paging.limit.min(MAX_LIMIT);
    if paging.sort == Sort::Relevance && (query.is::<Words>() || !counted) {
        let best = || best(searcher, query, offset + limit);
        let words = query.downcast_ref::<Words>().map_or(0, Words::len);
        let (found, total) = if counted && words > FEW_WORDS {
            rayon::join(best, total)
        } else {
            (best(), total())
        };
        return Ok(Selected {
            total: total?,
            found: found?.into_iter().skip(offset).collect(),
        });
    }
    let top = TopDocs::with_limit(limit).and_offset(offset);
    let by_id = (SortByStaticFastValue::<u64>::for_field("id"), Order::Asc);
    match paging.sort {
        Sort::Relevance => {
            let by_score = (SortBySimilarityScore, Order::Desc);
            let top = top.order_by((by_score, by_id));
            let (total, found) = collect(searcher, query, &(Count, top))?;
            Ok(Selected { total, found })
        }
        Sort::Date => {
            let published = SortByStaticFastValue::<DateTime>::for_field("published");
            let top = top.order_by(((published, Order::Desc), by_id));
            let (total, found) = collect(searcher, query, &(Count, top))?;
            let found = found.into_iter();
            let found = found.map(|((_, id), address)| ((0.0, id), address));
            Ok(Selected {
                total,
                found: found.collect(),
            })
        }
    }
}
