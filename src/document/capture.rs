//! `Capture`: the bytes of a page, as a server sent them or a file contained them.
//!
//! Leaves out storing captures (`archive`) and reading them (`extract`).

use std::fmt;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use data_encoding::HEXLOWER_PERMISSIVE;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{Address, Claims, ReleaseId};

/// The bytes of one page at one moment.
#[derive(Debug, Clone)]
pub struct Capture {
    address: Address,
    requested: Option<Address>,
    /// When the page was captured. For a local file: when the file was last modified.
    pub time: Timestamp,
    /// The `Content-Type` of the page, with parameters.
    pub media_type: String,
    payload: Payload,
    /// The HTTP exchange in which it was received, if any.
    pub exchange: Option<Exchange>,
    /// What the list that names the page says about it.
    pub claims: Claims,
    digest: Digest,
    decoded: OnceLock<Decoded>,
    stripped: OnceLock<Option<String>>,
}

/// An HTTP request and its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The whole response as received: head and body.
    pub response: Vec<u8>,
    /// The whole request as sent.
    pub request: Option<Vec<u8>>,
    /// The address of the server that answered.
    pub server: Option<IpAddr>,
    /// The time from the first byte sent to the last byte received.
    pub duration: Option<Duration>,
    /// Why the request was allowed, and what the publisher reserves.
    pub decision: Option<String>,
}

impl Exchange {
    /// Makes an exchange of which only the response is known.
    #[must_use]
    pub fn of_response(response: Vec<u8>) -> Self {
        Self {
            response,
            request: None,
            server: None,
            duration: None,
            decision: None,
        }
    }
}

/// A payload, stored as text if it is UTF-8.
#[derive(Debug, Clone)]
enum Payload {
    Text(String),
    Bytes(Vec<u8>),
}

/// The characters of a payload that is not sound UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Name of the encoding that it was decoded from (WHATWG Encoding Standard).
    pub encoding: &'static str,
    /// Whether bytes had to be replaced by U+FFFD.
    pub damaged: bool,
    /// Whether characters that were encoded twice were repaired.
    pub repaired: bool,
}

/// How a capture must be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// `text/html`, `application/xhtml+xml`.
    Html,
    /// `text/plain`.
    Text,
    /// One JSON object with the fields of a release.
    Record,
    /// A tombstone: the page was gone.
    Gone,
    /// Anything else.
    Other,
}

/// The media type of a tombstone: a capture that records that a page is gone. Its payload says why.
pub const GONE: &str = "application/warc-fields";

impl Capture {
    /// Makes a capture of `payload`, received from `url`.
    #[must_use]
    pub fn new(
        url: impl Into<String>,
        time: Timestamp,
        media_type: impl Into<String>,
        payload: Vec<u8>,
    ) -> Self {
        let digest = Digest::of(&payload);
        let payload = match String::from_utf8(payload) {
            Ok(text) => Payload::Text(text),
            Err(error) => Payload::Bytes(error.into_bytes()),
        };
        Self {
            address: Address::of(url),
            requested: None,
            time,
            media_type: media_type.into(),
            payload,
            exchange: None,
            claims: Claims::default(),
            digest,
            decoded: OnceLock::new(),
            stripped: OnceLock::new(),
        }
    }

    /// Makes a tombstone: the page at `url` was gone, for the given reason.
    #[must_use]
    pub fn gone(url: impl Into<String>, time: Timestamp, reason: &str) -> Self {
        Self::new(
            url,
            time,
            GONE,
            format!("gone: {}\r\n", reason.replace(['\r', '\n'], " ")).into_bytes(),
        )
    }

    /// Returns the page's address, as declared by the page or by the file that contained it.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Returns the page's URL, as written.
    #[must_use]
    pub fn url(&self) -> &str {
        self.address.url()
    }

    /// Returns the id of the page's release.
    #[must_use]
    pub fn id(&self) -> ReleaseId {
        self.address.id()
    }

    /// Returns the address at which the page was requested, if that differs from the page's
    /// address.
    #[must_use]
    pub fn requested(&self) -> Option<&Address> {
        self.requested.as_ref()
    }

    /// Sets the page's address to `url`. The previous address becomes the requested one, unless the
    /// capture already has a requested address.
    pub fn move_to(&mut self, url: impl Into<String>) {
        let before = std::mem::replace(&mut self.address, Address::of(url));
        self.requested.get_or_insert(before);
    }

    /// Sets the page's address to `url`, and drops the previous and the requested address.
    pub fn rename(&mut self, url: impl Into<String>) {
        self.address = Address::of(url);
        self.requested = None;
    }

    /// Returns the media type without parameters, in lower case.
    #[must_use]
    pub fn essence(&self) -> String {
        self.media_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    }

    /// Returns how the capture must be read, by its media type.
    #[must_use]
    pub fn kind(&self) -> MediaKind {
        match self.essence().as_str() {
            "text/html" | "application/xhtml+xml" => MediaKind::Html,
            "text/plain" => MediaKind::Text,
            "application/json" => MediaKind::Record,
            GONE => MediaKind::Gone,
            _ => MediaKind::Other,
        }
    }

    /// Returns the page's bytes, after decoding transfer and content encodings.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        match &self.payload {
            Payload::Text(text) => text.as_bytes(),
            Payload::Bytes(bytes) => bytes,
        }
    }

    /// Returns the payload as text, if it is UTF-8.
    #[must_use]
    pub fn utf8(&self) -> Option<&str> {
        match &self.payload {
            Payload::Text(text) => Some(text),
            Payload::Bytes(_) => None,
        }
    }

    /// Returns the characters of a payload that is not sound UTF-8. Calls `decode` only the first time.
    pub fn decoded(&self, decode: impl FnOnce() -> Decoded) -> &Decoded {
        self.decoded.get_or_init(decode)
    }

    /// Returns the text of the page without its boilerplate; `None` if it has none. Calls `strip` only
    /// until it succeeds.
    ///
    /// # Errors
    /// The error of `strip`.
    pub fn stripped<E>(
        &self,
        strip: impl FnOnce() -> Result<Option<String>, E>,
    ) -> Result<Option<&str>, E> {
        if self.stripped.get().is_none() {
            // Another thread may have set it meanwhile, to the same text.
            let _ = self.stripped.set(strip()?);
        }
        Ok(self.stripped.get().and_then(|text| text.as_deref()))
    }

    /// Whether it is the answer of a server to a request for its `robots.txt` (RFC 9309). That is
    /// no page.
    #[must_use]
    pub fn is_robots(&self) -> bool {
        let rest = self.url().split_once("://").map(|(_, rest)| rest);
        self.exchange.is_some()
            && rest
                .and_then(|rest| rest.split_once('/'))
                .is_some_and(|(_, path)| path == "robots.txt")
    }

    /// Returns the digest of the payload.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

/// The SHA-256 of a payload.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Computes the digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns the 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the digest from the bytes that [`as_bytes`](Self::as_bytes) returned; `None` if
    /// there are not 32 of them.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// The error for text that is not a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not `sha256:` and 64 hexadecimal digits")]
pub struct DigestError;

impl std::str::FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let hex = text.strip_prefix("sha256:").ok_or(DigestError)?;
        let bytes = HEXLOWER_PERMISSIVE
            .decode(hex.as_bytes())
            .map_err(|_| DigestError)?;
        Self::from_bytes(&bytes).ok_or(DigestError)
    }
}

impl fmt::Display for Digest {
    /// Writes `sha256:` and 64 hexadecimal digits, the form of `WARC-Payload-Digest` in WARC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", HEXLOWER_PERMISSIVE.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}
