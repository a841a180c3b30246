//! Tells whether lines are about the same as others, by the words that they share.
//!
//! Leaves out what follows from that. A paragraph of a text repeats words of the paragraphs around it, and a part about
//! something else does not: Hearst (1997, Computational Linguistics 23(1)) parts a text into topics by such repetitions.

use foldhash::HashSet;

use crate::dutch::calendar::{WEEKDAYS, month_number};
use crate::dutch::words::{STOP_WORDS, lower_case};

/// Fewest letters of a word that tells what a text is about.
const LETTERS: usize = 5;

/// Number of first letters that two words about the same have in common.
const SAME: usize = 6;

/// Fewest words that parts about the same share.
const SHARED: usize = 3;

/// The first letters of a word in lower case. A compound and its first part, or two forms of a word, so count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::extract) struct Start([char; SAME]);

impl Start {
    fn of(word: &str) -> Self {
        let mut start = ['\0'; SAME];
        for (to, letter) in start.iter_mut().zip(word.chars()) {
            *to = letter;
        }
        Self(start)
    }
}

/// Returns how the longer words of a line begin, without function words and days.
pub(in crate::extract) fn topic_words(line: &str) -> HashSet<Start> {
    let mut buffer = String::new();
    line.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().nth(LETTERS - 1).is_some())
        .filter_map(|word| {
            let word = lower_case(word, &mut buffer);
            let is_of_none = STOP_WORDS.contains(word) || is_of_calendar(word);
            (!is_of_none).then(|| Start::of(word))
        })
        .collect()
}

/// Whether a part with `words` is about the same as a text whose words `is_known` tells: several are, and a quarter of all.
pub(in crate::extract) fn is_of_topic(
    words: &HashSet<Start>,
    is_known: impl Fn(&Start) -> bool,
) -> bool {
    let shared = words.iter().filter(|word| is_known(word)).count();
    shared >= SHARED && shared * 4 >= words.len()
}

fn is_of_calendar(word: &str) -> bool {
    WEEKDAYS.contains(word) || month_number(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_compounds_count_as_the_same() {
        let text = topic_words("De gemeente vervangt maandag de bruggen over het kanaal.");
        let other = topic_words("Alle gemeenten met een kanaalbrug weten dat.");
        let mut shared: Vec<&Start> = text.intersection(&other).collect();
        shared.sort();
        assert_eq!(shared, [&Start::of("gemeen"), &Start::of("kanaal")]);
        assert!(!text.contains(&Start::of("maanda")));
    }
}
