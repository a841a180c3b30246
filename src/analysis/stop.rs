//! Words that carry no topic: dropped from unquoted queries while others remain.
//!
//! Leaves out the index, which keeps them: names and phrases need `van`, `de`, `der`.

use crate::dutch::words::STOP_WORDS;

/// Whether the folded `word` carries no topic.
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_spares_words_of_content() {
        assert!(is_stop_word("wanneer") && is_stop_word("van"));
        assert!(!is_stop_word("meer") && !is_stop_word("wet"));
    }
}
