//! Finds to whom *hij*, *zij* and *ze* refer.
//!
//! Leaves out whether a pronoun stands for several people (`number`).

use super::speech_clause::SpeechClause;
use crate::dutch::sentences::sentence_before;

impl SpeechClause<'_> {
    /// Returns the person to whom `pronoun` refers before byte `start` of the block: who opens the sentence before, else the
    /// one spoken of, else the only one named there. *Hij* is not a woman, and *zij* no man.
    pub(super) fn antecedent(&self, pronoun: &str, start: usize) -> Option<usize> {
        let known = [
            self.opener_before(start),
            self.subject,
            self.sole_before(start),
        ];
        let mut known = known.into_iter().flatten();
        let first = known.next()?;
        std::iter::once(first)
            .chain(known)
            .find(|person| self.people.may_be(*person, pronoun))
            .or_else(|| self.other_before(pronoun, start))
    }

    /// Returns the person spoken of, if `pronoun` may refer to that person.
    pub(super) fn subject_as(&self, pronoun: &str) -> Option<usize> {
        self.subject
            .filter(|person| self.people.may_be(*person, pronoun))
    }

    /// Returns the only person of the sentence before byte `start` to whom `pronoun` can refer.
    fn other_before(&self, pronoun: &str, start: usize) -> Option<usize> {
        let sentence = sentence_before(self.text, start);
        let mentions = self.people.mentions_in(self.block, &sentence);
        let mut persons = mentions
            .map(|mention| mention.person)
            .filter(|person| self.people.may_be(*person, pronoun));
        let person = persons.next()?;
        persons.all(|other| other == person).then_some(person)
    }
}
