//! Reads clauses around a report: relative clauses (*een boek dat over zijn jeugd gaat*, *directeur Bakker, die zei dat*) and
//! those before the main clause (*Hoewel Bakker zei dat*).
//!
//! Leaves out who speaks in a main clause (`frame`).

use std::ops::Range;

use super::{Frame, Sentence};
use crate::document::{AttributionForm, SpeakerLink};
use crate::dutch::verbs::{CALLS, FINITE, SAYS, reporting};
use crate::dutch::words::PREPOSITIONS;
use crate::speech::quotes::attribution::Attribution;
use crate::speech::quotes::number::is_pronoun;
use crate::speech::quotes::span_kind::may_be_verb;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::quotes::subject::is_body;
use crate::speech::words::Word;

/// Most words between *die* and a source in its clause.
const RELATIVE: usize = 7;

/// Most words between an article and the *dat* behind its noun.
const NOUN_PHRASE: usize = 4;

/// Words before a neuter noun.
const DETERMINERS: [&str; 11] = [
    "een", "het", "dit", "elk", "ieder", "geen", "zijn", "haar", "hun", "mijn", "ons",
];

/// More prepositions with which a sentence begins.
const OPENING: [&str; 8] = [
    "na", "tijdens", "naast", "volgens", "sinds", "ondanks", "dankzij", "namens",
];

/// Verbs before the subject of a sentence in the perfect, or with a modal.
const AUXILIARIES: [&str; 12] = [
    "heeft", "hebben", "had", "hadden", "kan", "kon", "wil", "wilde", "moest", "liet", "lieten",
    "zou",
];

/// Words in a clause without a subject before its verb.
const ADVERBS: [&str; 14] = [
    "nog", "al", "ook", "nu", "vaak", "nooit", "altijd", "extra", "niet", "wel", "weer", "elkaar",
    "zich", "toen",
];

/// Nouns for what somebody writes or tells.
const WORKS: [&str; 10] = [
    "boek",
    "boekje",
    "verhaal",
    "verhaaltje",
    "lied",
    "liedje",
    "gedicht",
    "sprookje",
    "toneelstuk",
    "scenario",
];

/// Words that open a clause before the main clause.
const CONCEDING: [&str; 11] = [
    "hoewel", "ofschoon", "nadat", "toen", "omdat", "terwijl", "doordat", "sinds", "ondanks",
    "zodra", "voordat",
];

impl Sentence<'_> {
    /// Whether *die* opens the clause of word `at`: *klachten over dingen die volgens hen niet goed gaan*.
    pub(super) fn is_in_relative_clause(&self, at: usize) -> bool {
        // `Ondanks die steun kan de overheid volgens haar`: the verb is that of a main clause.
        let words = self.words();
        let is_free = |n: usize| !words[n..at].iter().any(Word::is_finite_verb);
        let opens = |n: usize| n > 0 && words[n].text == "die" && is_free(n);
        let near = (at.saturating_sub(RELATIVE)..at).rev();
        let mut near = near.take_while(|n| n + 1 == at || self.gap(n + 1).trim().is_empty());
        near.any(opens)
    }

    /// Whether the *dat* at word `dat`, behind the verb at word `verb`, describes the noun before it: *schreef een boek
    /// dat nog wordt gelezen*, *meldt zich bij het huis dat in brand staat*.
    pub(super) fn describes_noun(&self, verb: usize, dat: usize) -> bool {
        let words = self.words();
        let between = &words[verb + 1..dat];
        let has = |sought: &str| between.iter().any(|word| word.text == sought);
        let form = words[verb].lower.as_ref();
        // `wees op het werk dat is ontstaan`
        let opens_with_verb = words
            .get(dat + 1)
            .is_some_and(|next| FINITE.contains(&next.lower));
        let is_work = words[dat - 1].joined
            && WORKS.contains(&words[dat - 1].text)
            && ["schr", "verte"]
                .iter()
                .any(|begin| form.starts_with(begin));
        // `vertelt over het hert dat hij zag`, `meldt zich bij het huis dat`, `wijst het af op de grond dat`
        let tells_what = words
            .get(dat + 1)
            .is_some_and(|next| matches!(next.text, "het" | "er" | "de"));
        let is_other = form.starts_with("verte") && has("over") && !tells_what
            || form.starts_with("meld") && has("zich")
            || (form.starts_with("wijs") || form.starts_with("wees")) && has("af");
        let behind = between.len().min(NOUN_PHRASE);
        let has_thing = between[between.len() - behind..]
            .iter()
            .any(|word| DETERMINERS.contains(&word.text));
        has("het") && opens_with_verb
            || is_work
            || is_other
            || has_thing && self.lacks_subject(dat + 1) && !self.is_impersonal(verb, dat)
    }

    /// Whether what stands behind *dat* is done by nobody in particular, and the noun before it says where it was told: *schrijft
    /// in een brief dat nog niet is besloten*.
    fn is_impersonal(&self, verb: usize, dat: usize) -> bool {
        let words = self.words();
        let is_told_in = words[verb + 1..dat]
            .iter()
            .any(|word| matches!(word.text, "in" | "tijdens" | "bij" | "op"));
        let is_passive = words[dat + 1..]
            .iter()
            .take(8)
            .any(|word| matches!(word.text, "wordt" | "werd" | "is" | "worden" | "werden"));
        is_told_in && is_passive
    }

    /// Whether the clause from word `first` on has no subject before its verb: *dat over zijn jeugd gaat*.
    fn lacks_subject(&self, first: usize) -> bool {
        let words = self.words();
        let end = (first + 1..words.len())
            .find(|&at| self.gap(at).contains([',', ':', ';']))
            .unwrap_or(words.len());
        let mut at = first;
        while at < end {
            let word = &words[at];
            let is_last = at + 1 == end;
            if FINITE.contains(&word.lower) || is_last && may_be_verb(word.text) {
                return true;
            }
            if PREPOSITIONS.contains(&word.text) {
                at = self.past_noun(at + 1, end);
            } else if matches!(word.text, "elk" | "elke" | "ieder" | "iedere") {
                // `elk jaar`
                at += 2;
            } else if ADVERBS.contains(&word.text) {
                at += 1;
            } else {
                return false;
            }
        }
        false
    }

    /// Returns the index after the articles, adjectives and the noun that begin at word `at`.
    fn past_noun(&self, at: usize, end: usize) -> usize {
        let is_before_noun = |word: &&Word<'_>| {
            DETERMINERS.contains(&word.text)
                || matches!(word.text, "de" | "deze" | "die")
                || word.text.ends_with('e')
        };
        let skipped = self.words()[at.min(end)..end]
            .iter()
            .take_while(is_before_noun)
            .count();
        at + skipped + 1
    }

    /// Returns the relative pronoun of the clause that the verb at word `verb` ends: *de man die zei dat*, *een brief
    /// waarin zij schrijft dat*. Looks no farther back than word `start`.
    pub(super) fn relative_of(&self, start: usize, verb: usize) -> Option<usize> {
        let words = self.words();
        // `bezocht boer Bos die zijn koeien kwijt is en zei dat`: the clause has ended.
        let is_inside = |at: &usize| {
            !self.gap(at + 1).contains([',', ':', ';']) && !matches!(words[*at].text, "en" | "maar")
        };
        let mut places = (start + 1..verb).rev().take_while(is_inside);
        places.find(|&at| {
            let has_own_verb = words[at + 1..verb]
                .iter()
                .any(|word| SAYS.contains(&word.lower) && !AUXILIARIES.contains(&word.text));
            if has_own_verb {
                return false;
            }
            let before = &words[at - 1];
            // `de man die`, but `Ook die partij zegt dat`
            let follows_noun = || {
                self.gap(at).contains(',')
                    || before.is_capitalized() && at > start + 1
                    || words[start..at - 1].iter().rev().take(2).any(|word| {
                        DETERMINERS.contains(&word.lower.as_ref())
                            || matches!(word.lower.as_ref(), "de" | "iemand")
                    })
                    || before.text == "iemand"
            };
            match words[at].text {
                "die" => follows_noun(),
                "waarin" | "waarop" | "waarmee" => true,
                _ => false,
            }
        })
    }

    /// Returns the subject of the relative clause behind the words `head` whose verb is at word `verb`: *Smit sprak met
    /// Bos, die vertelde dat*.
    pub(super) fn subject_of_relative(
        &self,
        clause: &mut SpeechClause<'_>,
        head: Range<usize>,
        verb: usize,
    ) -> Option<Attribution> {
        let words = self.words();
        let last = &words[head.end - 1];
        let range = words[head.start].range.start..last.range.end;
        // `een brief waarin de minister schrijft dat`
        if words[head.end].text != "die" {
            let inner = head.end + 1..verb;
            // `een brief waarin hij schrijft dat`
            let pronoun = words.get(inner.start).filter(|word| is_pronoun(word));
            if let Some(pronoun) = pronoun {
                let mut persons = clause.people.mentions_in(clause.block, &range);
                let person = persons.next()?.person;
                let is_only =
                    persons.next().is_none() && clause.people.may_be(person, &pronoun.lower);
                let (speakers, person) = clause.one(person, SpeakerLink::Pronoun);
                return is_only.then_some(Attribution {
                    speakers,
                    person,
                    range,
                    form: AttributionForm::Within,
                });
            }
            let is_named = !inner.is_empty();
            let inner = words[inner.start.min(verb)].range.start..words[verb - 1].range.end;
            return is_named.then(|| clause.named_in(inner)).flatten();
        }
        let mention = clause.people.mentions_in(clause.block, &range).last();
        let mention = mention.filter(|mention| mention.span.end as usize >= last.range.end);
        if let Some(person) = mention.map(|mention| mention.person) {
            let (speakers, person) = clause.one(person, SpeakerLink::Name);
            return Some(Attribution {
                speakers,
                person,
                range,
                form: AttributionForm::Within,
            });
        }
        // `de politie, die belooft dat`
        let first = head
            .end
            .checked_sub(2)
            .filter(|first| *first >= head.start)?;
        let is_noun_phrase = is_body(last) && matches!(words[first].lower.as_ref(), "de" | "het");
        is_noun_phrase
            .then(|| clause.named_in(words[first].range.start..last.range.end))
            .flatten()
    }

    /// Whether a report opens with a preposition, and its subject stands behind the verb: *Na de lezing van Smit zeiden veel
    /// bezoekers dat*.
    pub(super) fn names_subject_behind(&self, start: usize, frame: &Frame) -> bool {
        let words = self.words();
        let opens = words[start].lower.as_ref();
        let is_preposition = PREPOSITIONS.contains(&opens) || OPENING.contains(&opens);
        let behind = words
            .get(frame.verb + 1..frame.first - 1)
            .unwrap_or_default();
        let form = reporting(&words[frame.verb].lower);
        let is_of_verb = |word: &Word<'_>| {
            form.is_some_and(|form| form.needs(&word.lower))
                || PREPOSITIONS.contains(&word.text)
                || !word.joined
        };
        let mut behind = behind
            .iter()
            .skip_while(|word| ADVERBS.contains(&word.text));
        // `Bij wethouder Smit klinkt het dat`
        let opens_subject = |word: &Word<'_>| word.text != "het" && !is_of_verb(word);
        is_preposition && behind.next().is_some_and(opens_subject)
    }

    /// Returns the word at which the subject of a report in the perfect begins that opens with a preposition: *Op vragen van
    /// Smit heeft het college geantwoord dat*.
    pub(super) fn behind_auxiliary(&self, start: usize, verb: usize) -> Option<usize> {
        let words = self.words();
        let opens = words[start].lower.as_ref();
        let is_auxiliary = |at: &usize| AUXILIARIES.contains(&words[*at].text);
        let is_preposition = PREPOSITIONS.contains(&opens) || OPENING.contains(&opens);
        let at = (start + 2..verb)
            .find(is_auxiliary)
            .filter(|_| is_preposition)?;
        (at + 1 < verb).then_some(at + 1)
    }

    /// Returns the word at which the main clause begins behind a report within another clause: *Hoewel X toegaf dat er
    /// fouten zijn, bleef hij*, *X, die zei dat het kan, stapt op*.
    pub(super) fn main_clause(&self, start: usize, frame: &Frame) -> Option<usize> {
        let words = self.words();
        let opener = words.first()?.lower.as_ref();
        let is_verb = |at: usize| {
            let word = &words[at];
            word.is_finite_verb()
                || CALLS.contains(&word.lower)
                || word.text.starts_with(char::is_lowercase) && may_be_verb(word.text)
        };
        // `Wethouder Smit, die zei dat het kan, stapt op`, `Het nieuws dat Smit vindt dat het kan, leidde`
        let is_inner = self.relative_of(start, frame.verb).is_some()
            || words[start.min(frame.verb)..frame.verb]
                .iter()
                .any(|word| word.text == "dat");
        (CONCEDING.contains(&opener) || is_inner).then_some(())?;
        (frame.first..words.len()).find(|&at| self.gap(at).contains(',') && is_verb(at))
    }
}
