//! Finds the subject of a clause: the speakers that it names.
//!
//! Leaves out where attributions stand (`attribution`), of whom a whole sentence speaks (`topic`), and people whom no office
//! announces (`trade`).

use std::ops::Range;

use super::named::{Named, is_object};
use super::number::{is_plural_after, is_plural_before, is_pronoun};
use super::of_others::follows_plural;
use super::speaker::{body_speaker, nameless_speaker, part_of_name, speaker};
use super::speech_clause::SpeechClause;
use super::unnamed::{is_inhabitant, parties_of_noun};
use crate::document::{Speaker, SpeakerLink};
use crate::dutch::sentences::trimmed;
use crate::dutch::verbs::{FINITE, SAYS};
use crate::dutch::words::{INFIXES, PARTIES, is_body_noun};
use crate::speech::people::People;
use crate::speech::words::{Line, Word, has_inner_capital};

/// The subject of a clause: its speakers, and the person among them to whom later pronouns refer.
pub(super) type Subject = (Vec<Speaker>, Option<usize>);

/// What a clause opens with.
pub(super) enum Opening {
    /// A person that the text has introduced.
    Subject(Subject),
    /// A pronoun that refers to nobody known, or to several people.
    UnknownPerson,
    /// Several offices without names.
    Several,
    Other,
}

/// Words that open a clause about something else.
const CONJUNCTIONS: [&str; 14] = [
    "als", "omdat", "dat", "wat", "of", "terwijl", "toen", "die", "wanneer", "zoals", "hoe",
    "zodat", "waar", "nadat",
];

/// Words that may stand before the subject.
pub(super) const BEFORE_SUBJECT: [&str; 10] = [
    "ook", "maar", "en", "want", "dus", "zelfs", "alleen", "daarom", "toch", "volgens",
];

impl SpeechClause<'_> {
    /// Whether word `at` of the line begins a speaker: a pronoun, a person, an office or a body.
    pub(super) fn opens_with_speaker(&self, line: &Line<'_>, at: usize) -> bool {
        let Some(word) = line.words.get(at) else {
            return false;
        };
        if matches!(
            word.lower.as_ref(),
            "hij" | "zij" | "ze" | "hem" | "haar" | "hen"
        ) {
            return true;
        }
        let noun = at + usize::from(matches!(word.lower.as_ref(), "de" | "het" | "een"));
        let next = line.words.get(noun);
        self.people
            .mention_at(self.block, word.range.start)
            .is_some()
            || word.is_capitalized() && self.people.by_part_of_name(line.words, at).is_some()
            || People::nameless_role(line.words, noun).is_some()
            || next.is_some_and(|word| is_body(word) || word.is_acronym())
    }

    /// Returns the subject of `clause`.
    pub(super) fn subject_of(&mut self, clause: &Range<usize>) -> Option<Subject> {
        if clause.is_empty() {
            return None;
        }
        let stretch = self.line.part(clause);
        if let Some(person) = self.given_the_floor(&stretch, clause) {
            return Some(self.one(person, SpeakerLink::Name));
        }
        // `een bewoner, die wethouder Smit steunt`
        let mut words = stretch.words.iter().skip(1);
        let relative =
            words.find(|word| !word.joined && matches!(word.text, "die" | "wie" | "waar"));
        let clause = &(clause.start..relative.map_or(clause.end, |word| word.range.start));
        let stretch = self.line.part(clause);
        let named = self.named(&stretch, clause);
        match self.opening_subject(&stretch, clause, named.first().map(|named| named.start)) {
            Opening::Subject(subject) => return Some(subject),
            Opening::UnknownPerson => return None,
            Opening::Several => return Some((Vec::new(), None)),
            Opening::Other => {}
        }
        self.note_trade(&stretch, &named);
        let opens_with_body = stretch
            .words
            .first()
            .is_some_and(|word| is_body_noun(&word.lower));
        // `De bestuurders hebben minister Smit gevraagd`
        let is_asked =
            matches!(&named[..], [one] if !one.joint && follows_plural(stretch.words, one));
        self.named_subject(&named)
            .filter(|_| !is_asked)
            .or_else(|| {
                if opens_with_body {
                    None
                } else {
                    self.new_person_subject(&stretch)
                }
            })
            .or_else(|| {
                let bodies = self.people.speaking_bodies(&stretch);
                let speakers: Vec<Speaker> = bodies.into_iter().map(body_speaker).collect();
                (!speakers.is_empty()).then_some((speakers, None))
            })
            .or_else(|| {
                // `Een woordvoerder van Smit`
                let of = stretch.words.get(after_determiner(&stretch) + 1)?;
                nameless_holder(&stretch).filter(|_| of.text == "van")
            })
            .or_else(|| self.later_subject(&stretch))
            .or_else(|| nameless_holder(&stretch))
            .or_else(|| {
                // `Verder schrijft de minister`, but `Bij de bond vinden ze`
                let words = stretch.words;
                let verb = words.iter().position(|word| SAYS.contains(&word.lower))?;
                let next = words.get(verb + 1);
                let are_several = next.is_some_and(is_pronoun) && is_plural_before(words, verb + 1);
                let behind = words[verb].range.end..clause.end;
                // `Bewoners schreven wethouder Smit`, `De jury prijst Smit`
                let is_of_others = verb > 0 && next.is_some_and(|_| is_object(words, verb + 1));
                (!are_several && !is_of_others)
                    .then(|| self.subject_of(&trimmed(self.text, behind)))?
            })
    }

    /// Returns the surname, pronoun or office that opens the clause as its subject, even if
    /// somebody is named later.
    pub(super) fn opening_subject(
        &mut self,
        line: &Line<'_>,
        clause: &Range<usize>,
        named: Option<usize>,
    ) -> Opening {
        let tokens = &line.words;
        let Some(first) = tokens.first() else {
            return Opening::Other;
        };
        if let Some(person) = self.named_of_group(line) {
            return Opening::Subject(self.one(person, SpeakerLink::Name));
        }
        // `Smit heeft minister Bos gebeld`
        if named.is_some_and(|start| start > first.range.start)
            && tokens
                .get(1)
                .is_some_and(|next| next.joined && next.is_finite_verb())
            && let Some((person, by_surname)) = self.people.by_part_of_name(tokens, 0)
        {
            return Opening::Subject(self.one(person, part_of_name(by_surname)));
        }
        let opening = &tokens[..tokens.len().min(4)];
        let opening_end = opening.last().map_or(clause.start, |w| w.range.start);
        if named.is_some_and(|start| start <= opening_end) {
            return Opening::Other;
        }
        // `haar opvolger`: the word owns what follows.
        let is_object = match first.lower.as_ref() {
            "hem" => true,
            "haar" => tokens
                .get(1)
                .is_none_or(|next| FINITE.contains(&next.lower)),
            _ => false,
        };
        let pronoun = tokens
            .iter()
            .take(3)
            .take_while(|word| BEFORE_SUBJECT.contains(&word.lower.as_ref()) || is_pronoun(word))
            .position(is_pronoun);
        if is_object || pronoun.is_some() {
            let is_plural = pronoun.is_some_and(|at| is_plural_after(tokens, at));
            let word = pronoun.map_or(first, |at| &tokens[at]);
            let known = self.antecedent(&word.lower, clause.start);
            return match known.filter(|_| !is_plural) {
                Some(person) => Opening::Subject(self.one(person, SpeakerLink::Pronoun)),
                None => Opening::UnknownPerson,
            };
        }
        if let Some(parties) = parties_of_noun(tokens) {
            let person = self.last_of_parties(&parties, clause.start);
            return match person.or_else(|| self.sole_without_party(&parties, clause.start)) {
                Some(person) => Opening::Subject(self.one(person, SpeakerLink::Role)),
                None => Opening::UnknownPerson,
            };
        }
        // `vertelt de Zandwijkse`
        if let (true, Some(person)) = (is_inhabitant(tokens), self.subject) {
            return Opening::Subject(self.one(person, SpeakerLink::Pronoun));
        }
        if let Some(person) = self.pointed_at(tokens, clause.start) {
            return Opening::Subject(self.one(person, SpeakerLink::Pronoun));
        }
        if let Some((person, by_surname)) = self.people.by_part_of_name(tokens, 0) {
            return Opening::Subject(self.one(person, part_of_name(by_surname)));
        }
        let at = after_determiner(line);
        if is_first_of_list(tokens, at) {
            return Opening::Several;
        }
        // `een woordvoerder` is somebody, `een opgeluchte minister` the one spoken of
        let is_anybody = matches!(first.lower.as_ref(), "een" | "één")
            && People::nameless_role(tokens, at).is_some();
        let by_role = self
            .people
            .by_role(tokens, at)
            .filter(|person| !is_anybody && !self.people.is_of_other_body(*person, tokens, at));
        // `aldus het lid`: not somebody of whom the text speaks only later
        let by_role =
            by_role.filter(|holder| !self.is_of_another(*holder, tokens, at, clause.start));
        let holder = by_role.or_else(|| {
            // `de vrouw die komt stemmen` is somebody else
            let is_described = tokens.get(at + 1).is_some_and(|next| next.text == "die");
            let is_definite = matches!(first.lower.as_ref(), "de" | "het")
                && !is_described
                && !named.is_some_and(|_| tells_who_holds(tokens));
            let known = || self.sole_before(clause.start).or(self.subject);
            let known = is_definite.then(known).flatten()?;
            let before = self.text[..clause.start].trim_end();
            let is_said = before.ends_with(char::is_alphabetic);
            let office = self
                .people
                .may_hold(known, is_said, self.block, tokens, at)?;
            self.people.persons[known].take_office(office);
            Some(known)
        });
        match holder {
            Some(person) => Opening::Subject(self.one(person, SpeakerLink::Role)),
            None => Opening::Other,
        }
    }

    /// Whether an office at word `at` that opens `tokens` without a name is not that of its only `holder`: the text speaks of that person
    /// only later, or of somebody whose office may be called so.
    fn is_of_another(&self, holder: usize, tokens: &[Word<'_>], at: usize, start: usize) -> bool {
        let known = self.subject.filter(|known| *known != holder);
        // `de boer` for an `akkerbouwboer`
        let role = self.people.persons[holder].role.as_deref();
        let is_part =
            role.is_some_and(|role| tokens.get(at).is_some_and(|word| word.lower != role));
        let is_without =
            known.is_some_and(|known| is_part || self.people.persons[known].role.is_none());
        let is_other_member = known.is_some_and(|known| {
            self.people.may_be_member(known) && role.is_some_and(|role| role.ends_with("lid"))
        });
        let is_later = || self.people.is_named_behind(holder, self.block, start);
        // `volgens zijn advocaat`
        let is_owned = matches!(tokens[0].lower.as_ref(), "zijn" | "haar" | "hun");
        is_other_member || (is_without || is_owned) && is_later()
    }

    /// Returns the first person named, and those joined to that person.
    fn named_subject(&self, named: &[Named]) -> Option<Subject> {
        let (&Named { person, .. }, others) = named.split_first()?;
        let joint = others
            .iter()
            .take_while(|other| other.joint)
            .map(|other| other.person);
        let speakers = std::iter::once(person).chain(joint);
        Some((
            speakers
                .map(|one| speaker(self.people, one, SpeakerLink::Name))
                .collect(),
            Some(person),
        ))
    }

    /// Returns the person of whom the text gives only the surname that opens the clause, or the firm.
    pub(super) fn lone_surname(&mut self, clause: &Range<usize>) -> Option<Subject> {
        let line = self.line.part(clause);
        let word = line.words.first()?;
        if has_inner_capital(word.text) {
            // A firm: `zegt TreinTramBus`
            return Some((vec![body_speaker(word.text.to_owned())], None));
        }
        let person = self.people.note_surname(&line, 0)?;
        Some(self.one(person, SpeakerLink::Surname))
    }

    /// Returns the person whose name of one word is all of the clause behind a verb with which people speak, and bodies
    /// rarely: *“…”, zegt Thimo*, *“…”, vult Li-Song aan*. Nothing may show that it is a place or a body.
    pub(super) fn lone_name(&mut self, verb: &str, clause: &Range<usize>) -> Option<Subject> {
        const OF_PEOPLE: [&str; 16] = [
            "zegt", "zei", "vertelt", "vertelde", "vult", "vulde", "meent", "meende", "lacht",
            "lachte", "roept", "riep", "legt", "legde", "grapt", "grapte",
        ];
        let line = self.line.part(clause);
        let [_, rest @ ..] = line.words else {
            return None;
        };
        let particle = matches!(rest, [] | [_])
            && rest
                .iter()
                .all(|word| matches!(word.text, "aan" | "uit" | "toe"));
        if !particle || !OF_PEOPLE.contains(&verb) {
            return None;
        }
        let person = self.people.note_lone_name(&line, 0)?;
        Some(self.one(person, SpeakerLink::FirstName))
    }

    /// Whether somebody without a name speaks who belongs to the person whose name opens the clause: *Smits woordvoerder*,
    /// *Bolsius’ advocaat*.
    pub(super) fn is_of_somebodys(&self, clause: &Range<usize>) -> bool {
        let line = self.line.part(clause);
        let [name, noun, ..] = line.words else {
            return false;
        };
        let is_owned = name.is_capitalized()
            && name.text.ends_with('s')
            && line.between(0, 1).starts_with(['’', '\''])
            && line.between(0, 1).ends_with(' ');
        is_owned
            && People::nameless_role(line.words, 1).is_some()
            && noun.text.starts_with(char::is_lowercase)
    }

    /// Returns a pronoun or a known name later in the clause: `Ook vertelt ze:`, `Volgens Smit:`.
    fn later_subject(&self, line: &Line<'_>) -> Option<Subject> {
        line.words
            .iter()
            .enumerate()
            .skip(1)
            .find_map(|(at, word)| {
                let is_source =
                    matches!(word.text, "hem" | "haar") && line.words[at - 1].lower == "volgens";
                // `als ze voorbijlopen`
                let is_clause = CONJUNCTIONS.contains(&line.words[at - 1].lower.as_ref());
                let is_subject = matches!(word.text, "hij" | "zij" | "ze")
                    && !is_clause
                    && !is_plural_before(line.words, at);
                let pronoun = (is_source || is_subject)
                    .then(|| self.subject_as(word.text))
                    .flatten();
                if let Some(person) = pronoun {
                    return Some(self.one(person, SpeakerLink::Pronoun));
                }
                let is_other = self.people.is_inside_mention(self.block, word.range.start);
                // `Ook van Lith benadrukt`
                let opens_name = word.is_capitalized() || INFIXES.contains(&word.lower);
                let named = (opens_name && !is_other)
                    .then(|| self.people.by_part_of_name(line.words, at))
                    .flatten();
                named.map(|(person, by_surname)| self.one(person, part_of_name(by_surname)))
            })
    }

    pub(super) fn one(&self, person: usize, link: SpeakerLink) -> Subject {
        (vec![speaker(self.people, person, link)], Some(person))
    }
}

/// Returns the office without a name that opens a clause.
fn nameless_holder(line: &Line<'_>) -> Option<Subject> {
    let role = People::nameless_role(line.words, after_determiner(line))?;
    Some((vec![nameless_speaker(role)], None))
}

/// Whether a word is the noun or the acronym of a body.
pub(super) fn is_body(word: &Word<'_>) -> bool {
    // `PvdA/GroenLinks`
    let are_parties = || {
        let mut parts = word.lower.split('/');
        word.lower.contains('/') && parts.all(|part| PARTIES.contains(part))
    };
    is_body_noun(&word.lower) || word.is_acronym() || are_parties()
}

/// Whether the words tell who holds the office they open with: *De Friese commissaris is dan Ed Smit*.
fn tells_who_holds(words: &[Word<'_>]) -> bool {
    let mut opening = words.iter().skip(2).take(2);
    opening.any(|word| matches!(word.text, "is" | "was" | "heet"))
}

/// Whether the office at word `at` is the first of several: *de gouverneur, de procureur en drie burgemeesters*.
fn is_first_of_list(words: &[Word<'_>], at: usize) -> bool {
    let is_noun = |at: usize| {
        matches!(words.get(at..at + 2), Some([article, noun])
            if matches!(article.text, "de" | "het" | "een")
                && noun.joined
                && noun.text.starts_with(char::is_lowercase))
    };
    let joiner = |word: &Word<'_>| word.joined && word.text == "en";
    match words.get(at + 1) {
        Some(next) if joiner(next) => is_noun(at + 2),
        Some(next) if !next.joined => is_noun(at + 1) && words[at + 2..].iter().any(joiner),
        _ => false,
    }
}

/// Returns the index after the article or possessive that opens the line, or 0.
fn after_determiner(line: &Line<'_>) -> usize {
    const DETERMINERS: [&str; 7] = ["de", "het", "een", "hun", "zijn", "haar", "onze"];
    let first = line.words.first();
    usize::from(first.is_some_and(|word| DETERMINERS.contains(&word.lower.as_ref())))
}
