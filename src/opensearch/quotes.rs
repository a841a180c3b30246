//! Searches for quotes on a cluster.
//!
//! Leaves out releases (`search`).

use std::collections::HashMap;

use serde_json::{Value, json};
use tantivy::DateTime;

use super::ClusterError;
use super::live::{Cluster, total};
use super::pages::hits;
use super::search::{newest, own_total, page, score};
use crate::document::Version;
use crate::index::IndexError;
use crate::search::{
    Compiled, Each, Paging, QuoteAnswer, QuoteHit, QuoteQuery, QuoteSearch, Sort, SpeakerGroup,
    Synonyms, Target, day_of,
};

/// Number of quotes whose releases are read at once.
const CHUNK: usize = 100;

/// A query for quotes on a cluster.
pub(super) struct ClusterQuotes<'c> {
    cluster: &'c Cluster,
    compiled: Compiled<Value>,
}

/// Where a quote stands.
struct Place {
    /// The id of the document of its version.
    version: String,
    /// Its number there.
    ordinal: usize,
}

impl Place {
    /// Reads the columns of a hit.
    fn of(hit: &Value) -> Self {
        let fields = &hit["fields"];
        let release = fields["release_id"][0].as_str().unwrap_or_default();
        let number = |name: &str| fields[name][0].as_u64().unwrap_or_default();
        Self {
            version: format!("{release}-{}", number("version")),
            ordinal: number("ordinal") as usize,
        }
    }
}

/// What is read of each quote; the rest stands in its release.
fn columns() -> Value {
    json!({ "_source": false, "docvalue_fields": ["release_id", "version", "ordinal"] })
}

impl<'c> ClusterQuotes<'c> {
    pub(super) fn prepare(
        cluster: &'c Cluster,
        query: &QuoteQuery,
        synonyms: &Synonyms,
    ) -> Result<Self, IndexError> {
        cluster.learn(&query.query, synonyms)?;
        let compiled = query.compile(cluster, synonyms)?;
        let plans = std::iter::once(&compiled.query).chain(&compiled.own);
        let translator = cluster.translator(Target::Quotes, plans)?;
        Ok(Self {
            cluster,
            compiled: compiled.map(|plan| translator.query(&plan, 1.0)),
        })
    }

    /// Returns the quotes of hits, in order, without rank and score.
    fn quotes(&self, found: &[Value]) -> Result<Vec<QuoteHit>, IndexError> {
        let places: Vec<Place> = found.iter().map(Place::of).collect();
        let mut ids: Vec<String> = places.iter().map(|place| place.version.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let versions = self.cluster.versions_with(&ids)?;
        let versions: HashMap<&String, &Version> = ids.iter().zip(&versions).collect();
        let highlighter = self.compiled.marks.highlighter(self.cluster)?;
        let mut quotes = Vec::with_capacity(places.len());
        for place in &places {
            let version = versions.get(&place.version);
            let version = version.filter(|version| place.ordinal < version.release.quotes.len());
            let version = version.ok_or_else(|| ClusterError::Incomplete {
                document: format!("{}-{}", place.version, place.ordinal),
            })?;
            let version = (*version).clone();
            quotes.push(QuoteHit::of(version, place.ordinal, highlighter));
        }
        Ok(quotes)
    }
}

impl QuoteSearch for ClusterQuotes<'_> {
    fn top(&self, paging: &Paging) -> Result<QuoteAnswer, IndexError> {
        let mut body = columns();
        body["query"] = self.compiled.query.clone();
        page(&mut body, paging, self.compiled.own.as_ref())?;
        let mut answer = self.cluster.ask(Target::Quotes, &body)?;
        let found = hits(&mut answer);
        let all = total(&answer) as usize;
        let total = own_total(&answer);
        let quotes = self.quotes(&found)?.into_iter().zip(&found).enumerate();
        let hits = quotes.map(|(n, (quote, found))| QuoteHit {
            rank: paging.offset + n + 1,
            score: score(found),
            ..quote
        });
        Ok(QuoteAnswer {
            total,
            by_other_words: all.saturating_sub(total),
            also_searched: self.compiled.also_searched.clone(),
            hits: hits.collect(),
        })
    }

    fn count(&self) -> Result<usize, IndexError> {
        Ok(self.cluster.count(Target::Quotes, self.compiled.own())? as usize)
    }

    fn by_speaker(&self, limit: usize) -> Result<(usize, Vec<SpeakerGroup>), IndexError> {
        let own = self.compiled.own();
        let named = self
            .cluster
            .values(Target::Quotes, own, "speaker", usize::MAX)?
            .into_iter();
        let mut speakers: Vec<(Option<String>, u64)> =
            named.map(|(name, count)| (Some(name), count)).collect();
        speakers
            .sort_by(|(name, count), (other, more)| more.cmp(count).then_with(|| name.cmp(other)));
        let unnamed =
            json!({ "bool": { "must": own, "must_not": { "exists": { "field": "speaker" } } } });
        let others = self.cluster.count(Target::Quotes, &unnamed)?;
        speakers.extend((others > 0).then_some((None, others)));
        let mut groups = Vec::new();
        for (speaker, quotes) in speakers.iter().take(limit) {
            let query = match speaker {
                Some(name) => {
                    json!({ "bool": { "must": own, "filter": { "term": { "speaker": name } } } })
                }
                None => unnamed.clone(),
            };
            groups.push(self.group(speaker.clone(), *quotes, &query)?);
        }
        Ok((speakers.len(), groups))
    }

    fn all(&self, sort: Sort) -> Result<Each<'_, QuoteHit>, IndexError> {
        let mut body = columns();
        body["query"] = self.compiled.own().clone();
        let in_text = [json!("release_id"), json!("version"), json!("ordinal")];
        let newest = (sort == Sort::Date).then(newest);
        body["sort"] = newest.into_iter().chain(in_text).collect();
        let mut pages = self.cluster.pages(Target::Quotes, body)?;
        let mut rank = 0;
        let mut held: std::vec::IntoIter<QuoteHit> = Vec::new().into_iter();
        Ok(Box::new(std::iter::from_fn(move || {
            if held.len() == 0 {
                let found: Result<Vec<Value>, _> = pages.by_ref().take(CHUNK).collect();
                match found
                    .map_err(IndexError::from)
                    .and_then(|found| self.quotes(&found))
                {
                    Ok(quotes) => held = quotes.into_iter(),
                    Err(error) => return Some(Err(error)),
                }
            }
            let quote = held.next()?;
            rank += 1;
            Some(Ok(QuoteHit { rank, ..quote }))
        })))
    }
}

impl ClusterQuotes<'_> {
    /// Returns the group of a speaker: the quote that matches best, of equal ones the newest, and the first and last
    /// days.
    fn group(
        &self,
        speaker: Option<String>,
        quotes: u64,
        query: &Value,
    ) -> Result<SpeakerGroup, IndexError> {
        let mut body = columns();
        body["size"] = json!(1);
        body["query"] = query.clone();
        body["sort"] = json!([
            { "_score": "desc" }, newest(), { "id": "asc" },
        ]);
        body["aggs"] = json!({
            "first": { "min": { "field": "published" } }, "last": { "max": { "field": "published" } },
        });
        let mut answer = self.cluster.ask(Target::Quotes, &body)?;
        let best = self.quotes(&hits(&mut answer))?.into_iter().next();
        let best = best.ok_or_else(|| ClusterError::Incomplete {
            document: format!("a quote of {}", speaker.as_deref().unwrap_or("nobody")),
        })?;
        let day = |name: &str| {
            #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole")]
            let at = answer["aggregations"][name]["value"].as_f64()? as i64;
            day_of(DateTime::from_timestamp_millis(at))
        };
        Ok(SpeakerGroup {
            speaker,
            quotes,
            period: day("first").zip(day("last")),
            best,
        })
    }
}
