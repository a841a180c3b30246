//! Tells what else than a statement stands before the comma of an attribution: the subject of the verb, or its object.
//!
//! Leaves out attributions (`clause`).

use super::Sentence;
use crate::dutch::verbs::{FINITE, is_past};
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Whether the words before the verb at word `at` are its subject, a person with an apposition: *Björn Smit, raadslid
/// voor de VVD, vond het plan te duur*.
pub(super) fn is_subject(clause: &SpeechClause<'_>, sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words();
    let opens = clause.people.mention_at(clause.block, words[0].range.start);
    opens.is_some() && !words[..at].iter().any(|word| FINITE.contains(&word.lower))
}

/// Whether the words before the comma at word `at` are only a thing and its relative clause: *Het boek, dat in mei
/// verschijnt, heeft Smit geschreven*.
pub(super) fn is_thing_alone(sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words();
    let has_relative = matches!(words, [article, _, pronoun, ..]
        if matches!(article.lower.as_ref(), "de" | "het" | "een") && matches!(pronoun.text, "dat" | "die"));
    let verbs = words[..at]
        .iter()
        .filter(|word| word.is_finite_verb() || is_past(word.text))
        .count();
    at > 3 && has_relative && verbs < 2 && !goes_on_with_verb(sentence, at)
}

/// Whether the words before the comma at word `at` are a subject and its apposition: *De grootste partij, de
/// bond, vindt …*.
pub(super) fn is_apposition(sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words();
    let opens = (1..at).rev().find(|&n| sentence.gap(n).contains(','));
    let article = |n: usize| matches!(words[n].lower.as_ref(), "de" | "het" | "een");
    opens.is_some_and(|n| article(n) && article(0)) && !words[..at].iter().any(Word::is_finite_verb)
}

/// Whether the main clause follows the attribution at word `at`: *Als het peil zakt, zegt X, gaan de sluizen
/// dicht*.
pub(super) fn goes_on_with_verb(sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words();
    let comma = (at + 1..words.len()).find(|&n| sentence.gap(n).contains(','));
    comma.is_some_and(|comma| FINITE.contains(&words[comma].lower))
}
