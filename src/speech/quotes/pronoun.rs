//! Finds to whom *hij*, *zij* and *ze* refer.
//!
//! Leaves out whether a pronoun stands for several people (`number`).

use std::ops::Range;

use super::named::is_of_somebody;
use super::number::{is_plural_before, is_pronoun};
use super::speech_clause::SpeechClause;
use super::unnamed::is_unnamed_person;
use crate::dutch::sentences::{sentence_before, sentences, stretch_before};
use crate::speech::words::Word;

impl SpeechClause<'_> {
    /// Returns the person to whom `pronoun` refers before byte `start` of the block: who opens the sentence before, else the
    /// one spoken of, else the only one named there. *Hij* is not a woman, and *zij* no man. Nobody knows who is meant behind
    /// *De vader van X is boos*, nor where the given name does not tell and the sentence names somebody else whom it fits.
    pub(super) fn antecedent(&self, pronoun: &str, start: usize) -> Option<usize> {
        let before = sentence_before(self.text, start);
        if is_of_somebody(self.line.part(&before).words) {
            return None;
        }
        // `Smit blijft erbij.` and in a new paragraph `Dat maakt op Jan Bos weinig indruk. “…”, vindt hij.`
        let sole = self.sole_before(start);
        let is_new = |_: &usize| {
            let known = self.subject;
            known.is_none_or(|known| !self.is_named_before(known, start))
        };
        let new = sole.or_else(|| self.sole_in_paragraph(pronoun, start));
        let new = new.filter(is_new);
        let known = [self.opener_before(start), new, self.subject, sole];
        let mut known = known.into_iter().flatten();
        let Some(first) = known.next() else {
            return self.sole_in_paragraph(pronoun, start);
        };
        let found = std::iter::once(first)
            .chain(known)
            .find(|person| self.people.may_be(*person, pronoun));
        match found {
            Some(person) if self.people.is_surely(person, pronoun) => Some(person),
            Some(person) => (!self.fits_other(person, pronoun, start)).then_some(person),
            None => self
                .other_before(pronoun, start)
                .or_else(|| self.sole_in_paragraph(pronoun, start)),
        }
    }

    /// Whether the block names a person not far before byte `start`, or has a pronoun there.
    fn is_named_before(&self, person: usize, start: usize) -> bool {
        let near = near_before(self.text, start);
        let words = self.line.part(&near).words;
        let is_named = |at: usize| {
            let named = self.people.by_part_of_name(words, at);
            words[at].is_capitalized() && named.is_some_and(|(named, _)| named == person)
        };
        let mut mentions = self.people.mentions_in(self.block, &near);
        mentions.any(|mention| mention.person == person)
            || (0..words.len()).any(is_named)
            || words.iter().any(is_pronoun)
    }

    /// Returns the person spoken of, if `pronoun` may refer to that person.
    pub(super) fn subject_as(&self, pronoun: &str) -> Option<usize> {
        self.subject
            .filter(|person| self.people.may_be(*person, pronoun))
    }

    /// Whether the sentence before byte `start` names somebody else whom `pronoun` fits for sure.
    fn fits_other(&self, person: usize, pronoun: &str, start: usize) -> bool {
        let sentence = sentence_before(self.text, start);
        let mut mentions = self.people.mentions_in(self.block, &sentence);
        mentions.any(|other| other.person != person && self.people.is_surely(other.person, pronoun))
    }

    /// Returns the only person whom the paragraph names before byte `start` and to whom `pronoun` surely fits: *Voor Anna
    /// Bos is het te laat. Haar broer Jan verongelukte*, and then *ze*. Nobody unnamed may be the subject of a sentence there.
    pub(super) fn sole_in_paragraph(&self, pronoun: &str, start: usize) -> Option<usize> {
        let near = stretch_before(self.text, start);
        let is_unnamed = |sentence: Range<usize>| {
            let sentence = near.start + sentence.start..near.start + sentence.end;
            let words = self.line.part(&sentence).words;
            !words.is_empty() && is_unnamed_person(words)
        };
        if sentences(&self.text[near.clone()]).any(is_unnamed) {
            return None;
        }
        let mentions = self.people.mentions_in(self.block, &near);
        let persons = mentions.map(|mention| mention.person);
        only(persons.filter(|person| self.people.is_surely(*person, pronoun)))
    }

    /// Returns the only person of the sentence before byte `start` to whom `pronoun` can refer.
    fn other_before(&self, pronoun: &str, start: usize) -> Option<usize> {
        let sentence = sentence_before(self.text, start);
        let mentions = self.people.mentions_in(self.block, &sentence);
        let persons = mentions.map(|mention| mention.person);
        only(persons.filter(|person| self.people.may_be(*person, pronoun)))
    }
}

/// Most bytes before a place in which somebody is looked for. Bounds the time for a block of any length.
const NEAR: usize = 1500;

/// Returns the bytes of a block not far before byte `start`.
pub(super) fn near_before(text: &str, start: usize) -> Range<usize> {
    text.floor_char_boundary(start.saturating_sub(NEAR))..start
}

/// Returns the person if all are the same one.
pub(super) fn only(mut persons: impl Iterator<Item = usize>) -> Option<usize> {
    let person = persons.next()?;
    persons.all(|other| other == person).then_some(person)
}

/// Returns the pronoun before byte `until` that tells of whom a sentence speaks: its subject among the first `reach` words
/// (*Ook twijfelt hij*), or its source (*volgens hem*).
pub(super) fn pronoun_of_topic<'w, 't>(
    words: &'w [Word<'t>],
    reach: usize,
    until: usize,
) -> Option<&'w Word<'t>> {
    let is_topic = |at: usize, word: &Word<'_>| match word.text {
        "hij" | "zij" | "ze" => at < reach && !is_plural_before(words, at),
        "hem" | "haar" => at > 0 && words[at - 1].lower == "volgens",
        _ => false,
    };
    let mut before = words.iter().enumerate();
    let found = before.find(|(at, word)| word.range.start < until && is_topic(*at, word));
    found.map(|(_, word)| word)
}
