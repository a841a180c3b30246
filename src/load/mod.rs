//! What people hand over, files, folders, WARCs, WACZs, JSONL, answers of interfaces, as a stream of
//! [`SourceItem`]s.
//!
//! Leaves out putting them into the log. What cannot be loaded is named with its reason, and stops
//! nothing.
//!
//! ```
//! use omroeper::load;
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("brug.txt"), "Nieuwe brug\n\nDe brug is open.")?;
//! let paths = [folder.path().to_owned()];
//! let pages: Vec<_> = load::items(&paths).filter(load::SourceItem::is_page).map(load::SourceItem::load).collect();
//! assert_eq!(pages[0].outcome.as_ref().map(|capture| capture.url()).ok(), Some("file:///brug.txt"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answers;
mod declared;
mod files;
mod format;
mod jsonl;
mod wacz;
mod warcs;

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::document::Capture;
use crate::markup::Unreadable;
pub(crate) use declared::take_declared_address;
pub use files::{FileFingerprint, PageFile};
use format::FileFormat;

/// Something that a source gives.
#[derive(Debug)]
#[non_exhaustive]
pub enum SourceItem {
    /// A page in a file of its own, not yet read.
    File(PageFile),
    /// A page, or why it cannot be read.
    Page(Loaded),
    /// Word that a page was seen again with bytes that another record holds.
    Revisit(Revisit),
    /// Something that is not a page and was not expected to be one: a picture, a stylesheet.
    LeftOut,
    /// A source ended: what came before is worth making searchable.
    EndOfSource,
}

/// Word that a page was seen again with bytes that another record holds (WARC 1.1, section 6.7).
#[derive(Debug, Clone)]
pub struct Revisit {
    pub(crate) origin: String,
    pub(crate) target: String,
    pub(crate) time: Timestamp,
    /// `WARC-Payload-Digest` as it stands.
    pub(crate) digest: Option<String>,
    /// Where and when the page was captured that it refers to.
    pub(crate) original: Option<String>,
    pub(crate) original_time: Option<Timestamp>,
    pub(crate) of_page: bool,
}

impl Revisit {
    /// Where it stands: the file and byte.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether its head says that it is of a page, not of a picture.
    #[must_use]
    pub fn of_page(&self) -> bool {
        self.of_page
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
    /// The path does not exist.
    #[error("does not exist (check the path)")]
    Missing,
    /// The file system refused.
    #[error("cannot be read (check its permissions)")]
    Io(#[from] std::io::Error),
    /// The bytes are not a page.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A line is not a record.
    #[error("is not a record: {0}")]
    Record(String),
    /// A WARC record is broken.
    #[error("{0}")]
    Warc(String),
    /// A record refers to a page that the log does not hold.
    #[error(
        "refers to a page that is not here (ingest the file that holds it, then this one again)"
    )]
    Unresolved,
}

impl SourceItem {
    /// Reads it; may run on many threads at once.
    #[must_use]
    pub fn load(self) -> Loaded {
        match self {
            Self::File(file) => file.load(),
            Self::Page(loaded) => loaded,
            Self::Revisit(_) | Self::LeftOut | Self::EndOfSource => Loaded {
                origin: String::new(),
                outcome: Err(LoadError::Missing),
            },
        }
    }

    /// Whether it is, or should be, a page.
    #[must_use]
    pub fn is_page(&self) -> bool {
        matches!(self, Self::File(_) | Self::Page(_))
    }

    /// What tells a file of its own from what it was when it was last read.
    #[must_use]
    pub fn fingerprint(&self) -> Option<FileFingerprint> {
        match self {
            Self::File(file) => file.fingerprint(),
            _ => None,
        }
    }

    /// Bytes that loading it takes into memory, about.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::File(file) => file.size(),
            Self::Page(Loaded {
                outcome: Ok(capture),
                ..
            }) => capture.payload().len() as u64,
            _ => 0,
        }
    }
}

/// The items of one source.
type Items = Box<dyn Iterator<Item = SourceItem> + Send>;

/// Everything in `sources`: files, folders (walked in order of name, hidden files left out), WARCs
/// and JSONL files.
pub fn items(sources: &[PathBuf]) -> impl Iterator<Item = SourceItem> + Send + use<'_> {
    sources.iter().flat_map(|source| items_of(source))
}

fn items_of(source: &Path) -> Items {
    if source.is_dir() {
        let files = files::walk(source).flat_map(|(path, root)| opened(&path, &root, true));
        return Box::new(files.chain([SourceItem::EndOfSource]));
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
            match FileFormat::of(&path, walked) {
                FileFormat::Asset => {}
                FileFormat::Page => pages += 1,
                FileFormat::Warc | FileFormat::Wacz | FileFormat::Jsonl | FileFormat::Answer => {
                    return None;
                }
            }
        }
    }
    Some(pages)
}

/// The items of the file at `path`; `walked` where it was found in a folder.
fn opened(path: &Path, root: &Path, walked: bool) -> Items {
    let format = FileFormat::of(path, walked);
    let items = match format {
        FileFormat::Warc => warcs::items(path),
        FileFormat::Wacz => wacz::items(path),
        FileFormat::Jsonl => jsonl::items(path, root),
        FileFormat::Answer => files::answer(path, root, walked),
        FileFormat::Asset => Box::new(std::iter::once(SourceItem::LeftOut)),
        FileFormat::Page => Box::new(std::iter::once(SourceItem::File(PageFile::new(path, root)))),
    };
    match format {
        FileFormat::Warc | FileFormat::Wacz | FileFormat::Jsonl if !walked => {
            Box::new(items.chain([SourceItem::EndOfSource]))
        }
        _ => items,
    }
}

/// One item: `origin` cannot be read.
fn failed(origin: String, error: LoadError) -> SourceItem {
    SourceItem::Page(Loaded {
        origin,
        outcome: Err(error),
    })
}

/// No items but one: `origin` cannot be read.
fn only_failed(origin: String, error: LoadError) -> Items {
    Box::new(std::iter::once(failed(origin, error)))
}

/// `error`, told apart where the file is simply not there.
fn io_error(error: std::io::Error) -> LoadError {
    if error.kind() == std::io::ErrorKind::NotFound {
        LoadError::Missing
    } else {
        LoadError::Io(error)
    }
}
