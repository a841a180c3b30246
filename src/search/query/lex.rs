//! Parses the smallest parts of a query: words, phrases, field names and operators.
//!
//! Leaves out how they combine (`parse`).

use std::ops::Range;

use winnow::combinator::{opt, preceded, terminated};
use winnow::error::{ErrMode, ParserError};
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location as _};
use winnow::token::{one_of, take_till, take_while};

use super::{FieldName, Node, QueryFault, Text};

/// Minimum number of letters before `*`.
const MIN_PREFIX: usize = 2;

/// Quotation marks. Any of them opens a phrase, and any of them closes it.
pub(super) const MARKS: [char; 6] = ['"', '“', '”', '„', '«', '»'];

pub(super) type Slice<'q> = LocatingSlice<&'q str>;

pub(super) type Parsed<T> = Result<T, ErrMode<Problem>>;

/// An error in a query: what is wrong, and where.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) span: Range<usize>,
    pub(super) fault: QueryFault,
}

impl Problem {
    pub(super) fn at(span: Range<usize>, fault: QueryFault) -> Self {
        Self { span, fault }
    }

    pub(super) fn cut<T>(self) -> Parsed<T> {
        Err(ErrMode::Cut(self))
    }
}

impl<'q> ParserError<Slice<'q>> for Problem {
    type Inner = Self;

    fn from_input(input: &Slice<'q>) -> Self {
        let at = input.current_token_start();
        Self::at(at..at, QueryFault::Unreadable)
    }

    fn into_inner(self) -> Result<Self::Inner, Self> {
        Ok(self)
    }
}

/// Parses a field name and its colon: `spreker:`. An unknown name, or a name with a space after its
/// colon, is a word of a sentence: `Woning kopen: wat moet ik regelen?` Also returns the name as
/// written.
pub(super) fn field_name(input: &mut Slice<'_>) -> Parsed<(FieldName, Text)> {
    let start = input.current_token_start();
    let name: &str = terminated(take_while(2.., char::is_alphabetic), ':').parse_next(input)?;
    let ends_word = input.chars().next().is_none_or(char::is_whitespace);
    match FieldName::of(name).filter(|_| !ends_word) {
        Some(field) => Ok((
            field,
            Text {
                text: name.to_owned(),
                span: start..start + name.len(),
            },
        )),
        None => Err(ErrMode::Backtrack(Problem::from_input(input))),
    }
}

pub(super) fn phrase(input: &mut Slice<'_>) -> Parsed<Option<Node>> {
    one_of(MARKS).parse_next(input)?;
    let start = input.current_token_start();
    let text: &str = take_till(0.., MARKS).parse_next(input)?;
    let end = input.current_token_start();
    // Every mark is closed: see `text`.
    opt(one_of(MARKS)).parse_next(input)?;
    let has_words = text.contains(char::is_alphanumeric);
    Ok(has_words.then(|| {
        Node::Phrase(Text {
            text: text.to_owned(),
            span: start..end,
        })
    }))
}

/// Parses a word. A `=` before it, or a `*` or `~` after it, sets how it matches.
pub(super) fn word(input: &mut Slice<'_>) -> Parsed<Option<Node>> {
    let start = input.current_token_start();
    let written: &str = take_till(1.., |c: char| {
        c.is_whitespace() || matches!(c, '(' | ')') || MARKS.contains(&c)
    })
    .parse_next(input)?;
    if !written.contains(char::is_alphanumeric) {
        return Ok(None);
    }
    let of = |text: &str| {
        // Signs around a word have no meaning. The apostrophe of `'s-Gravenhage` has one.
        let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        let from = start + (text.as_ptr() as usize - written.as_ptr() as usize);
        let span = from..from + text.len();
        // `OF:` is a word, and stays one when it is printed without its sign.
        let is_operator = ["AND", "OR", "NOT", "EN", "OF", "NIET"].contains(&text) || is_near(text);
        Text {
            text: if is_operator {
                text.to_lowercase()
            } else {
                text.to_owned()
            },
            span,
        }
    };
    if let Some(form) = written.strip_prefix('=') {
        return Ok(Some(Node::Form(of(form))));
    }
    if let Some(fuzzy) = written.strip_suffix('~') {
        return Ok(Some(Node::Fuzzy(of(fuzzy))));
    }
    match written.strip_suffix('*') {
        Some(prefix) if prefix.chars().filter(|c| c.is_alphanumeric()).count() < MIN_PREFIX => {
            let fault = QueryFault::ShortPrefix { least: MIN_PREFIX };
            Problem::at(start..start + written.len(), fault).cut()
        }
        Some(prefix) => Ok(Some(Node::Prefix(of(prefix)))),
        None => Ok(Some(Node::Word(of(written)))),
    }
}

pub(super) fn or(input: &mut Slice<'_>) -> Parsed<Range<usize>> {
    preceded(space, keyword(&["OR", "OF"])).parse_next(input)
}

pub(super) fn and(input: &mut Slice<'_>) -> Parsed<Range<usize>> {
    preceded(space, keyword(&["AND", "EN"])).parse_next(input)
}

/// Most words between the two sides of `NEAR`. Paragraphs are further from each other.
const FAR: u32 = 50;

/// The distance of `NEAR` without a number.
const NEAR: u32 = 10;

/// Parses `NEAR` or `NEAR/5`. Returns the distance.
pub(super) fn near(input: &mut Slice<'_>) -> Parsed<(u32, Range<usize>)> {
    space(input)?;
    let start = input.current_token_start();
    let written: &str =
        take_till(4.., |c: char| c.is_whitespace() || matches!(c, '(' | ')')).parse_next(input)?;
    if !is_near(written) {
        return Err(ErrMode::Backtrack(Problem::from_input(input)));
    }
    let at = start..start + written.len();
    let Some((_, distance)) = written.split_once('/') else {
        return Ok((NEAR, at));
    };
    match distance.parse() {
        Ok(distance) if (1..=FAR).contains(&distance) => Ok((distance, at)),
        _ => Problem::at(at, QueryFault::NearDistance { most: FAR }).cut(),
    }
}

/// Whether a word is the operator `NEAR` or `NEAR/5`.
pub(super) fn is_near(word: &str) -> bool {
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    word.strip_prefix("NEAR")
        .is_some_and(|rest| rest.is_empty() || rest.strip_prefix('/').is_some_and(digits))
}

/// Parses one of `words`, in capitals and as a separate word.
pub(super) fn keyword(
    words: &'static [&'static str],
) -> impl FnMut(&mut Slice<'_>) -> Parsed<Range<usize>> {
    move |input| {
        let start = input.current_token_start();
        let text: &str = take_while(2..=4, |c: char| c.is_ascii_uppercase()).parse_next(input)?;
        let apart = input
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')') || MARKS.contains(&c));
        if apart && words.contains(&text) {
            Ok(start..start + text.len())
        } else {
            Err(ErrMode::Backtrack(Problem::from_input(input)))
        }
    }
}

pub(super) fn space(input: &mut Slice<'_>) -> Parsed<()> {
    take_while(0.., char::is_whitespace)
        .void()
        .parse_next(input)
}
