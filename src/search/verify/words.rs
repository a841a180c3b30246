//! Words to compare: those of a text that is given, and those of a release.
//!
//! Leaves out the comparison (`align`). Case, diacritics, punctuation and quotation marks do not count.

use std::ops::Range;

use crate::analysis::{fold, is_stop_word};
use crate::document::{Quote, Release, Span, Speaker};

/// Characters that are not seen: soft hyphen, zero-width space and joiners.
const INVISIBLE: [char; 4] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}'];

/// Words that deny what is said.
const NEGATIONS: [&str; 8] = [
    "niet", "geen", "nooit", "niemand", "niets", "nergens", "noch", "wel",
];

/// A word, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) folded: String,
    /// Whether it says something of its own: it is no stop word.
    pub(super) is_content: bool,
    pub(super) place: Span,
    /// The number of the stretch of text that it stands in: a block, or a segment of a quote.
    pub(super) stretch: usize,
}

/// The words of a text that is given. `…`, `(...)` and words in square brackets divide it into pieces.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// The words of each piece.
    pub(super) pieces: Vec<Range<usize>>,
}

impl Given {
    pub(super) fn of(text: &str) -> Self {
        let text = within_marks(&without_brackets(text));
        let (mut words, mut pieces) = (Vec::new(), Vec::new());
        let mut at = 0;
        for piece in text.split(['…', '\n']).flat_map(|part| part.split("...")) {
            let start = words.len();
            let from = at + text[at..].find(piece).unwrap_or(0);
            at = from + piece.len();
            for range in word_ranges(piece) {
                words.push(word(&text, 0, from + range.start..from + range.end, 0));
            }
            if words.len() > start {
                pieces.push(start..words.len());
            }
        }
        Self {
            text,
            words,
            pieces,
        }
    }
}

/// Returns the words in quotation marks, if a text has such words and others: *“Ja”, zegt Brink. “Graag.”* is pasted
/// with its attribution.
fn within_marks(text: &str) -> String {
    let (mut inside, mut outside) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(['“', '„', '"', '«']) {
        let Some((said, after)) = after.split_once(['”', '"', '»', '“']) else {
            return text.to_owned();
        };
        outside.push_str(before);
        inside.push(said);
        rest = after;
    }
    outside.push_str(rest);
    let has_words = |text: &str| text.contains(char::is_alphanumeric);
    let inside = inside.join(" ");
    if has_words(&inside) && has_words(&outside) && starts_with_mark(text) {
        inside
    } else {
        text.to_owned()
    }
}

fn starts_with_mark(text: &str) -> bool {
    text.trim_start().starts_with(['“', '„', '"', '«'])
}

/// Replaces what an editor put between square brackets, and `(...)`, by `…`.
fn without_brackets(text: &str) -> String {
    let text = text.trim().replace("(...)", "…").replace("(…)", "…");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        let Some((inside, after)) = after.split_once(']') else {
            break;
        };
        out.push_str(before);
        // `[D]at de brug open is`: the case of a letter is that of the sentence around it.
        let starts_word =
            after.starts_with(char::is_alphabetic) && !before.ends_with(char::is_alphanumeric);
        if inside.chars().count() == 1 && starts_word {
            out.push_str(inside);
        } else {
            out.push('…');
        }
        rest = after;
    }
    out + rest
}

/// Returns the words of all blocks of a release, in order.
pub(super) fn running_text(release: &Release) -> Vec<Word> {
    let blocks = release.blocks.iter().enumerate();
    let words = blocks.flat_map(|(at, block)| {
        word_ranges(&block.text).map(move |range| word(&block.text, at, range, at))
    });
    words.collect()
}

/// Returns the words of quotes that belong together: consecutive quotes of the same speakers, without
/// the attributions between their pieces.
pub(super) fn speeches(release: &Release) -> impl Iterator<Item = Vec<Word>> {
    let of_one = |one: &Quote, next: &Quote| {
        let who = |quote: &Quote| {
            quote
                .speakers
                .iter()
                .filter_map(Speaker::who)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        !one.speakers.is_empty() && who(one) == who(next)
    };
    release.quotes.chunk_by(of_one).map(|quotes| {
        let segments = quotes.iter().flat_map(|quote| &quote.segments);
        let words = segments.enumerate().flat_map(|(stretch, span)| {
            let (block, start) = (span.block as usize, span.start as usize);
            let text = release.blocks.get(block).map_or("", |block| &block.text);
            word_ranges(release.text(*span)).map(move |range| {
                let range = start + range.start..start + range.end;
                word(text, block, range, stretch)
            })
        });
        words.collect()
    })
}

fn word(text: &str, block: usize, range: Range<usize>, stretch: usize) -> Word {
    let folded = fold(&text[range.clone()]).replace(INVISIBLE, "");
    Word {
        // A negation that is added or dropped changes a passage, and does not make it another one.
        is_content: !is_stop_word(&folded) && !NEGATIONS.contains(&folded.as_str()),
        folded,
        place: Span::new(block, range),
        stretch,
    }
}

/// Returns the byte ranges of runs of letters and digits.
fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let is_sign = |(_, c): &(usize, char)| !c.is_alphanumeric() && !INVISIBLE.contains(c);
        while rest.next_if(is_sign).is_some() {}
        let (start, first) = rest.next()?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|next| !is_sign(next)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omissions_divide_a_text_into_pieces() {
        for (text, pieces) in [
            ("“De brug is dicht.”", &["de brug is dicht"][..]),
            ("De brug … is dicht", &["de brug", "is dicht"]),
            (
                "De brug (...) is [helaas] dicht...",
                &["de brug", "is", "dicht"],
            ),
            ("…", &[]),
            ("[D]e br\u{ad}ug is dicht", &["de brug is dicht"]),
            ("“De brug”, zegt Brink. “Is dicht.”", &["de brug is dicht"]),
            ("“De brug” is dicht", &["de brug"]),
            ("De “brug” is dicht", &["de brug is dicht"]),
        ] {
            let given = Given::of(text);
            let found: Vec<String> = given
                .pieces
                .iter()
                .map(|piece| {
                    let words = given.words[piece.clone()].iter();
                    words
                        .map(|word| word.folded.as_str())
                        .collect::<Vec<_>>()
                        .join(" ")
                })
                .collect();
            assert_eq!(found, pieces, "{text}");
        }
    }
}
