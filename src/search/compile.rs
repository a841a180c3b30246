//! A query's tree as what the index is asked, with the weights of ranking.
//!
//! Leaves out reading queries (`query`) and showing matches (`snippet`).

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::Request;
use super::highlight::Highlighter;
use super::query::{self, FieldName, Node};
use crate::analysis::{Analyzer, Token, is_stop_word};
use crate::index::{Reader, ReleaseFields, TextFields};

/// Added to the score of releases that have every word of a group, so that they come first: no sum
/// of BM25 scores comes near it.
pub(super) const ALL_WORDS: f32 = 1000.0;

/// Share of a surface form's score: it tells forms of one word apart without outweighing the word.
const EXACT: f32 = 0.25;

/// Share of a match inside a compound, either way: the word as a part of another, or its own parts.
const PART: f32 = 0.2;

/// Weight of a phrase of surface forms, and of one of dictionary forms.
const PHRASE: (f32, f32) = (1.5, 0.5);

/// How many of the words side by side must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Match {
    /// Releases with all words first, then those with some.
    #[default]
    Best,
    /// All words.
    All,
    /// Any word, by score alone.
    Any,
}

/// Which forms of a word count as it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Forms {
    /// All its forms, and it as a part of compounds.
    #[default]
    Compounds,
    /// All its forms.
    Lemmas,
    /// The form as written.
    Exact,
}

/// A query ready to be run.
pub(super) struct Compiled {
    pub(super) query: Box<dyn Query>,
    pub(super) highlighter: Highlighter,
}

/// Turns `tree` into a query over releases.
pub(super) fn compile(tree: &Node, request: &Request, reader: &Reader) -> Compiled {
    let Request { matching, forms, ref filters, .. } = *request;
    let mut compiler =
        Compiler { analyzer: Analyzer, fields: &reader.fields, matching, forms, highlighter: Highlighter::default() };
    let mut query = compiler.node(tree, Scope::All, true);
    let filters = filters.queries(compiler.analyzer, &reader.fields);
    if !filters.is_empty() {
        let filters =
            filters.into_iter().map(|q| (Occur::Must, Box::new(ConstScoreQuery::new(q, 0.0)) as Box<dyn Query>));
        query = Box::new(BooleanQuery::new(std::iter::once((Occur::Must, query)).chain(filters).collect()));
    }
    compiler.highlighter.weigh(reader);
    Compiled { query, highlighter: compiler.highlighter }
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy)]
enum Scope {
    All,
    One(FieldName),
}

struct Compiler<'r> {
    analyzer: Analyzer,
    fields: &'r ReleaseFields,
    matching: Match,
    forms: Forms,
    highlighter: Highlighter,
}

impl Compiler<'_> {
    /// `wanted` is false below a negation, whose words are not what an answer shows.
    fn node(&mut self, node: &Node, scope: Scope, wanted: bool) -> Box<dyn Query> {
        match node {
            Node::Word(word) if self.forms == Forms::Exact => self.form(&word.text, scope, wanted),
            Node::Word(word) => self.word(&word.text, scope, wanted),
            Node::Form(word) => self.form(&word.text, scope, wanted),
            Node::Prefix(word) => self.spelled(&word.text, scope, wanted, true),
            Node::Fuzzy(word) => self.spelled(&word.text, scope, wanted, false),
            Node::Phrase(phrase) => self.phrase(&phrase.text, scope, wanted),
            Node::Field(field, inner) => self.node(inner, Scope::One(*field), wanted),
            Node::Group(clauses) => self.group(clauses, scope, wanted),
            Node::And(all) => {
                let parts = all.iter().map(|part| self.conjunct(part, scope, wanted)).collect();
                conjunction(parts)
            }
            Node::Or(any) => Box::new(BooleanQuery::new(
                any.iter().map(|part| (Occur::Should, self.node(part, scope, wanted))).collect(),
            )),
            Node::Not(inner) => conjunction(vec![(Occur::MustNot, self.node(inner, scope, false))]),
        }
    }

    /// A part of `AND`; a group that only excludes excludes from the whole.
    fn conjunct(&mut self, part: &Node, scope: Scope, wanted: bool) -> (Occur, Box<dyn Query>) {
        match part {
            Node::Not(inner) => (Occur::MustNot, self.node(inner, scope, false)),
            Node::Group(clauses) if clauses.len() == 1 && clauses[0].occur == query::Occur::MustNot => {
                (Occur::MustNot, self.node(&clauses[0].node, scope, false))
            }
            _ => (Occur::Must, self.node(part, scope, wanted)),
        }
    }

    fn group(&mut self, clauses: &[query::Clause], scope: Scope, wanted: bool) -> Box<dyn Query> {
        let topical = clauses.iter().any(|c| c.occur != query::Occur::MustNot && !self.is_filler(&c.node));
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut optional = 0;
        for clause in clauses {
            if topical && clause.occur == query::Occur::Should && self.is_filler(&clause.node) {
                continue;
            }
            let occur = match (clause.occur, self.matching) {
                (query::Occur::MustNot, _) => Occur::MustNot,
                (query::Occur::Must, _) | (query::Occur::Should, Match::All) => Occur::Must,
                (query::Occur::Should, _) => Occur::Should,
            };
            optional += usize::from(occur == Occur::Should);
            let query = self.node(&clause.node, scope, wanted && occur != Occur::MustNot);
            parts.push((occur, query));
        }
        let positive = parts.iter().filter(|(occur, _)| *occur != Occur::MustNot).count();
        if self.matching == Match::Best && positive > 1 && optional > 0 {
            let all = parts
                .iter()
                .filter(|(occur, _)| *occur != Occur::MustNot)
                .map(|(_, q)| (Occur::Must, q.box_clone()))
                .collect();
            parts.push((Occur::Should, Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(all)), ALL_WORDS))));
        }
        conjunction(parts)
    }

    /// An unquoted word without a topic.
    fn is_filler(&self, node: &Node) -> bool {
        match node {
            Node::Word(word) => {
                let tokens = self.analyzer.tokens(&word.text);
                tokens.iter().all(|token| is_stop_word(&token.exact))
            }
            _ => false,
        }
    }

    fn word(&mut self, text: &str, scope: Scope, wanted: bool) -> Box<dyn Query> {
        let tokens = self.analyzer.tokens(text);
        if wanted {
            self.highlighter.add_word(&tokens);
        }
        let zones = self.zones(scope);
        // What is excluded is excluded by its own forms only.
        let loose = wanted && self.forms == Forms::Compounds;
        let (joined, parts): (Vec<&Token>, Vec<&Token>) = tokens.iter().partition(|t| t.joined);
        let mut ways: Vec<Box<dyn Query>> = joined.iter().map(|token| term_in_zones(&zones, token, loose)).collect();
        match parts.as_slice() {
            [] => {}
            [one] => ways.push(term_in_zones(&zones, one, loose)),
            many => ways.push(phrase_in_zones(&zones, many)),
        }
        any_of(ways)
    }

    /// The written form, and nothing else.
    fn form(&mut self, text: &str, scope: Scope, wanted: bool) -> Box<dyn Query> {
        let tokens = self.analyzer.tokens(text);
        let parts: Vec<&Token> = tokens.iter().filter(|t| !t.joined).collect();
        if wanted {
            self.highlighter.add_form(&parts);
        }
        let ways = self.zones(scope).into_iter().map(|(fields, weight)| {
            let terms = parts.iter().map(|t| (Occur::Must, Box::new(term(fields.exact, &t.exact)) as Box<dyn Query>));
            boosted(BooleanQuery::new(terms.collect()), weight)
        });
        Box::new(BooleanQuery::new(ways.collect()))
    }

    /// Forms that begin like `text`, or are spelled nearly like it; each counts alike.
    fn spelled(&mut self, text: &str, scope: Scope, wanted: bool, prefix: bool) -> Box<dyn Query> {
        let Some(token) = self.analyzer.tokens(text).into_iter().next() else { return Box::new(EmptyQuery) };
        let distance = if token.exact.len() > 5 { 2 } else { 1 };
        if wanted {
            self.highlighter.add_spelling(&token.exact, if prefix { None } else { Some(distance) });
        }
        let ways = self.zones(scope).into_iter().map(|(fields, weight)| {
            let term = Term::from_field_text(fields.exact, &token.exact);
            let query = if prefix {
                FuzzyTermQuery::new_prefix(term, 0, true)
            } else {
                FuzzyTermQuery::new(term, distance, true)
            };
            boosted(query, weight)
        });
        Box::new(BooleanQuery::new(ways.collect()))
    }

    fn phrase(&mut self, text: &str, scope: Scope, wanted: bool) -> Box<dyn Query> {
        let tokens = self.analyzer.tokens(text);
        let parts: Vec<&Token> = tokens.iter().filter(|t| !t.joined).collect();
        if wanted {
            self.highlighter.add_phrase(&parts);
        }
        let zones = self.zones(scope);
        match parts.as_slice() {
            [] => Box::new(EmptyQuery),
            [one] => term_in_zones(&zones, one, false),
            many => phrase_in_zones(&zones, many),
        }
    }

    /// The fields that words are looked for in, each with its weight.
    ///
    /// The body holds the lead and the bullets, which count once more in their own fields; a title
    /// says in six words what the body says in six hundred.
    fn zones(&self, scope: Scope) -> Vec<(TextFields, f32)> {
        let f = self.fields;
        let field = match scope {
            Scope::All => {
                return vec![
                    (f.title, 2.0),
                    (f.lead, 0.5),
                    (f.body, 1.0),
                    (f.bullets, 0.25),
                    (f.publishers, 0.5),
                    (f.topics, 0.5),
                ];
            }
            Scope::One(field) => field,
        };
        let pair = match field {
            FieldName::Title => f.title,
            FieldName::Lead => f.lead,
            FieldName::Text => f.body,
            FieldName::Quote => f.quotes,
            FieldName::Speaker => f.speakers,
            FieldName::Office => f.offices,
            FieldName::Publisher => f.publishers,
            FieldName::Topic => f.topics,
        };
        vec![(pair, 1.0)]
    }
}

/// All of `parts`; where they only exclude, everything else.
fn conjunction(mut parts: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if parts.is_empty() {
        return Box::new(EmptyQuery);
    }
    if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        parts.push((Occur::Must, Box::new(AllQuery)));
    }
    Box::new(BooleanQuery::new(parts))
}

fn any_of(mut ways: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.remove(0),
        _ => Box::new(BooleanQuery::new(ways.into_iter().map(|way| (Occur::Should, way)).collect())),
    }
}

fn boosted(query: impl Query, weight: f32) -> (Occur, Box<dyn Query>) {
    (Occur::Should, Box::new(BoostQuery::new(Box::new(query), weight)))
}

/// The word itself; and, where matches `inside_compounds` count, compounds that it is a part of, and
/// all parts of a compound together.
fn term_in_zones(zones: &[(TextFields, f32)], token: &Token, inside_compounds: bool) -> Box<dyn Query> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (fields, weight) in zones {
        clauses.push(boosted(term(fields.lemma, &token.lemma), *weight));
        clauses.push(boosted(term(fields.exact, &token.exact), weight * EXACT));
        if !inside_compounds {
            continue;
        }
        clauses.push(boosted(term(fields.parts, &token.lemma), weight * PART));
        if token.parts.len() > 1 {
            let share = PART / token.parts.len() as f32;
            let all = token.parts.iter().map(|part| {
                let either = [fields.lemma, fields.parts]
                    .map(|field| (Occur::Should, Box::new(term(field, part)) as Box<dyn Query>));
                (Occur::Must, Box::new(BooleanQuery::new(either.into())) as Box<dyn Query>)
            });
            clauses.push(boosted(BooleanQuery::new(all.collect()), weight * share));
        }
    }
    Box::new(BooleanQuery::new(clauses))
}

fn term(field: Field, text: &str) -> TermQuery {
    TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs)
}

fn phrase_in_zones(zones: &[(TextFields, f32)], tokens: &[&Token]) -> Box<dyn Query> {
    let first = tokens.first().map_or(0, |t| t.position);
    let phrase = |field: Field, text: fn(&Token) -> &str| {
        PhraseQuery::new_with_offset(
            tokens.iter().map(|t| (t.position - first, Term::from_field_text(field, text(t)))).collect(),
        )
    };
    let clauses = zones.iter().flat_map(|(pair, weight)| {
        [
            boosted(phrase(pair.exact, |t| &t.exact), weight * PHRASE.0),
            boosted(phrase(pair.lemma, |t| &t.lemma), weight * PHRASE.1),
        ]
    });
    Box::new(BooleanQuery::new(clauses.collect()))
}

/// Releases in whose `field` the words of `text` stand in order.
pub(super) fn named(analyzer: Analyzer, field: TextFields, text: &str) -> Box<dyn Query> {
    let tokens = analyzer.tokens(text);
    let parts: Vec<(usize, Term)> = tokens
        .iter()
        .filter(|t| !t.joined)
        .map(|t| (t.position, Term::from_field_text(field.exact, &t.exact)))
        .collect();
    match parts.as_slice() {
        [] => Box::new(EmptyQuery),
        [(_, one)] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::Basic)),
        _ => Box::new(PhraseQuery::new_with_offset(parts)),
    }
}
