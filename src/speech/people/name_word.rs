//! Tells words that names are made of.
//!
//! Leaves out names (`name`).

use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::words::{FIRST_NAMES, INFIXES, NOT_NAMES, OF_PLACES, STOP_WORDS};
use crate::speech::words::Word;

pub(super) fn is_infix(word: &Word<'_>) -> bool {
    !word.is_capitalized() && INFIXES.contains(&word.lower)
}

/// `Van`, `De`: an infix that begins a surname used alone.
pub(super) fn is_capital_infix(word: &Word<'_>) -> bool {
    matches!(
        word.text,
        "Van" | "De" | "Den" | "Der" | "Ter" | "Ten" | "Te" | "El" | "In" | "Von" | "Op"
    )
}

/// Whether `word` is a capitalized word that can be part of a name.
pub(in crate::speech) fn is_name_word(word: &Word<'_>) -> bool {
    if !word.is_capitalized() || NOT_NAMES.contains(&word.lower) {
        return false;
    }
    // `LTO-voorman`, `Emmen-raadslid`, `PVV’er` and `D66’er` are what somebody is.
    let of_body = word
        .text
        .split_once(['-', '’', '\''])
        .is_some_and(|(body, rest)| {
            rest.starts_with(char::is_lowercase)
                && (body
                    .trim_start_matches("IJ")
                    .chars()
                    .skip(1)
                    .any(|c| c.is_uppercase() || c.is_ascii_digit())
                    || ROLE_FORMS.contains_key(rest)
                    || word.text.contains('-') && !INFIXES.contains(rest))
        });
    !of_body
        && word.text.chars().count() > 1
        && !word.is_acronym()
        && !word.is_initials()
        && (!STOP_WORDS.contains(&word.lower) || FIRST_NAMES.contains(word.text))
}

/// Whether a word is the adjective of a place: *Zeeuwse*.
pub(super) fn is_of_place(word: &Word<'_>) -> bool {
    OF_PLACES.contains(word.lower.strip_suffix('e').unwrap_or(&word.lower))
}
