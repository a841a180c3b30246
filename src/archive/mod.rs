//! Captures at rest: the append-only WARC log, its catalogue, and loading from elsewhere.
//!
//! Leaves out what captures say (`extract`). Order of writes: records appended and synced, then
//! rows committed. What a crash leaves behind the last row is read back into rows when the archive
//! is next opened; a torn record at the very end is cut off. So bookkeeping never runs ahead of
//! data, and data that was written is never lost.
//!
//! ```
//! use omroeper::archive::{Archive, Home, load};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("brug.txt"), "Nieuwe brug\n\nDe brug is open.")?;
//! let mut archive = Archive::open(&Home::at(folder.path().join("home")))?;
//! for entry in load::entries(&[folder.path().join("brug.txt")]) {
//!     let capture = entry.load().outcome?;
//!     let logged = archive.append(vec![capture])?;
//!     assert_eq!(logged[0].seq, 1);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod catalog;
mod home;
pub mod load;
mod lock;
mod segments;
mod warc;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::document::{Capture, Digest, ReleaseId};
use catalog::{Catalog, Entry, Place};
pub use home::Home;
use lock::Lock;
use segments::{Segments, segment_path};
use warc::Record;

/// What can be wrong with the archive; a page that cannot be loaded is a [`load::LoadError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// Another process writes.
    #[error("`{path}` is held by {holder} (wait until it is done, or give another `--home`)")]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// Who has it.
        holder: String,
    },
    /// The file system refused.
    #[error("cannot use `{path}` (is the disk full, or the folder read-only?)")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// `SQLite` refused.
    #[error("cannot use the catalogue `{path}` (move it away to have it made again from the captures)")]
    Catalog {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The catalogue is of another program version.
    #[error(
        "the catalogue `{path}` has version {found}, not {ours} (use the program that wrote it, or move it away to have it made again)"
    )]
    CatalogVersion {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The one that is read.
        ours: i64,
    },
    /// A record that the catalogue names cannot be read.
    #[error("`{path}` {reason} at byte {offset}")]
    Record {
        /// The segment.
        path: PathBuf,
        /// Where the record should be.
        offset: u64,
        /// What is there.
        reason: String,
    },
}

/// Rows that recovery adds in one transaction.
const RECOVERED_AT_ONCE: usize = 10_000;

/// A capture in the log.
#[derive(Debug)]
pub struct Logged {
    /// Its number: 1, 2, 3 …
    pub seq: u64,
    /// The capture.
    pub capture: Capture,
}

/// A capture's number, and what the log holds under it.
pub type ReadBack = (u64, Result<Capture, ArchiveError>);

/// The archive of a home, open for writing: one at a time.
#[derive(Debug)]
pub struct Archive {
    home: Home,
    catalog: Catalog,
    segments: Segments,
    last: u64,
    _lock: Lock,
}

impl Archive {
    /// Opens the archive of `home`, making it where there is none, and mends what a crash left.
    ///
    /// # Errors
    /// [`ArchiveError::Locked`] where another process writes; others where storage fails.
    pub fn open(home: &Home) -> Result<Self, ArchiveError> {
        std::fs::create_dir_all(home.path())
            .map_err(|source| ArchiveError::Io { path: home.path().to_owned(), source })?;
        let lock = Lock::take(&home.lock())?;
        let catalog = Catalog::open(&home.catalog())?;
        let (last, end) = catalog.last().map_err(|source| ArchiveError::Catalog { path: home.catalog(), source })?;
        let segments = Segments::open(&home.captures(), end)?;
        let mut archive = Self { home: home.clone(), catalog, segments, last, _lock: lock };
        archive.recover()?;
        Ok(archive)
    }

    fn recover(&mut self) -> Result<(), ArchiveError> {
        let Self { home, catalog, segments, last, .. } = self;
        let mut rows: Vec<Entry> = Vec::new();
        let mut add = |rows: &mut Vec<Entry>| {
            let added = catalog.add(*last + 1, rows);
            *last += rows.len() as u64;
            rows.clear();
            added.map_err(|source| ArchiveError::Catalog { path: home.catalog(), source })
        };
        segments.recover(|place, record| {
            rows.extend(entry(&record, place));
            if rows.len() >= RECOVERED_AT_ONCE { add(&mut rows) } else { Ok(()) }
        })?;
        if !rows.is_empty() {
            tracing::info!(captures = rows.len(), "captures behind the catalogue are taken in");
        }
        add(&mut rows)
    }

    /// Number of the last capture; 0 where there is none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Leaves those of `captures` that say something new: their page's newest capture is another.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn news(&self, captures: Vec<Capture>) -> Result<Vec<Capture>, ArchiveError> {
        let mut latest: HashMap<ReleaseId, Digest> = HashMap::new();
        let mut fresh = Vec::new();
        for capture in captures {
            let (release, digest) = (ReleaseId::of(&capture.url), capture.digest());
            let known = match latest.get(&release) {
                Some(digest) => Some(*digest),
                None => self.catalog.latest_digest(release).map_err(|source| self.catalog_error(source))?,
            };
            if known != Some(digest) {
                latest.insert(release, digest);
                fresh.push(capture);
            }
        }
        Ok(fresh)
    }

    /// Puts captures into the log; when this returns they are safe.
    ///
    /// # Errors
    /// [`ArchiveError`]; what was logged before stays.
    pub fn append(&mut self, captures: Vec<Capture>) -> Result<Vec<Logged>, ArchiveError> {
        if captures.is_empty() {
            return Ok(Vec::new());
        }
        let members: Vec<Vec<u8>> = captures.par_iter().map(warc::encode).collect();
        let newest = captures.iter().map(|c| c.time).max().unwrap_or(Timestamp::UNIX_EPOCH);
        let places = self.segments.append(&members, newest)?;
        let rows = captures.iter().zip(places).map(|(capture, place)| Entry {
            release_id: ReleaseId::of(&capture.url),
            url: capture.url.clone(),
            digest: capture.digest(),
            time: capture.time,
            media_type: capture.media_type.clone(),
            place,
        });
        let rows: Vec<Entry> = rows.collect();
        let first = self.last + 1;
        self.catalog(&rows)?;
        Ok((first..).zip(captures).map(|(seq, capture)| Logged { seq, capture }).collect())
    }

    fn catalog(&mut self, entries: &[Entry]) -> Result<(), ArchiveError> {
        let added = self.catalog.add(self.last + 1, entries);
        added.map_err(|source| self.catalog_error(source))?;
        self.last += entries.len() as u64;
        Ok(())
    }

    /// Captures numbered above `after`, at most `limit`, read back from the log.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`]; a record that cannot be read is an error of its own.
    pub fn after(&self, after: u64, limit: usize) -> Result<Vec<ReadBack>, ArchiveError> {
        let places = self.catalog.places_after(after, limit).map_err(|source| self.catalog_error(source))?;
        let captures = self.home.captures();
        Ok(places.into_par_iter().map(|(seq, place)| (seq, read(&captures, place))).collect())
    }

    fn catalog_error(&self, source: rusqlite::Error) -> ArchiveError {
        ArchiveError::Catalog { path: self.home.catalog(), source }
    }
}

fn read(captures: &Path, place: Place) -> Result<Capture, ArchiveError> {
    let path = segment_path(captures, place.segment);
    let damaged = |reason: String| ArchiveError::Record { path: path.clone(), offset: place.offset, reason };
    let record = warc::read_at(&path, place.offset).map_err(|e| damaged(e.to_string()))?;
    load::capture_of(&record).ok_or_else(|| damaged("holds no capture".into()))
}

/// The row of a record that the log holds and the catalogue does not.
fn entry(record: &Record, place: Place) -> Option<Entry> {
    let capture = load::capture_of(record)?;
    Some(Entry {
        release_id: ReleaseId::of(&capture.url),
        digest: capture.digest(),
        time: capture.time,
        media_type: capture.media_type,
        url: capture.url,
        place,
    })
}
