//! The openings of the sections after the text of a release: `Lees ook`, `Noot voor de redactie`.
//!
//! Leaves out where a text ends (`extract::fields::tail`).

use std::sync::LazyLock;

use regex::RegexSet;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

use super::list::lines;
use super::pattern::of_latin;
use crate::document::TailKind;

/// The openings, in order: one automaton, and what each opens.
pub(crate) struct Openings {
    set: RegexSet,
    opened: Vec<Opened>,
}

/// What an opening opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) kind: TailKind,
    /// Whether its line is never text, wherever it stands.
    pub(crate) never_text: bool,
}

impl Openings {
    /// Returns what `line` opens, if anything.
    pub(crate) fn opened_by(&self, line: &str) -> Option<Opened> {
        self.set
            .matches(line)
            .into_iter()
            .next()
            .map(|at| self.opened[at])
    }
}

/// The openings of `tail.txt`.
pub(crate) static OPENINGS: LazyLock<Openings> = LazyLock::new(|| {
    let (mut patterns, mut opened) = (Vec::new(), Vec::new());
    for line in lines(include_str!("data/tail.txt")) {
        let (opens, word, rest) =
            read(line).unwrap_or_else(|| panic!("tail.txt: cannot parse `{line}`"));
        let pattern = format!("(?i)^(?:{word})(?:{rest})");
        patterns.push(of_latin(&pattern));
        opened.push(opens);
    }
    Openings {
        set: RegexSet::new(patterns).unwrap_or_else(|e| panic!("tail.txt: {e}")),
        opened,
    }
});

fn read(line: &'static str) -> Option<(Opened, &'static str, &'static str)> {
    let (kind, opening) = line.split_once(": ")?;
    let (kind, never_text) = kind
        .strip_suffix('!')
        .map_or((kind, false), |kind| (kind, true));
    let (word, rest) = opening.split_once(" ~")?;
    let kind: StrDeserializer<'_, Error> = kind.into_deserializer();
    let opened = Opened {
        kind: TailKind::deserialize(kind).ok()?,
        never_text,
    };
    Some((opened, word, rest.strip_prefix(' ').unwrap_or(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_opening_that_matches_decides() {
        let kind_of = |line| OPENINGS.opened_by(line).map(|opened| opened.kind);
        assert_eq!(kind_of("Meer berichten over: brug"), Some(TailKind::Tags));
        assert_eq!(kind_of("Meer berichten"), Some(TailKind::Related));
        assert_eq!(kind_of("Perscontact"), Some(TailKind::Contact));
        assert_eq!(kind_of("De brug is open"), None);
        let closed = OPENINGS.opened_by("Reacties zijn gesloten.");
        assert!(closed.is_some_and(|opened| opened.never_text));
    }
}
