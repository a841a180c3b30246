//! Reading the log, without a lock and without writing.
//!
//! Leaves out appending, which [`Archive`](super::Archive) does.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;

use super::ArchiveError;
use super::catalog::{CaptureRow, Catalog, Kind, RecordLocation};
use super::segments::segment_path;
use super::timeline::Timeline;
use crate::document::{Capture, ReleaseId};
use crate::home::Home;
use crate::warc::{self, ReadError, Record};

/// The log of a home, open for reading. Any number of readers may be open at a time.
#[derive(Debug)]
pub struct Log {
    pub(super) home: Home,
    pub(super) catalog: Catalog,
}

/// A capture in the log.
#[derive(Debug)]
pub struct Logged {
    /// Its number: 1, 2, 3 …
    pub seq: u64,
    /// The capture.
    pub capture: Capture,
    /// The other captures of its page.
    pub others: Vec<StoredCapture>,
}

/// A capture of a page in the log, which is read on request.
#[derive(Debug, Clone)]
pub struct StoredCapture {
    /// Its number.
    pub seq: u64,
    /// When it was made.
    pub time: Timestamp,
    captures: PathBuf,
    location: RecordLocation,
}

impl StoredCapture {
    /// Reads the capture from the log.
    ///
    /// # Errors
    /// [`ArchiveError::Record`]; [`ArchiveError::Io`] if its segment cannot be opened.
    pub fn read(&self) -> Result<Capture, ArchiveError> {
        let mut capture = read(&self.captures, self.location)?;
        capture.time = self.time;
        Ok(capture)
    }

    /// The WARC file that holds it.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        segment_path(&self.captures, self.location.segment)
    }

    /// The first byte of its record in that file, and the number of bytes.
    #[must_use]
    pub fn place(&self) -> (u64, u64) {
        (self.location.offset, self.location.length)
    }
}

/// A batch of consecutive captures of the log.
#[derive(Debug)]
pub struct LogBatch {
    /// Number of its last capture.
    pub last: u64,
    /// Number of captures in the batch, including those that are skipped.
    pub length: usize,
    /// For each page whose newest capture is in this batch: that capture, and the page's other
    /// captures.
    pub captures: Vec<Result<Logged, LostCapture>>,
}

/// A capture that the catalog lists but that cannot be read from the log.
#[derive(Debug)]
pub struct LostCapture {
    /// Its release.
    pub release: ReleaseId,
    /// The page's address.
    pub url: String,
    /// Why it cannot be read.
    pub error: ArchiveError,
}

/// Number of captures in the log, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogCounts {
    /// Captures of pages.
    pub pages: u64,
    /// Revisits: captures of unchanged pages.
    pub revisits: u64,
    /// Tombstones of pages that were gone.
    pub gone: u64,
    /// Purged captures, and purge notices.
    pub purged: u64,
    /// Lost captures.
    pub lost: u64,
    /// Answers of servers to requests for `robots.txt`.
    pub robots: u64,
}

impl Log {
    /// Opens the log of `home`.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] if nothing was ever ingested; other errors if storage fails.
    pub fn open(home: &Home) -> Result<Self, ArchiveError> {
        let there = home.catalog().try_exists();
        let there = there.map_err(|source| ArchiveError::Io {
            path: home.path().to_owned(),
            source,
        })?;
        if !there {
            return Err(if segment_path(&home.captures(), 1).exists() {
                ArchiveError::NoCatalog {
                    path: home.catalog(),
                }
            } else {
                ArchiveError::Missing {
                    path: home.path().to_owned(),
                }
            });
        }
        Ok(Self {
            home: home.clone(),
            catalog: Catalog::read(&home.catalog())?,
        })
    }

    /// The reason why a release was purged; `None` if it was not purged.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn purged(&self, release: ReleaseId) -> Result<Option<String>, ArchiveError> {
        Ok(self.catalog.purged(release)?)
    }

    /// The timeline of a release.
    pub(super) fn timeline(&self, release: ReleaseId) -> Result<Timeline, ArchiveError> {
        Ok(Timeline::new(
            self.catalog.captures_at_all_addresses(release)?,
        ))
    }

    /// The captures of a release that changed its content, by time, without number `seq`.
    pub(super) fn others(
        &self,
        release: ReleaseId,
        seq: u64,
    ) -> Result<Vec<StoredCapture>, ArchiveError> {
        let captures = self.home.captures();
        let changes = self.timeline(release)?.changes();
        let others = changes
            .into_iter()
            .filter(|row| row.seq != seq)
            .map(|row| StoredCapture {
                seq: row.seq,
                time: row.time,
                captures: captures.clone(),
                location: row.location,
            });
        Ok(others.collect())
    }

    /// The release at an address. If the page that was requested there has another address of its
    /// own, returns that address too.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn resolve_address(
        &self,
        address: ReleaseId,
    ) -> Result<(ReleaseId, Option<String>), ArchiveError> {
        let own = self.catalog.captures_of(address)?;
        // An address with only tombstones and revisits is not a release of its own.
        if own
            .iter()
            .any(|row| !matches!(row.kind, Kind::Revisit | Kind::Gone))
        {
            return Ok((address, None));
        }
        let requested = self.catalog.requested_at(address)?;
        Ok(requested.map_or((address, None), |(release, url)| (release, Some(url))))
    }

    /// Releases with `part` in their address, or whose id begins with it: at most `limit`, with their
    /// addresses.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn releases_like(
        &self,
        part: &str,
        limit: usize,
    ) -> Result<Vec<(ReleaseId, String)>, ArchiveError> {
        Ok(self.catalog.releases_like(part, limit)?)
    }

    /// Every capture of a release that changed its content, by time.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn captures_of(&self, release: ReleaseId) -> Result<Vec<StoredCapture>, ArchiveError> {
        self.others(release, 0)
    }

    /// Time of the newest capture of a release that changed its content.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn newest(&self, release: ReleaseId) -> Result<Option<Timestamp>, ArchiveError> {
        Ok(self.timeline(release)?.changes().last().map(|row| row.time))
    }

    /// The times at which a release was captured again unchanged, in order.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn seen_again(&self, release: ReleaseId) -> Result<Vec<Timestamp>, ArchiveError> {
        Ok(self.timeline(release)?.seen_again())
    }

    /// The next batch of the log: at most `limit` captures after number `after`; `None` at the end.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`]. A record that cannot be read is a [`LostCapture`] in the batch.
    pub fn after(&self, after: u64, limit: usize) -> Result<Option<LogBatch>, ArchiveError> {
        let rows = self.catalog.rows_after(after, limit)?;
        let Some(last) = rows.last().map(|row| row.seq) else {
            return Ok(None);
        };
        let length = rows.len();
        let captures = self.home.captures();
        let mut newest = Vec::with_capacity(length);
        for row in rows.into_iter().filter(|row| row.newest) {
            let others = self.others(row.release_id, row.seq)?;
            newest.push((row, others));
        }
        let read =
            newest
                .into_par_iter()
                .map(|(row, others)| match read(&captures, row.location) {
                    Ok(capture) => Ok(Logged {
                        seq: row.seq,
                        capture,
                        others,
                    }),
                    Err(error) => Err(LostCapture {
                        release: row.release_id,
                        url: row.url,
                        error,
                    }),
                });
        Ok(Some(LogBatch {
            last,
            length,
            captures: read.collect(),
        }))
    }

    /// Number of captures in the log, by kind.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn counts(&self) -> Result<LogCounts, ArchiveError> {
        let [pages, revisits, gone, purged, lost, robots] = self.catalog.counts()?;
        Ok(LogCounts {
            pages,
            revisits,
            gone,
            purged,
            lost,
            robots,
        })
    }

    /// The record at the start of an exported WARC.
    #[must_use]
    pub fn warc_head() -> Vec<u8> {
        warc::info("omroeper.warc.gz", Timestamp::UNIX_EPOCH)
    }

    /// Every record of a release by time, as the gzip members that the log holds, or why it cannot be read, which is
    /// [`ArchiveError::Record`] or [`ArchiveError::Io`].
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn records(
        &self,
        release: ReleaseId,
    ) -> Result<Vec<Result<Vec<u8>, ArchiveError>>, ArchiveError> {
        let mut rows = self.catalog.captures_at_all_addresses(release)?;
        rows.retain(|row| !matches!(row.kind, Kind::Purged | Kind::Lost));
        rows.sort_by_key(|row| (row.time, row.seq));
        let captures = self.home.captures();
        let whole = |row: &CaptureRow| {
            let bytes = stored(&captures, row.location)?;
            let record = warc::record_in(&bytes, row.location.offset);
            let record = record.map_err(|error| unreadable(&captures, row.location, &error))?;
            if record.has_wrong_digest() {
                return Err(ArchiveError::Record {
                    path: segment_path(&captures, row.location.segment),
                    offset: row.location.offset,
                    reason: "has a record whose bytes do not match its digest".into(),
                });
            }
            Ok(bytes)
        };
        Ok(rows.iter().map(whole).collect())
    }

    /// The captures that a segment should hold, by offset, without lost ones.
    pub(super) fn rows_of_segment(
        &self,
        segment: u32,
    ) -> Result<HashMap<u64, CaptureRow>, ArchiveError> {
        let mut rows = self.catalog.rows_of_segment(segment)?;
        rows.retain(|row| row.kind != Kind::Lost);
        Ok(rows
            .into_iter()
            .map(|row| (row.location.offset, row))
            .collect())
    }

    /// Releases that were purged after capture `after`. An index that ends there may still hold
    /// them.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn purged_after(&self, after: u64) -> Result<Vec<ReleaseId>, ArchiveError> {
        Ok(self.catalog.purged_after(after)?)
    }

    /// As [`purged_after`](Self::purged_after), each with the number of its last notice of a purge.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn purge_notices(&self, after: u64) -> Result<Vec<(u64, ReleaseId)>, ArchiveError> {
        Ok(self.catalog.purge_notices(after)?)
    }

    /// Every release with at least one capture of a page.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn releases(&self) -> Result<Vec<ReleaseId>, ArchiveError> {
        Ok(self.catalog.releases()?)
    }

    /// Number of the last capture; 0 if there is no capture.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn last(&self) -> Result<u64, ArchiveError> {
        Ok(self.catalog.last()?)
    }

    /// The home that holds the log.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }
}

/// The capture at `location`.
pub(super) fn read(captures: &Path, location: RecordLocation) -> Result<Capture, ArchiveError> {
    let capture = warc::capture_in(&stored(captures, location)?, location.offset);
    let capture = capture.map_err(|error| unreadable(captures, location, &error))?;
    capture.ok_or_else(|| ArchiveError::Record {
        path: segment_path(captures, location.segment),
        offset: location.offset,
        reason: "does not hold a capture".into(),
    })
}

/// The record at `location`.
pub(super) fn record(captures: &Path, location: RecordLocation) -> Result<Record, ArchiveError> {
    let record = warc::record_in(&stored(captures, location)?, location.offset);
    record.map_err(|error| unreadable(captures, location, &error))
}

fn unreadable(captures: &Path, location: RecordLocation, error: &ReadError) -> ArchiveError {
    let path = segment_path(captures, location.segment);
    ArchiveError::Record {
        path,
        offset: location.offset,
        reason: error.to_string(),
    }
}

/// Reads the gzip members at `location`. Returns fewer bytes if the segment is cut off.
fn stored(captures: &Path, location: RecordLocation) -> Result<Vec<u8>, ArchiveError> {
    let path = segment_path(captures, location.segment);
    let mut bytes = Vec::with_capacity(location.length as usize);
    let read = File::open(&path).and_then(|mut file| {
        file.seek(SeekFrom::Start(location.offset))?;
        file.take(location.length).read_to_end(&mut bytes)
    });
    read.map(|_| bytes)
        .map_err(|source| ArchiveError::Io { path, source })
}
