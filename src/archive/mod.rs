//! The archive: an append-only WARC log of captures, and its catalog.
//!
//! Leaves out what captures say (`extract`). Order of writes: records are appended and synced, then
//! their rows are committed. After a crash the log may hold records without rows. Opening the
//! archive adds the missing rows, and cuts off a torn record at the end. So the catalog never lists
//! a record that was not written, and a record that was written is never lost.
//!
//! ```
//! use omroeper::archive::Archive;
//! use omroeper::document::Capture;
//! use omroeper::home::Home;
//!
//! let folder = tempfile::tempdir()?;
//! let mut archive = Archive::open(&Home::at(folder.path()))?;
//! let page = Capture::new("https://zandwijk.example/brug", "2021-06-01T00:00:00Z".parse()?, "text/plain", "De brug is open.".into());
//! let changes = archive.deduplicate(vec![page])?;
//! let logged = archive.append(changes)?;
//! assert_eq!(logged[0].seq, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod catalog;
mod timeline;
mod lock;
mod log;
mod frontier;
mod segments;
mod deduplicate;
mod recover;
mod purge;
mod backup;
mod repair;
mod resolve;
mod verify;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::document::{Capture, Digest, MediaKind, ReleaseId, Visit};
use crate::failpoint;
use crate::home::Home;
use crate::load::{FileFingerprint, ReadContainers, Root, SourceItem};
use crate::warc;
use catalog::{Catalog, Kind, NewRow, RecordLocation};
pub use catalog::{CatalogError, PurgedRelease};
pub use deduplicate::Deduplicated;
pub use error::ArchiveError;
pub use frontier::*;
#[cfg(feature = "opensearch")]
pub use lock::PushLock;
use lock::WriteLock;
pub use lock::{FetchLock, ReindexLock, is_written};
pub use log::{Log, LogBatch, LogCounts, Logged, LostCapture, StoredCapture};
pub use purge::Purged;
pub use repair::Repaired;
use segments::Segments;
pub use verify::{Finding, Part};

/// A file that was read, and the page that it held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// Its identity and state.
    pub fingerprint: FileFingerprint,
    /// The release of the page.
    pub release: ReleaseId,
    /// The digest of the page.
    pub digest: Digest,
}

/// The archive of a home, open for writing. Only one can be open at a time.
#[derive(Debug)]
pub struct Archive {
    log: Log,
    segments: Segments,
    last: u64,
    lock: WriteLock,
}

impl Archive {
    /// Opens the archive of `home`. Creates it if it does not exist, and recovers from a crash.
    ///
    /// # Errors
    /// [`ArchiveError::Locked`] if another process writes; other errors if storage fails.
    pub fn open(home: &Home) -> Result<Self, ArchiveError> {
        Self::open_within(home, Duration::ZERO)
    }

    /// Opens the archive as [`Archive::open`] does, waiting at most `wait` for another writer.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn open_within(home: &Home, wait: Duration) -> Result<Self, ArchiveError> {
        std::fs::create_dir_all(home.path()).map_err(|source| ArchiveError::Io {
            path: home.path().to_owned(),
            source,
        })?;
        let lock = WriteLock::take(home, wait)?;
        let catalog = Catalog::open(&home.catalog())?;
        let last = catalog.last()?;
        let (end, holds_capture) = catalog.end()?;
        let segments = Segments::open(&home.captures(), end, holds_capture)?;
        let log = Log {
            home: home.clone(),
            catalog,
        };
        let mut archive = Self {
            log,
            segments,
            last,
            lock,
        };
        archive.recover()?;
        Ok(archive)
    }

    /// Opens the archive as [`Archive::open_within`] does, but does not create it.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] if nothing was ever ingested; other errors as [`Archive::open`].
    pub fn open_existing(home: &Home, wait: Duration) -> Result<Self, ArchiveError> {
        match Log::open(home) {
            // Opening for writing rebuilds a missing catalog, and upgrades an older one.
            Ok(_)
            | Err(
                ArchiveError::NoCatalog { .. }
                | ArchiveError::Catalog(CatalogError::Version { .. }),
            ) => Self::open_within(home, wait),
            Err(error) => Err(error),
        }
    }

    /// The log, for reading.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The segment that ends before the last capture that the catalog lists, and the error, if there
    /// is one.
    #[must_use]
    pub fn cut_short(&self) -> Option<(&Path, ArchiveError)> {
        Some((self.segments.cut_short()?, ArchiveError::CutShort))
    }

    /// Number of the last capture; 0 if there is no capture.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Whether another writer waits for the lock.
    #[must_use]
    pub fn has_waiting_writer(&self) -> bool {
        self.lock.has_waiting_writer()
    }

    /// The `items` that must be read, each with its fingerprint. Skips files that were read before
    /// with the same path, size and modification time.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn unread(
        &self,
        items: Vec<SourceItem>,
    ) -> Result<Vec<(SourceItem, Option<FileFingerprint>)>, ArchiveError> {
        let mut unread = Vec::with_capacity(items.len());
        for item in items {
            let fingerprint = item.fingerprint();
            let was_read = match &fingerprint {
                Some(fingerprint) => self.log.catalog.has_read(fingerprint)?,
                None => false,
            };
            if !was_read {
                unread.push((item, fingerprint));
            }
        }
        Ok(unread)
    }

    /// Records files whose captures are in the log, so that they are not read again.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn note_read(&mut self, mut files: Vec<ReadFile>) -> Result<(), ArchiveError> {
        let catalog = &mut self.log.catalog;
        if catalog.any_purged()? {
            // The catalog keeps no trace of the files of purged releases.
            files.retain(|file| matches!(catalog.purged(file.release), Ok(None)));
        }
        Ok(catalog.note_read(&files)?)
    }

    /// The containers whose captures are in the log.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn read_containers(&self) -> Result<ReadContainers, ArchiveError> {
        Ok(self.log.catalog.read_containers()?)
    }

    /// Records containers whose captures are in the log, each with its number of pages, so that they are not read
    /// again. An archive from which pages were purged reads them again each time, to say which it refuses.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn note_containers(
        &self,
        containers: &[(FileFingerprint, u64)],
    ) -> Result<(), ArchiveError> {
        let catalog = &self.log.catalog;
        if !containers.is_empty() && catalog.any_purged()? {
            return Ok(());
        }
        for (container, pages) in containers {
            catalog.note_container(container, *pages)?;
        }
        Ok(())
    }

    /// Gives a page from a file the address of a file with the same bytes that is gone: the file
    /// was moved. Equal files at two paths are two pages.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn follow_moved_file(&self, capture: &mut Capture) -> Result<(), ArchiveError> {
        if !capture.url().starts_with("file:") || !self.log.timeline(capture.id())?.is_empty() {
            return Ok(());
        }
        for (name, url) in self.log.catalog.files_with(capture.digest())? {
            let path = name.split('\t').next().unwrap_or_default();
            if !Path::new(path).exists() {
                capture.rename(url);
                break;
            }
        }
        Ok(())
    }

    /// The folders below which files have addresses.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn roots(&self) -> Result<Vec<Root>, ArchiveError> {
        Ok(self.log.catalog.roots()?)
    }

    /// Remembers folders below which files have addresses.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn add_roots(&mut self, roots: &[Root]) -> Result<(), ArchiveError> {
        Ok(self.log.catalog.add_roots(roots)?)
    }

    /// Logs the answers of servers to requests for `robots.txt`. Skips one that did not change.
    ///
    /// # Errors
    /// [`ArchiveError`].
    pub fn append_robots(&mut self, mut answers: Vec<Capture>) -> Result<(), ArchiveError> {
        let mut known = Vec::with_capacity(answers.len());
        for answer in &answers {
            let rows = self.log.catalog.captures_of(answer.id())?;
            known.push(rows.last().is_some_and(|row| row.digest == answer.digest()));
        }
        let mut known = known.into_iter();
        answers.retain(|_| !known.next().unwrap_or_default());
        if answers.is_empty() {
            return Ok(());
        }
        let members: Vec<Vec<u8>> = answers.iter().map(warc::encode).collect();
        let newest = answers.iter().map(|answer| answer.time).max();
        let locations = self
            .segments
            .append(&members, newest.unwrap_or(Timestamp::UNIX_EPOCH))?;
        let rows: Vec<NewRow> = answers
            .iter()
            .zip(locations)
            .map(|(answer, location)| row(answer, location, Kind::Robots))
            .collect();
        self.add_rows(&rows)
    }

    /// Records visits whose captures are in the log. `releases` holds the release of each address
    /// that answered, where the page has another address of its own.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn note_visits(
        &mut self,
        visits: &[Visit],
        releases: &HashMap<ReleaseId, ReleaseId>,
    ) -> Result<(), ArchiveError> {
        Ok(self.log.catalog.note_visits(visits, releases)?)
    }

    /// Appends new captures to the log. They are durable when this returns. Returns the captures
    /// with changed content, without the revisits.
    ///
    /// # Errors
    /// [`ArchiveError`]; captures that were logged before stay.
    pub fn append(&mut self, new: Deduplicated) -> Result<Vec<Logged>, ArchiveError> {
        let Deduplicated {
            changed, revisits, ..
        } = new;
        if changed.is_empty() && revisits.is_empty() {
            return Ok(Vec::new());
        }
        let mut members: Vec<Vec<u8>> = changed
            .par_iter()
            .map(|(capture, _)| warc::encode(capture))
            .collect();
        members.extend(revisits.iter().map(warc::revisit));
        let pages = changed.iter().map(|(capture, _)| capture);
        let newest = pages
            .clone()
            .chain(&revisits)
            .map(|capture| capture.time)
            .max();
        let locations = self
            .segments
            .append(&members, newest.unwrap_or(Timestamp::UNIX_EPOCH))?;
        failpoint::reach("logged");
        let kinds = pages
            .map(|capture| (capture, kind_of(capture)))
            .chain(revisits.iter().map(|c| (c, Kind::Revisit)));
        let rows: Vec<NewRow> = kinds
            .zip(locations)
            .map(|((capture, kind), location)| row(capture, location, kind))
            .collect();
        let first = self.last + 1;
        self.add_rows(&rows)?;
        failpoint::reach("catalogued");
        let mut logged = Vec::with_capacity(changed.len());
        for (seq, (capture, is_known)) in (first..).zip(changed) {
            // A page requested at another address may have tombstones there that were logged before
            // it.
            let others = if is_known || capture.requested().is_some() {
                self.log.others(capture.id(), seq)?
            } else {
                Vec::new()
            };
            logged.push(Logged {
                seq,
                capture,
                others,
            });
        }
        Ok(logged)
    }

    fn add_rows(&mut self, rows: &[NewRow]) -> Result<(), ArchiveError> {
        self.log.catalog.add(self.last + 1, rows)?;
        self.last += rows.len() as u64;
        Ok(())
    }
}

/// The kind of the row of a capture with changed content.
fn kind_of(capture: &Capture) -> Kind {
    if capture.kind() == MediaKind::Gone {
        Kind::Gone
    } else if capture.is_robots() {
        Kind::Robots
    } else {
        Kind::Page
    }
}

/// The row of a capture at `location`.
fn row(capture: &Capture, location: RecordLocation, kind: Kind) -> NewRow {
    NewRow {
        release_id: capture.id(),
        url: capture.url().to_owned(),
        // A response that holds many records is the former address of none of them.
        requested: capture
            .requested()
            .filter(|_| capture.kind() != MediaKind::Record)
            .map(crate::document::Address::id),
        digest: capture.digest(),
        time: capture.time,
        media_type: capture.media_type.clone(),
        location,
        kind,
    }
}
