//! Builds tantivy queries: combinations, terms, words in order.
//!
//! Leaves out the query's tree (`compile`) and the weights in ranking (`zones`).

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, Query, RangeQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::analysis::{Analyzer, Token};
use crate::index::TextFields;

/// Fewest letters of a word between hyphens that is searched on its own: not the *e* of *e-bike*.
const MIN_PART: usize = 3;

/// Combines clauses. If all of them exclude, everything else matches.
pub(super) fn combined(mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    if clauses.len() == 1 {
        return clauses.remove(0).1;
    }
    Box::new(BooleanQuery::new(clauses))
}

pub(super) fn any_of(mut ways: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.remove(0),
        _ => Box::new(BooleanQuery::new(
            ways.into_iter().map(|way| (Occur::Should, way)).collect(),
        )),
    }
}

pub(super) fn boosted(query: impl Query, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(Box::new(query), weight))
}

/// Returns a query for the values of `field` that begin with `text`.
pub(super) fn beginning(field: Field, text: &str) -> Box<dyn Query> {
    let term = |text: &str| Term::from_field_text(field, text);
    let after = format!("{text}{}", char::MAX);
    Box::new(RangeQuery::new(
        Bound::Included(term(text)),
        Bound::Included(term(&after)),
    ))
}

/// Returns the parts of the word with these tokens: of a compound, the parts that are no compounds
/// themselves; of a word with hyphens, the words between them.
pub(super) fn parts_of(tokens: &[Token]) -> Vec<&str> {
    let hyphenated = tokens.iter().any(|token| token.joined);
    let simple = tokens.iter().filter(|token| token.joined || !hyphenated);
    let simple = simple.flat_map(|token| &token.parts);
    let parts: Vec<&str> = simple
        .filter(|part| part.simple)
        .map(|part| part.lemma.as_str())
        .collect();
    let apart = || tokens.iter().filter(|token| !token.joined);
    let is_word = |token: &Token| {
        let letters = token.exact.chars().filter(|c| c.is_alphabetic());
        letters.count() >= MIN_PART
    };
    if parts.is_empty() && hyphenated && apart().all(is_word) {
        return apart().map(|token| token.lemma.as_str()).collect();
    }
    parts
}

pub(super) fn term(field: Field, text: &str) -> TermQuery {
    TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    )
}

/// Returns a query for words of `field` at these relative positions.
pub(super) fn in_order<'t>(
    field: Field,
    words: impl Iterator<Item = (usize, &'t String)>,
) -> Box<dyn Query> {
    let mut terms: Vec<(usize, Term)> = words
        .map(|(at, word)| (at, Term::from_field_text(field, word)))
        .collect();
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => Box::new(TermQuery::new(
            terms.remove(0).1,
            IndexRecordOption::WithFreqs,
        )),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    }
}

/// Returns a query for releases whose `field` contains the words of `text` in order.
pub(super) fn named(analyzer: Analyzer, field: TextFields, text: &str) -> Box<dyn Query> {
    let tokens = analyzer.tokens(text);
    in_order(
        field.exact,
        tokens
            .iter()
            .filter(|t| !t.joined)
            .map(|t| (t.position, &t.exact)),
    )
}
