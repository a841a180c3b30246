//! The query language: parses the text of a query into a [`Query`].
//!
//! Leaves out what a query matches (`compile`).
//!
//! | written | means |
//! |---|---|
//! | `woning energie` | best match: any of the words, the best releases first |
//! | `+woning -huur` | must have, must not have |
//! | `"circulaire economie"` | these words in this order |
//! | `woning AND (huur OR koop) NOT sloop` | Boolean; also `EN OF NIET` |
//! | `=woning` | this form only |
//! | `woning*` | words that begin with `woning` |
//! | `woning~` | words that differ from `woning` by one or two letters |
//! | `dijk NEAR/5 brug` | at most five words from each other, in any order |
//! | `spreker:brink` | in one field; see [`FieldName`] |
//! | `datum:2021`, `datum:"vorige maand"` | published in a period; see [`DateBound`] |
//! | `soort:persbericht`, `url:zandwijk.nl/nieuws` | of a kind; at addresses that begin so |
//! | `*` | all releases |
//! | `brug --since 2021 --publisher drenthe` | options after the words, as on the command line |

mod error;
mod field;
mod filters;
mod lex;
mod options;
mod parse;
mod print;
mod text;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::Serialize;

use super::{DateBound, Filters};
use crate::analysis::{Analyzer, Token, is_stop_word};
use crate::document::{ReleaseKind, json_name};
pub use error::{QueryError, QueryFault};
pub use field::FieldName;
pub(crate) use options::OPTIONS;

/// A query: words, how they match, and filters.
///
/// Its [`Display`](fmt::Display) form parses back to the same value.
///
/// ```
/// use omroeper::search::Query;
///
/// let query: Query = "spreker:brink circulaire economie --since 2021 --publisher drenthe".parse()?;
/// assert_eq!(query.filters.publishers, ["drenthe"]);
/// assert_eq!(query.to_string().parse::<Query>()?, query);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Query {
    /// The words; `None` finds every release that passes the filters.
    pub words: Option<Node>,
    /// How many of the words in a group must match.
    pub minimum_match: MinimumMatch,
    /// Which forms of a word match.
    pub expansion: Expansion,
    /// Which words are searched beside those of the query.
    pub other_words: OtherWords,
    /// Whether words of the best releases order the releases that a short query finds.
    pub feedback: bool,
    /// Filters on the releases.
    pub filters: Filters,
}

impl Query {
    /// Returns what a user may have meant otherwise, for each part of `query` that was read as text.
    #[must_use]
    pub fn hints(query: &str) -> Vec<String> {
        text::hints(options::split(query).0)
    }

    /// Returns the query. Options that are not set come from `defaults`.
    #[must_use]
    pub fn or(mut self, defaults: &Self) -> Self {
        if self.minimum_match == MinimumMatch::default() {
            self.minimum_match = defaults.minimum_match;
        }
        if self.expansion == Expansion::default() {
            self.expansion = defaults.expansion;
        }
        if self.other_words == OtherWords::default() {
            self.other_words = defaults.other_words;
        }
        self.feedback |= defaults.feedback;
        self.filters = self.filters.or(&defaults.filters);
        self
    }
}

impl FromStr for Query {
    type Err = QueryError;

    /// Parses words, followed by options as on the command line: `--since 2021 --match all`. The
    /// word `*` alone finds all releases.
    fn from_str(text: &str) -> Result<Self, QueryError> {
        let (words, flags) = options::split(text);
        let mut query = options::read(text, flags)?;
        let everything = words.trim() == "*" || words.trim().is_empty() && !flags.is_empty();
        query.words = if everything {
            None
        } else {
            Some(parse::parse(words)?)
        };
        Ok(query)
    }
}

/// How many of the words in a group must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MinimumMatch {
    /// Any word. Fields of quotes must match in one quote.
    #[default]
    Best,
    /// All words.
    All,
    /// Any word, and any field.
    Any,
}

/// Which forms of a word match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expansion {
    /// All forms of the word, and compounds that contain it.
    #[default]
    Compounds,
    /// All forms of the word.
    Lemmas,
    /// The form as written.
    Exact,
}

/// Which words are searched beside those of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherWords {
    /// The nearest spelling of a word that no release has; in a short query also synonyms.
    #[default]
    All,
    /// All but other spellings.
    AsSpelled,
    /// None.
    None,
}

/// Part of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Node {
    /// A word.
    Word(Text),
    /// A word in this form only.
    Form(Text),
    /// Words that begin with this prefix.
    Prefix(Text),
    /// Words spelled nearly like this.
    Fuzzy(Text),
    /// Words in order.
    Phrase(Text),
    /// A part that is searched in one field.
    Field(FieldName, Box<Node>),
    /// Two words or phrases at most so many words from each other.
    Near(Box<Node>, Box<Node>, u32),
    /// Releases published in a period.
    Published(DateBound),
    /// Releases of a kind.
    Kind(ReleaseKind),
    /// Releases whose address begins so, without scheme and `www.`.
    Address(String),
    /// Parts without an operator between them; [`MinimumMatch`] sets how many must match.
    Group(Vec<Clause>),
    /// Parts that must all match.
    And(Vec<Node>),
    /// Parts of which at least one must match.
    Or(Vec<Node>),
}

/// Where words are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the text, the title, the publisher and the tags.
    All,
    /// In one field.
    One(FieldName),
}

/// Words as written, and their place in the parsed query. Two values are equal if their words are
/// equal; the place does not count.
#[derive(Debug, Clone, Eq, Serialize)]
pub struct Text {
    /// The words as written, without quotation marks.
    pub text: String,
    /// Byte range of the words in the query.
    pub span: Range<usize>,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// A part of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Whether it may, must or must not match.
    pub occur: Occur,
    /// The part.
    pub node: Node,
}

/// Whether a clause may, must or must not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Occur {
    /// No sign before it.
    Should,
    /// `+`
    Must,
    /// `-`
    MustNot,
}

impl fmt::Display for Node {
    /// Writes the words as a user types them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_words(f)
    }
}

/// Displays a tree: see [`Node::tree`].
struct Tree<'n>(&'n Node);

impl fmt::Display for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write_tree(f, 0, "")
    }
}

impl Node {
    /// Displays the tree with one node per line and children indented.
    #[must_use]
    pub fn tree(&self) -> impl fmt::Display {
        Tree(self)
    }

    /// Returns, in order, every plain word that is not excluded.
    pub(super) fn words_mut(&mut self) -> Vec<&mut Text> {
        match self {
            Self::Word(word) => vec![word],
            Self::Group(clauses) => {
                let wanted = clauses
                    .iter_mut()
                    .filter(|clause| clause.occur != Occur::MustNot);
                wanted.flat_map(|clause| clause.node.words_mut()).collect()
            }
            Self::And(all) | Self::Or(all) => all.iter_mut().flat_map(Self::words_mut).collect(),
            Self::Field(_, inner) => inner.words_mut(),
            _ => Vec::new(),
        }
    }

    /// Returns the token of a plain word, if the word is a single token.
    pub(super) fn single_word(&self) -> Option<Token> {
        let Self::Word(word) = self else { return None };
        let mut tokens = Analyzer::Dutch.tokens(&word.text);
        if tokens.len() == 1 {
            tokens.pop()
        } else {
            None
        }
    }

    /// Whether it narrows what is found and adds nothing to a score.
    pub(super) fn is_filter(&self) -> bool {
        matches!(self, Self::Published(_) | Self::Kind(_) | Self::Address(_))
    }

    /// Returns how many plain words there are, without stop words and what is excluded.
    pub(super) fn content_words(&self) -> usize {
        match self {
            Self::Word(word) => {
                let tokens = Analyzer::Dutch.tokens(&word.text);
                usize::from(!tokens.iter().all(|token| is_stop_word(&token.exact)))
            }
            Self::Group(clauses) => {
                let wanted = clauses
                    .iter()
                    .filter(|clause| clause.occur != Occur::MustNot);
                wanted.map(|clause| clause.node.content_words()).sum()
            }
            Self::And(all) | Self::Or(all) => all.iter().map(Self::content_words).sum(),
            Self::Field(_, inner) => inner.content_words(),
            _ => 0,
        }
    }

    fn write_tree(&self, f: &mut fmt::Formatter<'_>, depth: usize, sign: &str) -> fmt::Result {
        write!(f, "{:indent$}{sign}", "", indent = 2 * depth)?;
        let (name, children): (&str, &[Self]) = match self {
            Self::Word(word) => return writeln!(f, "word {}", word.text),
            Self::Form(word) => return writeln!(f, "form {}", word.text),
            Self::Prefix(word) => return writeln!(f, "prefix {}", word.text),
            Self::Fuzzy(word) => return writeln!(f, "fuzzy {}", word.text),
            Self::Phrase(phrase) => return writeln!(f, "phrase \"{}\"", phrase.text),
            Self::Field(field, inner) => {
                writeln!(f, "field {}", field.name())?;
                return inner.write_tree(f, depth + 1, "");
            }
            Self::Near(one, other, distance) => {
                writeln!(f, "near {distance}")?;
                one.write_tree(f, depth + 1, "")?;
                return other.write_tree(f, depth + 1, "");
            }
            Self::Published(period) => return writeln!(f, "published {period}"),
            Self::Kind(kind) => return writeln!(f, "kind {}", json_name(kind)),
            Self::Address(begin) => return writeln!(f, "address {begin}"),
            Self::Group(clauses) => {
                writeln!(f, "group")?;
                return clauses.iter().try_for_each(|clause| {
                    let sign = match clause.occur {
                        Occur::Should => "",
                        Occur::Must => "+ ",
                        Occur::MustNot => "- ",
                    };
                    clause.node.write_tree(f, depth + 1, sign)
                });
            }
            Self::And(all) => ("and", all),
            Self::Or(any) => ("or", any),
        };
        writeln!(f, "{name}")?;
        children
            .iter()
            .try_for_each(|child| child.write_tree(f, depth + 1, ""))
    }
}
