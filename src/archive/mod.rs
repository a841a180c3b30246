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
//!     let news = archive.news(vec![capture])?;
//!     let logged = archive.append(news)?;
//!     assert_eq!(logged[0].seq, 1);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod catalog;
mod home;
pub mod load;
mod lock;
mod log;
mod purge;
mod repair;
mod revisits;
mod segments;
mod verify;
mod warc;

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;
use rayon::prelude::*;
use rusqlite::ErrorCode;

use crate::document::{Capture, Digest, MediaKind, ReleaseId};
use crate::failpoint;
use catalog::{Catalog, Entry, Kind, Place};
pub use home::{Home, size_of};
use load::FileMark;
use lock::Lock;
pub use log::{Log, LogBatch, Logged, StoredCapture};
pub use purge::Purged;
pub use repair::Repaired;
use segments::Segments;
pub use verify::Finding;
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
    #[error("cannot use the catalogue `{path}` ({})", remedy(source))]
    Catalog {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The catalogue is of another program version.
    #[error(
        "the catalogue `{path}` has version {found}, not {ours} ({})",
        if .found < .ours { "bring it up with `omroeper update`" } else { "use the program that wrote it" }
    )]
    CatalogVersion {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The one that is read.
        ours: i64,
    },
    /// Nothing was ever taken in.
    #[error("no captures in `{path}` (run `omroeper ingest SOURCE…` first)")]
    Missing {
        /// The home.
        path: PathBuf,
    },
    /// There are captures, and no catalogue of them.
    #[error("there is no catalogue `{path}` (run `omroeper update`, which makes it again from the captures)")]
    NoCatalog {
        /// Where it should be.
        path: PathBuf,
    },
    /// A record that the catalogue names cannot be read.
    #[error("`{path}` {reason} at byte {offset} (restore it from a backup, or run `omroeper repair`)")]
    Record {
        /// The segment.
        path: PathBuf,
        /// Where the record should be.
        offset: u64,
        /// What is there.
        reason: String,
    },
}

fn remedy(error: &rusqlite::Error) -> &'static str {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied,
        ) => "is the disk full, or the folder read-only?",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program uses it",
        _ => "move it away to have it made again from the captures",
    }
}

/// Rows that recovery adds in one transaction.
const RECOVERED_AT_ONCE: usize = 10_000;

/// What of some captures the log does not hold yet.
#[derive(Debug, Default)]
pub struct News {
    /// Captures that say something else than their page did before, and whether it is known at all.
    fresh: Vec<(Capture, bool)>,
    /// Captures that say later what their page said before.
    again: Vec<Capture>,
    /// Captures of what was purged.
    refused: u64,
    /// How many of the new ones say that pages are gone that were never met.
    never_met: u64,
}

impl News {
    /// How many captures say something new.
    #[must_use]
    pub fn fresh(&self) -> u64 {
        self.fresh.len() as u64
    }

    /// How many are of what was purged, and stay out.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// How many of those that say something new say that a page is gone that was never met: kept for a
    /// capture that is older.
    #[must_use]
    pub fn never_met(&self) -> u64 {
        self.never_met
    }
}

/// The archive of a home, open for writing: one at a time.
#[derive(Debug)]
pub struct Archive {
    log: Log,
    segments: Segments,
    last: u64,
    _lock: Lock,
}

impl Archive {
    /// Opens the archive of `home` as [`Archive::open`] does, but makes none.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] where nothing was ever taken in; others as [`Archive::open`].
    pub fn open_existing(home: &Home) -> Result<Self, ArchiveError> {
        match Log::open(home) {
            // Opening for writing makes the catalogue again, or a newer one of it.
            Ok(_) | Err(ArchiveError::NoCatalog { .. } | ArchiveError::CatalogVersion { .. }) => Self::open(home),
            Err(error) => Err(error),
        }
    }

    /// Opens the archive of `home`, making it where there is none, and mends what a crash left.
    ///
    /// # Errors
    /// [`ArchiveError::Locked`] where another process writes; others where storage fails.
    pub fn open(home: &Home) -> Result<Self, ArchiveError> {
        std::fs::create_dir_all(home.path())
            .map_err(|source| ArchiveError::Io { path: home.path().to_owned(), source })?;
        let lock = Lock::take(&home.lock())?;
        let catalog = Catalog::open(&home.catalog())?;
        let ends = catalog.last().and_then(|last| Ok((last, catalog.end()?)));
        let (last, (end, speaks)) = ends.map_err(|source| ArchiveError::Catalog { path: home.catalog(), source })?;
        let segments = Segments::open(&home.captures(), end, speaks)?;
        let log = Log { home: home.clone(), catalog };
        let mut archive = Self { log, segments, last, _lock: lock };
        archive.recover()?;
        Ok(archive)
    }

    fn recover(&mut self) -> Result<(), ArchiveError> {
        let Self { log, segments, last, .. } = self;
        let Log { home, catalog } = log;
        let before = *last;
        let mut rows: Vec<Entry> = Vec::new();
        let mut add = |rows: &mut Vec<Entry>| {
            let added = catalog.add(*last + 1, rows);
            *last += rows.len() as u64;
            rows.clear();
            added.map_err(|source| ArchiveError::Catalog { path: home.catalog(), source })
        };
        let mut notices = Vec::new();
        segments.recover(|place, record| {
            notices.extend(purge::notice(&record));
            rows.extend(entry(&record, place));
            if rows.len() >= RECOVERED_AT_ONCE { add(&mut rows) } else { Ok(()) }
        })?;
        add(&mut rows)?;
        if *last > before {
            tracing::info!(captures = *last - before, "captures behind the catalogue are taken in");
        }
        for (release, time, reason) in notices {
            self.log.catalog.note_purge(release, time, &reason).map_err(|source| self.log.failed(source))?;
        }
        let purged = self.log.catalog.unfinished_purges().map_err(|source| self.log.failed(source))?;
        purged.into_iter().try_for_each(|release| self.finish_purge(release).map(drop))
    }

    /// What is there to be read.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Number of the last capture; 0 where there is none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Tells what is new from what the log holds: the same bytes of the same time are nothing, the same
    /// bytes of a later time a fact to keep, other bytes a capture.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn news(&self, captures: Vec<Capture>) -> Result<News, ArchiveError> {
        let purges = self.log.catalog.any_purged().map_err(|source| self.log.failed(source))?;
        let mut known: HashMap<ReleaseId, Vec<(Timestamp, Digest)>> = HashMap::new();
        let mut news = News::default();
        for mut capture in captures {
            if capture.kind() == MediaKind::Gone
                && let (_, Some(own)) = self.log.at(ReleaseId::of(&capture.url))?
            {
                capture.met_at = Some(std::mem::replace(&mut capture.url, own));
            }
            let (release, digest) = (ReleaseId::of(&capture.url), capture.digest());
            if purges && self.log.purged(release)?.is_some() {
                news.refused += 1;
                continue;
            }
            let before = match known.entry(release) {
                std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::hash_map::Entry::Vacant(unknown) => {
                    let logged = self.log.held(release)?;
                    unknown.insert(logged.into_iter().map(|known| (known.time, known.digest)).collect())
                }
            };
            if before.contains(&(capture.time, digest)) {
                continue;
            }
            let earlier = before.iter().filter(|(time, _)| *time <= capture.time).max_by_key(|(time, _)| *time);
            let same = earlier.is_some_and(|(_, earlier)| *earlier == digest);
            if before.is_empty() && capture.kind() == MediaKind::Gone {
                news.never_met += 1;
            }
            let returning = !before.is_empty();
            before.push((capture.time, digest));
            if same {
                news.again.push(capture);
            } else {
                news.fresh.push((capture, returning));
            }
        }
        Ok(news)
    }

    /// Leaves those of `entries` that are no files, or files that were not read as they are (of the same
    /// path, size and time of change), each with what tells that.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn unread(&self, entries: Vec<load::Entry>) -> Result<Vec<(load::Entry, Option<FileMark>)>, ArchiveError> {
        let mut unread = Vec::with_capacity(entries.len());
        for entry in entries {
            let mark = entry.mark();
            let known = match &mark {
                Some(mark) => self.log.catalog.has_read(mark).map_err(|source| self.log.failed(source))?,
                None => false,
            };
            if !known {
                unread.push((entry, mark));
            }
        }
        Ok(unread)
    }

    /// Notes files whose captures are in the log, so that they need not be read again.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn note_read(&mut self, mut files: Vec<(FileMark, ReleaseId)>) -> Result<(), ArchiveError> {
        let log = &mut self.log;
        if log.catalog.any_purged().map_err(|source| log.failed(source))? {
            // Files of what was purged leave no trace.
            files.retain(|(_, release)| matches!(log.catalog.purged(*release), Ok(None)));
        }
        let noted = log.catalog.note_read(&files);
        noted.map_err(|source| log.failed(source))
    }

    /// Puts news into the log; when this returns it is safe. Gives the captures that say something new.
    ///
    /// # Errors
    /// [`ArchiveError`]; what was logged before stays.
    pub fn append(&mut self, news: News) -> Result<Vec<Logged>, ArchiveError> {
        let News { fresh, again, .. } = news;
        if fresh.is_empty() && again.is_empty() {
            return Ok(Vec::new());
        }
        let mut members: Vec<Vec<u8>> = fresh.par_iter().map(|(capture, _)| warc::encode(capture)).collect();
        members.extend(again.iter().map(warc::revisit));
        let all = || fresh.iter().map(|(capture, _)| (capture, false)).chain(again.iter().map(|c| (c, true)));
        let newest = all().map(|(capture, _)| capture.time).max().unwrap_or(Timestamp::UNIX_EPOCH);
        let places = self.segments.append(&members, newest)?;
        failpoint::reach("logged");
        let rows: Vec<Entry> = all().zip(places).map(|((capture, again), place)| row(capture, place, again)).collect();
        let first = self.last + 1;
        self.catalog(&rows)?;
        failpoint::reach("catalogued");
        let mut logged = Vec::with_capacity(fresh.len());
        for (seq, (capture, returning)) in (first..).zip(fresh) {
            // At the address where it was met others may have been met before it.
            let others = if returning || capture.met_at.is_some() {
                self.log.others(ReleaseId::of(&capture.url), seq)?
            } else {
                Vec::new()
            };
            logged.push(Logged { seq, capture, others });
        }
        Ok(logged)
    }

    fn catalog(&mut self, entries: &[Entry]) -> Result<(), ArchiveError> {
        let added = self.log.catalog.add(self.last + 1, entries);
        added.map_err(|source| self.log.failed(source))?;
        self.last += entries.len() as u64;
        Ok(())
    }
}

/// The row of a record that the log holds and the catalogue does not.
fn entry(record: &Record, place: Place) -> Option<Entry> {
    if record.header("WARC-Type") == Some("revisit") {
        return Some(Entry {
            release_id: ReleaseId::of(record.address()?),
            url: record.address()?.to_owned(),
            met_at: record.target().map(ReleaseId::of),
            digest: record.header("WARC-Payload-Digest")?.parse().ok()?,
            time: record.header("WARC-Date")?.parse().ok()?,
            media_type: String::new(),
            kind: Kind::Unchanged,
            place,
        });
    }
    if let Some(entry) = purge::entry(record, place) {
        return Some(entry);
    }
    Some(row(&load::capture_of(record)?, place, false))
}

/// The row of a capture at `place`; `again` where its page was met again as it was.
fn row(capture: &Capture, place: Place, again: bool) -> Entry {
    let kind = match capture.kind() {
        _ if again => Kind::Unchanged,
        MediaKind::Gone => Kind::Gone,
        _ => Kind::Page,
    };
    Entry {
        release_id: ReleaseId::of(&capture.url),
        url: capture.url.clone(),
        met_at: capture.met_at.as_deref().map(ReleaseId::of),
        digest: capture.digest(),
        time: capture.time,
        media_type: capture.media_type.clone(),
        place,
        kind,
    }
}
