//! Errors in a query, each with its place and what to write instead.
//!
//! Leaves out printing them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::search::dates::FORMS;

/// A query that cannot be parsed.
///
/// Its text shows the reason, the query, carets below the wrong part, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The query as given.
    pub query: String,
    /// Byte range of the wrong part.
    pub span: Range<usize>,
    /// What is wrong.
    pub fault: QueryFault,
}

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryFault {
    /// It has no words.
    Empty,
    /// A part of it has no meaning.
    Unreadable,
    /// A regular expression: `/wo.*ing/`.
    RegularExpression,
    /// A range of another search engine: `[2019 TO 2021]`.
    Range,
    /// A number after `~`.
    FuzzyNumber,
    /// A number after `^`.
    Weight,
    /// `*` or `?` within a word.
    InnerWildcard,
    /// `*` before a word.
    LeadingWildcard,
    /// `*` or `?` within a phrase.
    WildcardInPhrase,
    /// Too few letters before `*`.
    ShortPrefix {
        /// The least number of letters.
        least: usize,
    },
    /// `NEAR` with another number than it takes.
    NearDistance {
        /// The largest number.
        most: u32,
    },
    /// `NEAR` between something else than words and phrases.
    NearOperands,
    /// Parentheses and fields nest too deep.
    TooDeep {
        /// The greatest depth.
        most: usize,
    },
    /// Parentheses after a field that takes one value.
    FilterGroup {
        /// The name of the field.
        name: String,
    },
    /// A value of `datum:` that is no period.
    Period {
        /// The value.
        value: String,
    },
    /// A value of `soort:` that is no kind of release.
    Kind {
        /// The value.
        value: String,
    },
    /// `url:` without an address.
    EmptyAddress,
    /// A field that quotes lack.
    QuoteField {
        /// The name of the field.
        name: String,
    },
    /// The options after the words.
    Options {
        /// What is wrong with them.
        reason: String,
        /// What to write instead.
        remedy: String,
    },
}

impl QueryFault {
    /// Says what is wrong.
    #[must_use]
    pub fn reason(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "the query has no words".into(),
            Self::Unreadable => "cannot parse the query here".into(),
            Self::RegularExpression => "regular expressions are not supported".into(),
            Self::Range => "ranges are not supported".into(),
            Self::FuzzyNumber => "`~` takes no number".into(),
            Self::Weight => "words have no weights".into(),
            Self::InnerWildcard => "`*` and `?` cannot stand within a word".into(),
            Self::LeadingWildcard => "`*` cannot stand before a word".into(),
            Self::WildcardInPhrase => "`*` and `?` cannot stand within a phrase".into(),
            Self::ShortPrefix { .. } => "too many words begin with this prefix".into(),
            Self::NearDistance { most } => {
                format!("`NEAR` takes a number of words from 1 to {most}").into()
            }
            Self::NearOperands => "`NEAR` stands between two words or phrases".into(),
            Self::TooDeep { most } => {
                format!("parentheses and fields nest deeper than {most}").into()
            }
            Self::FilterGroup { name } => format!("`{name}:` takes one value").into(),
            Self::Period { value } => format!("`{value}` is not a period").into(),
            Self::Kind { value } => format!("`{value}` is not a kind of release").into(),
            Self::EmptyAddress => "the address is empty".into(),
            Self::QuoteField { name } => format!("quotes have no field `{name}:`").into(),
            Self::Options { reason, .. } => reason.into(),
        }
    }

    /// Says what to write instead.
    #[must_use]
    pub fn remedy(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "write at least one, such as `woningbouw`".into(),
            Self::Unreadable => "write words".into(),
            Self::RegularExpression => "write words, or the beginning of a word and `*`".into(),
            Self::Range => "write `datum:2020..2021`".into(),
            Self::FuzzyNumber => {
                "write `word~` to find words that differ by one or two letters".into()
            }
            Self::Weight => "write `+word` for a word that must be there".into(),
            Self::InnerWildcard => "write the beginning of the word and `*`".into(),
            Self::LeadingWildcard => "write the beginning of the word and `*`; a word also finds the compounds that end with it".into(),
            Self::WildcardInPhrase => "put the word with `*` outside the quotation marks".into(),
            Self::ShortPrefix { least } => {
                format!("write at least {least} letters before the `*`").into()
            }
            Self::NearDistance { .. } => "write `word NEAR/5 word`".into(),
            Self::NearOperands => {
                "write `word NEAR/5 word`, or `titel:(word NEAR/5 word)` for one field".into()
            }
            Self::TooDeep { .. } => "write the query with less nesting".into(),
            Self::FilterGroup { .. } => {
                "write `datum:2019..2020`, or `(soort:nieuws OR soort:toespraak)`".into()
            }
            Self::Period { .. } => format!("{FORMS}, or a range `2019..2021`").into(),
            Self::Kind { .. } => "write nieuws, persbericht, toespraak or kamerstuk".into(),
            Self::EmptyAddress => "write `url:zandwijk.nl`".into(),
            Self::QuoteField { .. } => "use citaat:, spreker:, ambt:, partij:, uitgever: or datum:, or search releases with `omroeper search`".into(),
            Self::Options { remedy, .. } => remedy.into(),
        }
    }
}

impl std::error::Error for QueryError {}

impl QueryError {
    /// Returns the query on one line, in three parts: the second one is wrong.
    #[must_use]
    pub fn parts(&self) -> [String; 3] {
        let Range { start, end } = self.span;
        [0..start, start..end, end..self.query.len()].map(|range| {
            let part = self.query.get(range).unwrap_or_default();
            part.chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect()
        })
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, wrong, after] = self.parts();
        let (indent, carets) = (before.chars().count(), wrong.chars().count().max(1));
        write!(
            f,
            "{}\n  {before}{wrong}{after}\n  {:indent$}{}\n({})",
            self.fault.reason(),
            "",
            "^".repeat(carets),
            self.fault.remedy()
        )
    }
}
