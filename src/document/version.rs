//! `Version`: what a page said from one capture to the next.
//!
//! Leaves out telling versions apart (`extract::versions`).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Release;

/// A release as it stood for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What it said.
    pub release: Release,
    /// Its place among the versions of its page.
    pub meta: VersionMeta,
}

/// The place of a version among those of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VersionMeta {
    /// 1 for the first.
    pub number: u32,
    /// How many of the versions up to this one changed the text of the one before.
    pub edits: u32,
    /// How many of those changes were silent: the page's own date of change stayed as it was.
    pub silent: u32,
    /// When it was first seen; of the first version when it was published, if that was earlier.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub from: Timestamp,
    /// When a later capture showed another text, or none.
    #[schemars(with = "Option<String>")]
    pub until: Option<Timestamp>,
    /// Whether it is what the page says now.
    #[serde(rename = "standing")]
    pub status: VersionStatus,
}

/// Whether a version is what its page says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionStatus {
    /// It is.
    Current,
    /// Another version came.
    Superseded,
    /// The page is gone.
    Gone,
}
