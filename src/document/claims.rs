//! `Claims`: what a list of pages (a feed, a sitemap, an interface) says about one of them.
//!
//! Leaves out reading such lists (`sources::offers`). What the page itself says has precedence.

use serde::{Deserialize, Serialize};

/// What a list says about a page.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published, as ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its subjects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl Claims {
    /// Whether nothing is claimed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An address that a list names.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ListedAddress {
    /// The address.
    pub url: String,
    /// What the list says about the page.
    pub claims: Claims,
    /// When the page was changed, as the list writes it. Only compared with itself.
    pub changed: Option<String>,
}
