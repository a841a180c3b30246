//! Translates plans into the query language of the cluster.
//!
//! Leaves out what is asked for (`search`, `quotes`). Scores are those of the embedded engine, but for words with parts
//! or synonyms: the embedded engine adds their frequencies. Here the best of their scores counts, and a share of the
//! others.

use std::collections::HashMap;
use std::ops::Bound;

use serde_json::{Map, Value, json};
use tantivy::Term;
use tantivy::query::Occur;
use tantivy::schema::{Field, Schema, Type};

use crate::document::ReleaseId;
use crate::index::{K1, SAME_PLACE, UNIT};
use crate::search::{InOrder, Near, PlacedWord, Plan, RankedWord, idf};

/// What a score of the embedded engine has that Lucene's BM25 lacks: k1 + 1, in the unit of a word.
const FACTOR: f32 = K1 / UNIT + 1.0;

/// Weights of the scores of the parts of a compound and of a synonym, beside the word. A score saturates, so they are
/// higher than the weights of frequencies that they stand for (`index::PARTS`, `index::SYNONYM`). They were computed for
/// a release of mean length in which the word stands once in the body.
const PARTS_SCORE: f32 = 0.5;
const SYNONYM_SCORE: f32 = 0.33;

/// What the lower scores of a word and its parts count, beside the highest.
const BESIDE: f32 = 0.25;

/// Translates plans for one index.
pub(super) struct Translator<'c> {
    pub(super) schema: &'c Schema,
    /// The field of ranking.
    pub(super) ranked: Field,
    /// Number of documents in the index.
    pub(super) documents: f64,
    /// Number of documents that have each term of words with weights.
    pub(super) frequencies: HashMap<Term, u64>,
    /// Whether the BM25 of the cluster has the factor k1 + 1 itself, as before version 3.
    pub(super) has_factor: bool,
}

/// Which form of words a query asks for.
#[derive(Debug, Clone, Copy)]
enum Form {
    Exact,
    Lemma,
}

impl Form {
    fn field(self, words: &InOrder) -> Field {
        match self {
            Self::Exact => words.fields.exact,
            Self::Lemma => words.fields.lemma,
        }
    }

    fn of(self, word: &PlacedWord) -> &str {
        match self {
            Self::Exact => &word.exact,
            Self::Lemma => &word.lemma,
        }
    }
}

/// Returns the terms of words whose weights depend on how rare they are.
pub(super) fn weighed_terms(plan: &Plan) -> Vec<Term> {
    match plan {
        Plan::Word(word) if is_plain(word) => Vec::new(),
        Plan::Word(word) => word.terms().cloned().collect(),
        Plan::Clauses(clauses) => {
            let plans = clauses.iter().map(|(_, plan)| plan);
            plans.flat_map(weighed_terms).collect()
        }
        Plan::BestOf(plans) => plans.iter().flat_map(weighed_terms).collect(),
        Plan::Weighed(plan, _) => weighed_terms(plan),
        _ => Vec::new(),
    }
}

/// Whether the score of a word is that of its forms alone.
fn is_plain(word: &RankedWord) -> bool {
    word.others.is_empty() && (word.emphasis - 1.0).abs() < f32::EPSILON
}

impl Translator<'_> {
    /// Returns a plan as a query of the cluster. Its scores count `weight` times.
    pub(super) fn query(&self, plan: &Plan, weight: f32) -> Value {
        match plan {
            Plan::All => json!({ "match_all": { "boost": weight } }),
            Plan::Nothing => json!({ "match_none": {} }),
            Plan::Term(term) => self.term(term, weight),
            Plan::InOrder(words) => self.in_order(words, weight),
            Plan::Near(near) => json!({ "bool": { "filter": self.near(near) } }),
            Plan::Word(word) => self.word(word, weight),
            Plan::Prefix(term) => self.on(
                "prefix",
                term,
                &json!({ "value": value(term), "boost": weight, "rewrite": "constant_score" }),
            ),
            Plan::Fuzzy(term, distance) => self.on(
                "fuzzy",
                term,
                &json!({
                    "value": value(term), "fuzziness": distance, "boost": weight,
                    "rewrite": "constant_score",
                }),
            ),
            Plan::Between(lower, upper) => self.between(lower, upper, weight),
            Plan::AnyTerm(terms) => match terms.first() {
                Some(first) => {
                    let values: Vec<Value> = terms.iter().map(value).collect();
                    json!({ "terms": { self.name(first.field()): values, "boost": weight } })
                }
                None => json!({ "match_none": {} }),
            },
            Plan::Clauses(clauses) => self.clauses(clauses, weight),
            Plan::BestOf(plans) => {
                let plans = plans.iter().map(|plan| self.query(plan, weight));
                json!({ "dis_max": { "queries": plans.collect::<Vec<_>>() } })
            }
            Plan::Weighed(plan, times) => self.query(plan, weight * times),
            Plan::Filter(plan) => json!({ "bool": { "filter": self.query(plan, 1.0) } }),
        }
    }

    fn name(&self, field: Field) -> &str {
        self.schema.get_field_name(field)
    }

    /// Returns a query of some kind on the field of a term.
    fn on(&self, kind: &str, term: &Term, body: &Value) -> Value {
        json!({ kind: { self.name(term.field()): body } })
    }

    /// Returns the weight of a field whose scores count `weight` times.
    pub(super) fn weight_of(&self, field: Field, weight: f32) -> f32 {
        match (self.has_factor, field == self.ranked) {
            (false, _) => weight * FACTOR,
            (true, false) => weight,
            (true, true) => weight * FACTOR / (K1 + 1.0),
        }
    }

    fn term(&self, term: &Term, weight: f32) -> Value {
        let weight = self.weight_of(term.field(), weight);
        let body = json!({ "value": value(term), "boost": weight });
        self.on("term", term, &body)
    }

    fn in_order(&self, words: &InOrder, weight: f32) -> Value {
        let exact = words.exact.map(|own| (Form::Exact, own));
        let lemma = words.lemma.map(|own| (Form::Lemma, own));
        let forms = [exact, lemma].into_iter().flatten();
        let mut ways: Vec<Value> = forms
            .map(|(form, own)| self.in_order_by(form, words, weight * own))
            .collect();
        match ways.len() {
            1 => ways.remove(0),
            _ => json!({ "bool": { "should": ways } }),
        }
    }

    /// Returns a query for one form of words in order. The field of dictionary forms has those of all words here.
    fn in_order_by(&self, form: Form, words: &InOrder, weight: f32) -> Value {
        let field = form.field(words);
        let weight = self.weight_of(field, weight);
        let name = self.name(field);
        if let [word] = &words.words[..] {
            return json!({ "term": { name: { "value": form.of(word), "boost": weight } } });
        }
        if words
            .words
            .windows(2)
            .all(|pair| pair[0].at + 1 == pair[1].at)
        {
            let phrase: Vec<&str> = words.words.iter().map(|word| form.of(word)).collect();
            let phrase = phrase.join(" ");
            return json!({ "match_phrase": { name: { "query": phrase, "boost": weight } } });
        }
        let mut spans = self.spans(form, words);
        spans["span_near"]["boost"] = json!(weight);
        spans
    }

    /// Returns the places where one form of words stands in order.
    fn spans(&self, form: Form, words: &InOrder) -> Value {
        let name = self.name(form.field(words));
        let mut clauses = Vec::new();
        let mut next = None;
        for word in &words.words {
            let gap = next.map_or(0, |next| word.at.saturating_sub(next));
            if gap > 0 {
                clauses.push(json!({ "span_gap": { name: gap } }));
            }
            clauses.push(json!({ "span_term": { name: form.of(word) } }));
            next = Some(word.at + 1);
        }
        match clauses.len() {
            1 => clauses.remove(0),
            _ => json!({ "span_near": { "clauses": clauses, "slop": 0, "in_order": true } }),
        }
    }

    /// Returns a filter for two sides near each other, in either order and without a common word.
    fn near(&self, near: &Near) -> Value {
        let sides = near.sides.each_ref().map(|ways| {
            let ways = ways.iter().map(|words| {
                let form = words.exact.map_or(Form::Lemma, |_| Form::Exact);
                self.spans(form, words)
            });
            let ways: Vec<Value> = ways.collect();
            json!({ "span_or": { "clauses": ways } })
        });
        let [one, other] = sides;
        let after = |first: &Value, second: &Value| {
            let slop = near.distance.saturating_sub(1);
            json!({ "span_near": { "clauses": [first, second], "slop": slop, "in_order": true } })
        };
        json!({ "bool": { "should": [after(&one, &other), after(&other, &one)] } })
    }

    fn word(&self, word: &RankedWord, weight: f32) -> Value {
        let Some(field) = word.terms().next().map(Term::field) else {
            return json!({ "match_none": {} });
        };
        let weight = self.weight_of(field, weight);
        if is_plain(word) {
            return self.forms(&word.forms, weight);
        }
        let frequency =
            |term: &Term| self.frequencies.get(term).copied().unwrap_or_default() as f64;
        let idf = |frequency: f64| idf(self.documents, frequency);
        let top = word.idf(self.documents, frequency).powf(word.emphasis) * weight;
        let own = word.forms.iter().map(frequency).fold(0.0, f64::max);
        let mut ways = vec![self.forms(&word.forms, top / idf(own))];
        for other in &word.others {
            let rarity: f32 = other.terms.iter().map(|term| idf(frequency(term))).sum();
            let share = if other.is_word {
                PARTS_SCORE
            } else {
                SYNONYM_SCORE
            };
            let weight = top * share / rarity;
            let all = other.terms.iter().map(|term| {
                self.on(
                    "term",
                    term,
                    &json!({ "value": value(term), "boost": weight }),
                )
            });
            ways.push(json!({ "bool": { "must": all.collect::<Vec<_>>() } }));
        }
        match ways.len() {
            1 => ways.remove(0),
            _ => json!({ "dis_max": { "queries": ways, "tie_breaker": BESIDE } }),
        }
    }

    /// Returns a query for forms of one word: their frequencies add up, as those of one term.
    fn forms(&self, forms: &[Term], weight: f32) -> Value {
        match forms {
            [] => json!({ "match_none": {} }),
            [only] => self.on(
                "term",
                only,
                &json!({ "value": value(only), "boost": weight }),
            ),
            [first, ..] => {
                let forms = forms
                    .iter()
                    .filter_map(|term| term.value().as_str().map(str::to_owned));
                let forms = forms.collect::<Vec<_>>().join(&SAME_PLACE.to_string());
                let body = json!({ "query": forms, "analyzer": "words", "boost": weight });
                self.on("match", first, &body)
            }
        }
    }

    fn between(&self, lower: &Bound<Term>, upper: &Bound<Term>, weight: f32) -> Value {
        let mut range = Map::from_iter([("boost".to_owned(), json!(weight))]);
        let mut field = None;
        for (bound, included, excluded) in [(lower, "gte", "gt"), (upper, "lte", "lt")] {
            let (name, term) = match bound {
                Bound::Included(term) => (included, term),
                Bound::Excluded(term) => (excluded, term),
                Bound::Unbounded => continue,
            };
            field = Some(term.field());
            range.insert(name.to_owned(), value(term));
        }
        match field {
            Some(field) => json!({ "range": { self.name(field): range } }),
            None => json!({ "match_all": { "boost": weight } }),
        }
    }

    fn clauses(&self, clauses: &[(Occur, Plan)], weight: f32) -> Value {
        let mut parts: HashMap<&str, Vec<Value>> = HashMap::new();
        for (occur, plan) in clauses {
            let (kind, query) = match (occur, plan) {
                (Occur::Must, Plan::Filter(plan)) => ("filter", self.query(plan, 1.0)),
                (Occur::Must, plan) => ("must", self.query(plan, weight)),
                (Occur::Should, plan) => ("should", self.query(plan, weight)),
                (Occur::MustNot, plan) => ("must_not", self.query(plan, 1.0)),
            };
            parts.entry(kind).or_default().push(query);
        }
        json!({ "bool": parts })
    }
}

/// Returns the value of a term as the cluster writes it.
fn value(term: &Term) -> Value {
    let held = term.value();
    match term.typ() {
        Type::U64 => json!(ReleaseId::from_u64(held.as_u64().unwrap_or_default())),
        Type::Date => json!(held.as_date().map(tantivy::DateTime::into_timestamp_secs)),
        _ => json!(held.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{IndexSetWriter, ReleaseFields};
    use crate::search::{Query, Synonyms};

    fn translated(query: &str) -> Value {
        let (_, indexes) = IndexSetWriter::in_memory().expect("an index in memory");
        let reader = indexes.reader().expect("a reader");
        let (schema, fields) = ReleaseFields::build();
        let translator = Translator {
            schema: &schema,
            ranked: fields.ranked,
            documents: 100.0,
            frequencies: HashMap::new(),
            has_factor: true,
        };
        let query: Query = query.parse().expect(query);
        let compiled = query.compile(&reader, Synonyms::of_program(), None);
        let compiled = compiled.expect("an index that can be read");
        let mut translated = translator.query(&compiled.query, 1.0);
        translated["bool"]["must"][0].take()
    }

    #[test]
    fn a_field_has_its_own_query_and_an_exclusion_adds_no_score() {
        let query = translated("titel:=brug NOT url:zandwijk.example");
        let must = &query["bool"]["must"][0];
        assert_eq!(must["term"]["title_exact"]["value"], "brug");
        let not = &query["bool"]["must_not"][0]["bool"]["filter"];
        assert_eq!(not["range"]["address"]["gte"], "zandwijk.example");
    }

    #[test]
    fn a_phrase_has_its_words_at_their_places() {
        let query = translated("titel:\"sluis en dijk\"");
        let exact = &query["bool"]["should"][0]["match_phrase"]["title_exact"];
        assert_eq!(exact["query"], "sluis en dijk");
    }

    #[test]
    fn words_near_each_other_stand_in_either_order() {
        let query = translated("titel:(sluis NEAR/3 dijk)");
        let near = &query["bool"]["must"][0]["bool"]["filter"]["bool"]["should"];
        let slops = [0, 1].map(|at| near[at]["span_near"]["slop"].as_u64());
        assert_eq!(slops, [Some(2), Some(2)]);
        let first = |at: usize| near[at]["span_near"]["clauses"][0].to_string();
        assert!(first(0).contains("sluis") && first(1).contains("dijk"));
    }
}
