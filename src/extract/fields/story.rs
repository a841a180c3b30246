//! Tells a sentence of the story from a line about the page, if both open with the same words.
//!
//! Leaves out which words those are (`tail`).

use super::address::holds_address;
use crate::dutch::verbs::{is_finite_verb, is_past};

/// Whether a line that opens like a tail section is a sentence of the text: it has a full stop, six words and a verb, holds
/// no word for a page, and speaks to no reader.
pub(super) fn is_of_story(text: &str) -> bool {
    const FEWEST_WORDS: usize = 6;
    /// Words of lines about the page, with the determiners of *De foto*, *Dit bericht*.
    const OF_PAGES: [&str; 16] = [
        "Tekst",
        "tekst",
        "foto",
        "video",
        "Dit",
        "Deze",
        "De",
        "dit",
        "deze",
        "bericht",
        "pagina",
        "artikel",
        "persbericht",
        "nieuwsbericht",
        "website",
        "redactie",
    ];
    let words = || {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    let speaks_to_reader = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "u" | "uw" | "je" | "jij" | "jouw" | "jullie" | "ons" | "onze" | "wij" | "we"
        )
    };
    let has_verb = || words().any(|word| is_finite_verb(word) || is_past(word));
    text.ends_with(['.', '”', '’'])
        && !text.contains([':', '|', '@', '©', '/'])
        && words().count() >= FEWEST_WORDS
        && !words().any(speaks_to_reader)
        && !words().any(|word| OF_PAGES.contains(&word))
        && !holds_address(text)
        && has_verb()
}
