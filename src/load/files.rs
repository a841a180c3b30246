//! Loading files that hold one page or one API response.
//!
//! Leaves out files that hold many pages (`warcs`, `arc`, `jsonl`, `table`), and addresses (`roots`).

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use walkdir::WalkDir;

use super::choice::Choice;
use super::format::{is_message, other_format};
use super::{
    Items, LoadError, LoadOptions, Loaded, SourceItem, answers, feeds, io_error, left_out, mhtml,
    set_declared_address, single_failure,
};
use crate::document::Capture;
use crate::markup::{self, MAX_PAGE_BYTES, Unreadable};

/// What is found in a folder.
pub(super) enum Found {
    /// A file, or a folder that cannot be entered: reading it reports the error.
    File(PathBuf),
    /// A pipe, socket or device, which would block a run.
    Special(PathBuf),
    /// A folder that holds an archive of ours.
    Home(PathBuf),
}

/// What is below `folder` and chosen, in order of name. Leaves out hidden files. Does not enter the home of an
/// archive.
pub(super) fn walk(folder: &Path, choice: &Choice) -> impl Iterator<Item = Found> + Send + use<> {
    let mut entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let (folder, choice) = (folder.to_owned(), choice.clone());
    std::iter::from_fn(move || {
        loop {
            let entry = match entries.next()? {
                Ok(entry) => entry,
                Err(error) => match error.path() {
                    Some(path) => return Some(Found::File(path.to_owned())),
                    None => continue,
                },
            };
            let is_folder = entry.file_type().is_dir();
            if entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.') {
                if is_folder {
                    entries.skip_current_dir();
                }
                continue;
            }
            if is_folder {
                if entry.path().join("catalog.sqlite").is_file() {
                    entries.skip_current_dir();
                    return Some(Found::Home(entry.into_path()));
                }
                continue;
            }
            let below = entry.path().strip_prefix(&folder);
            if below.is_ok_and(|path| !choice.has(path)) {
                continue;
            }
            // Do not follow links to folders, which could form a cycle.
            if entry.path_is_symlink() && entry.path().is_dir() {
                continue;
            }
            let is_special = fs::metadata(entry.path()).is_ok_and(|found| !found.is_file());
            return Some(if is_special {
                Found::Special(entry.into_path())
            } else {
                Found::File(entry.into_path())
            });
        }
    })
}

/// The records of a saved API response or feed. One without records is left out if it was found in
/// a folder, and is a failure if the user named it.
pub(super) fn answer(path: &Path, options: &LoadOptions, walked: bool) -> Items {
    let origin = path.display().to_string();
    let mut is_feed = false;
    let mut read = || {
        let file = fs::File::open(path).map_err(io_error)?;
        let mut bytes = Vec::new();
        file.take(MAX_PAGE_BYTES as u64 + 1)
            .read_to_end(&mut bytes)?;
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]);
        is_feed = feeds::is_feed(&head);
        let url = options.roots.url_of(path);
        answers::captures(&bytes, &url, options.captured, &origin)
    };
    match read() {
        Ok(records) if records.is_empty() && is_feed => {
            tracing::warn!("left out `{origin}`: a feed without the texts of its pages");
            Box::new(std::iter::once(SourceItem::LeftOut))
        }
        Ok(records) if records.is_empty() && walked => Box::new(std::iter::once(left_out(
            &origin,
            "a response without releases",
        ))),
        Ok(records) if records.is_empty() => {
            let reason = "it holds no object with a title and a full text (give the response of a news API, or a feed with full texts)";
            single_failure(origin, LoadError::Record(reason.into()))
        }
        Ok(records) => Box::new(records.into_iter().map(SourceItem::page)),
        Err(error) => single_failure(origin, error),
    }
}

/// A file that holds one page.
#[derive(Debug)]
pub struct PageFile {
    path: PathBuf,
    options: Arc<LoadOptions>,
    size: u64,
    fingerprint: Option<FileFingerprint>,
}

/// The identity and state of a file, which show whether it changed, without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileFingerprint {
    /// Its absolute path, and its address.
    pub(crate) name: String,
    pub(crate) size: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub(crate) changed: i64,
}

impl FileFingerprint {
    /// Returns the fingerprint of a file as it is now; `None` of what is no file, or if the file system does not
    /// report when it was changed.
    pub(super) fn of(path: &Path, url: &str) -> Option<Self> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let changed = Timestamp::try_from(metadata.modified().ok()?).ok()?;
        Some(Self {
            name: format!("{}\t{url}", std::path::absolute(path).ok()?.display()),
            size: metadata.len(),
            changed: i64::try_from(changed.as_nanosecond()).ok()?,
        })
    }
}

impl PageFile {
    pub(super) fn new(path: &Path, options: &Arc<LoadOptions>) -> Self {
        let fingerprint = FileFingerprint::of(path, &options.roots.url_of(path));
        Self {
            path: path.to_owned(),
            options: Arc::clone(options),
            size: fingerprint.as_ref().map_or(0, |known| known.size),
            fingerprint,
        }
    }

    pub(super) fn fingerprint(&self) -> Option<FileFingerprint> {
        self.fingerprint.clone()
    }

    fn url(&self) -> String {
        self.options.roots.url_of(&self.path)
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
        let mut payload = Vec::with_capacity(usize::try_from(self.size).unwrap_or_default() + 1);
        file.take(MAX_PAGE_BYTES as u64 + 1)
            .read_to_end(&mut payload)?;
        if payload.starts_with(&[0x1f, 0x8b]) {
            let packed = std::mem::take(&mut payload);
            MultiGzDecoder::new(&*packed)
                .take(MAX_PAGE_BYTES as u64 + 1)
                .read_to_end(&mut payload)?;
        }
        if let Some(reason) = other_format(&payload) {
            return Err(LoadError::Container(reason.into()));
        }
        markup::check(&payload)?;
        if is_message(&payload) {
            return mhtml::capture(&payload, &self.url(), self.options.captured);
        }
        let media_type = self.media_type(&payload);
        let mut capture = Capture::new(self.url(), self.options.captured, media_type, payload);
        if media_type == "text/html" {
            markup::page_text(&capture)?;
        }
        set_declared_address(&mut capture);
        Ok(capture)
    }

    fn media_type(&self, payload: &[u8]) -> &'static str {
        let name = self.path.to_string_lossy().to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html" | "htm" | "xhtml" | "shtml" | "php" | "aspx" | "asp") => "text/html",
            Some("txt" | "text") => "text/plain",
            _ if markup::looks_like_html(payload) => "text/html",
            _ => "text/plain",
        }
    }
}
