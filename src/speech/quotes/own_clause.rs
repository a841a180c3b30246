//! Finds the clause of a sentence around a fragment in quotation marks, and its subject.
//!
//! Leaves out attributions beside a quotation (`attribution`).

use std::ops::Range;

use super::speaker::part_of_name;
use super::speech_clause::SpeechClause;
use super::subject::Subject;
use crate::dutch::verbs::{CALLS, FINITE, SAYS, reporting};
use crate::speech::people::People;
use crate::speech::words::Word;

impl SpeechClause<'_> {
    /// Returns the part of a sentence behind its last comma or *en*, if that has a speaker and a verb of its own: *A
    /// is tegen, wethouder B noemt het “onzin”*.
    pub(super) fn own_clause(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        let says = |word: &Word<'_>| SAYS.contains(&word.lower) || CALLS.contains(&word.lower);
        let is_verb = |word: &Word<'_>| FINITE.contains(&word.lower) || says(word);
        if let Some(clause) = self.relative_clause(&range) {
            return clause;
        }
        // Other relative clauses have no speaker of their own.
        let comma = text.rfind(", ");
        let comma = comma.filter(|at| !text[*at..].starts_with(", die "));
        let comma = comma.map(|at| range.start + at + ", ".len());
        // `A is tegen en D66’er Ina Smit noemt het “onzin”`, but not *A en Ina Smit noemen*
        let and = text.rfind(" en ").map(|at| range.start + at + " en ".len());
        let and = and.filter(|&at| {
            let before = self.line.part(&(range.start..at)).words;
            let behind = self.line.part(&(at..range.end)).words;
            let mut opening = behind.iter().take(2).map(|word| word.range.start);
            before.iter().any(is_verb)
                && opening.any(|start| self.people.mention_at(self.block, start).is_some())
        });
        let Some(start) = comma.max(and) else {
            return range;
        };
        let inside = self.text[start..range.end].split(['(', ')']).count() == 2;
        let line = self.line.part(&(start..range.end));
        let verb = line.words.iter().position(says);
        // `… en verklaarde wethouder B dat “…”`
        let is_inverted = || {
            let adverbs = line.words[1..].iter();
            let adverbs = adverbs
                .take_while(|word| matches!(word.text, "ook" | "dan" | "dus" | "echter" | "zelf"));
            let behind = line.words.get(1 + adverbs.count());
            behind.is_some_and(|word| {
                self.people
                    .mention_at(self.block, word.range.start)
                    .is_some()
            })
        };
        let is_clause = verb.filter(|_| !inside).is_some_and(|at| {
            if at == 0 {
                return is_inverted();
            }
            let subject = start..line.words[at].range.start;
            let joiner = matches!(line.words[0].text, "maar" | "en" | "terwijl" | "want");
            self.opens_with_speaker(&line, usize::from(joiner))
                || self
                    .people
                    .mentions_in(self.block, &subject)
                    .next()
                    .is_some()
        });
        if is_clause { start..range.end } else { range }
    }

    /// Returns the subject of a relative clause that ends a part of a sentence: *de brand, die minister B (VVD) “een
    /// ramp” noemde*, *wat minister B “een ramp” noemt*.
    fn relative_clause(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let words = self.line.part(range).words;
        let pronoun = words
            .iter()
            .rposition(|word| matches!(word.text, "die" | "dat" | "wat" | "zoals"))?;
        let subject = words.get(pronoun + 1)?.range.start;
        let mention = self.people.mention_at(self.block, subject)?;
        let behind = self.text.get(mention.span.end as usize..range.end)?.trim();
        let is_last = behind.is_empty() || behind.starts_with('(') && behind.ends_with(')');
        is_last.then_some(subject..range.end)
    }

    /// Returns the person behind the verb of a clause that opens with its object: *Het plan van minister A noemt
    /// B een “kans”*.
    pub(super) fn inverted(&self, clause: &Range<usize>) -> Option<Subject> {
        let words = self.line.part(clause).words;
        let first = words.first()?;
        matches!(first.lower.as_ref(), "het" | "dat" | "die").then_some(())?;
        let noun = People::nameless_role(words, 1).is_some();
        let verb = words.iter().position(|word| CALLS.contains(&word.lower))?;
        let is_named = words.get(verb + 1).is_some_and(Word::is_capitalized);
        let (person, by_surname) = self.people.by_part_of_name(words, verb + 1)?;
        (is_named && !noun && verb > 1).then(|| self.one(person, part_of_name(by_surname)))
    }

    /// Returns the byte at which a reported statement begins in `range`, behind a verb and *dat*, or the end.
    pub(super) fn before_dat(&self, range: &Range<usize>) -> usize {
        let words = self.line.part(range).words;
        let reports = |at: usize| reporting(&words[at].lower).is_some_and(|verb| verb.dat);
        let dat = (1..words.len())
            .find(|&at| words[at].text == "dat" && (at.saturating_sub(4)..at).any(reports));
        dat.map_or(range.end, |dat| words[dat].range.start)
    }
}
