//! Makes plans: combinations, terms, words in order.
//!
//! Leaves out the query's tree (`compile`) and the weights in ranking (`zones`).

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::Occur;
use tantivy::schema::Field;

use super::in_order::InOrder;
use super::plan::{Clause, Plan};
use crate::analysis::{Analyzer, Token};
use crate::index::TextFields;

/// Fewest letters of a word between hyphens that is searched on its own: not the *e* of *e-bike*.
const MIN_PART: usize = 3;

/// Combines clauses. If all of them exclude, everything else matches.
pub(super) fn combined(mut clauses: Vec<Clause>) -> Plan {
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, Plan::All));
    }
    if clauses.len() == 1 {
        return clauses.remove(0).1;
    }
    Plan::Clauses(clauses)
}

pub(super) fn any_of(mut ways: Vec<Plan>) -> Plan {
    match ways.len() {
        0 => Plan::Nothing,
        1 => ways.remove(0),
        _ => Plan::Clauses(ways.into_iter().map(|way| (Occur::Should, way)).collect()),
    }
}

/// Returns a plan for the values of `field` that begin with `text`.
pub(super) fn beginning(field: Field, text: &str) -> Plan {
    let after = format!("{text}{}", char::MAX);
    Plan::Between(
        Bound::Included(Term::from_field_text(field, text)),
        Bound::Included(Term::from_field_text(field, &after)),
    )
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

pub(super) fn term(field: Field, text: &str) -> Plan {
    Plan::Term(Term::from_field_text(field, text))
}

/// Returns a plan for the surface forms of words in order in a text field.
pub(super) fn in_order<'t>(fields: TextFields, words: impl IntoIterator<Item = &'t Token>) -> Plan {
    let words = InOrder::new(fields, words, Some(1.0), None);
    match &words.words[..] {
        [] => Plan::Nothing,
        [word] => term(fields.exact, &word.exact),
        _ => Plan::InOrder(words),
    }
}

/// Returns a plan for releases whose `field` contains the words of `text` in order.
pub(super) fn named(analyzer: Analyzer, field: TextFields, text: &str) -> Plan {
    let tokens = analyzer.tokens(text);
    in_order(field, tokens.iter().filter(|t| !t.joined))
}
