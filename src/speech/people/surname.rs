//! Reads surnames: with infixes, of two words, words that are also days or nouns.
//!
//! Leaves out given names and the grammar of whole names (`name`).

use super::bodies::is_group;
use super::name_word::{is_capital_infix, is_infix, is_name_word};
use crate::dutch::verbs::FINITE;
use crate::dutch::words::{
    DOUBLE_SURNAMES, FIRST_NAMES, INFIXES, POLICY, SURNAMES_AFTER_INFIX, is_place,
};
use crate::speech::words::{Word, has_inner_capital};

/// Returns a surname that stands twice without a space, as below a photograph, once: `BoschBosch`.
pub(super) fn undoubled(surname: &str) -> &str {
    let half = surname.get(..surname.len() / 2);
    half.filter(|half| half.len() > 2 && surname[half.len()..] == **half)
        .unwrap_or(surname)
}

/// Returns the index after a listed surname with an infix within that begins at word `at`: *Schultz van Haegen*.
pub(super) fn double_surname_end(words: &[Word<'_>], at: usize) -> Option<usize> {
    let mut near = DOUBLE_SURNAMES
        .iter()
        .filter(|surname| surname.starts_with(words[at].text));
    near.find_map(|surname| {
        let parts = surname.split(' ');
        let end = at + parts.clone().count();
        let written = words.get(at..end)?;
        let is_whole = parts.zip(written).all(|(part, word)| part == word.text);
        is_whole.then_some(end)
    })
}

/// Whether the word at `at` is the second of two surnames behind an infix: *Henric de Jong Schouwenburg*.
pub(super) fn ends_double_surname(words: &[Word<'_>], at: usize, surname: &[&str]) -> bool {
    let goes_on = words
        .get(at + 1)
        .is_some_and(|next| next.joined && next.is_capitalized());
    surname.len() == 2
        && INFIXES.contains(surname[0])
        && !goes_on
        && !is_group(&words[at].lower)
        && [words[at - 1].lower.as_ref(), words[at].lower.as_ref()]
            .iter()
            .all(|word| !POLICY.contains(word))
}

/// Appends a surname with its infixes (`van den Oever`) to `surname`. Returns the index after it.
pub(super) fn push_surname<'a>(
    words: &[Word<'a>],
    at: usize,
    surname: &mut Vec<&'a str>,
) -> Option<usize> {
    let mut next = at;
    while words
        .get(next)
        .is_some_and(|w| (is_infix(w) || is_capital_infix(w)) && (next == at || w.joined))
        && next - at < 3
    {
        next += 1;
    }
    // `van de Raad`, `van de Werd`
    let of_infix = |w: &&Word<'_>| {
        let is_verb = next - at > 1 && FINITE.contains(&w.lower);
        next > at && w.is_capitalized() && (SURNAMES_AFTER_INFIX.contains(&w.lower) || is_verb)
    };
    // `Henk van D.`
    let is_initial =
        |w: &Word<'_>| next > at && is_one_initial(w) && !name_goes_on(words, next + 1);
    let last = words
        .get(next)
        .filter(|w| is_name_word(w) || of_infix(w) || is_initial(w))
        .filter(|w| next == at || w.joined)
        .filter(|w| next == at || of_infix(w) || !is_group(&w.lower))
        // `Eringa van ProRail`
        .filter(|w| next == at || !has_inner_capital(w.text))?;
    surname.extend(words[at..next].iter().map(|w| w.text));
    surname.push(last.text);
    // `Tjon A Fat`
    let parts = words.get(next + 1..next + 3);
    let parts = parts.filter(|parts| {
        parts[0].text == "A" && parts.iter().all(|part| part.joined) && is_name_word(&parts[1])
    });
    if let Some(parts) = parts {
        surname.extend(parts.iter().map(|word| word.text));
        return Some(next + 3);
    }
    // `van Heeckeren tot Heeckeren`, `van Rossum du Chattel`
    let seat = words.get(next + 1..next + 3).filter(|seat| {
        let [to, name] = seat else { return false };
        // `Van Dijk tot Kerst afwezig`
        let is_feast = matches!(name.text, "Kerst" | "Pasen" | "Pinksteren" | "Nieuwjaar");
        let is_seat = || {
            let may_be = name.text == last.text || !is_place(name.text);
            next > at && to.text == "tot" && !is_feast && may_be
        };
        to.joined && name.joined && is_name_word(name) && (to.text == "du" || is_seat())
    });
    if let Some(seat) = seat {
        surname.extend(seat.iter().map(|word| word.text));
        return Some(next + 3);
    }
    Some(next + 1)
}

/// `Kees Zondag`: a day or month after a given name.
pub(super) fn is_day_as_surname(given: Option<&str>, word: &Word<'_>) -> bool {
    given.is_some_and(|given| FIRST_NAMES.contains(given))
        && word.is_capitalized()
        && (word.lower.ends_with("dag")
            || matches!(word.lower.as_ref(), "mei" | "maart" | "april" | "augustus"))
}

/// `Jaap Bond`: the noun of a body, at word `at`, right behind a given name and with no name of its own.
pub(super) fn is_noun_as_surname(given: Option<&str>, words: &[Word<'_>], at: usize) -> bool {
    let goes_on = words
        .get(at + 1)
        .is_some_and(|next| next.joined && (next.is_capitalized() || next.text == "van"));
    given.is_some_and(|given| FIRST_NAMES.contains(given))
        && words[at].is_capitalized()
        && SURNAMES_AFTER_INFIX.contains(&words[at].lower)
        && !goes_on
}

/// `Ruud K.`: of whom a court tries, the text gives only the initial of the surname.
pub(super) fn is_initial_as_surname(
    given: Option<&str>,
    surname: &[&str],
    words: &[Word<'_>],
    at: usize,
) -> bool {
    given.is_some_and(|given| FIRST_NAMES.contains(given))
        && surname.is_empty()
        && is_one_initial(&words[at])
        && !name_goes_on(words, at + 1)
}

/// Whether the word at `at` may go on with a name.
fn name_goes_on(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_some_and(|next| {
        next.joined && (next.is_capitalized() || next.is_initials() || is_infix(next))
    })
}

/// Whether a word is one initial: *K.*
pub(super) fn is_one_initial(word: &Word<'_>) -> bool {
    word.is_initials() && word.text.chars().count() == 2
}

pub(super) fn ends_in_infix(name: &str) -> bool {
    name.rsplit_once('-')
        .is_some_and(|(_, last)| INFIXES.contains(&last.to_lowercase()))
}
