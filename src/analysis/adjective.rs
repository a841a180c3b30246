//! Adjectives of places and peoples: *Nederlandse* and *Nederlands* are one word, although both have
//! a capital.
//!
//! Leaves out other adjectives, whose forms the lexicon has.

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};

use super::gazetteer::is_place;
use crate::dutch::list::lines;
use crate::dutch::words::PEOPLES;

/// Words that may precede an adjective: *Noord-Hollands*, *anti-Russisch*.
const BEFORE: [&str; 14] = [
    "noord", "zuid", "oost", "west", "midden", "centraal", "nieuw", "oud", "groot", "klein",
    "anti", "pro", "on", "niet",
];

/// The adjectives without an ending, and their other forms that are spelled differently.
static LISTED: LazyLock<(HashSet<&str>, HashMap<&str, &str>)> = LazyLock::new(|| {
    let pairs = lines(PEOPLES).filter_map(|line| line.split_once(' '));
    (
        lines(PEOPLES)
            .filter_map(|line| line.split(' ').next())
            .collect(),
        pairs.map(|(base, other)| (other, base)).collect(),
    )
});

/// Returns the form without an ending of a folded adjective of a place or people; `None` if `word`
/// is not one.
pub(super) fn base_of(word: &str) -> Option<Cow<'_, str>> {
    if let Some(base) = LISTED.1.get(word) {
        return Some(Cow::Borrowed(base));
    }
    if is_base(word) {
        return Some(Cow::Borrowed(word));
    }
    let base = word.strip_suffix('e')?;
    (base.ends_with('s') || base.ends_with("sch"))
        .then_some(base)
        .filter(|base| is_base(base))
        // *Portugese* and *Chinese* drop a letter of *Portugees*.
        .map(Cow::Borrowed)
        .or_else(|| {
            let long = format!("{}ees", word.strip_suffix("ese")?);
            is_base(&long).then_some(Cow::Owned(long))
        })
}

fn is_base(word: &str) -> bool {
    LISTED.0.contains(word)
        || BEFORE
            .iter()
            .filter_map(|before| word.strip_prefix(before))
            .any(|rest| LISTED.0.contains(rest))
        || word
            .strip_suffix('s')
            .is_some_and(|place| place.len() > 4 && is_place(place))
        || word.strip_suffix("isch").is_some_and(is_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_an_adjective_have_one_base() {
        for (form, base) in [
            ("nederlandse", "nederlands"),
            ("nederlands", "nederlands"),
            ("portugese", "portugees"),
            ("noordhollandse", "noordhollands"),
            ("bossche", "bosch"),
            ("belgische", "belgisch"),
            ("amersfoortse", "amersfoorts"),
        ] {
            assert_eq!(base_of(form).as_deref(), Some(base), "{form}");
        }
        for word in ["grote", "pieterse", "jansse", "friet", "kaas"] {
            assert_eq!(base_of(word), None, "{word}");
        }
    }
}
