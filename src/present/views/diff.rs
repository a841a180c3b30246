//! What changed between two versions, word by word.
//!
//! Leaves out where versions come from.

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
    /// The newer one.
    pub new: VersionMeta,
    /// The stretches that stayed, went and came, in order.
    pub changes: Vec<ChangeView>,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeView {
    /// What became of it.
    pub what: WhatChanged,
    /// Its words.
    pub text: String,
}

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhatChanged {
    /// It stayed.
    Same,
    /// It went.
    Old,
    /// It came.
    New,
}

impl<'a> DiffView<'a> {
    /// The differences between two versions.
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

fn changes(old: &str, new: &str) -> Vec<ChangeView> {
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

fn text(version: &Version) -> String {
    let release = &version.release;
    let mut text = release.title.clone().unwrap_or_default() + "\n";
    for block in &release.blocks {
        text.push('\n');
        text.push_str(&block.text);
        text.push('\n');
    }
    text
}
