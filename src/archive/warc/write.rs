//! Writing records, one gzip member each.
//!
//! Leaves out where members go and when they are synced (`segments`).

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use crate::document::{Capture, Digest, GONE, MediaKind};

/// Identical payloads (WARC 1.1, section 6.7.2).
pub(in crate::archive) const REVISIT_PROFILE: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

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
    let id = record_id(&[capture.url.as_bytes(), capture.time.to_string().as_bytes(), digest.as_bytes()]);
    let mut head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Target-URI: {}\r\nWARC-Date: {}\r\nContent-Type: {media_type}\r\n",
        one_line(&capture.url),
        capture.time,
    );
    // A response's payload has encodings that the digest does not; a resource's block is its payload.
    let block_digest = if capture.http.is_some() { Digest::of(block) } else { digest };
    let _ = write!(head, "WARC-Block-Digest: {block_digest}\r\n");
    member(&head, block)
}

/// The gzip member that says that `capture`'s page still is what it was: a `revisit` record by the
/// profile of WARC 1.1, section 6.7.2.
pub(in crate::archive) fn revisit(capture: &Capture) -> Vec<u8> {
    let digest = capture.digest();
    let id = record_id(&[b"revisit", capture.url.as_bytes(), capture.time.to_string().as_bytes(), digest.as_bytes()]);
    let head = format!(
        "WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Record-ID: {id}\r\nWARC-Target-URI: {}\r\nWARC-Date: {}\r\nWARC-Profile: {REVISIT_PROFILE}\r\nWARC-Payload-Digest: {digest}\r\n",
        one_line(&capture.url),
        capture.time,
    );
    member(&head, b"")
}

/// The gzip member that stands where a purged record stood, of the same `length`: a record of spaces,
/// stored as they are, and a comment in the gzip header (RFC 1952, section 2.3.1) for what is left.
///
/// `None` where the room is too small.
pub(in crate::archive) fn filler(length: usize, number: u64) -> Option<Vec<u8>> {
    let id = record_id(&[b"purged", &number.to_be_bytes()]);
    let packed = |spaces: usize, comment: usize| {
        let text = format!(
            "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: {id}\r\nWARC-Date: 1970-01-01T00:00:00Z\r\nContent-Type: text/plain\r\nContent-Length: {spaces}\r\n\r\n{}\r\n\r\n",
            " ".repeat(spaces)
        );
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
pub(in crate::archive) fn info(filename: &str, time: jiff::Timestamp) -> Vec<u8> {
    let block = format!("software: omroeper/{}\r\nformat: WARC File Format 1.1\r\n", env!("CARGO_PKG_VERSION"));
    let id = record_id(&[filename.as_bytes(), time.to_string().as_bytes()]);
    let head = format!(
        "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: {id}\r\nWARC-Filename: {filename}\r\nWARC-Date: {time}\r\nContent-Type: application/warc-fields\r\n"
    );
    member(&head, block.as_bytes())
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
