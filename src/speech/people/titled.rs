//! Reads the people in the title and the captions, who may have their whole names and offices only there.
//!
//! Leaves out the people in the text (`mentions`).

use super::form::{Form, form};
use super::name::{Name, name_at};
use super::role::office_beside;
use super::same_name::same_name;
use super::{People, Person};
use crate::document::PublisherKind;
use crate::dutch::offices::office_of;
use crate::dutch::words::FIRST_NAMES;
use crate::speech::words::words;

impl People {
    /// Reads the names in a title or a caption, each with the office beside it.
    pub(super) fn read_title(&mut self, title: &str) {
        let words = words(title, 0..title.len());
        let names = (0..words.len()).filter_map(|at| name_at(&words, at));
        let names = names.map(|name| {
            let office = office_beside(&words, &name);
            // `Burgemeester Smit van Zandwijk`
            let is_municipal = office
                .as_ref()
                .is_some_and(|office| office_of(&office.base) == Some(PublisherKind::Municipality));
            let is_of_place = is_municipal && has_place_for_surname(&name);
            let surname = name.surname.clone().filter(|_| !is_of_place);
            (office, Name { surname, ..name })
        });
        let may_be_person =
            |(office, name): &(_, Name)| form(name) == Form::Person || Option::is_some(office);
        self.titled.extend(names.filter(may_be_person));
    }

    /// Whether the title or a caption gives the surname of a whole name, with an office.
    pub(super) fn is_titled(&self, name: &Name) -> bool {
        let mut titled = self.titled.iter().filter(|(office, _)| office.is_some());
        name.is_full()
            && titled.any(|(_, known)| name.surname.as_deref() == Some(known.full().as_str()))
    }

    /// Notes the people with an office in the title and captions of whom the text has the surname: *Minister Hugo de Jonge.
    /// Foto: Ina Bos*, and *zei De Jonge*.
    pub(super) fn note_titled(&mut self) {
        for at in 0..self.titled.len() {
            let (Some(_), name) = &self.titled[at] else {
                continue;
            };
            // The text may give one word alone beside a verb of saying, but not *De Jonge*.
            let surname = name.surname.as_deref().filter(|own| own.contains(' '));
            let last = surname.and_then(|own| own.rsplit(' ').next());
            let is_in_text = last.is_some_and(|last| self.capitals.contains(last));
            if is_in_text && name.is_full() {
                let name = name.clone();
                self.identify(&name);
            }
        }
    }

    /// Adds the offices in the title and captions of people for whom the text gives none. The title may give the surname
    /// alone.
    pub(super) fn add_offices_of_title(&mut self) {
        for (office, name) in &self.titled {
            let name = name.full();
            let is_named = |person: &&mut Person| {
                let surname = person.surname.as_deref();
                same_name(&person.name, &name) || surname.is_some_and(|own| same_name(own, &name))
            };
            let mut persons = self.persons.iter_mut().filter(is_named);
            let person = persons.next().filter(|_| persons.next().is_none());
            if let (Some(person), Some(office)) = (person, office) {
                person.take_office(office.clone());
            }
        }
    }
}

/// Whether a name may be a surname and a place: *Smit van Zandwijk*.
fn has_place_for_surname(name: &Name) -> bool {
    let given = name.given.as_deref();
    given.is_some_and(|given| !FIRST_NAMES.contains(given) && !given.contains(['.', ' ']))
        && name.surname.as_deref().is_some_and(|surname| {
            let place = surname.strip_prefix("van ");
            place.is_some_and(|place| place.starts_with(char::is_uppercase))
        })
}
