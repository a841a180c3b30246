//! What a file is, by its name.
//!
//! Leaves out its content.

use std::path::Path;

use super::files;

/// Endings of WARC files, of zipped ones, and of files of records.
pub(super) const WARC_ENDINGS: &[&str] = &[".warc", ".warc.gz"];
const WACZ_ENDINGS: &[&str] = &[".wacz"];
const JSONL_ENDINGS: &[&str] = &[".jsonl", ".ndjson"];

/// Endings of answers of interfaces; in a folder only XML, since saved pages bring JSON along.
const ANSWER_ENDINGS: &[&str] = &[".json", ".xml"];

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileFormat {
    Warc,
    Wacz,
    Jsonl,
    /// The answer of an interface.
    Answer,
    /// What a folder of saved pages holds besides pages.
    Asset,
    Page,
}

impl FileFormat {
    /// What the file at `path` is; `walked` where it was found in a folder.
    pub(super) fn of(path: &Path, walked: bool) -> Self {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(WARC_ENDINGS) {
            Self::Warc
        } else if ends(WACZ_ENDINGS) {
            Self::Wacz
        } else if ends(JSONL_ENDINGS) {
            Self::Jsonl
        } else if walked && files::is_asset(&name) {
            Self::Asset
        } else if ends(ANSWER_ENDINGS) {
            Self::Answer
        } else {
            Self::Page
        }
    }
}
