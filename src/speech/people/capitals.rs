//! What a text shows of its capitalized words: how often they occur, which of them speak, which are things.
//!
//! Leaves out whom they name (`mentions`).

use std::hash::BuildHasher as _;

use foldhash::HashMap;
use foldhash::fast::FixedState;

use super::apart::office_held;
use super::beside_speech::{introduces_speech, is_referred_to, speaks};
use super::bodies::is_group;
use super::name::{Name, name_at};
use super::name_word::{is_capital_infix, is_name_word, is_of_place};
use crate::dutch::words::is_place;
use crate::speech::words::{Line, Word};

/// Words before the name of a place, a body or a thing.
const BEFORE_A_THING: [&str; 11] = [
    "in", "naar", "bij", "uit", "te", "nabij", "rond", "vanuit", "de", "het", "of",
];

/// The capitalized words of a text. Two words with one key are so rare that a name is missed at most.
#[derive(Debug, Default)]
pub(super) struct Capitals(HashMap<u64, Seen>);

/// What the text shows of a word.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Default)]
struct Seen {
    times: usize,
    /// A preposition or article shows it to be a place or a body: *in Terwolde*, *bij Vitens*.
    is_thing: bool,
    /// It stands alone beside a verb of saying: *zegt Pasman*, *Pasman denkt*.
    speaks: bool,
    /// And a pronoun in that sentence refers to it: *Verhaar zegt dat hij komt*.
    is_human: bool,
    /// It stands within a sentence.
    is_inside: bool,
    /// It stands behind *De*, and the text says that it holds an office: *De Jong was inspecteur*.
    holds_office: bool,
    /// It stands before a colon and a quotation: *Jumelet: “…”*.
    introduces: bool,
    /// The word before it, if that may be a given name.
    given: Option<String>,
    has_several_given: bool,
    /// The surname behind it, if it may be a given name.
    surname: Option<String>,
    has_several_surnames: bool,
}

impl Capitals {
    /// Counts the capitalized words of a block.
    pub(super) fn count(&mut self, line: &Line<'_>) {
        let words = line.words;
        for (at, word) in words.iter().enumerate().filter(|(_, w)| w.is_capitalized()) {
            let seen = self.0.entry(key(word.text)).or_default();
            let before = at.checked_sub(1).map(|before| &words[before]);
            seen.times += 1;
            seen.is_inside |= word.joined;
            seen.holds_office |= before.is_some_and(|article| article.lower == "de")
                && office_held(line, at - 1, at + 1).is_some();
            seen.introduces |= introduces_speech(line, at);
            // `in Ter Apel`
            let is_behind_infix =
                word.joined && at > 1 && is_capital_infix(&words[at - 1]) && words[at - 1].joined;
            let opener = if is_behind_infix {
                words.get(at - 2)
            } else {
                before
            };
            seen.is_thing |=
                word.joined && opener.is_some_and(|word| BEFORE_A_THING.contains(&&*word.lower));
            if let Some(given) = before.filter(|before| word.joined && is_name_word(before)) {
                let known = seen.given.get_or_insert_with(|| given.text.to_owned());
                seen.has_several_given |= known != given.text;
            }
            let name = is_name_word(word).then(|| name_at(words, at)).flatten();
            // not `Wiebes van Economische Zaken`
            let surname = name
                .filter(|name| name.first == at)
                .and_then(|name| name.surname);
            if let Some(surname) = surname.filter(|own| own.starts_with(char::is_uppercase)) {
                seen.has_several_surnames |=
                    seen.surname.as_ref().is_some_and(|own| *own != surname);
                seen.surname.get_or_insert(surname);
            }
            // `Volgens Poelman is dat jammer`
            let is_source = word.joined && opener.is_some_and(|word| word.lower == "volgens");
            let goes_on = words
                .get(at + 1)
                .is_some_and(|next| next.joined && next.is_capitalized());
            let says = speaks(words, at);
            seen.speaks |= is_source && !goes_on || says;
            seen.is_human |= says && is_referred_to(words, at);
        }
    }

    fn seen(&self, text: &str) -> Option<&Seen> {
        self.0.get(&key(text))
    }

    /// Whether a word occurs.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.seen(text).is_some()
    }

    /// Whether a word occurs more than once, and nothing shows that it is a place or a body.
    pub(super) fn recurs(&self, word: &Word<'_>) -> bool {
        let seen = self.seen(word.text);
        seen.is_some_and(|seen| seen.times > 1 && !seen.is_thing)
    }

    /// Whether a preposition or an article shows a word to be a place or a body.
    pub(super) fn is_thing(&self, word: &Word<'_>) -> bool {
        self.seen(word.text).is_some_and(|seen| seen.is_thing)
    }

    /// Whether a word stands alone beside a verb of saying somewhere.
    pub(super) fn speaks(&self, text: &str) -> bool {
        self.seen(text).is_some_and(|seen| seen.speaks)
    }

    /// Whether the text says of a word behind *De* that it holds an office.
    pub(super) fn holds_office(&self, word: &Word<'_>) -> bool {
        self.seen(word.text).is_some_and(|seen| seen.holds_office)
    }

    /// Returns the only given name that stands before a word.
    pub(super) fn given_before(&self, word: &Word<'_>) -> Option<String> {
        let seen = self.seen(word.text)?;
        seen.given.clone().filter(|_| !seen.has_several_given)
    }

    /// Returns the only surname that stands behind a given name.
    pub(super) fn surname_behind(&self, given: &str) -> Option<&str> {
        let seen = self.seen(given)?;
        seen.surname
            .as_deref()
            .filter(|_| !seen.has_several_surnames && !seen.is_thing)
    }

    /// Whether the last word of a name stands alone beside a verb of saying somewhere, and nothing shows that it is a place
    /// or a body.
    pub(super) fn speaks_alone(&self, name: &Name, line: &Line<'_>) -> bool {
        let last = &line.words[name.end - 1];
        let first_part = last.text.split('-').next().unwrap_or_default();
        [last.text, first_part].iter().any(|text| {
            let seen = self.seen(text);
            seen.is_some_and(|seen| seen.speaks && !seen.is_thing)
        })
    }

    /// Whether the word at `at` is a surname that the text uses alone, of somebody who speaks, and to whom a pronoun
    /// refers or whose words follow a colon.
    pub(super) fn is_lone_speaker(&self, line: &Line<'_>, at: usize) -> bool {
        let word = &line.words[at];
        let is_person = |seen: &Seen| seen.is_human || seen.introduces && seen.is_inside;
        self.seen(word.text).is_some_and(is_person)
            && self.recurs(word)
            && !is_group(&word.lower)
            && !is_place(word.text)
            && !is_of_place(word)
            && (speaks(line.words, at) || introduces_speech(line, at))
    }

    /// Returns `name` without the *s* of a genitive: *Renate Leistens werkkamer*, where *Leisten* speaks elsewhere.
    pub(super) fn nominative(&self, line: &Line<'_>, mut name: Name) -> Name {
        let owns = line
            .words
            .get(name.end)
            .is_some_and(|next| next.joined && next.text.starts_with(char::is_lowercase));
        let surname = name.surname.as_deref().filter(|_| owns);
        if let Some(own) = surname.and_then(|surname| surname.strip_suffix('s'))
            && self.speaks(own.rsplit(' ').next().unwrap_or(own))
        {
            name.surname = Some(own.to_owned());
        }
        name
    }
}

fn key(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}
