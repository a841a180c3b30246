//! Forms that no rule predicts: strong verbs, plurals that change their vowel, comparatives,
//! particles.
//!
//! Leaves out prefixed verbs, which rules derive. The lists are in `dutch/data/irregular.txt`.

use std::sync::LazyLock;

use crate::dutch::list::section;

const FILE: &str = include_str!("../../../dutch/data/irregular.txt");

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $section:literal;)*) => {
        $($(#[$doc])* pub(super) static $name: LazyLock<Vec<&str>> = LazyLock::new(|| section(FILE, $section).collect());)*
    };
}

lists! {
    /// Strong and irregular verbs: the infinitive, then past forms and participles, without
    /// prefixes.
    VERBS = "verbs";
    /// Adjectives with irregular comparatives: the lemma, then the other forms.
    ADJECTIVES = "adjectives";
    /// Particles that are separated from their verb.
    SEPARABLE = "separable";
    /// Verb prefixes that replace `ge-`.
    INSEPARABLE = "inseparable";
    /// Suffixes that derive words, and so are not parts of compounds.
    SUFFIXES = "suffixes";
}

/// Nouns with irregular plurals, each with its plural.
pub(super) static NOUNS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let pair = |line: &'static str| {
        line.split_once(' ')
            .unwrap_or_else(|| panic!("irregular.txt: `{line}` has no plural"))
    };
    section(FILE, "nouns").map(pair).collect()
});
