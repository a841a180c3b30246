//! Parses the parts of a query that are filters: `datum:2021`, `soort:toespraak`, `url:zandwijk.nl`.
//!
//! Leaves out what they match (`compile`).

use winnow::combinator::{alt, delimited, opt, terminated};
use winnow::error::{ErrMode, ParserError as _};
use winnow::prelude::*;
use winnow::stream::Location as _;
use winnow::token::{one_of, take_till, take_while};

use super::lex::{MARKS, Parsed, Problem, Slice};
use super::{Node, QueryFault};
use crate::document::ReleaseKind;
use crate::index::bare_address;
use crate::search::dates::DateBound;

/// A filter that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FilterName {
    Date,
    Kind,
    Address,
}

/// The names of the filters, in Dutch and in English.
const NAMES: [(&str, FilterName); 5] = [
    ("datum", FilterName::Date),
    ("date", FilterName::Date),
    ("soort", FilterName::Kind),
    ("kind", FilterName::Kind),
    ("url", FilterName::Address),
];

/// The names of kinds, in Dutch and as they are printed.
const KINDS: [(&str, ReleaseKind); 9] = [
    ("nieuws", ReleaseKind::News),
    ("nieuwsbericht", ReleaseKind::News),
    ("news", ReleaseKind::News),
    ("persbericht", ReleaseKind::PressRelease),
    ("press_release", ReleaseKind::PressRelease),
    ("toespraak", ReleaseKind::Speech),
    ("speech", ReleaseKind::Speech),
    ("kamerstuk", ReleaseKind::ParliamentaryPaper),
    ("parliamentary_paper", ReleaseKind::ParliamentaryPaper),
];

/// Returns the Dutch name of a kind.
pub(super) fn kind_name(kind: ReleaseKind) -> &'static str {
    let found = KINDS.iter().find(|(_, known)| *known == kind);
    found.map_or("", |(name, _)| name)
}

/// Whether a filter has this name, ignoring case.
pub(super) fn is_name(name: &str) -> bool {
    of(name).is_some()
}

/// Returns the name of a filter that is spelled nearly like `name`.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let near = |known: &&str| strsim::osa_distance(&lower, known) == 1;
    let mut names = NAMES.iter().map(|(known, _)| *known);
    names.find(near).filter(|_| lower.len() > 3)
}

fn of(name: &str) -> Option<FilterName> {
    let found = NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, filter)| *filter)
}

/// Parses a filter and its value: a word, or words between quotation marks. A name with a space after its
/// colon is a word of a sentence: `Datum: 3 mei`.
pub(super) fn filter(input: &mut Slice<'_>) -> Parsed<Node> {
    let name: &str = terminated(take_while(2.., char::is_alphabetic), ':').parse_next(input)?;
    let ends_word = input.chars().next().is_none_or(char::is_whitespace);
    let Some(filter) = of(name).filter(|_| !ends_word) else {
        return Err(ErrMode::Backtrack(Problem::from_input(input)));
    };
    let start = input.current_token_start();
    if input.starts_with('(') {
        let name = name.to_owned();
        return Problem::at(start..start + 1, QueryFault::FilterGroup { name }).cut();
    }
    let value: &str = alt((
        delimited(one_of(MARKS), take_till(0.., MARKS), opt(one_of(MARKS))),
        take_till(1.., |c: char| {
            c.is_whitespace() || matches!(c, '(' | ')') || MARKS.contains(&c)
        }),
    ))
    .parse_next(input)?;
    let span = start..input.current_token_start();
    let wrong = |fault| Problem::at(span.clone(), fault).cut();
    match filter {
        FilterName::Date => match value.parse::<DateBound>() {
            Ok(period) => Ok(Node::Published(period)),
            Err(_) => wrong(QueryFault::Period {
                value: value.to_owned(),
            }),
        },
        FilterName::Kind => {
            let kind = KINDS
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(value));
            match kind {
                Some((_, kind)) => Ok(Node::Kind(*kind)),
                None => wrong(QueryFault::Kind {
                    value: value.to_owned(),
                }),
            }
        }
        FilterName::Address => {
            let address = bare_address(value.trim_end_matches('*'));
            if address.is_empty() {
                return wrong(QueryFault::EmptyAddress);
            }
            Ok(Node::Address(address))
        }
    }
}
