//! `Version`: a release as it was during a period.
//!
//! Leaves out deciding where a version ends and the next begins (`extract::versions`).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Release;

/// A release as it was during a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The release in this version.
    pub release: Release,
    /// The place of the version among those of its page.
    pub meta: VersionMeta,
}

/// The place of a version among those of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VersionMeta {
    /// 1 for the first.
    pub number: u32,
    /// Number of versions up to this one whose title or text differs from the previous version.
    pub edits: u32,
    /// Number of these edits that were silent: the modification date on the page did not change.
    pub silent: u32,
    /// When it was first seen. For the first version: when it was published, if that was earlier.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub from: Timestamp,
    /// When it was first captured. Later than `from` if it was published before: then nobody saw
    /// what the page said in between.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub captured: Timestamp,
    /// When a later capture showed another title or text, or showed that the page was gone.
    #[schemars(with = "Option<String>")]
    pub until: Option<Timestamp>,
    /// Whether it is the current version of its page.
    #[serde(rename = "standing")]
    pub status: VersionStatus,
}

/// Whether a version is the current one of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionStatus {
    /// It is the current version.
    Current,
    /// A later version replaced it.
    Superseded,
    /// It is the last version, and the page is gone.
    Gone,
}
