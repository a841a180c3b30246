//! The names of months and days, Dutch and Frisian.
//!
//! Leaves out dates (`extract::fields::dates`).

use std::sync::LazyLock;

use super::list::{WordList, section};

const FILE: &str = include_str!("data/calendar.txt");

/// Names of months with their numbers, longer names before those that they begin with.
pub(crate) static MONTHS: LazyLock<Vec<(&'static str, i8)>> = LazyLock::new(|| {
    let month = |line: &'static str| {
        let (name, number) = line.split_once(' ')?;
        Some((name, number.parse().ok()?))
    };
    section(FILE, "months")
        .map(|line| month(line).unwrap_or_else(|| panic!("calendar.txt: `{line}` has no number")))
        .collect()
});

/// Prepositions with which a line says when something happens.
pub(crate) static PREPOSITIONS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(section(FILE, "prepositions")));

/// Days of the week, as alternatives of a pattern.
pub(crate) fn weekdays() -> String {
    alternatives("weekdays")
}

/// Days of the week in two letters, as alternatives of a pattern.
pub(crate) fn short_weekdays() -> String {
    alternatives("short weekdays")
}

/// Days of the week in Frisian, as alternatives of a pattern.
pub(crate) fn frisian_weekdays() -> String {
    alternatives("frisian weekdays")
}

/// Names of months, as alternatives of a pattern.
pub(crate) fn months() -> String {
    MONTHS
        .iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join("|")
}

fn alternatives(name: &str) -> String {
    section(FILE, name).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_hides_a_longer_one() {
        for (at, (name, _)) in MONTHS.iter().enumerate() {
            let hidden = MONTHS[at + 1..]
                .iter()
                .find(|(later, _)| later.starts_with(name));
            assert_eq!(
                hidden, None,
                "`{name}` stands before a name that begins with it"
            );
        }
        assert!(weekdays().starts_with("maandag|"));
    }
}
