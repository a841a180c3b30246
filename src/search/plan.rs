//! What a query asks of an engine: the terms of fields, how they combine, and what they weigh.
//!
//! Leaves out the query language (`compile`). A plan is made once for every engine; here it becomes a query of tantivy.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery,
    FuzzyTermQuery, Occur, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;

use super::in_order::InOrder;
use super::near::Near;
use super::rank::RankedWord;
use super::words::Words;

/// A part of a Boolean plan.
pub(crate) type Clause = (Occur, Plan);

/// What a query asks of an engine.
#[derive(Debug, Clone)]
pub(crate) enum Plan {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// The term, scored by BM25 of its field.
    Term(Term),
    /// Words of a text field at relative positions.
    InOrder(InOrder),
    /// Words near each other. Adds nothing to a score.
    Near(Near),
    /// A word of the field of ranking.
    Word(RankedWord),
    /// Terms that begin with the term. Each match scores 1.
    Prefix(Term),
    /// Terms at most so many edits from the term. Each match scores 1.
    Fuzzy(Term, u8),
    /// Values between bounds. Each match scores 1.
    Between(Bound<Term>, Bound<Term>),
    /// Any of the terms. Each match scores 1.
    AnyTerm(Vec<Term>),
    /// Documents that match every `Must` and no `MustNot`; the scores add up.
    Clauses(Vec<Clause>),
    /// Any of the plans; the best score counts.
    BestOf(Vec<Plan>),
    /// The plan, with its score times the weight.
    Weighed(Box<Plan>, f32),
    /// The plan as a filter: it adds nothing to a score.
    Filter(Box<Plan>),
}

impl Plan {
    /// Returns the plan, with its score times the weight.
    pub(super) fn weighed(self, weight: f32) -> Self {
        Self::Weighed(Box::new(self), weight)
    }

    /// Returns the plan as a filter.
    pub(super) fn filter(self) -> Self {
        Self::Filter(Box::new(self))
    }

    /// Returns the plan as a query of tantivy.
    pub(super) fn query(&self) -> Box<dyn Query> {
        match self {
            Self::All => Box::new(AllQuery),
            Self::Nothing => Box::new(EmptyQuery),
            Self::Term(term) => {
                Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
            }
            Self::InOrder(words) => Box::new(words.clone()),
            Self::Near(near) => Box::new(ConstScoreQuery::new(Box::new(near.clone()), 0.0)),
            Self::Word(word) => Box::new(word.clone()),
            Self::Prefix(term) => Box::new(FuzzyTermQuery::new_prefix(term.clone(), 0, true)),
            Self::Fuzzy(term, distance) => {
                Box::new(FuzzyTermQuery::new(term.clone(), *distance, true))
            }
            Self::Between(lower, upper) => Box::new(RangeQuery::new(lower.clone(), upper.clone())),
            Self::AnyTerm(terms) => Box::new(TermSetQuery::new(terms.clone())),
            Self::Clauses(clauses) => {
                if let Some(words) = words_of(clauses) {
                    return Box::new(words);
                }
                let clauses = clauses.iter();
                let clauses = clauses.map(|(occur, plan)| (*occur, plan.query()));
                Box::new(BooleanQuery::new(clauses.collect()))
            }
            Self::BestOf(plans) => {
                let queries = plans.iter().map(Self::query);
                Box::new(DisjunctionMaxQuery::new(queries.collect()))
            }
            Self::Weighed(plan, weight) => Box::new(BoostQuery::new(plan.query(), *weight)),
            Self::Filter(plan) => {
                let query = match &**plan {
                    Self::Term(term) => {
                        Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic))
                    }
                    plan => plan.query(),
                };
                Box::new(ConstScoreQuery::new(query, 0.0))
            }
        }
    }
}

/// Returns the query for `clauses` that finds the best matches without a look at all of them; `None` if they ask for
/// more than words and filters.
pub(super) fn words_of(clauses: &[Clause]) -> Option<Words> {
    let mut words = Words::default();
    let are_words = add_to(&mut words, clauses);
    (are_words && words.any.is_empty() != words.all.is_empty()).then_some(words)
}

/// Adds clauses to `words`; returns whether all of them are words or filters.
fn add_to(words: &mut Words, clauses: &[Clause]) -> bool {
    let are = |wanted| clauses.iter().any(|(occur, _)| *occur == wanted);
    // An optional word beside required ones only adds to the score.
    if are(Occur::Should) && (are(Occur::Must) || !words.any.is_empty()) {
        return false;
    }
    let wanted = clauses.iter().filter(|(occur, _)| *occur != Occur::MustNot);
    let is_alone = wanted.count() == 1;
    clauses.iter().all(|(occur, plan)| match (occur, plan) {
        // The only clause must match, whether it is required or not.
        (Occur::Should, Plan::Clauses(inner)) if is_alone => add_to(words, inner),
        (Occur::MustNot, plan) => {
            exclude(words, plan);
            true
        }
        (Occur::Must, Plan::Filter(_)) => {
            words.must.push(plan.query().into());
            true
        }
        (Occur::Must, Plan::Clauses(inner)) => add_to(words, inner),
        (Occur::Must, Plan::Word(word)) => {
            words.all.push(word.clone());
            true
        }
        (Occur::Should, Plan::Word(word)) => {
            words.any.push(word.clone());
            true
        }
        _ => false,
    })
}

/// Excludes from `words` what a plan finds: each of its ways apart, since to look at several lists one after the other
/// is faster than to walk over all of them at once.
fn exclude(words: &mut Words, plan: &Plan) {
    match plan {
        Plan::Clauses(ways) if ways.iter().all(|(occur, _)| *occur == Occur::Should) => {
            for (_, way) in ways {
                exclude(words, way);
            }
        }
        Plan::BestOf(ways) => {
            for way in ways {
                exclude(words, way);
            }
        }
        Plan::Weighed(plan, _) | Plan::Filter(plan) => exclude(words, plan),
        plan => words.must_not.push(plan.query().into()),
    }
}
