//! How certain it is that a name is that of a person, as far as its form tells.
//!
//! Leaves out reading names (`name`).

use super::bodies::{heads_thing, is_company, is_group};
use super::name::Name;
use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::words::{FIRST_NAMES, is_place, is_place_of};

/// Whether a name may be that of a person who has no office: a whole name that is not that of a group,
/// or a surname that begins with *Van*, *Den*, *Ter* or *Ten*.
pub(super) fn may_be_person(name: &Name) -> bool {
    match (&name.given, &name.surname) {
        (Some(given), Some(surname)) => {
            // `Initiatiefnemer Zonnekracht`
            let first = given.to_lowercase();
            let last = surname.rsplit(' ').next().unwrap_or_default();
            !is_group(&first)
                // `Reactie Omgevingsdienst NL:`, `Nationaal Deltacongres: “…”`
                && (FIRST_NAMES.contains(given)
                    || !(is_group(&last.to_lowercase()) || heads_thing(&first)))
                && !ROLE_FORMS.contains_key(first.as_str())
                // `Chipmaker Zonnekracht`
                && !is_company(&first)
                && !names_street(surname)
                // `Oost Gelre legt plannen naast zich neer`
                && !is_place_of(given, surname)
                // `Wakker Zandvoort`, a local party
                && (has_first_name(given) || !is_place(surname))
                && (given.len() < LONG || given.contains([' ', '-']))
        }
        (None, Some(surname)) => {
            let opens = ["Van ", "Den ", "Ter ", "Ten "]
                .iter()
                .any(|infix| surname.starts_with(infix));
            opens && !is_place(surname)
        }
        _ => false,
    }
}

/// Whether a given name of one or more parts begins with a known one: *Jan-Willem*.
fn has_first_name(given: &str) -> bool {
    let first = given.split([' ', '-']).next().unwrap_or_default();
    FIRST_NAMES.contains(first)
}

/// Whether a name is a known given name alone.
pub(super) fn is_first_name(name: &Name) -> bool {
    let given = name.given.as_deref().filter(|_| name.surname.is_none());
    given.is_some_and(|given| FIRST_NAMES.contains(given))
}

/// Fewest bytes of a word that is no given name: *Verkeersveiligheidsplan Zuidland*.
const LONG: usize = 14;

/// How certain it is that a name without an office is that of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It has a known given name.
    Person,
    /// It has a surname with an infix. At the start of a sentence the first word may be any word:
    /// *Bewoners van de Vaartkade*.
    MayBePerson,
    Unknown,
}

/// How certain it is that a name is that of a person, as far as its form tells.
pub(super) fn form(name: &Name) -> Form {
    let (Some(given), Some(surname)) = (&name.given, &name.surname) else {
        return Form::Unknown;
    };
    let infix = surname.split(' ').next().unwrap_or_default();
    let infixes = [
        "van", "de", "den", "der", "ter", "ten", "Van", "De", "el", "al", "’t", "'t", "‘t",
    ];
    if is_group(&given.to_lowercase()) || names_street(surname) || is_place_of(given, surname) {
        // `Dagblad van het Noorden`, `Joseph Haydnlaan`, `Hendrik-Ido Ambacht`
        Form::Unknown
    } else if has_first_name(given) {
        Form::Person
    } else if infixes.contains(&infix)
        && (surname.split(' ').count() > 2 || matches!(infix, "el" | "al" | "ter"))
    {
        Form::MayBePerson
    } else {
        Form::Unknown
    }
}

/// Whether a surname of one word is rather the name of a street, a building or a polder.
fn names_street(surname: &str) -> bool {
    const STREETS: [&str; 10] = [
        "polder", "laan", "straat", "plein", "singel", "gracht", "kade", "school", "college",
        "tunnel",
    ];
    let lower = surname.to_lowercase();
    !lower.contains(' ')
        && STREETS
            .iter()
            .any(|end| lower.len() > end.len() + 3 && lower.ends_with(end))
}
