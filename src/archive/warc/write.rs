//! Writing records, one gzip member each.
//!
//! Leaves out where members go and when they are synced (`segments`).

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::document::{Capture, Digest, GONE, MediaKind};

/// Identical payloads (WARC 1.1, section 6.7.2).
pub(in crate::archive) const REVISIT_PROFILE: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// The field with the address that a page gives as its own, where that is not the target: an extension
/// (WARC 1.1, section 5.1).
pub(in crate::archive) const ADDRESS: &str = "Omroeper-Address";

/// Level of compression: pages shrink to a fifth at a fraction of the time of better levels.
const LEVEL: Compression = Compression::new(1);

/// The gzip member of a capture: a `response` record where there was an HTTP response, a `metadata`
/// record where the page was gone, else a `resource` record.
pub(in crate::archive) fn encode(capture: &Capture) -> Vec<u8> {
    let digest = capture.digest();
    let (kind, media_type, block) = match &capture.http {
        _ if capture.kind() == MediaKind::Gone => ("metadata", GONE, capture.payload()),
        Some(http) => ("response", "application/http;msgtype=response", http.as_slice()),
        None => ("resource", capture.media_type.as_str(), capture.payload()),
    };
    // A response's payload has encodings that the digest does not; a resource's block is its payload.
    let block_digest = if capture.http.is_some() { Digest::of(block) } else { digest };
    let head = head(
        kind,
        &[capture.url.as_bytes(), capture.time.to_string().as_bytes(), digest.as_bytes()],
        capture.time,
        &[("Content-Type", media_type), ("WARC-Block-Digest", &block_digest.to_string())],
    ) + &addresses(capture);
    member(&head, block)
}

/// The gzip member that says that `capture`'s page still is what it was: a `revisit` record by the
/// profile of WARC 1.1, section 6.7.2.
pub(in crate::archive) fn revisit(capture: &Capture) -> Vec<u8> {
    let digest = capture.digest();
    let head = head(
        "revisit",
        &[b"revisit", capture.url.as_bytes(), capture.time.to_string().as_bytes(), digest.as_bytes()],
        capture.time,
        &[("WARC-Profile", REVISIT_PROFILE), ("WARC-Payload-Digest", &digest.to_string())],
    ) + &addresses(capture);
    member(&head, b"")
}

/// The gzip member that stands where a purged record stood, of the same `length`: a record of spaces,
/// stored as they are, and a comment in the gzip header (RFC 1952, section 2.3.1) for what is left.
///
/// `None` where the room is too small.
pub(in crate::archive) fn filler(length: usize, number: u64) -> Option<Vec<u8>> {
    let id: [&[u8]; 2] = [b"purged", &number.to_be_bytes()];
    let head = head("metadata", &id, Timestamp::UNIX_EPOCH, &[("Content-Type", "text/plain")]);
    let packed = |spaces: usize, comment: usize| {
        let text = format!("{head}Content-Length: {spaces}\r\n\r\n{}\r\n\r\n", " ".repeat(spaces));
        // What compresses would have to be guessed; short ones are, since they must be.
        let level = if spaces == 0 { Compression::best() } else { Compression::none() };
        let mut gzip = flate2::GzBuilder::new().comment(vec![b' '; comment]).write(Vec::new(), level);
        gzip.write_all(text.as_bytes()).and_then(|()| gzip.finish()).expect("memory takes all writes")
    };
    let least = packed(0, 0).len();
    let mut spaces = length.checked_sub(least)?;
    while spaces > 0 && packed(spaces, 0).len() > length {
        spaces -= (packed(spaces, 0).len() - length).min(spaces);
    }
    let left = length.checked_sub(packed(spaces, 0).len())?;
    Some(packed(spaces, left)).filter(|member| member.len() == length)
}

/// The gzip member that opens a segment.
pub(in crate::archive) fn info(filename: &str, time: Timestamp) -> Vec<u8> {
    let block = format!("software: omroeper/{}\r\nformat: WARC File Format 1.1\r\n", env!("CARGO_PKG_VERSION"));
    let head = head(
        "warcinfo",
        &[filename.as_bytes(), time.to_string().as_bytes()],
        time,
        &[("WARC-Filename", filename), ("Content-Type", "application/warc-fields")],
    );
    member(&head, block.as_bytes())
}

/// The fields that say where a page was met, and what it gives as its address where that is another.
fn addresses(capture: &Capture) -> String {
    let target = capture.met_at.as_ref().unwrap_or(&capture.url);
    let mut fields = format!("WARC-Target-URI: {}\r\n", one_line(target));
    if capture.met_at.is_some() {
        let _ = write!(fields, "{ADDRESS}: {}\r\n", one_line(&capture.url));
    }
    fields
}

/// A record's head but for its length; `id` is what its record id is made from.
fn head(kind: &str, id: &[&[u8]], date: Timestamp, fields: &[(&str, &str)]) -> String {
    let id = record_id(id);
    let mut head = format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {date}\r\n");
    for (name, value) in fields {
        let _ = write!(head, "{name}: {}\r\n", one_line(value));
    }
    head
}

fn member(head: &str, block: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::with_capacity(block.len() / 4), LEVEL);
    let written = write!(gzip, "{head}Content-Length: {}\r\n\r\n", block.len())
        .and_then(|()| gzip.write_all(block))
        .and_then(|()| gzip.write_all(b"\r\n\r\n"));
    written.and_then(|()| gzip.finish()).expect("memory takes all writes")
}

/// A UUID (RFC 9562 version 8) made from what is recorded, so that a log can be made again.
fn record_id(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    let mut b: [u8; 16] = hash.finalize()[..16].try_into().expect("a SHA-256 has 32 bytes");
    b[6] = b[6] & 0x0f | 0x80;
    b[8] = b[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(b));
    format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A header's value cannot hold line ends.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}
