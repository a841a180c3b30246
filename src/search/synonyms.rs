//! Synonyms: other words that mean what a word of a query means.
//!
//! Leaves out their weight (`index::ranked`) and when they are searched (`compile`). The list of the
//! program is `dutch/data/synonyms.txt`. A list of one's own has the format of Solr's synonym filter:
//! `leerkracht, leraar, docent` for words of one meaning, `adhd => aandachtsstoornis` for one direction,
//! `#` before a comment, `\,` for a comma in a word.

use std::sync::LazyLock;

use foldhash::HashMap;
use thiserror::Error;

use crate::analysis::{Analyzer, Token, fold};

/// Most synonyms of one word that are searched.
pub(super) const MOST: usize = 5;

/// Number of first letters that a listed word has in common with the asked word or with its dictionary form.
const HEAD: usize = 3;

/// Words and what means the same.
///
/// Only the words that a query may ask for are analyzed: a search asks for a few of a thousand.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    /// The words in the order of the list, by their first letters.
    of: HashMap<String, Vec<Entry>>,
}

/// A word that may be asked, and what means the same.
#[derive(Debug, Clone)]
struct Entry {
    word: String,
    others: Vec<String>,
}

/// A line that is no list of synonyms.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "line {line}: {reason} (write `leerkracht, leraar, docent`, or `adhd => aandachtsstoornis`)"
)]
pub struct SynonymError {
    /// The number of the line, from 1.
    pub line: usize,
    reason: &'static str,
}

impl Synonyms {
    /// Returns the program's list.
    #[must_use]
    pub fn of_program() -> &'static Self {
        static LIST: LazyLock<Synonyms> = LazyLock::new(|| {
            let list = include_str!("../dutch/data/synonyms.txt");
            Synonyms::parse(list).unwrap_or_else(|error| panic!("synonyms.txt: {error}"))
        });
        &LIST
    }

    /// Parses a list in Solr's format.
    ///
    /// # Errors
    /// [`SynonymError`] for a line without two words.
    pub fn parse(list: &str) -> Result<Self, SynonymError> {
        let mut synonyms = Self::default();
        for (number, line) in list.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |reason| SynonymError {
                line: number + 1,
                reason,
            };
            let (asked, meant) = match line.split_once("=>") {
                Some((asked, meant)) => (members(asked), members(meant)),
                None => (members(line), members(line)),
            };
            if asked.is_empty() || meant.is_empty() {
                return Err(wrong("a side of `=>` has no word"));
            }
            if asked.len() + meant.len() < 3 && asked == meant {
                return Err(wrong("there is only one word"));
            }
            // Several words are meant, never asked.
            for word in asked.iter().filter(|word| !word.contains(' ')) {
                let others = meant.iter().filter(|other| *other != word);
                let others = others.cloned().collect();
                let word = word.clone();
                let entries = synonyms.of.entry(head(&fold(&word))).or_default();
                entries.push(Entry { word, others });
            }
        }
        Ok(synonyms)
    }

    /// Returns these synonyms together with those of `more`.
    #[must_use]
    pub fn with(mut self, more: Self) -> Self {
        for (head, entries) in more.of {
            self.of.entry(head).or_default().extend(entries);
        }
        self
    }

    /// Returns the synonyms of a word, in any of its forms.
    pub(super) fn of(&self, word: &Token) -> Vec<&str> {
        let mut heads = vec![head(&word.lemma), head(&word.exact)];
        heads.dedup();
        let mut found = Vec::new();
        for entry in heads.iter().filter_map(|head| self.of.get(head)).flatten() {
            let tokens = Analyzer::Dutch.tokens(&entry.word);
            if one_word(&tokens).is_some_and(|token| token.lemma == word.lemma) {
                for other in entry.others.iter().map(String::as_str) {
                    if !found.contains(&other) {
                        found.push(other);
                    }
                }
            }
        }
        found
    }
}

/// Returns the first letters and digits of a folded word.
fn head(folded: &str) -> String {
    let letters = folded.chars().filter(|c| c.is_alphanumeric());
    letters.take(HEAD).collect()
}

/// Returns the token of a single word, with hyphens or not; `None` for several words.
pub(super) fn one_word(tokens: &[Token]) -> Option<&Token> {
    match tokens {
        [only] => Some(only),
        _ => tokens.iter().find(|token| token.joined),
    }
}

/// Returns the words of one side of a line.
fn members(side: &str) -> Vec<String> {
    let side = side.replace("\\,", "\u{1}");
    let words = side
        .split(',')
        .map(|word| word.trim().replace('\u{1}', ","));
    words.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(synonyms: &Synonyms, word: &str) -> Vec<String> {
        let tokens = Analyzer::Dutch.tokens(word);
        let others = synonyms.of(one_word(&tokens).expect("a word"));
        others.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_list_in_solrs_format_is_read() {
        let list = "# zorg\nziekenhuis, hospitaal\nadhd => aandachtsstoornis\n\na\\, b, c\n";
        let synonyms = Synonyms::parse(list).expect("a list");
        assert_eq!(of(&synonyms, "ziekenhuizen"), ["hospitaal"]);
        assert_eq!(of(&synonyms, "hospitaal"), ["ziekenhuis"]);
        assert_eq!(of(&synonyms, "adhd"), ["aandachtsstoornis"]);
        assert!(of(&synonyms, "aandachtsstoornis").is_empty());
        assert_eq!(of(&synonyms, "c"), ["a, b"]);
        for (list, line) in [
            ("ziekenhuis\n", 1),
            ("a, b\n=> c\n", 2),
            ("a, b\n\nc =>\n", 3),
        ] {
            let error = Synonyms::parse(list).expect_err("a wrong line");
            assert_eq!(error.line, line, "{list:?}");
        }
    }

    #[test]
    fn the_list_of_the_program_is_found_by_all_forms_of_a_word() {
        let synonyms = Synonyms::of_program();
        for (word, other) in [
            ("ziekenhuizen", "hospitaal"),
            ("leraren", "docent"),
            ("e-sigaretten", "vape"),
        ] {
            assert!(
                of(synonyms, word).contains(&other.to_owned()),
                "{word}: {:?}",
                of(synonyms, word)
            );
        }
        let words = synonyms.of.values().flatten();
        let most = words.map(|entry| of(synonyms, &entry.word).len()).max();
        assert!(most <= Some(2 * MOST), "a word has {most:?} synonyms");
    }
}
