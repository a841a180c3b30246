//! Turns Dutch text into terms: normalize, segment, fold, lemmatize. Index and queries share it.
//!
//! Leaves out documents, and how an index stores terms. The steps, in order:
//!
//! 1. `normalize`: composes characters (NFC), replaces a closed set of compatibility characters,
//!    uses one apostrophe, and removes invisible characters.
//! 2. `segment`: splits text into words by UAX #29, with rules for Dutch: `B&W`, `N-34`,
//!    `'s-Hertogenbosch`, `250.000`.
//! 3. [`fold`]: lower case without diacritics. The result is the `exact` term.
//! 4. `names`: decides which words are names, by a gazetteer and by capitals. Names keep their
//!    form.
//! 5. `lemma`: looks up the dictionary form in the [`lexicon`]. The result is the `lemma` term. The
//!    dictionary forms of a compound's parts, and of parts that together are a word, are the
//!    `parts` terms.
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
mod adjective;
mod spelling;
mod names;
mod lemma;
mod stop;
mod suspended;
mod resemblance;
mod form_filter;
pub mod acronyms;
pub mod lexicon;

use std::ops::Range;

pub use fold::fold;
pub use form_filter::FormFilter;
pub use lemma::{Part, WordAnalysis, analyze_word, is_own_lemma};
pub use lexicon::{LemmaSource, Lexicon};
pub use resemblance::{Details, Shingles, Signature};
pub use spelling::Spelling;
pub use stop::is_stop_word;

/// Version of the analysis. It increases when the same text may yield other terms. Indexes of
/// another version are refused.
pub const ANALYZER_VERSION: u32 = 5;

/// Longest term in bytes. Longer strings are not words and are truncated.
pub const MAX_TERM_BYTES: usize = 120;

/// Positions between two passages of one field, so that no phrase matches across them.
pub const GAP: usize = 64;

/// A word of a text, as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded surface form: the term of `exact` fields.
    pub exact: String,
    /// Dictionary form, folded: the term of `lemma` fields, unless the word is its own.
    pub lemma: String,
    /// Parts of a compound. Their dictionary forms are the terms of `parts` fields.
    pub parts: Vec<Part>,
    /// Ordinal of the word. The joined form of `N-34` has the position of its first part.
    pub position: usize,
    /// Byte range in the analyzed text.
    pub span: Range<usize>,
    /// Whether this is the joined form of several words.
    pub joined: bool,
    /// What its capitals and its neighbors say about it.
    pub spelling: Spelling,
    /// Where its dictionary form comes from.
    pub source: LemmaSource,
}

/// The steps of analysis for a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analyzer {
    /// All steps.
    Dutch,
    /// Steps 1 to 3: words of other languages are not lemmatized.
    Other,
}

impl Analyzer {
    /// Returns the analyzer for text in `language`, an ISO 639-1 code; the Dutch one for `None`.
    #[must_use]
    pub fn of(language: Option<&str>) -> Self {
        if language.is_none_or(|code| code == "nl") {
            Self::Dutch
        } else {
            Self::Other
        }
    }

    /// Returns the words of `text`, in order of position.
    #[must_use]
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 6);
        self.for_each_spelled_word(text, |exact, spelling, word| {
            analyze_word(exact, spelling, |analysis| {
                tokens.push(token(exact, spelling, analysis, word));
            });
        });
        tokens
    }

    /// Returns the words of `text` that are `wanted`, of those that `filter` lets pass.
    #[must_use]
    pub fn wanted_tokens(
        &self,
        text: &str,
        filter: &FormFilter,
        mut wanted: impl FnMut(&str, &WordAnalysis) -> bool,
    ) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.for_each_spelled_word(text, |exact, spelling, word| {
            if filter.may_have(exact) {
                analyze_word(exact, spelling, |analysis| {
                    if wanted(exact, analysis) {
                        tokens.push(token(exact, spelling, analysis, word));
                    }
                });
            }
        });
        tokens
    }

    /// Calls `take` with every word of `text`: its folded form, its analysis and its position.
    pub fn for_each_word(&self, text: &str, mut take: impl FnMut(&str, &WordAnalysis, usize)) {
        self.for_each_spelled_word(text, |exact, spelling, word| {
            analyze_word(exact, spelling, |analysis| {
                take(exact, analysis, word.position);
            });
        });
    }

    /// Runs steps 1 to 4 and calls `take` with each word.
    fn for_each_spelled_word(
        self,
        text: &str,
        mut take: impl FnMut(&str, Spelling, &segment::SegmentedWord),
    ) {
        let mut folded = String::new();
        let mut names = names::Names::new(text);
        segment::words(text, |surface, word| {
            let exact = term(if word.is_folded {
                surface
            } else {
                folded.clear();
                fold::fold_into(surface, &mut folded);
                &folded
            });
            if exact.is_empty() {
                return;
            }
            let spelling = match self {
                Self::Dutch => names.next(surface, exact, &word.span),
                Self::Other => Spelling::Name,
            };
            take(exact, spelling, &word);
            if self == Self::Dutch
                && let Some(whole) = suspended::whole_word(text, &word.span)
            {
                // `woon- en werkgebied` also holds `woongebied`.
                folded.clear();
                fold::fold_into(&whole, &mut folded);
                let joined = segment::SegmentedWord {
                    joined: true,
                    ..word.clone()
                };
                take(term(&folded), spelling, &joined);
            }
        });
    }
}

/// Returns as much of a folded word as is a term.
fn term(folded: &str) -> &str {
    &folded[..folded.floor_char_boundary(MAX_TERM_BYTES)]
}

fn token(
    exact: &str,
    spelling: Spelling,
    analysis: &WordAnalysis,
    word: &segment::SegmentedWord,
) -> Token {
    Token {
        exact: exact.to_owned(),
        lemma: analysis.lemma.clone(),
        parts: analysis.parts.clone(),
        position: word.position,
        span: word.span.clone(),
        joined: word.joined,
        spelling,
        source: analysis.source,
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
