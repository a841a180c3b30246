//! What no rule tells: strong verbs, plurals that change their vowel, comparatives, particles.
//!
//! Leaves out prefixes of verbs, which rules add. The lists stand in `dutch/data/irregular.txt`.

use std::sync::LazyLock;

use crate::dutch::list::section;

const FILE: &str = include_str!("../../../dutch/data/irregular.txt");

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $section:literal;)*) => {
        $($(#[$doc])* pub(super) static $name: LazyLock<Vec<&str>> = LazyLock::new(|| section(FILE, $section).collect());)*
    };
}

lists! {
    /// Strong and irregular verbs: the infinitive, then past forms and participles without prefixes.
    VERBS = "verbs";
    /// Adjectives with other comparatives.
    ADJECTIVES = "adjectives";
    /// Particles that part from their verb.
    SEPARABLE = "separable";
    /// Prefixes that take the place of `ge-`.
    INSEPARABLE = "inseparable";
    /// Pieces that only derive words.
    SUFFIXES = "suffixes";
}

/// Nouns whose plural changes more than spelling, with that plural.
pub(super) static NOUNS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let pair = |line: &'static str| {
        line.split_once(' ')
            .unwrap_or_else(|| panic!("irregular.txt: `{line}` has no plural"))
    };
    section(FILE, "nouns").map(pair).collect()
});
