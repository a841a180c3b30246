//! The query language as a tree.
//!
//! Leaves out what a tree matches (`compile`).
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

mod error;
mod field;
mod parse;

use std::fmt;
use std::ops::Range;

use serde::Serialize;

pub use error::QueryError;
pub use field::FieldName;
pub use parse::parse;

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
    /// A part that must not match.
    Not(Box<Node>),
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the text, the title, the publisher and the tags.
    All,
    /// In one field.
    One(FieldName),
}

/// Written words and where they stand in the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// As written, quotation marks left out.
    pub text: String,
    /// Bytes of the query.
    pub span: Range<usize>,
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
    /// The tree, a node a line, children indented.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0, "")
    }
}

impl Node {
    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize, sign: &str) -> fmt::Result {
        write!(f, "{:indent$}{sign}", "", indent = 2 * depth)?;
        let (name, children): (&str, &[Self]) = match self {
            Self::Word(word) => return writeln!(f, "word {}", word.text),
            Self::Form(word) => return writeln!(f, "form {}", word.text),
            Self::Prefix(word) => return writeln!(f, "prefix {}", word.text),
            Self::Fuzzy(word) => return writeln!(f, "fuzzy {}", word.text),
            Self::Phrase(phrase) => return writeln!(f, "phrase \"{}\"", phrase.text),
            Self::Field(field, inner) => {
                writeln!(f, "field {}", field.name())?;
                return inner.write(f, depth + 1, "");
            }
            Self::Group(clauses) => {
                writeln!(f, "group")?;
                return clauses.iter().try_for_each(|clause| {
                    let sign = match clause.occur {
                        Occur::Should => "",
                        Occur::Must => "+ ",
                        Occur::MustNot => "- ",
                    };
                    clause.node.write(f, depth + 1, sign)
                });
            }
            Self::And(all) => ("and", all),
            Self::Or(any) => ("or", any),
            Self::Not(inner) => ("not", std::slice::from_ref(inner)),
        };
        writeln!(f, "{name}")?;
        children.iter().try_for_each(|child| child.write(f, depth + 1, ""))
    }
}
