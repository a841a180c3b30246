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
}

/// Calls `take` with every word of `text`: its normalized surface form and its place.
pub(super) fn words(text: &str, mut take: impl FnMut(&str, SegmentedWord)) {
    let mut position = 0;
    let mut normalized = Normalized::default();
    let mut scratch = Scratch::default();
    for (start, chunk) in chunks(text) {
        if let Some(word) = simple(chunk) {
            take(
                &chunk[word.clone()],
                SegmentedWord {
                    span: start + word.start..start + word.end,
                    position,
                    joined: false,
                },
            );
            position += 1;
        } else if is_plain(chunk) {
            position = segment(
                chunk,
                position,
                &mut scratch,
                |surface, range, position, joined| {
                    take(
                        surface,
                        SegmentedWord {
                            span: start + range.start..start + range.end,
                            position,
                            joined,
                        },
                    );
                },
            );
        } else {
            normalized.set(chunk);
            position = segment(
                &normalized.text,
                position,
                &mut scratch,
                |surface, range, position, joined| {
                    let source = normalized.source(range);
                    take(
                        surface,
                        SegmentedWord {
                            span: start + source.start..start + source.end,
                            position,
                            joined,
                        },
                    );
                },
            );
        }
    }
}

/// Returns the pieces of `text` between white space, with the byte at which each begins.
fn chunks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| c.is_whitespace())
        .filter(|c| !c.is_empty())
        .map(|chunk| (chunk.as_ptr() as usize - text.as_ptr() as usize, chunk))
}

/// Returns the only word of a chunk: ASCII letters and digits with only punctuation around them.
///
/// A fast path, since most chunks are like that.
fn simple(chunk: &str) -> Option<Range<usize>> {
    let bytes = chunk.as_bytes();
    let start = bytes.iter().position(u8::is_ascii_alphanumeric)?;
    let length = bytes[start..]
        .iter()
        .position(|b| !b.is_ascii_alphanumeric())
        .unwrap_or(bytes.len() - start);
    let end = start + length;
    let around = |bytes: &[u8]| {
        bytes
            .iter()
            .all(|b| b.is_ascii_punctuation() && !matches!(b, b'\'' | b'&' | b'-' | b'_'))
    };
    (around(&bytes[..start]) && around(&bytes[end..]) && road_letter(&chunk[start..end]).is_none())
        .then_some(start..end)
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
        for chunk in ["woord", "(woord),", "x34.", "2021", "\"ja\"", "einde!"] {
            let range = simple(chunk).unwrap_or_else(|| panic!("{chunk}"));
            let mut long = Vec::new();
            segment(chunk, 0, &mut Scratch::default(), |surface, r, _, _| {
                long.push((surface.to_owned(), r));
            });
            assert_eq!(long, [(chunk[range.clone()].to_owned(), range)], "{chunk}");
        }
        for chunk in ["foto's", "B&W", "N-34", "A12", "1,5", "d.w.z.", "…"] {
            assert_eq!(simple(chunk), None, "{chunk}");
        }
    }

    #[test]
    fn times_and_versions_are_not_thousands() {
        assert!(is_thousands("250.000") && is_thousands("1.250.000,50"));
        assert!(!is_thousands("10.00") && !is_thousands("2.0") && !is_thousands("1,5"));
    }
}
