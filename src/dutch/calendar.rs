//! The names of months and days in Dutch and Frisian.
//!
//! Leaves out parsing dates (`extract::fields::dates`).

use std::sync::LazyLock;

use super::list::{Endings, WordList, section};

const FILE: &str = include_str!("data/calendar.txt");

/// Names of months and their numbers. A longer name precedes the names that are prefixes of it.
pub(crate) static MONTHS: LazyLock<Vec<(&'static str, i8)>> = LazyLock::new(|| {
    let month = |line: &'static str| {
        let (name, number) = line.split_once(' ')?;
        Some((name, number.parse().ok()?))
    };
    section(FILE, "months")
        .map(|line| month(line).unwrap_or_else(|| panic!("calendar.txt: `{line}` has no number")))
        .collect()
});

/// Returns the number of the month called `name`, in lower case.
pub(crate) fn month_number(name: &str) -> Option<i8> {
    static ENDINGS: LazyLock<Endings> =
        LazyLock::new(|| Endings::of(MONTHS.iter().map(|(name, _)| *name)));
    if !ENDINGS.may_end(name) {
        return None;
    }
    let named = MONTHS.iter().find(|(known, _)| *known == name);
    named.map(|(_, number)| *number)
}

/// Prepositions before the date of an event.
pub(crate) static PREPOSITIONS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(section(FILE, "prepositions")));

/// The days of the week.
pub(crate) static WEEKDAYS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(section(FILE, "weekdays")));

/// The days of the week in two or three letters.
pub(crate) static SHORT_WEEKDAYS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(section(FILE, "short weekdays")));

/// Returns the days of the week as alternatives of a regular expression.
pub(crate) fn weekdays() -> String {
    alternatives("weekdays")
}

/// Returns the days of the week in two or three letters as alternatives of a regular expression.
pub(crate) fn short_weekdays() -> String {
    alternatives("short weekdays")
}

/// Returns the days of the week in Frisian as alternatives of a regular expression.
pub(crate) fn frisian_weekdays() -> String {
    alternatives("frisian weekdays")
}

/// Returns the names of months as alternatives of a regular expression.
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
                "`{name}` precedes a longer name that begins with it"
            );
        }
        assert!(weekdays().starts_with("maandag|"));
    }
}
