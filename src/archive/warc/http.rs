//! The HTTP response inside a `response` record (RFC 9112), encodings undone.
//!
//! Leaves out making requests (`fetch`).

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::markup::MAX_PAGE_BYTES;

/// What a Zstandard frame begins with (RFC 8878, section 3.1.1), its lowest byte first.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A response as it was sent.
#[derive(Debug)]
pub(in crate::archive) struct Response {
    pub(in crate::archive) status: u16,
    /// `Content-Type`, empty where it was not sent.
    pub(in crate::archive) media_type: String,
    /// The body, transfer and content encodings undone.
    pub(in crate::archive) body: Vec<u8>,
}

impl Response {
    /// Reads a response; `Err` says what is wrong with it.
    pub(in crate::archive) fn parse(block: &[u8]) -> Result<Self, String> {
        let mut headers = [httparse::EMPTY_HEADER; 128];
        let mut head = httparse::Response::new(&mut headers);
        let mut config = httparse::ParserConfig::default();
        config
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .ignore_invalid_headers_in_responses(true);
        let length = match config.parse_response(&mut head, block) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Err("its HTTP head is cut off".into()),
            Err(e) => return Err(format!("its HTTP head cannot be read: {e}")),
        };
        let header = |name: &str| {
            head.headers
                .iter()
                .find(|h| h.name.eq_ignore_ascii_case(name))
                .map(|h| String::from_utf8_lossy(h.value).trim().to_ascii_lowercase())
        };
        let media_type = head
            .headers
            .iter()
            .find(|h| h.name.eq_ignore_ascii_case("content-type"))
            .map(|h| String::from_utf8_lossy(h.value).trim().to_owned());
        let mut body = block[length..].to_vec();
        if header("transfer-encoding").is_some_and(|v| v.contains("chunked")) {
            // Crawlers that store the decoded body often keep the header.
            body = dechunk(&body).unwrap_or(body);
        }
        if let Some(encoding) = header("content-encoding") {
            for one in encoding.split(',').rev().map(str::trim) {
                body = decode(one, body)?;
            }
        }
        Ok(Self { status: head.code.unwrap_or_default(), media_type: media_type.unwrap_or_default(), body })
    }
}

/// RFC 9112 §7.1; `None` where the body is not chunked after all.
fn dechunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let line_end = memchr::memmem::find(rest, b"\r\n")?;
        let line = std::str::from_utf8(&rest[..line_end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[line_end + 2..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

fn decode(encoding: &str, body: Vec<u8>) -> Result<Vec<u8>, String> {
    let limit = MAX_PAGE_BYTES as u64 + 1;
    let mut out = Vec::new();
    let read = match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            MultiGzDecoder::new(&*body).take(limit).read_to_end(&mut out)
        }
        "deflate" => ZlibDecoder::new(&*body).take(limit).read_to_end(&mut out).or_else(|_| {
            out.clear();
            DeflateDecoder::new(&*body).take(limit).read_to_end(&mut out)
        }),
        // Brotli has no mark at its head, and decoded pages are text but for old ones.
        "br" if std::str::from_utf8(&body).is_err() => {
            brotli_decompressor::Decompressor::new(&*body, 4096).take(limit).read_to_end(&mut out)
        }
        "zstd" if body.starts_with(&ZSTD_MAGIC) => match ruzstd::decoding::StreamingDecoder::new(&*body) {
            Ok(decoder) => decoder.take(limit).read_to_end(&mut out),
            Err(e) => Err(io::Error::other(e)),
        },
        // No encoding; or one that is declared, while the body is stored decoded.
        "identity" | "" | "gzip" | "x-gzip" | "zstd" => return Ok(body),
        other if std::str::from_utf8(&body).is_err() => {
            return Err(format!("its body is in the encoding `{other}` (record it with zstd, br, gzip or none)"));
        }
        _ => return Ok(body),
    };
    match read {
        Ok(_) => Ok(out),
        Err(e) => Err(format!("its body is not the {encoding} that it says: {e}")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn encodings_are_undone() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"<p>Brug</p>").expect("writing to memory");
        let gzip = gzip.finish().expect("writing to memory");
        let mut block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        for part in gzip.chunks(7) {
            block.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
            block.extend_from_slice(part);
            block.extend_from_slice(b"\r\n");
        }
        block.extend_from_slice(b"0\r\n\r\n");
        let response = Response::parse(&block).expect("a sound response");
        assert_eq!((response.status, response.media_type.as_str()), (200, "text/html; charset=UTF-8"));
        assert_eq!(response.body, b"<p>Brug</p>");
    }

    #[test]
    fn zstandard_is_undone_where_it_is() {
        let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n".as_slice();
        let page = "<p>Brug over de Brugse brug</p>".repeat(40).into_bytes();
        let packed = ruzstd::encoding::compress_to_vec(&*page, ruzstd::encoding::CompressionLevel::Fastest);
        assert_eq!(Response::parse(&[head, &packed].concat()).expect("a sound response").body, page);
        assert_eq!(Response::parse(&[head, &page].concat()).expect("a sound response").body, page);
        let torn = Response::parse(&[head, &packed[..packed.len() / 2]].concat()).expect_err("half a frame");
        assert!(torn.contains("zstd"), "{torn}");
    }

    #[test]
    fn headers_that_outlived_their_encoding_do_no_harm() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n<p>Brug</p>";
        assert_eq!(Response::parse(block).expect("a sound response").body, b"<p>Brug</p>");
        assert!(Response::parse(b"HTTP/1.1 200").is_err());
    }
}
