//! The query language: what is asked, as a value.
//!
//! Leaves out what a query matches (`compile`).
//!
//! | written | means |
//! |---|---|
//! | `woning energie` | best match: releases with all words first |
//! | `+woning -huur` | must have, must not have |
//! | `"circulaire economie"` | these words in this order |
//! | `woning AND (huur OR koop) NOT sloop` | Boolean; also `EN OF NIET` |
//! | `=woning` | this form only |
//! | `woning*` | forms that begin so |
//! | `woning~` | forms a letter or two away |
//! | `spreker:brink` | in one field; see [`FieldName`] |
//! | `*` | all releases |
//! | `brug --since 2021 --publisher drenthe` | options after the words, as on the command line |

mod error;
mod field;
mod lex;
mod options;
mod parse;
mod print;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::Serialize;

use super::Filters;
pub use error::QueryError;
pub use field::FieldName;

/// What is asked of an index: words, how they match, and filters.
///
/// Parsed once; its [`Display`](fmt::Display) form parses back to the same value.
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
    /// The words; `None` for whatever passes the filters.
    pub words: Option<Node>,
    /// How many of the words side by side must match.
    pub minimum_match: MinimumMatch,
    /// Which forms of a word count as it.
    pub expansion: Expansion,
    /// What the releases must be besides.
    pub filters: Filters,
}

impl Query {
    /// The query with the options of `defaults` where it has none itself.
    #[must_use]
    pub fn or(mut self, defaults: &Self) -> Self {
        if self.minimum_match == MinimumMatch::default() {
            self.minimum_match = defaults.minimum_match;
        }
        if self.expansion == Expansion::default() {
            self.expansion = defaults.expansion;
        }
        self.filters = self.filters.or(&defaults.filters);
        self
    }
}

impl FromStr for Query {
    type Err = QueryError;

    /// Reads words, and after them options as on the command line: `--since 2021 --match all`. `*`
    /// stands for all releases.
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

/// How many of the words side by side must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MinimumMatch {
    /// Releases with all words first, then those with some.
    #[default]
    Best,
    /// All words.
    All,
    /// Any word, by score alone.
    Any,
}

/// Which forms of a word count as it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expansion {
    /// All its forms, and it as a part of compounds.
    #[default]
    Compounds,
    /// All its forms.
    Lemmas,
    /// The form as written.
    Exact,
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
    /// Words that begin so.
    Prefix(Text),
    /// Words spelled nearly so.
    Fuzzy(Text),
    /// Words in order.
    Phrase(Text),
    /// A part that is looked for in one field.
    Field(FieldName, Box<Node>),
    /// Parts side by side; how many must match is the search's choice.
    Group(Vec<Clause>),
    /// Parts that must all match.
    And(Vec<Node>),
    /// Parts of which one must match.
    Or(Vec<Node>),
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the text, the title, the publisher and the tags.
    All,
    /// In one field.
    One(FieldName),
}

/// Written words, and where they stand in the query that was parsed. Two are equal if the words are.
#[derive(Debug, Clone, Eq, Serialize)]
pub struct Text {
    /// As written, quotation marks left out.
    pub text: String,
    /// Bytes of the query.
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
    /// As it is typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_words(f)
    }
}

/// A tree set out for reading: see [`Node::tree`].
struct Tree<'n>(&'n Node);

impl fmt::Display for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write_tree(f, 0, "")
    }
}

impl Node {
    /// The tree, a node a line, children indented.
    #[must_use]
    pub fn tree(&self) -> impl fmt::Display {
        Tree(self)
    }

    /// Every word that is looked for in no field of its own, in order, those that must not match left out.
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
            _ => Vec::new(),
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
