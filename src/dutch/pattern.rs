//! Regular expressions for Dutch text.
//!
//! Leaves out what they find: each stands beside the rule that it serves.

use regex::Regex;

/// Letters of Latin scripts: those of Dutch, of its neighbours, and of names from anywhere that use them.
const LATIN: &str = r"[\x{0}-\x{24F}\x{1E00}-\x{1EFF}]";

/// Compiles a regular expression of the program's own. Letters are those of Latin scripts, digits those of ASCII, and `\b`
/// is a word boundary of ASCII.
///
/// Boundaries of Unicode bar the fast engines of `regex` from every text with an accent or a curly quotation mark, which
/// then takes ten times as long. Letters of all scripts make an automaton that takes many times as long to build. Dutch
/// words that begin or end with an accented letter, and words of other scripts, are too few to pay for that.
///
/// # Panics
///
/// If the pattern is not a valid regular expression.
pub(crate) fn pattern(pattern: &str) -> Regex {
    Regex::new(&of_latin(pattern))
        .unwrap_or_else(|e| panic!("`{pattern}` is no regular expression: {e}"))
}

/// Replaces the letters, digits and word boundaries of Unicode.
pub(super) fn of_latin(pattern: &str) -> String {
    let letters = |class: &str| format!("[{class}&&{LATIN}]");
    [r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\w"]
        .iter()
        .fold(pattern.to_owned(), |pattern, class| {
            pattern.replace(class, &letters(class))
        })
        .replace(r"\d", "[0-9]")
        .replace(r"\b", r"(?-u:\b)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_marks_and_spaces() {
        let word = pattern(r"\bbeeld\b");
        assert!(word.is_match("‘beeld’ van 2024"));
        assert!(!word.is_match("bijvoorbeeld"));
    }

    #[test]
    fn letters_are_those_of_latin_scripts() {
        let word = pattern(r"^\p{Lu}[\p{L} ]{1,19}\w\d$");
        assert!(word.is_match("Île Ångström2") && word.is_match("Nguyễn3"));
        assert!(!word.is_match("Москва1") && !word.is_match("Zandwijk٣"));
    }
}
