//! tantivy's analyzers for the three kinds of text fields, and for the ranked field (`ranked`).
//!
//! Leaves out the analysis of Dutch (`analysis`), which has encoded each word with its forms and
//! parts, and decoding the words (`decode`). Each kind of field has its own token filter: [`Forms`]
//! keeps the surface forms, [`OtherLemmas`] keeps the dictionary forms of words that are not their
//! own, and [`PartsOnly`] keeps the parts of compounds.

use tantivy::tokenizer::{
    TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer, TokenizerManager,
};

use super::decode::{EncodedTermsTokenizer, part_at};
use super::ranked::RankedTokenizer;
use super::schema::{FORMS, LEMMAS, PARTS, RANKED};

/// Returns the analyzers that both schemas use.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(
        FORMS,
        TextAnalyzer::builder(EncodedTermsTokenizer::default())
            .filter(Forms)
            .build(),
    );
    manager.register(
        LEMMAS,
        TextAnalyzer::builder(EncodedTermsTokenizer::default())
            .filter(OtherLemmas)
            .build(),
    );
    manager.register(
        PARTS,
        TextAnalyzer::builder(EncodedTermsTokenizer::default())
            .filter(PartsOnly)
            .build(),
    );
    manager.register(RANKED, RankedTokenizer::default());
    manager
}

/// A token stream, and its tokenizer, of the tokens that a function changes and keeps.
#[derive(Debug, Clone)]
struct KeptTokens<T> {
    tail: T,
    /// Changes a token. Returns whether it is kept.
    keep: fn(&mut Token) -> bool,
}

impl<T: Tokenizer> Tokenizer for KeptTokens<T> {
    type TokenStream<'a> = KeptTokens<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        KeptTokens {
            tail: self.tail.token_stream(text),
            keep: self.keep,
        }
    }
}

impl<T: TokenStream> TokenStream for KeptTokens<T> {
    fn advance(&mut self) -> bool {
        while self.tail.advance() {
            if (self.keep)(self.tail.token_mut()) {
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}

/// Keeps the surface form of every word.
#[derive(Debug, Clone, Copy)]
struct Forms;

impl TokenFilter for Forms {
    type Tokenizer<T: Tokenizer> = KeptTokens<T>;

    fn transform<T: Tokenizer>(self, tail: T) -> KeptTokens<T> {
        KeptTokens {
            tail,
            keep: |token| {
                token.text.truncate(token.offset_from);
                true
            },
        }
    }
}

/// The Dutch stemmer: keeps the dictionary forms of words that are not their own. The others stand among the
/// surface forms.
#[derive(Debug, Clone, Copy)]
struct OtherLemmas;

impl TokenFilter for OtherLemmas {
    type Tokenizer<T: Tokenizer> = KeptTokens<T>;

    fn transform<T: Tokenizer>(self, tail: T) -> KeptTokens<T> {
        KeptTokens {
            tail,
            keep: |token| {
                let is_other = token.offset_from < token.offset_to;
                if is_other {
                    token.text.truncate(token.offset_to);
                    token.text.drain(..=token.offset_from);
                }
                is_other
            },
        }
    }
}

/// Keeps only the parts of every compound.
#[derive(Debug, Clone, Copy)]
struct PartsOnly;

/// The tokenizer and token stream of [`PartsOnly`].
#[derive(Debug, Clone)]
struct PartsStream<T> {
    tail: T,
    /// The encoded word whose parts are being returned.
    word: String,
    /// Byte offset of the next part in `word`.
    next: usize,
}

impl TokenFilter for PartsOnly {
    type Tokenizer<T: Tokenizer> = PartsStream<T>;

    fn transform<T: Tokenizer>(self, tail: T) -> PartsStream<T> {
        PartsStream {
            tail,
            word: String::new(),
            next: 0,
        }
    }
}

impl<T: Tokenizer> Tokenizer for PartsStream<T> {
    type TokenStream<'a> = PartsStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        PartsStream {
            tail: self.tail.token_stream(text),
            word: String::new(),
            next: 0,
        }
    }
}

impl<T: TokenStream> TokenStream for PartsStream<T> {
    fn advance(&mut self) -> bool {
        let part = loop {
            if let Some(part) = part_at(&self.word, self.next) {
                break part;
            }
            if !self.tail.advance() {
                return false;
            }
            let token = self.tail.token();
            if token.offset_to < token.text.len() {
                self.word.clone_from(&token.text);
                self.next = token.offset_to + 1;
            }
        };
        self.next += part.len() + 1;
        let token = &mut self.tail.token_mut().text;
        token.clear();
        token.push_str(part);
        true
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyzer, GAP, is_own_lemma};
    use crate::index::encoded_terms::EncodedTerms;
    use crate::index::ranked::Times;

    fn read(kind: &str, stretches: &[&str]) -> Vec<(String, usize)> {
        let mut terms = EncodedTerms::default();
        for text in stretches {
            terms.add(Analyzer::Dutch, text);
        }
        let mut analyzer = tokenizers().get(kind).expect("a registered analyzer");
        let words = Times::default().encode(&terms);
        let mut stream = analyzer.token_stream(&words);
        let mut read = Vec::new();
        while stream.advance() {
            read.push((stream.token().text.clone(), stream.token().position));
        }
        read
    }

    #[test]
    fn encoded_words_are_decoded_at_their_positions() {
        let expected = [("de", 0), ("n34", 1), ("n", 1), ("34", 2), ("weg", 3 + GAP)];
        assert_eq!(
            read(FORMS, &["de N-34", "weg"]),
            expected.map(|(t, p)| (t.to_owned(), p))
        );
    }

    #[test]
    fn the_index_has_the_terms_that_queries_ask_for() {
        let text =
            "Wethouder Bakkers opent woningbouwprojecten in De Ronde Venen en Woningen in Houten.";
        let tokens = Analyzer::Dutch.tokens(text);
        let forms = read(FORMS, &[text]);
        let lemmas = read(LEMMAS, &[text]);
        for token in &tokens {
            let own = is_own_lemma(&token.lemma);
            let at = (token.lemma.clone(), token.position);
            let found = lemmas.contains(&at) != (own && forms.contains(&at));
            assert!(found, "{at:?} stands in one of the fields");
        }
        assert!(lemmas.contains(&("bakkers".to_owned(), 1)), "a name");
        assert!(
            !lemmas
                .iter()
                .any(|(word, _)| word == "opent" || word == "in")
        );
        let parts: Vec<_> = tokens
            .iter()
            .flat_map(|t| t.parts.iter().map(|part| part.lemma.clone()))
            .collect();
        assert_eq!(
            read(PARTS, &[text])
                .into_iter()
                .map(|(part, _)| part)
                .collect::<Vec<_>>(),
            parts
        );
        assert!(parts.contains(&"woningbouw".to_owned()));
    }
}
