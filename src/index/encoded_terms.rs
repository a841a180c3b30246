//! Encodes the analyzed words of a text for an index.
//!
//! Leaves out the analysis (`analysis`) and the decoding (`tokenizer`).

use crate::analysis::{Analyzer, WordAnalysis};

/// The words of one text field, each encoded with its dictionary form and its compound parts.
///
/// Analysis runs only once for all tantivy fields of a text, and on any thread. The tokenizer of an
/// index splits the encoded text at spaces, and keeps the forms or parts that its field needs.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct EncodedTerms {
    text: String,
    last: Option<usize>,
}

impl EncodedTerms {
    /// Before a word: the word has the position of the previous word.
    pub(super) const SAME: char = '\u{1}';

    /// In place of a word: positions increase by [`GAP`](crate::analysis::GAP).
    pub(super) const BREAK: char = '\u{2}';

    /// After a word: its dictionary form follows, unless the word is its own wherever it stands
    /// ([`is_own_lemma`](crate::analysis::is_own_lemma)).
    pub(super) const LEMMA: char = '\u{3}';

    /// After the forms of a word: one of its compound parts follows.
    pub(super) const PART: char = '\u{4}';

    /// Appends the words of `text`, after a break.
    pub(super) fn add(&mut self, analyzer: Analyzer, text: &str) {
        self.begin();
        analyzer.for_each_word(text, |exact, word, position| {
            self.push(exact, word, position);
        });
    }

    /// Whether there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the encoded text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Appends the words of `other`, after a break.
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
        if word.lemma != exact || !word.is_own {
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
        terms.add(analyzer, "wethouder Bakkers");
        let expected = "de n34 \u{1}n 34 \u{2} wegen\u{3}weg naar woningbouw\u{4}woning\u{4}bouw \u{2} \
                        wethouder bakkers\u{3}bakkers";
        assert_eq!(terms.as_str(), expected);
    }
}
