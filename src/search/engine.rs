//! What answers queries: an index of this program, or a cluster.
//!
//! Leaves out how: an index is searched in this room, a cluster in `opensearch`.

use jiff::civil::Date;

use super::Query;
use super::facets::{Facet, FacetField};
use super::officials::{OfficialRecord, RegisterRequest, officials};
use super::prepared::{Answer, Hit, PreparedSearch};
use super::quotes::{PreparedQuotes, QuoteAnswer, QuoteHit, QuoteQuery};
use super::select::{Paging, Sort};
use super::speakers::SpeakerGroup;
use super::suggest::suggest;
use super::suggest_quotes::suggest_quotes;
use super::synonyms::Synonyms;
use super::timeline::{Interval, Timeline};
use crate::index::{IndexError, Reader};

/// Hits or quotes, one after the other.
pub type Each<'a, T> = Box<dyn Iterator<Item = Result<T, IndexError>> + 'a>;

/// What answers queries.
pub trait Engine: Send + Sync {
    /// Prepares a query for releases, with a list of synonyms.
    ///
    /// # Errors
    /// [`IndexError`] where the vocabulary cannot be read, or the engine cannot do what is asked.
    fn search<'a>(
        &'a self,
        query: &Query,
        synonyms: &Synonyms,
    ) -> Result<Box<dyn Search + 'a>, IndexError>;

    /// Prepares a query for quotes, with a list of synonyms.
    ///
    /// # Errors
    /// [`IndexError`] where the vocabulary cannot be read.
    fn quotes<'a>(
        &'a self,
        query: &QuoteQuery,
        synonyms: &Synonyms,
    ) -> Result<Box<dyn QuoteSearch + 'a>, IndexError>;

    /// Returns the officials that `request` asks for, those with most releases first.
    ///
    /// # Errors
    /// [`IndexError`] where releases cannot be read.
    fn officials(&self, request: &RegisterRequest) -> Result<Vec<OfficialRecord>, IndexError>;

    /// Returns the query with its misspelled words corrected, if it can be and then finds something.
    ///
    /// # Errors
    /// [`IndexError`] where the vocabulary cannot be read.
    fn suggest(&self, query: &Query) -> Result<Option<Query>, IndexError>;

    /// As [`suggest`](Self::suggest), for quotes: also corrects the names of speakers.
    ///
    /// # Errors
    /// [`IndexError`] where the vocabulary cannot be read.
    fn suggest_quotes(&self, query: &QuoteQuery) -> Result<Option<QuoteQuery>, IndexError>;
}

/// A query for releases that is ready to run.
pub trait Search {
    /// Returns the hits that `paging` selects, with the passages that show why they match.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn top(&self, paging: &Paging) -> Result<Answer, IndexError>;

    /// Returns the hits that `paging` selects for a list for people: the same text of several publishers is one hit,
    /// where the engine can tell.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn top_grouped(&self, paging: &Paging) -> Result<Answer, IndexError>;

    /// Returns the document ids and scores of the hits that `paging` selects, for TREC runs.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn top_docids(&self, paging: &Paging) -> Result<Vec<(String, f32)>, IndexError>;

    /// Returns every hit of the query itself: in order of release id, or the newest first.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn all(&self, sort: Sort) -> Result<Each<'_, Hit>, IndexError>;

    /// Counts the releases that match the query itself by the values of each field. At most as many values as
    /// the number beside the field are listed.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn facets(&self, asked: &[(FacetField, usize)]) -> Result<Vec<Facet>, IndexError>;

    /// Counts the releases that match the query itself by period, also split by the values of a field. There are
    /// periods for the days `within`, if they are given.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn timeline(
        &self,
        interval: Interval,
        split: Option<(FacetField, usize)>,
        within: Option<(Option<Date>, Option<Date>)>,
    ) -> Result<Timeline, IndexError>;
}

/// A query for quotes that is ready to run.
pub trait QuoteSearch {
    /// Returns the quotes that `paging` selects.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn top(&self, paging: &Paging) -> Result<QuoteAnswer, IndexError>;

    /// Returns the number of quotes that match the query itself.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn count(&self) -> Result<usize, IndexError>;

    /// Returns the speakers with most quotes, at most `limit`, and how many there are.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn by_speaker(&self, limit: usize) -> Result<(usize, Vec<SpeakerGroup>), IndexError>;

    /// Returns every quote: in order of release id and in the order of its text, or the newest first.
    ///
    /// # Errors
    /// [`IndexError`] where the search fails.
    fn all(&self, sort: Sort) -> Result<Each<'_, QuoteHit>, IndexError>;
}

impl Engine for Reader {
    fn search<'a>(
        &'a self,
        query: &Query,
        synonyms: &Synonyms,
    ) -> Result<Box<dyn Search + 'a>, IndexError> {
        Ok(Box::new(query.prepare_with(self, synonyms)?))
    }

    fn quotes<'a>(
        &'a self,
        query: &QuoteQuery,
        synonyms: &Synonyms,
    ) -> Result<Box<dyn QuoteSearch + 'a>, IndexError> {
        Ok(Box::new(query.prepare(self, synonyms)?))
    }

    fn officials(&self, request: &RegisterRequest) -> Result<Vec<OfficialRecord>, IndexError> {
        officials(self, request)
    }

    fn suggest(&self, query: &Query) -> Result<Option<Query>, IndexError> {
        suggest(self, query)
    }

    fn suggest_quotes(&self, query: &QuoteQuery) -> Result<Option<QuoteQuery>, IndexError> {
        suggest_quotes(self, query)
    }
}

impl Search for PreparedSearch<'_> {
    fn top(&self, paging: &Paging) -> Result<Answer, IndexError> {
        self.top(paging)
    }

    fn top_grouped(&self, paging: &Paging) -> Result<Answer, IndexError> {
        self.top_grouped(paging)
    }

    fn top_docids(&self, paging: &Paging) -> Result<Vec<(String, f32)>, IndexError> {
        self.top_docids(paging)
    }

    fn all(&self, sort: Sort) -> Result<Each<'_, Hit>, IndexError> {
        Ok(Box::new(self.all(sort)?))
    }

    fn facets(&self, asked: &[(FacetField, usize)]) -> Result<Vec<Facet>, IndexError> {
        self.facets(asked)
    }

    fn timeline(
        &self,
        interval: Interval,
        split: Option<(FacetField, usize)>,
        within: Option<(Option<Date>, Option<Date>)>,
    ) -> Result<Timeline, IndexError> {
        self.timeline(interval, split, within)
    }
}

impl QuoteSearch for PreparedQuotes<'_> {
    fn top(&self, paging: &Paging) -> Result<QuoteAnswer, IndexError> {
        self.top(paging)
    }

    fn count(&self) -> Result<usize, IndexError> {
        self.count()
    }

    fn by_speaker(&self, limit: usize) -> Result<(usize, Vec<SpeakerGroup>), IndexError> {
        self.by_speaker(limit)
    }

    fn all(&self, sort: Sort) -> Result<Each<'_, QuoteHit>, IndexError> {
        Ok(Box::new(self.all(sort)?))
    }
}
