//! The format of a file, by its name.
//!
//! Leaves out its content.

use std::path::Path;

use super::files;

/// Extensions of WARC files, WACZ files and JSONL files.
pub(super) const WARC_ENDINGS: &[&str] = &[".warc", ".warc.gz"];
const WACZ_ENDINGS: &[&str] = &[".wacz"];
const JSONL_ENDINGS: &[&str] = &[".jsonl", ".ndjson"];

/// Extensions of API responses. In a folder only XML counts, since browsers save JSON files along
/// with pages.
const ANSWER_ENDINGS: &[&str] = &[".json", ".xml"];

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileFormat {
    Warc,
    Wacz,
    Jsonl,
    /// The response of an API.
    Answer,
    /// A file in a folder of saved pages that is not a page.
    Asset,
    Page,
}

impl FileFormat {
    /// The format of the file at `path`. `walked` says that it was found in a folder.
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
