//! Addresses of pages: canonical URLs, and the `ReleaseId` that is made from them.
//!
//! Leaves out reading the `rel=canonical` of a page (`markup`).

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;

/// Query parameters that track how a reader came to the page and do not change its content.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "igshid",
    "pk_campaign",
    "pk_kwd",
    "piwik_campaign",
    "mtm_campaign",
    "sharetype",
];

/// Returns the canonical form of `url`, which all captures of one page share.
///
/// The scheme and host are in lower case, and default ports are dropped (RFC 3986 §6.2.2, by the
/// WHATWG URL parser). `http` becomes `https`. The fragment, tracking parameters and one trailing
/// slash are dropped. Text that does not parse as a URL is returned trimmed.
#[must_use]
pub fn canonical_url(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url.trim()) else {
        return url.trim().to_owned();
    };
    parsed.set_fragment(None);
    if parsed.query().is_some() {
        let kept: Vec<(String, String)> = parsed
            .query_pairs()
            .filter(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&&**name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if kept.is_empty() {
            parsed.set_query(None);
        } else {
            parsed.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    if parsed.scheme() == "http" {
        // A site that moves to https keeps its releases.
        let _ = parsed.set_scheme("https");
    }
    let mut text = String::from(parsed);
    if text.ends_with('/') && !text.ends_with("//") {
        text.pop();
    }
    text
}

/// A URL, its canonical form, and the id made from that. Each is computed once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    url: String,
    canonical: String,
    id: ReleaseId,
}

impl Address {
    /// Makes an address from a URL.
    #[must_use]
    pub fn of(url: impl Into<String>) -> Self {
        let mut url = url.into();
        // A URL has no line ends (WHATWG URL, section 4.4), and a header line cannot hold one.
        url.retain(|c| !matches!(c, '\r' | '\n' | '\t'));
        let canonical = canonical_url(&url);
        let id = ReleaseId::of_canonical(&canonical);
        Self { url, canonical, id }
    }

    /// Returns the URL as written.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns its canonical form: see [`canonical_url`].
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// Returns the id of the release at this address.
    #[must_use]
    pub fn id(&self) -> ReleaseId {
        self.id
    }
}

/// A stable 64-bit id of a release: the first 8 bytes of the SHA-256 of its canonical URL.
///
/// Among 5 million releases, the chance that two share an id is below one in a million.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(into = "String", try_from = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9a-f]{16}$"))]
pub struct ReleaseId(u64);

impl ReleaseId {
    /// Returns the id of the release at `url`, which need not be canonical.
    #[must_use]
    pub fn of(url: &str) -> Self {
        Self::of_canonical(&canonical_url(url))
    }

    fn of_canonical(url: &str) -> Self {
        Self(hashed(url))
    }

    /// Returns the id as a number, as the index and the catalog store it.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0
    }

    /// Parses `name`, which is an id or the URL of a release.
    #[must_use]
    pub fn named(name: &str) -> Self {
        name.parse().unwrap_or_else(|_| Self::of(name))
    }

    /// Returns the id from the number that [`as_u64`](Self::as_u64) returned.
    #[must_use]
    pub fn from_u64(id: u64) -> Self {
        Self(id)
    }
}

/// Returns the first 8 bytes of the SHA-256 of a text as a number, of which ids are made.
pub(super) fn hashed(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    let head: [u8; 8] = digest[..8].try_into().expect("a SHA-256 has 32 bytes");
    u64::from_be_bytes(head)
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReleaseId({self})")
    }
}

/// The error for text that is not sixteen hexadecimal digits.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a release id (sixteen digits of 0-9a-f)")]
pub struct ReleaseIdError(String);

impl FromStr for ReleaseId {
    type Err = ReleaseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            u64::from_str_radix(text, 16)
                .map(Self)
                .map_err(|_| ReleaseIdError(text.to_owned()))
        } else {
            Err(ReleaseIdError(text.to_owned()))
        }
    }
}

impl From<ReleaseId> for String {
    fn from(id: ReleaseId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for ReleaseId {
    type Error = ReleaseIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_have_one_id() {
        let id = ReleaseId::of("https://www.zandwijk.nl/nieuws/nieuwe-brug");
        for same in [
            "http://www.zandwijk.nl/nieuws/nieuwe-brug/",
            "HTTPS://WWW.Zandwijk.nl:443/nieuws/nieuwe-brug#reacties",
            "https://www.zandwijk.nl/nieuws/nieuwe-brug?utm_source=nieuwsbrief&fbclid=x",
        ] {
            assert_eq!(ReleaseId::of(same), id, "{same}");
        }
        assert_ne!(
            ReleaseId::of("https://www.zandwijk.nl/nieuws/nieuwe-brug?id=2"),
            id
        );
    }

    #[test]
    fn a_printed_id_parses() {
        let id = ReleaseId::of("file:///a.html");
        assert_eq!(
            id.to_string()
                .parse::<ReleaseId>()
                .expect("printed ids parse"),
            id
        );
        assert!("zz".parse::<ReleaseId>().is_err());
    }
}
