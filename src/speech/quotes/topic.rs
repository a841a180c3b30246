//! Finds of whom a sentence speaks.
//!
//! Leaves out the subject of a clause (`subject`), and to which quotations a topic is carried (`beside`).

use std::ops::Range;

use super::hearer::gets_message;
use super::named::{Named, governs};
use super::noted_office::{ROLE_WITHIN, office_opening};
use super::of_others::{asks_of_another, follows_plural, is_about_text, is_list, opens_with_name};
use super::pronoun::pronoun_of_topic;
use super::speaker::{body_speaker, part_of_name};
use super::speech_clause::{SpeechClause, main_clause};
use super::subject::{Opening, Subject};
use super::unnamed::{
    brings_on, brings_on_somebody, brought_on_at, is_agreed_by_somebody, is_somebody_behind_verb,
    is_unnamed_person,
};
use crate::document::SpeakerLink;
use crate::dutch::verbs::SAYS;
use crate::dutch::words::FIRST_NAMES;
use crate::speech::people::{People, is_fellow, opens_with_given_name, opens_with_party};
use crate::speech::words::{Line, Word};

/// Most words before the name of one of a group.
const GROUP_WITHIN: usize = 9;

/// Most words of a sentence before a pronoun that is its subject.
const WITHIN: usize = 6;

/// Most words of a sentence before the verb that brings somebody on.
const INVERTED: usize = 4;

/// Verbs of somebody who no longer speaks.
const DIED: [&str; 4] = ["overleed", "overleden", "stierf", "verongelukte"];

/// Of whom a sentence speaks.
#[derive(Debug, Clone)]
pub(super) enum Topic {
    Known(Subject),
    /// Somebody whom the text does not name, or several people at once.
    Unknown,
    /// Nobody: a thing, or an event.
    Nothing,
}

/// Whether a sentence speaks of somebody whom the text does not name, or of several people: what follows is not said by the
/// one whom it names.
fn speaks_of_others(words: &[Word<'_>], named: &[Named]) -> bool {
    // `Smit overleed zondag. “Een groot kunstenaar is heengegaan.”`
    let is_dead = words.iter().any(|word| DIED.contains(&word.text));
    let is_of_others =
        || is_about_text(words) || is_agreed_by_somebody(words) || brings_on_somebody(words);
    let brought_on = brought_on_at(words);
    let is_behind_other = brought_on.is_some_and(|at| named.iter().all(|named| named.start > at));
    // `De dominee heeft gebeden dat Loes Bos terugkomt`
    let is_of_holder = || {
        let opens = matches!(words[0].lower.as_ref(), "de" | "het" | "een")
            && People::nameless_role(words, 1).is_some();
        let object = words
            .iter()
            .find(|word| matches!(word.text, "dat" | "die" | "of"));
        let object = object.zip(named.first());
        opens && object.is_some_and(|(dat, named)| dat.range.start < named.start)
    };
    is_dead
        || named.is_empty() && (is_of_others() || is_somebody_behind_verb(words))
        || is_behind_other
        || is_of_holder()
        || gets_message(words)
        || is_list(words, named)
}

impl SpeechClause<'_> {
    /// Returns of whom the sentence `range` with the words of `line` speaks.
    pub(super) fn topic(&mut self, line: &Line<'_>, sentence: &Range<usize>) -> Topic {
        let words = &line.words;
        let Some(first) = words.first() else {
            return Topic::Nothing;
        };
        if let Some(main) = main_clause(line)
            && let line = line.part(&(main..sentence.end))
            && let known @ Topic::Known(_) = self.topic(&line, &(main..sentence.end))
        {
            return known;
        }
        let floor = self.given_the_floor(line, sentence);
        if let Some(person) = floor.or_else(|| self.asked_by_us(words)) {
            return Topic::Known(self.one(person, SpeakerLink::Name));
        }
        let subject = self.in_focus(line).or_else(|| self.last_word(line));
        let subject = subject.or_else(|| self.one_of_many(line));
        let subject = subject.or_else(|| self.fellow(line));
        // `Voor wethouder Smit is de maat vol`
        let is_copula = |word: &Word<'_>| COPULAS.contains(&word.text);
        let concerns = first.text == "Voor" && words.iter().take(8).any(is_copula);
        let concerned = || concerns.then(|| self.concerned(sentence)).flatten();
        if let Some(subject) = subject.or_else(concerned) {
            return Topic::Known(subject);
        }
        if let Some(person) = self.holder_behind_verb(words) {
            return Topic::Known(self.one(person, SpeakerLink::Role));
        }
        if let Some(person) = self.introduced(words) {
            return Topic::Known(self.one(person, SpeakerLink::FirstName));
        }
        let named = self.named(line, sentence);
        if speaks_of_others(words, &named) {
            return Topic::Unknown;
        }
        match self.opening_subject(line, sentence, named.first().map(|named| named.start)) {
            Opening::Subject(subject) => {
                self.note_office(words, subject.1);
                return Topic::Known(subject);
            }
            Opening::UnknownPerson | Opening::Several => return Topic::Unknown,
            Opening::Other if named.is_empty() && self.opens_with_office_of_another(words) => {
                return Topic::Unknown;
            }
            Opening::Other => {}
        }
        if let Some(topic) = self.of_given_name(words, &named) {
            return topic;
        }
        if asks_of_another(words, &named) {
            return Topic::Unknown;
        }
        if is_unnamed_person(words)
            && named
                .first()
                .is_none_or(|named| named.start > words[words.len().min(4) - 1].range.start)
        {
            return Topic::Unknown;
        }
        if let Some(topic) = self.of_pronoun(words, &named, sentence.start) {
            return topic;
        }
        match &named[..] {
            [one, other, ..] if other.joint && one.start <= first.range.start + 40 => {
                Topic::Unknown
            }
            // `Zo’n vijftig boeren stonden minister Smit op te wachten`
            [one, others @ ..] if !one.joint && others.is_empty() && follows_plural(words, one) => {
                Topic::Unknown
            }
            [one, ..] => {
                self.note_office_before(words, one);
                self.note_office_of_fellow(words, one);
                Topic::Known(self.one(one.person, SpeakerLink::Name))
            }
            [] => self.without_name(line),
        }
    }

    /// Returns of whom a sentence speaks whose subject is a pronoun.
    fn of_pronoun(&mut self, words: &[Word<'_>], named: &[Named], start: usize) -> Option<Topic> {
        let reach = office_opening(words).map_or(WITHIN, |_| ROLE_WITHIN);
        let until = named.first().map_or(usize::MAX, |named| named.start);
        let pronoun = pronoun_of_topic(words, reach, until)?;
        let known = self.subject_as(&pronoun.lower);
        let known = known.or_else(|| self.sole_in_paragraph(&pronoun.lower, start));
        // `Net als Smit denkt hij dat`: he is not Smit.
        let compares = matches!(words, [net, als, ..] if net.text == "Net" && als.text == "als");
        let other = compares
            .then(|| self.people.by_part_of_name(words, 2))
            .flatten();
        let is_other = |person: &usize| other.is_none_or(|(named, _)| named != *person);
        let Some(person) = known.filter(is_other) else {
            return Some(Topic::Unknown);
        };
        self.note_office(words, Some(person));
        Some(Topic::Known(self.one(person, SpeakerLink::Pronoun)))
    }

    /// Returns of whom a sentence speaks that has no whole name and no pronoun for its subject.
    fn without_name(&mut self, line: &Line<'_>) -> Topic {
        let words = line.words;
        if let Some((person, by_surname)) = self.part_of_name_within(words) {
            return Topic::Known(self.one(person, part_of_name(by_surname)));
        }
        if let Some(person) = self.people.note_first_name(words) {
            return Topic::Known(self.one(person, SpeakerLink::FirstName));
        }
        if let Some(person) = self.concerned_alone(words) {
            return Topic::Known(self.one(person, SpeakerLink::Name));
        }
        if let Some(person) = self.holder_within(words) {
            return Topic::Known(self.one(person, SpeakerLink::Role));
        }
        self.body_as_topic(line)
    }

    /// Returns the person whose given name a sentence tells or brings on: *Ze heette Bea en …*, *Naast haar zit de zestienjarige
    /// Floor*.
    fn introduced(&mut self, words: &[Word<'_>]) -> Option<usize> {
        if let [pronoun, verb, name, ..] = words
            && matches!(pronoun.lower.as_ref(), "ze" | "zij" | "hij")
            && matches!(verb.text, "heet" | "heette")
            && FIRST_NAMES.contains(name.text)
        {
            return self.people.note_first_name_at(words, 2);
        }
        let verb = words.iter().take(INVERTED).position(brings_on)?;
        self.people.note_name_behind_age(words.get(verb + 1..)?)
    }

    /// Whether a sentence opens with an office of somebody else than the person of whom the text speaks: *Kamerlid Ina Bos
    /// is tegen. De minister reageert woedend.* That person has another office or a party, or has said nothing.
    fn opens_with_office_of_another(&self, words: &[Word<'_>]) -> bool {
        let person = self.subject.map(|person| &self.people.persons[person]);
        let is_another = person
            .is_some_and(|person| person.role.is_some() || person.party.is_some() || !person.spoke);
        is_another && words[0].text == "De" && People::nameless_role(words, 1).is_some()
    }

    /// Returns of whom a sentence speaks that opens with a given name alone, unless it names somebody whom the text has named
    /// before.
    fn of_given_name(&mut self, words: &[Word<'_>], named: &[Named]) -> Option<Topic> {
        if !named.is_empty()
            || !opens_with_given_name(words)
            || self.people.by_part_of_name(words, 0).is_some()
        {
            return None;
        }
        let person = self.people.note_opening_name(words);
        Some(person.map_or(Topic::Unknown, |person| {
            Topic::Known(self.one(person, SpeakerLink::FirstName))
        }))
    }

    /// Returns the only person whom a sentence names, if it is about what that person thinks or needs: *Voor bewoner Ben Smit
    /// komt het plan op het goede moment*.
    fn concerned_alone(&self, words: &[Word<'_>]) -> Option<usize> {
        let [concerns, first, .., last] = words else {
            return None;
        };
        let mention = self.people.mention_at(self.block, first.range.start);
        let mention = mention.filter(|_| concerns.text == "Voor")?;
        let whole = first.range.start..last.range.end;
        let is_only = self.people.mentions_in(self.block, &whole).count() == 1;
        // `Voor Smit had de voorzitter een boodschap`
        let end = mention.span.end as usize;
        let behind = words.iter().position(|word| word.range.start >= end)?;
        let has_other = (behind..words.len()).any(|at| People::nameless_role(words, at).is_some());
        (is_only && !has_other).then_some(mention.person)
    }

    /// Returns the body of whom a sentence speaks, if it says something or is a party.
    fn body_as_topic(&self, line: &Line<'_>) -> Topic {
        let says = || line.words.iter().any(|word| SAYS.contains(&word.lower));
        // `Oppositiepartij Dorpsbelang is niet onder de indruk`: who spoke before does not speak.
        let is_party = opens_with_party(line.words) && !self.opens_with_own_party(line.words);
        let bodies = self.people.speaking_bodies(line);
        if !bodies.is_empty() && (is_party || says()) {
            return Topic::Known((bodies.into_iter().map(body_speaker).collect(), None));
        }
        if is_party || opens_with_name(line.words) {
            return Topic::Unknown;
        }
        Topic::Nothing
    }

    /// Returns the person on whom a cleft sentence puts the stress: *Het was Ina Smit die tegen stemde*, *Toen was het aan
    /// Ina Smit om te antwoorden*.
    fn in_focus(&mut self, line: &Line<'_>) -> Option<Subject> {
        let words = line.words;
        let is_copula = |word: &Word<'_>| matches!(word.text, "is" | "was");
        let at = words.windows(2).take(FOCUS).position(|two| {
            let (first, second) = (&two[0], &two[1]);
            first.lower == "het" && is_copula(second) || is_copula(first) && second.text == "het"
        })?;
        let is_turn = words.get(at + 2)?.text == "aan";
        let name = at + 2 + usize::from(is_turn);
        let goes_on = if is_turn { "om" } else { "die" };
        let first = words.get(name)?;
        if !words[name + 1..].iter().any(|word| word.text == goes_on) {
            return None;
        }
        let mention = self.people.mention_at(self.block, first.range.start);
        let known = mention.map(|mention| mention.person);
        let known = known.or_else(|| {
            let is_name = first.is_capitalized();
            Some(
                self.people
                    .by_part_of_name(words, name)
                    .filter(|_| is_name)?
                    .0,
            )
        });
        let person = known.or_else(|| {
            let is_whole =
                FIRST_NAMES.contains(first.text) && words.get(name + 1)?.is_capitalized();
            self.people.note_bare_name(line, name).filter(|_| is_whole)
        })?;
        Some(self.one(person, SpeakerLink::Name))
    }

    /// Returns whom the writer asks: *Aan schipper Ina Smit vragen we of ze het heeft gemist*.
    fn asked_by_us(&self, words: &[Word<'_>]) -> Option<usize> {
        let [to, name, ..] = words else { return None };
        let asks = |two: &[Word<'_>]| {
            matches!(two[0].text, "vragen" | "vroegen" | "vraag" | "vroeg")
                && matches!(two[1].text, "we" | "wij" | "ik")
        };
        let is_asked = to.text == "Aan" && words.windows(2).any(asks);
        let mention = self.people.mention_at(self.block, name.range.start);
        Some(mention.filter(|_| is_asked)?.person)
    }

    /// Returns the person who has the last word on a sentence: *De steun is weg, iets wat Smit niet begrijpt*.
    pub(super) fn last_word(&self, line: &Line<'_>) -> Option<Subject> {
        let words = line.words;
        let mut places = (2..words.len().saturating_sub(2)).rev();
        let at = places.find(|&at| opens_remark(line, at))?;
        let name = &words[at + 2];
        let mention = self.people.mention_at(self.block, name.range.start);
        let person = mention.map(|mention| mention.person);
        let person = person.or_else(|| Some(self.people.by_part_of_name(words, at + 2)?.0))?;
        Some(self.one(person, SpeakerLink::Name))
    }

    /// Returns the only person whom a sentence names of a group: *Andere raadsleden zijn tegen, waaronder Ina Smit*.
    fn one_of_many(&self, line: &Line<'_>) -> Option<Subject> {
        let words = line.words;
        let at = (1..words.len()).find(|&at| {
            let is_of_people = || words[at].text == "wie" && words[at - 1].text == "onder";
            words[at].text == "waaronder" || is_of_people()
        })?;
        let first = words.get(at + 1)?.range.start;
        let mention = self.people.mention_at(self.block, first)?;
        let whole = words[0].range.start..words[words.len() - 1].range.end;
        let is_only = self.people.mentions_in(self.block, &whole).count() == 1;
        is_only.then(|| self.one(mention.person, SpeakerLink::Name))
    }

    /// Returns the person whose name stands between commas behind a group: *Een van de bewoners, Ina Smit, zegt*.
    pub(super) fn named_of_group(&self, line: &Line<'_>) -> Option<usize> {
        let words = line.words;
        let [one, of, owner, ..] = words else {
            return None;
        };
        let is_form = matches!(one.lower.as_ref(), "een" | "één")
            && of.text == "van"
            && matches!(owner.text, "de" | "het" | "hun" | "zijn" | "haar" | "deze");
        let near = 4..words.len().min(GROUP_WITHIN);
        let mut near = near.filter(|_| is_form);
        let name = near.find(|&at| line.between(at - 1, at).contains(','))?;
        // The group may be read as the office of the person.
        let mut starts = (3..=name).rev().map(|at| words[at].range.start);
        let mention = starts.find_map(|start| self.people.mention_at(self.block, start))?;
        Some(mention.person)
    }

    /// Returns the person with whose name a sentence opens, behind a noun that ties the person to another: *Diens collega Ina
    /// Smit is het met hem eens*.
    fn fellow(&mut self, line: &Line<'_>) -> Option<Subject> {
        let [owner, noun, name, ..] = line.words else {
            return None;
        };
        let is_fellow = matches!(owner.text, "Diens" | "Zijn" | "Haar" | "Hun")
            && is_fellow(noun)
            && name.joined;
        if !is_fellow {
            // `Haar dochter Eveline krijgt er vlekken van.`
            let is_owned = matches!(owner.text, "Zijn" | "Haar" | "Hun");
            let person = is_owned.then(|| self.people.note_name_behind_age(line.words))??;
            return Some(self.one(person, SpeakerLink::FirstName));
        }
        let known = self.people.mention_at(self.block, name.range.start);
        let person = known.map(|mention| mention.person);
        let person = person.or_else(|| self.people.note_bare_name(line, 2))?;
        Some(self.one(person, SpeakerLink::Name))
    }

    /// Returns the person of whom a part of the name stands in a sentence, if no other word governs it, and whether the
    /// part is the surname.
    fn part_of_name_within(&self, words: &[Word<'_>]) -> Option<(usize, bool)> {
        let mut capitals = words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.is_capitalized());
        capitals.find_map(|(at, word)| {
            let governed = at
                .checked_sub(1)
                .is_some_and(|before| governs(words, &words[before].lower, at))
                || self.people.is_inside_mention(self.block, word.range.start);
            let found = || self.people.by_part_of_name(words, at);
            (!governed).then(found).flatten()
        })
    }

    /// Whether a sentence begins with the party of the person of whom the text speaks.
    fn opens_with_own_party(&self, words: &[Word<'_>]) -> bool {
        let person = self.subject.map(|person| &self.people.persons[person]);
        let party = person.and_then(|person| person.party.as_deref());
        let mut opening = words.iter().take(2);
        party.is_some_and(|party| opening.any(|word| word.text.starts_with(party)))
    }

    /// Returns who holds an office that stands alone as a subject within a sentence: *Om dat te horen, bezoekt de
    /// staatssecretaris de gevangenis*.
    fn holder_within(&self, words: &[Word<'_>]) -> Option<usize> {
        words.windows(2).enumerate().find_map(|(at, two)| {
            let is_subject = two[0].text == "de"
                && at > 0
                && !governs(words, &words[at - 1].lower, at + 1)
                && !PREPOSITIONS.contains(&words[at - 1].text);
            is_subject
                .then(|| self.people.by_role(words, at + 1))
                .flatten()
        })
    }

    /// Returns who holds the office that is the subject behind the verb, before somebody else is named: *Daarom stelt de
    /// gouverneur minister Smit in gebreke*.
    fn holder_behind_verb(&self, words: &[Word<'_>]) -> Option<usize> {
        let [_, verb, article, office, ..] = words else {
            return None;
        };
        let is_subject = verb.is_finite_verb() && article.text == "de" && office.joined;
        let is_named = self.people.mention_at(self.block, office.range.start);
        if !is_subject || is_named.is_some() {
            return None;
        }
        self.people.by_role(words, 3)
    }
}

/// Whether a remark on the whole sentence begins at word `at`, behind a comma: *…, iets wat Smit niet begrijpt*.
pub(super) fn opens_remark(line: &Line<'_>, at: usize) -> bool {
    let next = line.words.get(at + 1);
    let is_something = line.words[at].text == "iets"
        && next.is_some_and(|next| matches!(next.text, "wat" | "dat"));
    (is_something || line.words[at].text == "hetgeen") && line.between(at - 1, at) == ", "
}

/// Most words of a cleft sentence before its verb.
const FOCUS: usize = 8;

/// Words before an office whose holder is not the subject.
const PREPOSITIONS: [&str; 14] = [
    "van", "in", "met", "bij", "door", "naar", "uit", "dan", "als", "tot", "achter", "en", "of",
    "onder",
];

/// Verbs of a sentence that says what something is for somebody.
pub(super) const COPULAS: [&str; 16] = [
    "staat", "stond", "voelt", "voelde", "is", "was", "zijn", "waren", "blijft", "bleef",
    "blijven", "geldt", "hoeft", "hoefde", "wordt", "werd",
];
