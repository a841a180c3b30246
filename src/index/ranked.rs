//! The ranked field: the words of a release or quote, each as often as the places where it stands weigh.
//! The weights of words stand here.
//!
//! Leaves out the score (`search::rank`), and the weights of phrases and of single fields
//! (`search::clauses`). BM25F (Robertson and Zaragoza 2009) adds up the
//! frequencies of a word in all places of a release, each times the weight of the place, before it
//! looks at how high the sum is. So a chance match in a title does not beat a text about the matter.
//! Here the index does the adding: a word of the body is written [`UNIT`] times, a word of the title
//! twice as often. The length of the field is then the weighted length of the release.
//!
//! The weights were chosen in a simulation over five retrieval sets of other texts, not on the sets
//! that the README reports.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::decode::{EncodedTermsStream, EncodedTermsTokenizer, lemma, part_at};
use super::document::TextField;
use super::encoded_terms::EncodedTerms;

/// How often a word is written that stands once in the body. Two, so that part of a compound can
/// weigh half.
pub const UNIT: f32 = 2.0;

/// k1 of BM25: how slowly more occurrences add less.
pub const K1: f32 = 1.2 * UNIT;

/// b of BM25: how much the length of a release counts.
pub const B: f32 = 0.75;

/// Weight of the parts of a compound that a query asks for, where a release has all of them.
pub const PARTS: f32 = 0.35;

/// Weight of a synonym of a word that a query asks for, relative to the word.
pub const SYNONYM: f32 = 0.2;

/// The power of how rare a word is (its inverse document frequency) in a question of whole sentences: most
/// words of a sentence are not what it asks for, and the rare ones are. Chosen on the questions of parliament
/// that the README reports, where 1.3 gives an MRR of .674, 1.5 of .675 and 1.8 of .671.
pub const RARE_IN_PROSE: f32 = 1.5;

/// How often the words of one place are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Times {
    word: u8,
    /// A part of a compound.
    part: u8,
}

impl Times {
    /// Returns how often the words of a field of a release are written; `None` if a query without a
    /// field does not look there.
    pub(super) const fn in_release(field: TextField) -> Option<Self> {
        match field {
            TextField::Title => Some(Self { word: 4, part: 2 }),
            // The words of the lead stand in the body too.
            TextField::Body | TextField::Lead => Some(Self { word: 2, part: 1 }),
            TextField::Publishers | TextField::Topics => Some(Self { word: 1, part: 0 }),
            _ => None,
        }
    }

    /// As [`in_release`](Self::in_release), for a field of a quote.
    pub(super) const fn in_quote(field: TextField) -> Option<Self> {
        match field {
            TextField::Quotes => Some(Self { word: 4, part: 2 }),
            TextField::Speakers => Some(Self { word: 2, part: 0 }),
            TextField::Context | TextField::Title | TextField::Offices => {
                Some(Self { word: 1, part: 0 })
            }
            _ => None,
        }
    }

    /// Encodes words for all fields that index them: how often the ranked field writes them, as two digits, and the
    /// words.
    pub(super) fn encode(self, terms: &EncodedTerms) -> String {
        format!("{}{}{}", self.word, self.part, terms.as_str())
    }
}

/// A tokenizer of values of the ranked field: it returns each term as often as it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct RankedTokenizer {
    words: EncodedTermsTokenizer,
    term: Token,
}

pub(super) struct RankedStream<'a> {
    words: EncodedTermsStream<'a>,
    term: &'a mut Token,
    times: Times,
    /// How often the current term still has to be returned.
    left: u8,
    /// Byte offset of the next part in the current word.
    next: usize,
}

impl Tokenizer for RankedTokenizer {
    type TokenStream<'a> = RankedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> RankedStream<'a> {
        let digit = |at: usize| text.as_bytes().get(at).map_or(0, |byte| byte - b'0');
        self.term.reset();
        self.term.position = 0;
        RankedStream {
            words: self.words.token_stream(text),
            term: &mut self.term,
            times: Times {
                word: digit(0),
                part: digit(1),
            },
            left: 0,
            next: 0,
        }
    }
}

impl TokenStream for RankedStream<'_> {
    fn advance(&mut self) -> bool {
        while self.left == 0 {
            let word = self.words.token();
            if let Some(part) = part_at(&word.text, self.next) {
                self.term.text.clear();
                self.term.text.push_str(part);
                self.next += part.len() + 1;
                self.left = self.times.part;
                continue;
            }
            if !self.words.advance() {
                return false;
            }
            let word = self.words.token();
            self.term.text.clear();
            self.term.text.push_str(lemma(word));
            self.next = word.offset_to + 1;
            self.left = self.times.word;
        }
        self.left -= 1;
        true
    }

    fn token(&self) -> &Token {
        self.term
    }

    fn token_mut(&mut self) -> &mut Token {
        self.term
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::TextAnalyzer;

    use super::*;
    use crate::analysis::Analyzer;

    fn written(field: TextField, text: &str) -> Vec<String> {
        let mut terms = EncodedTerms::default();
        terms.add(Analyzer::Dutch, text);
        let times = Times::in_release(field).expect("a ranked field");
        let value = times.encode(&terms);
        let mut analyzer = TextAnalyzer::from(RankedTokenizer::default());
        let mut stream = analyzer.token_stream(&value);
        let mut written = Vec::new();
        while stream.advance() {
            written.push(stream.token().text.clone());
        }
        written
    }

    #[test]
    fn a_word_is_written_as_often_as_its_place_weighs() {
        assert_eq!(
            written(TextField::Body, "bruggen woningbouw"),
            ["brug", "brug", "woningbouw", "woningbouw", "woning", "bouw"]
        );
        assert_eq!(written(TextField::Title, "Bruggen"), ["brug"; 4]);
        assert_eq!(written(TextField::Topics, "woningbouw"), ["woningbouw"]);
    }

    #[test]
    fn an_empty_place_has_no_words() {
        assert!(written(TextField::Body, "").is_empty());
    }
}
