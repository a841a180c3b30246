//! Step 1: one spelling for characters that look the same to readers.
//!
//! Leaves out case and diacritics (`fold`). Works on chunks without white space, so that offsets
//! are relative to one chunk.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A chunk in normalized form, and where each byte of it comes from.
#[derive(Debug, Default)]
pub(super) struct Normalized {
    pub(super) text: String,
    /// The source byte of each byte of `text`, and of its end.
    origins: Vec<usize>,
}

impl Normalized {
    /// Returns the source bytes of a range of `text`.
    pub(super) fn source(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.origins[range.start]..self.origins[range.end]
    }

    /// Replaces the contents with the normalized form of `chunk`.
    pub(super) fn set(&mut self, chunk: &str) {
        self.text.clear();
        self.origins.clear();
        let mut rest = chunk;
        while let Some(first) = rest.chars().next() {
            // A character and its combining marks are composed together.
            let cluster = first.len_utf8()
                + rest[first.len_utf8()..]
                    .chars()
                    .take_while(|c| is_combining_mark(*c))
                    .map(char::len_utf8)
                    .sum::<usize>();
            let origin = chunk.len() - rest.len();
            let before = self.text.len();
            for c in rest[..cluster].nfc() {
                push(c, &mut self.text);
            }
            self.origins
                .resize(self.origins.len() + self.text.len() - before, origin);
            rest = &rest[cluster..];
        }
        self.origins.push(chunk.len());
    }
}

/// Whether [`Normalized::set`] would leave `chunk` unchanged.
pub(super) fn is_plain(chunk: &str) -> bool {
    chunk.is_ascii() && !chunk.contains('`')
}

/// Appends the normalized form of `c`: replaces apostrophes, hyphens and compatibility characters,
/// and drops invisible characters.
fn push(c: char, out: &mut String) {
    match c {
        '’' | '‘' | '`' | '´' | '‛' | 'ʼ' | '′' | '＇' => out.push('\''),
        '\u{2010}' | '\u{2011}' | '\u{2212}' => out.push('-'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' => {}
        // Super- and subscripts, the Dutch ligature, typographic ligatures, full-width characters.
        '²'
        | '³'
        | '¹'
        | '⁰'
        | '⁴'..='⁹'
        | '₀'..='₉'
        | 'ĳ'
        | 'Ĳ'
        | 'ﬀ'..='ﬆ'
        | 'ª'
        | 'º'
        | '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ' => {
            out.extend(std::iter::once(c).nfkc());
        }
        _ => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_keep_their_origins() {
        let mut normalized = Normalized::default();
        normalized.set("co\u{6f}\u{308}r\u{ad}d");
        assert_eq!(normalized.text, "coörd");
        assert_eq!(normalized.source(0..normalized.text.len()), 0..9);
        let umlaut = normalized.text.find('ö').expect("it is there");
        assert_eq!(normalized.source(umlaut..umlaut + 2), 2..5);
        normalized.set("ĳs’");
        assert_eq!(normalized.text, "ijs'");
    }
}
