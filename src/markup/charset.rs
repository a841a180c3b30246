//! Decodes bytes into characters: by byte order mark, header, `<meta>`, or detection.
//!
//! Leaves out normalizing the characters (`analysis`, `extract`).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::tags::{MarkupKind, attribute, next_markup};
use super::{Unreadable, check};
use crate::document::{Capture, Decoded};

/// The number of bytes in which `<meta charset>` is searched. The standard says 1,024, but some
/// sites exceed that.
const META_SEARCH_BYTES: usize = 8 << 10;

/// The characters of a page.
#[derive(Debug, Clone, Copy)]
pub struct Characters<'c> {
    /// The text.
    pub text: &'c str,
    /// Name of the encoding that it was decoded from (WHATWG Encoding Standard).
    pub encoding: &'static str,
    /// Whether bytes had to be replaced by U+FFFD.
    pub damaged: bool,
}

/// Returns the characters of a capture's payload. The payload is decoded only once.
///
/// # Errors
/// [`Unreadable`] if the payload cannot be a page: see [`check`].
pub fn characters(capture: &Capture) -> Result<Characters<'_>, Unreadable> {
    check(capture.payload())?;
    Ok(if let Some(text) = capture.utf8() {
        Characters {
            text: without_byte_order_mark(text),
            encoding: UTF_8.name(),
            damaged: false,
        }
    } else {
        let decoded = capture.decoded(|| decode(capture.payload(), &capture.media_type));
        Characters {
            text: &decoded.text,
            encoding: decoded.encoding,
            damaged: decoded.damaged,
        }
    })
}

fn without_byte_order_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Decodes `payload` into characters.
///
/// The first of these determines the encoding:
///
/// 1. a byte order mark
/// 2. valid UTF-8, whatever is declared: sites declare wrong charsets, but text in a single-byte
///    encoding is not valid UTF-8 by chance
/// 3. the charset of `media_type`
/// 4. the charset of a `<meta>` element
/// 5. detection by chardetng, with the Dutch top-level domain as prior
#[must_use]
pub fn decode(payload: &[u8], media_type: &str) -> Decoded {
    let encoding = if let Some((encoding, _)) = Encoding::for_bom(payload) {
        encoding
    } else if std::str::from_utf8(payload).is_ok() {
        UTF_8
    } else {
        declared(payload, media_type).unwrap_or_else(|| detect(payload))
    };
    let (text, encoding, damaged) = encoding.decode(payload);
    Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        damaged,
    }
}

fn declared(payload: &[u8], media_type: &str) -> Option<&'static Encoding> {
    let label = charset_of(media_type).map(str::to_owned).or_else(|| {
        let head = &payload[..payload.len().min(META_SEARCH_BYTES)];
        // Every encoding in which a meta element can be read agrees with windows-1252 on ASCII.
        meta_charset(&WINDOWS_1252.decode_without_bom_handling(head).0)
    })?;
    // The bytes are not valid UTF-8, so a declaration of UTF-8 is wrong. So is one of UTF-16, in
    // which a meta element could not have been read.
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_8 && e.is_ascii_compatible())
}

fn charset_of(media_type: &str) -> Option<&str> {
    let lower = media_type.to_ascii_lowercase();
    let at = lower.find("charset")?;
    let value = media_type[at + "charset".len()..]
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value
        .find(|c: char| c.is_whitespace() || matches!(c, ';' | '"' | '\'' | ','))
        .unwrap_or(value.len());
    (end > 0).then(|| &value[..end])
}

fn meta_charset(head: &str) -> Option<String> {
    let mut at = 0;
    while let Some(markup) = next_markup(head, at) {
        at = markup.range.end;
        match markup.kind {
            MarkupKind::Start(name) if name.eq_ignore_ascii_case("meta") => {
                let tag = &head[markup.range];
                let found = attribute(tag, "charset").map(str::to_owned).or_else(|| {
                    attribute(tag, "http-equiv")?;
                    attribute(tag, "content")
                        .and_then(charset_of)
                        .map(str::to_owned)
                });
                if found.is_some() {
                    return found;
                }
            }
            MarkupKind::Start(name) if name.eq_ignore_ascii_case("body") => return None,
            _ => {}
        }
    }
    None
}

fn detect(payload: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(payload, true);
    detector.guess(Some(b"nl"), Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_found_however_it_is_declared() {
        let cases: &[(&[u8], &str, &str)] = &[
            (b"\xef\xbb\xbfco\xc3\xb6rdinatie", "text/html", "coördinatie"),
            (b"co\xc3\xb6rdinatie", "text/html; charset=iso-8859-1", "coördinatie"),
            (b"co\xf6rdinatie \x801,50", "text/html; charset=windows-1252", "coördinatie €1,50"),
            (b"co\xf6rdinatie \xa41,50", "text/html; charset=\"ISO-8859-15\"", "coördinatie €1,50"),
            (b"<meta charset='iso-8859-15'>\xa4 5", "text/html", "<meta charset='iso-8859-15'>€ 5"),
            (
                b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>\x93ja\x94",
                "text/html",
                "<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>“ja”",
            ),
            (b"<meta charset=utf-8>het caf\xe9 is geopend", "text/html", "<meta charset=utf-8>het café is geopend"),
            (
                b"de re\xfcnie in het caf\xe9 was financi\xeble steun",
                "text/plain",
                "de reünie in het café was financiële steun",
            ),
            (b"\xff\xfej\0a\0", "text/plain", "ja"),
        ];
        for (bytes, media_type, expected) in cases {
            assert_eq!(decode(bytes, media_type).text, *expected, "{media_type}");
        }
    }
}
