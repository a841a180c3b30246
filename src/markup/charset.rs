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
    /// Whether characters that were encoded twice were repaired.
    pub repaired: bool,
}

/// Returns the characters of a capture's payload. The payload is decoded only once.
///
/// # Errors
/// [`Unreadable`] if the payload cannot be a page: see [`check`].
pub fn characters(capture: &Capture) -> Result<Characters<'_>, Unreadable> {
    check(capture.payload())?;
    if let Some(text) = capture.utf8()
        && !may_be_encoded_twice(text)
    {
        return Ok(Characters {
            text: without_byte_order_mark(text),
            encoding: UTF_8.name(),
            damaged: false,
            repaired: false,
        });
    }
    let decoded = capture.decoded(|| decode(capture.payload(), &capture.media_type));
    Ok(Characters {
        text: &decoded.text,
        encoding: decoded.encoding,
        damaged: decoded.damaged,
        repaired: decoded.repaired,
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
/// 3. UTF-8 with damaged bytes: most of the bytes outside ASCII are UTF-8
/// 4. the charset of `media_type`
/// 5. the charset of a `<meta>` element
/// 6. detection by chardetng, with the Dutch top-level domain as prior
///
/// Characters that were encoded twice (`FinanciÃ«le`) are repaired.
#[must_use]
pub fn decode(payload: &[u8], media_type: &str) -> Decoded {
    let encoding = if let Some((encoding, _)) = Encoding::for_bom(payload) {
        encoding
    } else if is_mostly_utf8(payload) {
        UTF_8
    } else {
        declared(payload, media_type).unwrap_or_else(|| detect(payload))
    };
    let (text, encoding, damaged) = encoding.decode(payload);
    let repaired = may_be_encoded_twice(&text)
        .then(|| decoded_once(&text))
        .flatten();
    Decoded {
        encoding: encoding.name(),
        damaged,
        repaired: repaired.is_some(),
        text: repaired.unwrap_or_else(|| text.into_owned()),
    }
}

/// Whether bytes are UTF-8, or have more characters in UTF-8 than bytes that are not.
fn is_mostly_utf8(payload: &[u8]) -> bool {
    let (mut characters, mut damaged) = (0, 0);
    for chunk in payload.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    damaged == 0 || characters > damaged
}

/// Whether `text` holds a character with which characters that were encoded twice begin.
fn may_be_encoded_twice(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xc3, bytes).any(|at| match bytes.get(at + 1) {
        // Ã, Â, Å
        Some(0x82 | 0x83 | 0x85) => true,
        // â before €
        Some(0xa2) => bytes[at + 2..].starts_with("€".as_bytes()),
        _ => false,
    })
}

/// Returns `text` with the characters repaired that were encoded in UTF-8, read as windows-1252,
/// and encoded again. Returns `None` if there are none. A run of characters is repaired only if it
/// becomes letters or marks that Dutch text uses, so the repair is certain.
fn decoded_once(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut repaired = false;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (ascii, tail) = rest.split_at(start);
        out.push_str(ascii);
        let end = tail.find(|c: char| c.is_ascii()).unwrap_or(tail.len());
        let (run, after) = tail.split_at(end);
        match single_bytes(run)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .filter(|once| once.chars().all(is_used_in_dutch))
        {
            Some(once) => {
                out.push_str(&once);
                repaired = true;
            }
            // The last byte of `”` (e2 80 9d) is undefined in windows-1252, and some sites drop it.
            None if run == "â€" => {
                out.push('”');
                repaired = true;
            }
            None => out.push_str(run),
        }
        rest = after;
    }
    out.push_str(rest);
    repaired.then_some(out)
}

/// Returns the bytes of `run` in windows-1252. The five bytes that it leaves undefined stand for
/// themselves.
fn single_bytes(run: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(run.len());
    for c in run.chars() {
        if let Ok(byte) = u8::try_from(u32::from(c)) {
            bytes.push(byte);
            continue;
        }
        let mut buffer = [0; 4];
        let (encoded, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        if unmappable {
            return None;
        }
        bytes.extend_from_slice(&encoded);
    }
    Some(bytes)
}

fn is_used_in_dutch(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2026}' | '\u{2030}'..='\u{203a}' | '€' | '™')
}

fn declared(payload: &[u8], media_type: &str) -> Option<&'static Encoding> {
    let label = charset_of(media_type).map(str::to_owned).or_else(|| {
        let head = &payload[..payload.len().min(META_SEARCH_BYTES)];
        // Every encoding in which a meta element can be read agrees with windows-1252 on ASCII.
        meta_charset(&WINDOWS_1252.decode_without_bom_handling(head).0)
    })?;
    // The bytes are mostly not UTF-8, so a declaration of UTF-8 is wrong. So is one of UTF-16, in
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
            (
                "financi\u{c3}\u{ab}le \u{e2}\u{20ac}\u{153}steun\u{e2}\u{20ac}\u{9d}".as_bytes(),
                "text/html",
                "financiële “steun”",
            ),
            ("São Paulo, ÂNGELA".as_bytes(), "text/html", "São Paulo, ÂNGELA"),
            (b"caf\xc3\xa9 en re\xc3\xbcnie \xe9", "text/html", "café en reünie \u{fffd}"),
        ];
        for (bytes, media_type, expected) in cases {
            assert_eq!(decode(bytes, media_type).text, *expected, "{media_type}");
        }
    }
}
