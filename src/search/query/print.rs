//! Prints queries as they are typed, so that parsing the text returns the same query.
//!
//! Leaves out the tree that people read (`Node::tree`).

use std::fmt::{self, Write as _};

use super::filters::{self, kind_name};
use super::options::write_options;
use super::{Clause, FieldName, Node, Occur, Query, Text, text};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.words {
            Some(words) => write!(f, "{words}")?,
            None => f.write_str("*")?,
        }
        write_options(self, f)
    }
}

impl Query {
    /// The options of the query, as they are typed behind its words.
    pub(in crate::search) fn options(&self) -> String {
        let options = fmt::from_fn(|f| write_options(self, f)).to_string();
        options.trim_start().to_owned()
    }
}

impl Node {
    pub(super) fn write_words(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "{}{}", not_a_field(word), word.text),
            Self::Form(word) => write!(f, "={}", word.text),
            Self::Prefix(word) => write!(f, "{}{}*", not_a_field(word), word.text),
            Self::Fuzzy(word) => write!(f, "{}{}~", not_a_field(word), word.text),
            Self::Phrase(phrase) => write!(f, "\"{}\"", phrase.text),
            Self::Field(field, inner) => {
                write!(f, "{}:", field.name())?;
                // The slashes of an address are kept only behind its own name.
                let single = !matches!(
                    **inner,
                    Self::Group(_) | Self::And(_) | Self::Or(_) | Self::Near(..) | Self::Address(_)
                );
                write_part(inner, single, f)
            }
            Self::Near(one, other, distance) => {
                one.write_words(f)?;
                write!(f, " NEAR/{distance} ")?;
                other.write_words(f)
            }
            Self::Published(period) => write!(f, "datum:{period}"),
            Self::Kind(kind) => write!(f, "soort:{}", kind_name(*kind)),
            Self::Address(begin) => write!(f, "url:{begin}"),
            Self::Group(clauses) => {
                let mut written = String::new();
                for clause in clauses {
                    clause.write(&mut written)?;
                }
                f.write_str(&written)
            }
            Self::And(all) => separated(all, " AND ", f, |part, f| {
                write_part(part, !matches!(part, Self::And(_) | Self::Or(_)), f)
            }),
            Self::Or(any) => separated(any, " OR ", f, |part, f| {
                write_part(part, !matches!(part, Self::Or(_)), f)
            }),
        }
    }
}

/// Returns the sign that keeps a word from being read as a field and its value. The word lost such a
/// sign when it was parsed: `~titel:brug`.
fn not_a_field(word: &Text) -> &'static str {
    let name = word.text.split_once(':').map(|(name, _)| name);
    if name.is_some_and(|name| FieldName::of(name).is_some() || filters::is_name(name)) {
        ":"
    } else {
        ""
    }
}

impl Clause {
    /// Writes the clause behind the others of its group.
    fn write(&self, group: &mut String) -> fmt::Result {
        let bare = match self.node {
            Node::Group(_) | Node::And(_) | Node::Or(_) => false,
            Node::Near(..) => self.occur == Occur::Should,
            _ => true,
        };
        // After `-`, another sign would be read as part of the first.
        let signed = matches!(&self.node, Node::Word(word) | Node::Prefix(word) | Node::Fuzzy(word)
            if word.text.starts_with(['+', '-']));
        if !group.is_empty() {
            group.push(' ');
        }
        group.push_str(match self.occur {
            Occur::Should => "",
            Occur::Must => "+",
            Occur::MustNot if signed || text::stands_for_a_part_after(group) => "NOT ",
            Occur::MustNot => "-",
        });
        let node = fmt::from_fn(|f| write_part(&self.node, bare, f));
        write!(group, "{node}")
    }
}

/// Writes a part; in parentheses unless it is `bare`.
fn write_part(node: &Node, bare: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // The last word may end in a colon. Without the space before `)` it would parse as a field.
    if bare {
        node.write_words(f)
    } else {
        write!(f, "({node} )")
    }
}

fn separated<T>(
    parts: &[T],
    separator: &str,
    f: &mut fmt::Formatter<'_>,
    write: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            f.write_str(separator)?;
        }
        write(part, f)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) -> Result<(), TestCaseError> {
        if let Ok(query) = text.parse::<Query>() {
            let printed = query.to_string();
            let again = printed.parse::<Query>();
            prop_assert_eq!(
                again.as_ref().ok(),
                Some(&query),
                "{:?} was printed as {:?}: {:?}",
                text,
                printed,
                again
            );
        }
        Ok(())
    }

    #[test]
    fn queries_are_printed_as_they_are_typed() {
        for (text, printed) in [
            ("woning  energie", "woning energie"),
            ("+woning NOT huur", "+woning -huur"),
            ("a EN (b OF c) ", "a AND (b OR c )"),
            ("title:„nieuwe brug”", "titel:\"nieuwe brug\""),
            ("dijk  NEAR/5 \"de brug\"", "dijk NEAR/5 \"de brug\""),
            (
                "date:2021 soort:Toespraak url:https://www.A.nl/b",
                "datum:2021 soort:toespraak url:a.nl/b",
            ),
            ("*", "*"),
            ("--edited", "* --edited"),
            (
                "brug --publisher 'provincie Drenthe' --until=2021-06 --match any",
                "brug --match any --publisher 'provincie Drenthe' --until 2021-06",
            ),
        ] {
            assert_eq!(
                text.parse::<Query>().expect(text).to_string(),
                printed,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_printed_query_parses_back_to_the_same_query(
            words in "[a-zB:\"“()+=*~. -]{0,30}",
            operators in prop::collection::vec("(a|b:|OR|AND|NOT|EN|NEAR|NEAR/3|datum:2021|datum:-3d|soort:nieuws|url:a.nl/b|\\(|\\)|-|titel:|\"c d\"|=e|f\\*|g~|--x) ?", 0..12),
            options in prop::collection::vec("( --(match (all|best|any)|exact|no-compounds|publisher [a-z'\" ]{0,6}|official=x|since 20[0-2][0-9](-0[1-9])?|until 2021-02-03|as-of 2020|captured-since 2021|changed-since -3d|edited|include-removed))", 0..4),
        ) {
            check(&words)?;
            check(&operators.concat())?;
            check(&format!("brug{}", options.concat()))?;
        }
    }
}
