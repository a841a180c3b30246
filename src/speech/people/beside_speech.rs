//! Tells that a capitalized word alone may be the name of somebody: a verb of saying, a quotation or another verb is
//! beside it.
//!
//! Leaves out the grammar of names (`name`).

use super::People;
use super::bodies::is_group;
use super::name::Name;
use super::name_word::is_name_word;
use crate::dutch::calendar::month_number;
use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::verbs::SAYS;
use crate::dutch::words::{FIRST_NAMES, INFIXES, OF_PLACES, PARTIES, STOP_WORDS, is_place};
use crate::speech::words::{Line, Word};

/// Nouns that tie somebody to the one spoken of.
const KIN: [&str; 16] = [
    "zoon",
    "dochter",
    "man",
    "vrouw",
    "broer",
    "zus",
    "moeder",
    "vader",
    "oma",
    "opa",
    "partner",
    "vriend",
    "vriendin",
    "buurman",
    "buurvrouw",
    "kleinzoon",
];

impl People {
    /// Notes a person of whom the text gives only the first name, beside a verb within a sentence and once more:
    /// *Vorig jaar begon Sanne als bewaarder*.
    pub(in crate::speech) fn note_first_name(&mut self, words: &[Word<'_>]) -> Option<usize> {
        let is_verb = Word::is_finite_verb;
        let at = (0..words.len()).find(|&at| {
            let word = &words[at];
            if !word.is_capitalized() || !FIRST_NAMES.contains(word.text) {
                return false;
            }
            let next = words.get(at + 1).filter(|next| next.joined);
            let before = at
                .checked_sub(1)
                .map(|before| &words[before])
                .filter(|_| word.joined);
            let is_alone = [next, before]
                .iter()
                .flatten()
                .all(|beside| !beside.is_capitalized() && !beside.is_initials());
            is_alone
                && (next.is_some_and(is_verb) || before.is_some_and(is_verb))
                && self.capitals.recurs(word)
                && !is_group(&word.lower)
                && !is_place(word.text)
        })?;
        Some(self.identify(&given_alone(words, at)))
    }

    /// Notes the person whose given name alone opens a sentence ([`opens_with_given_name`]), if the sentence also refers back
    /// to it: *Karim uit Zandwijk mist zijn telefoon*.
    pub(in crate::speech) fn note_opening_name(&mut self, words: &[Word<'_>]) -> Option<usize> {
        let refers =
            |word: &Word<'_>| matches!(word.text, "zijn" | "haar" | "zich" | "hij" | "zij" | "ze");
        let is_person = words.iter().skip(2).any(refers);
        is_person.then(|| self.identify(&given_alone(words, 0)))
    }

    /// Notes the person whose given name alone stands at word `at`.
    pub(in crate::speech) fn note_first_name_at(
        &mut self,
        words: &[Word<'_>],
        at: usize,
    ) -> Option<usize> {
        let next = words.get(at + 1);
        let is_alone = next.is_none_or(|next| !next.joined || !next.is_capitalized());
        is_alone.then(|| self.identify(&given_alone(words, at)))
    }

    /// Notes the person whose first name opens the words behind an age or a relation: *de tienjarige Mirelle*, *de 10-jarige
    /// Mirelle*, *haar zoon Bas*.
    pub(in crate::speech) fn note_name_behind_age(&mut self, words: &[Word<'_>]) -> Option<usize> {
        let [article, noun, given, rest @ ..] = words else {
            return None;
        };
        let is_alone = rest
            .first()
            .is_none_or(|next| !next.joined || !next.is_capitalized());
        let has_age =
            matches!(article.lower.as_ref(), "de" | "een") && noun.text.ends_with("jarige");
        let is_relative =
            matches!(article.lower.as_ref(), "zijn" | "haar" | "hun") && KIN.contains(&noun.text);
        // `de 45-jarige Rotterdammer`, `hun partner Zonnekracht`
        let may_be_other = noun.text == "partner"
            || ["er", "aar", "ees"]
                .iter()
                .any(|end| given.text.ends_with(end))
            || OF_PLACES.contains(&given.lower)
            || is_national(given.text);
        let is_name = (has_age || is_relative)
            && given.joined
            && is_name_word(given)
            && !is_group(&given.lower)
            && (!may_be_other || FIRST_NAMES.contains(given.text));
        (is_name && is_alone).then(|| self.identify(&given_alone(words, 2)))
    }
}

/// Returns the word at `at` as a given name without a surname.
fn given_alone(words: &[Word<'_>], at: usize) -> Name {
    Name {
        first: at,
        end: at + 1,
        given: Some(words[at].text.to_owned()),
        surname: None,
    }
}

/// Whether a sentence opens with a given name alone, and its verb or a place: *Karim mist*, *Karim uit Zandwijk*.
pub(in crate::speech) fn opens_with_given_name(words: &[Word<'_>]) -> bool {
    let [name, next, ..] = words else {
        return false;
    };
    let is_name = FIRST_NAMES.contains(name.text) && !is_group(&name.lower) && !is_place(name.text);
    // `Karim mist`: the form is a noun too
    let may_be_verb = next.text.ends_with('t') && !STOP_WORDS.contains(next.text);
    let goes_on = next.is_finite_verb() || may_be_verb || next.text == "uit";
    is_name && next.joined && !next.is_capitalized() && goes_on
}

/// Whether a word is one for somebody of a country: *de 34-jarige Belg*.
fn is_national(word: &str) -> bool {
    const NATIONALS: [&str; 16] = [
        "Belg", "Brit", "Pool", "Turk", "Let", "Rus", "Griek", "Deen", "Zweed", "Noor", "Fin",
        "Ier", "Est", "Roemeen", "Kroaat", "Tsjech",
    ];
    let ends = [
        "iaan", "kaan", "iër", "jaard", "man", "daan", "naan", "gaar", "se",
    ];
    NATIONALS.contains(&word) || ends.iter().any(|end| word.ends_with(end))
}

/// Whether the capitalized word at `at` stands alone beside a verb of saying. An infix may belong to it:
/// *zegt Van der Meulen*.
pub(super) fn speaks(words: &[Word<'_>], at: usize) -> bool {
    let is_verb = |word: &Word<'_>| SAYS.contains(&word.lower);
    let next = words.get(at + 1).filter(|word| word.joined);
    let mut first = at;
    while first > 0 && words[first].joined && INFIXES.contains(&words[first - 1].lower) {
        first -= 1;
    }
    let before = first
        .checked_sub(1)
        .map(|before| &words[before])
        .filter(|_| words[first].joined);
    let is_alone = next.is_none_or(|word| !word.is_capitalized())
        && before.is_none_or(|word| !word.is_capitalized() || first == 1);
    is_alone && (next.is_some_and(is_verb) || before.is_some_and(is_verb))
}

/// Whether the word at `at` opens a sentence, and a colon and a quotation mark follow it.
pub(super) fn introduces_speech(line: &Line<'_>, at: usize) -> bool {
    let word = &line.words[at];
    let rest = line.text[word.range.end..].strip_prefix(": ");
    !word.joined && rest.is_some_and(opens_quotation)
}

/// Whether the age of a person follows the given name at word `at`: *Ella (26)*, *Ella (26, leerkracht)*. A number also
/// follows places, parties and what is counted.
pub(super) fn has_age(line: &Line<'_>, at: usize) -> bool {
    let word = &line.words[at];
    let is_name = || {
        is_name_word(word)
            && !is_place(word.text)
            && !is_group(&word.lower)
            && !PARTIES.contains(&word.lower)
            && !ROLE_FORMS.contains_key(&*word.lower)
            && month_number(&word.lower).is_none()
            && !OF_PLACES.contains(&word.lower)
    };
    is_before_age(line, at) && (FIRST_NAMES.contains(word.text) || is_name())
}

/// Whether an age in parentheses follows word `at`.
pub(super) fn is_before_age(line: &Line<'_>, at: usize) -> bool {
    let rest = line.text[line.words[at].range.end..].strip_prefix(" (");
    let age = rest.and_then(|rest| rest.split_once(')')?.0.split(',').next());
    age.is_some_and(|age| matches!(age.len(), 1 | 2) && age.bytes().all(|b| b.is_ascii_digit()))
}

fn opens_quotation(text: &str) -> bool {
    text.starts_with(['“', '„', '‘', '"', '\'', ',', '«'])
}

/// Most words between a name and the pronoun, or the sentence, that refers to it.
const NEAR: usize = 15;

/// Whether *hij*, *zij* or *ze* follows word `at` in its sentence, or opens the next one with a verb of saying: *Hondema
/// noemt dat zwaar. Ze zegt dat …*
pub(super) fn is_referred_to(words: &[Word<'_>], at: usize) -> bool {
    let behind = &words[at + 1..];
    let is_in_sentence = |word: &Word<'_>| word.joined || !word.is_capitalized();
    let end = behind
        .iter()
        .take(NEAR + 1)
        .position(|word| !is_in_sentence(word));
    let same_sentence = &behind[..end.unwrap_or(behind.len()).min(NEAR)];
    if same_sentence
        .iter()
        .any(|word| matches!(word.text, "hij" | "zij" | "ze"))
    {
        return true;
    }
    let next = end.and_then(|end| behind.get(end..end + 2));
    matches!(next, Some([pronoun, verb]) if matches!(pronoun.text, "Hij" | "Zij" | "Ze")
        && SAYS.contains(&verb.lower) && verb.lower.ends_with('t'))
}
