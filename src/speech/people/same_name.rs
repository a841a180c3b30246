//! Tells which names are of one person: compares names, and parts of a surname with the whole.
//!
//! Leaves out the grammar of names (`name`).

use super::name::Name;
use super::{People, Person};
use crate::dutch::words::{FIRST_NAMES, INFIXES};
use crate::speech::words::APOSTROPHES;

/// Most bytes of a given name that is in no list, before the surname of somebody with another given name.
const LONGEST_GIVEN: usize = 9;

impl People {
    /// Returns the person with whose surname two words open that look like a given name and a surname: *In haar toespraak
    /// noemde Bos Zandwijk een parel*.
    pub(super) fn opens_with_surname(&self, name: &Name) -> Option<usize> {
        let first = name.given.as_deref()?;
        let may_be = name.end == name.first + 2 && !FIRST_NAMES.contains(first);
        let is_it = |p: &Person| p.given.is_some() && p.surname.as_deref() == Some(first);
        self.persons.iter().rposition(is_it).filter(|_| may_be)
    }

    /// Returns a given name with the surname that stands behind it elsewhere: *Isis* of *Isis Bloemsma*.
    fn completed(&self, name: &Name) -> Option<Name> {
        let given = name.given.as_deref().filter(|_| name.surname.is_none())?;
        let surname = self.capitals.surname_behind(given)?.to_owned();
        Some(Name {
            surname: Some(surname),
            ..name.clone()
        })
    }

    /// Returns the number of the person with this name. Adds the person if the name is new.
    pub(super) fn identify(&mut self, name: &Name) -> usize {
        let full = name.full();
        let same = self
            .persons
            .iter()
            .position(|p| p.name == full)
            .or_else(|| {
                let surname = name.surname.as_deref();
                let is_surname = |p: &Person, other: &str| {
                    p.surname
                        .as_deref()
                        .is_some_and(|known| same_name(known, other))
                };
                self.persons
                    .iter()
                    .position(|p| match (name.given.as_deref(), surname) {
                        (None, Some(surname)) => p.surname.as_deref().is_some_and(|known| {
                            same_name(known, surname) || is_part(known, surname)
                        }),
                        (Some(given), None) => {
                            p.given.as_deref() == Some(given)
                                || is_surname(p, given)
                                || p.surname
                                    .as_deref()
                                    .is_some_and(|known| is_part(known, given))
                        }
                        (Some(given), Some(surname)) => {
                            // One person: `J. Bos` and `Jan Bos`; or `Brink`, read as a given name,
                            // and `Henk Brink`.
                            let initial = p.given.as_ref().is_some_and(|g| {
                                g.chars().next() == given.chars().next()
                                    && (g.ends_with('.') || given.ends_with('.'))
                            });
                            // `stelde Deltanieuws Van der Sande vijf vragen`
                            let is_thing = !FIRST_NAMES.contains(given)
                                && surname.contains(' ')
                                && p.given.is_some();
                            // `Steunpilaar Brink`, of Henk Brink
                            let is_noun = given.len() > LONGEST_GIVEN
                                && !FIRST_NAMES.contains(given)
                                && !given.contains(['-', ' '])
                                && p.given
                                    .as_deref()
                                    .is_some_and(|own| FIRST_NAMES.contains(own))
                                && is_surname(p, surname);
                            let is_double = p.given.as_deref() == Some(given)
                                && p.surname.as_deref().is_some_and(|known| {
                                    is_half(known, surname) || is_half(surname, known)
                                });
                            is_double
                                || is_noun
                                || is_surname(p, surname)
                                    && (initial || p.given.is_none() || is_thing)
                                // `La Haye`, of Maurice La Haye
                                || is_surname(p, &full)
                                || p.surname.is_none()
                                    && p.given
                                        .as_deref()
                                        .is_some_and(|known| same_name(known, surname))
                        }
                        (None, None) => false,
                    })
            });
        let titled = self.titled.iter().map(|(_, titled)| titled).find(|titled| {
            // A surname alone may be read as a given name.
            let own = name.surname.as_deref().xor(name.given.as_deref());
            let surname = titled.surname.as_deref();
            let given = name.given.as_ref().filter(|_| name.surname.is_none());
            given.is_some() && titled.given.as_ref() == given
                || own.zip(surname).is_some_and(|(own, surname)| {
                    same_name(own, surname) || is_first_part(surname, own)
                })
        });
        let completed = titled.is_none().then(|| self.completed(name)).flatten();
        let whole = titled.or(completed.as_ref()).unwrap_or(name);
        let at = same.unwrap_or_else(|| {
            self.persons.push(Person {
                name: whole.full(),
                given: whole.given.clone(),
                surname: whole.surname.clone(),
                ..Person::default()
            });
            self.persons.len() - 1
        });
        let person = &mut self.persons[at];
        let is_half_of = |own: &String| {
            name.surname
                .as_deref()
                .is_some_and(|whole| is_half(whole, own))
        };
        let shorter = person.given.is_none()
            || person.surname.as_ref().is_none_or(is_half_of)
            || person.given.as_ref().is_some_and(|g| g.ends_with('.'));
        if shorter && name.is_full() {
            person.name = full;
            person.given.clone_from(&name.given);
            person.surname.clone_from(&name.surname);
        }
        at
    }
}

/// Whether `part` is the first of two surnames: `Mulder` for `Mulder-Haan`, `Schultz` for `Schultz van Haegen`.
pub(super) fn is_first_part(surname: &str, part: &str) -> bool {
    let double = surname.split_once('-').or_else(|| surname.split_once(' '));
    double.is_some_and(|(own, _)| same_name(own, part))
}

/// Whether `half` is the surname before the hyphen: *Klaver* of *Klaver-Smit*.
fn is_half(surname: &str, half: &str) -> bool {
    surname
        .split_once('-')
        .is_some_and(|(own, _)| same_name(own, half))
}

/// Whether `part` is the last of two surnames: `Bouali` for `Nassir Bouali`, but not `Boer` for `De Boer`.
fn is_last_part(surname: &str, part: &str) -> bool {
    surname.split_once(' ').is_some_and(|(first, last)| {
        same_name(last, part)
            && first.starts_with(char::is_uppercase)
            && !INFIXES.contains(&first.to_lowercase())
    })
}

/// Whether `part` is one of two surnames.
pub(super) fn is_part(surname: &str, part: &str) -> bool {
    is_first_part(surname, part) || is_last_part(surname, part)
}

/// Whether two names are equal apart from case and the kind of apostrophe: `Van der Spoel` and `van der Spoel`.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    folded(one).eq(folded(other))
}

/// Returns the characters of a name in lower case, with one kind of apostrophe. Allocates nothing: each name is compared
/// with those of all persons, and most differ in their first letter.
fn folded(name: &str) -> impl Iterator<Item = char> {
    let apostrophe = |c: char| if APOSTROPHES.contains(&c) { '\'' } else { c };
    name.chars().flat_map(char::to_lowercase).map(apostrophe)
}
