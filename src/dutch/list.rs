//! Reads word lists from text files: one word per line, `#` comments, `[section]` headings.
//!
//! Leaves out what the words are for. Lists are hash sets, because every word of every page is
//! looked up.

use foldhash::HashSet;

/// Returns the lines of `file` without comments and empty lines.
pub(crate) fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Returns the lines of the section `name` of `file`.
pub(crate) fn section(file: &'static str, name: &str) -> impl Iterator<Item = &'static str> {
    let is_head = |line: &&str| line.starts_with('[') && line.ends_with(']');
    let mut rest =
        lines(file).skip_while(move |line| line.trim_matches(['[', ']']) != name || !is_head(line));
    assert!(rest.next().is_some(), "the file has no section `{name}`");
    rest.take_while(move |line| !is_head(line))
}

/// A closed list of words.
#[derive(Debug)]
pub(crate) struct WordList {
    endings: Endings,
    words: HashSet<&'static str>,
}

impl WordList {
    pub(crate) fn new(words: impl Iterator<Item = &'static str>) -> Self {
        let words: HashSet<&str> = words.collect();
        Self {
            endings: Endings::of(words.iter().copied()),
            words,
        }
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        self.endings.may_end(word) && self.words.contains(word)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().copied()
    }
}

/// The last letters of the words of a list. They rule out most other words without hashing.
#[derive(Debug)]
pub(crate) struct Endings(Box<[u64; SLOTS / 64]>);

/// Number of letters that count, of 5 bits each.
const LETTERS: u32 = 3;
const SLOTS: usize = 1 << (5 * LETTERS);

impl Endings {
    /// Returns the number of the last letters of a word. A shorter word has zeros before its letters.
    fn slot(word: &str) -> usize {
        let bytes = word.as_bytes();
        let last = &bytes[bytes.len().saturating_sub(LETTERS as usize)..];
        let letters = last.iter().map(|byte| usize::from(byte & 31));
        letters.fold(0, |slot, letter| slot << 5 | letter)
    }

    pub(crate) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut endings = Self(Box::new([0; SLOTS / 64]));
        for word in words {
            // Words may end in a short one, with other letters before it.
            let known = SLOTS >> (5 * LETTERS.saturating_sub(word.len() as u32));
            for slot in (Self::slot(word)..SLOTS).step_by(known) {
                endings.0[slot / 64] |= 1 << (slot % 64);
            }
        }
        endings
    }

    /// Whether the list may have a word with the last letters of `word`, or one in which `word` ends.
    pub(crate) fn may_end(&self, word: &str) -> bool {
        let slot = Self::slot(word);
        self.0[slot / 64] & 1 << (slot % 64) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_end_where_the_next_begins() {
        let file = "# kop\n[een]\na\n\n# uitleg\nb\n[twee]\nc\n";
        assert_eq!(section(file, "een").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(section(file, "twee").collect::<Vec<_>>(), ["c"]);
    }

    #[test]
    fn a_list_holds_its_words_and_no_others() {
        let list = WordList::new(["brug", "sluis", "'t"].into_iter());
        assert!(list.contains("brug") && list.contains("'t"));
        assert!(!list.contains("rug") && !list.contains(""));
    }

    #[test]
    fn endings_rule_out_no_word_that_ends_in_one_of_the_list() {
        let endings = Endings::of(["er", "wethouder", "x"].into_iter());
        for word in ["er", "bakker", "wethouder", "x", "ax", "max"] {
            assert!(endings.may_end(word), "{word}");
        }
        for word in ["", "r", "dijk", "raad"] {
            assert!(!endings.may_end(word), "{word}");
        }
    }
}
