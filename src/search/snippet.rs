//! Selects the passage of a release that best shows why it matched.
//!
//! Leaves out how the passage is printed.

use std::collections::HashSet;
use std::ops::Range;

use super::highlight::{Matched, Matches};
use crate::document::{Release, Span};

/// Target length of a passage, in bytes.
const LENGTH: usize = 240;

/// A passage with its matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The passage, with `…` where its paragraph continues.
    pub text: String,
    /// Byte ranges of the matches in `text`.
    pub marks: Vec<Range<usize>>,
    /// The place of the passage in the release.
    pub source: Option<Span>,
    /// Index of the quote that contains all matches, in its words or its attribution.
    pub quote: Option<usize>,
}

/// Returns the passage with the best-scoring matches; the lead if nothing matches.
pub(super) fn snippet(release: &Release, matches: &Matches) -> Snippet {
    let mut best: Option<(f32, usize, Vec<&Matched>, &[Matched])> = None;
    for (at, matches) in matches.blocks.iter().enumerate() {
        for first in 0..matches.len() {
            // A passage contains its first match whole, however long the match is.
            let until = matches[first]
                .span
                .end
                .max(matches[first].span.start + LENGTH - LENGTH / 4);
            let inside: Vec<&Matched> = matches[first..]
                .iter()
                .take_while(|m| m.span.end <= until)
                .collect();
            let score = score(&inside);
            if best.as_ref().is_none_or(|(top, ..)| score > *top) {
                best = Some((score, at, inside, matches));
            }
        }
    }
    let (block, shown, matches) = match best {
        Some((_, block, shown, matches)) => (block, shown, matches),
        None => (
            release.lead.map_or(0, |lead| lead.block as usize),
            Vec::new(),
            &[][..],
        ),
    };
    let around = match &shown[..] {
        [first, .., last] => first.span.start..last.span.end,
        [only] => only.span.clone(),
        [] => 0..0,
    };
    let Some(text) = release.blocks.get(block).map(|b| b.text.as_str()) else {
        return Snippet {
            text: String::new(),
            marks: Vec::new(),
            source: None,
            quote: None,
        };
    };
    let window = window(text, &around);
    let source = Span::new(block, window.clone());
    let quote = release.quotes.iter().position(|quote| {
        let holds = |m: &&Matched| {
            quote
                .segments
                .iter()
                .chain(&quote.attribution)
                .any(|s| s.holds(block, &m.span))
        };
        !shown.is_empty() && shown.iter().all(holds)
    });
    cut(text, window, matches, source, quote)
}

/// Returns the score of a passage. A repeat of a match counts a tenth.
fn score(matches: &[&Matched]) -> f32 {
    let mut seen = HashSet::new();
    matches
        .iter()
        .map(|m| {
            if seen.insert(m.what.as_str()) {
                m.weight
            } else {
                m.weight * 0.1
            }
        })
        .sum()
}

/// Returns the byte range to show around `matched`. It starts at a sentence if one fits, else at a
/// word, and it ends at a word.
fn window(text: &str, matched: &Range<usize>) -> Range<usize> {
    if text.len() <= LENGTH + LENGTH / 4 {
        return 0..text.len();
    }
    let room = LENGTH.saturating_sub(matched.end - matched.start);
    let earliest = text.floor_char_boundary(matched.start.saturating_sub(room * 2 / 3));
    let sentence = text[earliest..matched.start]
        .match_indices(' ')
        .map(|(at, _)| earliest + at)
        .find(|&at| text[..at].ends_with(['.', '!', '?', '”']))
        .map(|at| at + 1);
    let start = if earliest == 0 {
        0
    } else {
        sentence.unwrap_or_else(|| {
            next_word(
                text,
                text.floor_char_boundary(matched.start.saturating_sub(room / 3)),
                matched.start,
            )
        })
    };
    let latest = text.ceil_char_boundary((start + LENGTH).max(matched.end).min(text.len()));
    if latest == text.len() {
        return start..latest;
    }
    let end = text[matched.end..latest]
        .rfind(' ')
        .map_or(latest, |at| matched.end + at);
    start..end
}

fn next_word(text: &str, from: usize, limit: usize) -> usize {
    text[from..limit]
        .find(' ')
        .map_or(limit, |at| from + at + 1)
}

fn cut(
    text: &str,
    window: Range<usize>,
    matches: &[Matched],
    source: Span,
    quote: Option<usize>,
) -> Snippet {
    let lead_in = if window.start > 0 { "… " } else { "" };
    let lead_out = if window.end < text.len() { " …" } else { "" };
    let shift = |at: usize| at - window.start + lead_in.len();
    let inside = matches
        .iter()
        .filter(|m| window.start <= m.span.start && m.span.end <= window.end);
    let marks = inside
        .map(|m| shift(m.span.start)..shift(m.span.end))
        .collect();
    Snippet {
        text: format!("{lead_in}{}{lead_out}", &text[window]),
        marks,
        source: Some(source),
        quote,
    }
}
