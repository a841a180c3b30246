//! Loading files, folders, web archives (WARC, WACZ, ARC, MHTML), JSONL and CSV files, feeds and API
//! responses as a stream of [`SourceItem`]s.
//!
//! Leaves out storing them in the log. An item that cannot be loaded is reported with its reason,
//! and does not stop the others.
//!
//! ```
//! use omroeper::load;
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("brug.txt"), "Nieuwe brug\n\nDe brug is open.")?;
//! let mut options = load::LoadOptions::at(jiff::Timestamp::now());
//! let paths = vec![folder.path().to_owned()];
//! options.roots.add(&paths, Some(folder.path()))?;
//! let pages: Vec<_> = load::items(paths, options).filter(load::SourceItem::is_page).map(load::SourceItem::load).collect();
//! let capture = pages[0].outcome.as_ref().expect("a page");
//! assert!(capture.url().ends_with("/brug.txt"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answers;
mod arc;
mod choice;
mod declared;
mod feeds;
mod files;
mod format;
mod jsonl;
mod mhtml;
mod roots;
mod table;
mod wacz;
mod warcs;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::document::{Capture, Visit};
use crate::markup::Unreadable;
pub use choice::{Choice, PatternError};
pub(crate) use declared::set_declared_address;
use files::Found;
pub use files::{FileFingerprint, PageFile};
use format::FileFormat;
pub use roots::{Root, RootError, Roots};

/// An item of a source.
#[derive(Debug)]
#[non_exhaustive]
pub enum SourceItem {
    /// A file that holds one page, not read yet.
    File(PageFile),
    /// A page, or why it cannot be read.
    Page(Box<Loaded>),
    /// A `revisit` record: a page was captured again, with bytes that another record holds.
    Revisit(Revisit),
    /// A page, or a revisit, and the visit that found it.
    Fetched(Box<SourceItem>, Visit),
    /// The answer of a server to a request for its `robots.txt`.
    Robots(Box<Capture>),
    /// A file or record that is not a page and is not expected to be one: a picture, a stylesheet.
    LeftOut,
    /// A container that was read before, and the number of its pages.
    ReadBefore(u64),
    /// The end of a container all of whose pages could be read, and their number.
    EndOfContainer(FileFingerprint, u64),
    /// The end of a source. The items before it should become searchable.
    EndOfSource,
}

/// The files with many pages that were read before, and the number of pages of each.
pub type ReadContainers = HashMap<FileFingerprint, u64>;

/// A `revisit` record: a page was captured again, with bytes that another record holds (WARC 1.1,
/// section 6.7).
#[derive(Debug, Clone)]
pub struct Revisit {
    pub(crate) origin: String,
    pub(crate) target: String,
    pub(crate) time: Timestamp,
    /// `WARC-Payload-Digest`, not parsed.
    pub(crate) digest: Option<String>,
    /// Address and time of the capture that it refers to.
    pub(crate) original: Option<String>,
    pub(crate) original_time: Option<Timestamp>,
    pub(crate) of_page: bool,
}

impl Revisit {
    /// The file and byte offset of the record.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether its HTTP head says that it is of an HTML page, not of a picture.
    #[must_use]
    pub fn of_page(&self) -> bool {
        self.of_page
    }
}

/// A capture, or why it could not be loaded.
#[derive(Debug)]
pub struct Loaded {
    /// The file, with the line or byte if it holds many pages.
    pub origin: String,
    /// The capture, or the error.
    pub outcome: Result<Capture, LoadError>,
}

/// Why something could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The path does not exist.
    #[error("does not exist (check the path)")]
    Missing,
    /// The file system returned an error.
    #[error("cannot be read (check its permissions)")]
    Io(#[from] std::io::Error),
    /// The bytes are not a page.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A line is not a record.
    #[error("is not a record: {0}")]
    Record(String),
    /// The file is of a format that is not read.
    #[error("{0}")]
    Container(String),
    /// A WARC record is broken.
    #[error("{0}")]
    Warc(String),
    /// A record refers to a page that the log does not hold.
    #[error(
        "refers to a page that is not in the archive (ingest the file that holds it, then this file again)"
    )]
    Unresolved,
}

impl SourceItem {
    /// A page that was read while its source was.
    #[must_use]
    pub fn page(loaded: Loaded) -> Self {
        Self::Page(Box::new(loaded))
    }

    /// Loads the item. This may run on many threads at once.
    #[must_use]
    pub fn load(self) -> Loaded {
        match self {
            Self::File(file) => file.load(),
            Self::Page(loaded) => *loaded,
            Self::Fetched(item, _) => item.load(),
            Self::Revisit(_)
            | Self::Robots(_)
            | Self::LeftOut
            | Self::ReadBefore(_)
            | Self::EndOfContainer(..)
            | Self::EndOfSource => Loaded {
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

    /// The fingerprint of a file that holds one page. It changes when the file changes.
    #[must_use]
    pub fn fingerprint(&self) -> Option<FileFingerprint> {
        match self {
            Self::File(file) => file.fingerprint(),
            _ => None,
        }
    }

    /// Approximate number of bytes that the item takes in memory when it is loaded.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::File(file) => file.size(),
            Self::Fetched(item, _) => item.size(),
            Self::Page(loaded) => {
                let capture = loaded.outcome.as_ref();
                capture.map_or(0, |capture| capture.payload().len() as u64)
            }
            _ => 0,
        }
    }
}

/// The items of one source.
type Items = Box<dyn Iterator<Item = SourceItem> + Send>;

/// How sources are loaded.
#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// The addresses of files.
    pub roots: Roots,
    /// The time of capture of what is read from files. The time of a file says when somebody copied
    /// it, not what a site showed then.
    pub captured: Timestamp,
    /// Which files of folders are read.
    pub choice: Choice,
    /// The containers that are not read again.
    pub read_before: ReadContainers,
}

impl LoadOptions {
    /// Options for a run at the time `captured`, without roots, that reads all files.
    #[must_use]
    pub fn at(captured: Timestamp) -> Self {
        Self {
            roots: Roots::default(),
            captured,
            choice: Choice::default(),
            read_before: ReadContainers::new(),
        }
    }
}

/// The items of all `sources`: files, and folders, which are walked in order of name, without
/// hidden files.
pub fn items(
    sources: Vec<PathBuf>,
    options: LoadOptions,
) -> impl Iterator<Item = SourceItem> + Send + 'static {
    let options = Arc::new(options);
    sources
        .into_iter()
        .flat_map(move |source| items_of(&source, &options))
}

fn items_of(source: &Path, options: &Arc<LoadOptions>) -> Items {
    let written = source.to_string_lossy();
    if (written.starts_with("https://") || written.starts_with("http://")) && !source.exists() {
        let reason = "is an address, and only files are read (save the page first, for instance with `wget --warc-file`)";
        return single_failure(written.into_owned(), LoadError::Container(reason.into()));
    }
    if source.is_dir() {
        let options = Arc::clone(options);
        let files = files::walk(source, &options.choice).flat_map(move |found| -> Items {
            match found {
                Found::File(path) => opened(&path, &options, true),
                Found::Special(path) => {
                    let path = path.display();
                    tracing::warn!("left out `{path}`: a pipe, socket or device");
                    Box::new(std::iter::once(SourceItem::LeftOut))
                }
                Found::Home(path) => {
                    let path = path.display();
                    tracing::warn!("left out `{path}`: an archive of omroeper (export it first)");
                    Box::new(std::iter::once(SourceItem::LeftOut))
                }
            }
        });
        return Box::new(files.chain([SourceItem::EndOfSource]));
    }
    opened(source, options, false)
}

/// The number of pages in `sources` that `options` choose; `None` if files with many records would have to be read to
/// count them.
#[must_use]
pub fn count(sources: &[PathBuf], options: &LoadOptions) -> Option<u64> {
    let mut pages = 0;
    for source in sources {
        let walked = source.is_dir();
        let paths: Box<dyn Iterator<Item = PathBuf>> = if walked {
            Box::new(
                files::walk(source, &options.choice).filter_map(|found| match found {
                    Found::File(path) => Some(path),
                    _ => None,
                }),
            )
        } else {
            Box::new(std::iter::once(source.clone()))
        };
        for path in paths {
            match FileFormat::of(&path, walked) {
                FileFormat::Asset => {}
                FileFormat::Page => pages += 1,
                _ => return None,
            }
        }
    }
    Some(pages)
}

/// The items of the file at `path`. `walked` says that it was found in a folder.
fn opened(path: &Path, options: &Arc<LoadOptions>, walked: bool) -> Items {
    let format = FileFormat::of(path, walked);
    let url = || options.roots.url_of(path);
    let fingerprint = match format {
        FileFormat::Page | FileFormat::Asset | FileFormat::Answer | FileFormat::Wet => None,
        _ => FileFingerprint::of(path, &url()),
    };
    let read_before = fingerprint
        .as_ref()
        .and_then(|known| options.read_before.get(known));
    let items: Items = match format {
        _ if read_before.is_some() => {
            Box::new(read_before.copied().into_iter().map(SourceItem::ReadBefore))
        }
        FileFormat::Warc => warcs::items(path, options.captured),
        FileFormat::Arc => arc::items(path, options.captured),
        FileFormat::Wacz => wacz::items(path, options.captured),
        FileFormat::Jsonl => jsonl::items(path, url(), options.captured),
        FileFormat::Table => table::items(path, url(), options.captured, walked),
        FileFormat::Answer => files::answer(path, options, walked),
        FileFormat::Asset => {
            let origin = path.display().to_string();
            Box::new(std::iter::once(left_out(
                &origin,
                "not a page, by its name",
            )))
        }
        FileFormat::Wet => {
            let reason = "holds texts without their pages (give the WARC files of the same crawl)";
            single_failure(
                path.display().to_string(),
                LoadError::Container(reason.into()),
            )
        }
        FileFormat::Page => {
            let file = PageFile::new(path, options);
            // A pipe may block for ever: read it in the thread of the source, which nobody waits for.
            let is_pipe = std::fs::metadata(path).is_ok_and(|found| !found.is_file());
            Box::new(std::iter::once_with(move || {
                if is_pipe {
                    SourceItem::page(file.load())
                } else {
                    SourceItem::File(file)
                }
            }))
        }
    };
    let items = match fingerprint {
        Some(fingerprint) if read_before.is_none() => {
            with_end(items, fingerprint, path.to_owned(), url())
        }
        _ => items,
    };
    match format {
        FileFormat::Page | FileFormat::Asset | FileFormat::Answer => items,
        _ if walked => items,
        _ => Box::new(items.chain([SourceItem::EndOfSource])),
    }
}

/// Adds the end of a container to its `items`, unless one of them cannot be read or refers to a page elsewhere, or
/// the file changes meanwhile: then it must be read again.
fn with_end(items: Items, begun: FileFingerprint, path: PathBuf, url: String) -> Items {
    let (mut pages, mut is_whole) = (0, true);
    let mut items = items.fuse();
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        if let Some(item) = items.next() {
            pages += u64::from(item.is_page());
            is_whole &= match &item {
                SourceItem::Page(loaded) => loaded.outcome.is_ok(),
                item => !matches!(item, SourceItem::Revisit(_)),
            };
            return Some(item);
        }
        let is_first = !std::mem::replace(&mut ended, true);
        let is_same = || FileFingerprint::of(&path, &url).as_ref() == Some(&begun);
        (is_first && is_whole && pages > 0 && is_same())
            .then(|| SourceItem::EndOfContainer(begun.clone(), pages))
    }))
}

/// The capture of a record of an interface that has no page of its own. `url` is its address.
///
/// # Errors
/// [`LoadError::Record`] if nothing can be extracted from it.
#[cfg(feature = "fetch")]
pub(crate) fn capture_of_record(
    record: &serde_json::Value,
    url: &str,
    captured: Timestamp,
) -> Result<Capture, LoadError> {
    answers::capture(record, url, captured, true)
}

/// The item for something that is not a page. Names it to users who ask for more messages.
fn left_out(origin: &str, why: &str) -> SourceItem {
    left_out_name(origin, why);
    SourceItem::LeftOut
}

/// Names something that is left out, with the reason.
fn left_out_name(origin: &str, why: &str) {
    tracing::info!("left out `{origin}`: {why}");
}

/// The item for an `origin` that cannot be read.
fn failed(origin: String, error: LoadError) -> SourceItem {
    SourceItem::page(Loaded {
        origin,
        outcome: Err(error),
    })
}

/// The only item of an `origin` that cannot be read.
fn single_failure(origin: String, error: LoadError) -> Items {
    Box::new(std::iter::once(failed(origin, error)))
}

/// Converts `error`; the error for a file that does not exist is [`LoadError::Missing`].
fn io_error(error: std::io::Error) -> LoadError {
    if error.kind() == std::io::ErrorKind::NotFound {
        LoadError::Missing
    } else {
        LoadError::Io(error)
    }
}
