//! Finds where sentences and clauses begin and end.
//!
//! Leaves out what they say. The full stop of an abbreviation does not end a sentence. A quotation
//! mark that closes a term does not end one either.

use std::ops::Range;

use super::words::{ABBREVIATIONS, FIRST_NAMES, INFIXES, STOP_WORDS};

/// Most bytes of a block that are read from one place in it, so that a long block takes no longer than its length.
const NEAR: usize = 600;

/// Returns the bytes of `text` before byte `end` that are near it.
pub(crate) fn stretch_before(text: &str, end: usize) -> Range<usize> {
    text.floor_char_boundary(end.saturating_sub(NEAR))..end
}

/// Returns the bytes of `text` behind byte `start` that are near it.
pub(crate) fn stretch_behind(text: &str, start: usize) -> Range<usize> {
    start..text.floor_char_boundary(start + NEAR)
}

/// Returns the bytes of the sentence of `text` up to byte `end`; of a very long one, the last part.
pub(crate) fn sentence_before(text: &str, end: usize) -> Range<usize> {
    let stretch = stretch_before(text, end);
    stretch.start + last_start(&text[stretch])..end
}

/// Returns the byte of `text` at which its last sentence begins.
pub(crate) fn last_start(text: &str) -> usize {
    starts(text).last().unwrap_or(0)
}

/// Returns the sentences of `text`, in order.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    starts(text)
        .chain(std::iter::once(text.len()))
        .map(move |end| std::mem::replace(&mut start, end)..end)
}

/// Returns the bytes at which sentences begin, except the first sentence.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?', '”', '’', '"'])
        .filter_map(|(at, mark)| {
            let rest = &text[at + mark.len()..];
            let next = rest.trim_start();
            let word_start = text[..at].rfind([' ', '(']).map_or(0, |n| n + 1);
            let word = &text[word_start..at];
            let opens = mark == "." && lacks_space(word, rest)
                || rest.starts_with(' ')
                    && next.starts_with(|c: char| {
                        c.is_uppercase() || matches!(c, '‘' | '“' | '"' | '\'' | '’')
                    });
            // `in Zandwijk op 1. Volgens`, but `1. De brug`
            let is_digit = word_start > 0 && word.bytes().all(|b| b.is_ascii_digit());
            let shortened = mark == "."
                && is_shortened(word)
                && !opens_with_function_word(word, next)
                && !is_digit;
            let closes_term = matches!(mark, "”" | "’" | "\"")
                && !text[..at].trim_end_matches('’').ends_with(['.', '!', '?']);
            (opens && !shortened && !closes_term)
                .then(|| at + mark.len() + (rest.len() - next.len()))
        })
}

/// Whether a single letter ends its sentence, because a function word opens the next one: *partij A. Juist zij …*, but
/// *J. de Wit*.
fn opens_with_function_word(letter: &str, next: &str) -> bool {
    let first = next.split(' ').next().unwrap_or_default().to_lowercase();
    letter.chars().count() == 1
        && first.len() > 3
        && STOP_WORDS.contains(&first)
        && !INFIXES.contains(&first)
}

/// Whether the space is missing behind a full stop: *… zetten.Van der Weide*.
fn lacks_space(word: &str, rest: &str) -> bool {
    let mut letters = rest.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(|c| c.is_lowercase() || c == ' ')
        && word.chars().count() > 3
        && word.chars().skip(1).all(char::is_lowercase)
}

/// Whether `word` before a full stop is an abbreviation.
fn is_shortened(word: &str) -> bool {
    let is_number = || word.chars().all(|c| c.is_ascii_digit() || c == '.');
    word.chars().count() == 1
        || word.contains('.') && !is_number()
        // `zegt Max.`, but `max. 50 km/u`
        || ABBREVIATIONS.contains(&word.to_lowercase()) && !FIRST_NAMES.contains(word)
}

/// Returns the length of the first clause of `text`: up to the end of its sentence, or up to an
/// opening quotation mark.
pub(crate) fn clause_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let next_is_space = bytes
            .get(at + c.len_utf8())
            .is_none_or(u8::is_ascii_whitespace);
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '.' if depth == 0 => {
                let word = text[..at].rsplit(' ').next().unwrap_or_default();
                let ends = next_is_space && !word.is_empty() && !is_shortened(word);
                if ends || lacks_space(word, &text[at + 1..]) {
                    return at;
                }
            }
            '!' | '?' | ':' | ';' if depth == 0 && next_is_space => return at,
            // `aldus Van ‘t Hof`: an apostrophe
            '‘' if text[at + c.len_utf8()..].starts_with("t ") => {}
            '“' | '„' | '‘' | '"' if at > 0 => {
                return text[..at].trim_end_matches([' ', ',']).len();
            }
            _ => {}
        }
    }
    text.len()
}

/// Returns the length of an apposition at the start of `text`: up to a comma, another mark, or the
/// end of the sentence.
pub(crate) fn apposition_end(text: &str) -> usize {
    let mark = text
        .find([',', ':', ';', '“', '‘', '"', '!', '?', '('])
        .unwrap_or(text.len());
    text[..mark].find(". ").unwrap_or(mark)
}

/// Returns the byte behind the mark that closes a quotation which began before `text`: *Zo is het”, aldus X, die …*.
pub(crate) fn past_quotation(text: &str) -> usize {
    let closes = if text.matches('"').count() % 2 == 1 {
        text.find('"')
    } else {
        let opener = text.find(['“', '„']).unwrap_or(text.len());
        text.find('”').filter(|closer| *closer < opener)
    };
    closes.map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    })
}

/// Returns `range` of `text` without white space at its ends.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..range.end - (slice.len() - slice.trim_end().len()).min(range.end - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        let text = "1. Volgens dr. P. de Wit is het klaar. Zij ging bijv. naar huis. “Ja.” Dat was om 1. Toen niet meer.";
        let found: Vec<&str> = sentences(text).map(|range| text[range].trim()).collect();
        assert_eq!(
            found,
            [
                "1. Volgens dr. P. de Wit is het klaar.",
                "Zij ging bijv. naar huis.",
                "“Ja.”",
                "Dat was om 1.",
                "Toen niet meer."
            ]
        );
    }

    #[test]
    fn a_clause_ends_with_its_sentence_or_where_a_mark_opens() {
        for (text, clause) in [
            ("zegt mr. Bos. En toen", "zegt mr. Bos"),
            (
                "zegt Bos (wethouder. Wonen), “ja”",
                "zegt Bos (wethouder. Wonen)",
            ),
            ("vraagt Bos: nee", "vraagt Bos"),
        ] {
            assert_eq!(&text[..clause_end(text)], clause, "{text}");
        }
    }
}
