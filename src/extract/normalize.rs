//! Normalizes the text of blocks: NFC, one kind of space, no invisible characters.
//!
//! Leaves out folding for search (`analysis`): quotation marks and dashes keep their characters
//! here.

use unicode_normalization::UnicodeNormalization;

/// Returns `text` in NFC, without invisible characters, with single spaces and trimmed ends.
pub(in crate::extract) fn normalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut space, mut compose) = (false, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // Fast path: most text is plain ASCII with single spaces.
        let bytes = rest.as_bytes();
        let inner_space = |at: usize| {
            bytes[at] == b' '
                && bytes[at - 1] != b' '
                && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic)
        };
        let plain = (0..bytes.len())
            .take_while(|&at| bytes[at].is_ascii_graphic() || at > 0 && inner_space(at))
            .count();
        let (piece, after) = rest.split_at(if plain > 0 { plain } else { first.len_utf8() });
        rest = after;
        if plain == 0 {
            if first.is_whitespace() && first != '\u{85}' {
                space = true;
                continue;
            }
            if let Some(mark) = windows_1252(first) {
                if space && !out.is_empty() {
                    out.push(' ');
                }
                space = false;
                out.push(mark);
                continue;
            }
            if is_invisible(first) {
                continue;
            }
            compose |= may_compose(first);
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        out.push_str(piece);
    }
    if compose { out.nfc().collect() } else { out }
}

/// Whether NFC may change a character: combining marks, and all characters except precomposed Latin
/// letters and common punctuation.
fn may_compose(c: char) -> bool {
    !matches!(c, '\u{a0}'..='\u{2ff}' | '\u{2010}'..='\u{205f}' | '\u{20ac}')
}

/// Returns the character that a C1 control code stands for: text in windows-1252 that was taken for
/// ISO 8859-1. The HTML standard (§13.2.5.80) reads numeric references so.
fn windows_1252(c: char) -> Option<char> {
    let byte = u8::try_from(u32::from(c))
        .ok()
        .filter(|byte| (0x80..=0x9f).contains(byte))?;
    let (text, _) =
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().filter(|c| !c.is_control())
}

/// Soft hyphens, zero-width characters, byte order marks, directional marks and stray controls.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
        || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_normal_form() {
        assert_eq!(
            normalize("  co\u{6f}\u{308}rdi\u{ad}natie\u{a0}\n van\u{2009}zorg \u{200b} "),
            "coördinatie van zorg"
        );
        assert_eq!(normalize("“Zo’n dag”"), "“Zo’n dag”");
        assert_eq!(normalize("\u{200b}"), "");
        assert_eq!(normalize("a \u{ad} b"), "a b");
        assert_eq!(normalize("\u{93}Ja\u{94} \u{96} nee\u{81}"), "“Ja” – nee");
    }

    proptest::proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(text in "[a-zA-Zéëïöü\u{300}-\u{30f}\u{1100}-\u{11ff}한글 \n“’…€]{0,40}") {
            use unicode_normalization::is_nfc;
            let once = normalize(&text);
            proptest::prop_assert!(is_nfc(&once));
            proptest::prop_assert_eq!(normalize(&once), once);
        }
    }
}
