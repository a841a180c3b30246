//! Loading MHTML files (RFC 2557), in which browsers save a page with its pictures.
//!
//! Leaves out e-mail messages, which have the same form. Parsing is done by mail-parser, which
//! decodes every transfer encoding and charset of MIME and is maintained.

use jiff::Timestamp;
use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use super::{LoadError, set_declared_address};
use crate::document::Capture;
use crate::markup;

/// The header in which Chromium states the address of the page.
const SNAPSHOT: &str = "Snapshot-Content-Location";

/// Whether bytes begin like a message: MHTML, or an e-mail.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let (mut fields, mut mail) = (0, 0);
    for line in head.trim_start_matches(['\u{feff}', '\r', '\n']).lines() {
        if line.starts_with([' ', '\t']) && fields > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            break;
        };
        let is_name =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_name {
            break;
        }
        let name = name.to_ascii_lowercase();
        let name = name.as_ref();
        let known = [
            "mime-version",
            "content-type",
            "message-id",
            "received",
            "return-path",
        ];
        let of_mail = ["from", "to", "cc", "subject", "date", "reply-to", "sender"];
        fields += 1;
        mail += usize::from(of_mail.contains(&name));
        if known.contains(&name) || mail > 1 {
            return true;
        }
    }
    false
}

/// The page in the MHTML file `bytes`. `url` is the address of the file.
///
/// # Errors
/// [`LoadError::Container`] if it is an e-mail, or holds no page.
pub(super) fn capture(bytes: &[u8], url: &str, time: Timestamp) -> Result<Capture, LoadError> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| {
        LoadError::Container("is not a valid MHTML file (save the page again)".into())
    })?;
    let snapshot = message.header_raw(SNAPSHOT).map(str::trim);
    let is_saved_page = snapshot.is_some()
        || message.content_type().is_some_and(|kind| {
            kind.subtype()
                .is_some_and(|sub| sub.eq_ignore_ascii_case("related"))
        });
    if !is_saved_page {
        let reason = "is an e-mail message, not a page (save the release itself as HTML or text)";
        return Err(LoadError::Container(reason.into()));
    }
    let (html, own) = page(&message)
        .ok_or_else(|| LoadError::Container("holds no HTML page (save the page again)".into()))?;
    let address = snapshot
        .or(own.as_deref())
        .filter(|address| address.starts_with("http"))
        .unwrap_or(url)
        .to_owned();
    let mut capture = Capture::new(address, time, "text/html; charset=utf-8", html.into_bytes());
    markup::page_text(&capture)?;
    set_declared_address(&mut capture);
    Ok(capture)
}

/// The first HTML part, decoded, and its address.
fn page(message: &Message<'_>) -> Option<(String, Option<String>)> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => {
            Some((html.to_string(), part.content_location().map(str::to_owned)))
        }
        _ => None,
    })
}
