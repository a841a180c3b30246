//! Captures from elsewhere: files, folders, WARCs, WACZs, JSONL.
//!
//! Leaves out putting them into the log. What cannot be loaded is named with its reason, and stops
//! nothing.

mod answers;
mod files;
mod jsonl;
mod wacz;
mod warcs;

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::document::Capture;
use crate::markup::Unreadable;
pub use files::{FileEntry, FileMark};
pub(super) use warcs::{capture_of, take_declared_address};

/// Endings of WARC files, of zipped ones, and of files of records.
const WARC_ENDINGS: &[&str] = &[".warc", ".warc.gz"];
const WACZ_ENDINGS: &[&str] = &[".wacz"];
const JSONL_ENDINGS: &[&str] = &[".jsonl", ".ndjson"];

/// Endings of answers of interfaces; in a folder only XML, since saved pages bring JSON along.
const ANSWER_ENDINGS: &[&str] = &[".json", ".xml"];

/// Something to load.
#[derive(Debug)]
#[non_exhaustive]
pub enum Entry {
    /// A page in a file of its own, not yet read.
    File(FileEntry),
    /// A record of a larger file.
    Ready(Loaded),
    /// Word that a page was met again with bytes that another record holds.
    Revisit(Revisit),
    /// Something that is no page and was not expected to be: a picture, a stylesheet.
    LeftOut,
}

/// Word that a page was met again with bytes that another record holds (WARC 1.1, section 6.7).
#[derive(Debug, Clone)]
pub struct Revisit {
    pub(super) origin: String,
    pub(super) target: String,
    pub(super) time: Timestamp,
    /// `WARC-Payload-Digest` as it stands.
    pub(super) digest: Option<String>,
    /// Where and when what it refers to was met.
    pub(super) original: Option<String>,
    pub(super) original_time: Option<Timestamp>,
    pub(super) of_page: bool,
}

impl Revisit {
    /// Whether its head says that it is of a page, not of a picture.
    #[must_use]
    pub fn of_page(&self) -> bool {
        self.of_page
    }

    /// What it is where nothing is found that it refers to.
    #[must_use]
    pub fn unresolved(self) -> Loaded {
        Loaded { origin: self.origin, outcome: Err(LoadError::Unresolved) }
    }
}

/// A capture, or why there is none.
#[derive(Debug)]
pub struct Loaded {
    /// The file, with the line or byte where it holds many.
    pub origin: String,
    /// What it held.
    pub outcome: Result<Capture, LoadError>,
}

/// Why something could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// It is not there.
    #[error("does not exist (check the path)")]
    Missing,
    /// The file system refused.
    #[error("cannot be read (check its permissions)")]
    Io(#[from] std::io::Error),
    /// The bytes are no page.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A line is no record.
    #[error("is no record: {0}")]
    Record(String),
    /// A WARC record is broken.
    #[error("{0}")]
    Warc(String),
    /// A record refers to a page that the log does not hold.
    #[error("refers to a page that is not here (take in the file that holds it, then this one again)")]
    Unresolved,
}

impl Entry {
    /// Reads it; may run on many threads at once.
    #[must_use]
    pub fn load(self) -> Loaded {
        match self {
            Self::File(file) => file.load(),
            Self::Ready(loaded) => loaded,
            Self::Revisit(_) | Self::LeftOut => Loaded { origin: String::new(), outcome: Err(LoadError::Missing) },
        }
    }

    /// Whether it is, or should be, a page.
    #[must_use]
    pub fn is_page(&self) -> bool {
        matches!(self, Self::File(_) | Self::Ready(_))
    }

    /// The revisits among `entries`, and the others.
    #[must_use]
    pub fn part(entries: Vec<Self>) -> (Vec<Revisit>, Vec<Self>) {
        let mut revisits = Vec::new();
        let others = entries.into_iter().filter_map(|entry| match entry {
            Self::Revisit(revisit) => {
                revisits.push(revisit);
                None
            }
            other => Some(other),
        });
        let others = others.collect();
        (revisits, others)
    }

    /// What tells it from what it was before, where it is a file of its own.
    #[must_use]
    pub fn mark(&self) -> Option<FileMark> {
        match self {
            Self::File(file) => file.mark(),
            _ => None,
        }
    }

    /// Bytes that loading it takes into memory, about.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::File(file) => file.size(),
            Self::Ready(Loaded { outcome: Ok(capture), .. }) => capture.payload().len() as u64,
            _ => 0,
        }
    }
}

/// Everything in `sources`: files, folders (walked in order of name, hidden files left out), WARCs
/// and JSONL files.
pub fn entries(sources: &[PathBuf]) -> impl Iterator<Item = Entry> + Send + use<'_> {
    sources.iter().flat_map(|source| entries_of(source))
}

fn entries_of(source: &Path) -> Box<dyn Iterator<Item = Entry> + Send> {
    if source.is_dir() {
        return Box::new(files::walk(source).flat_map(|(path, root)| opened(&path, &root, true)));
    }
    let root = source.parent().unwrap_or(Path::new("")).to_owned();
    opened(source, &root, false)
}

/// How many pages `sources` hold; `None` where only reading a WARC or JSONL file would tell.
#[must_use]
pub fn count(sources: &[PathBuf]) -> Option<u64> {
    let mut pages = 0;
    for source in sources {
        let walked = source.is_dir();
        let paths: Box<dyn Iterator<Item = PathBuf>> = if walked {
            Box::new(files::walk(source).map(|(path, _)| path))
        } else {
            Box::new(std::iter::once(source.clone()))
        };
        for path in paths {
            match Carrier::of(&path, walked) {
                Carrier::Asset => {}
                Carrier::Page => pages += 1,
                Carrier::Warc | Carrier::Wacz | Carrier::Jsonl | Carrier::Answer => return None,
            }
        }
    }
    Some(pages)
}

/// What a file is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Warc,
    Wacz,
    Jsonl,
    /// The answer of an interface.
    Answer,
    /// What a folder of saved pages holds besides.
    Asset,
    Page,
}

impl Carrier {
    /// What the file at `path` is; `walked` where it was not named itself.
    fn of(path: &Path, walked: bool) -> Self {
        let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
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

fn opened(path: &Path, root: &Path, walked: bool) -> Box<dyn Iterator<Item = Entry> + Send> {
    match Carrier::of(path, walked) {
        Carrier::Warc => warcs::entries(path),
        Carrier::Wacz => wacz::entries(path),
        Carrier::Jsonl => jsonl::entries(path, root),
        Carrier::Answer => files::answer(path, root, walked),
        Carrier::Asset => Box::new(std::iter::once(Entry::LeftOut)),
        Carrier::Page => Box::new(std::iter::once(Entry::File(FileEntry::new(path, root)))),
    }
}

/// A failed entry of `origin`.
fn failed(origin: String, error: LoadError) -> Entry {
    Entry::Ready(Loaded { origin, outcome: Err(error) })
}

/// `error`, told apart where the file is simply not there.
fn io_error(error: std::io::Error) -> LoadError {
    if error.kind() == std::io::ErrorKind::NotFound { LoadError::Missing } else { LoadError::Io(error) }
}
