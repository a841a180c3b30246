//! The catalog: a `SQLite` database with one row per capture, which says where in the log its
//! record is.
//!
//! Leaves out the captures themselves. All rows of captures can be read back from the log.

mod error;
mod files;
mod frontier;
mod hosts;
mod migrations;
mod purges;
mod rows;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Params, params};

use crate::document::ReleaseId;
use crate::home::database::{Migrated, migrate, read_only, transact};
pub use error::CatalogError;
use files::FORGET_CONTAINERS;
use migrations::{FRONTIER_SINCE, MIGRATIONS, READABLE_FROM};
pub use rows::PurgedRelease;
use rows::{CAPTURE_COLUMNS, capture_row, key, kind_at, location_at, release_at};
pub(super) use rows::{CaptureRow, Kind, LogRow, NewRow, RecordLocation};

type Result<T> = std::result::Result<T, CatalogError>;

/// Memory for pages of the database while it is written. It holds the index of ids of a million releases.
const CACHE_KIB: i64 = 32 << 10;

#[derive(Debug)]
pub(super) struct Catalog {
    path: PathBuf,
    connection: Connection,
    /// Whether it has the tables of the frontier. A catalog that is only read may be older.
    has_frontier: bool,
}

impl Catalog {
    /// Opens the catalog for writing. Creates it if it does not exist, and upgrades it to this
    /// program's version.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let opened = || {
            let mut connection = Connection::open(path)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // A power failure may lose the last commit, which recovery reads back from the log. It
            // cannot leave half a commit.
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
            let version = migrate(&mut connection, MIGRATIONS)?;
            Ok((connection, version))
        };
        let (connection, version) = opened().map_err(|source| CatalogError::new(path, source))?;
        if let Migrated::Newer(found) = version {
            return Err(CatalogError::Version {
                path: path.to_owned(),
                found,
                ours: MIGRATIONS.len(),
            });
        }
        Ok(Self {
            path: path.to_owned(),
            connection,
            has_frontier: true,
        })
    }

    /// Opens the catalog for reading. Works in a folder without write permission.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let opened = read_only(path);
        let (found, connection) = opened.map_err(|source| CatalogError::new(path, source))?;
        let path = path.to_owned();
        if (READABLE_FROM..=MIGRATIONS.len()).contains(&found) {
            Ok(Self {
                path,
                connection,
                has_frontier: found >= FRONTIER_SINCE,
            })
        } else {
            Err(CatalogError::Version {
                path,
                found,
                ours: MIGRATIONS.len(),
            })
        }
    }

    /// Runs `work`. Its error names the catalog.
    fn with<'c, T>(
        &'c self,
        work: impl FnOnce(&'c Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        work(&self.connection).map_err(|source| CatalogError::new(&self.path, source))
    }

    /// Begins a transaction for many reads. Each read outside of one locks the database anew. It ends when it is
    /// dropped.
    pub(super) fn reading(&self) -> Result<rusqlite::Transaction<'_>> {
        self.with(Connection::unchecked_transaction)
    }

    /// Runs `work` in one transaction, which waits for the writers before it.
    fn transact<T>(
        &mut self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let done = transact(&mut self.connection, work);
        done.map_err(|source| CatalogError::new(&self.path, source))
    }

    /// The first value of the first row that `sql` returns.
    fn value<T: rusqlite::types::FromSql>(&self, sql: &str, values: impl Params) -> Result<T> {
        self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row(values, |row| row.get(0))
        })
    }

    /// All rows that `sql` returns, each parsed by `read`.
    fn all<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_map(values, read)?
                .collect()
        })
    }

    fn release_ids(&self, sql: &str, values: impl Params) -> Result<Vec<ReleaseId>> {
        self.all(sql, values, |row| release_at(row, 0))
    }

    /// Number of the last capture; 0 if there is no capture.
    pub(super) fn last(&self) -> Result<u64> {
        self.value("SELECT coalesce(max(seq), 0) FROM captures", [])
    }

    /// Location of the last record that is not lost, and whether it holds a capture. A purged
    /// record and a purge notice do not.
    pub(super) fn end(&self) -> Result<(RecordLocation, bool)> {
        let sql = "SELECT segment, offset, length, kind <> 3 FROM captures WHERE kind <> 4 ORDER BY seq DESC LIMIT 1";
        self.with(|connection| {
            let end = connection.query_row(sql, [], |row| Ok((location_at(row, 0)?, row.get(3)?)));
            end.optional().map(Option::unwrap_or_default)
        })
    }

    /// All captures of a release.
    pub(super) fn captures_of(&self, release: ReleaseId) -> Result<Vec<CaptureRow>> {
        let sql =
            format!("SELECT {CAPTURE_COLUMNS} FROM captures WHERE release_id = ? ORDER BY seq");
        self.all(&sql, [key(release)], capture_row)
    }

    /// All captures of a release, including those at other addresses where it was requested. An
    /// address that has a page of its own does not count, so the captures added are tombstones and
    /// revisits. A tombstone may have been logged before a capture showed that its address leads to
    /// this release.
    pub(super) fn captures_at_all_addresses(&self, release: ReleaseId) -> Result<Vec<CaptureRow>> {
        let sql = format!(
            "SELECT {CAPTURE_COLUMNS} FROM captures
             WHERE release_id = ?1 OR release_id IN (
                SELECT address_id FROM addresses WHERE addresses.release_id = ?1 AND NOT EXISTS (
                    SELECT 1 FROM captures AS own WHERE own.release_id = address_id AND own.kind NOT IN (1, 2)))",
        );
        self.all(&sql, [key(release)], capture_row)
    }

    /// Adds rows, numbered from `first`, in one transaction.
    pub(super) fn add(&mut self, first: u64, rows: &[NewRow]) -> Result<()> {
        self.transact(|transaction| {
            let mut insert = transaction
                .prepare_cached("INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
            for (seq, row) in (first..).zip(rows) {
                insert.execute(params![
                    seq,
                    key(row.release_id),
                    row.url,
                    row.digest.as_bytes(),
                    row.time.to_string(),
                    row.media_type,
                    row.location.segment,
                    row.location.offset,
                    row.location.length,
                    row.kind as i64,
                ])?;
            }
            let mut insert =
                transaction.prepare_cached("INSERT OR REPLACE INTO addresses VALUES (?, ?)")?;
            for row in rows {
                if let Some(address) = row.requested.filter(|address| *address != row.release_id) {
                    insert.execute([key(address), key(row.release_id)])?;
                }
            }
            Ok(())
        })
    }

    /// The release that was last requested at `address`, and its own address, if the two addresses
    /// differ.
    pub(super) fn requested_at(&self, address: ReleaseId) -> Result<Option<(ReleaseId, String)>> {
        let sql = "SELECT captures.release_id, url FROM addresses JOIN captures USING (release_id)
                   WHERE address_id = ? AND url <> '' ORDER BY seq DESC LIMIT 1";
        let read = |row: &rusqlite::Row<'_>| Ok((release_at(row, 0)?, row.get(1)?));
        self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([key(address)], read)
                .optional()
        })
    }

    /// At most `limit` rows with numbers above `after`, in order.
    pub(super) fn rows_after(&self, after: u64, limit: usize) -> Result<Vec<LogRow>> {
        let sql = "SELECT seq, release_id, url, segment, offset, length, kind IN (0, 2) AND NOT EXISTS (
                SELECT 1 FROM captures AS later
                WHERE later.release_id = captures.release_id AND later.seq > captures.seq AND later.kind IN (0, 2)
             ) FROM captures WHERE seq > ? ORDER BY seq LIMIT ?";
        self.all(sql, params![after, limit as u64], |row| {
            Ok(LogRow {
                seq: row.get(0)?,
                release_id: release_at(row, 1)?,
                url: row.get(2)?,
                location: location_at(row, 3)?,
                newest: row.get(6)?,
            })
        })
    }

    /// Number of the newest segment; 0 if there is no segment.
    pub(super) fn last_segment(&self) -> Result<u32> {
        self.value("SELECT coalesce(max(segment), 0) FROM captures", [])
    }

    /// All rows of a segment.
    pub(super) fn rows_of_segment(&self, segment: u32) -> Result<Vec<CaptureRow>> {
        let sql = format!("SELECT {CAPTURE_COLUMNS} FROM captures WHERE segment = ?");
        self.all(&sql, [segment], capture_row)
    }

    /// Releases with at least one capture of a page.
    pub(super) fn releases(&self) -> Result<Vec<ReleaseId>> {
        self.release_ids(
            "SELECT DISTINCT release_id FROM captures WHERE kind = 0",
            [],
        )
    }

    /// Releases with `part` in their address, or whose id begins with it: at most `limit`, with their
    /// addresses.
    pub(super) fn releases_like(
        &self,
        part: &str,
        limit: usize,
    ) -> Result<Vec<(ReleaseId, String)>> {
        let sql = "SELECT release_id, max(url) FROM captures WHERE kind = 0
                   AND (instr(lower(url), lower(?1)) > 0
                     OR length(?1) >= 4 AND printf('%016x', release_id) LIKE ?1 || '%')
                   GROUP BY release_id ORDER BY max(seq) DESC LIMIT ?2";
        self.all(sql, params![part, limit as u64], |row| {
            Ok((release_at(row, 0)?, row.get(1)?))
        })
    }

    /// Copies the catalog into a file, which must not exist.
    pub(super) fn copy_into(&self, path: &Path) -> Result<()> {
        let path = path.display().to_string();
        self.with(|connection| connection.execute("VACUUM INTO ?", [path]).map(drop))
    }

    /// Marks captures as lost, so that their pages can be ingested again. Returns the addresses of
    /// the pages.
    pub(super) fn note_lost(&mut self, captures: &[u64]) -> Result<Vec<String>> {
        self.transact(|transaction| {
            let mut addresses = Vec::with_capacity(captures.len());
            for seq in captures {
                let sql = "UPDATE captures SET kind = 4 WHERE seq = ? AND kind <> 3 RETURNING url";
                addresses.extend(transaction.prepare_cached(sql)?.query_row([seq], |row| row.get(0)).optional()?);
                let sql = "DELETE FROM files WHERE release_id = (SELECT release_id FROM captures WHERE seq = ?)";
                transaction.prepare_cached(sql)?.execute([seq])?;
            }
            // Any of them may hold a page that is lost.
            transaction.execute(FORGET_CONTAINERS, [])?;
            Ok(addresses)
        })
    }

    /// Number of rows of each kind, in order of kind.
    pub(super) fn counts(&self) -> Result<[u64; 6]> {
        let mut counts = [0; 6];
        let rows = self.all(
            "SELECT kind, count(*) FROM captures GROUP BY kind",
            [],
            |row| Ok((kind_at(row, 0)?, row.get::<_, u64>(1)?)),
        )?;
        for (kind, count) in rows {
            counts[kind as usize] += count;
        }
        // A page that was never captured cannot be gone.
        counts[Kind::Gone as usize] = self.value(
            "SELECT count(*) FROM captures AS gone WHERE kind = 2 AND (
                EXISTS (SELECT 1 FROM captures WHERE release_id = gone.release_id AND kind = 0)
                OR EXISTS (SELECT 1 FROM addresses WHERE address_id = gone.release_id))",
            [],
        )?;
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Digest;

    fn row(url: &str, kind: Kind) -> NewRow {
        NewRow {
            release_id: ReleaseId::of(url),
            url: url.to_owned(),
            requested: None,
            digest: Digest::of(url.as_bytes()),
            time: jiff::Timestamp::UNIX_EPOCH,
            media_type: "text/html".to_owned(),
            location: RecordLocation {
                segment: 1,
                offset: 7,
                length: 9,
            },
            kind,
        }
    }

    fn catalog() -> (tempfile::TempDir, Catalog) {
        let folder = tempfile::tempdir().expect("a folder");
        let catalog = Catalog::open(&folder.path().join("catalog.sqlite")).expect("a new catalog");
        (folder, catalog)
    }

    #[test]
    fn rows_come_back_as_they_were_added() {
        let (_folder, mut catalog) = catalog();
        let rows = Kind::ALL.map(|kind| row("https://a.example/brug", kind));
        catalog.add(1, &rows).expect("rows");
        let read = catalog.captures_of(rows[0].release_id).expect("rows");
        for (known, added) in read.iter().zip(&rows) {
            assert_eq!(
                (known.kind, known.digest, known.location),
                (added.kind, added.digest, added.location)
            );
        }
        assert_eq!((read.len(), catalog.last().expect("a number")), (6, 6));
        assert_eq!(catalog.counts().expect("counts"), [1; 6]);
    }

    #[test]
    fn two_writers_wait_for_each_other() {
        let (folder, first) = catalog();
        let second = Catalog::open(&folder.path().join("catalog.sqlite")).expect("the catalog");
        std::thread::scope(|scope| {
            for mut writer in [first, second] {
                scope.spawn(move || {
                    for _ in 0..100 {
                        let read_and_add = writer.transact(|transaction| {
                            let sql = "SELECT count(*) FROM purges";
                            let found: u64 = transaction.query_row(sql, [], |row| row.get(0))?;
                            let sql = "INSERT INTO purges VALUES (?, '', '')";
                            transaction.execute(sql, [found])
                        });
                        assert_eq!(read_and_add.expect("one row"), 1);
                    }
                });
            }
        });
    }

    #[test]
    fn an_invalid_value_is_an_error_that_names_it() {
        for (change, named) in [
            ("kind = 9", "the kind 9"),
            ("digest = x'00'", "capture 1 has a digest"),
            ("time = 'gisteren'", "capture 1 has the time `gisteren`"),
        ] {
            let (_folder, mut catalog) = catalog();
            catalog
                .add(1, &[row("https://a.example/brug", Kind::Page)])
                .expect("a row");
            catalog
                .connection
                .execute(&format!("UPDATE captures SET {change}"), [])
                .expect("a change");
            let error = catalog
                .captures_of(ReleaseId::of("https://a.example/brug"))
                .expect_err(change);
            assert!(error.to_string().contains(named), "{error}");
        }
    }

    #[test]
    fn every_older_version_is_upgraded() {
        let tables = |catalog: &Catalog| {
            let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
            catalog
                .all(sql, [], |row| row.get::<_, String>(0))
                .expect("the tables")
        };
        let (_folder, new) = catalog();
        for version in 0..MIGRATIONS.len() {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("catalog.sqlite");
            let old = Connection::open(&path).expect("a database");
            let steps = MIGRATIONS[..version].concat();
            old.execute_batch(&format!("{steps} PRAGMA user_version = {version};"))
                .expect("older tables");
            if (1..READABLE_FROM).contains(&version) {
                assert!(
                    matches!(Catalog::read(&path), Err(CatalogError::Version { .. })),
                    "version {version}"
                );
            }
            let brought_up = Catalog::open(&path).expect("an older catalog");
            assert_eq!(tables(&brought_up), tables(&new), "version {version}");
        }
    }
}
