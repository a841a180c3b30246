//! `Capture`: what a server answered, or a file held, byte for byte.
//!
//! Leaves out where captures rest (`archive`) and what they say (`extract`).

use std::fmt;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use data_encoding::HEXLOWER_PERMISSIVE;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{Address, ReleaseId};

/// One page at one moment, unread.
#[derive(Debug, Clone)]
pub struct Capture {
    address: Address,
    requested: Option<Address>,
    /// When it was captured; for a local file, when the file was last modified.
    pub time: Timestamp,
    /// The `Content-Type` under which it came, parameters included.
    pub media_type: String,
    payload: Payload,
    /// The HTTP exchange that it came from, where there was one.
    pub exchange: Option<Exchange>,
    digest: Digest,
    decoded: OnceLock<Decoded>,
}

/// An HTTP request and its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The whole response as it came, head and body.
    pub response: Vec<u8>,
    /// The whole request as it was sent.
    pub request: Option<Vec<u8>>,
    /// The address of the server that answered.
    pub server: Option<IpAddr>,
    /// From the first byte sent to the last byte received.
    pub duration: Option<Duration>,
}

impl Exchange {
    /// An exchange of which only the response is known.
    #[must_use]
    pub fn of_response(response: Vec<u8>) -> Self {
        Self {
            response,
            request: None,
            server: None,
            duration: None,
        }
    }
}

/// A payload; one that is UTF-8 is text as it stands.
#[derive(Debug, Clone)]
enum Payload {
    Text(String),
    Bytes(Vec<u8>),
}

/// The characters of a payload that is not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Name of the encoding that it was read in (WHATWG Encoding Standard).
    pub encoding: &'static str,
    /// Whether bytes had to be replaced by U+FFFD.
    pub damaged: bool,
}

/// What kind of reading a capture asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// `text/html`, `application/xhtml+xml`.
    Html,
    /// `text/plain`.
    Text,
    /// One JSON object with the fields of a release.
    Record,
    /// Nothing to read: the page was gone.
    Gone,
    /// Anything else.
    Other,
}

/// The media type of a capture that says that its page is gone; its payload says why.
pub const GONE: &str = "application/warc-fields";

impl Capture {
    /// A capture of `payload`, found at `url`.
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
            digest,
            decoded: OnceLock::new(),
        }
    }

    /// A tombstone: the page at `url` was gone, because of `reason`.
    #[must_use]
    pub fn gone(url: impl Into<String>, time: Timestamp, reason: &str) -> Self {
        Self::new(
            url,
            time,
            GONE,
            format!("gone: {}\r\n", reason.replace(['\r', '\n'], " ")).into_bytes(),
        )
    }

    /// The page's address: as the page or its carrier declares it.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The page's URL, as written.
    #[must_use]
    pub fn url(&self) -> &str {
        self.address.url()
    }

    /// The id of the page's release.
    #[must_use]
    pub fn id(&self) -> ReleaseId {
        self.address.id()
    }

    /// The address at which the page was requested, where that is not its own.
    #[must_use]
    pub fn requested(&self) -> Option<&Address> {
        self.requested.as_ref()
    }

    /// Gives the page the address `url`. The address that it had is kept as the one requested, if
    /// none is.
    pub fn move_to(&mut self, url: impl Into<String>) {
        let before = std::mem::replace(&mut self.address, Address::of(url));
        self.requested.get_or_insert(before);
    }

    /// Gives the page the address `url`, and forgets the one that it had.
    pub fn rename(&mut self, url: impl Into<String>) {
        self.address = Address::of(url);
        self.requested = None;
    }

    /// The media type without parameters, in lower case.
    #[must_use]
    pub fn essence(&self) -> String {
        self.media_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    }

    /// The reading that the media type asks for.
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

    /// The page's bytes, transfer and content encodings undone.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        match &self.payload {
            Payload::Text(text) => text.as_bytes(),
            Payload::Bytes(bytes) => bytes,
        }
    }

    /// The payload as text, where it is UTF-8.
    #[must_use]
    pub fn utf8(&self) -> Option<&str> {
        match &self.payload {
            Payload::Text(text) => Some(text),
            Payload::Bytes(_) => None,
        }
    }

    /// The characters of a payload that is not UTF-8: what `decode` makes of it the first time.
    pub fn decoded(&self, decode: impl FnOnce() -> Decoded) -> &Decoded {
        self.decoded.get_or_init(decode)
    }

    /// The digest of the payload.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

/// A SHA-256 of a payload.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest that [`as_bytes`](Self::as_bytes) gave; `None` where `bytes` are not 32.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// The text is not a digest.
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
    /// `sha256:` and 64 hexadecimal digits, as WARC's `WARC-Payload-Digest` has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", HEXLOWER_PERMISSIVE.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}
