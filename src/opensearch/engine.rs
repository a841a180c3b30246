//! A cluster as an engine that answers queries.
//!
//! Leaves out how: see `search` and `quotes`.

use serde_json::json;

use super::live::{Cluster, RELEASES};
use super::quotes::ClusterQuotes;
use super::search::ClusterSearch;
use crate::index::IndexError;
use crate::search::{
    Collection, Engine, OfficialRecord, Query, QuoteQuery, QuoteSearch, RegisterRequest, Search,
    Synonyms, corrected, corrected_quotes, register_of,
};

impl Engine for Cluster {
    fn search<'a>(
        &'a self,
        query: &Query,
        synonyms: &Synonyms,
    ) -> Result<Box<dyn Search + 'a>, IndexError> {
        Ok(Box::new(ClusterSearch::prepare(self, query, synonyms)?))
    }

    fn quotes<'a>(
        &'a self,
        query: &QuoteQuery,
        synonyms: &Synonyms,
    ) -> Result<Box<dyn QuoteSearch + 'a>, IndexError> {
        Ok(Box::new(ClusterQuotes::prepare(self, query, synonyms)?))
    }

    fn officials(&self, request: &RegisterRequest) -> Result<Vec<OfficialRecord>, IndexError> {
        let plan = request.plan(self.fields());
        let query = self
            .translator(RELEASES, std::iter::once(&plan))?
            .query(&plan, 1.0);
        let has_officials = json!({ "exists": { "field": "official" } });
        let query = json!({ "bool": { "filter": [query, has_officials] } });
        let body = json!({ "query": query, "_source": ["release", "edition"], "sort": ["key"] });
        let releases = self
            .pages(RELEASES, body)?
            .map(|hit| Ok(self.version(&mut hit?)?.release));
        register_of(releases, request)
    }

    fn suggest(&self, query: &Query) -> Result<Option<Query>, IndexError> {
        corrected(self, query, |better| {
            Ok(ClusterSearch::prepare(self, better, Synonyms::of_program())?.count()? > 0)
        })
    }

    fn suggest_quotes(&self, query: &QuoteQuery) -> Result<Option<QuoteQuery>, IndexError> {
        corrected_quotes(self, query, |better| {
            Ok(ClusterQuotes::prepare(self, better, Synonyms::of_program())?.count()? > 0)
        })
    }
}
