//! The log as readers see it: no lock, and nothing is written.
//!
//! Leaves out appending, which the one [`Archive`](super::Archive) does.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;

use super::catalog::{Catalog, Kind, Known, Place};
use super::segments::segment_path;
use super::warc::{self, Record};
use super::{ArchiveError, Home, load};
use crate::document::{Capture, Digest, ReleaseId};

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
    place: Place,
}

impl StoredCapture {
    /// Reads it back.
    ///
    /// # Errors
    /// [`ArchiveError::Record`], or [`ArchiveError::Io`] where its segment cannot be opened.
    pub fn read(&self) -> Result<Capture, ArchiveError> {
        let mut capture = read(&self.captures, self.place)?;
        capture.time = self.time;
        Ok(capture)
    }
}

/// Captures of the log in a row.
#[derive(Debug)]
pub struct LogBatch {
    /// Number of its last capture.
    pub last: u64,
    /// How many captures it holds, those passed over included.
    pub length: usize,
    /// The newest capture of each page whose newest it holds, with the page's others; or the page's
    /// address and why it cannot be read.
    pub captures: Vec<(String, Result<Logged, ArchiveError>)>,
}

impl Log {
    /// Opens the log of `home`.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] where nothing was ever taken in; others where storage fails.
    pub fn open(home: &Home) -> Result<Self, ArchiveError> {
        if !home.catalog().exists() {
            return Err(if segment_path(&home.captures(), 1).exists() {
                ArchiveError::NoCatalog { path: home.catalog() }
            } else {
                ArchiveError::Missing { path: home.path().to_owned() }
            });
        }
        Ok(Self { home: home.clone(), catalog: Catalog::read(&home.catalog())? })
    }

    /// Why a release was purged, if it was.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn purged(&self, release: ReleaseId) -> Result<Option<String>, ArchiveError> {
        self.catalog.purged(release).map_err(|source| self.failed(source))
    }

    /// The captures of a release but number `seq` that say something.
    pub(super) fn others(&self, release: ReleaseId, seq: u64) -> Result<Vec<StoredCapture>, ArchiveError> {
        let known = self.known(release)?;
        let captures = self.home.captures();
        let others = known.into_iter().filter(|known| known.seq != seq);
        let other = |known: Known| StoredCapture {
            seq: known.seq,
            time: known.time,
            captures: captures.clone(),
            place: known.place,
        };
        Ok(others.map(other).collect())
    }

    /// What a release said by time, each capture in the place of its bytes. Word that it was as it had been
    /// counts where another capture came between, which may have been logged later.
    fn known(&self, release: ReleaseId) -> Result<Vec<Known>, ArchiveError> {
        let mut known = self.held(release)?;
        let mut last = None;
        known.retain(|known| last.replace(known.digest) != Some(known.digest) || known.kind != Kind::Unchanged);
        Ok(known)
    }

    /// The captures of a release whose bytes the log holds by time, each in the place of its bytes.
    pub(super) fn held(&self, release: ReleaseId) -> Result<Vec<Known>, ArchiveError> {
        let mut known = self.catalog.told_of(release).map_err(|source| self.failed(source))?;
        let bytes: HashMap<Digest, Place> = known
            .iter()
            .filter(|known| matches!(known.kind, Kind::Page | Kind::Gone))
            .map(|known| (known.digest, known.place))
            .collect();
        known.retain_mut(|known| match (known.kind, bytes.get(&known.digest)) {
            (Kind::Page | Kind::Gone, _) => true,
            (Kind::Unchanged, Some(place)) => {
                known.place = *place;
                true
            }
            _ => false,
        });
        Ok(known)
    }

    /// The release at an address, with its own address where it was met at another.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn at(&self, address: ReleaseId) -> Result<(ReleaseId, Option<String>), ArchiveError> {
        let own = self.catalog.captures_of(address).map_err(|source| self.failed(source))?;
        // Word that nothing was there makes no release.
        if own.iter().any(|known| !matches!(known.kind, Kind::Unchanged | Kind::Gone)) {
            return Ok((address, None));
        }
        let met = self.catalog.met_at(address).map_err(|source| self.failed(source))?;
        Ok(met.map_or((address, None), |(release, url)| (release, Some(url))))
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
        Ok(self.known(release)?.last().map(|known| known.time))
    }

    /// When a release was met again as it was, by time.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn seen_again(&self, release: ReleaseId) -> Result<Vec<Timestamp>, ArchiveError> {
        let held = self.held(release)?;
        let gone: HashSet<Digest> = held.iter().filter(|k| k.kind == Kind::Gone).map(|k| k.digest).collect();
        let same = held.windows(2).filter(|pair| pair[0].digest == pair[1].digest && pair[0].time != pair[1].time);
        let pages = same.filter(|pair| !gone.contains(&pair[1].digest));
        Ok(pages.map(|pair| pair[1].time).collect())
    }

    /// The log behind capture `after`, at most `limit` captures; `None` at its end.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`]; a record that cannot be read is an error of its own.
    pub fn after(&self, after: u64, limit: usize) -> Result<Option<LogBatch>, ArchiveError> {
        let rows = self.catalog.rows_after(after, limit).map_err(|source| self.failed(source))?;
        let Some(last) = rows.last().map(|row| row.seq) else { return Ok(None) };
        let length = rows.len();
        let captures = self.home.captures();
        let mut newest = Vec::with_capacity(length);
        for row in rows.into_iter().filter(|row| row.newest) {
            let others = self.others(row.release_id, row.seq)?;
            newest.push((row, others));
        }
        let read = newest.into_par_iter().map(|(row, others)| {
            let capture = read(&captures, row.place);
            (row.url, capture.map(|capture| Logged { seq: row.seq, capture, others }))
        });
        Ok(Some(LogBatch { last, length, captures: read.collect() }))
    }

    /// How many captures the log holds of pages, of pages met again, of pages gone, of nothing any more,
    /// and how many were lost.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn counts(&self) -> Result<[u64; 5], ArchiveError> {
        self.catalog.counts().map_err(|source| self.failed(source))
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
        let known = self.catalog.captures_of(release).map_err(|source| self.failed(source))?;
        let there = known.into_iter().filter(|known| !matches!(known.kind, Kind::Purged | Kind::Lost));
        there.map(|known| stored(&self.home.captures(), known.place)).collect()
    }

    /// The captures that a segment should hold, by where they stand; those that were lost left out.
    pub(super) fn rows_of_segment(&self, segment: u32) -> Result<HashMap<u64, Known>, ArchiveError> {
        let rows = self.catalog.rows_of_segment(segment).map_err(|source| self.failed(source))?;
        Ok(rows.into_iter().filter(|row| row.kind != Kind::Lost).map(|row| (row.place.offset, row)).collect())
    }

    /// Releases that were purged behind capture `after`, which an index that ends there may still hold.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn purged_after(&self, after: u64) -> Result<Vec<ReleaseId>, ArchiveError> {
        self.catalog.purged_after(after).map_err(|source| self.failed(source))
    }

    /// Every release of which a page is known.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn releases(&self) -> Result<Vec<ReleaseId>, ArchiveError> {
        self.catalog.releases().map_err(|source| self.failed(source))
    }

    /// Number of the last capture; 0 where there is none.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn last(&self) -> Result<u64, ArchiveError> {
        self.catalog.last().map_err(|source| self.failed(source))
    }

    /// The home whose log it is.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    pub(super) fn failed(&self, source: rusqlite::Error) -> ArchiveError {
        ArchiveError::Catalog { path: self.home.catalog(), source }
    }
}

pub(super) fn read(captures: &Path, place: Place) -> Result<Capture, ArchiveError> {
    load::capture_of(&record(captures, place)?).ok_or_else(|| ArchiveError::Record {
        path: segment_path(captures, place.segment),
        offset: place.offset,
        reason: "holds no capture".into(),
    })
}

/// The record at `place`.
pub(super) fn record(captures: &Path, place: Place) -> Result<Record, ArchiveError> {
    warc::record_in(&stored(captures, place)?, place.offset).map_err(|error| ArchiveError::Record {
        path: segment_path(captures, place.segment),
        offset: place.offset,
        reason: error.to_string(),
    })
}

/// The gzip member at `place`, fewer bytes where its segment is cut short.
fn stored(captures: &Path, place: Place) -> Result<Vec<u8>, ArchiveError> {
    let path = segment_path(captures, place.segment);
    let mut bytes = Vec::with_capacity(place.length as usize);
    let read = File::open(&path).and_then(|mut file| {
        file.seek(SeekFrom::Start(place.offset))?;
        file.take(place.length).read_to_end(&mut bytes)
    });
    read.map(|_| bytes).map_err(|source| ArchiveError::Io { path, source })
}
