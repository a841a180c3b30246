//! How the words of a text are written out for an index, and read back by its tokenizer.
//!
//! Leaves out the knowledge of Dutch (`analysis`).

use crate::analysis::{Analyzer, WordAnalysis};

/// The words of one field with all that is known of them, written out for an index.
///
/// Analysis thus runs once for all fields, wherever there is a free core; an index splits at spaces
/// and takes of each word what its field holds.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct EncodedTerms {
    text: String,
    last: Option<usize>,
}

impl EncodedTerms {
    /// Before a word: it stands at the position of the word before it.
    pub(super) const SAME: char = '\u{1}';

    /// In place of a word: positions go on [`GAP`](crate::analysis::GAP) further.
    pub(super) const BREAK: char = '\u{2}';

    /// Behind a word: before its dictionary form, where that is another.
    pub(super) const LEMMA: char = '\u{3}';

    /// Behind the dictionary form: before each of the word's parts.
    pub(super) const PART: char = '\u{4}';

    /// Adds the words of `text`, behind what is there.
    pub(super) fn add(&mut self, analyzer: Analyzer, text: &str) {
        self.begin();
        analyzer.each_word(text, |exact, word, position| {
            self.push(exact, word, position)
        });
    }

    /// Whether no word was written.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What was written.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Puts the words of another stretch behind these.
    pub(super) fn append(&mut self, other: &Self) {
        if !other.is_empty() {
            self.begin();
            self.separate();
            self.text.push_str(&other.text);
        }
    }

    fn begin(&mut self) {
        if !self.is_empty() {
            self.text.push(' ');
            self.text.push(Self::BREAK);
        }
        self.last = None;
    }

    fn separate(&mut self) {
        if !self.is_empty() {
            self.text.push(' ');
        }
    }

    fn push(&mut self, exact: &str, word: &WordAnalysis, position: usize) {
        self.separate();
        if self.last == Some(position) {
            self.text.push(Self::SAME);
        }
        self.text.push_str(exact);
        if word.lemma != exact {
            self.text.push(Self::LEMMA);
            self.text.push_str(&word.lemma);
        }
        for part in &word.parts {
            self.text.push(Self::PART);
            self.text.push_str(&part.lemma);
        }
        self.last = Some(position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_encoded_with_their_positions() {
        let mut terms = EncodedTerms::default();
        let analyzer = Analyzer::Dutch;
        terms.add(analyzer, "de N-34");
        terms.add(analyzer, "wegen naar woningbouw");
        let expected = "de n34 \u{1}n 34 \u{2} wegen\u{3}weg naar woningbouw\u{4}woning\u{4}bouw";
        assert_eq!(terms.as_str(), expected);
    }
}
