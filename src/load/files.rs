//! Loading files that hold one page or one API response.
//!
//! Leaves out files that hold many pages (`warcs`, `jsonl`).

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use url::Url;
use walkdir::WalkDir;

use super::{
    Items, LoadError, Loaded, SourceItem, answers, io_error, set_declared_address, single_failure,
};
use crate::document::Capture;
use crate::markup::{self, MAX_PAGE_BYTES, Unreadable};

/// Extensions of files that are saved along with pages, or are not pages for other reasons.
const ASSETS: &[&str] = &[
    "css", "js", "mjs", "map", "json", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico",
    "bmp", "tif", "tiff", "woff", "woff2", "ttf", "eot", "otf", "pdf", "doc", "docx", "xls",
    "xlsx", "ppt", "pptx", "odt", "ods", "mp3", "mp4", "m4a", "mov", "avi", "webm", "wav", "zip",
    "gz", "tar", "7z", "md", "toml", "lock", "cdx", "cdxj", "idx", "log", "md5", "sha1", "sha256",
    "sha512", "open", "part", "tmp",
];

/// Whether a file with this lower-case name is not a page.
pub(super) fn is_asset(name: &str) -> bool {
    name == "robots.txt"
        || name
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ASSETS.contains(&ending))
}

/// The files below `folder` in order of name, each with `folder` as its root. Leaves out hidden
/// files.
pub(super) fn walk(folder: &Path) -> impl Iterator<Item = (PathBuf, PathBuf)> + Send + use<> {
    let root = folder.to_owned();
    let shown = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(shown)
        .filter_map(move |entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            // Do not follow links to folders, which could form a cycle.
            Ok(entry) if entry.path_is_symlink() && entry.path().is_dir() => None,
            Ok(entry) => Some((entry.into_path(), root.clone())),
            // Return a folder that cannot be entered as a file: reading it then reports the error.
            Err(error) => error.path().map(|path| (path.to_owned(), root.clone())),
        })
}

/// The records of a saved API response. A response without records is left out if it was found in a
/// folder, and is a failure if the user named it.
pub(super) fn answer(path: &Path, root: &Path, walked: bool) -> Items {
    let origin = path.display().to_string();
    let read = || {
        let file = fs::File::open(path).map_err(io_error)?;
        let time = time_of(&file);
        let mut bytes = Vec::new();
        file.take(MAX_PAGE_BYTES as u64 + 1)
            .read_to_end(&mut bytes)?;
        answers::captures(&bytes, &file_url(path, root), time, &origin)
    };
    match read() {
        Ok(records) if records.is_empty() && walked => {
            Box::new(std::iter::once(SourceItem::LeftOut))
        }
        Ok(records) if records.is_empty() => {
            let reason =
                "it holds no object with a title and a text (give the response of a news API)";
            single_failure(origin, LoadError::Record(reason.into()))
        }
        Ok(records) => Box::new(records.into_iter().map(SourceItem::page)),
        Err(error) => single_failure(origin, error),
    }
}

/// The modification time of a file.
pub(super) fn time_of(file: &fs::File) -> Timestamp {
    let modified = file.metadata().and_then(|m| m.modified()).ok();
    modified
        .and_then(|m| Timestamp::try_from(m).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A file that holds one page.
#[derive(Debug)]
pub struct PageFile {
    path: PathBuf,
    root: PathBuf,
    size: u64,
    /// Modification time in nanoseconds since 1970; `None` if the file system does not report it.
    changed: Option<i64>,
}

/// The identity and state of a file, which show whether it changed, without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFingerprint {
    /// Its absolute path, and its address, which depends on the folder that was given.
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) changed: i64,
}

impl PageFile {
    pub(super) fn new(path: &Path, root: &Path) -> Self {
        let metadata = fs::metadata(path).ok();
        let changed = metadata
            .as_ref()
            .and_then(|m| m.modified().ok())
            .and_then(|m| Timestamp::try_from(m).ok());
        Self {
            path: path.to_owned(),
            root: root.to_owned(),
            size: metadata.map_or(0, |m| m.len()),
            changed: changed.and_then(|at| i64::try_from(at.as_nanosecond()).ok()),
        }
    }

    pub(super) fn fingerprint(&self) -> Option<FileFingerprint> {
        let path = std::path::absolute(&self.path).ok()?;
        let name = format!("{}\t{}", path.display(), file_url(&self.path, &self.root));
        Some(FileFingerprint {
            name,
            size: self.size,
            changed: self.changed?,
        })
    }

    pub(super) fn size(&self) -> u64 {
        self.size.min(MAX_PAGE_BYTES as u64)
    }

    pub(super) fn load(self) -> Loaded {
        Loaded {
            origin: self.path.display().to_string(),
            outcome: self.read(),
        }
    }

    fn read(&self) -> Result<Capture, LoadError> {
        if self.size > MAX_PAGE_BYTES as u64 {
            return Err(Unreadable::TooLarge { bytes: self.size }.into());
        }
        let file = fs::File::open(&self.path).map_err(io_error)?;
        let time = time_of(&file);
        let mut payload = Vec::with_capacity(usize::try_from(self.size).unwrap_or_default() + 1);
        file.take(MAX_PAGE_BYTES as u64 + 1)
            .read_to_end(&mut payload)?;
        markup::check(&payload)?;
        let media_type = self.media_type(&payload);
        let mut capture = Capture::new(file_url(&self.path, &self.root), time, media_type, payload);
        set_declared_address(&mut capture);
        Ok(capture)
    }

    fn media_type(&self, payload: &[u8]) -> &'static str {
        match self
            .path
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase())
            .as_deref()
        {
            Some("html" | "htm" | "xhtml" | "shtml" | "php" | "aspx" | "asp") => "text/html",
            Some("txt" | "text") => "text/plain",
            _ if markup::looks_like_html(payload) => "text/html",
            _ => "text/plain",
        }
    }
}

/// The `file:` URL of the path below `root`.
pub(super) fn file_url(path: &Path, root: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let mut url = Url::parse("file:///").expect("a URL");
    if let Ok(mut segments) = url.path_segments_mut() {
        segments
            .clear()
            .extend(relative.components().filter_map(|c| match c {
                std::path::Component::Normal(part) => Some(part.to_string_lossy()),
                _ => None,
            }));
    }
    url.into()
}
