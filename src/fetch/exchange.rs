//! An HTTP exchange as it is captured: the bytes of the request and of the response.
//!
//! Leaves out sending. The HTTP library gives names and values, not the bytes of the head, so the head
//! is written from them. The body keeps its content encoding.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{HeaderMap, LOCATION, TRANSFER_ENCODING};
use url::Url;

use super::FetchError;
use crate::document::{Capture, Exchange, Validators};
use crate::sources::offers::{Answer, Listed, Walk};
use crate::warc;

/// The answer to one request.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) url: Url,
    pub(super) time: Timestamp,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) request: Vec<u8>,
    /// Head and body, as received.
    pub(super) response: Vec<u8>,
    /// The body, without content encodings.
    pub(super) body: Vec<u8>,
    pub(super) media_type: String,
    pub(super) server: Option<IpAddr>,
    pub(super) duration: Duration,
    /// Why the request was allowed.
    pub(super) decision: String,
    /// How the address that was asked first led here.
    pub(super) redirect: Redirect,
}

/// How redirects led to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Redirect {
    /// Not at all.
    None,
    /// Each for good (HTTP 301 and 308).
    Permanent,
    /// At least one for now (HTTP 302, 303 and 307).
    Temporary,
}

impl Reply {
    /// The value of a header; `None` if it was not sent.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where a redirect leads. Servers send other bytes than ASCII too, and browsers follow them.
    pub(super) fn location(&self) -> Option<String> {
        let bytes = self.headers.get(LOCATION)?.as_bytes().trim_ascii();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        };
        (!text.is_empty()).then_some(text)
    }

    /// All values of a header.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .get_all(name)
            .into_iter()
            .filter_map(|value| value.to_str().ok())
    }

    /// Reads it as an answer to a walk.
    pub(super) fn read_by(&self, walk: &mut dyn Walk) -> Result<Vec<Listed>, FetchError> {
        if !walk.accepts(self.status) {
            return Err(FetchError::Status(self.status));
        }
        let total_pages = self.header("x-wp-totalpages");
        let answer = Answer {
            url: &self.url,
            status: self.status,
            body: &self.body,
            media_type: &self.media_type,
            total_pages: total_pages.and_then(|pages| pages.parse().ok()),
        };
        Ok(walk.read(&answer)?)
    }

    /// The validators for a conditional request.
    pub(super) fn validators(&self) -> Validators {
        let header = |name| self.header(name).map(str::to_owned);
        Validators {
            etag: header("etag"),
            modified: header("last-modified"),
        }
    }

    /// The exchange as a capture of the address that answered.
    pub(super) fn capture(&self, reservations: Option<&str>) -> Capture {
        let mut capture = Capture::new(
            self.url.as_str(),
            self.time,
            self.media_type.clone(),
            self.body.clone(),
        );
        let reserved = reservations.map(|reserved| format!("; reserved: {reserved}"));
        capture.exchange = Some(Exchange {
            response: self.response.clone(),
            request: Some(self.request.clone()),
            server: self.server,
            duration: Some(self.duration),
            decision: Some(format!("{}{}", self.decision, reserved.unwrap_or_default())),
        });
        capture
    }
}

/// The bytes of a request.
pub(super) fn request(url: &Url, headers: &HeaderMap) -> Vec<u8> {
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let mut head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n");
    write_fields(&mut head, headers);
    head.push_str("\r\n");
    head.into_bytes()
}

/// The bytes of a response head. The body is not in chunks any more.
pub(super) fn response_head(status: reqwest::StatusCode, headers: &HeaderMap) -> Vec<u8> {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16());
    write_fields(&mut head, headers);
    head.push_str("\r\n");
    head.into_bytes()
}

fn write_fields(head: &mut String, headers: &HeaderMap) {
    for (name, value) in headers {
        if name != TRANSFER_ENCODING {
            let value = String::from_utf8_lossy(value.as_bytes());
            let _ = write!(head, "{name}: {value}\r\n");
        }
    }
}

/// The body of a response without its content encodings, and its media type. Fails if the body is
/// larger than `limit` bytes.
pub(super) fn decoded(response: &[u8], limit: usize) -> Result<(Vec<u8>, String), FetchError> {
    let read = warc::Response::parse_within(response, limit as u64).map_err(FetchError::Damaged)?;
    if read.body.len() > limit {
        return Err(FetchError::TooLarge(limit >> 20));
    }
    Ok((read.body, read.media_type))
}
