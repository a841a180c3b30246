//! Finds the person whom the words before a clause name, and to whom its subject refers back: *Die*, *volgens hem*.
//!
//! Leaves out whom a pronoun means across sentences (`pronoun`).

use std::ops::Range;

use super::pronoun::{near_before, only};
use super::speech_clause::SpeechClause;
use super::unnamed::is_unnamed_person;
use crate::dutch::sentences::{last_start, sentence_before};
use crate::dutch::verbs::{SAYS, reporting};
use crate::speech::words::Word;

impl SpeechClause<'_> {
    /// Returns the person of one of the parties who is named last before byte `start` of the block, or else the only one of
    /// the text.
    pub(super) fn last_of_parties(&self, parties: &[&str], start: usize) -> Option<usize> {
        let near = near_before(self.text, start);
        let named = self.people.mentions_in(self.block, &near);
        let is_of_party = |person: &usize| {
            let person = &self.people.persons[*person];
            // `fractievoorzitter van de VVD`
            let known = [person.party.as_deref(), person.organisation.as_deref()];
            let is_own = |known: &str| parties.iter().any(|own| known.eq_ignore_ascii_case(own));
            known.into_iter().flatten().any(is_own)
        };
        let near = named.map(|mention| mention.person).filter(is_of_party);
        near.last().or_else(|| {
            let mut all = (0..self.people.persons.len()).filter(is_of_party);
            all.next().filter(|_| all.next().is_none())
        })
    }

    /// Returns the only person whom the paragraph names before byte `start`, if the text does not tell that person's party:
    /// *Abel Smit wijst op de vissers. De SGP’er vindt het “wrang”*. Of several parties the person may be of another.
    pub(super) fn sole_without_party(&self, parties: &[&str], start: usize) -> Option<usize> {
        let person = self.sole_in(&near_before(self.text, start), 0)?;
        let known = &self.people.persons[person];
        (parties.len() == 1 && known.party.is_none()).then_some(person)
    }

    /// Returns the person whom *Die* points at: the last one of the sentence before byte `start`.
    pub(super) fn pointed_at(&self, words: &[Word<'_>], start: usize) -> Option<usize> {
        let [first, rest @ ..] = words else {
            return None;
        };
        let says = |verb: &Word<'_>| SAYS.contains(&verb.lower) || reporting(&verb.lower).is_some();
        (first.text == "Die" && rest.first().is_none_or(says)).then_some(())?;
        let before = self.text[..start].trim_end();
        let sentence = last_start(before)..before.len();
        Some(
            self.people
                .mentions_in(self.block, &sentence)
                .last()?
                .person,
        )
    }

    /// Returns the person who opens the sentence before byte `end`: *Minister Smit geeft toe, maar volgens hem …*.
    pub(super) fn opener_before(&self, end: usize) -> Option<usize> {
        let sentence = sentence_before(self.text, end);
        let others = self.people.mentions_in(self.block, &sentence).count();
        if let Some(mention) = self.people.mention_at(self.block, sentence.start) {
            return (others == 1).then_some(mention.person);
        }
        // `Van Dijk erkent dat het vol is, maar volgens hem …`
        let words = self.line.part(&sentence).words;
        let is_subject = |name: usize| {
            let verb = words.get(name)?;
            verb.is_finite_verb().then_some(())
        };
        is_subject(
            self.people
                .known_name_end(words, 0)
                .filter(|_| others == 0)?,
        )?;
        Some(self.people.by_part_of_name(words, 0)?.0)
    }

    /// Returns the only person whom the sentence names before byte `end`, if nobody unnamed is its subject.
    pub(super) fn sole_before(&self, end: usize) -> Option<usize> {
        let sentence = sentence_before(self.text, end);
        let words = self.line.part(&sentence).words;
        // `“Ik miste het concert van Jan Bos,” aldus de politica`: whom she names is not she
        let is_said = self.text[sentence.clone()].starts_with(['“', '"', '‘', '„', ',']);
        if is_said || words.is_empty() || is_unnamed_person(words) {
            return None;
        }
        self.sole_in(&sentence, 1)
    }

    /// Returns the only person whom a stretch of the block names, in whole or by a surname from word `first` on.
    fn sole_in(&self, range: &Range<usize>, first: usize) -> Option<usize> {
        let words = self.line.part(range).words;
        let mentions = self.people.mentions_in(self.block, range);
        let surnames = (first..words.len()).filter(|&at| words[at].is_capitalized());
        let by_surname = surnames.filter_map(|at| {
            let (person, by_surname) = self.people.by_part_of_name(words, at)?;
            by_surname.then_some(person)
        });
        only(mentions.map(|mention| mention.person).chain(by_surname))
    }
}
