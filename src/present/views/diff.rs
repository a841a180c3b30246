//! The view of the differences between two versions, word by word.
//!
//! Leaves out finding versions (`extract::versions`).

use schemars::JsonSchema;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use crate::document::{Version, VersionMeta};

/// Two versions and their differences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiffView<'a> {
    /// The newer version's URL.
    pub url: &'a str,
    /// The older version.
    pub old: VersionMeta,
    /// The newer version.
    pub new: VersionMeta,
    /// The unchanged, removed and added passages, in order.
    pub changes: Vec<ChangeView>,
}

/// A passage, and how it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeView {
    /// How it changed.
    pub what: WhatChanged,
    /// Its words.
    pub text: String,
}

/// How a passage changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhatChanged {
    /// It is in both versions.
    Same,
    /// It is only in the older version.
    Old,
    /// It is only in the newer version.
    New,
}

impl<'a> DiffView<'a> {
    /// Computes the differences between two versions.
    #[must_use]
    pub fn between(old: &Version, new: &'a Version) -> Self {
        Self {
            url: &new.release.url,
            old: old.meta,
            new: new.meta,
            changes: changes(&text(old), &text(new)),
        }
    }
}

/// Returns the differences between two texts, word by word.
pub(super) fn changes(old: &str, new: &str) -> Vec<ChangeView> {
    let mut changes: Vec<ChangeView> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let what = match change.tag() {
            ChangeTag::Equal => WhatChanged::Same,
            ChangeTag::Delete => WhatChanged::Old,
            ChangeTag::Insert => WhatChanged::New,
        };
        match changes.last_mut() {
            Some(last) if last.what == what => last.text.push_str(change.value()),
            _ => changes.push(ChangeView {
                what,
                text: change.value().to_owned(),
            }),
        }
    }
    changes
}

/// Returns the title and the text of a version.
pub(super) fn text(version: &Version) -> String {
    let release = &version.release;
    let mut text = release.title.clone().unwrap_or_default() + "\n";
    for block in &release.blocks {
        text.push('\n');
        text.push_str(&block.text);
        text.push('\n');
    }
    text
}
