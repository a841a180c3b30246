//! Makes the speakers of a quotation: a person, a body, an office without a name.
//!
//! Leaves out who speaks (`subject`).

use crate::document::{Speaker, SpeakerLink};
use crate::speech::people::People;

pub(super) fn part_of_name(by_surname: bool) -> SpeakerLink {
    if by_surname {
        SpeakerLink::Surname
    } else {
        SpeakerLink::FirstName
    }
}

pub(super) fn body_speaker(body: String) -> Speaker {
    let organisation = Some(body);
    Speaker {
        name: None,
        role: None,
        organisation,
        official: None,
        link: SpeakerLink::Organisation,
    }
}

pub(super) fn nameless_speaker(role: String) -> Speaker {
    Speaker {
        name: None,
        role: Some(role),
        organisation: None,
        official: None,
        link: SpeakerLink::Role,
    }
}

/// Adds to a speaker what the whole text says of the person.
pub(super) fn complete(people: &People, speaker: &mut Speaker) {
    if let Some(at) = people.person_of(speaker) {
        let person = &people.persons[at];
        speaker.role = speaker.role.take().or_else(|| person.role_as_speaker());
        speaker.organisation = speaker.organisation.take().or_else(|| person.body());
        speaker.official = people.official_index(at);
    }
}

/// Returns person number `person` as a speaker.
pub(super) fn speaker(people: &People, person: usize, link: SpeakerLink) -> Speaker {
    let known = &people.persons[person];
    Speaker {
        name: Some(known.name.clone()),
        role: known.role_as_speaker(),
        organisation: known.body(),
        official: people.official_index(person),
        link,
    }
}
