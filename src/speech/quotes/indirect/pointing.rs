//! Reads sentences that say whose words the sentence before holds: *Dat zegt X*, *Zo meldt X*.
//!
//! Leaves out attributions within a sentence (`clause`).

use std::ops::Range;

use super::openers::{ADVERBIALS, LEAST_WORDS};
use super::{Sentence, attributed};
use crate::document::AttributionForm;
use crate::dutch::calendar::WEEKDAYS;
use crate::dutch::verbs::{SAYS, reporting};
use crate::speech::quotes::attribution::Attribution;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Number of words of a sentence in which `NOT_SAID` is looked for.
const NOT_SAID_WITHIN: usize = 10;

/// Words with which *Dat zegt* points at nobody's words: *Dat zegt genoeg*, *Dat vindt plaats*.
const NOT_SAID: [&str; 9] = [
    "plaats", "niet", "genoeg", "veel", "niets", "iets", "alles", "meer", "weinig",
];

/// Words, beside days of the week, that tell when somebody says what stands before: *Dat zei Smit gisteren*.
const WHEN: [&str; 5] = ["gisteren", "vandaag", "ook", "desgevraagd", "tegen"];

/// Reads *Dat zegt X*, which reports the sentence `before` it.
pub(super) fn pointing_back(
    clause: &mut SpeechClause<'_>,
    sentence: &Sentence<'_>,
    before: &str,
) -> Option<(Range<usize>, Attribution)> {
    let [first, verb, next, ..] = sentence.words() else {
        return None;
    };
    // `Dat heeft de raad maandag laten weten`
    let is_perfect = || {
        let said = |word: &Word<'_>| {
            // `Dat heeft Smit te kennen gegeven`
            matches!(word.text, "weten" | "gegeven")
                || reporting(&word.lower).is_some_and(|verb| verb.participle)
        };
        matches!(verb.text, "heeft" | "hebben" | "had" | "hadden")
            && sentence.words().iter().any(said)
    };
    // `Dat maakte de gouverneur bekend`
    let is_announced = || {
        let mut words = sentence.words().iter();
        reporting(&verb.lower).is_some_and(|verb| verb.needs("bekend"))
            && words.any(|word| word.text == "bekend")
    };
    let reports =
        reporting(&verb.lower).is_some_and(|verb| verb.clause) || is_perfect() || is_announced();
    // `Zo vertelt hij een leraar dat hij langskomt`
    // `Zo denken ze aan een nieuwe brug`
    let thinks_of = || {
        let mut words = sentence.words().iter();
        verb.text.starts_with("den") && words.any(|word| word.text == "aan")
    };
    let goes_on = || {
        let mut words = sentence.words().iter();
        first.text == "Zo" && (words.any(|word| word.text == "dat") || thinks_of())
    };
    let is_form =
        matches!(first.text, "Dat" | "Dit" | "Zo") && verb.joined && reports && !goes_on();
    // `“…” Dit zei ze in de raad. Dat meldt de gemeente.`: the words are reported already
    let opener = before
        .split_whitespace()
        .nth(1)
        .filter(|_| before.starts_with(['D', 'Z']));
    let is_reported = opener.is_some_and(|verb| {
        ["Dat ", "Dit ", "Zo "]
            .iter()
            .any(|first| before.starts_with(first))
            && SAYS.contains(verb)
    });
    let mut opening = sentence.words().iter().take(NOT_SAID_WITHIN);
    let takes_place = opening.any(|word| NOT_SAID.contains(&word.text));
    if !is_form
        || is_reported
        || !next.joined
        || takes_place
        || sentence.after_mark
        || sentence.words().len() > 30
    {
        return None;
    }
    // `Dat vond Smit te lang`, `Zo vertelt Smit over de oorlog`
    let words = sentence.words();
    let source = sentence.source_end(clause, 2);
    let behind = words
        .get(source)
        .filter(|word| word.joined)
        .map(|word| word.text);
    let is_judgement = ["vind", "vond", "noem"]
        .iter()
        .any(|begin| verb.lower.starts_with(begin));
    let is_time =
        |word: &str| WHEN.contains(&word) || WEEKDAYS.contains(word) || ADVERBIALS.contains(&word);
    let says_else = behind.is_some_and(|behind| {
        is_judgement && !is_time(behind)
            || behind == "zich"
            || first.text == "Zo" && matches!(behind, "het" | "een" | "de" | "over")
            || verb.lower.starts_with("verwacht") && behind == "al"
            || verb.lower.starts_with("merk") && behind == "aan"
    });
    if says_else || verb.text == "weet" {
        return None;
    }
    let mut by = sentence.range.clone();
    by.start = next.range.start;
    // `Dat zeggen zeven partijen`
    let says = matches!(
        verb.text,
        "zegt" | "zeggen" | "zei" | "zeiden" | "meldt" | "melden" | "stellen"
    );
    let is_group = first.text == "Dat" && says && next.text.starts_with(char::is_lowercase);
    let by = clause.named_in(by);
    if by.is_none() && !is_group {
        return None;
    }
    let words = before.trim_end_matches([' ', '.', ',']);
    let start = words.len() - words.trim_start().len();
    (words.split_whitespace().count() > LEAST_WORDS && !before.trim_end().ends_with(['?', ':']))
        .then(|| {
            let by = attributed(by, sentence.range.clone(), AttributionForm::DatZei);
            (start..words.len(), by)
        })
}
