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

/// The last two letters of the words of a list. They rule out most other words without hashing.
#[derive(Debug)]
pub(crate) struct Endings([bool; 1024]);

impl Endings {
    fn slot(word: &str) -> usize {
        match word.as_bytes() {
            [] => 0,
            [one] => usize::from(one & 31),
            [.., a, b] => usize::from(a & 31) << 5 | usize::from(b & 31),
        }
    }

    pub(crate) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut endings = Self([false; 1024]);
        words.for_each(|word| endings.0[Self::slot(word)] = true);
        endings
    }

    /// Whether the list may have a word with the last two letters of `word`.
    pub(crate) fn may_end(&self, word: &str) -> bool {
        self.0[Self::slot(word)]
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
}
