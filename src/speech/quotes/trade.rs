//! Reads people without a known office who open a clause: *Joop Kuiper*, *veerbaas Joop Kuiper*.
//!
//! Leaves out people whom the text has introduced (`subject`).

use super::named::Named;
use super::speech_clause::SpeechClause;
use super::subject::{BEFORE_SUBJECT, Subject};
use crate::document::SpeakerLink;
use crate::dutch::verbs::SAYS;
use crate::dutch::words::{FIRST_NAMES, STOP_WORDS, is_body_noun, is_place};
use crate::speech::people::People;
use crate::speech::words::{Line, Word};

impl SpeechClause<'_> {
    /// Notes the trade of a person without an office, if it opens the clause: `veerbaas Joop Kuiper`.
    pub(super) fn note_trade(&mut self, line: &Line<'_>, named: &[Named]) {
        let [first, second, ..] = line.words else {
            return;
        };
        let is_next = |named: &&Named| named.start == second.range.start;
        if let Some(Named { person, .. }) = named.first().filter(is_next)
            && second.joined
            && may_be_trade(first)
        {
            let role = &mut self.people.persons[*person].role;
            role.get_or_insert_with(|| first.lower.to_string());
        }
    }

    /// Returns a person without a known office: `Joop Kuiper`, or `veerbaas Joop Kuiper`. Any word
    /// before the name may be a trade.
    pub(super) fn new_person_subject(&mut self, line: &Line<'_>) -> Option<Subject> {
        if let Some(person) = self.people.note_name_behind_age(line.words) {
            return Some(self.one(person, SpeakerLink::FirstName));
        }
        // `Julia vindt dat goed:`, `Harald, een van hun vrienden:`
        if let [name, next, ..] = line.words
            && FIRST_NAMES.contains(name.text)
            && !is_place(name.text)
            && !is_body_noun(&name.lower)
            && (next.joined && SAYS.contains(&next.lower) || !next.joined && next.text == "een")
        {
            let person = self.people.note_first_name_at(line.words, 0)?;
            return Some(self.one(person, SpeakerLink::FirstName));
        }
        // `zegt ook Joop Kuiper`
        let opens = line
            .words
            .iter()
            .position(|word| !BEFORE_SUBJECT.contains(&word.text))?;
        // `een opgetogen Ina Smit`
        let is_described = matches!(&line.words[opens..], [article, adjective, name, ..]
            if article.text == "een" && adjective.joined && name.joined && name.is_capitalized()
                && ["e", "en"].iter().any(|end| adjective.text.ends_with(end))
                && may_be_trade(adjective));
        if is_described && let Some(person) = self.people.note_bare_name(line, opens + 2) {
            return Some(self.one(person, SpeakerLink::Name));
        }
        let first = &line.words[opens];
        let trade = may_be_trade(first)
            && line
                .words
                .get(opens + 1)
                .is_some_and(|w| w.joined && w.is_capitalized());
        let person = self
            .people
            .note_bare_name(line, opens + usize::from(trade))?;
        if trade {
            self.people.persons[person]
                .role
                .get_or_insert_with(|| first.lower.to_string());
        }
        Some(self.one(person, SpeakerLink::Name))
    }
}

/// Whether a word before a name may be a trade: `veerbaas`.
fn may_be_trade(word: &Word<'_>) -> bool {
    word.text.starts_with(char::is_lowercase)
        && !STOP_WORDS.contains(&word.lower)
        && !SAYS.contains(&word.lower)
        && !is_body_noun(&word.lower)
        && !People::group_at(std::slice::from_ref(word), 0)
        && !is_adverb(&word.lower)
}

/// Whether a word tells when or how, and is no trade: *zei maandag Jan Smit*, *besluit uiteindelijk Jan Smit*.
fn is_adverb(word: &str) -> bool {
    [
        "dag", "avond", "middag", "ochtend", "elijk", "maal", "teren",
    ]
    .iter()
    .any(|end| word.ends_with(end))
}
