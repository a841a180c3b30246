//! Words that open clauses and adverbials of statements, and whether a main clause follows them.
//!
//! Leaves out words that open something fronted (`fronted`).

use super::Sentence;

/// Fewest words in a statement.
pub(super) const LEAST_WORDS: usize = 3;

/// Words that open a subordinate clause. The verb behind its comma begins the main clause.
pub(super) const SUBORDINATES: [&str; 15] = [
    "omdat", "nadat", "doordat", "toen", "terwijl", "hoewel", "sinds", "zodra", "voordat", "als",
    "indien", "wanneer", "volgens", "zoals", "werd",
];

/// Words that open an adverbial. Without a verb before its comma, the main clause begins behind it.
pub(super) const ADVERBIALS: [&str; 15] = [
    "om", "door", "tijdens", "met", "samen", "bij", "na", "naast", "behalve", "in", "op",
    "ondanks", "over", "rond", "omtrent",
];

/// Whether a verb stands before the first comma of a sentence that opens with an adverbial: *Bij de avond waren er
/// veel buren, zei X*.
pub(super) fn is_main_clause(sentence: &Sentence<'_>) -> bool {
    let words = sentence.words();
    let comma = (1..words.len())
        .find(|&at| sentence.gap(at).contains(','))
        .unwrap_or(words.len());
    let is_relative = |at: usize| matches!(words[at].text, "die" | "dat" | "waar" | "waarin");
    // `Op die gebieden is winst te halen`, but not `Om dat bij te stellen`
    let mut first = (2..comma).take_while(|at| !is_relative(*at));
    first.any(|at| words[at].is_finite_verb() && words[at - 1].text != "te")
}
