//! Dutch text → terms: normalise, segment, fold, lemmatise. Index and queries share it.
//!
//! Leaves out documents, and how an index stores terms. The order of analysis:
//!
//! 1. `normalize`: NFC, a closed set of compatibility characters, one apostrophe, nothing invisible.
//! 2. `segment`: words by UAX #29 with rules for Dutch: `B&W`, `N-34`, `'s-Hertogenbosch`, `250.000`.
//! 3. [`fold`]: lower case, diacritics off; the result is the `exact` term.
//! 4. [`lexicon`]: the dictionary form; the result is the `lemma` term. Compounds also give the
//!    dictionary forms of their parts, the `parts` terms.
//!
//! ```
//! use omroeper::analysis::Analyzer;
//!
//! let analyzer = Analyzer;
//! let terms: Vec<String> = analyzer.tokens("Coördinatie in ’s-Hertogenbosch").into_iter().map(|t| t.exact).collect();
//! assert_eq!(terms, ["coordinatie", "in", "shertogenbosch", "hertogenbosch"]);
//! ```

mod normalize;
mod segment;
mod fold;
mod lemma;
mod stop;
pub mod lexicon;

use std::fmt::Write as _;
use std::ops::Range;

pub use fold::fold;
pub use lexicon::{Lexicon, Why};
pub use stop::is_stop_word;

/// Changes whenever the same text could give other terms; indexes of another version are refused.
pub const ANALYZER_VERSION: u32 = 2;

/// Longest term in bytes; what is longer is no word and is cut.
pub const MAX_TERM_BYTES: usize = 120;

/// Positions between two stretches of one field, so that no phrase reaches across.
pub const GAP: usize = 64;

/// A word of a text, as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded surface form: the term of `exact` fields.
    pub exact: String,
    /// Dictionary form, folded: the term of `lemma` fields.
    pub lemma: String,
    /// Dictionary forms of the parts of a compound: the terms of `parts` fields.
    pub parts: Vec<String>,
    /// Ordinal of the word; the joined form of `N-34` shares that of its first part.
    pub position: usize,
    /// Bytes of the analysed text.
    pub span: Range<usize>,
    /// Whether it is the joined form of several words.
    pub joined: bool,
}

/// The steps in order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Analyzer;

impl Analyzer {
    /// The words of `text`, in order of position.
    #[must_use]
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 6);
        Self::each(text, |exact, known, word| {
            tokens.push(Token {
                exact: exact.to_owned(),
                lemma: known.lemma.clone(),
                parts: known.parts.clone(),
                position: word.position,
                span: word.span.clone(),
                joined: word.joined,
            });
        });
        tokens
    }

    /// Adds the words of `text` to `terms`, behind what is there.
    pub fn write_terms(&self, text: &str, terms: &mut FieldTerms) {
        terms.begin();
        Self::each(text, |exact, known, word| terms.push(exact, known, word.position));
    }

    fn each(text: &str, mut take: impl FnMut(&str, &lemma::Known, &segment::Word)) {
        let mut exact = String::new();
        let mut last_end = 0;
        segment::words(text, |surface, word| {
            exact.clear();
            fold::fold_into(surface, &mut exact);
            exact.truncate(exact.floor_char_boundary(MAX_TERM_BYTES));
            if exact.is_empty() {
                return;
            }
            // A capital inside a sentence makes a name of a word that the list does not have.
            let inside = word.span.start > last_end
                && last_end > 0
                && !text[last_end..word.span.start].contains(['.', '!', '?', ':', '“', '‘', '"']);
            let is_name = inside && surface.starts_with(char::is_uppercase);
            last_end = word.span.end;
            lemma::known(&exact, is_name, |known| take(&exact, known, &word));
        });
    }
}

/// The terms of one field, written out for an index whose tokenizer only splits at spaces.
///
/// A term that shares the position of the one before it is marked by [`FieldTerms::SAME`]; a gap
/// of [`GAP`] positions between stretches by [`FieldTerms::BREAK`]. Analysis thus runs once for
/// both fields, wherever there is a free core, and any engine with a white-space tokenizer can
/// take the result.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FieldTerms {
    /// Terms of the `exact` field.
    pub exact: String,
    /// Terms of the `lemma` field.
    pub lemma: String,
    /// Terms of the `parts` field, which has no positions.
    pub parts: String,
    last: Option<usize>,
}

impl FieldTerms {
    /// Before a term: it stands at the position of the term before it.
    pub const SAME: char = '\u{1}';

    /// In place of a term: positions go on [`GAP`] further.
    pub const BREAK: &'static str = "\u{2}";

    /// Whether no term was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }

    /// Puts the terms of another stretch behind these.
    pub fn append(&mut self, other: &Self) {
        if other.is_empty() {
            return;
        }
        if !other.parts.is_empty() {
            if !self.parts.is_empty() {
                self.parts.push(' ');
            }
            self.parts.push_str(&other.parts);
        }
        self.begin();
        for (terms, more) in [(&mut self.exact, &other.exact), (&mut self.lemma, &other.lemma)] {
            if !terms.is_empty() {
                terms.push(' ');
            }
            terms.push_str(more);
        }
    }

    fn begin(&mut self) {
        if !self.is_empty() {
            for terms in [&mut self.exact, &mut self.lemma] {
                let _ = write!(terms, " {}", Self::BREAK);
            }
        }
        self.last = None;
    }

    fn push(&mut self, exact: &str, known: &lemma::Known, position: usize) {
        let same = self.last == Some(position);
        for part in &known.parts {
            if !self.parts.is_empty() {
                self.parts.push(' ');
            }
            self.parts.push_str(part);
        }
        for (terms, term) in [(&mut self.exact, exact), (&mut self.lemma, known.lemma.as_str())] {
            if !terms.is_empty() {
                terms.push(' ');
            }
            if same {
                terms.push(Self::SAME);
            }
            terms.push_str(term);
        }
        self.last = Some(position);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(text: &str) -> Vec<(String, usize)> {
        Analyzer.tokens(text).into_iter().map(|t| (t.exact, t.position)).collect()
    }

    #[test]
    fn the_whole_chain_reads_dutch() {
        for (text, expected) in [
            ("co\u{6f}\u{308}rdinatie", vec![("coordinatie", 0)]),
            ("B&W en O&O", vec![("b&w", 0), ("en", 1), ("o&o", 2)]),
            ("de N-34.", vec![("de", 0), ("n34", 1), ("n", 1), ("34", 2)]),
            ("’s-Hertogenbosch", vec![("shertogenbosch", 0), ("hertogenbosch", 0)]),
            ("woning-bouw nu", vec![("woningbouw", 0), ("woning", 0), ("bouw", 1), ("nu", 2)]),
            ("250.000 of 1,5", vec![("250000", 0), ("of", 1), ("1,5", 2)]),
            ("d.w.z. foto’s", vec![("dwz", 0), ("foto's", 1)]),
            ("CO₂ per m²", vec![("co2", 0), ("per", 1), ("m2", 2)]),
            ("2020-2023", vec![("2020", 0), ("2023", 1)]),
            ("klaar.Het www.drenthe.nl", vec![("klaar", 0), ("het", 1), ("www", 2), ("drenthe", 3), ("nl", 4)]),
            ("ĳsbaan Fryslân Yıldız", vec![("ijsbaan", 0), ("fryslan", 1), ("yildiz", 2)]),
            ("so\u{ad}ci\u{200b}aal 🎉", vec![("sociaal", 0)]),
        ] {
            let expected: Vec<(String, usize)> = expected.into_iter().map(|(t, p)| (t.to_owned(), p)).collect();
            assert_eq!(exact(text), expected, "{text}");
        }
    }

    #[test]
    fn terms_are_written_with_their_positions() {
        let mut terms = FieldTerms::default();
        let analyzer = Analyzer;
        analyzer.write_terms("de N-34", &mut terms);
        analyzer.write_terms("weg", &mut terms);
        assert_eq!(terms.exact, "de n34 \u{1}n 34 \u{2} weg");
    }

    #[test]
    fn a_word_of_ten_kilobytes_is_one_term() {
        let [token] = &Analyzer.tokens(&"ë".repeat(10_000))[..] else { panic!("one token") };
        assert_eq!(token.exact.len(), MAX_TERM_BYTES);
    }

    proptest! {
        #[test]
        fn spans_lie_on_characters_and_positions_rise(text in "\\PC{0,80}") {
            let mut position = 0;
            for token in Analyzer.tokens(&text) {
                prop_assert!(text.get(token.span.clone()).is_some_and(|s| !s.is_empty()));
                prop_assert!(token.position >= position);
                prop_assert!(!token.exact.contains(char::is_whitespace) && !token.lemma.is_empty());
                position = token.position;
            }
        }

        #[test]
        fn composed_and_decomposed_text_give_the_same_terms(text in "[a-zéëïöüáèêû’' .-]{0,60}") {
            use unicode_normalization::UnicodeNormalization;
            let nfd: String = text.nfd().collect();
            prop_assert_eq!(exact(&text), exact(&nfd));
        }
    }
}
