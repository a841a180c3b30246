//! The catalogue: one row a capture, in `SQLite`, saying where in the log it stands.
//!
//! Leaves out the captures themselves. Whatever it holds can be read back from the log.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, params};
use url::Url;

use super::ArchiveError;
use super::load::{self, FileMark};
use super::warc::Record;
use crate::document::{Digest, ReleaseId};

/// Version of the tables, in `SQLite`'s `user_version`.
const VERSION: i64 = 3;

const TABLES: &str = "
    CREATE TABLE captures (
        seq        INTEGER PRIMARY KEY,
        release_id INTEGER NOT NULL,
        url        TEXT NOT NULL,
        digest     BLOB NOT NULL,
        time       TEXT NOT NULL,
        media_type TEXT NOT NULL,
        segment    INTEGER NOT NULL,
        offset     INTEGER NOT NULL,
        length     INTEGER NOT NULL,
        kind       INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX captures_of_release ON captures (release_id, seq);
";

/// What `captures` of version 1 lacks.
const KIND_COLUMN: &str = "ALTER TABLE captures ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;";

/// What version 2 has more than version 1, whose `captures` had no `kind`: what was purged, and which
/// files were read when they were as large and as old.
const MORE: &str = "
    CREATE TABLE purges (
        release_id INTEGER PRIMARY KEY,
        time       TEXT NOT NULL,
        reason     TEXT NOT NULL
    ) STRICT;
    CREATE TABLE files (
        name       TEXT PRIMARY KEY,
        size       INTEGER NOT NULL,
        changed    INTEGER NOT NULL,
        release_id INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX files_of_release ON files (release_id);
";

/// What version 3 has more: at which addresses pages were met that give another as their own.
const STILL_MORE: &str = "
    CREATE TABLE addresses (
        address_id INTEGER PRIMARY KEY,
        release_id INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX addresses_of_release ON addresses (release_id);
";

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page.
    Page = 0,
    /// A page that was met again as it was.
    Unchanged = 1,
    /// A page that was gone.
    Gone = 2,
    /// Nothing any more, or the notice that something was purged.
    Purged = 3,
    /// A page whose record was lost.
    Lost = 4,
}

impl Kind {
    fn of(number: i64) -> Self {
        [Self::Page, Self::Unchanged, Self::Gone, Self::Lost]
            .into_iter()
            .find(|kind| *kind as i64 == number)
            .unwrap_or(Self::Purged)
    }
}

/// A row: what is known of a capture without reading it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) release_id: ReleaseId,
    pub(super) url: String,
    /// Where it was met, where that is another address than its own.
    pub(super) met_at: Option<ReleaseId>,
    pub(super) digest: Digest,
    pub(super) time: Timestamp,
    pub(super) media_type: String,
    pub(super) place: Place,
    pub(super) kind: Kind,
}

/// A capture of a release, as the catalogue knows it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) seq: u64,
    pub(super) kind: Kind,
    pub(super) digest: Digest,
    pub(super) time: Timestamp,
    pub(super) place: Place,
}

impl Known {
    /// Whether `record`, in the capture's place, is its record.
    pub(super) fn is_in(&self, record: &Record) -> bool {
        self.kind != Kind::Page || load::capture_of(record).is_some_and(|capture| capture.digest() == self.digest)
    }
}

/// A row of the log, to be applied or passed over.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) seq: u64,
    pub(super) release_id: ReleaseId,
    pub(super) url: String,
    pub(super) place: Place,
    /// Whether it is a page's newest word: a later one holds all that came before.
    pub(super) newest: bool,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) offset: u64,
    pub(super) length: u64,
}

#[derive(Debug)]
pub(super) struct Catalog {
    connection: Connection,
}

impl Catalog {
    /// Opens the catalogue, making it where there is none.
    pub(super) fn open(path: &Path) -> Result<Self, ArchiveError> {
        let failed = |source| ArchiveError::Catalog { path: path.to_owned(), source };
        let connection = Connection::open(path).map_err(failed)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
        // A lost commit is found again in the log; a torn one cannot happen.
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(failed)?;
        let steps = match version(&connection).map_err(failed)? {
            0 => format!("{TABLES} {MORE} {STILL_MORE}"),
            1 => format!("{KIND_COLUMN} {MORE} {STILL_MORE}"),
            2 => STILL_MORE.to_owned(),
            VERSION => return Ok(Self { connection }),
            found => return Err(ArchiveError::CatalogVersion { path: path.to_owned(), found, ours: VERSION }),
        };
        let change = format!("BEGIN; {steps} PRAGMA user_version = {VERSION}; COMMIT;");
        connection.execute_batch(&change).map_err(failed)?;
        Ok(Self { connection })
    }

    /// Opens the catalogue for reading, which may lie where nobody may write.
    pub(super) fn read(path: &Path) -> Result<Self, ArchiveError> {
        let failed = |source| ArchiveError::Catalog { path: path.to_owned(), source };
        let absolute =
            std::path::absolute(path).map_err(|source| ArchiveError::Io { path: path.to_owned(), source })?;
        let mut url = Url::from_file_path(absolute).expect("an absolute path");
        let mut open = |how: &str| {
            url.set_query(Some(how));
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(url.as_str(), flags)?;
            Ok((version(&connection)?, connection))
        };
        let opened = open("mode=ro").or_else(|error: rusqlite::Error| match error.sqlite_error_code() {
            // Readers, too, share a file that SQLite cannot make here. A writer would have made it.
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) => open("immutable=1"),
            _ => Err(error),
        });
        match opened.map_err(failed)? {
            (VERSION, connection) => Ok(Self { connection }),
            (found, _) => Err(ArchiveError::CatalogVersion { path: path.to_owned(), found, ours: VERSION }),
        }
    }

    /// The last capture's number; 0 where there is none.
    pub(super) fn last(&self) -> rusqlite::Result<u64> {
        self.connection.query_row("SELECT coalesce(max(seq), 0) FROM captures", [], |row| row.get(0))
    }

    /// The place of the last capture that is there, and whether it says something.
    pub(super) fn end(&self) -> rusqlite::Result<(Place, bool)> {
        let sql = "SELECT segment, offset, length, kind <> 3 FROM captures WHERE kind <> 4 ORDER BY seq DESC LIMIT 1";
        let place = |row: &rusqlite::Row<'_>| {
            Ok((Place { segment: row.get(0)?, offset: row.get(1)?, length: row.get(2)? }, row.get(3)?))
        };
        self.connection.query_row(sql, [], place).optional().map(Option::unwrap_or_default)
    }

    /// All captures of a release, in order of time.
    pub(super) fn captures_of(&self, release: ReleaseId) -> rusqlite::Result<Vec<Known>> {
        self.by_time(
            "SELECT seq, kind, digest, time, segment, offset, length FROM captures WHERE release_id = ?",
            release,
        )
    }

    /// All captures of a release, and word that it was gone at addresses that are none's own, which may have
    /// come before it was known that they are its; in order of time.
    pub(super) fn told_of(&self, release: ReleaseId) -> rusqlite::Result<Vec<Known>> {
        self.by_time(
            "SELECT seq, kind, digest, time, segment, offset, length FROM captures
             WHERE release_id = ?1 OR release_id IN (
                SELECT address_id FROM addresses WHERE addresses.release_id = ?1 AND NOT EXISTS (
                    SELECT 1 FROM captures AS own WHERE own.release_id = address_id AND own.kind NOT IN (1, 2)))",
            release,
        )
    }

    fn by_time(&self, sql: &str, release: ReleaseId) -> rusqlite::Result<Vec<Known>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([key(release)], known)?;
        let mut captures: Vec<Known> = rows.collect::<rusqlite::Result<_>>()?;
        captures.sort_by_key(|capture| (capture.time, capture.seq));
        Ok(captures)
    }

    /// Adds rows numbered from `first` on, all or none.
    pub(super) fn add(&mut self, first: u64, entries: &[Entry]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert =
                transaction.prepare_cached("INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
            for (seq, entry) in (first..).zip(entries) {
                insert.execute(params![
                    seq,
                    key(entry.release_id),
                    entry.url,
                    entry.digest.as_bytes(),
                    entry.time.to_string(),
                    entry.media_type,
                    entry.place.segment,
                    entry.place.offset,
                    entry.place.length,
                    entry.kind as i64,
                ])?;
            }
            let mut met = transaction.prepare_cached("INSERT OR REPLACE INTO addresses VALUES (?, ?)")?;
            for entry in entries {
                if let Some(address) = entry.met_at.filter(|address| *address != entry.release_id) {
                    met.execute([key(address), key(entry.release_id)])?;
                }
            }
        }
        transaction.commit()
    }

    /// The release that was last met at an address that is none's own, and its own address.
    pub(super) fn met_at(&self, address: ReleaseId) -> rusqlite::Result<Option<(ReleaseId, String)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT captures.release_id, url FROM addresses JOIN captures USING (release_id)
             WHERE address_id = ? AND url <> '' ORDER BY seq DESC LIMIT 1",
        )?;
        statement.query_row([key(address)], |row| Ok((release_at(row, 0)?, row.get(1)?))).optional()
    }

    /// Rows numbered above `after`, in order, at most `limit`.
    pub(super) fn rows_after(&self, after: u64, limit: usize) -> rusqlite::Result<Vec<Row>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, release_id, url, segment, offset, length, kind IN (0, 2) AND NOT EXISTS (
                SELECT 1 FROM captures AS later
                WHERE later.release_id = captures.release_id AND later.seq > captures.seq AND later.kind IN (0, 2)
             ) FROM captures WHERE seq > ? ORDER BY seq LIMIT ?",
        )?;
        let rows = statement.query_map(params![after, limit as u64], |row| {
            Ok(Row {
                seq: row.get(0)?,
                release_id: release_at(row, 1)?,
                url: row.get(2)?,
                place: Place { segment: row.get(3)?, offset: row.get(4)?, length: row.get(5)? },
                newest: row.get(6)?,
            })
        })?;
        rows.collect()
    }

    /// Number of the newest segment; 0 where there is none.
    pub(super) fn last_segment(&self) -> rusqlite::Result<u32> {
        self.connection.query_row("SELECT coalesce(max(segment), 0) FROM captures", [], |row| row.get(0))
    }

    /// All rows of a segment.
    pub(super) fn rows_of_segment(&self, segment: u32) -> rusqlite::Result<Vec<Known>> {
        let sql = "SELECT seq, kind, digest, time, segment, offset, length FROM captures WHERE segment = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_map([segment], known)?.collect()
    }

    /// Releases of which a page is known.
    pub(super) fn releases(&self) -> rusqlite::Result<Vec<ReleaseId>> {
        self.release_ids("SELECT DISTINCT release_id FROM captures WHERE kind = 0", [])
    }

    fn release_ids(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<ReleaseId>> {
        self.connection.prepare(sql)?.query_map(values, |row| release_at(row, 0))?.collect()
    }

    /// Why a release was purged, if it was.
    pub(super) fn purged(&self, release: ReleaseId) -> rusqlite::Result<Option<String>> {
        let mut statement = self.connection.prepare_cached("SELECT reason FROM purges WHERE release_id = ?")?;
        statement.query_row([key(release)], |row| row.get(0)).optional()
    }

    /// Releases that were purged behind capture `after`.
    pub(super) fn purged_after(&self, after: u64) -> rusqlite::Result<Vec<ReleaseId>> {
        self.release_ids("SELECT DISTINCT release_id FROM captures WHERE seq > ? AND kind = 3", [after])
    }

    /// Whether anything was ever purged.
    pub(super) fn any_purged(&self) -> rusqlite::Result<bool> {
        self.connection.query_row("SELECT EXISTS (SELECT 1 FROM purges)", [], |row| row.get(0))
    }

    /// Whether a file was read as it is.
    pub(super) fn has_read(&self, mark: &FileMark) -> rusqlite::Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM files WHERE name = ? AND size = ? AND changed = ?)";
        self.connection.prepare_cached(sql)?.query_row(params![mark.name, mark.size, mark.changed], |row| row.get(0))
    }

    /// Notes that files were read, and for which releases.
    pub(super) fn note_read(&mut self, files: &[(FileMark, ReleaseId)]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)")?;
            for (mark, release) in files {
                insert.execute(params![mark.name, mark.size, mark.changed, key(*release)])?;
            }
        }
        transaction.commit()
    }

    /// Releases that are noted as purged and still have rows that say something.
    pub(super) fn unfinished_purges(&self) -> rusqlite::Result<Vec<ReleaseId>> {
        self.release_ids(
            "SELECT DISTINCT release_id FROM purges JOIN captures USING (release_id) WHERE captures.kind <> 3",
            [],
        )
    }

    /// Notes that a release is purged; from then on it is not taken in again.
    pub(super) fn note_purge(&self, release: ReleaseId, time: Timestamp, reason: &str) -> rusqlite::Result<()> {
        let values = params![key(release), time.to_string(), reason];
        self.connection.execute("INSERT OR REPLACE INTO purges VALUES (?, ?, ?)", values).map(drop)
    }

    /// Leaves of a release's rows their numbers and places alone, in the file too.
    pub(super) fn blank(&mut self, release: ReleaseId) -> rusqlite::Result<()> {
        self.connection.pragma_update(None, "secure_delete", true)?;
        let transaction = self.connection.transaction()?;
        for sql in [
            "UPDATE captures SET url = '', digest = zeroblob(32), media_type = '', kind = 3 WHERE release_id = ?",
            "DELETE FROM files WHERE release_id = ?",
            "DELETE FROM addresses WHERE release_id = ?",
        ] {
            transaction.execute(sql, [key(release)])?;
        }
        transaction.commit()?;
        self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); VACUUM;")
    }

    /// Notes that records were lost, so that their pages can be taken in again; the addresses of the pages.
    pub(super) fn note_lost(&mut self, captures: &[u64]) -> rusqlite::Result<Vec<String>> {
        let transaction = self.connection.transaction()?;
        let mut addresses = Vec::with_capacity(captures.len());
        for seq in captures {
            let sql = "UPDATE captures SET kind = 4 WHERE seq = ? AND kind <> 3 RETURNING url";
            addresses.extend(transaction.prepare_cached(sql)?.query_row([seq], |row| row.get(0)).optional()?);
            let sql = "DELETE FROM files WHERE release_id = (SELECT release_id FROM captures WHERE seq = ?)";
            transaction.prepare_cached(sql)?.execute([seq])?;
        }
        transaction.commit()?;
        Ok(addresses)
    }

    /// Counts of rows by kind, in order of kind.
    pub(super) fn counts(&self) -> rusqlite::Result<[u64; 5]> {
        let mut counts = [0; 5];
        let mut statement = self.connection.prepare("SELECT kind, count(*) FROM captures GROUP BY kind")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u64>(1)?)))?;
        for row in rows {
            let (kind, count) = row?;
            counts[Kind::of(kind) as usize] += count;
        }
        Ok(counts)
    }
}

/// Version of the tables; 0 where there are none.
fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// A release's id as `SQLite` keeps it: its integers have a sign.
fn key(release: ReleaseId) -> i64 {
    release.as_u64().cast_signed()
}

fn release_at(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<ReleaseId> {
    row.get::<_, i64>(column).map(|id| ReleaseId::from_u64(id.cast_unsigned()))
}

fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    let (digest, time): (Vec<u8>, String) = (row.get(2)?, row.get(3)?);
    Ok(Known {
        seq: row.get(0)?,
        kind: Kind::of(row.get(1)?),
        digest: Digest::from_bytes(&digest).unwrap_or_else(|| Digest::of(b"")),
        time: time.parse().unwrap_or(Timestamp::UNIX_EPOCH),
        place: Place { segment: row.get(4)?, offset: row.get(5)?, length: row.get(6)? },
    })
}
