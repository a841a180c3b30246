//! Builds WARC records in the style of other programs.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

/// A record with these header fields, to which `Content-Length` is added.
pub(crate) fn record(version: &str, head: &[(&str, &str)], block: impl AsRef<[u8]>) -> Vec<u8> {
    let block = block.as_ref();
    let mut out = format!("WARC/{version}\r\n").into_bytes();
    for (name, value) in head {
        out.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    out.extend_from_slice(format!("Content-Length: {}\r\n\r\n", block.len()).as_bytes());
    [&out[..], block, b"\r\n\r\n"].concat()
}

/// The record of a server's response at `url` and `time`.
pub(crate) fn response(url: &str, time: &str, status: u16, body: &str) -> Vec<u8> {
    let head = [
        ("WARC-Type", "response"),
        ("WARC-Target-URI", url),
        ("WARC-Date", time),
        (
            "WARC-Record-ID",
            "<urn:uuid:5f000000-0000-4000-8000-000000000001>",
        ),
        ("Content-Type", "application/http; msgtype=response"),
    ];
    record(
        "1.1",
        &head,
        format!("HTTP/1.1 {status} So\r\nContent-Type: text/html\r\n\r\n{body}"),
    )
}

/// Compresses bytes into one gzip member.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes)
        .and_then(|()| gzip.finish())
        .expect("memory takes all writes")
}
