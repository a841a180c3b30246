//! Rows of the catalog, and how `SQLite` stores their values.
//!
//! Leaves out queries. Reading a value that this program never writes is an error that names it.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Result, Row};

use crate::document::{Digest, ReleaseId};

/// The kind of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Kind {
    /// A page.
    Page = 0,
    /// A revisit: the page was captured again, unchanged.
    Revisit = 1,
    /// A tombstone: the page was gone.
    Gone = 2,
    /// A purged capture, or a purge notice.
    Purged = 3,
    /// A capture whose record is lost.
    Lost = 4,
    /// The answer of a server to a request for its `robots.txt`.
    Robots = 5,
}

impl Kind {
    pub(super) const ALL: [Self; 6] = [
        Self::Page,
        Self::Revisit,
        Self::Gone,
        Self::Purged,
        Self::Lost,
        Self::Robots,
    ];
}

/// Where a record is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::archive) struct RecordLocation {
    pub(in crate::archive) segment: u32,
    pub(in crate::archive) offset: u64,
    pub(in crate::archive) length: u64,
}

/// A row to be added.
#[derive(Debug, Clone)]
pub(in crate::archive) struct NewRow {
    pub(in crate::archive) release_id: ReleaseId,
    pub(in crate::archive) url: String,
    /// The address at which it was requested, if that is not its own address.
    pub(in crate::archive) requested: Option<ReleaseId>,
    pub(in crate::archive) digest: Digest,
    pub(in crate::archive) time: Timestamp,
    pub(in crate::archive) media_type: String,
    pub(in crate::archive) location: RecordLocation,
    pub(in crate::archive) kind: Kind,
}

impl NewRow {
    /// The row of a purged capture or of a purge notice.
    pub(in crate::archive) fn purged(
        release_id: ReleaseId,
        time: Timestamp,
        location: RecordLocation,
    ) -> Self {
        Self {
            release_id,
            url: String::new(),
            requested: None,
            digest: Digest::of(b""),
            time,
            media_type: String::new(),
            location,
            kind: Kind::Purged,
        }
    }
}

/// What the catalog stores about a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) struct CaptureRow {
    pub(in crate::archive) seq: u64,
    pub(in crate::archive) kind: Kind,
    pub(in crate::archive) digest: Digest,
    pub(in crate::archive) time: Timestamp,
    pub(in crate::archive) location: RecordLocation,
}

/// The columns of a [`CaptureRow`].
pub(super) const CAPTURE_COLUMNS: &str = "seq, kind, digest, time, segment, offset, length";

/// A row to apply to the index, or to skip.
#[derive(Debug, Clone)]
pub(in crate::archive) struct LogRow {
    pub(in crate::archive) seq: u64,
    pub(in crate::archive) release_id: ReleaseId,
    pub(in crate::archive) url: String,
    pub(in crate::archive) location: RecordLocation,
    /// Whether it is the last capture of its page that was logged. Only this one is applied,
    /// together with all earlier captures of the page.
    pub(in crate::archive) newest: bool,
}

/// A release's id as `SQLite` stores it: as a signed integer.
pub(super) fn key(release: ReleaseId) -> i64 {
    release.as_u64().cast_signed()
}

pub(super) fn release_at(row: &Row<'_>, column: usize) -> Result<ReleaseId> {
    row.get(column).map(release_of)
}

/// The identifier that is stored as `key`.
pub(super) fn release_of(key: i64) -> ReleaseId {
    ReleaseId::from_u64(key.cast_unsigned())
}

/// Reads a location from three columns; `column` is the first, with the segment.
pub(super) fn location_at(row: &Row<'_>, column: usize) -> Result<RecordLocation> {
    Ok(RecordLocation {
        segment: row.get(column)?,
        offset: row.get(column + 1)?,
        length: row.get(column + 2)?,
    })
}

pub(super) fn kind_at(row: &Row<'_>, column: usize) -> Result<Kind> {
    let number: i64 = row.get(column)?;
    let kind = Kind::ALL.into_iter().find(|kind| *kind as i64 == number);
    kind.ok_or_else(|| {
        damaged(
            column,
            Type::Integer,
            format!("a capture has the kind {number}"),
        )
    })
}

pub(super) fn capture_row(row: &Row<'_>) -> Result<CaptureRow> {
    let seq = row.get(0)?;
    let (digest, time): (Vec<u8>, String) = (row.get(2)?, row.get(3)?);
    let wrong =
        |column, what: &str| damaged(column, Type::Text, format!("capture {seq} has {what}"));
    Ok(CaptureRow {
        seq,
        kind: kind_at(row, 1)?,
        digest: Digest::from_bytes(&digest)
            .ok_or_else(|| wrong(2, "a digest that is not 32 bytes long"))?,
        time: time
            .parse()
            .map_err(|_| wrong(3, &format!("the time `{time}`")))?,
        location: location_at(row, 4)?,
    })
}

fn damaged(column: usize, kind: Type, reason: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, reason.into())
}

/// A release that was purged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgedRelease {
    /// Its id, which does not reveal its address.
    pub release: ReleaseId,
    /// When it was purged.
    pub time: Timestamp,
    /// Why.
    pub reason: String,
}
