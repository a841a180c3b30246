//! The openings of the sections after the text of a release: `Lees ook`, `Noot voor de redactie`.
//!
//! Leaves out where a text ends (`extract::fields::tail`).

use std::sync::LazyLock;

use regex::RegexSet;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

use super::list::lines;
use super::pattern::with_fast_boundaries;
use crate::document::TailKind;

/// The openings, in order: one automaton, and the kind of section of each.
pub(crate) struct Openings {
    set: RegexSet,
    kinds: Vec<TailKind>,
}

impl Openings {
    /// Returns the kind of section that `line` opens, if any.
    pub(crate) fn kind_of(&self, line: &str) -> Option<TailKind> {
        self.set
            .matches(line)
            .into_iter()
            .next()
            .map(|at| self.kinds[at])
    }
}

/// The openings of `tail.txt`.
pub(crate) static OPENINGS: LazyLock<Openings> = LazyLock::new(|| {
    let (mut patterns, mut kinds) = (Vec::new(), Vec::new());
    for line in lines(include_str!("data/tail.txt")) {
        let (kind, word, rest) =
            read(line).unwrap_or_else(|| panic!("tail.txt: cannot parse `{line}`"));
        let pattern = format!("(?i)^(?:{word})(?:{rest})");
        patterns.push(with_fast_boundaries(&pattern));
        kinds.push(kind);
    }
    Openings {
        set: RegexSet::new(patterns).unwrap_or_else(|e| panic!("tail.txt: {e}")),
        kinds,
    }
});

fn read(line: &'static str) -> Option<(TailKind, &'static str, &'static str)> {
    let (kind, opening) = line.split_once(": ")?;
    let (word, rest) = opening.split_once(" ~")?;
    let kind: StrDeserializer<'_, Error> = kind.into_deserializer();
    Some((
        TailKind::deserialize(kind).ok()?,
        word,
        rest.strip_prefix(' ').unwrap_or(rest),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_opening_that_matches_decides() {
        assert_eq!(
            OPENINGS.kind_of("Meer berichten over: brug"),
            Some(TailKind::Tags)
        );
        assert_eq!(OPENINGS.kind_of("Meer berichten"), Some(TailKind::Related));
        assert_eq!(OPENINGS.kind_of("Perscontact"), Some(TailKind::Contact));
        assert_eq!(OPENINGS.kind_of("De brug is open"), None);
    }
}
