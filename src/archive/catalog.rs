//! The catalogue: one row a capture, in `SQLite`, saying where in the log it stands.
//!
//! Leaves out the captures themselves. Whatever it holds can be read back from the log.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::ArchiveError;
use crate::document::{Digest, ReleaseId};

/// Version of the tables, in `SQLite`'s `user_version`.
const VERSION: i64 = 1;

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
        length     INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX captures_of_release ON captures (release_id, seq);
";

/// A row: what is known of a capture without reading it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) release_id: ReleaseId,
    pub(super) url: String,
    pub(super) digest: Digest,
    pub(super) time: Timestamp,
    pub(super) media_type: String,
    pub(super) place: Place,
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
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
        match version {
            0 => {
                let setup = format!("BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;");
                connection.execute_batch(&setup).map_err(failed)?;
            }
            VERSION => {}
            other => return Err(ArchiveError::CatalogVersion { path: path.to_owned(), found: other, ours: VERSION }),
        }
        Ok(Self { connection })
    }

    /// The last capture's number and place; number 0 where there is none.
    pub(super) fn last(&self) -> rusqlite::Result<(u64, Place)> {
        let found = self
            .connection
            .query_row("SELECT seq, segment, offset, length FROM captures ORDER BY seq DESC LIMIT 1", [], |row| {
                Ok((row.get(0)?, Place { segment: row.get(1)?, offset: row.get(2)?, length: row.get(3)? }))
            })
            .optional()?;
        Ok(found.unwrap_or_default())
    }

    /// The digest of the newest capture of a release.
    pub(super) fn latest_digest(&self, release: ReleaseId) -> rusqlite::Result<Option<Digest>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT digest FROM captures WHERE release_id = ? ORDER BY seq DESC LIMIT 1")?;
        let bytes: Option<Vec<u8>> =
            statement.query_row([release.as_u64().cast_signed()], |row| row.get(0)).optional()?;
        Ok(bytes.and_then(|b| Digest::from_bytes(&b)))
    }

    /// Adds rows numbered from `first` on, all or none.
    pub(super) fn add(&mut self, first: u64, entries: &[Entry]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached("INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
            for (seq, entry) in (first..).zip(entries) {
                insert.execute(params![
                    seq,
                    entry.release_id.as_u64().cast_signed(),
                    entry.url,
                    entry.digest.as_bytes(),
                    entry.time.to_string(),
                    entry.media_type,
                    entry.place.segment,
                    entry.place.offset,
                    entry.place.length,
                ])?;
            }
        }
        transaction.commit()
    }

    /// Places of captures numbered above `after`, in order, at most `limit`.
    pub(super) fn places_after(&self, after: u64, limit: usize) -> rusqlite::Result<Vec<(u64, Place)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT seq, segment, offset, length FROM captures WHERE seq > ? ORDER BY seq LIMIT ?")?;
        let rows = statement.query_map(params![after, limit as u64], |row| {
            Ok((row.get(0)?, Place { segment: row.get(1)?, offset: row.get(2)?, length: row.get(3)? }))
        })?;
        rows.collect()
    }
}
