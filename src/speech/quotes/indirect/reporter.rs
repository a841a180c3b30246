//! Finds who reports a statement with *dat*: the subject of the clause of its verb.
//!
//! Leaves out which verbs report (`frame`), and relative clauses (`relative`).

use std::ops::Range;

use super::{Frame, Reported, Sentence};
use crate::dutch::verbs::reporting;
use crate::speech::quotes::attribution::Attribution;
use crate::speech::quotes::named::is_hearer;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

impl Sentence<'_> {
    /// Whether a speaker stands at word `first`, before the verb.
    pub(super) fn subject_opens(
        &self,
        clause: &SpeechClause<'_>,
        first: usize,
        verb: usize,
    ) -> bool {
        let skipped = self.words()[first..verb]
            .iter()
            .take_while(|word| {
                matches!(
                    word.lower.as_ref(),
                    "ook" | "maar" | "en" | "want" | "dus" | "zelfs" | "alleen"
                )
            })
            .count();
        let first = first + skipped;
        first < verb && clause.opens_with_speaker(&self.line, first)
    }

    /// Returns the word at which the clause of the report begins.
    pub(super) fn clause_start_of_frame(&self, verb: usize, before: Option<&Reported>) -> usize {
        let words = self.words();
        let reported_until = before
            .and_then(|before| before.words.last())
            .map_or(0, |range| range.end);
        let first = words
            .iter()
            .position(|word| word.range.start >= reported_until)
            .unwrap_or(0);
        // `…, maar geeft aan dat …`
        let joiner = words[first..verb]
            .iter()
            .take_while(|word| matches!(word.text, "en" | "maar" | "terwijl" | "waarna" | "ook"))
            .count();
        first + joiner
    }

    /// Returns the subject of a report: the speaker that opens its clause; else the one after its verb;
    /// else the one of the report before it; else one somewhere in the clause.
    pub(super) fn subject(
        &self,
        clause: &mut SpeechClause<'_>,
        start: usize,
        frame: &Frame,
        before: Option<&Reported>,
    ) -> Option<Attribution> {
        let words = self.words();
        let bytes = |first: usize, end: usize| -> Option<Range<usize>> {
            (first < end).then(|| words[first].range.start..words[end - 1].range.end)
        };
        if let Some(pronoun) = self.relative_of(start, frame.verb) {
            return self.subject_of_relative(clause, start..pronoun, frame.verb);
        }
        // `Smit was door de gemeente verzekerd dat`
        let is_passive = reporting(&words[frame.verb].lower).is_some_and(|form| form.participle)
            && !words[start..frame.verb].iter().any(has_auxiliary);
        let agent = (start..frame.verb).find(|at| is_passive && words[*at].text == "door");
        if let Some(agent) = agent {
            return clause.named_in(bytes(agent + 1, frame.verb)?);
        }
        if let Some(behind) = self.behind_auxiliary(start, frame.verb) {
            return clause.named_in(bytes(behind, frame.verb)?);
        }
        let head = bytes(start, frame.verb);
        let behind = bytes(
            frame.verb + 1,
            frame.first.max(1) - usize::from(words[frame.first - 1].text == "dat"),
        );
        if self.subject_opens(clause, start, frame.verb) {
            return clause.named_in(head?);
        }
        // `Het OM verwijt Smit dat`, `Bewoners wezen wethouder Smit erop dat`: Smit hears it
        let hears = || {
            let next = words.get(frame.verb + 1);
            let named =
                next.and_then(|next| clause.people.mention_at(clause.block, next.range.start));
            words[frame.verb].lower.starts_with("verwij")
                || named.is_some() && is_hearer(&words[start..], frame.verb + 1 - start)
        };
        if frame.verb > start && hears() {
            return clause.named_in(head?);
        }
        if let Some(behind) = behind.clone()
            && clause.opens_with_speaker(&self.line, frame.verb + 1)
        {
            return clause.named_in(behind);
        }
        match (head, before) {
            (None, Some(before)) => Some(before.by.clone()),
            (Some(_), _) if self.names_subject_behind(start, frame) => {
                behind.and_then(|behind| clause.named_in(behind))
            }
            (head, _) => head
                .and_then(|head| clause.named_in(head))
                .or_else(|| behind.and_then(|behind| clause.named_in(behind))),
        }
    }

    /// Returns whom *aldus* names at word `at`, behind a statement: *Hij zei dat het kan, aldus Smit*.
    pub(super) fn source_behind(
        &self,
        clause: &mut SpeechClause<'_>,
        at: usize,
    ) -> Option<Attribution> {
        let words = self.words();
        let first = words.get(at + 1).filter(|_| words[at].text == "aldus")?;
        clause.named_in(first.range.start..words[words.len() - 1].range.end)
    }
}

/// Whether a word makes the perfect tense.
pub(super) fn has_auxiliary(word: &Word<'_>) -> bool {
    matches!(word.lower.as_ref(), "heeft" | "hebben" | "had" | "hadden")
}
