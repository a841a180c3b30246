//! Search: the query language, filters, ranking and snippets.
//!
//! Leaves out how an answer is shown (`present`). A [`Query`] is a value. Its
//! [`prepare`](Query::prepare) method compiles it for a reader into a [`PreparedSearch`], which
//! returns the best hits, all hits, or the number of hits.
//!
//! ```
//! # use omroeper::{document::Capture, extract::{extract, versions}, index::IndexSetWriter};
//! use omroeper::search::{Paging, Query};
//!
//! # let capture = Capture::new("https://zandwijk.example/brug", "2021-06-01T00:00:00Z".parse()?, "text/plain", "Nieuwe brug\n\nDe gemeente Zandwijk bouwt een brug.".into());
//! # let (mut writer, indexes) = IndexSetWriter::in_memory()?;
//! # let (id, time, release) = (extract(&capture)?.id, capture.time, extract(&capture)?);
//! # writer.upsert(writer.prepare(id, &versions([(time, Some(release))]), 1))?;
//! # writer.commit(1)?;
//! let reader = indexes.reader()?;
//! let query: Query = "bruggen in Zandwijk".parse()?;
//! let answer = query.prepare(&reader)?.top(&Paging::default())?;
//! assert_eq!(answer.total, 1);
//! let snippet = &answer.hits[0].snippet;
//! assert_eq!(&snippet.text[snippet.marks[0].clone()], "Zandwijk");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod query;
mod clauses;
mod filter;
mod expand;
mod synonyms;
mod other_words;
mod rank;
mod again;
mod zones;
mod compile;
mod highlight;
mod snippet;
mod prepared;
mod stream;
mod latest;
mod coverage;
mod suggest;
mod officials;

pub use coverage::{Coverage, coverage};
pub use filter::{DateBound, DateBoundError, Filters};
pub use latest::latest_version;
pub use officials::{OfficialRecord, RegisterRequest, Tenure, officials};
pub use other_words::{AlsoSearched, Relation};
pub use prepared::{Answer, Hit, MAX_LIMIT, Paging, PartOfScore, PreparedSearch, Sort};
pub use query::{Expansion, MinimumMatch, OtherWords, Query, QueryError};
pub use snippet::Snippet;
pub use stream::Stream;
pub use suggest::suggest;
pub use synonyms::{SynonymError, Synonyms};
