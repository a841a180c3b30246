//! Parsing the HTTP response in a `response` record (RFC 9112), and decoding its body.
//!
//! Leaves out making requests (`fetch`).

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::GzDecoder;
use flate2::read::{DeflateDecoder, ZlibDecoder};

use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use crate::markup::MAX_PAGE_BYTES;

/// Maximum number of header lines of a response.
const MAX_HEADERS: usize = 512;

/// The magic number of a Zstandard frame (RFC 8878, section 3.1.1), little-endian.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A response, with its body decoded.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// `Content-Type`; empty if it was not sent.
    pub(crate) media_type: String,
    /// The body, without transfer and content encodings.
    pub(crate) body: Vec<u8>,
    /// What is wrong with it, although it can be read: `has …`.
    pub(crate) oddities: Vec<&'static str>,
}

impl Response {
    /// Parses a response. The error says what is wrong with it.
    pub(crate) fn parse(block: &[u8]) -> Result<Self, String> {
        Self::parse_within(block, MAX_PAGE_BYTES as u64)
    }

    /// Parses a response as [`Response::parse`] does. A body that is longer than `limit` bytes when it
    /// is decoded breaks off one byte later.
    pub(crate) fn parse_within(block: &[u8], limit: u64) -> Result<Self, String> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut head = httparse::Response::new(&mut headers);
        let mut config = httparse::ParserConfig::default();
        config
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .ignore_invalid_headers_in_responses(true);
        // Responses of HTTP/2 and HTTP/3 have no status line. Crawlers write one with the name of
        // that protocol, which the parser does not know.
        let version = memchr::memchr(b' ', block)
            .filter(|_| block.starts_with(b"HTTP/"))
            .unwrap_or_default();
        let known = matches!(&block[..version], b"" | b"HTTP/1.0" | b"HTTP/1.1");
        let block = if known {
            Cow::Borrowed(block)
        } else {
            [b"HTTP/1.1", &block[version..]].concat().into()
        };
        let length = match config.parse_response(&mut head, &block) {
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
        let mut oddities = Vec::new();
        let is_chunked = header("transfer-encoding").is_some_and(|v| v.contains("chunked"));
        if is_chunked {
            body = dechunk(body, &mut oddities)?;
        } else if header("content-length")
            .and_then(|stated| stated.parse::<usize>().ok())
            .is_some_and(|stated| stated != body.len())
        {
            oddities.push("has another length than its Content-Length");
        }
        if let Some(encoding) = header("content-encoding") {
            for one in encoding.split(',').rev().map(str::trim) {
                body = decode(one, body, limit + 1, &mut oddities)?;
            }
        }
        Ok(Self {
            status: head.code.unwrap_or_default(),
            media_type: media_type.unwrap_or_default(),
            body,
            oddities,
        })
    }
}

/// Whether `stated`, a `WARC-Payload-Digest`, is the digest of the response in `block`. Programs
/// differ: some hash the body as it was sent, some after joining its chunks, some after decoding
/// it.
pub(crate) fn is_digest_of(stated: &str, block: &[u8]) -> bool {
    let Some((algorithm, value)) = stated.split_once(':') else {
        return false;
    };
    let Ok(stated) = (match value.len() {
        32 => data_encoding::BASE32.decode(value.to_ascii_uppercase().as_bytes()),
        _ => data_encoding::HEXLOWER_PERMISSIVE.decode(value.as_bytes()),
    }) else {
        return false;
    };
    let is_of = |body: &[u8]| match algorithm.to_ascii_lowercase().as_str() {
        "sha1" => Sha1::digest(body).as_slice() == stated,
        "sha256" => Sha256::digest(body).as_slice() == stated,
        _ => false,
    };
    let Some(end) = memchr::memmem::find(block, b"\r\n\r\n") else {
        return false;
    };
    let sent = &block[end + 4..];
    is_of(sent)
        || dechunk(sent.to_vec(), &mut Vec::new()).is_ok_and(|joined| is_of(&joined))
        || Response::parse(block).is_ok_and(|response| is_of(&response.body))
}

/// Joins the chunks of a body (RFC 9112, section 7.1). Returns a body that does not begin with a
/// chunk unchanged: crawlers that store the decoded body often keep the header. A body that ends
/// after a whole chunk lacks only the mark of its end.
fn dechunk(body: Vec<u8>, oddities: &mut Vec<&'static str>) -> Result<Vec<u8>, String> {
    let Some((mut size, mut rest)) = chunk_head(&body) else {
        return Ok(body);
    };
    let mut out = Vec::with_capacity(body.len());
    while size > 0 {
        let (chunk, after) = rest
            .split_at_checked(size)
            .ok_or("its chunked body is cut off (fetch or copy the file again)")?;
        out.extend_from_slice(chunk);
        let next = after.strip_prefix(b"\r\n").unwrap_or(after);
        if next.is_empty() {
            oddities.push("has no last chunk");
            break;
        }
        (size, rest) =
            chunk_head(next).ok_or("its chunked body is cut off (fetch or copy the file again)")?;
    }
    Ok(out)
}

/// The size of the first chunk of `body`, and the bytes after its size line.
fn chunk_head(body: &[u8]) -> Option<(usize, &[u8])> {
    let line_end = memchr::memmem::find(body, b"\r\n")?;
    let line = std::str::from_utf8(&body[..line_end]).ok()?;
    let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
    Some((size, &body[line_end + 2..]))
}

/// Whether a body is decoded already, although its head declares an encoding.
fn is_decoded(body: &[u8]) -> bool {
    body.trim_ascii_start()
        .strip_prefix("\u{feff}".as_bytes())
        .unwrap_or(body)
        .trim_ascii_start()
        .starts_with(b"<")
        || std::str::from_utf8(body).is_ok()
}

fn decode(
    encoding: &str,
    body: Vec<u8>,
    limit: u64,
    oddities: &mut Vec<&'static str>,
) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let read = match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            return gunzip(&body, limit, oddities);
        }
        "deflate" => ZlibDecoder::new(&*body)
            .take(limit)
            .read_to_end(&mut out)
            .or_else(|_| {
                out.clear();
                DeflateDecoder::new(&*body)
                    .take(limit)
                    .read_to_end(&mut out)
            }),
        "br" => brotli_decompressor::Decompressor::new(&*body, 4096)
            .take(limit)
            .read_to_end(&mut out),
        "zstd" if body.starts_with(&ZSTD_MAGIC) => {
            zstd::Decoder::new(&*body).and_then(|decoder| decoder.take(limit).read_to_end(&mut out))
        }
        "identity" | "" | "gzip" | "x-gzip" | "zstd" => return Ok(body),
        _ if is_decoded(&body) => return Ok(body),
        other => {
            return Err(format!(
                "its body has the unknown encoding `{other}` (record it with zstd, br, gzip or no encoding)"
            ));
        }
    };
    match read {
        Ok(_) => Ok(out),
        Err(_) if is_decoded(&body) => Ok(body),
        Err(e) => Err(format!("its body cannot be decoded as {encoding}: {e}")),
    }
}

/// Decodes gzip members. Bytes that follow the last member and are not one are left out, as
/// browsers do.
fn gunzip(body: &[u8], limit: u64, oddities: &mut Vec<&'static str>) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut rest = body;
    while rest.starts_with(&[0x1f, 0x8b]) && (out.len() as u64) < limit {
        let mut member = GzDecoder::new(rest);
        if let Err(e) = member
            .by_ref()
            .take(limit - out.len() as u64)
            .read_to_end(&mut out)
        {
            return Err(format!("its body cannot be decoded as gzip: {e}"));
        }
        rest = member.into_inner();
    }
    if !rest.is_empty() {
        oddities.push("has bytes behind its gzip body");
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn encodings_are_decoded() {
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
        assert_eq!(
            (response.status, response.media_type.as_str()),
            (200, "text/html; charset=UTF-8")
        );
        assert_eq!(response.body, b"<p>Brug</p>");
    }

    #[test]
    fn zstandard_is_decoded_if_the_body_is_compressed() {
        let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n".as_slice();
        let page = "<p>Brug over de Brugse brug</p>".repeat(40).into_bytes();
        let packed = zstd::encode_all(&*page, 1).expect("writing to memory");
        assert_eq!(
            Response::parse(&[head, &packed].concat())
                .expect("a sound response")
                .body,
            page
        );
        assert_eq!(
            Response::parse(&[head, &page].concat())
                .expect("a sound response")
                .body,
            page
        );
        let torn = Response::parse(&[head, &packed[..packed.len() / 2]].concat())
            .expect_err("half a frame");
        assert!(torn.contains("zstd"), "{torn}");
    }

    #[test]
    fn a_decoded_body_may_keep_its_encoding_headers() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n<p>Brug</p>";
        assert_eq!(
            Response::parse(block).expect("a sound response").body,
            b"<p>Brug</p>"
        );
        for encoding in ["br", "deflate", "zstd", "utf-8"] {
            let block = [
                format!("HTTP/2 200\r\nContent-Encoding: {encoding}\r\n\r\n").as_bytes(),
                b"<p>Re\xefnie</p>",
            ]
            .concat();
            assert_eq!(
                Response::parse(&block).expect(encoding).body,
                b"<p>Re\xefnie</p>",
                "{encoding}"
            );
        }
        assert!(Response::parse(b"HTTP/1.1 200").is_err());
    }

    #[test]
    fn a_chunked_body_that_is_cut_off_is_an_error() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for body in [
            "1a;n=1\r\n<p>Brug",
            "3\r\n<p>\r\n8\r\nBrug",
            "3\r\n<p>\r\nx",
        ] {
            let error = Response::parse(format!("{head}{body}").as_bytes()).expect_err(body);
            assert!(error.contains("cut off"), "{error}");
        }
    }

    #[test]
    fn bodies_that_browsers_read_are_read() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"<p>Brug</p>").expect("writing to memory");
        let packed = [&*gzip.finish().expect("writing to memory"), b"\0\0rest"].concat();
        let cases: [(&str, &[u8], &str); 3] = [
            (
                "Transfer-Encoding: chunked",
                b"b\r\n<p>Brug</p>\r\n",
                "no last chunk",
            ),
            ("Content-Length: 3", b"<p>Brug</p>", "Content-Length"),
            ("Content-Encoding: gzip", &packed, "behind its gzip"),
        ];
        for (header, body, oddity) in cases {
            let block = [
                format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(),
                body,
            ]
            .concat();
            let response = Response::parse(&block).expect(header);
            assert_eq!(response.body, b"<p>Brug</p>", "{header}");
            assert!(
                response.oddities[0].contains(oddity),
                "{:?}",
                response.oddities
            );
        }
    }
}
