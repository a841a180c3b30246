//! Finds the people named in a release, and their offices: `wethouder Mieke van den Oever (Wonen)`.
//!
//! Leaves out what they say (`quotes`).

mod apart;
mod before_name;
mod behind_office;
mod beside_speech;
mod bodies;
mod capitals;
mod facts;
mod form;
mod holders;
mod members;
mod mentions;
mod name;
mod name_word;
mod no_person;
mod noting;
mod role;
mod same_name;
mod several;
mod stated_office;
mod surname;
mod titled;

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::words::{Line, Lines, Word};
use crate::document::{Block, Official, Span, Speaker};
use crate::dutch::list::WordList;
use crate::dutch::offices::{ROLE_FORMS, is_citizen, people_without_name, qualified};
use crate::dutch::words::{MEN, SURNAMES, WOMEN};
use apart::is_before_person;
pub(in crate::speech) use beside_speech::opens_with_given_name;
use bodies::Bodies;
pub(in crate::speech) use bodies::opens_with_party;
use capitals::Capitals;
pub(in crate::speech) use members::is_fellow;
use name::{Name, part_of_name_at};
pub(in crate::speech) use name_word::is_name_word;
use role::{PersonRole, role_at};
use same_name::{is_part, same_name};

/// A person named in a release.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    pub(super) name: String,
    given: Option<String>,
    surname: Option<String>,
    pub(super) role: Option<String>,
    /// Modifiers of the office.
    modifiers: Vec<String>,
    portfolio: Option<String>,
    pub(super) organisation: Option<String>,
    pub(super) party: Option<String>,
    /// Whether some words are the person's.
    pub(super) spoke: bool,
    mentions: Vec<Span>,
}

impl Person {
    /// Whether the person has an office or a function: *bewoner* is none.
    fn holds_office(&self) -> bool {
        self.role.as_deref().is_some_and(|role| !is_citizen(role))
    }

    /// Notes an office with what qualifies it, unless the person has one.
    pub(super) fn take_office(&mut self, office: PersonRole) {
        if self.role.is_none() {
            self.role = Some(office.base);
            self.modifiers = office.modifiers;
        }
    }

    /// Returns the body for which the person speaks: the party, of somebody without an office.
    pub(super) fn body(&self) -> Option<String> {
        let party = self.party.as_ref().filter(|_| self.role.is_none());
        self.organisation.as_ref().or(party).cloned()
    }

    /// Returns the role of the person as a speaker. Who held an office does not speak for it: *oud-minister*.
    pub(super) fn role_as_speaker(&self) -> Option<String> {
        let role = self.role.as_ref()?;
        Some(qualified(role, &self.modifiers))
    }
}

/// A place where a person is named in full or with an office.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) person: usize,
    /// The range of the name and the office.
    pub(super) span: Span,
    /// Whether `en` or a comma joins it to the mention before: two people speak together.
    pub(super) joint: bool,
}

/// The people named in a release, and where.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(super) persons: Vec<Person>,
    /// The mentions of each block, in order of their start.
    pub(super) mentions: HashMap<usize, Vec<Mention>>,
    bodies: Bodies,
    capitals: Capitals,
    /// Block and byte of the first place where an office stands without a name: *de wethouder*.
    without_name: HashMap<String, (u32, u32)>,
    /// The whole names in the title and captions, each with the office beside it.
    titled: Vec<(Option<PersonRole>, Name)>,
    /// The office of somebody whom the text names later, and the block that says so.
    awaited: Option<(usize, PersonRole)>,
    /// The block in which quotes are read now.
    pub(super) reading: Option<usize>,
    /// Blocks in which an office stands behind *een*, without a name.
    brought_on: HashSet<(usize, String)>,
}

impl People {
    /// Reads the people who are named with an office or function. The title and the captions, `beside` the text, may
    /// give the whole name of somebody whom the text calls by the surname.
    pub(crate) fn read<'t>(
        beside: impl Iterator<Item = &'t str>,
        blocks: &[Block],
        lines: &Lines<'_>,
    ) -> Self {
        let mut people = Self::default();
        for title in beside {
            people.read_title(title);
        }
        for line in lines.all() {
            people.capitals.count(&line);
            people.note_without_name(&line);
            people
                .bodies
                .read(&line, |at| is_before_person(line.words, at));
        }
        people.note_titled();
        for (line, block) in lines.all().zip(blocks) {
            people.read_block(&line, block.kind);
        }
        for (line, below) in lines.all().zip(lines.all().skip(1)) {
            people.office_below(&line, &below);
        }
        people.add_offices_of_title();
        people
    }

    /// Whether the text names somebody once: the last word of the mention stands nowhere else in it.
    pub(super) fn is_named_once(&self, mention: &Mention, line: &Line<'_>) -> bool {
        let end = mention.span.end as usize;
        let last = line.words.iter().rfind(|word| word.range.end <= end);
        last.is_some_and(|last| !self.capitals.recurs(last))
    }

    /// Returns the person who speaks as `speaker`; `None` for a body or an office without a name.
    pub(super) fn person_of(&self, speaker: &Speaker) -> Option<usize> {
        let name = speaker.name.as_ref()?;
        self.persons.iter().position(|known| known.name == *name)
    }

    /// Returns the person whose surname or given name is at `words[at]`, and whether it is the
    /// surname.
    pub(super) fn by_part_of_name(&self, words: &[Word<'_>], at: usize) -> Option<(usize, bool)> {
        if self.persons.is_empty() {
            return None;
        }
        let name = part_of_name_at(words, at)?;
        let written = name.full();
        let has_surname = |p: &Person| {
            // `Mulder` for `Mulder-Haan`
            p.surname
                .as_deref()
                .is_some_and(|surname| same_name(surname, &written) || is_part(surname, &written))
        };
        // Of several of that name it is one whom the text has named.
        let is_named = |p: &Person| {
            let is_before = |block| p.mentions.iter().any(|span| span.block as usize <= block);
            p.mentions.is_empty() || self.reading.is_none_or(is_before)
        };
        let mut persons = self.persons.iter();
        let by_surname = persons
            .rposition(|p| has_surname(p) && is_named(p))
            .or_else(|| self.persons.iter().rposition(has_surname));
        by_surname
            .map(|p| (p, true))
            .or_else(|| {
                // `Jan Willem` may be read as a given name and a surname.
                self.persons
                    .iter()
                    .rposition(|p| p.given.as_deref() == Some(written.as_str()))
                    .map(|p| (p, false))
            })
            .or_else(|| {
                self.persons
                    .iter()
                    .position(|p| same_name(&p.name, &written))
                    .or_else(|| self.opens_with_surname(&name))
                    .map(|p| (p, true))
            })
    }

    /// Whether *hij* or *zij* may be a person, as far as the given name tells.
    pub(super) fn may_be(&self, person: usize, pronoun: &str) -> bool {
        let given = self.given_name(person);
        genders(pronoun).is_none_or(|(_, others)| !others.contains(given))
    }

    /// Whether the given name of a person tells that *hij* or *zij* fits.
    pub(super) fn is_surely(&self, person: usize, pronoun: &str) -> bool {
        let given = self.given_name(person);
        genders(pronoun).is_some_and(|(own, _)| own.contains(given))
    }

    /// Returns the first given name of a person, or an empty text.
    fn given_name(&self, person: usize) -> &str {
        let given = self.persons[person].given.as_deref().unwrap_or_default();
        given.split(' ').next().unwrap_or_default()
    }

    /// Returns the index after the part of a known person's name at `words[at]`.
    pub(super) fn known_name_end(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        self.by_part_of_name(words, at)?;
        Some(part_of_name_at(words, at)?.end)
    }

    /// Returns the body with which `line` opens, and those that are joined to it, if they can speak, by their whole names:
    /// `waterschap Zuiderlanden`, `de politie`.
    pub(super) fn speaking_bodies(&self, line: &Line<'_>) -> Vec<String> {
        let bodies = bodies::speaking_bodies(line).into_iter();
        bodies.map(|body| self.bodies.whole_name(body)).collect()
    }

    /// Returns the office at `words[at]`, for a speaker without a name.
    pub(super) fn nameless_role(words: &[Word<'_>], at: usize) -> Option<String> {
        Self::office_at(words, at).map(|office| office.base)
    }

    /// Returns the office of one person at `words[at]`, unless the noun is a surname.
    pub(super) fn office_at(words: &[Word<'_>], at: usize) -> Option<PersonRole> {
        // `zegt De Boer`: a surname
        let is_surname = at > 0
            && matches!(words.get(at - 1..=at), Some([article, noun])
                if article.text == "De" && article.joined && noun.is_capitalized());
        // `zegt Bakker`, `zegt Havelaar`
        let is_surname = is_surname
            || words.get(at).is_some_and(|word| {
                let is_office = ROLE_FORMS.contains_key(&*word.lower);
                word.joined && word.is_capitalized() && (!is_office || SURNAMES.contains(word.text))
            });
        role_at(words, at).filter(|role| !role.plural && !is_surname)
    }

    /// Whether the plural of an office or of another noun for people is at `words[at]`: *wethouders*.
    pub(super) fn group_at(words: &[Word<'_>], at: usize) -> bool {
        let noun = || people_without_name(&words.get(at)?.lower);
        noun().unwrap_or_else(|| role_at(words, at).is_some_and(|role| role.plural))
    }

    /// Returns the mentions that begin and end in `range` of a block, in order.
    pub(super) fn mentions_in(
        &self,
        block: usize,
        range: &Range<usize>,
    ) -> impl Iterator<Item = &Mention> + use<'_> {
        let range = range.clone();
        let all = self.mentions.get(&block).map_or(&[][..], Vec::as_slice);
        let first = all.partition_point(|m| (m.span.start as usize) < range.start);
        let begun = all[first..]
            .iter()
            .take_while(move |m| (m.span.start as usize) < range.end);
        begun.filter(move |m| m.span.end as usize <= range.end + 1)
    }

    /// Whether a mention covers byte `at` of a block.
    pub(super) fn is_inside_mention(&self, block: usize, at: usize) -> bool {
        let all = self.mentions.get(&block).map_or(&[][..], Vec::as_slice);
        let next = all.partition_point(|mention| mention.span.start as usize <= at);
        next.checked_sub(1)
            .is_some_and(|before| at < all[before].span.end as usize)
    }

    /// Returns the mention that begins at byte `at` of a block.
    pub(super) fn mention_at(&self, block: usize, at: usize) -> Option<&Mention> {
        let mentions = self.mentions.get(&block)?;
        let next = mentions.partition_point(|m| (m.span.start as usize) < at);
        mentions.get(next).filter(|m| m.span.start as usize == at)
    }

    /// Returns the people with an office, in order of first mention.
    pub(crate) fn into_officials(self) -> Vec<Official> {
        let with_office = self.persons.into_iter().filter(Person::holds_office);
        with_office
            .map(|p| Official {
                name: p.name,
                role: p.role.unwrap_or_default(),
                modifiers: p.modifiers,
                portfolio: p.portfolio,
                organisation: p.organisation,
                party: p.party,
                mentions: p.mentions,
            })
            .collect()
    }

    /// Returns the index of person number `person` among the officials, if that person has an
    /// office.
    pub(super) fn official_index(&self, person: usize) -> Option<u32> {
        self.persons[person].holds_office().then_some(())?;
        let before = self.persons[..person]
            .iter()
            .filter(|one| one.holds_office())
            .count();
        u32::try_from(before).ok()
    }
}

/// Returns the given names that fit a pronoun, and those that do not.
fn genders(pronoun: &str) -> Option<(&'static WordList, &'static WordList)> {
    match pronoun {
        "hij" | "hem" => Some((&*MEN, &*WOMEN)),
        "zij" | "ze" | "haar" => Some((&*WOMEN, &*MEN)),
        _ => None,
    }
}
