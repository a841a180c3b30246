//! Step 4: the form under which a word's forms meet.
//!
//! Leaves out compounds. `Stemmer` is tantivy's Kraaij-Pohlmann algorithm, until the lexicon takes
//! over behind the same trait.

use std::cell::RefCell;
use std::collections::HashMap;

use tantivy::tokenizer::{Language, RawTokenizer, TextAnalyzer, TokenStream};

/// Gives words their dictionary form.
pub trait Lemmatizer: Send + Sync {
    /// Appends the form for `word`, which is folded, to `out`; never nothing.
    fn lemma(&self, word: &str, out: &mut String);
}

/// tantivy's Dutch stemmer (Kraaij and Pohlmann 1994, by Snowball's definition).
#[derive(Debug, Default, Clone, Copy)]
pub struct Stemmer {}

/// Words whose forms a thread remembers: most of a text is a few thousand words.
const REMEMBERED: usize = 1 << 14;

struct KraaijPohlmann {
    analyzer: TextAnalyzer,
    seen: HashMap<String, String>,
}

thread_local! {
    static STEMS: RefCell<KraaijPohlmann> = RefCell::new(KraaijPohlmann {
        analyzer: TextAnalyzer::builder(RawTokenizer::default()).filter(tantivy::tokenizer::Stemmer::new(Language::Dutch)).build(),
        seen: HashMap::new(),
    });
}

impl Lemmatizer for Stemmer {
    fn lemma(&self, word: &str, out: &mut String) {
        let start = out.len();
        if word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase()) {
            STEMS.with_borrow_mut(|KraaijPohlmann { analyzer, seen }| {
                if let Some(stem) = seen.get(word) {
                    return out.push_str(stem);
                }
                let mut stream = analyzer.token_stream(word);
                if stream.advance() {
                    out.push_str(&stream.token().text);
                }
                drop(stream);
                if seen.len() == REMEMBERED {
                    seen.clear();
                }
                seen.insert(word.to_owned(), out[start..].to_owned());
            });
        }
        if out.len() == start {
            out.push_str(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        let lemma = |word: &str| {
            let mut out = String::new();
            Stemmer::default().lemma(word, &mut out);
            out
        };
        assert_eq!(lemma("gemeenten"), lemma("gemeente"));
        assert_eq!(lemma("woningen"), lemma("woning"));
        assert_eq!(lemma("34"), "34");
    }
}
