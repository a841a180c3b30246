//! Purging: overwrites the captures of a release in the log, for good.
//!
//! Leaves out the index, which the pipeline rewrites. A purge notice is logged before anything is
//! overwritten, so that opening the archive finishes a purge that a crash interrupted. Each record
//! is replaced by a filler of the same length, so that no other record moves.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;

use jiff::Timestamp;

use super::catalog::{CaptureRow, Kind, NewRow, PurgedRelease, RecordLocation};
use super::segments::segment_path;
use super::{Archive, ArchiveError, Log, log};
use crate::document::{Capture, ReleaseId};
use crate::failpoint;
use crate::warc::{self, Record};

/// Prefix of the address of a purge notice. The release's id follows, which does not reveal its
/// URL.
const NOTICE: &str = "urn:omroeper:purged:";

/// What a purge did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purged {
    /// Number of captures that were removed.
    pub captures: u64,
}

impl Archive {
    /// Overwrites every capture of `release`, and refuses its captures from now on. Keeps `reason`,
    /// or that of the first purge. Returns `None` if the release was never ingested.
    ///
    /// # Errors
    /// [`ArchiveError`]. A purge that was begun is finished when the archive is next opened.
    pub fn purge(
        &mut self,
        release: ReleaseId,
        reason: &str,
        now: Timestamp,
    ) -> Result<Option<Purged>, ArchiveError> {
        if self.log.purged(release)?.is_some() {
            return self.finish_purge(release).map(Some);
        }
        if self.log.catalog.captures_of(release)?.is_empty() {
            return Ok(None);
        }
        let purged = PurgedRelease {
            release,
            time: now,
            reason: reason.to_owned(),
        };
        self.purge_again(&purged).map(Some)
    }

    /// Purges a release as another copy of this archive has: also one that this copy does not hold, so that it
    /// stays refused.
    ///
    /// # Errors
    /// [`ArchiveError`]. A purge that was begun is finished when the archive is next opened.
    pub fn purge_again(&mut self, purged: &PurgedRelease) -> Result<Purged, ArchiveError> {
        let PurgedRelease {
            release,
            time,
            ref reason,
        } = *purged;
        let notice = Capture::gone(format!("{NOTICE}{release}"), time, reason);
        let locations = self.segments.append(&[warc::encode(&notice)], time)?;
        failpoint::reach("purge-logged");
        self.log.catalog.note_purge(release, time, reason)?;
        failpoint::reach("purge-noted");
        self.add_rows(&[NewRow::purged(release, time, locations[0])])?;
        self.finish_purge(release)
    }

    /// Overwrites the records of a purged release with fillers, and blanks its rows.
    pub(super) fn finish_purge(&mut self, release: ReleaseId) -> Result<Purged, ArchiveError> {
        let mut left = self.log.catalog.captures_of(release)?;
        left.retain(|row| row.kind != Kind::Purged);
        let captures = left.len() as u64;
        left.retain(|row| row.kind != Kind::Lost);
        for row in &left {
            self.log.check_location(release, row)?;
        }
        for row in &left {
            self.fill(row.seq, row.location)?;
            failpoint::reach("purge-filled");
        }
        if captures > 0 {
            self.log.catalog.blank(release)?;
        }
        Ok(Purged { captures })
    }

    /// Overwrites the record at `location` with a filler.
    pub(super) fn fill(&self, seq: u64, location: RecordLocation) -> Result<(), ArchiveError> {
        let path = segment_path(&self.log.home.captures(), location.segment);
        let filler = usize::try_from(location.length)
            .ok()
            .and_then(|length| warc::filler(length, seq));
        let filler = filler.ok_or_else(|| ArchiveError::Record {
            path: path.clone(),
            offset: location.offset,
            reason: "has too little room for a filler (please report it)".into(),
        })?;
        let file = OpenOptions::new().write(true).open(&path);
        file.and_then(|file| {
            file.write_all_at(&filler, location.offset)
                .and_then(|()| file.sync_data())
        })
        .map_err(|source| ArchiveError::Io { path, source })
    }
}

impl Log {
    /// Every release that was purged, by time.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn purges(&self) -> Result<Vec<PurgedRelease>, ArchiveError> {
        Ok(self.catalog.purges()?)
    }

    /// Fails if the record at a capture's location belongs to another release, which a filler would
    /// destroy. Accepts a record that cannot be read: it may be the release's own.
    fn check_location(&self, release: ReleaseId, row: &CaptureRow) -> Result<(), ArchiveError> {
        let location = row.location;
        let Ok(record) = log::record(&self.home.captures(), location) else {
            return Ok(());
        };
        match warc::address(&record).map(ReleaseId::of) {
            Some(own) if own != release => Err(ArchiveError::Record {
                path: segment_path(&self.home.captures(), location.segment),
                offset: location.offset,
                reason: "holds a different page than the catalog lists".into(),
            }),
            _ => Ok(()),
        }
    }
}

/// The row of a filler or a purge notice in the log; `None` for other records.
pub(super) fn row_of(record: &Record, location: RecordLocation) -> Option<NewRow> {
    let filler = record.kind() == Some("metadata") && record.target().is_none();
    let noticed = notice(record).map(|(release, ..)| release);
    let release = noticed.or(filler.then_some(ReleaseId::from_u64(0)))?;
    Some(NewRow::purged(release, Timestamp::UNIX_EPOCH, location))
}

/// The release, time and reason of a purge notice; `None` for other records.
pub(super) fn notice(record: &Record) -> Option<(ReleaseId, Timestamp, String)> {
    let release = record.target()?.strip_prefix(NOTICE)?.parse().ok()?;
    let reason = String::from_utf8_lossy(&record.block);
    let reason = reason
        .trim()
        .strip_prefix("gone: ")
        .unwrap_or_default()
        .to_owned();
    Some((release, record.header("WARC-Date")?.parse().ok()?, reason))
}
