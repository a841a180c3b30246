//! Tells words before a name, which look like parts of it, from the name.
//!
//! Leaves out the grammar of names (`name`).

use super::name_word::is_name_word;
use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::verbs::is_finite_verb;
use crate::dutch::words::{FIRST_NAMES, INFIXES, OPENS_NO_NAME, is_body_noun, is_place_at};
use crate::speech::words::{Line, Word};

/// Fewest bytes of a noun before a name that is no given name.
pub(super) const LONG_NOUN: usize = 9;

/// Whether the place behind *in* or the noun of a body at word `at` stands before a name: *jongerenwerker in Dijkdam-Noord
/// Ted Smit*, *dijkgraaf van waterschap Zuiderdiep Co Smit*.
fn is_place_before_name(words: &[Word<'_>], at: usize) -> bool {
    let three = at
        .checked_sub(1)
        .and_then(|before| words.get(before..at + 3));
    // `ambassadeur in Zandland Gajus Smit`
    let follows_office = || {
        let office = at.checked_sub(2).map(|office| &words[office]);
        office.is_some_and(|office| ROLE_FORMS.contains_key(&*office.lower))
    };
    matches!(three, Some([before, place, given, surname])
        if [place, given, surname].iter().all(|word| word.joined && word.is_capitalized())
            && (matches!(before.text, "in" | "uit" | "te" | "stad" | "dorp") || is_body_noun(&before.lower))
            && (is_place_at(place.text)
                || FIRST_NAMES.contains(given.text) && !FIRST_NAMES.contains(place.text)
                || before.text == "in" && follows_office()))
}

/// Whether word `at` stands before a name that it is no part of, or is the first of an office.
pub(super) fn is_before_name(words: &[Word<'_>], at: usize) -> bool {
    is_place_before_name(words, at)
        || is_noun(words, at)
        || is_long_office(words, at)
        || opens_sentence(words, at)
}

/// Whether a word that may be a given name opens the sentence before word `at`: *Matt Poelmans van de Bewoners*.
pub(super) fn is_behind_given(line: &Line<'_>, at: usize) -> bool {
    let given = at.checked_sub(1).filter(|_| line.words[at].joined);
    given.is_some_and(|given| {
        is_name_word(&line.words[given])
            && line.starts_sentence(given)
            && !is_before_name(line.words, given)
    })
}

/// Whether word `at` opens a sentence, and is no name: *Zelfs Smit*, *Vindt Van Dam dat*, *Daarop vroeg Smit*.
fn opens_sentence(words: &[Word<'_>], at: usize) -> bool {
    let Some(opening) = words.get(at).filter(|word| word.is_capitalized()) else {
        return false;
    };
    let may_open = OPENS_NO_NAME.contains(&opening.lower) || is_finite_verb(&opening.lower);
    let next = words.get(at + 1).filter(|next| next.joined);
    let is_before_name =
        next.is_some_and(|name| name.is_capitalized() || INFIXES.contains(&name.lower));
    // `Daarop vroeg Smit`
    let is_first = (at == 0 || !opening.joined) && OPENS_NO_NAME.contains(&opening.lower);
    may_open && (is_before_name || is_first) && !FIRST_NAMES.contains(opening.text)
}

/// Whether the noun at word `at` says what the person is whose name follows, or from where: *Boegbeeld Jan Smit*,
/// *Rijkswaterstater Ina Bos*, *Doesburger Willy Janssen*. Given names are shorter than long nouns.
fn is_noun(words: &[Word<'_>], at: usize) -> bool {
    let [noun, given, surname, ..] = &words[at.min(words.len())..] else {
        return false;
    };
    let is_name = [given, surname]
        .iter()
        .all(|word| word.joined && word.is_capitalized());
    let place = noun
        .text
        .strip_suffix("naar")
        .or(noun.text.strip_suffix("er"));
    let is_inhabitant = || place.is_some_and(|place| place.len() > 3 && is_place_at(place));
    let is_long = || {
        FIRST_NAMES.contains(given.text)
            && noun.is_capitalized()
            && noun.text.len() >= LONG_NOUN
            && noun.text.chars().all(char::is_alphabetic)
    };
    is_name && !FIRST_NAMES.contains(noun.text) && (is_inhabitant() || is_long())
}

/// Whether an office of several words begins at word `at`: *Commissaris van de Koning* is no name.
fn is_long_office(words: &[Word<'_>], at: usize) -> bool {
    let forms = words.get(at).and_then(|word| ROLE_FORMS.get(&*word.lower));
    forms.into_iter().flatten().any(|form| {
        let written = words.get(at..at + form.words.len());
        form.words.len() > 1
            && written.is_some_and(|words| {
                let parts = form.words.iter().zip(words);
                parts.clone().all(|(part, word)| word.lower == *part)
            })
    })
}
