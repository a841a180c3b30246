//! Tells a line about the page or the site from one of the text, by its words.
//!
//! Leaves out openings that are known whole (`dutch::tail`). Only lines below the text are judged so: a release may be
//! about an app.

use std::collections::HashSet;

use crate::dutch::words::{INVITES, NEAR_PAGES, OF_PAGES, READER};

/// Longest such line, in bytes.
const LONGEST: usize = 110;

/// Least weight of the words of such a line.
const ENOUGH: usize = 3;

/// Numbers to call with a tip, as they are written.
const TIP_LINES: [&str; 4] = ["0800-7000", "0800 7000", "0900-8844", "0900 8844"];

/// Whether a line speaks of the page: *Je moet ingelogd zijn om een reactie te plaatsen*. The number of a tip line is
/// enough.
pub(super) fn is_about_page(line: &str) -> bool {
    weight(line) >= ENOUGH || is_short(line) && TIP_LINES.iter().any(|number| line.contains(number))
}

/// Returns how much the words of a line are those of lines about the page; 0 for a long line, or one with speech.
///
/// A word that only such lines have weighs 2; another word for a page, a word to the reader, an invitation and a
/// question mark weigh 1 each.
pub(in crate::extract) fn weight(line: &str) -> usize {
    if !is_short(line) {
        return 0;
    }
    let lower = line.to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'');
    let words: Vec<&str> = lower
        .split(|c| !is_part(c))
        .map(|word| word.trim_matches(['-', '’', '\'']))
        .filter(|word| !word.is_empty())
        .collect();
    let distinct: HashSet<&str> = words.iter().copied().collect();
    let strong = distinct
        .iter()
        .filter(|word| OF_PAGES.contains(word))
        .count();
    let weak = distinct
        .iter()
        .filter(|word| NEAR_PAGES.contains(word))
        .count();
    let invites = words.first().is_some_and(|first| INVITES.contains(first));
    let to_reader = distinct.iter().any(|word| READER.contains(word));
    let marks = [invites, to_reader, line.contains('?')];
    2 * strong + weak + marks.iter().filter(|mark| **mark).count()
}

fn is_short(line: &str) -> bool {
    // Single marks may be those of a name; behind the end of a sentence they are not.
    let holds_speech = || {
        let mut marks = line.match_indices(['’', '\'']);
        marks.any(|(at, _)| line[..at].ends_with(['.', '!', '?', ',']))
    };
    line.len() <= LONGEST
        && !line.contains(['“', '”', '„', '"', '«', '»'])
        && !line.contains(",,")
        && !holds_speech()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_about_the_page_are_told_from_the_text() {
        for line in [
            "Je moet ingelogd zijn om een reactie te plaatsen.",
            "Elke vrijdag het nieuws uit uw buurt in je mailbox",
            "Download onze gratis app",
        ] {
            assert!(is_about_page(line), "{line}");
        }
        for line in [
            "De nieuwe app telt de fietsers op de brug.",
            "De raad praat in mei over het bericht.",
            "“Lees de nieuwsbrief van uw gemeente”, zegt Bos.",
            "Bos reageert laconiek. ‘We hebben er nog een in de nieuwsbrief.’",
        ] {
            assert!(!is_about_page(line), "{line}");
        }
    }
}
