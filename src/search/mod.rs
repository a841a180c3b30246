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
mod plan;
mod collection;
mod target;
mod dates;
mod filter;
mod expand;
mod synonyms;
mod other_words;
mod postings;
mod bm25;
mod rank;
mod words;
mod phrase;
mod in_order;
mod again;
mod near;
mod zones;
mod compile;
#[cfg(feature = "opensearch")]
mod asked_terms;
mod highlight;
mod marks;
mod snippet;
mod best;
mod select;
mod same_text;
mod cores;
mod prepared;
mod group;
mod similar;
mod quotes;
mod speakers;
mod facets;
mod timeline;
mod stream;
mod verify;
mod one_release;
mod coverage;
mod newer;
mod suggest;
mod suggest_quotes;
mod officials;
mod engine;

pub use coverage::{Coverage, Extent, coverage, extent};
pub use dates::{DateBound, DateBoundError};
pub use engine::{Each, Engine, QuoteSearch, Search};
pub use facets::{Facet, FacetField, FacetFieldError};
pub use filter::{Filters, ReversedDays};
pub use newer::{NewerQuote, NewerRelease, current_quotes, newer_releases, newer_version};
pub use officials::{OfficialRecord, RegisterRequest, Tenure, officials};
pub use one_release::{latest_version, numbered_version, versions_of};
pub use other_words::{AlsoSearched, Relation};
pub use prepared::{Answer, Hit, PartOfScore, PreparedSearch};
pub(crate) use query::OPTIONS;
pub use query::{Expansion, MinimumMatch, OtherWords, Query, QueryError, QueryFault};
pub use quotes::{
    PreparedQuotes, QuoteAnswer, QuoteFilters, QuoteHit, QuoteQuery, SaidBy, quote_with_id,
};
pub use same_text::{Republished, SameText, same_texts};
pub use select::{MAX_LIMIT, Paging, Sort};
pub use similar::mark_same_texts;
pub use snippet::Snippet;
pub use speakers::SpeakerGroup;
pub use suggest::suggest;
pub use synonyms::{SynonymError, Synonyms};
pub use timeline::{Interval, Period, Timeline};
pub use verify::{Claim, Occurrence, Verdict, Verification, WordChange, verify};
#[cfg(feature = "opensearch")]
pub(crate) use {
    again::{Again, GAP, IN_ORDER, NEAR, WINDOW},
    asked_terms::terms_of,
    bm25::idf,
    collection::Collection,
    compile::Compiled,
    dates::{DAY, day_of},
    in_order::{InOrder, PlacedWord},
    near::Near,
    officials::register_of,
    plan::Plan,
    rank::RankedWord,
    suggest::corrected,
    suggest_quotes::corrected_quotes,
    target::Target,
    timeline::{DayCounts, Days},
};
