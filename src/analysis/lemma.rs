//! Step 4: the form under which a word's forms meet, and the parts that it is made of.
//!
//! Leaves out how the lexicon came about. A listed word has the list's lemma; an unseen compound that
//! of its last part; what is unknown stays as it is: it is mostly a name, and tantivy's Dutch stemmer
//! (Kraaij-Pohlmann) would join it with words.

use std::cell::RefCell;
use std::collections::HashMap;

use super::lexicon::Lexicon;

/// What is known of a folded word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) lemma: String,
    /// Lemmas of its parts; none where it is one part.
    pub(super) parts: Vec<String>,
}

/// Words that a thread remembers: most of a text is a few thousand words.
const REMEMBERED: usize = 1 << 14;

thread_local! {
    static SEEN: RefCell<HashMap<String, Known>> = RefCell::new(HashMap::new());
}

/// Gives what is known of the folded `word` to `take`; `is_name` says that its spelling makes it one.
pub(super) fn known(word: &str, is_name: bool, take: impl FnOnce(&Known)) {
    if !word.contains(|c: char| c.is_ascii_lowercase()) {
        return take(&Known { lemma: word.to_owned(), parts: Vec::new() });
    }
    if is_name {
        // `Bouwman` has no parts, even though the list has *bouwman*.
        let mut lemma = String::new();
        if Lexicon::get().knows(word) {
            Lexicon::get().lemma(word, &mut lemma);
        } else {
            lemma.push_str(word);
        }
        return take(&Known { lemma, parts: Vec::new() });
    }
    SEEN.with_borrow_mut(|seen| {
        if let Some(known) = seen.get(word) {
            return take(known);
        }
        if seen.len() == REMEMBERED {
            seen.clear();
        }
        let known = look_up(word);
        take(&known);
        seen.insert(word.to_owned(), known);
    });
}

fn look_up(word: &str) -> Known {
    let lexicon = Lexicon::get();
    let mut lemma = String::with_capacity(word.len());
    lexicon.lemma(word, &mut lemma);
    if lemma.is_empty() {
        lemma.push_str(word);
    }
    let mut start = 0;
    let (ends, _) = lexicon.ends(word);
    let parts = ends.into_iter().map(|end| {
        let mut part = String::new();
        lexicon.part_lemma(&word[std::mem::replace(&mut start, end)..end], &mut part);
        part
    });
    Known { lemma, parts: parts.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str, is_name: bool) -> (String, Vec<String>) {
        let mut found = None;
        known(word, is_name, |k| found = Some((k.lemma.clone(), k.parts.clone())));
        found.expect("something is always given")
    }

    #[test]
    fn words_have_lemmas_and_compounds_have_parts() {
        assert_eq!(of("woningen", false), ("woning".to_owned(), vec![]));
        assert_eq!(of("gemeenteraadsverkiezingen", false).1, ["gemeente", "raad", "verkiezing"]);
        assert_eq!(of("34", false), ("34".to_owned(), vec![]));
    }

    #[test]
    fn names_stay_whole() {
        assert_eq!(of("bergambacht", true), ("bergambacht".to_owned(), vec![]));
        assert_eq!(of("bouwman", true), ("bouwman".to_owned(), vec![]));
    }
}
