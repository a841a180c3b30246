//! Splits a sentence into words for the grammar of names.
//!
//! Leaves out search terms, which `analysis` makes. Case, dots and hyphens matter here.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::Block;
use crate::dutch::verbs::is_finite_verb;

/// Marks that stand for an apostrophe before a shortened word.
pub(super) const APOSTROPHES: [char; 5] = ['\'', '’', '‘', '`', '´'];

/// A word and its place.
#[derive(Debug, Clone)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    /// Whether only a space separates it from the word before.
    pub(super) joined: bool,
    /// Lower-case form with straight apostrophes.
    pub(super) lower: Cow<'a, str>,
    is_capitalized: bool,
}

impl Word<'_> {
    /// Whether the word addresses somebody.
    pub(super) fn is_address(&self) -> bool {
        matches!(
            self.lower.as_ref(),
            "u" | "uw" | "je" | "jij" | "jouw" | "jullie" | "jezelf"
        )
    }

    pub(super) fn is_capitalized(&self) -> bool {
        self.is_capitalized
    }

    /// Whether the word is a finite verb of the lists, of saying or not.
    pub(super) fn is_finite_verb(&self) -> bool {
        is_finite_verb(&self.lower)
    }

    /// Whether the word has at least two capitals and no lower-case letters: `FNV`, `NU’91`,
    /// `VHP2`.
    pub(super) fn is_acronym(&self) -> bool {
        !self.text.chars().any(char::is_lowercase)
            && self.text.chars().filter(|c| c.is_uppercase()).count() > 1
            && !self.is_initials()
    }

    /// Whether the word is initials: `G.G.J.`, `A.`
    pub(super) fn is_initials(&self) -> bool {
        self.text.ends_with('.')
            && self
                .text
                .split_terminator('.')
                .all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase))
    }
}

/// A part of a block, and its words.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// Number of the block.
    pub(super) block: usize,
    /// The whole text of the block.
    pub(super) text: &'a str,
    /// The words of the part. Their ranges are bytes of the whole text.
    pub(super) words: &'a [Word<'a>],
}

impl<'a> Line<'a> {
    /// Whether a sentence begins at word `at`.
    pub(super) fn starts_sentence(&self, at: usize) -> bool {
        at == 0 || !self.words[at].joined && self.between(at - 1, at).contains(['.', '!', '?', ':'])
    }

    /// Returns the part of the line in the bytes `range` of its block.
    pub(super) fn part(&self, range: &Range<usize>) -> Self {
        let starts = |word: &Word<'_>| word.range.start < range.start;
        let first = self.words.partition_point(starts);
        let end = self
            .words
            .partition_point(|word| word.range.end <= range.end);
        Self {
            words: &self.words[first..end.max(first)],
            ..*self
        }
    }

    /// Returns the text from word `first` up to, but not including, word `end`.
    pub(super) fn slice(&self, first: usize, end: usize) -> &'a str {
        &self.text[self.words[first].range.start..self.words[end - 1].range.end]
    }

    /// Returns the text between two words.
    pub(super) fn between(&self, first: usize, second: usize) -> &'a str {
        &self.text[self.words[first].range.end..self.words[second].range.start]
    }
}

/// The words of all blocks of a release.
pub(crate) struct Lines<'a>(Vec<(&'a str, Vec<Word<'a>>)>);

impl<'a> Lines<'a> {
    /// Splits the blocks into words.
    pub(crate) fn of(blocks: &'a [Block]) -> Self {
        let split = |block: &'a Block| {
            let text = block.text.as_str();
            (text, words(text, 0..text.len()))
        };
        Self(blocks.iter().map(split).collect())
    }

    /// Returns the words of a block.
    pub(super) fn line(&self, block: usize) -> Line<'_> {
        let (text, words) = &self.0[block];
        Line { block, text, words }
    }

    /// Returns the words of each block, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = Line<'_>> {
        (0..self.0.len()).map(|block| self.line(block))
    }
}

/// Returns the words of `text` in the range `within`. Their ranges are bytes of the whole text.
pub(super) fn words(text: &str, within: Range<usize>) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::with_capacity(within.len() / 6);
    let mut at = within.start;
    let limit = within.end;
    let begins = |c: char| c.is_alphanumeric() || c == '&';
    // Fast path: most words follow a space.
    let next_word = |at: usize| match &text.as_bytes()[at..limit] {
        [b' ', next, ..] if next.is_ascii_alphanumeric() => Some(1),
        _ => text[at..limit].find(begins),
    };
    while let Some(skip) = next_word(at) {
        let gap_start = words.last().map_or(within.start, |w| w.range.end);
        let mut start = at + skip;
        // `in ’t Veld`, `’s-Gravenhage`: the apostrophe belongs to the word. Many write another mark: `in ‘t Veld`.
        if let Some(mark) = text[gap_start..start]
            .chars()
            .next_back()
            .filter(|c| APOSTROPHES.contains(c))
            && text[start..limit].starts_with(['t', 's', 'n'])
            && !text[start + 1..limit].starts_with(char::is_alphanumeric)
        {
            start -= mark.len_utf8();
        }
        let end = word_end(&text[..limit], start);
        let joined = gap_start == start || &text[gap_start..start] == " ";
        let word = &text[start..end];
        let elided = word.strip_prefix("d’").or(word.strip_prefix("d'"));
        words.push(Word {
            text: word,
            range: start..end,
            joined,
            lower: lower(word),
            is_capitalized: elided.unwrap_or(word).starts_with(char::is_uppercase),
        });
        at = end;
    }
    words
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        Cow::Borrowed(word)
    } else {
        let lower = word.to_lowercase().replace('’', "'");
        // Other marks stand only before a word.
        let rest = lower.strip_prefix(APOSTROPHES);
        Cow::Owned(rest.map(|rest| format!("'{rest}")).unwrap_or(lower))
    }
}

fn word_end(text: &str, start: usize) -> usize {
    // Fast path: most words are ASCII letters followed by a space or a punctuation mark.
    let plain = text.as_bytes()[start..]
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    if plain > 0
        && text
            .as_bytes()
            .get(start + plain)
            .is_none_or(|b| matches!(b, b' ' | b',' | b':' | b';' | b'?' | b'!' | b')'))
    {
        return start + plain;
    }
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    let mut previous = ' ';
    let mut letters_since_dot = 0;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let inner = next.is_some_and(char::is_alphanumeric);
        let keep = c.is_alphanumeric()
            || at == 0
            // `RenÃ© Smit`: a letter of UTF-8 that was read as two of another encoding
            || matches!(previous, 'Ã' | 'Ă') && !c.is_whitespace()
            || c == '&'
            || matches!(c, '’' | '\'' | '-' | '‑') && inner && previous.is_alphanumeric()
            // Initials keep their dots: a single capital before each.
            || c == '.' && previous.is_uppercase() && letters_since_dot == 1
            || c == '.' && is_title(&text[start..start + at]);
        if !keep {
            break;
        }
        letters_since_dot = if c.is_alphabetic() {
            letters_since_dot + 1
        } else {
            0
        };
        previous = c;
        end = start + at + c.len_utf8();
        if c == '.' && !inner {
            break;
        }
    }
    end.max(start + text[start..].chars().next().map_or(1, char::len_utf8))
}

fn is_title(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "drs" | "mr" | "ir" | "ing" | "dr" | "prof" | "dhr" | "mw" | "mevr" | "st"
    )
}

/// Whether a word has a capital behind a small letter, as names of firms have: `TreinTramBus`, but not `McDonald`.
pub(super) fn has_inner_capital(word: &str) -> bool {
    const PREFIXES: [&str; 8] = ["Mc", "Mac", "De", "Van", "Le", "La", "Du", "Di"];
    let rest = PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix));
    let letters: Vec<char> = rest.unwrap_or(word).chars().collect();
    let capital = |two: &[char]| two[0].is_lowercase() && two[1].is_uppercase();
    letters.windows(2).any(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_whole() {
        let text =
            "drs. G.G.J. (Gregor) Rensen, FNV-bestuurder Zorg & Welzijn, zo’n KLM’er. Einde.";
        let found: Vec<&str> = words(text, 0..text.len()).iter().map(|w| w.text).collect();
        assert_eq!(
            found,
            [
                "drs.",
                "G.G.J.",
                "Gregor",
                "Rensen",
                "FNV-bestuurder",
                "Zorg",
                "&",
                "Welzijn",
                "zo’n",
                "KLM’er",
                "Einde"
            ]
        );
    }
}
