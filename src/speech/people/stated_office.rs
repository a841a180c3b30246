//! Reads the office that a sentence states of somebody whom the text names elsewhere.
//!
//! Leaves out the office beside a name (`mentions`).

use super::People;
use super::apart::{office_held, past_parenthesis};
use super::facts::{Facts, Named};
use super::form::may_be_person;
use super::name::name_in;
use super::name_word::is_name_word;
use super::role::role_at;
use crate::speech::words::{Line, Word};

/// Longest line, in bytes, of an office below a name.
const LABEL: usize = 80;

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
        let known = &mut self.persons[person];
        known.role.get_or_insert(role.base);
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
            self.persons[person].role.get_or_insert(role.base);
            return;
        }
        let mut facts = Facts {
            organisation: role.organisation.clone(),
            ..Facts::default()
        };
        facts.read_apposition(below, role.end, below.words.len());
        facts.role = Some(role);
        self.note(
            line,
            Named {
                words: name.first..name.end,
                name,
                facts,
                joint: false,
            },
        );
    }

    /// Reads the office of the person whom the text names next: *Zij is sinds mei wethouder. “…”, zegt Ina Smit*.
    /// Returns the index after the office.
    pub(super) fn office_of_awaited(&mut self, line: &Line<'_>, at: usize) -> Option<usize> {
        let opens = matches!(line.words[at].text, "Hij" | "Zij" | "Ze") && line.starts_sentence(at);
        if !opens || !self.persons.is_empty() {
            return None;
        }
        let role = office_held(line, at, at + 1)?;
        let end = role.end;
        self.awaited = Some((line.block, role));
        Some(end)
    }
}
