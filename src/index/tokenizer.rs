//! Dutch in tantivy: the analyzers of the three kinds of text fields.
//!
//! Leaves out the knowledge of Dutch, which is `analysis`'s: it wrote beside each word what its forms
//! and parts are. A tokenizer takes the words from there; then one token filter a kind: [`Forms`] lets
//! them be, [`Lemmas`] is the stemmer, [`Parts`] gives the parts of compounds and nothing else.

use tantivy::tokenizer::{
    TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer, TokenizerManager,
};

use super::encoded_terms::EncodedTerms;
use crate::analysis::GAP;

/// Names under which the analyzers are registered.
pub(super) const FORMS: &str = "forms";
pub(super) const LEMMAS: &str = "lemmas";
pub(super) const PARTS: &str = "parts";

/// The analyzers that both schemas name.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(
        FORMS,
        TextAnalyzer::builder(Written::default())
            .filter(Forms)
            .build(),
    );
    manager.register(
        LEMMAS,
        TextAnalyzer::builder(Written::default())
            .filter(Lemmas)
            .build(),
    );
    manager.register(
        PARTS,
        TextAnalyzer::builder(Written::default())
            .filter(Parts)
            .build(),
    );
    manager
}

// A word's own characters are never these, so its first byte tells.
const SAME: u8 = EncodedTerms::SAME as u8;
const BREAK: u8 = EncodedTerms::BREAK as u8;
const LEMMA: u8 = EncodedTerms::LEMMA as u8;
const PART: u8 = EncodedTerms::PART as u8;

/// Reads back the words that [`EncodedTerms`] wrote, each with what was written behind it: its
/// offsets are where in that the surface form ends, and the dictionary form.
#[derive(Debug, Clone, Default)]
struct Written {
    token: Token,
}

struct WrittenStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
    next: usize,
}

impl Tokenizer for Written {
    type TokenStream<'a> = WrittenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WrittenStream<'a> {
        self.token.reset();
        WrittenStream {
            rest: text,
            token: &mut self.token,
            next: 0,
        }
    }
}

impl TokenStream for WrittenStream<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let bytes = self.rest.as_bytes();
            let (mut form, mut lemma, mut end) = (usize::MAX, usize::MAX, 0);
            while end < bytes.len() && bytes[end] != b' ' {
                match bytes[end] {
                    LEMMA => form = end,
                    PART if lemma == usize::MAX => lemma = end,
                    _ => {}
                }
                end += 1;
            }
            let first = bytes[0];
            let cut = usize::from(first == SAME);
            let word = self.rest.get(cut..end).unwrap_or_default();
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            if first == BREAK {
                self.next += GAP;
                continue;
            }
            self.next -= cut;
            let lemma = lemma.min(end);
            self.token.offset_from = form.min(lemma) - cut;
            self.token.offset_to = lemma - cut;
            self.token.text.clear();
            self.token.text.push_str(word);
            self.token.position = self.next;
            self.next += 1;
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// A filter that is a function of single tokens, and its stream.
#[derive(Debug, Clone)]
struct Mapped<T> {
    tail: T,
    map: fn(&mut Token),
}

impl<T: Tokenizer> Tokenizer for Mapped<T> {
    type TokenStream<'a> = Mapped<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Mapped {
            tail: self.tail.token_stream(text),
            map: self.map,
        }
    }
}

impl<T: TokenStream> TokenStream for Mapped<T> {
    fn advance(&mut self) -> bool {
        let more = self.tail.advance();
        if more {
            (self.map)(self.tail.token_mut());
        }
        more
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}

/// Every word as it is spelled.
#[derive(Debug, Clone, Copy)]
struct Forms;

impl TokenFilter for Forms {
    type Tokenizer<T: Tokenizer> = Mapped<T>;

    fn transform<T: Tokenizer>(self, tail: T) -> Mapped<T> {
        Mapped {
            tail,
            map: |token| token.text.truncate(token.offset_from),
        }
    }
}

/// The Dutch stemmer: every word by its dictionary form.
#[derive(Debug, Clone, Copy)]
struct Lemmas;

impl TokenFilter for Lemmas {
    type Tokenizer<T: Tokenizer> = Mapped<T>;

    fn transform<T: Tokenizer>(self, tail: T) -> Mapped<T> {
        Mapped {
            tail,
            map: |token| {
                token.text.truncate(token.offset_to);
                if token.offset_from < token.offset_to {
                    token.text.drain(..=token.offset_from);
                }
            },
        }
    }
}

/// The parts of every compound.
#[derive(Debug, Clone, Copy)]
struct Parts;

/// [`Parts`] at work.
#[derive(Debug, Clone)]
struct Parting<T> {
    tail: T,
    /// A written word whose parts are given, and where the next one begins.
    word: String,
    next: usize,
}

impl TokenFilter for Parts {
    type Tokenizer<T: Tokenizer> = Parting<T>;

    fn transform<T: Tokenizer>(self, tail: T) -> Parting<T> {
        Parting {
            tail,
            word: String::new(),
            next: 0,
        }
    }
}

impl<T: Tokenizer> Tokenizer for Parting<T> {
    type TokenStream<'a> = Parting<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Parting {
            tail: self.tail.token_stream(text),
            word: String::new(),
            next: 0,
        }
    }
}

impl<T: TokenStream> TokenStream for Parting<T> {
    fn advance(&mut self) -> bool {
        while self.next >= self.word.len() {
            if !self.tail.advance() {
                return false;
            }
            let token = self.tail.token();
            if token.offset_to < token.text.len() {
                self.word.clone_from(&token.text);
                self.next = token.offset_to + 1;
            }
        }
        let rest = &self.word[self.next..];
        let part = rest.split(EncodedTerms::PART).next().unwrap_or(rest);
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
    use crate::analysis::Analyzer;

    fn read(kind: &str, stretches: &[&str]) -> Vec<(String, usize)> {
        let mut terms = EncodedTerms::default();
        for text in stretches {
            terms.add(Analyzer::Dutch, text);
        }
        let mut analyzer = tokenizers().get(kind).expect("a registered analyzer");
        let mut stream = analyzer.token_stream(terms.as_str());
        let mut read = Vec::new();
        while stream.advance() {
            read.push((stream.token().text.clone(), stream.token().position));
        }
        read
    }

    #[test]
    fn written_words_are_read_back_where_they_stood() {
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
        let lemmas: Vec<_> = tokens
            .iter()
            .map(|t| (t.lemma.clone(), t.position))
            .collect();
        assert_eq!(read(LEMMAS, &[text]), lemmas);
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
