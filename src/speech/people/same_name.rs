//! Compares names, and parts of a surname with the whole.
//!
//! Leaves out the grammar of names (`name`).

use crate::dutch::words::INFIXES;

/// Whether `part` is the first of two surnames: `Mulder` for `Mulder-Haan`, `Schultz` for `Schultz van Haegen`.
pub(super) fn is_first_part(surname: &str, part: &str) -> bool {
    let double = surname.split_once('-').or_else(|| surname.split_once(' '));
    double.is_some_and(|(own, _)| same_name(own, part))
}

/// Whether `part` is the last of two surnames: `Bouali` for `Nassir Bouali`, but not `Boer` for `De Boer`.
fn is_last_part(surname: &str, part: &str) -> bool {
    surname.split_once(' ').is_some_and(|(first, last)| {
        let is_name =
            first.starts_with(char::is_uppercase) && !INFIXES.contains(&first.to_lowercase());
        is_name && same_name(last, part)
    })
}

/// Whether `part` is one of two surnames.
pub(super) fn is_part(surname: &str, part: &str) -> bool {
    is_first_part(surname, part) || is_last_part(surname, part)
}

/// Whether two names are equal apart from case: `Van der Spoel` and `van der Spoel`.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    let folded = |name: &str| -> String { name.to_lowercase().replace('’', "'") };
    // Case may change the number of bytes, but rarely: this rules out most names at once.
    one.len().abs_diff(other.len()) <= 4 && (one == other || folded(one) == folded(other))
}
