//! What acronyms stand for: a table of government's, and pairs that texts themselves explain.
//!
//! Leaves out looking for the words (`search`). Pairs such as *Regionale Uitvoeringsdienst (RUD)* are
//! found after Schwartz & Hearst, "A simple algorithm for identifying abbreviation definitions in
//! biomedical text" (2003), made stricter: every letter must begin a word or a part of a compound,
//! and only function words may be passed over.

use super::fold::fold;
use super::lexicon::Lexicon;
use super::stop::is_stop_word;
use crate::dutch::list::lines;
use crate::dutch::words::ACRONYMS;

/// Shortest and longest acronym that a text may explain, in bytes.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=8;

/// What the table says that `written` stands for.
pub fn expansions(written: &str) -> impl Iterator<Item = &'static str> {
    let pairs = lines(ACRONYMS).filter_map(|line| line.split_once(' '));
    pairs
        .filter(move |(acronym, _)| is_meant(written, acronym))
        .map(|(_, words)| words)
}

/// Whether `written` means `acronym`: of two letters, or where it is also a word, only in capitals.
#[must_use]
pub fn is_meant(written: &str, acronym: &str) -> bool {
    written == acronym
        || written.eq_ignore_ascii_case(acronym)
            && (written.chars().filter(char::is_ascii_uppercase).count() > 1
                || acronym.contains('&')
                || acronym.len() > 2 && !Lexicon::get().knows(&fold(acronym)))
}

/// The acronyms that `text` explains: each with the words before its parenthesis.
#[must_use]
pub fn explained(text: &str) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    for (open, _) in text.match_indices('(') {
        let inside = &text[open + 1..];
        let Some(close) = inside.find(')') else { break };
        let acronym = &inside[..close];
        if looks_like_one(acronym)
            && let Some(start) = long_form(&text[..open], acronym)
        {
            pairs.push((acronym, text[start..open].trim_end()));
        }
    }
    pairs
}

fn looks_like_one(acronym: &str) -> bool {
    let capitals = acronym.bytes().filter(u8::is_ascii_uppercase).count();
    LENGTH.contains(&acronym.len())
        && acronym
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || b == b'&')
        && acronym.starts_with(|c: char| c.is_ascii_uppercase())
        && (capitals > 1 || acronym.len() > 2)
}

/// Where the words that `acronym` stands for begin, at the end of `before`.
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

/// Words of the last sentence of `text`, last one first, with where they begin.
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
    fn two_letters_and_words_mean_acronyms_only_in_capitals() {
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
    fn texts_explain_their_acronyms() {
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
    fn the_table_is_read_whole() {
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
