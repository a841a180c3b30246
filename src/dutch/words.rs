//! Closed lists of words: people, bodies, policy fields, small words.
//!
//! Leaves out lists with more to a line than a word.

use std::sync::LazyLock;

use super::list::{WordList, lines, section};

const PEOPLE: &str = include_str!("data/people.txt");
const SURNAMES_FILE: &str = include_str!("data/surnames.txt");

/// Places, a line each; see the head of the file.
pub(crate) const PLACES: &str = include_str!("data/places.txt");

/// Acronyms of government, `ACRONYM words` a line.
pub(crate) const ACRONYMS: &str = include_str!("data/acronyms.txt");

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $words:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: LazyLock<WordList> = LazyLock::new(|| WordList::new($words));)*
    };
}

lists! {
    /// Words of policy fields: a portfolio is a run of them and of `en`, `&`.
    POLICY = lines(include_str!("data/policy.txt"));
    /// Parties, as they stand in parentheses after a name.
    PARTIES = lines(include_str!("data/parties.txt"));
    /// Nouns of bodies that speak without a person.
    BODIES = lines(include_str!("data/bodies.txt"));
    /// Small words inside surnames.
    INFIXES = section(PEOPLE, "infixes");
    /// Titles and forms of address before a name.
    TITLES = section(PEOPLE, "titles");
    /// Given names that often are the second of two.
    GIVEN_NAMES = section(PEOPLE, "given names");
    /// Capitalised words that begin sentences and bodies, not names.
    NOT_NAMES = section(PEOPLE, "not names");
    /// Words of [`NOT_NAMES`] that are surnames after an infix: *Van der Meer*, *De Raad*.
    SURNAMES_AFTER_INFIX = section(PEOPLE, "surnames after an infix");
    /// Surnames that are also words.
    SURNAMES = section(SURNAMES_FILE, "surnames");
    /// Words before names, beside titles and offices.
    BEFORE_NAMES = section(SURNAMES_FILE, "before names");
    /// Function words, folded.
    STOP_WORDS = lines(include_str!("data/stop_words.txt"));
    /// Function words that Frisian has and Dutch has not.
    FRISIAN = lines(include_str!("data/frisian.txt"));
    /// Nouns before words in marks that are the name of the thing.
    NAMED_IN_MARKS = lines(include_str!("data/named_in_marks.txt"));
    /// Words that end like verbs and are none.
    NOT_VERBS = lines(include_str!("data/not_verbs.txt"));
    /// Words that a full stop shortens.
    ABBREVIATIONS = lines(include_str!("data/abbreviations.txt"));
    /// Small words that an apostrophe shortens.
    SHORTENED = lines(include_str!("data/shortened.txt"));
    /// Names of sections of a site.
    SECTIONS = lines(include_str!("data/sections.txt"));
}
