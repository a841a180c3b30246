//! Tells that a sentence speaks of others than the person whom it names: of several people, of a text, or of somebody who
//! asks something of that person.
//!
//! Leaves out subjects that the text does not name (`unnamed`).

use super::hearer::WRITTEN;
use super::named::Named;
use super::number::{is_plural_form, is_pronoun};
use crate::dutch::verbs::SAYS;
use crate::dutch::words::{INFIXES, is_body_noun, is_place};
use crate::speech::people::is_name_word;
use crate::speech::words::Word;

/// Whether a name that no rule reads opens a sentence: *Auteur Ted van Loon pleit*, *Sportvrouw Zoetebier wint*.
pub(super) fn opens_with_name(words: &[Word<'_>]) -> bool {
    let [first, second, third, ..] = words else {
        return false;
    };
    let goes_on = third.is_capitalized() || INFIXES.contains(&third.lower);
    let is_of_people = |word: &Word<'_>| !is_body_noun(&word.lower) && !is_place(word.text);
    let is_whole = is_of_people(first) && is_of_people(second);
    let are_names = second.joined && is_name_word(first) && is_name_word(second);
    are_names && (third.joined && goes_on || is_whole)
}

/// Whether a sentence tells what stands in a text, whoever wrote it: *In de motie wordt om uitleg gevraagd*, *Er lag een
/// briefje in de bus*.
pub(super) fn is_about_text(words: &[Word<'_>]) -> bool {
    const TEXTS: [&str; 6] = [
        "motie",
        "amendement",
        "brief",
        "petitie",
        "manifest",
        "verklaring",
    ];
    let is_passive = |word: &Word<'_>| matches!(word.text, "wordt" | "werd" | "staat" | "stond");
    let writes = |word: &Word<'_>| {
        [
            "schreef",
            "schreven",
            "schrij",
            "geschreven",
            "stuur",
            "gestuurd",
            "plaats",
            "mailde",
        ]
        .iter()
        .any(|begin| word.lower.starts_with(begin))
    };
    let opens_with_pronoun = words.first().is_some_and(is_pronoun);
    let holds_words = !opens_with_pronoun && words.iter().any(|word| WRITTEN.contains(&word.text));
    // `Dinsdag lag er een briefje in de bus.`, but `De wethouder schreef een brief.`
    let tells_writer = || {
        let mut words = words.iter();
        words.any(|word| writes(word) || SAYS.contains(&word.lower))
    };
    holds_words && !tells_writer()
        || matches!(words, [preposition, article, noun, verb, ..]
        if preposition.text == "In" && matches!(article.text, "de" | "het" | "een")
            && TEXTS.contains(&noun.text) && is_passive(verb))
}

/// Whether three people or more are the subject of one verb: *Ina Bos, Jan Smit en Ali Kaya stellen voor*.
pub(super) fn is_list(words: &[Word<'_>], named: &[Named]) -> bool {
    let [_, _, .., last] = named else {
        return false;
    };
    let behind = words
        .iter()
        .skip_while(|word| word.range.start < last.start || !word.is_capitalized())
        .find(|word| word.text.starts_with(char::is_lowercase) && word.text.len() > 3);
    last.joint && behind.is_some_and(is_plural_form)
}

/// Whether a plural verb stands before the only person named, in the same clause, who then is not its subject.
pub(super) fn follows_plural(words: &[Word<'_>], named: &Named) -> bool {
    // They are no infinitives and no nouns.
    const PLURAL: [&str; 15] = [
        "hebben",
        "stonden",
        "waren",
        "hadden",
        "vroegen",
        "kwamen",
        "gingen",
        "kregen",
        "wilden",
        "zagen",
        "spraken",
        "boden",
        "gaven",
        "riepen",
        "bezochten",
    ];
    let before = words.partition_point(|word| word.range.start < named.start);
    let is_same_clause = |at: &usize| {
        let next = words.get(at + 1);
        next.is_none_or(|next| next.joined) && !matches!(words[*at].text, "maar" | "en")
    };
    let mut clause = (1..before).rev().take_while(is_same_clause);
    clause.any(|at| PLURAL.contains(&words[at].text))
}

/// Whether somebody else asks or thinks something of the first person named: *De oppositie eist dat wethouder Smit
/// opstapt*.
pub(super) fn asks_of_another(words: &[Word<'_>], named: &[Named]) -> bool {
    const ASKS: [&str; 12] = [
        "eist", "eisen", "eiste", "eisten", "wil", "willen", "wilde", "wilden", "hoopt", "hopen",
        "hoopte", "hoopten",
    ];
    let Some(dat) = words.iter().position(|word| word.text == "dat") else {
        return false;
    };
    let is_behind = |one: &Named| one.start > words[dat].range.start;
    let has_subject = matches!(words, [article, noun, ..]
        if matches!(article.text, "De" | "Het" | "Een" | "Deze") && noun.joined && !noun.is_finite_verb());
    let asks = || {
        let mut before = words[..dat].iter().skip(2);
        before.any(|word| ASKS.contains(&word.text) || SAYS.contains(&word.lower))
    };
    named.first().is_some_and(is_behind) && has_subject && asks()
}
