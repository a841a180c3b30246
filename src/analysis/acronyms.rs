//! What acronyms stand for: a table of government acronyms, and definitions found in texts.
//!
//! Leaves out searching for the long forms (`search`). Definitions such as *Regionale
//! Uitvoeringsdienst (RUD)* are found by a stricter variant of Schwartz & Hearst, "A simple
//! algorithm for identifying abbreviation definitions in biomedical text" (2003): every letter must
//! begin a word or a part of a compound, and only function words may be skipped.

use super::fold::fold;
use super::lexicon::Lexicon;
use super::stop::is_stop_word;
use crate::dutch::list::lines;
use crate::dutch::words::ACRONYMS;

/// Shortest and longest acronym that a text may define, in bytes.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=8;

/// Returns the long forms that the table has for `written`.
pub fn expansions(written: &str) -> impl Iterator<Item = &'static str> {
    let pairs = lines(ACRONYMS).filter_map(|line| line.split_once(' '));
    pairs
        .filter(move |(acronym, _)| means_acronym(written, acronym))
        .map(|(_, words)| words)
}

/// Whether `written` means `acronym`.
///
/// An acronym of two letters, or one that is also a word, must be written in capitals.
#[must_use]
pub fn means_acronym(written: &str, acronym: &str) -> bool {
    written == acronym
        || written.eq_ignore_ascii_case(acronym)
            && (written.chars().filter(char::is_ascii_uppercase).count() > 1
                || acronym.contains('&')
                || acronym.len() > 2 && !Lexicon::get().knows(&fold(acronym)))
}

/// Returns the acronyms that `text` defines, each with its long form: the words before the
/// parenthesis.
#[must_use]
pub fn explained(text: &str) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    for (open, _) in text.match_indices('(') {
        let inside = &text[open + 1..];
        let Some(close) = inside.find(')') else { break };
        let acronym = &inside[..close];
        if looks_like_acronym(acronym)
            && let Some(start) = long_form(&text[..open], acronym)
        {
            pairs.push((acronym, text[start..open].trim_end()));
        }
    }
    pairs
}

fn looks_like_acronym(acronym: &str) -> bool {
    let capitals = acronym.bytes().filter(u8::is_ascii_uppercase).count();
    LENGTH.contains(&acronym.len())
        && acronym
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || b == b'&')
        && acronym.starts_with(|c: char| c.is_ascii_uppercase())
        && (capitals > 1 || acronym.len() > 2)
}

/// Returns the byte at which the long form of `acronym` begins. The long form is the end of
/// `before`.
fn long_form(before: &str, acronym: &str) -> Option<usize> {
    let mut letters = acronym
        .bytes()
        .filter(u8::is_ascii_alphabetic)
        .rev()
        .map(|b| b.to_ascii_lowercase())
        .peekable();
    let mut passed = 0;
    for (at, word) in words_backwards(before) {
        let folded = fold(word);
        let ends = Lexicon::get().split_points(&folded);
        let starts = ends.iter().rev().skip(1).copied();
        for start in starts.filter(|start| *start < folded.len()) {
            letters.next_if_eq(&folded.as_bytes()[start]);
        }
        // The first letter must begin a word.
        letters.peek()?;
        if letters.next_if_eq(folded.as_bytes().first()?).is_some() {
            if letters.peek().is_none() {
                return Some(at);
            }
            passed = 0;
        } else if passed < 2 && is_stop_word(&folded) {
            passed += 1;
        } else {
            return None;
        }
    }
    None
}

/// Returns the words of the last sentence of `text` in reverse order, with the byte at which each
/// begins.
fn words_backwards(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let sentence = text
        .rfind(['.', '!', '?', ':', ';', '\n', '(', ')'])
        .map_or(0, |at| at + 1);
    let words = text[sentence..]
        .rsplit([' ', '-', ','])
        .filter(|word| !word.is_empty());
    words.map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        (bare.as_ptr() as usize - text.as_ptr() as usize, bare)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_of_two_letters_or_that_are_words_need_capitals() {
        let of = |written: &str| expansions(written).collect::<Vec<_>>();
        assert_eq!(of("GS"), ["Gedeputeerde Staten"]);
        assert_eq!(of("gs"), [""; 0]);
        assert_eq!(of("b&w"), ["burgemeester en wethouders"]);
        assert_eq!(
            of("rivm"),
            ["Rijksinstituut voor Volksgezondheid en Milieu"]
        );
        assert_eq!(of("res"), [""; 0]);
        assert_eq!(of("CvdK"), of("CdK"));
    }

    #[test]
    fn definitions_of_acronyms_are_found_in_texts() {
        for (text, expected) in [
            (
                "De Regionale Uitvoeringsdienst Drenthe (RUDD) controleert.",
                Some(("RUDD", "Regionale Uitvoeringsdienst Drenthe")),
            ),
            (
                "namens de Omgevingsdienst Zandwijk (ODZ)",
                Some(("ODZ", "Omgevingsdienst Zandwijk")),
            ),
            (
                "de Wet op het primair onderwijs (WPO)",
                Some(("WPO", "Wet op het primair onderwijs")),
            ),
            (
                "Regio Zand- en Waterland (RZW).",
                Some(("RZW", "Regio Zand- en Waterland")),
            ),
            ("wethouder Jan Kok (VVD) opent", None),
            ("de brug (A12) en de weg", None),
            ("een vergoeding (max 3)", None),
            ("Het is klaar. Lokaal (HIL)", None),
        ] {
            assert_eq!(explained(text).first().copied(), expected, "{text}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines: Vec<&str> = include_str!("../dutch/data/acronyms.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .collect();
        assert!(
            lines.len() >= 60
                && lines
                    .iter()
                    .all(|l| l.split_once(' ').is_some_and(|(_, words)| words.len() > 5))
        );
    }
}
