//! The live indexes of a cluster, and the documents and words that they hold.
//!
//! Leaves out what is asked for (`search`, `quotes`) and filling the indexes (`push`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tantivy::Term;
use tantivy::schema::Schema;

use super::ClusterError;
use super::address::ClusterAddress;
use super::client::{Client, Method, REQUEST};
use super::generation::Generations;
use super::pages::{Pages, buckets};
use super::translate::{Translator, weighed_terms};
use crate::document::Version;
use crate::index::{IndexError, QuoteFields, ReleaseFields, acronym_term};
use crate::search::{Collection, Plan, Query, Synonyms, Target, terms_of};

/// The index of releases. The query itself filters by status.
pub(super) const RELEASES: Target = Target::Releases { current: true };

/// Number of values that one answer lists.
pub(super) const PAGE_OF_VALUES: usize = 10_000;

/// Number of releases that one answer has.
const READ_AT_ONCE: usize = 500;

/// Most ids that a query of a cluster may list.
const MOST_IDS: usize = 65_536;

/// An archive that was pushed to a cluster. It stays the one that was live when it was opened.
pub struct Cluster {
    client: Client,
    releases: Index<ReleaseFields>,
    quotes: Index<QuoteFields>,
    /// Number of versions of releases.
    versions: u64,
    /// The frequencies of terms as they were first asked for, so that one run weighs words alike while a push goes on.
    known: Mutex<HashMap<Term, u64>>,
}

/// An index on the cluster.
struct Index<F> {
    name: String,
    schema: Schema,
    fields: F,
}

impl Cluster {
    /// Opens the live archive with this name.
    ///
    /// # Errors
    /// [`ClusterError`]: the cluster cannot be reached, nothing was pushed there, or another version of this program
    /// pushed it.
    pub fn open(address: &ClusterAddress, name: &str) -> Result<Self, ClusterError> {
        let client = Client::connect(address, REQUEST.min(address.patience))?;
        let generations = Generations::new(&client, name);
        let all = generations.all()?;
        let nodes = client.nodes();
        let name = name.to_owned();
        let Some(live) = all.iter().find(|generation| generation.is_live) else {
            return Err(ClusterError::NothingPushed { nodes, name });
        };
        if !live.is_ours {
            return Err(ClusterError::OtherVersion { nodes, name });
        }
        let [releases, quotes] = generations.names(live.number);
        let (schema, fields) = ReleaseFields::build();
        let releases = Index {
            name: releases,
            schema,
            fields,
        };
        let (schema, fields) = QuoteFields::build();
        let quotes = Index {
            name: quotes,
            schema,
            fields,
        };
        let mut cluster = Self {
            client,
            releases,
            quotes,
            versions: 0,
            known: Mutex::default(),
        };
        cluster.versions = cluster.count(RELEASES, &json!({ "match_all": {} }))?;
        Ok(cluster)
    }

    fn name(&self, target: Target) -> &str {
        match target {
            Target::Releases { .. } => &self.releases.name,
            Target::Quotes => &self.quotes.name,
        }
    }

    /// Searches an index. Term statistics are those of all shards. While a shard has no node, it is asked again: a part
    /// of the answer would say that nothing else matches.
    pub(super) fn ask(&self, target: Target, body: &Value) -> Result<Value, ClusterError> {
        let how = "search_type=dfs_query_then_fetch&allow_partial_search_results=false";
        let path = format!("{}/_search?{how}", self.name(target));
        Ok(self.client.ask(Method::Post, &path, Some(body))?.body)
    }

    /// Returns the number of documents that match.
    pub(super) fn count(&self, target: Target, query: &Value) -> Result<u64, ClusterError> {
        let body = json!({ "size": 0, "track_total_hits": true, "query": query });
        Ok(total(&self.ask(target, &body)?))
    }

    /// Opens a view of an index that does not change while its pages are read.
    pub(super) fn pages(&self, target: Target, body: Value) -> Result<Pages<'_>, ClusterError> {
        Pages::open(&self.client, self.name(target), body)
    }

    /// Returns versions of releases by the ids of their documents, in that order.
    pub(super) fn versions_with(&self, ids: &[String]) -> Result<Vec<Version>, ClusterError> {
        let path = format!("{}/_mget?_source=release,edition", self.releases.name);
        let mut versions = Vec::with_capacity(ids.len());
        for ids in ids.chunks(READ_AT_ONCE) {
            let body = json!({ "ids": ids });
            let mut answer = self.client.ask(Method::Post, &path, Some(&body))?;
            for document in answer.body["docs"].as_array_mut().into_iter().flatten() {
                let id = document["_id"].as_str().unwrap_or_default();
                if document["error"].is_object() {
                    return Err(ClusterError::NotReady {
                        nodes: self.client.nodes(),
                        reason: format!("document `{id}` has no node"),
                    });
                }
                if document["found"] != true {
                    return Err(ClusterError::Incomplete {
                        document: id.to_owned(),
                    });
                }
                versions.push(self.version(document)?);
            }
        }
        Ok(versions)
    }

    /// Returns the version that a document holds.
    pub(super) fn version(&self, document: &mut Value) -> Result<Version, ClusterError> {
        let id = document["_id"].as_str().unwrap_or_default().to_owned();
        let source = &mut document["_source"];
        let (release, meta) = (source["release"].take(), source["edition"].take());
        let read = || -> serde_json::Result<Version> {
            Ok(Version {
                release: serde_json::from_value(release)?,
                meta: serde_json::from_value(meta)?,
            })
        };
        read().map_err(|error| ClusterError::Answer {
            nodes: self.client.nodes(),
            status: 200,
            what: format!("document `{id}`"),
            reason: error.to_string(),
        })
    }

    /// Returns what translates plans for an index, with the statistics that `plans` need.
    pub(super) fn translator<'p>(
        &self,
        target: Target,
        plans: impl Iterator<Item = &'p Plan>,
    ) -> Result<Translator<'_>, IndexError> {
        let mut terms: Vec<Term> = plans.flat_map(weighed_terms).collect();
        terms.sort_unstable();
        terms.dedup();
        let (documents, frequencies) = match target {
            Target::Releases { .. } => (self.versions, self.frequencies(&terms)?),
            Target::Quotes => self.counts(target, &terms)?,
        };
        Ok(Translator {
            schema: self.schema(target),
            ranked: target.ranked(self),
            documents: documents as f64,
            frequencies: terms.into_iter().zip(frequencies).collect(),
            has_factor: self.client.major() < 3,
        })
    }

    fn schema(&self, target: Target) -> &Schema {
        match target {
            Target::Releases { .. } => &self.releases.schema,
            Target::Quotes => &self.quotes.schema,
        }
    }

    /// Returns the number of documents, and of those that have each term.
    fn counts(&self, target: Target, terms: &[Term]) -> Result<(u64, Vec<u64>), ClusterError> {
        if terms.is_empty() {
            return Ok((0, Vec::new()));
        }
        let schema = self.schema(target);
        let filters = terms.iter().map(|term| {
            let name = schema.get_field_name(term.field());
            json!({ "term": { name: term.value().as_str() } })
        });
        let filters: Vec<Value> = filters.collect();
        let body = json!({
            "size": 0, "track_total_hits": true,
            "aggs": { "terms": { "filters": { "filters": filters } } },
        });
        let found = self.ask(target, &body)?;
        let counts = buckets(&found, "terms").iter();
        let counts = counts.map(|bucket| bucket["doc_count"].as_u64().unwrap_or_default());
        Ok((total(&found), counts.collect()))
    }

    /// Asks for the frequencies of all words of a question at once.
    pub(super) fn learn(&self, question: &Query, synonyms: &Synonyms) -> Result<(), IndexError> {
        self.frequencies(&terms_of(question, &self.releases.fields, synonyms))?;
        Ok(())
    }

    /// Returns the values of a field that documents which match have, each with the number of documents. It reads all
    /// of them, so that no count is an estimate, or stops when there are more than `most`.
    pub(super) fn values(
        &self,
        target: Target,
        query: &Value,
        field: &str,
        most: usize,
    ) -> Result<Vec<(String, u64)>, ClusterError> {
        let source = json!({ "value": { "terms": { "field": field } } });
        let mut found = Vec::new();
        let mut composite = json!({ "size": PAGE_OF_VALUES, "sources": [source] });
        loop {
            let body =
                json!({ "size": 0, "query": query, "aggs": { "all": { "composite": composite } } });
            let answer = self.ask(target, &body)?;
            let page = buckets(&answer, "all");
            for bucket in page {
                let count = bucket["doc_count"].as_u64().unwrap_or_default();
                let value = bucket["key"]["value"].as_str().unwrap_or_default();
                found.push((value.to_owned(), count));
            }
            match &answer["aggregations"]["all"]["after_key"] {
                after if after.is_object() && !page.is_empty() && found.len() <= most => {
                    composite["after"] = after.clone();
                }
                _ => return Ok(found),
            }
        }
    }
}

/// Returns the number of matches of an answer.
pub(super) fn total(answer: &Value) -> u64 {
    answer["hits"]["total"]["value"]
        .as_u64()
        .unwrap_or_default()
}

impl Collection for Cluster {
    fn fields(&self) -> &ReleaseFields {
        &self.releases.fields
    }

    fn quote_fields(&self) -> &QuoteFields {
        &self.quotes.fields
    }

    fn versions(&self) -> u64 {
        self.versions
    }

    fn frequencies(&self, terms: &[Term]) -> Result<Vec<u64>, IndexError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut unknown: Vec<Term> = terms.to_vec();
        unknown.retain(|term| !known.contains_key(term));
        if !unknown.is_empty() {
            unknown.sort_unstable();
            unknown.dedup();
            drop(known);
            let (_, counts) = self.counts(RELEASES, &unknown)?;
            known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.extend(unknown.into_iter().zip(counts));
        }
        let frequency = |term| known.get(term).copied().unwrap_or_default();
        Ok(terms.iter().map(frequency).collect())
    }

    fn explained(&self, acronym: &str) -> Result<Vec<String>, IndexError> {
        let begin = acronym_term(acronym, "");
        let query = json!({ "prefix": { "acronyms": begin } });
        let values = self.values(RELEASES, &query, "acronyms", usize::MAX)?;
        let forms = values
            .iter()
            .filter_map(|(value, _)| value.strip_prefix(&begin));
        Ok(forms.map(str::to_owned).collect())
    }

    fn spelled_like(&self, word: &str, most: u8) -> Result<HashMap<String, u64>, IndexError> {
        let suggest = |field: &str| {
            json!({ "text": word, "term": {
                "field": field, "analyzer": "whitespace", "suggest_mode": "always", "max_edits": most,
                "prefix_length": 0, "min_word_length": 1, "size": 50, "shard_size": 200, "sort": "score",
                "string_distance": "damerau_levenshtein", "accuracy": 0.1,
            } })
        };
        let body = json!({ "size": 0, "suggest": { "body": suggest("body_exact"), "title": suggest("title_exact") } });
        let answer = self.ask(RELEASES, &body)?;
        // The suggester leaves out the word itself.
        let fields = &self.releases.fields;
        let places = [fields.body.exact, fields.title.exact];
        let own = self.frequencies(&places.map(|field| Term::from_field_text(field, word)))?;
        let own = own.into_iter().max().filter(|frequency| *frequency > 0);
        let mut found: HashMap<String, u64> = own
            .map(|frequency| (word.to_owned(), frequency))
            .into_iter()
            .collect();
        for field in ["body", "title"] {
            let options = answer["suggest"][field][0]["options"].as_array();
            for option in options.into_iter().flatten() {
                let text = option["text"].as_str().unwrap_or_default().to_owned();
                let frequency = option["freq"].as_u64().unwrap_or_default();
                let known = found.entry(text).or_default();
                *known = frequency.max(*known);
            }
        }
        Ok(found)
    }

    fn publishers(&self) -> Result<Vec<String>, IndexError> {
        let all = json!({ "match_all": {} });
        let values = self.values(RELEASES, &all, "publisher", usize::MAX)?;
        Ok(values.into_iter().map(|(value, _)| value).collect())
    }

    fn releases_with_quote(&self, plan: &Plan) -> Result<Vec<Term>, IndexError> {
        let translator = self.translator(Target::Quotes, std::iter::once(plan))?;
        let query = translator.query(plan, 1.0);
        let values = self.values(Target::Quotes, &query, "release_id", MOST_IDS)?;
        if values.len() > MOST_IDS {
            return Err(IndexError::Unsupported {
                what: format!("combine fields of quotes that more than {MOST_IDS} releases match"),
                instead: "use `omroeper quotes`, or more words",
            });
        }
        let ids = values.iter().filter_map(|(value, _)| value.parse().ok());
        let term = |id: crate::document::ReleaseId| {
            Term::from_field_u64(self.releases.fields.id, id.as_u64())
        };
        Ok(ids.map(term).collect())
    }
}
