//! Converting a `Capture` to WARC records, and back.
//!
//! Leaves out which records of other programs are pages (`load`). A page from an HTTP server is a
//! `response` record; a page from a file is a `resource` record; a tombstone is a `metadata`
//! record; an unchanged page is a `revisit` record. A `request` record follows its response.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::http::Response;
use super::record::{ReadError, Record, records_in};
use super::write::{head, member, one_line, record_id};
use crate::document::{Capture, Digest, Exchange, GONE, MediaKind};
use crate::markup;

/// The profile of a revisit with an identical payload (WARC 1.1, section 6.7.2).
const REVISIT_PROFILE: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// Our own fields, which WARC 1.1 allows (section 5.1): the page's own address, if it is not the
/// target; the duration of the exchange, in milliseconds; why the request was allowed; and what the
/// list that names the page says about it, as JSON.
const ADDRESS: &str = "Omroeper-Address";
const DURATION: &str = "Omroeper-Duration-Ms";
const DECISION: &str = "Omroeper-Decision";
const CLAIMS: &str = "Omroeper-Claims";

/// Encodes a capture as gzip members: its record, and the record of the request if it is known.
pub(crate) fn encode(capture: &Capture) -> Vec<u8> {
    let digest = capture.digest();
    let (kind, media_type, block) = match &capture.exchange {
        _ if capture.kind() == MediaKind::Gone => ("metadata", GONE, capture.payload()),
        Some(exchange) => (
            "response",
            "application/http;msgtype=response",
            exchange.response.as_slice(),
        ),
        None => ("resource", capture.media_type.as_str(), capture.payload()),
    };
    // The capture's digest is that of its decoded payload. A response's block also has a head and
    // encodings, so it needs its own digest. Any other block is the payload itself.
    let block_digest = if capture.exchange.is_some() {
        Digest::of(block)
    } else {
        digest
    };
    let time = capture.time.to_string();
    let id: [&[u8]; 3] = [capture.url().as_bytes(), time.as_bytes(), digest.as_bytes()];
    let fields = [
        ("Content-Type", media_type),
        ("WARC-Block-Digest", &block_digest.to_string()),
    ];
    let head = head(kind, &id, capture.time, &fields)
        + &addresses(capture)
        + &exchange_fields(capture)
        + &claims(capture);
    let mut members = member(&head, block);
    if let Some(request) = capture
        .exchange
        .as_ref()
        .and_then(|exchange| exchange.request.as_ref())
    {
        members.extend(request_member(capture, request, &record_id(&id)));
    }
    members
}

/// Encodes an unchanged capture as a gzip member: a `revisit` record with the profile of WARC 1.1,
/// section 6.7.2.
pub(crate) fn revisit(capture: &Capture) -> Vec<u8> {
    let digest = capture.digest();
    let time = capture.time.to_string();
    let id: [&[u8]; 4] = [
        b"revisit",
        capture.url().as_bytes(),
        time.as_bytes(),
        digest.as_bytes(),
    ];
    let fields = [
        ("WARC-Profile", REVISIT_PROFILE),
        ("WARC-Payload-Digest", &digest.to_string()),
    ];
    let addresses = if capture.kind() == MediaKind::Record {
        // A response that holds many records is the former address of none of them.
        format!("WARC-Target-URI: {}\r\n", one_line(capture.url()))
    } else {
        addresses(capture)
    };
    member(
        &(head("revisit", &id, capture.time, &fields) + &addresses),
        b"",
    )
}

/// The fields for the address at which a page was requested, and for the page's own address if it
/// differs.
fn addresses(capture: &Capture) -> String {
    let target = capture.requested().unwrap_or(capture.address());
    let mut fields = format!("WARC-Target-URI: {}\r\n", one_line(target.url()));
    if capture.requested().is_some() {
        let _ = write!(fields, "{ADDRESS}: {}\r\n", one_line(capture.url()));
    }
    fields
}

/// The fields for the server that answered, and for the duration of the exchange.
fn exchange_fields(capture: &Capture) -> String {
    let mut fields = String::new();
    let Some(exchange) = &capture.exchange else {
        return fields;
    };
    if let Some(server) = exchange.server {
        let _ = write!(fields, "WARC-IP-Address: {server}\r\n");
    }
    if let Some(duration) = exchange.duration {
        let _ = write!(fields, "{DURATION}: {}\r\n", duration.as_millis());
    }
    if let Some(decision) = &exchange.decision {
        let _ = write!(fields, "{DECISION}: {}\r\n", one_line(decision));
    }
    fields
}

/// The field for what a list says about the page.
fn claims(capture: &Capture) -> String {
    match serde_json::to_string(&capture.claims) {
        Ok(json) if !capture.claims.is_empty() => format!("{CLAIMS}: {}\r\n", one_line(&json)),
        _ => String::new(),
    }
}

fn request_member(capture: &Capture, request: &[u8], response_id: &str) -> Vec<u8> {
    let time = capture.time.to_string();
    let id: [&[u8]; 3] = [b"request", response_id.as_bytes(), time.as_bytes()];
    let target = capture.requested().unwrap_or(capture.address());
    let fields = [
        ("Content-Type", "application/http;msgtype=request"),
        ("WARC-Concurrent-To", response_id),
        ("WARC-Target-URI", target.url()),
    ];
    member(&head("request", &id, capture.time, &fields), request)
}

/// Decodes gzip `members` that [`encode`] made and that are at byte `offset` of a file. Returns
/// `None` if their first record does not hold a capture.
pub(crate) fn capture_in(members: &[u8], offset: u64) -> Result<Option<Capture>, ReadError> {
    let mut records = records_in(members, offset);
    let Some(first) = records.next().transpose()? else {
        return Ok(None);
    };
    let mut capture = capture_of(&first);
    if let Some(exchange) = capture
        .as_mut()
        .and_then(|capture| capture.exchange.as_mut())
    {
        let request = records
            .next()
            .and_then(Result::ok)
            .filter(|record| record.kind() == Some("request"));
        exchange.request = request.map(|record| record.block);
    }
    Ok(capture)
}

/// The capture that a record of our own log holds, without its request.
pub(crate) fn capture_of(record: &Record) -> Option<Capture> {
    let mut capture = capture_at(record, time_of(record).unwrap_or(Timestamp::UNIX_EPOCH))?;
    if let Some(url) = record.header(ADDRESS) {
        capture.move_to(url);
    }
    Some(capture)
}

/// The page's own address, in a record of our own log.
pub(crate) fn address(record: &Record) -> Option<&str> {
    record.header(ADDRESS).or_else(|| record.target())
}

/// The capture that a record holds, made at `time`.
pub(crate) fn capture_at(record: &Record, time: Timestamp) -> Option<Capture> {
    match record.kind()? {
        "response" if is_http(record) => {
            http_capture(record, Response::parse(&record.block).ok()?, time)
        }
        "response" | "resource" | "metadata" => Some(Capture::new(
            record.target()?,
            time,
            record.header("Content-Type").unwrap_or_default(),
            record.block.clone(),
        )),
        _ => None,
    }
}

/// Whether a response record holds an HTTP response, not a response of another protocol.
pub(crate) fn is_http(record: &Record) -> bool {
    record
        .header("Content-Type")
        .is_none_or(|kind| kind.to_ascii_lowercase().starts_with("application/http"))
}

/// The capture of the HTTP `response` that `record` holds.
pub(crate) fn http_capture(
    record: &Record,
    response: Response,
    time: Timestamp,
) -> Option<Capture> {
    let is_undeclared_html =
        response.media_type.is_empty() && markup::looks_like_html(&response.body);
    let media_type = if is_undeclared_html {
        "text/html".to_owned()
    } else {
        response.media_type
    };
    let mut capture = Capture::new(record.target()?, time, media_type, response.body);
    capture.claims = record
        .header(CLAIMS)
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    capture.exchange = Some(Exchange {
        response: record.block.clone(),
        request: None,
        server: record
            .header("WARC-IP-Address")
            .and_then(|address| address.parse().ok()),
        duration: record
            .header(DURATION)
            .and_then(|ms| ms.parse().ok())
            .map(Duration::from_millis),
        decision: record.header(DECISION).map(str::to_owned),
    });
    Some(capture)
}

/// The `WARC-Date` of a record.
pub(crate) fn time_of(record: &Record) -> Option<Timestamp> {
    record.header("WARC-Date").and_then(parse_time)
}

/// Parses a time in the format of WARC 1.1 (section 5.4: W3C-DTF, down to a year alone). Also
/// accepts a time without a zone, which some programs write, and the 14 digits of CDX files.
pub(crate) fn parse_time(text: &str) -> Option<Timestamp> {
    let utc = |time: civil::DateTime| Some(time.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp());
    let time = text.parse().ok().or_else(|| utc(text.parse().ok()?));
    time.or_else(|| match text.len() {
        4 => utc(format!("{text}-01-01").parse().ok()?),
        7 => utc(format!("{text}-01").parse().ok()?),
        14 => utc(civil::DateTime::strptime("%Y%m%d%H%M%S", text).ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_any_precision() {
        for (text, expected) in [
            ("2022-05-04T08:00:00Z", "2022-05-04T08:00:00Z"),
            ("2022-05-04T08:00:00.25Z", "2022-05-04T08:00:00.25Z"),
            ("2022-05-04T08:00:00", "2022-05-04T08:00:00Z"),
            ("20220504080000", "2022-05-04T08:00:00Z"),
            ("2022-05-04", "2022-05-04T00:00:00Z"),
            ("2022-05", "2022-05-01T00:00:00Z"),
            ("2022", "2022-01-01T00:00:00Z"),
        ] {
            assert_eq!(parse_time(text), expected.parse().ok(), "{text}");
        }
        assert_eq!(parse_time("gisteren"), None);
    }

    #[test]
    fn captures_survive_being_written() {
        let time: Timestamp = "2024-05-01T10:00:00Z".parse().expect("a time");
        let mut page = Capture::new(
            "https://a.example/oud",
            time,
            "text/html",
            b"<p>Brug</p>".to_vec(),
        );
        page.exchange = Some(Exchange {
            response: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Brug</p>".to_vec(),
            request: Some(b"GET /oud HTTP/1.1\r\nHost: a.example\r\n\r\n".to_vec()),
            server: Some("192.0.2.7".parse().expect("an address")),
            duration: Some(Duration::from_millis(120)),
            decision: Some("allowed".to_owned()),
        });
        page.claims.title = Some("Café “Brug”".to_owned());
        page.move_to("https://a.example/nieuw");
        let file = Capture::new("file:///brug.txt", time, "text/plain", b"Brug".to_vec());
        let gone = Capture::gone("https://a.example/weg", time, "HTTP 404");
        for capture in [page, file, gone] {
            let read = capture_in(&encode(&capture), 0)
                .expect("sound members")
                .expect("a capture");
            assert_eq!(read.address(), capture.address());
            assert_eq!(read.requested(), capture.requested());
            assert_eq!(
                (read.time, read.kind(), read.digest()),
                (capture.time, capture.kind(), capture.digest())
            );
            assert_eq!(read.exchange, capture.exchange);
            assert_eq!(read.claims, capture.claims);
        }
    }
}
