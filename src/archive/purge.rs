//! Purging: a release's captures made unreadable where they stand, for good.
//!
//! Leaves out the index, which the pipeline rewrites. A notice is logged before anything goes, so that
//! a purge that a crash cut off is finished when the archive is next opened; each record is replaced
//! by a filler of its own length, so that no other moves.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;

use jiff::Timestamp;

use super::catalog::{Entry, Kind, Known, Place};
use super::segments::segment_path;
use super::warc::{self, Record};
use super::{Archive, ArchiveError, Log, load, log};
use crate::document::{Capture, Digest, ReleaseId};
use crate::failpoint;

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
    pub fn purge(&mut self, release: ReleaseId, reason: &str, now: Timestamp) -> Result<Option<Purged>, ArchiveError> {
        let known = self.log.catalog.captures_of(release).map_err(|source| self.log.failed(source))?;
        if known.is_empty() && self.log.purged(release)?.is_none() {
            return Ok(None);
        }
        let notice = Capture::gone(format!("{NOTICE}{release}"), now, reason);
        let places = self.segments.append(&[warc::encode(&notice)], now)?;
        let row = Entry {
            release_id: release,
            url: String::new(),
            met_at: None,
            digest: Digest::of(b""),
            time: now,
            media_type: String::new(),
            place: places[0],
            kind: Kind::Purged,
        };
        failpoint::reach("purge-logged");
        self.log.catalog.note_purge(release, now, reason).map_err(|source| self.log.failed(source))?;
        failpoint::reach("purge-noted");
        self.catalog(&[row])?;
        self.finish_purge(release).map(Some)
    }

    /// Fills in the records of a purged release, and blanks its rows.
    pub(super) fn finish_purge(&mut self, release: ReleaseId) -> Result<Purged, ArchiveError> {
        let known = self.log.catalog.captures_of(release).map_err(|source| self.log.failed(source))?;
        let left: Vec<_> = known.iter().filter(|known| known.kind != Kind::Purged).collect();
        let there = |known: &&&Known| known.kind != Kind::Lost;
        for known in left.iter().filter(there) {
            self.log.check_place(release, known)?;
        }
        for known in left.iter().filter(there) {
            self.fill(known.seq, known.place)?;
            failpoint::reach("purge-filled");
        }
        let captures = left.len() as u64;
        if captures > 0 {
            let log = &mut self.log;
            log.catalog.blank(release).map_err(|source| log.failed(source))?;
        }
        Ok(Purged { captures })
    }

    /// Puts a filler in a record's place.
    pub(super) fn fill(&self, seq: u64, place: Place) -> Result<(), ArchiveError> {
        let path = segment_path(&self.log.home.captures(), place.segment);
        let filler = usize::try_from(place.length).ok().and_then(|length| warc::filler(length, seq));
        let filler = filler.ok_or_else(|| ArchiveError::Record {
            path: path.clone(),
            offset: place.offset,
            reason: "has no room for what replaces a record (please report it)".into(),
        })?;
        let file = OpenOptions::new().write(true).open(&path);
        file.and_then(|file| file.write_all_at(&filler, place.offset).and_then(|()| file.sync_data()))
            .map_err(|source| ArchiveError::Io { path, source })
    }
}

impl Log {
    /// Refuses where another release's record stands in the place of a capture, which a filler would
    /// destroy. One that cannot be read may be the release's own.
    fn check_place(&self, release: ReleaseId, known: &Known) -> Result<(), ArchiveError> {
        let place = known.place;
        let Ok(record) = log::record(&self.home.captures(), place) else { return Ok(()) };
        let own = load::capture_of(&record)
            .map(|capture| ReleaseId::of(&capture.url))
            .or_else(|| Some(ReleaseId::of(record.address()?)));
        match own {
            Some(own) if own != release => Err(ArchiveError::Record {
                path: segment_path(&self.home.captures(), place.segment),
                offset: place.offset,
                reason: "holds another page than the catalogue has".into(),
            }),
            _ => Ok(()),
        }
    }
}

/// The row of a filler or a notice in the log.
pub(super) fn entry(record: &Record, place: Place) -> Option<Entry> {
    let filler = record.header("WARC-Type") == Some("metadata") && record.target().is_none();
    let noticed = notice(record).map(|(release, ..)| release);
    (filler || noticed.is_some()).then(|| Entry {
        release_id: noticed.unwrap_or(ReleaseId::from_u64(0)),
        url: String::new(),
        met_at: None,
        digest: Digest::of(b""),
        time: Timestamp::UNIX_EPOCH,
        media_type: String::new(),
        place,
        kind: Kind::Purged,
    })
}

/// The release that a record is the notice of, when, and why.
pub(super) fn notice(record: &Record) -> Option<(ReleaseId, Timestamp, String)> {
    let release = record.target()?.strip_prefix(NOTICE)?.parse().ok()?;
    let reason = String::from_utf8_lossy(&record.block);
    let reason = reason.trim().strip_prefix("gone: ").unwrap_or_default().to_owned();
    Some((release, record.header("WARC-Date")?.parse().ok()?, reason))
}
