//! Questions and answers: the query language, ranking, filters, snippets.
//!
//! Leaves out how an answer looks (`present`).
//!
//! ```
//! # use omroeper::{document::{Capture, Version}, extract::extract, index::IndexSetWriter};
//! use omroeper::search::{Request, search};
//!
//! # let capture = Capture::new("https://zandwijk.example/brug", "2021-06-01T00:00:00Z".parse()?, "text/plain", "Nieuwe brug\n\nDe gemeente Zandwijk bouwt een brug.".into());
//! # let (mut writer, indexes) = IndexSetWriter::in_memory()?;
//! # let (id, time, release) = (extract(&capture)?.id, capture.time, extract(&capture)?);
//! # writer.upsert(writer.prepare(id, &Version::chain([(time, Some(release))]), 1))?;
//! # writer.commit(1)?;
//! let answer = search(&indexes.reader()?, &Request { query: "bruggen in Zandwijk".into(), ..Request::default() })?;
//! assert_eq!(answer.total, 1);
//! let snippet = &answer.hits[0].snippet;
//! assert_eq!(&snippet.text[snippet.marks[0].clone()], "Zandwijk");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod query;
mod expand;
mod coordinate;
mod compile;
mod coverage;
mod filter;
mod highlight;
mod snippet;
mod suggest;
mod officials;

use serde::Serialize;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DateTime, DocAddress, Order};

use crate::document::{Edition, Release, ReleaseId, Standing, Version};
use crate::index::{IndexError, Reader};
pub use compile::{Forms, Match};
pub use coverage::{Coverage, coverage};
pub use filter::{DateBound, DateBoundError, Filters};
pub use officials::{RegisterRequest, Registered, Tenure, officials};
pub use query::QueryError;
pub use snippet::Snippet;
pub use suggest::suggest;

/// Most hits that one answer gives.
pub const MAX_LIMIT: usize = 10_000;

/// A question.
#[derive(Debug, Clone)]
pub struct Request {
    /// In the query language of [`query`].
    pub query: String,
    /// How many of the words side by side must match.
    pub matching: Match,
    /// Which forms of a word count as it.
    pub forms: Forms,
    /// What the releases must be besides.
    pub filters: Filters,
    /// In what order they come.
    pub sort: Sort,
    /// How many at most.
    pub limit: usize,
    /// How many of the first are passed over.
    pub offset: usize,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            query: String::new(),
            matching: Match::Best,
            forms: Forms::default(),
            filters: Filters::default(),
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

/// The answer to a question.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// How many releases match, filters applied.
    pub total: usize,
    /// Those that were asked for.
    pub hits: Vec<Hit>,
}

/// A release that matches.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// 1 for the first.
    pub rank: usize,
    /// By BM25; a thousand more where every word matches, and up to five hundred where they do as
    /// whole words.
    pub score: f32,
    /// The passage that shows the match.
    pub snippet: Snippet,
    /// Bytes of the title that match.
    pub title_marks: Vec<std::ops::Range<usize>>,
    /// The release.
    pub release: Release,
    /// Which version of it that is.
    pub edition: Edition,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The query cannot be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// Answers a question.
///
/// # Errors
/// [`SearchError`].
pub fn search(reader: &Reader, request: &Request) -> Result<Answer, SearchError> {
    let tree = query::parse(&request.query)?;
    let compiled = compile::compile(&tree, request, reader)?;
    let (total, found) = collect(reader, &*compiled.query, request)?;
    let mut hits = Vec::with_capacity(found.len());
    for (n, (score, address)) in found.into_iter().enumerate() {
        let Version { release, edition } = reader.version(address)?;
        let matches = compiled.highlighter.matches(&release);
        let snippet = snippet::snippet(&release, &matches);
        let title_marks = matches.title.into_iter().map(|m| m.span).collect();
        hits.push(Hit { rank: request.offset + n + 1, score, snippet, title_marks, release, edition });
    }
    Ok(Answer { total, hits })
}

/// The document ids of an answer, best first, with their scores: for runs of many queries.
///
/// # Errors
/// [`SearchError`].
pub fn rank(reader: &Reader, request: &Request) -> Result<Vec<(String, f32)>, SearchError> {
    let tree = query::parse(&request.query)?;
    let compiled = compile::compile(&tree, request, reader)?;
    let (_, found) = collect(reader, &*compiled.query, request)?;
    let mut ranked = Vec::with_capacity(found.len());
    for (score, address) in found {
        let segment = reader.releases.segment_reader(address.segment_ord);
        let column = segment.fast_fields().str("docid").map_err(IndexError::Read)?;
        let mut docid = String::new();
        if let Some(column) = column
            && let Some(ord) = column.term_ords(address.doc_id).next()
        {
            column.ord_to_str(ord, &mut docid).map_err(|e| IndexError::Read(e.into()))?;
        }
        ranked.push((docid, score));
    }
    Ok(ranked)
}

/// Every release that matches, in order of release id: for exports.
///
/// # Errors
/// [`SearchError`].
pub fn matching(reader: &Reader, request: &Request) -> Result<Vec<DocAddress>, SearchError> {
    let query: Box<dyn Query> = if request.query.trim().is_empty() {
        Box::new(request.filters.narrow(Box::new(AllQuery), reader))
    } else {
        compile::compile(&query::parse(&request.query)?, request, reader)?.query
    };
    let found = reader.releases.search(&*query, &DocSetCollector).map_err(IndexError::Read)?;
    let mut ordered = Vec::with_capacity(found.len());
    for address in found {
        let segment = reader.releases.segment_reader(address.segment_ord);
        let ids = segment.fast_fields().u64("id").map_err(IndexError::Read)?;
        ordered.push((ids.first(address.doc_id), address));
    }
    ordered.sort_unstable();
    Ok(ordered.into_iter().map(|(_, address)| address).collect())
}

/// The newest version of the release of that id, also where its page is gone.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn find(reader: &Reader, id: ReleaseId) -> Result<Option<Version>, IndexError> {
    let term = tantivy::Term::from_field_u64(reader.fields.id, id.as_u64());
    let terms = [(Occur::Must, term), (Occur::MustNot, reader.standing_term(Standing::Superseded))];
    let clause = |(occur, term)| (occur, Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>);
    let query = BooleanQuery::new(terms.map(clause).into());
    let found = reader.releases.search(&query, &TopDocs::with_limit(1).order_by_score()).map_err(IndexError::Read)?;
    found.first().map(|(_, address)| reader.version(*address)).transpose()
}

/// Matches in order; what ties stands in order of release id, whatever the segments are.
fn collect(
    reader: &Reader,
    query: &dyn Query,
    request: &Request,
) -> Result<(usize, Vec<(f32, DocAddress)>), IndexError> {
    let limit = request.limit.min(MAX_LIMIT);
    let offset = request.offset.min(reader.releases.num_docs() as usize);
    if limit == 0 {
        let total = reader.releases.search(query, &Count).map_err(IndexError::Read)?;
        return Ok((total, Vec::new()));
    }
    let top = TopDocs::with_limit(limit).and_offset(offset);
    let by_id = (SortByStaticFastValue::<u64>::for_field("id"), Order::Asc);
    match request.sort {
        Sort::Relevance => {
            let collector = top.order_by(((SortBySimilarityScore, Order::Desc), by_id));
            let (total, found) = reader.releases.search(query, &(Count, collector)).map_err(IndexError::Read)?;
            Ok((total, found.into_iter().map(|((score, _), address)| (score, address)).collect()))
        }
        Sort::Date => {
            let by_date = (SortByStaticFastValue::<DateTime>::for_field("published"), Order::Desc);
            let collector = top.order_by((by_date, by_id));
            let (total, found) = reader.releases.search(query, &(Count, collector)).map_err(IndexError::Read)?;
            Ok((total, found.into_iter().map(|(_, address)| (0.0, address)).collect()))
        }
    }
}
