//! Decodes the words of [`EncodedTerms`] into tokens.
//!
//! Leaves out which forms of a word a field keeps (`tokenizer`, `ranked`).

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::encoded_terms::EncodedTerms;
use crate::analysis::GAP;

// No word contains these characters, so comparing single bytes is enough.
const SAME: u8 = EncodedTerms::SAME as u8;
const BREAK: u8 = EncodedTerms::BREAK as u8;
const LEMMA: u8 = EncodedTerms::LEMMA as u8;
const PART: u8 = EncodedTerms::PART as u8;

/// Length of what stands before the words: how often the ranked field writes them.
const TIMES: usize = 2;

/// Decodes the words of [`EncodedTerms`] into tokens.
///
/// The text of a token is the whole encoded word. Its offsets are ends of forms within that text:
/// `offset_from` is the end of the surface form, `offset_to` the end of the dictionary form.
#[derive(Debug, Clone, Default)]
pub(super) struct EncodedTermsTokenizer {
    token: Token,
}

pub(super) struct EncodedTermsStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
    next: usize,
}

impl Tokenizer for EncodedTermsTokenizer {
    type TokenStream<'a> = EncodedTermsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> EncodedTermsStream<'a> {
        self.token.reset();
        EncodedTermsStream {
            rest: text.get(TIMES..).unwrap_or_default(),
            token: &mut self.token,
            next: 0,
        }
    }
}

impl TokenStream for EncodedTermsStream<'_> {
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

/// Returns the part of an encoded word that begins at byte `at`; `None` behind the last one.
pub(super) fn part_at(word: &str, at: usize) -> Option<&str> {
    let rest = word.get(at..).filter(|rest| !rest.is_empty())?;
    rest.split(EncodedTerms::PART).next()
}

/// Returns the dictionary form of an encoded word.
pub(super) fn lemma(word: &Token) -> &str {
    let from = if word.offset_from < word.offset_to {
        word.offset_from + 1
    } else {
        0
    };
    &word.text[from..word.offset_to]
}
