//! The log as readers see it: no lock, and nothing is written.
//!
//! Leaves out appending, which the one [`Archive`](super::Archive) does.

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

/// The log of a home, open for reading; any number at a time.
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
    /// Its page's other captures.
    pub others: Vec<StoredCapture>,
}

/// Another capture of a page, still in the log.
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
    /// Reads it back.
    ///
    /// # Errors
    /// [`ArchiveError::Record`], or [`ArchiveError::Io`] where its segment cannot be opened.
    pub fn read(&self) -> Result<Capture, ArchiveError> {
        let mut capture = read(&self.captures, self.location)?;
        capture.time = self.time;
        Ok(capture)
    }
}

/// A stretch of the log.
#[derive(Debug)]
pub struct LogBatch {
    /// Number of its last capture.
    pub last: u64,
    /// How many captures it holds, those passed over included.
    pub length: usize,
    /// The newest capture of each page whose newest it holds, with the page's others.
    pub captures: Vec<Result<Logged, LostCapture>>,
}

/// A capture that should be in the log and cannot be read.
#[derive(Debug)]
pub struct LostCapture {
    /// Its release.
    pub release: ReleaseId,
    /// The page's address.
    pub url: String,
    /// Why it cannot be read.
    pub error: ArchiveError,
}

/// How many captures the log holds, by what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogCounts {
    /// Of pages.
    pub pages: u64,
    /// Of pages that were seen again unchanged.
    pub revisits: u64,
    /// Of pages that were gone.
    pub gone: u64,
    /// That were purged, and notices of purges.
    pub purged: u64,
    /// That were lost.
    pub lost: u64,
}

impl Log {
    /// Opens the log of `home`.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] where nothing was ever ingested; others where storage fails.
    pub fn open(home: &Home) -> Result<Self, ArchiveError> {
        if !home.catalog().exists() {
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

    /// Why a release was purged, if it was.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn purged(&self, release: ReleaseId) -> Result<Option<String>, ArchiveError> {
        Ok(self.catalog.purged(release)?)
    }

    /// What became of a release.
    pub(super) fn timeline(&self, release: ReleaseId) -> Result<Timeline, ArchiveError> {
        Ok(Timeline::new(
            self.catalog.captures_at_all_addresses(release)?,
        ))
    }

    /// The captures of a release that say something, by time, without number `seq`.
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

    /// The release at an address. Where a page was requested there that has another address as its own,
    /// this comes with it.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn resolve_address(
        &self,
        address: ReleaseId,
    ) -> Result<(ReleaseId, Option<String>), ArchiveError> {
        let own = self.catalog.captures_of(address)?;
        // An address where nothing was ever but a tombstone is not a release.
        if own
            .iter()
            .any(|row| !matches!(row.kind, Kind::Revisit | Kind::Gone))
        {
            return Ok((address, None));
        }
        let requested = self.catalog.requested_at(address)?;
        Ok(requested.map_or((address, None), |(release, url)| (release, Some(url))))
    }

    /// Every capture of a release that says something, by time.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn captures_of(&self, release: ReleaseId) -> Result<Vec<StoredCapture>, ArchiveError> {
        self.others(release, 0)
    }

    /// When the newest capture of a release was made that says something.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn newest(&self, release: ReleaseId) -> Result<Option<Timestamp>, ArchiveError> {
        Ok(self.timeline(release)?.changes().last().map(|row| row.time))
    }

    /// When a release was seen again unchanged, by time.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn seen_again(&self, release: ReleaseId) -> Result<Vec<Timestamp>, ArchiveError> {
        Ok(self.timeline(release)?.seen_again())
    }

    /// The log after capture `after`, at most `limit` captures; `None` at its end.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`]; a record that cannot be read is an error of its own.
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

    /// How many captures the log holds.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn counts(&self) -> Result<LogCounts, ArchiveError> {
        let [pages, revisits, gone, purged, lost] = self.catalog.counts()?;
        Ok(LogCounts {
            pages,
            revisits,
            gone,
            purged,
            lost,
        })
    }

    /// The record that opens an exported WARC.
    #[must_use]
    pub fn warc_head() -> Vec<u8> {
        warc::info("omroeper.warc.gz", Timestamp::UNIX_EPOCH)
    }

    /// Every record of a release by time, gzipped as it stands in the log.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`]; [`ArchiveError::Io`].
    pub fn records(&self, release: ReleaseId) -> Result<Vec<Vec<u8>>, ArchiveError> {
        let mut rows = self.catalog.captures_of(release)?;
        rows.retain(|row| !matches!(row.kind, Kind::Purged | Kind::Lost));
        rows.sort_by_key(|row| (row.time, row.seq));
        rows.iter()
            .map(|row| stored(&self.home.captures(), row.location))
            .collect()
    }

    /// The captures that a segment should hold, by their offset; those that were lost left out.
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

    /// Releases that were purged after capture `after`, which an index that ends there may still hold.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn purged_after(&self, after: u64) -> Result<Vec<ReleaseId>, ArchiveError> {
        Ok(self.catalog.purged_after(after)?)
    }

    /// Every release of which a page is known.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn releases(&self) -> Result<Vec<ReleaseId>, ArchiveError> {
        Ok(self.catalog.releases()?)
    }

    /// Number of the last capture; 0 where there is none.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn last(&self) -> Result<u64, ArchiveError> {
        Ok(self.catalog.last()?)
    }

    /// The home whose log it is.
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
        reason: "holds no capture".into(),
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

/// The gzip members at `location`, fewer bytes where its segment is cut short.
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
