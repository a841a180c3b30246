//! The format of a file, by its name and its first bytes.
//!
//! Leaves out its content.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::{arc, mhtml};

/// Extensions of WARC files.
pub(super) const WARC_ENDINGS: &[&str] = &[".warc", ".warc.gz"];

/// Extensions of API responses. In a folder only XML counts, since browsers save JSON files along
/// with pages.
const ANSWER_ENDINGS: &[&str] = &[".json", ".xml", ".rss", ".atom", ".rdf"];

/// Extensions of pages, whose first bytes need not be looked at before they are loaded.
const PAGE_ENDINGS: &[&str] = &[".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx", ".asp"];

/// Extensions of files that are saved along with pages, or are not pages for other reasons.
const ASSETS: &[&str] = &[
    "css",
    "js",
    "mjs",
    "map",
    "json",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "svg",
    "webp",
    "avif",
    "ico",
    "bmp",
    "tif",
    "tiff",
    "woff",
    "woff2",
    "ttf",
    "eot",
    "otf",
    "pdf",
    "doc",
    "docx",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "odt",
    "ods",
    "mp3",
    "mp4",
    "m4a",
    "mov",
    "avi",
    "webm",
    "wav",
    "zip",
    "gz",
    "tar",
    "7z",
    "md",
    "toml",
    "cdx",
    "cdxj",
    "idx",
    "log",
    "md5",
    "sha1",
    "sha256",
    "sha512",
    "open",
    "part",
    "tmp",
    "sqlite",
    "sqlite-wal",
    "sqlite-shm",
    "lock",
    "eml",
];

/// Whether a file with this lower-case name is not a page.
fn is_asset(name: &str) -> bool {
    let page = name.strip_suffix(".gz").is_some_and(|page| {
        [".html", ".htm", ".txt", ".xhtml"]
            .iter()
            .any(|ending| page.ends_with(ending))
    });
    !page
        && (name == "robots.txt"
            || name
                .rsplit_once('.')
                .is_some_and(|(_, ending)| ASSETS.contains(&ending)))
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileFormat {
    Warc,
    Arc,
    Wacz,
    Jsonl,
    /// A CSV table.
    Table,
    /// The response of an API, or a feed.
    Answer,
    /// A file in a folder of saved pages that is not a page.
    Asset,
    /// A list of texts that a crawl's owner made from its pages.
    Wet,
    Page,
}

impl FileFormat {
    /// The format of the file at `path`. `walked` says that it was found in a folder.
    pub(super) fn of(path: &Path, walked: bool) -> Self {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        let ends_packed = |endings: &[&str]| endings.iter().any(|ending| plain.ends_with(ending));
        if ends_packed(&[".wet"]) {
            Self::Wet
        } else if ends(WARC_ENDINGS) {
            Self::Warc
        } else if ends_packed(&[".arc"]) {
            Self::Arc
        } else if ends(&[".wacz"]) {
            Self::Wacz
        } else if ends_packed(&[".jsonl", ".ndjson"]) {
            Self::Jsonl
        } else if ends(&[".csv"]) {
            Self::Table
        } else if walked && is_asset(&name) {
            Self::Asset
        } else if ends(ANSWER_ENDINGS) {
            Self::Answer
        } else if ends(PAGE_ENDINGS) {
            Self::Page
        } else {
            by_content(path).unwrap_or(Self::Page)
        }
    }
}

/// The format that the first bytes of a file show.
fn by_content(path: &Path) -> Option<FileFormat> {
    if !path.is_file() {
        return None;
    }
    let mut head = [0; 512];
    let read = File::open(path)
        .and_then(|mut file| file.read(&mut head))
        .ok()?;
    let head = &head[..read];
    if head.starts_with(b"WARC/") {
        Some(FileFormat::Warc)
    } else if head.starts_with(arc::MAGIC) {
        Some(FileFormat::Arc)
    } else {
        None
    }
}

/// What a file is that holds no page, by its first bytes, with the remedy.
pub(super) fn other_format(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"%PDF-") {
        Some("is a PDF file, which is not read (give the page that offers it)")
    } else if starts(b"PK\x03\x04") {
        Some("is a ZIP file (unpack it; name it .wacz if it is a web archive)")
    } else if starts(b"SQLite format 3\0") {
        Some("is a database (give pages as .html, .txt, .jsonl or .warc)")
    } else if starts(b"{\\rtf") {
        Some("is an RTF file (save it as HTML or text)")
    } else {
        None
    }
}

/// Whether bytes are a message: MHTML, or an e-mail.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    mhtml::is_message(bytes)
}
