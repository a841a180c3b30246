//! Stop words: words without a topic, dropped from unquoted queries that also have other words.
//!
//! Leaves out the index, which keeps stop words: names and phrases need `van`, `de`, `der`.

use crate::dutch::words::STOP_WORDS;

/// Whether the folded `word` is a stop word.
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_words_are_not_stop_words() {
        assert!(is_stop_word("wanneer") && is_stop_word("van"));
        assert!(!is_stop_word("meer") && !is_stop_word("wet"));
    }
}
