//! `Capture`: what a server answered, or a file held, byte for byte.
//!
//! Leaves out where captures rest (`archive`) and what they say (`extract`).

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

/// One page at one moment, unread.
#[derive(Debug, Clone)]
pub struct Capture {
    /// The page's address as declared by the page or its carrier, not yet canonical.
    pub url: String,
    /// The address that it was asked at, where its own is another.
    pub met_at: Option<String>,
    /// When it was captured; for a local file, when the file was last modified.
    pub time: Timestamp,
    /// The `Content-Type` under which it came, parameters included.
    pub media_type: String,
    payload: Vec<u8>,
    /// The whole HTTP response as it came, head and body, where there was one.
    pub http: Option<Vec<u8>>,
    digest: Digest,
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
    pub fn new(url: impl Into<String>, time: Timestamp, media_type: impl Into<String>, payload: Vec<u8>) -> Self {
        let digest = Digest::of(&payload);
        let media_type = media_type.into();
        Self { url: url.into(), met_at: None, time, media_type, payload, http: None, digest }
    }

    /// A tombstone: the page at `url` was gone, because of `reason`.
    #[must_use]
    pub fn gone(url: impl Into<String>, time: Timestamp, reason: &str) -> Self {
        Self::new(url, time, GONE, format!("gone: {}\r\n", reason.replace(['\r', '\n'], " ")).into_bytes())
    }

    /// The media type without parameters, in lower case.
    #[must_use]
    pub fn essence(&self) -> String {
        self.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
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
        &self.payload
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

/// The text is no digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no `sha256:` and 64 hexadecimal digits")]
pub struct DigestError;

impl std::str::FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let hex = text.strip_prefix("sha256:").filter(|hex| hex.len() == 64 && hex.is_ascii()).ok_or(DigestError)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| DigestError)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| DigestError)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Digest {
    /// `sha256:` and 64 hexadecimal digits, as WARC's `WARC-Payload-Digest` has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}
