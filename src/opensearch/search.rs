//! Searches for releases on a cluster.
//!
//! Leaves out quotes (`quotes`), and what a query becomes (`translate`).

use jiff::civil::Date;
use serde_json::{Value, json};

use super::counts;
use super::live::{Cluster, RELEASES, total};
use super::pages::hits;
use super::translate::Translator;
use crate::index::IndexError;
use crate::search::{
    Again, Answer, Collection, Compiled, Each, Facet, FacetField, GAP, Hit, IN_ORDER, Interval,
    MAX_LIMIT, NEAR, Paging, Query, Search, Sort, Synonyms, Timeline, WINDOW,
};

/// A query for releases on a cluster.
pub(super) struct ClusterSearch<'c> {
    cluster: &'c Cluster,
    compiled: Compiled<Value>,
}

/// Returns `query` with a name for the matches of `own`, the query without other words.
fn marked(query: &Value, own: Option<&Value>) -> Value {
    match own {
        Some(own) => json!({ "bool": { "must": query, "should": {
            "constant_score": { "filter": own, "boost": 0, "_name": "own" },
        } } }),
        None => query.clone(),
    }
}

/// Whether a hit matches only by other words.
fn is_by_other_words(hit: &Value, own: Option<&Value>) -> bool {
    let matched = hit["matched_queries"].as_array();
    own.is_some() && !matched.is_some_and(|matched| matched.iter().any(|name| name == "own"))
}

/// Adds what a paging selects to the body of a search, and the count of what `own` matches: the query without other
/// words. Equal matches are in the order of their ids.
///
/// # Errors
/// [`IndexError::Unsupported`] for hits that a cluster does not list.
pub(super) fn page(
    body: &mut Value,
    paging: &Paging,
    own: Option<&Value>,
) -> Result<(), IndexError> {
    if paging.limit > 0 && paging.offset >= MAX_LIMIT {
        return Err(IndexError::Unsupported {
            what: format!("list hits beyond the first {MAX_LIMIT}"),
            instead: "use `--all` with a format, or narrow the query",
        });
    }
    let offset = paging.offset.min(MAX_LIMIT);
    body["from"] = json!(offset);
    body["size"] = json!(paging.limit.min(MAX_LIMIT - offset));
    body["sort"] = order(paging.sort, "id");
    body["track_total_hits"] = json!(true);
    if let Some(own) = own {
        body["aggs"] = json!({ "own": { "filter": own } });
    }
    Ok(())
}

/// Returns the order of hits.
fn order(sort: Sort, id: &str) -> Value {
    match sort {
        Sort::Relevance => json!([{ "_score": "desc" }, { id: "asc" }]),
        Sort::Date => json!([newest(), { id: "asc" }]),
    }
}

/// Returns the order of the newest first; what has no date comes last.
pub(super) fn newest() -> Value {
    json!({ "published": { "order": "desc", "missing": "_last" } })
}

/// Returns the number of matches of the query itself, which an aggregation counts if other words are searched too.
pub(super) fn own_total(answer: &Value) -> usize {
    let own = answer["aggregations"]["own"]["doc_count"].as_u64();
    own.unwrap_or_else(|| total(answer)) as usize
}

/// Returns the score of a hit; 0 if hits are sorted by date.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a score of the cluster is an f32"
)]
pub(super) fn score(hit: &Value) -> f32 {
    hit["_score"].as_f64().unwrap_or_default() as f32
}

impl<'c> ClusterSearch<'c> {
    pub(super) fn prepare(
        cluster: &'c Cluster,
        query: &Query,
        synonyms: &Synonyms,
    ) -> Result<Self, IndexError> {
        if query.feedback {
            return Err(IndexError::Unsupported {
                what: "order releases by the words that the best of them share".to_owned(),
                instead: "leave out `--feedback`, or search an archive of this machine",
            });
        }
        cluster.learn(query, synonyms)?;
        let compiled = query.compile(cluster, synonyms, None)?;
        let plans = std::iter::once(&compiled.query).chain(&compiled.own);
        let translator = cluster.translator(RELEASES, plans)?;
        Ok(Self {
            cluster,
            compiled: compiled.map(|plan| translator.query(&plan, 1.0)),
        })
    }

    /// Returns the number of releases that match the query itself.
    pub(super) fn count(&self) -> Result<u64, IndexError> {
        Ok(self.cluster.count(RELEASES, self.compiled.own())?)
    }

    /// Asks for the hits that `paging` selects, in the shape of `body`.
    fn select(&self, paging: &Paging, mut body: Value) -> Result<(Value, Vec<Value>), IndexError> {
        if paging.explain {
            return Err(IndexError::Unsupported {
                what: "say what each word adds to a score".to_owned(),
                instead: "leave out `--explain`, or search an archive of this machine",
            });
        }
        let own = self.compiled.own.as_ref();
        body["query"] = marked(&self.compiled.query, own);
        page(&mut body, paging, own)?;
        let is_ranked = paging.sort == Sort::Relevance && paging.limit > 0;
        let Some(again) = self.compiled.again.as_ref().filter(|_| is_ranked) else {
            let mut answer = self.cluster.ask(RELEASES, &body)?;
            let hits = hits(&mut answer);
            return Ok((answer, hits));
        };
        // What is scored again cannot be sorted there.
        body["from"] = json!(0);
        body["size"] = json!(
            paging
                .offset
                .saturating_add(paging.limit)
                .clamp(again.releases(), MAX_LIMIT)
        );
        body["sort"] = json!("_score");
        body["rescore"] = self.rescore(again)?;
        let mut answer = self.cluster.ask(RELEASES, &body)?;
        let mut hits = hits(&mut answer);
        hits.sort_by(|one, other| {
            let id = |hit: &Value| hit["_id"].as_str().unwrap_or_default().to_owned();
            score(other)
                .total_cmp(&score(one))
                .then_with(|| id(one).cmp(&id(other)))
        });
        let hits = hits.into_iter().skip(paging.offset).take(paging.limit);
        Ok((answer, hits.collect()))
    }

    /// Returns how the best releases are scored again: by the nearness of words, as `search::again` does.
    fn rescore(&self, again: &Again) -> Result<Value, IndexError> {
        let (Again::Nearness(words) | Again::Feedback(words)) = again;
        let translator = self.cluster.translator(RELEASES, std::iter::empty())?;
        let field = self.cluster.fields().body.lemma;
        let pairs = words.windows(2);
        let pairs: Vec<Value> = pairs
            .flat_map(|pair| spans(&translator, field, pair))
            .collect();
        Ok(json!({
            "window_size": again.releases(),
            "query": { "rescore_query": { "bool": { "should": pairs } } },
        }))
    }
}

/// Returns queries for two words in order, and near each other.
fn spans(
    translator: &Translator<'_>,
    field: tantivy::schema::Field,
    pair: &[String],
) -> [Value; 2] {
    let name = translator.schema.get_field_name(field);
    let words = pair
        .iter()
        .map(|word| json!({ "span_term": { name: word } }));
    let words: Vec<Value> = words.collect();
    [(GAP - 1, true, IN_ORDER), (WINDOW - 2, false, NEAR)].map(|(slop, in_order, weight)| {
        let boost = translator.weight_of(field, weight);
        json!({ "span_near": { "clauses": words, "slop": slop, "in_order": in_order, "boost": boost } })
    })
}

impl Search for ClusterSearch<'_> {
    fn top(&self, paging: &Paging) -> Result<Answer, IndexError> {
        let (answer, found) = self.select(paging, json!({ "_source": ["release", "edition"] }))?;
        let own = self.compiled.own.as_ref();
        let all = total(&answer) as usize;
        let total = own_total(&answer);
        let highlighter = self.compiled.marks.highlighter(self.cluster)?;
        let mut hits = Vec::with_capacity(found.len());
        for (n, mut found) in found.into_iter().enumerate() {
            let version = self.cluster.version(&mut found)?;
            hits.push(Hit {
                rank: paging.offset + n + 1,
                score: score(&found),
                by_other_words: is_by_other_words(&found, own),
                ..Hit::of(version, highlighter)
            });
        }
        Ok(Answer {
            total,
            by_other_words: all.saturating_sub(total),
            also_searched: self.compiled.also_searched.clone(),
            hits,
        })
    }

    /// A cluster has no signatures of texts, by which the same text of several publishers is found.
    fn top_grouped(&self, paging: &Paging) -> Result<Answer, IndexError> {
        self.top(paging)
    }

    fn top_docids(&self, paging: &Paging) -> Result<Vec<(String, f32)>, IndexError> {
        let body = json!({ "_source": false, "docvalue_fields": ["docid"] });
        let (_, found) = self.select(paging, body)?;
        let docid = |hit: &Value| {
            hit["fields"]["docid"][0]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        Ok(found.iter().map(|hit| (docid(hit), score(hit))).collect())
    }

    fn all(&self, sort: Sort) -> Result<Each<'_, Hit>, IndexError> {
        let order = match sort {
            Sort::Relevance => json!(["key"]),
            Sort::Date => order(sort, "key"),
        };
        let body = json!({
            "query": self.compiled.own(), "_source": ["release", "edition"], "sort": order,
        });
        let pages = self.cluster.pages(RELEASES, body)?;
        let highlighter = self.compiled.marks.highlighter(self.cluster)?;
        Ok(Box::new(pages.enumerate().map(|(n, found)| {
            let version = self.cluster.version(&mut found?)?;
            let hit = Hit::of(version, highlighter);
            Ok(Hit { rank: n + 1, ..hit })
        })))
    }

    fn facets(&self, asked: &[(FacetField, usize)]) -> Result<Vec<Facet>, IndexError> {
        counts::facets(self.cluster, self.compiled.own(), asked)
    }

    fn timeline(
        &self,
        interval: Interval,
        split: Option<(FacetField, usize)>,
        within: Option<(Option<Date>, Option<Date>)>,
    ) -> Result<Timeline, IndexError> {
        counts::timeline(self.cluster, self.compiled.own(), interval, split, within)
    }
}
