//! Text as blocks own it: NFC, one kind of space, nothing invisible.
//!
//! Leaves out folding for search, which is `analysis`'s: quotation marks and dashes keep their
//! glyphs here.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` in NFC, without invisible characters, white space made single spaces, ends trimmed.
pub(super) fn normalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in composed(text).split(|c: char| c.is_whitespace()) {
        let mark = out.len();
        if mark > 0 {
            out.push(' ');
        }
        let content = out.len();
        if word.is_ascii() {
            out.push_str(word);
        } else {
            out.extend(word.chars().filter(|c| !is_invisible(*c)));
        }
        if out.len() == content {
            out.truncate(mark);
        }
    }
    out
}

fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Soft hyphens, zero-width characters, byte order marks, directional marks and stray controls.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}') || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_has_one_form() {
        assert_eq!(normalize("  co\u{6f}\u{308}rdi\u{ad}natie\u{a0}\n van\u{2009}zorg \u{200b} "), "coördinatie van zorg");
        assert_eq!(normalize("“Zo’n dag”"), "“Zo’n dag”");
        assert_eq!(normalize("\u{200b}"), "");
    }
}
