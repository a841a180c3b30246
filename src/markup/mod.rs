//! Prepares the bytes of a page for parsing: decoding, declared address, boilerplate.
//!
//! Leaves out the DOM, which `extract` builds, and what the words mean.

mod charset;
mod declared;
mod json;
mod boilerplate;
mod scripted;
mod tags;
mod xml;

pub use boilerplate::{MAX_ATTRIBUTES, MAX_DEPTH, page_text, strip_boilerplate};
pub use charset::{Characters, characters, decode};
pub use declared::{declared_url, page_titles};
pub use json::{lenient_json, whole_characters};
pub use scripted::{ScriptedText, scripted_text};
pub use xml::xml_value;

/// Size in bytes of the largest page that is read. News pages are about a thousandth of it.
pub const MAX_PAGE_BYTES: usize = 16 << 20;

/// Why bytes are not a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// No bytes, or white space only.
    #[error("is empty (save the page again)")]
    Empty,
    /// More than [`MAX_PAGE_BYTES`].
    #[error(
        "has {bytes} bytes, over the limit of {MAX_PAGE_BYTES} for one page (save only the article)"
    )]
    TooLarge {
        /// Size of the payload.
        bytes: u64,
    },
    /// Control bytes that do not occur in text.
    #[error("is binary, not HTML or text (give pages as .html, .txt, .jsonl or .warc)")]
    Binary,
    /// Elements nested deeper than [`MAX_DEPTH`].
    #[error(
        "nests elements deeper than {MAX_DEPTH} (save the page again from a browser, which repairs it)"
    )]
    TooDeep,
    /// A tag with more than [`MAX_ATTRIBUTES`] attributes.
    #[error(
        "has a tag with more than {MAX_ATTRIBUTES} attributes (save the page again from a browser)"
    )]
    TooManyAttributes,
}

/// Rejects bytes that cannot be a page, before any costly work.
///
/// # Errors
/// [`Unreadable`] for empty, oversized and binary payloads.
pub fn check(payload: &[u8]) -> Result<(), Unreadable> {
    if payload.len() > MAX_PAGE_BYTES {
        return Err(Unreadable::TooLarge {
            bytes: payload.len() as u64,
        });
    }
    if payload.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    let head = &payload[..payload.len().min(4096)];
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    // Most records of JSONL have none: the first look takes many bytes at once.
    let has_control = head.iter().fold(0, |any, &b| any | u8::from(b < 0x20)) != 0;
    let control = head
        .iter()
        .filter(|&&b| has_control && b < 0x20)
        .filter(|&&b| !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    if !utf16 && (head.contains(&0) || control * 100 > head.len()) {
        return Err(Unreadable::Binary);
    }
    Ok(())
}

/// Whether bytes of an unknown type look like an HTML page.
#[must_use]
pub fn looks_like_html(payload: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&payload[..payload.len().min(2048)]).to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<div",
        "<p>",
        "<meta",
    ]
    .iter()
    .any(|tag| head.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_that_are_not_pages_are_rejected_with_a_reason() {
        assert_eq!(check(b" \n\t"), Err(Unreadable::Empty));
        assert_eq!(check(b"\x7fELF\x02\x01\x01\0\0\0"), Err(Unreadable::Binary));
        let noise: Vec<u8> = (0..4096u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1)
            .collect();
        assert_eq!(check(&noise), Err(Unreadable::Binary));
        assert!(matches!(
            check(&vec![b'a'; MAX_PAGE_BYTES + 1]),
            Err(Unreadable::TooLarge { .. })
        ));
        assert_eq!(check("Caf\u{e9} geopend".as_bytes()), Ok(()));
    }
}
