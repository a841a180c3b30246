//! Texts for pages: pieces with marks, days, and links that lead nowhere else.
//!
//! Leaves out escaping, which templates do for everything.

use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::words::Words;
use crate::present::views::{ChangeView, WhatChanged};

/// A piece of a text, and whether it is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) is_marked: bool,
}

/// Returns the pieces of a text with these byte ranges marked. Ranges are in order; one that is not in the text
/// marks nothing.
pub(super) fn pieces<'a>(text: &'a str, marks: &[[usize; 2]]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(2 * marks.len() + 1);
    let mut at = 0;
    let mut add = |text: &'a str, is_marked| {
        if !text.is_empty() {
            pieces.push(Piece { text, is_marked });
        }
    };
    for &[start, end] in marks {
        if let (Some(before), Some(marked)) = (text.get(at..start), text.get(start..end)) {
            add(before, false);
            add(marked, true);
            at = end;
        }
    }
    add(&text[at..], false);
    pieces
}

/// A piece of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed<'a> {
    pub(super) text: &'a str,
    pub(super) is_old: bool,
    pub(super) is_new: bool,
}

/// Returns the pieces of a difference.
pub(super) fn changed(changes: &[ChangeView]) -> Vec<Changed<'_>> {
    let pieces = changes.iter().map(|change| Changed {
        text: &change.text,
        is_old: change.what == WhatChanged::Old,
        is_new: change.what == WhatChanged::New,
    });
    pieces.collect()
}

/// A day for people and for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    /// `3 februari 2021`.
    pub(super) shown: String,
    /// `2021-02-03`.
    pub(super) iso: String,
}

impl Day {
    pub(super) fn of(day: Date, words: &Words) -> Self {
        Self {
            shown: words.day(day),
            iso: day.to_string(),
        }
    }

    /// Returns the day that views give as text.
    pub(super) fn read(iso: Option<&str>, words: &Words) -> Option<Self> {
        let day: Date = iso?.parse().ok()?;
        Some(Self::of(day, words))
    }
}

/// Returns an address that may be linked to: of a page on the web, and nothing that runs. With `words`, the
/// browser scrolls to them (URL Fragment Text Directives).
pub(super) fn source(url: &str, words: Option<&str>) -> Option<String> {
    let lower = url.trim_start().to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        return None;
    }
    let Some(words) = words.filter(|_| !url.contains('#')) else {
        return Some(url.to_owned());
    };
    let first: Vec<&str> = words.split_whitespace().take(8).collect();
    Some(format!("{url}#:~:text={}", encoded(&first.join(" "))))
}

/// What is encoded in a segment of a path and in a text directive, which gives `-`, `,` and `&` a meaning.
const SPECIAL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// Returns a text as a segment of a path, or as a text directive.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, SPECIAL).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_divide_a_text_into_pieces() {
        let piece = |text, is_marked| Piece { text, is_marked };
        assert_eq!(
            pieces("de brug is open", &[[3, 7]]),
            [
                piece("de ", false),
                piece("brug", true),
                piece(" is open", false)
            ]
        );
        assert_eq!(
            pieces("één", &[[0, 1], [90, 95]]),
            [piece("één", false)],
            "marks of another text"
        );
        assert_eq!(pieces("", &[]), []);
    }

    #[test]
    fn only_pages_of_the_web_are_linked_to() {
        let page = "https://www.zandwijk.example/brug";
        assert_eq!(source(page, None).as_deref(), Some(page));
        assert_eq!(
            source(page, Some("De brug, zei ze")).as_deref(),
            Some("https://www.zandwijk.example/brug#:~:text=De%20brug%2C%20zei%20ze")
        );
        for other in [
            "javascript:alert(1)",
            "file:///pages/brug.html",
            " JavaScript:x",
            "data:text/html,x",
        ] {
            assert_eq!(source(other, None), None);
        }
    }
}
