//! Purging: a release's captures made unreadable where they stand, for good.
//!
//! Leaves out the index, which the pipeline rewrites. A notice is logged before anything goes, so that
//! a purge that a crash cut off is finished when the archive is next opened; each record is replaced
//! by a filler of its own length, so that no other moves.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;

use jiff::Timestamp;

use super::catalog::{CaptureRow, Kind, NewRow, RecordLocation};
use super::segments::segment_path;
use super::{Archive, ArchiveError, Log, log};
use crate::document::{Capture, ReleaseId};
use crate::failpoint;
use crate::warc::{self, Record};

/// Address of a notice: the release's id, which does not tell its URL.
const NOTICE: &str = "urn:omroeper:purged:";

/// What a purge did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purged {
    /// Captures that were made unreadable.
    pub captures: u64,
}

impl Archive {
    /// Makes every capture of `release` unreadable and keeps it out from now on; `reason` stays. `None`
    /// where nothing of it was ever taken in.
    ///
    /// # Errors
    /// [`ArchiveError`]; begun and not ended, it is ended when the archive is next opened.
    pub fn purge(
        &mut self,
        release: ReleaseId,
        reason: &str,
        now: Timestamp,
    ) -> Result<Option<Purged>, ArchiveError> {
        if self.log.catalog.captures_of(release)?.is_empty() && self.log.purged(release)?.is_none()
        {
            return Ok(None);
        }
        let notice = Capture::gone(format!("{NOTICE}{release}"), now, reason);
        let locations = self.segments.append(&[warc::encode(&notice)], now)?;
        failpoint::reach("purge-logged");
        self.log.catalog.note_purge(release, now, reason)?;
        failpoint::reach("purge-noted");
        self.add_rows(&[NewRow::purged(release, now, locations[0])])?;
        self.finish_purge(release).map(Some)
    }

    /// Fills in the records of a purged release, and blanks its rows.
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

    /// Overwrites what stands at `location` with a filler.
    pub(super) fn fill(&self, seq: u64, location: RecordLocation) -> Result<(), ArchiveError> {
        let path = segment_path(&self.log.home.captures(), location.segment);
        let filler = usize::try_from(location.length)
            .ok()
            .and_then(|length| warc::filler(length, seq));
        let filler = filler.ok_or_else(|| ArchiveError::Record {
            path: path.clone(),
            offset: location.offset,
            reason: "has no room for what replaces a record (please report it)".into(),
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
    /// Refuses where another release's record stands in the place of a capture, which a filler would
    /// destroy. One that cannot be read may be the release's own.
    fn check_location(&self, release: ReleaseId, row: &CaptureRow) -> Result<(), ArchiveError> {
        let location = row.location;
        let Ok(record) = log::record(&self.home.captures(), location) else {
            return Ok(());
        };
        match warc::address(&record).map(ReleaseId::of) {
            Some(own) if own != release => Err(ArchiveError::Record {
                path: segment_path(&self.home.captures(), location.segment),
                offset: location.offset,
                reason: "holds another page than the catalogue has".into(),
            }),
            _ => Ok(()),
        }
    }
}

/// The row of a filler or a notice in the log.
pub(super) fn row_of(record: &Record, location: RecordLocation) -> Option<NewRow> {
    let filler = record.kind() == Some("metadata") && record.target().is_none();
    let noticed = notice(record).map(|(release, ..)| release);
    let release = noticed.or(filler.then_some(ReleaseId::from_u64(0)))?;
    Some(NewRow::purged(release, Timestamp::UNIX_EPOCH, location))
}

/// The release that a record is the notice of, when, and why.
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
