//! Tells whether words speak of one person or of several.
//!
//! Leaves out to whom a pronoun refers (`subject`, `topic`).

use crate::speech::words::Word;

pub(super) fn is_pronoun(word: &Word<'_>) -> bool {
    matches!(word.lower.as_ref(), "hij" | "zij" | "ze")
}

/// Whether the verb after the pronoun at word `at` shows that it refers to several people.
pub(super) fn is_plural_after(words: &[Word<'_>], at: usize) -> bool {
    words[at].lower != "hij" && words.get(at + 1).is_some_and(is_plural_verb)
}

/// Whether the verb before the pronoun at word `at` shows that it refers to several people.
pub(super) fn is_plural_before(words: &[Word<'_>], at: usize) -> bool {
    words[at].lower != "hij"
        && at
            .checked_sub(1)
            .is_some_and(|before| is_plural_verb(&words[before]))
}

fn is_plural_verb(word: &Word<'_>) -> bool {
    word.joined && is_plural_form(word)
}

/// Whether a word has the form of a plural verb: *verwachten*, *gaan*.
pub(super) fn is_plural_form(word: &Word<'_>) -> bool {
    word.lower.ends_with("en") && word.text.starts_with(char::is_lowercase) && word.text != "een"
        || matches!(word.text, "zijn" | "gaan" | "staan" | "zien" | "doen")
}
