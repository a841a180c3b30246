//! Parts of a query as tantivy's queries, each with its weight in ranking.
//!
//! Leaves out the query's tree (`compile`).

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::coordinate::{Coordination, WordClause};
use crate::analysis::{Analyzer, Token};
use crate::index::TextFields;

/// Share of a surface form's score, for forms that are not the dictionary's: it tells forms of one
/// word apart without outweighing the word, and finds names that read like forms.
pub(super) const EXACT: f32 = 0.25;

/// Share of a match inside a compound, either way: the word as a part of another, its own parts, or
/// one word for several.
pub(super) const PART: f32 = 0.2;

/// Weight of a phrase of surface forms, and of one of dictionary forms.
const PHRASE: (f32, f32) = (1.5, 0.5);

/// A stretch of text that words are looked for in, by the fields that it is indexed in.
pub(super) struct Zone {
    pub(super) exact: Option<Field>,
    pub(super) lemma: Field,
    pub(super) parts: Option<Field>,
    pub(super) weight: f32,
}

/// Clauses scored together; `tiers` as in [`Coordination`].
pub(super) fn coordination(mut clauses: Vec<WordClause>, tiers: bool) -> Option<Box<dyn Query>> {
    match clauses.len() {
        0 => None,
        1 if clauses[0].inside.is_none() => Some(clauses.remove(0).whole),
        _ => Some(Box::new(Coordination { clauses, tiers })),
    }
}

/// What `query` matches and none of `excluded` does; of nothing but exclusions, everything else.
pub(super) fn except(
    query: Option<Box<dyn Query>>,
    excluded: Vec<Box<dyn Query>>,
) -> Box<dyn Query> {
    let query = query.unwrap_or_else(|| Box::new(AllQuery));
    if excluded.is_empty() {
        return query;
    }
    let excluded = excluded.into_iter().map(|q| (Occur::MustNot, q));
    Box::new(BooleanQuery::new(
        std::iter::once((Occur::Must, query))
            .chain(excluded)
            .collect(),
    ))
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

/// The word itself, in all its forms.
pub(super) fn whole_in_zones(zones: &[Zone], token: &Token) -> Vec<Box<dyn Query>> {
    let mut ways = Vec::with_capacity(2 * zones.len());
    for zone in zones {
        ways.push(boosted(term(zone.lemma, &token.lemma), zone.weight));
        if let Some(exact) = zone.exact.filter(|_| token.exact != token.lemma) {
            ways.push(boosted(term(exact, &token.exact), zone.weight * EXACT));
        }
    }
    ways
}

/// Compounds that the word is a part of, and all parts of a compound together.
pub(super) fn inside_in_zones(zones: &[Zone], token: &Token) -> Vec<Box<dyn Query>> {
    let own: Vec<&str> = token
        .parts
        .iter()
        .filter(|part| part.simple)
        .map(|part| part.lemma.as_str())
        .collect();
    let mut ways = Vec::new();
    for zone in zones {
        let Some(parts) = zone.parts else { continue };
        ways.push(boosted(term(parts, &token.lemma), zone.weight * PART));
        if own.len() > 1 {
            let share = PART / own.len() as f32;
            let all = own.iter().map(|part| {
                let either =
                    [zone.lemma, parts].map(|field| Box::new(term(field, part)) as Box<dyn Query>);
                (Occur::Must, any_of(either.into()))
            });
            ways.push(boosted(
                BooleanQuery::new(all.collect()),
                zone.weight * share,
            ));
        }
    }
    ways
}

pub(super) fn term(field: Field, text: &str) -> TermQuery {
    TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    )
}

/// The words in order: by surface forms, and at a lower weight by dictionary forms.
pub(super) fn phrase_in_zones(
    zones: &[Zone],
    tokens: &[&Token],
    share: f32,
) -> Vec<Box<dyn Query>> {
    let Some(first) = tokens.first().map(|t| t.position) else {
        return Vec::new();
    };
    let mut ways = Vec::with_capacity(2 * zones.len());
    for zone in zones {
        if let Some(exact) = zone.exact {
            let terms = tokens.iter().map(|t| (t.position - first, &t.exact));
            ways.push(boosted(
                in_order(exact, terms),
                zone.weight * PHRASE.0 * share,
            ));
        }
        let terms = tokens.iter().map(|t| (t.position - first, &t.lemma));
        ways.push(boosted(
            in_order(zone.lemma, terms),
            zone.weight * PHRASE.1 * share,
        ));
    }
    ways
}

/// Words of `field` at these places from each other.
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

/// Releases in whose `field` the words of `text` stand in order.
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
