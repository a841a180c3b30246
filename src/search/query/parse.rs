//! Parses the words of a query with winnow's combinators.
//!
//! Leaves out running the query. A part that cannot be parsed is an error that shows its place. The
//! parser drops only punctuation without a meaning, such as the `?` of a question.

use std::ops::Range;

use winnow::combinator::{alt, not, opt, peek, terminated};
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location as _};
use winnow::token::{any, literal, one_of, take_while};

use super::filters::filter;
use super::lex::{Parsed, Problem, Slice, and, field_name, keyword, near, or, phrase, space, word};
use super::{Clause, Node, Occur, QueryError, QueryFault, text};

/// Maximum nesting of parentheses and fields.
const MAX_DEPTH: usize = 64;

/// Parses `query` into a tree.
///
/// # Errors
/// [`QueryError`] with the place, the reason and what to write instead.
pub(super) fn parse(query: &str) -> Result<Node, QueryError> {
    let wrong = |problem: Problem| QueryError {
        query: query.to_owned(),
        span: problem.span,
        fault: problem.fault,
    };
    if let Some(problem) = text::unsupported(query) {
        return Err(wrong(problem));
    }
    let cleaned = text::cleaned(query);
    let mut input = LocatingSlice::new(cleaned.as_str());
    let end = query.len();
    let parsed = whole(&mut input).map_err(|e| {
        wrong(
            e.into_inner()
                .unwrap_or_else(|_| Problem::at(0..end, QueryFault::Unreadable)),
        )
    })?;
    parsed.ok_or_else(|| wrong(Problem::at(0..end, QueryFault::Empty)))
}

fn whole(input: &mut Slice<'_>) -> Parsed<Option<Node>> {
    let tree = disjunction(input, 0)?;
    space(input)?;
    if input.is_empty() {
        return Ok(tree);
    }
    let at = input.current_token_start();
    Problem::at(at..input.eof_offset() + at, QueryFault::Unreadable).cut()
}

/// `a OR b`
fn disjunction(input: &mut Slice<'_>, depth: usize) -> Parsed<Option<Node>> {
    chain(input, depth, or, conjunction, Node::Or)
}

/// `a AND b`
fn conjunction(input: &mut Slice<'_>, depth: usize) -> Parsed<Option<Node>> {
    chain(input, depth, and, group, Node::And)
}

/// `part (operator part)*`
fn chain(
    input: &mut Slice<'_>,
    depth: usize,
    operator: fn(&mut Slice<'_>) -> Parsed<Range<usize>>,
    part: fn(&mut Slice<'_>, usize) -> Parsed<Option<Node>>,
    join: fn(Vec<Node>) -> Node,
) -> Parsed<Option<Node>> {
    let Some(first) = part(input, depth)? else {
        return Ok(None);
    };
    let mut parts = vec![first];
    // An operator without a part after it is a word: see `text`.
    while opt(operator).parse_next(input)?.is_some() {
        parts.extend(part(input, depth)?);
    }
    Ok(Some(if parts.len() == 1 {
        parts.remove(0)
    } else {
        join(parts)
    }))
}

/// Clauses without an operator between them.
fn group(input: &mut Slice<'_>, depth: usize) -> Parsed<Option<Node>> {
    let mut clauses = Vec::new();
    loop {
        space(input)?;
        if input.is_empty()
            || input.starts_with(')')
            || peek(alt((or, and))).parse_next(input).is_ok()
        {
            break;
        }
        // Signs without a word are passed over: `a - NEAR/5 b`.
        if let Some(clause) = clause(input, depth)?.or_else(|| clauses.pop()) {
            clauses.push(nearness(input, depth, clause)?);
        }
    }
    Ok(match clauses.len() {
        0 => None,
        1 if clauses[0].occur != Occur::MustNot => clauses.pop().map(|c| c.node),
        _ => Some(Node::Group(clauses)),
    })
}

/// `a NEAR/5 b`, after `a`.
fn nearness(input: &mut Slice<'_>, depth: usize, mut clause: Clause) -> Parsed<Clause> {
    let is_near = |node: &Node| matches!(node, Node::Word(_) | Node::Form(_) | Node::Phrase(_));
    while let Some((distance, at)) = opt(near).parse_next(input)? {
        space(input)?;
        let from = input.current_token_start();
        let other = primary(input, depth + 1)?;
        let other = other.filter(|other| is_near(other) && is_near(&clause.node));
        let Some(other) = other else {
            let end = input.current_token_start().max(from);
            return Problem::at(at.start..end.max(at.end), QueryFault::NearOperands).cut();
        };
        let one = Box::new(clause.node);
        clause.node = Node::Near(one, Box::new(other), distance);
    }
    Ok(clause)
}

fn clause(input: &mut Slice<'_>, depth: usize) -> Parsed<Option<Clause>> {
    let negated = opt(keyword(&["NOT", "NIET"])).parse_next(input)?.is_some();
    let sign = opt(terminated(
        one_of(['+', '-']),
        peek(not(one_of([' ', '\t', '\n', ')']))),
    ))
    .parse_next(input)?;
    if sign.is_some() {
        // If there are several signs, only the first counts.
        take_while(0.., ['+', '-']).void().parse_next(input)?;
    }
    let occur = match (negated, sign) {
        (true, _) | (false, Some('-')) => Occur::MustNot,
        (false, Some('+')) => Occur::Must,
        _ => Occur::Should,
    };
    space(input)?;
    Ok(primary(input, depth)?.map(|node| Clause { occur, node }))
}

fn primary(input: &mut Slice<'_>, depth: usize) -> Parsed<Option<Node>> {
    let at = input.current_token_start();
    if depth > MAX_DEPTH {
        let fault = QueryFault::TooDeep { most: MAX_DEPTH };
        return Problem::at(at..input.eof_offset() + at, fault).cut();
    }
    if input
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || c == ')')
    {
        return Ok(None);
    }
    if input.starts_with('(') {
        return parenthesis(input, depth);
    }
    if let Some(filter) = opt(filter).parse_next(input)? {
        return Ok(Some(filter));
    }
    if let Some((field, at)) = opt(field_name).parse_next(input)? {
        return Ok(match primary(input, depth + 1)? {
            Some(node) => Some(Node::Field(field, Box::new(node))),
            None => Some(Node::Word(at)),
        });
    }
    alt((phrase, word)).parse_next(input)
}

fn parenthesis(input: &mut Slice<'_>, depth: usize) -> Parsed<Option<Node>> {
    any.parse_next(input)?;
    let inner = disjunction(input, depth + 1)?;
    space(input)?;
    // Every parenthesis is closed: see `text`.
    opt(literal(")")).parse_next(input)?;
    Ok(inner)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    #[allow(
        clippy::needless_pass_by_value,
        reason = "`expect!` returns an owned value"
    )]
    fn check(query: &str, expected: Expect) {
        let shown = match parse(query) {
            Ok(tree) => tree.tree().to_string(),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn words_without_operators_form_a_group() {
        check(
            "+woning energie -huur",
            expect![[r"
                group
                  + word woning
                  word energie
                  - word huur
            "]],
        );
    }

    #[test]
    fn and_binds_before_or_in_both_languages() {
        check(
            "a AND b OF c d EN NIET e",
            expect![[r"
                or
                  and
                    word a
                    word b
                  and
                    group
                      word c
                      word d
                    group
                      - word e
            "]],
        );
    }

    #[test]
    fn fields_apply_to_words_phrases_and_groups() {
        check(
            "spreker:brink title:\"nieuwe brug\" ambt:(wethouder OR gedeputeerde)",
            expect![[r#"
                group
                  field spreker
                    word brink
                  field titel
                    phrase "nieuwe brug"
                  field ambt
                    or
                      word wethouder
                      word gedeputeerde
            "#]],
        );
    }

    #[test]
    fn questions_times_and_dashes_are_plain_words() {
        check(
            "Bouwen: wanneer begint het - om 10:30 - ?",
            expect![[r"
                group
                  word Bouwen
                  word wanneer
                  word begint
                  word het
                  word om
                  word 10:30
            "]],
        );
    }

    #[test]
    fn signs_set_how_a_word_matches() {
        check(
            "=woning woning* wonnig~ titel:=brug",
            expect![[r"
                group
                  form woning
                  prefix woning
                  fuzzy wonnig
                  field titel
                    form brug
            "]],
        );
        assert!(parse("w*").is_err());
    }

    #[test]
    fn an_error_shows_the_wrong_part_of_the_query() {
        check(
            "dijk NEAR/99 brug",
            expect![[r"
                `NEAR` takes a number of words from 1 to 50
                  dijk NEAR/99 brug
                       ^^^^^^^
                (write `word NEAR/5 word`)"]],
        );
        check(
            "?!",
            expect![[r"
                the query has no words
                  ?!
                  ^^
                (write at least one, such as `woningbouw`)"]],
        );
        assert!(parse(&"(".repeat(10_000)).is_err());
        let nested = ["(".repeat(100), "a".to_owned(), ")".repeat(100)].concat();
        assert!(parse(&nested).is_err());
    }

    #[test]
    fn signs_without_a_meaning_are_text() {
        for (query, words) in [
            ("woning spreekr:brink", "woning spreekr:brink"),
            ("brug \"nieuwe", "brug nieuwe"),
            ("a) b", "a b"),
            ("a AND", "a and"),
            ("OR a", "or a"),
            ("titel: brug", "titel brug"),
            ("() brug (%)", "brug"),
        ] {
            let read = match parse(query) {
                Ok(tree) => tree.to_string(),
                Err(error) => error.to_string(),
            };
            assert_eq!(read, words, "{query}");
        }
    }

    proptest! {
        #[test]
        fn every_query_parses_to_words_or_an_error_with_a_place(query in "[a-zA-Z:\"“()+ -]{0,40}") {
            match parse(&query) {
                Ok(tree) => prop_assert!(!tree.to_string().is_empty()),
                Err(error) => prop_assert!(query.get(error.span.clone()).is_some(), "{error:?}"),
            }
        }
    }
}
