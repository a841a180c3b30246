//! Writing records, one gzip member each.
//!
//! Leaves out where members go and when they are synced (`segments`).

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

/// Compression level. Pages shrink to a fifth of their size, in a fraction of the time that higher
/// levels take.
const LEVEL: Compression = Compression::new(1);

/// The gzip member that replaces a purged record of the same `length`. It holds a record of spaces,
/// which are not compressed. A comment in the gzip header (RFC 1952, section 2.3.1) fills the
/// remaining bytes.
///
/// Returns `None` if `length` is too small.
pub(crate) fn filler(length: usize, number: u64) -> Option<Vec<u8>> {
    let id: [&[u8]; 2] = [b"purged", &number.to_be_bytes()];
    let head = head(
        "metadata",
        &id,
        Timestamp::UNIX_EPOCH,
        &[("Content-Type", "text/plain")],
    );
    let packed = |spaces: usize, comment: usize| {
        let text = format!(
            "{head}Content-Length: {spaces}\r\n\r\n{}\r\n\r\n",
            " ".repeat(spaces)
        );
        // Do not compress: the compressed length would have to be guessed. Only a record without
        // spaces is compressed, to be as short as possible.
        let level = if spaces == 0 {
            Compression::best()
        } else {
            Compression::none()
        };
        let mut gzip = flate2::GzBuilder::new()
            .comment(vec![b' '; comment])
            .write(Vec::new(), level);
        gzip.write_all(text.as_bytes())
            .and_then(|()| gzip.finish())
            .expect("memory takes all writes")
    };
    let least = packed(0, 0).len();
    let mut spaces = length.checked_sub(least)?;
    while spaces > 0 && packed(spaces, 0).len() > length {
        spaces -= (packed(spaces, 0).len() - length).min(spaces);
    }
    let left = length.checked_sub(packed(spaces, 0).len())?;
    Some(packed(spaces, left)).filter(|member| member.len() == length)
}

/// The gzip member at the start of a segment: a `warcinfo` record.
pub(crate) fn info(filename: &str, time: Timestamp) -> Vec<u8> {
    let block = format!(
        "software: omroeper/{}\r\nformat: WARC File Format 1.1\r\n",
        env!("CARGO_PKG_VERSION")
    );
    let head = head(
        "warcinfo",
        &[filename.as_bytes(), time.to_string().as_bytes()],
        time,
        &[
            ("WARC-Filename", filename),
            ("Content-Type", "application/warc-fields"),
        ],
    );
    member(&head, block.as_bytes())
}

/// A record's head without its `Content-Length`. The record id is derived from `id`.
pub(super) fn head(kind: &str, id: &[&[u8]], date: Timestamp, fields: &[(&str, &str)]) -> String {
    let id = record_id(id);
    let mut head =
        format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {date}\r\n");
    for (name, value) in fields {
        let _ = write!(head, "{name}: {}\r\n", one_line(value));
    }
    head
}

pub(super) fn member(head: &str, block: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::with_capacity(block.len() / 4), LEVEL);
    let written = write!(gzip, "{head}Content-Length: {}\r\n\r\n", block.len())
        .and_then(|()| gzip.write_all(block))
        .and_then(|()| gzip.write_all(b"\r\n\r\n"));
    written
        .and_then(|()| gzip.finish())
        .expect("memory takes all writes")
}

/// A UUID (RFC 9562 version 8) derived from the record, so that writing the same log again gives
/// the same ids.
pub(super) fn record_id(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    let mut b: [u8; 16] = hash.finalize()[..16]
        .try_into()
        .expect("a SHA-256 has 32 bytes");
    b[6] = b[6] & 0x0f | 0x80;
    b[8] = b[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(b));
    format!(
        "<urn:uuid:{}-{}-{}-{}-{}>",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// Replaces line ends, which a header's value cannot hold.
pub(super) fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}
