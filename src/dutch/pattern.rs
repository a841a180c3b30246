//! Regular expressions for Dutch text.
//!
//! Leaves out what they find: each stands beside the rule that it serves.

use regex::Regex;

/// Compiles a regular expression of the program's own. `\b` is a word boundary of ASCII.
///
/// Those of Unicode bar the fast engines of `regex` from every text with an accent or a curly quotation mark, which
/// then takes ten times as long. Dutch words that begin or end with an accented letter are too few to pay for that.
///
/// # Panics
///
/// If the pattern is not a valid regular expression.
pub(crate) fn pattern(pattern: &str) -> Regex {
    Regex::new(&with_fast_boundaries(pattern))
        .unwrap_or_else(|e| panic!("`{pattern}` is no regular expression: {e}"))
}

/// Replaces the word boundaries of Unicode.
pub(super) fn with_fast_boundaries(pattern: &str) -> String {
    pattern.replace(r"\b", r"(?-u:\b)")
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
}
