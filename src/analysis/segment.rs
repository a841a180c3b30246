//! Step 2: splits text into words by UAX #29 (Unicode text segmentation), with rules for Dutch.
//!
//! Leaves out what a word means. The rules for Dutch:
//!
//! - `B&W` is one word.
//! - `N-34` yields `n34`, and also `n` and `34`.
//! - `'s-Hertogenbosch` yields its form without the hyphen, and also `hertogenbosch`.
//! - Numbers lose their thousands separators, and abbreviations their full stops.
//! - A full stop between words separates them, even if the space after it is missing.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::normalize::{Normalized, is_plain};

/// The place of a word in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SegmentedWord {
    pub(super) span: Range<usize>,
    pub(super) position: usize,
    pub(super) joined: bool,
    /// Whether its surface form is known to be its folded form too. It may be so where this is not known.
    pub(super) is_folded: bool,
}

/// Calls `take` with every word of `text`: its normalized surface form and its place.
pub(super) fn words(text: &str, mut take: impl FnMut(&str, SegmentedWord)) {
    let mut position = 0;
    let mut normalized = Normalized::default();
    let mut scratch = Scratch::default();
    let mut at = 0;
    while let Some(start) = next_chunk(text, at) {
        if let Some(PlainWord {
            span,
            is_folded,
            chunk_end,
        }) = plain_word(text, start)
        {
            at = chunk_end;
            take(
                &text[span.clone()],
                SegmentedWord {
                    span,
                    position,
                    joined: false,
                    is_folded,
                },
            );
            position += 1;
            continue;
        }
        let rest = &text[start..];
        let chunk = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
        at = start + chunk.len();
        let mut take = |surface: &str, range: Range<usize>, position, joined| {
            take(
                surface,
                SegmentedWord {
                    span: start + range.start..start + range.end,
                    position,
                    joined,
                    is_folded: false,
                },
            );
        };
        if is_plain(chunk) {
            position = segment(chunk, position, &mut scratch, take);
        } else {
            normalized.set(chunk);
            position = segment(
                &normalized.text,
                position,
                &mut scratch,
                |surface, range, position, joined| {
                    take(surface, normalized.source(range), position, joined);
                },
            );
        }
    }
}

/// Returns the first byte at or behind byte `at` of `text` that is not white space.
fn next_chunk(text: &str, mut at: usize) -> Option<usize> {
    while let Some(byte) = text.as_bytes().get(at) {
        match Class::of(*byte) {
            Class::Space => at += 1,
            Class::Other => {
                let skipped = text[at..].trim_start();
                return (!skipped.is_empty()).then(|| text.len() - skipped.len());
            }
            _ => return Some(at),
        }
    }
    None
}

/// What a byte may be in a chunk (text between white space) that is one plain word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A small letter or a digit.
    Folded,
    Capital,
    /// A mark that may stand before and behind a word, and not within one.
    Around,
    Space,
    Other,
}

impl Class {
    const ALL: [Self; 256] = {
        let mut classes = [Self::Other; 256];
        let mut byte = 0;
        while byte < 128 {
            let c = byte as u8;
            classes[byte] = if c.is_ascii_lowercase() || c.is_ascii_digit() {
                Self::Folded
            } else if c.is_ascii_uppercase() {
                Self::Capital
            } else if c.is_ascii_whitespace() || c == 0x0b {
                Self::Space
            } else if c.is_ascii_punctuation() && !matches!(c, b'\'' | b'&' | b'-' | b'_') {
                Self::Around
            } else {
                Self::Other
            };
            byte += 1;
        }
        classes
    };

    fn of(byte: u8) -> Self {
        Self::ALL[usize::from(byte)]
    }
}

/// The only word of a chunk.
#[derive(Debug, PartialEq, Eq)]
struct PlainWord {
    span: Range<usize>,
    /// Whether it has no capitals.
    is_folded: bool,
    chunk_end: usize,
}

/// Returns the only word of the chunk that begins at byte `start` of `text`: ASCII letters and digits with only
/// punctuation around them.
///
/// A fast path, since most chunks are like that.
fn plain_word(text: &str, start: usize) -> Option<PlainWord> {
    let class = |at: usize| {
        text.as_bytes()
            .get(at)
            .map_or(Class::Space, |b| Class::of(*b))
    };
    let mut at = start;
    while class(at) == Class::Around {
        at += 1;
    }
    let first = at;
    let mut is_folded = true;
    while let class @ (Class::Folded | Class::Capital) = class(at) {
        is_folded &= class == Class::Folded;
        at += 1;
    }
    let span = first..at;
    while class(at) == Class::Around {
        at += 1;
    }
    let is_whole = class(at) == Class::Space && !span.is_empty();
    (is_whole && road_letter(&text[span.clone()]).is_none()).then_some(PlainWord {
        span,
        is_folded,
        chunk_end: at,
    })
}

#[derive(Default)]
struct Scratch {
    pieces: Vec<Range<usize>>,
    joined: String,
}

/// Calls `take` with the words of a normalized chunk, and returns the position after the last one.
fn segment(
    chunk: &str,
    mut position: usize,
    scratch: &mut Scratch,
    mut take: impl FnMut(&str, Range<usize>, usize, bool),
) -> usize {
    let Scratch { pieces, joined } = scratch;
    pieces.clear();
    for (start, word) in chunk.unicode_word_indices() {
        split_word(start, word, pieces);
    }
    let mut at = 0;
    while at < pieces.len() {
        let end = group_end(chunk, pieces, at);
        let group = units(chunk, &pieces[at..end]);
        let span = group[0].start..group[group.len() - 1].end;
        joined.clear();
        if group.len() == 1
            && let Some(letter) = road_letter(&chunk[span.clone()])
        {
            // `A12` is also found by `A 12`, as `N-34` is.
            take(&chunk[span.clone()], span.clone(), position, true);
            let number = span.start + letter;
            take(
                &chunk[span.start..number],
                span.start..number,
                position,
                false,
            );
            take(
                &chunk[number..span.end],
                number..span.end,
                position + 1,
                false,
            );
            position += 2;
        } else if group.len() == 1 {
            take(surface(&chunk[span.clone()], joined), span, position, false);
            position += 1;
        } else {
            let elided = is_elided(chunk, &group[0]);
            if elided
                || group
                    .iter()
                    .any(|p| chunk[p.clone()].contains(char::is_alphabetic))
            {
                joined.extend(group.iter().map(|p| &chunk[p.clone()]));
                take(joined, span, position, true);
            }
            for piece in &group[usize::from(elided)..] {
                joined.clear();
                take(
                    surface(&chunk[piece.clone()], joined),
                    piece.clone(),
                    position,
                    false,
                );
                position += 1;
            }
        }
        at = end;
    }
    position
}

/// Joins the pieces on both sides of an ampersand or an apostrophe: `B&W` is a word of its own in
/// `B&W-besluitenlijst`.
fn units(chunk: &str, pieces: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut units: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match units.last_mut() {
            Some(last) if matches!(&chunk[last.end..piece.start], "&" | "'") => {
                last.end = piece.end;
            }
            _ => units.push(piece.clone()),
        }
    }
    units
}

/// Returns the length of the letter of a road or a code: `A12`, `N279`.
fn road_letter(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    let is_road = (2..=4).contains(&bytes.len())
        && (bytes[0].is_ascii_uppercase() || matches!(bytes[0], b'a' | b'n' | b's'))
        && bytes[1..].iter().all(u8::is_ascii_digit);
    is_road.then_some(1)
}

/// Splits at characters that UAX #29 keeps inside words and Dutch does not: colons, underscores,
/// and full stops between words.
fn split_word(start: usize, word: &str, pieces: &mut Vec<Range<usize>>) {
    let whole = start..start + word.len();
    if word.contains([':', '_']) {
        let mut from = start;
        for part in word.split([':', '_']) {
            if !part.is_empty() {
                split_word(from, part, pieces);
            }
            from += part.len() + 1;
        }
    } else if word.contains('.') && word.contains(char::is_alphabetic) && !is_abbreviation(word) {
        let mut from = start;
        for part in word.split('.') {
            if !part.is_empty() {
                pieces.push(from..from + part.len());
            }
            from += part.len() + 1;
        }
    } else {
        pieces.push(whole);
    }
}

/// Whether `word` is an abbreviation such as `d.w.z`, `m.b.t` or `N.V`: one or two letters between
/// full stops.
fn is_abbreviation(word: &str) -> bool {
    let mut parts = word.split('.').filter(|p| !p.is_empty());
    parts.clone().any(|p| p.chars().count() == 1)
        && parts.all(|p| p.chars().count() <= 2 && p.chars().all(char::is_alphabetic))
}

/// Returns the index after the last piece that belongs to the word at `at`.
fn group_end(chunk: &str, pieces: &[Range<usize>], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(next) = pieces.get(end) {
        let between = &chunk[pieces[end - 1].end..next.start];
        let short = |p: &Range<usize>| {
            let letters = &chunk[p.clone()];
            letters.chars().count() == 1
                || letters.chars().count() == 2 && letters.chars().all(char::is_uppercase)
        };
        let ampersand = between == "&" && short(&pieces[end - 1]) && short(next);
        // `D66'er`
        let ending = between == "'" && matches!(&chunk[next.clone()], "er" | "ers");
        if between != "-" && !ampersand && !ending {
            break;
        }
        end += 1;
    }
    end
}

/// Whether `piece` is the letter of `'s` or `'t`, a word shortened by an apostrophe.
fn is_elided(chunk: &str, piece: &Range<usize>) -> bool {
    matches!(&chunk[piece.clone()], "s" | "t" | "S" | "T") && chunk[..piece.start].ends_with('\'')
}

/// Returns the searchable form of `word`: a number without thousands separators, an abbreviation
/// without full stops.
fn surface<'a>(word: &'a str, scratch: &'a mut String) -> &'a str {
    if !word.contains('.') {
        return word;
    }
    if is_thousands(word) || is_abbreviation(word) {
        scratch.clear();
        scratch.extend(word.chars().filter(|c| *c != '.'));
        return scratch;
    }
    word
}

fn is_thousands(word: &str) -> bool {
    let whole = word.split(',').next().unwrap_or_default();
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let digits = |g: &str| g.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first.len())
        && digits(first)
        && groups.clone().count() > 0
        && groups.all(|g| g.len() == 3 && digits(g))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_path_returns_what_full_segmentation_returns() {
        for chunk in ["woord", "(Woord),", "x34.", "2021", "\"ja\"", "einde!"] {
            let word = plain_word(chunk, 0).unwrap_or_else(|| panic!("{chunk}"));
            let mut long = Vec::new();
            segment(chunk, 0, &mut Scratch::default(), |surface, r, _, _| {
                long.push((surface.to_owned(), r));
            });
            let short = (chunk[word.span.clone()].to_owned(), word.span);
            assert_eq!(long, [short], "{chunk}");
        }
        for chunk in ["foto's", "B&W", "N-34", "A12", "1,5", "d.w.z.", "…"] {
            assert_eq!(plain_word(chunk, 0), None, "{chunk}");
        }
    }

    #[test]
    fn any_white_space_parts_words() {
        let mut found = Vec::new();
        words(
            "\u{a0} een\u{2009}twee\u{b}drie\u{85}\r\n vier \u{3000}",
            |word, place| {
                found.push((word.to_owned(), place.position));
            },
        );
        let expected = ["een", "twee", "drie", "vier"].map(str::to_owned);
        assert_eq!(found, expected.into_iter().zip(0..).collect::<Vec<_>>());
    }

    #[test]
    fn times_and_versions_are_not_thousands() {
        assert!(is_thousands("250.000") && is_thousands("1.250.000,50"));
        assert!(!is_thousands("10.00") && !is_thousands("2.0") && !is_thousands("1,5"));
    }
}
