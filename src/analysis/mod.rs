//! Dutch text → terms: normalise, segment, fold, lemmatise. Index and queries share it.
//!
//! Leaves out documents, and how an index stores terms. The order of analysis:
//!
//! 1. `normalize`: NFC, a closed set of compatibility characters, one apostrophe, nothing invisible.
//! 2. `segment`: words by UAX #29 with rules for Dutch: `B&W`, `N-34`, `'s-Hertogenbosch`, `250.000`.
//! 3. [`fold`]: lower case, diacritics off; the result is the `exact` term.
//! 4. `names`: which words are names, by a gazetteer and by their capitals; they stay as they are.
//! 5. `lemma`: the dictionary form by the [`lexicon`]; the result is the `lemma` term. Compounds also
//!    give the dictionary forms of their parts, and of what is again a word: the `parts` terms.
//!
//! ```
//! use omroeper::analysis::Analyzer;
//!
//! let analyzer = Analyzer::Dutch;
//! let terms: Vec<String> = analyzer.tokens("Coördinatie in ’s-Hertogenbosch").into_iter().map(|t| t.exact).collect();
//! assert_eq!(terms, ["coordinatie", "in", "shertogenbosch", "hertogenbosch"]);
//! ```

mod normalize;
mod segment;
mod fold;
mod gazetteer;
mod spelling;
mod names;
mod lemma;
mod stop;
pub mod acronyms;
pub mod lexicon;

use std::ops::Range;

pub use fold::fold;
pub use lemma::{Part, WordAnalysis, analyze_word};
pub use lexicon::{LemmaSource, Lexicon};
pub use spelling::Spelling;
pub use stop::is_stop_word;

/// Changes whenever the same text could give other terms; indexes of another version are refused.
pub const ANALYZER_VERSION: u32 = 4;

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
    /// Parts of a compound; their dictionary forms are the terms of `parts` fields.
    pub parts: Vec<Part>,
    /// Ordinal of the word; the joined form of `N-34` shares that of its first part.
    pub position: usize,
    /// Bytes of the analysed text.
    pub span: Range<usize>,
    /// Whether it is the joined form of several words.
    pub joined: bool,
    /// What its spelling and neighbours make of it.
    pub spelling: Spelling,
    /// How its dictionary form came to be known.
    pub source: LemmaSource,
}

/// The steps in order, for one language or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analyzer {
    /// All of them.
    Dutch,
    /// Steps 1 to 3: words of another language are known by their spelling only.
    Other,
}

impl Analyzer {
    /// The analyzer for text in the language with that ISO 639-1 code; Dutch where none is known.
    #[must_use]
    pub fn of(language: Option<&str>) -> Self {
        if language.is_none_or(|code| code == "nl") {
            Self::Dutch
        } else {
            Self::Other
        }
    }

    /// The words of `text`, in order of position.
    #[must_use]
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 6);
        self.spell_words(text, |exact, spelling, word| {
            analyze_word(exact, spelling, |analysis| {
                tokens.push(Token {
                    exact: exact.to_owned(),
                    lemma: analysis.lemma.clone(),
                    parts: analysis.parts.clone(),
                    position: word.position,
                    span: word.span.clone(),
                    joined: word.joined,
                    spelling,
                    source: analysis.source,
                });
            });
        });
        tokens
    }

    /// Gives every word of `text` to `take`: its folded form, what is known of it, and its position.
    pub fn each_word(&self, text: &str, mut take: impl FnMut(&str, &WordAnalysis, usize)) {
        self.spell_words(text, |exact, spelling, word| {
            analyze_word(exact, spelling, |analysis| {
                take(exact, analysis, word.position);
            });
        });
    }

    /// Steps 1 to 4.
    fn spell_words(self, text: &str, mut take: impl FnMut(&str, Spelling, &segment::Word)) {
        let mut exact = String::new();
        let mut names = names::Names::new(text);
        segment::words(text, |surface, word| {
            exact.clear();
            fold::fold_into(surface, &mut exact);
            exact.truncate(exact.floor_char_boundary(MAX_TERM_BYTES));
            if exact.is_empty() {
                return;
            }
            let spelling = match self {
                Self::Dutch => names.next(surface, &exact, &word.span),
                Self::Other => Spelling::Name,
            };
            take(&exact, spelling, &word);
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(text: &str) -> Vec<(String, usize)> {
        Analyzer::Dutch
            .tokens(text)
            .into_iter()
            .map(|t| (t.exact, t.position))
            .collect()
    }

    #[test]
    fn the_whole_chain_reads_dutch() {
        for (text, expected) in [
            ("co\u{6f}\u{308}rdinatie", vec![("coordinatie", 0)]),
            ("B&W en O&O", vec![("b&w", 0), ("en", 1), ("o&o", 2)]),
            ("de N-34.", vec![("de", 0), ("n34", 1), ("n", 1), ("34", 2)]),
            (
                "’s-Hertogenbosch",
                vec![("shertogenbosch", 0), ("hertogenbosch", 0)],
            ),
            (
                "woning-bouw nu",
                vec![("woningbouw", 0), ("woning", 0), ("bouw", 1), ("nu", 2)],
            ),
            ("250.000 of 1,5", vec![("250000", 0), ("of", 1), ("1,5", 2)]),
            ("d.w.z. foto’s", vec![("dwz", 0), ("foto's", 1)]),
            ("CO₂ per m²", vec![("co2", 0), ("per", 1), ("m2", 2)]),
            ("2020-2023", vec![("2020", 0), ("2023", 1)]),
            (
                "klaar.Het www.drenthe.nl",
                vec![
                    ("klaar", 0),
                    ("het", 1),
                    ("www", 2),
                    ("drenthe", 3),
                    ("nl", 4),
                ],
            ),
            (
                "ĳsbaan Fryslân Yıldız",
                vec![("ijsbaan", 0), ("fryslan", 1), ("yildiz", 2)],
            ),
            (
                "Ljouwert Wâldsje İstanbul’da",
                vec![("ljouwert", 0), ("waldsje", 1), ("istanbul'da", 2)],
            ),
            ("so\u{ad}ci\u{200b}aal 🎉", vec![("sociaal", 0)]),
        ] {
            let expected: Vec<(String, usize)> = expected
                .into_iter()
                .map(|(t, p)| (t.to_owned(), p))
                .collect();
            assert_eq!(exact(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_of_ten_kilobytes_is_one_term() {
        let [token] = &Analyzer::Dutch.tokens(&"ë".repeat(10_000))[..] else {
            panic!("one token")
        };
        assert_eq!(token.exact.len(), MAX_TERM_BYTES);
    }

    proptest! {
        #[test]
        fn spans_lie_on_characters_and_positions_rise(text in "\\PC{0,80}") {
            let mut position = 0;
            for token in Analyzer::Dutch.tokens(&text) {
                prop_assert!(text.get(token.span.clone()).is_some_and(|s| !s.is_empty()));
                prop_assert!(token.position >= position);
                prop_assert!(!token.exact.contains(char::is_whitespace) && !token.lemma.is_empty());
                position = token.position;
            }
        }

        #[test]
        fn parts_lie_within_their_words(text in "([a-zéëïA-Z]{1,14}|woning|bouw|en|s|Ἀθῆναι|Київ|東京|🏳️‍🌈|ſs|ǅ| |-|'){1,12}") {
            for token in Analyzer::Dutch.tokens(&text) {
                for part in &token.parts {
                    prop_assert!(token.exact.get(part.range.clone()).is_some_and(|p| !p.is_empty()), "{token:?}");
                    prop_assert!(!part.lemma.is_empty() && !part.lemma.contains(' '));
                }
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
