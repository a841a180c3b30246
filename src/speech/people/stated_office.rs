//! Reads the office that a sentence states of somebody whom the text names elsewhere.
//!
//! Leaves out the office beside a name (`mentions`).

use super::apart::{office_held, past_parenthesis};
use super::before_name::is_before_name;
use super::facts::{Facts, Named};
use super::form::may_be_person;
use super::name::{name_at, name_in};
use super::name_word::is_name_word;
use super::role::{PersonRole, office_beside, role_at};
use super::{People, Person};
use crate::dutch::verbs::SAYS;
use crate::dutch::words::{FIRST_NAMES, STOP_WORDS, is_body_noun, is_place};
use crate::speech::words::{Line, Lines, Word};

/// Longest line, in bytes, of an office below a name.
const LABEL: usize = 80;

/// Fewest bytes of the noun of a trade that no list holds.
const TRADE: usize = 7;

impl People {
    /// Reads the office of a person named before: *Pauwelinck is directeur*. Returns the index after the
    /// office.
    pub(super) fn office_of_known(&mut self, line: &Line<'_>, at: usize) -> Option<usize> {
        let word = line.words.get(at).filter(|word| is_name_word(word))?;
        let is_copula = |word: &Word<'_>| matches!(word.text, "is" | "was");
        // `Smit (47) is beheerder`, `is Zeilstra raadslid`
        let after = past_parenthesis(line, at + 1);
        let before = at.checked_sub(1).filter(|_| word.joined);
        if !line.words.get(after).is_some_and(is_copula)
            && !before.is_some_and(|before| is_copula(&line.words[before]))
        {
            return None;
        }
        let (person, _) = self.by_part_of_name(line.words, at)?;
        let role = office_held(line, at, after)?;
        let end = role.end;
        self.persons[person].take_office(role);
        Some(end)
    }

    /// Reads the office on the line `below` a line that is a name: *Ina Smit*, and below it *Wethouder in Zandwijk*.
    pub(super) fn office_below(&mut self, line: &Line<'_>, below: &Line<'_>) {
        let Some(role) = role_at(below.words, 0).filter(|role| !role.plural) else {
            return;
        };
        let is_label = below.text.len() <= LABEL
            && !below.text.ends_with(['.', '?', '!', ':'])
            && !below.words.iter().any(Word::is_finite_verb);
        let name = name_in(line, 0).filter(|name| {
            let is_all = name.end == line.words.len() && !line.text.ends_with(['.', '?', '!', ':']);
            is_all && name.is_full() && may_be_person(name)
        });
        let Some(name) = name.filter(|_| is_label) else {
            return;
        };
        let known = self.mention_at(line.block, line.words[0].range.start);
        if let Some(person) = known.map(|mention| mention.person) {
            self.persons[person].take_office(role);
            return;
        }
        let facts = Facts::of_office(role, below, below.words.len());
        self.note(line, Named::alone(name, facts));
    }

    /// Adds the offices that the text gives of those whom only a quotation shows to be people: *Kwartiermaker Ot Smit begint. …
    /// “Graag”, zegt Smit.*
    pub(in crate::speech) fn add_offices_of_speakers(&mut self, lines: &Lines<'_>) {
        self.add_offices_of_title();
        let no_office = |person: &Person| person.role.is_none() && person.surname.is_some();
        let without: Vec<usize> = (0..self.persons.len())
            .filter(|&person| no_office(&self.persons[person]))
            .collect();
        for line in lines.all().filter(|_| !without.is_empty()) {
            for (at, word) in line
                .words
                .iter()
                .enumerate()
                .filter(|(_, word)| word.is_capitalized())
            {
                // The surname of a whole name is read with it.
                let is_inside = at > 0 && word.joined && is_name_word(&line.words[at - 1]);
                let is_own = |before: usize| {
                    is_before_name(line.words, before) || role_at(line.words, before).is_some()
                };
                if is_inside && !is_own(at - 1) {
                    continue;
                }
                let begins = |part: &Option<String>| {
                    let first = part.as_deref().and_then(|part| part.split(' ').next());
                    first.is_some_and(|first| first.eq_ignore_ascii_case(word.text))
                };
                let mut may_be = without.iter().filter(|&&person| {
                    let person = &self.persons[person];
                    begins(&person.given) || begins(&person.surname)
                });
                let (Some(&person), None) = (may_be.next(), may_be.next()) else {
                    continue;
                };
                let known = &self.persons[person];
                let Some(name) = name_at(line.words, at).filter(|name| {
                    let full = name.full();
                    full == known.name || known.surname.as_ref() == Some(&full)
                }) else {
                    continue;
                };
                let after = past_parenthesis(&line, name.end);
                let beside = office_beside(line.words, &name).filter(|role| {
                    // `zegt Smit, wethouder Jan Bos knikt`
                    role.end <= name.first || name_at(line.words, role.end).is_none()
                });
                // `Smit was inspecteur tussen 2003 en 2014`
                let is_past = line.words.get(after).is_some_and(|word| word.text == "was");
                let held = || office_held(&line, at, after).filter(|_| !is_past);
                let trade = || trade_before(&line, at).filter(|_| self.persons[person].spoke);
                let role = beside.or_else(held).or_else(trade);
                if let Some(role) = role {
                    self.persons[person].take_office(role);
                }
            }
        }
    }

    /// Reads the office of the person whom the text names next: *Zij is sinds mei wethouder. “…”, zegt Ina Smit*.
    /// Returns the index after the office.
    pub(super) fn office_of_awaited(&mut self, line: &Line<'_>, at: usize) -> Option<usize> {
        let opens = matches!(line.words[at].text, "Hij" | "Zij" | "Ze") && line.starts_sentence(at);
        // `Ze was officier van justitie, en is nu burgemeester`: an office held before
        let is_past = line
            .words
            .get(at + 1)
            .is_some_and(|word| word.text == "was");
        if !opens || is_past || !self.persons.is_empty() {
            return None;
        }
        let role = office_held(line, at, at + 1)?;
        let end = role.end;
        self.awaited = Some((line.block, role));
        Some(end)
    }
}

/// Returns the trade that stands right before a name at word `at`, by the ending of its noun: *Snorfietser Ina Smit*,
/// *marktvrouw Ina Smit*.
fn trade_before(line: &Line<'_>, at: usize) -> Option<PersonRole> {
    const ENDINGS: [&str; 14] = [
        "eur", "ist", "iste", "loog", "ster", "vrouw", "baas", "aar", "ant", "ent", "er", "erd",
        "ares", "trice",
    ];
    const NO_TRADES: [&str; 19] = [
        "mevrouw",
        "achter",
        "continent",
        "december",
        "dochter",
        "eerder",
        "moeder",
        "moment",
        "november",
        "nummer",
        "oktober",
        "partner",
        "percent",
        "september",
        "stadsdeelkamer",
        "theater",
        "verder",
        "winter",
        "zomer",
    ];
    let before = at.checked_sub(1)?;
    let word = &line.words[before];
    let noun = &word.lower;
    let is_noun = noun.len() >= TRADE
        && noun.chars().all(|c| c.is_alphabetic() || c == '-')
        && ENDINGS.iter().any(|end| noun.ends_with(end))
        && !NO_TRADES.iter().any(|other| noun.ends_with(other))
        && !STOP_WORDS.contains(noun)
        && !SAYS.contains(noun)
        && !is_body_noun(noun);
    let opens = line.starts_sentence(before);
    let is_small = word.text.starts_with(char::is_lowercase);
    // `Zandwijker Ina Smit`: from where she comes
    let may_be = is_small || opens && !FIRST_NAMES.contains(word.text) && !is_inhabitant(word.text);
    (is_noun && may_be && line.words[at].joined).then(|| PersonRole {
        first: before,
        end: at,
        base: noun.to_string(),
        plural: false,
        modifiers: Vec::new(),
        organisation: None,
    })
}

/// Whether a word is what the inhabitants of a place are called.
fn is_inhabitant(word: &str) -> bool {
    let place = word.strip_suffix("naar").or(word.strip_suffix("er"));
    place.is_some_and(is_place)
}
