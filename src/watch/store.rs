//! The file of watches: a `SQLite` database with the watches, the items that each has seen, and the events.
//!
//! Leaves out what an event is (`event`), and telling it (`tell`). It is no part of the catalog: nothing in
//! the log gives it back, and a watch that runs takes no lock of the home.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::error::WatchError;
use super::event::Event;
use crate::document::ReleaseId;
use crate::home::Home;
use crate::home::database::{Migrated, migrate, read_only, transact};

/// How long a write waits for another one.
const PATIENCE: Duration = Duration::from_secs(30);

/// The migrations in order. Never edit one: existing files have applied it.
const MIGRATIONS: &[&str] = &[
    // 1: the watches; the releases or quotes that each has seen, with the time from which the version that it
    // saw holds; the events, in order: not told (0), printed (1), or told in the files of the watch too (2).
    "CREATE TABLE watches (
        name    TEXT PRIMARY KEY,
        query   TEXT NOT NULL,
        subject INTEGER NOT NULL,
        atom    TEXT,
        jsonl   TEXT,
        command TEXT,
        seq     INTEGER NOT NULL,
        ran     TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE items (
        watch      TEXT NOT NULL,
        item       INTEGER NOT NULL,
        release_id INTEGER NOT NULL,
        since      INTEGER NOT NULL,
        gone       INTEGER NOT NULL,
        PRIMARY KEY (watch, item)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX items_of_release ON items (watch, release_id);
    CREATE TABLE events (
        number     INTEGER PRIMARY KEY,
        watch      TEXT NOT NULL,
        id         TEXT NOT NULL,
        release_id INTEGER NOT NULL,
        told       INTEGER NOT NULL DEFAULT 0,
        event      TEXT NOT NULL,
        UNIQUE (watch, id)
    ) STRICT;",
];

/// What a watch looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Releases.
    Releases,
    /// Quotes.
    Quotes,
}

/// Where a watch tells, besides the output of the run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs {
    /// An Atom file (RFC 4287).
    pub atom: Option<PathBuf>,
    /// A file of JSON lines.
    pub jsonl: Option<PathBuf>,
    /// A command of the shell, which gets JSON lines on its stdin.
    pub command: Option<String>,
}

/// A saved query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// Its name.
    pub name: String,
    /// The query, which parses back to itself.
    pub query: String,
    /// What it looks for.
    pub subject: Subject,
    /// Where it tells.
    pub outputs: Outputs,
    /// Number of the last capture that it has seen.
    pub seq: u64,
    /// When it last ran.
    pub ran: Option<Timestamp>,
}

/// A release or quote that a watch has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// The id of the release or quote, as a number.
    pub(super) id: u64,
    pub(super) release: ReleaseId,
    /// When the version that was seen began, in seconds since 1970.
    pub(super) since: i64,
    pub(super) gone: bool,
}

/// The file of watches.
#[derive(Debug)]
pub(super) struct Store {
    path: PathBuf,
    connection: Connection,
}

type Result<T> = std::result::Result<T, WatchError>;

impl Store {
    /// Opens the file of a home. Creates it if it does not exist.
    pub(super) fn open(home: &Home) -> Result<Self> {
        let path = home.watches();
        let opened = || {
            let mut connection = Connection::open(&path)?;
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // A purged release leaves no text in the file.
            connection.pragma_update(None, "secure_delete", true)?;
            // An event must not be told before it is safe on disk.
            connection.pragma_update(None, "synchronous", "FULL")?;
            let version = migrate(&mut connection, MIGRATIONS)?;
            Ok((connection, version))
        };
        let (connection, version) = opened().map_err(|source| WatchError::store(&path, source))?;
        if let Migrated::Newer(found) = version {
            return Err(WatchError::newer(path, found, MIGRATIONS.len()));
        }
        Ok(Self { path, connection })
    }

    /// Opens the file of a home for reading, if there is one. An older file is migrated first.
    pub(super) fn read(home: &Home) -> Result<Option<Self>> {
        let path = home.watches();
        if !path.exists() {
            return Ok(None);
        }
        let (found, connection) =
            read_only(&path).map_err(|source| WatchError::store(&path, source))?;
        match found.cmp(&MIGRATIONS.len()) {
            Ordering::Less => Self::open(home).map(Some),
            Ordering::Equal => Ok(Some(Self { path, connection })),
            Ordering::Greater => Err(WatchError::newer(path, found, MIGRATIONS.len())),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        work(&self.connection).map_err(|source| WatchError::store(&self.path, source))
    }

    fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        transact(&mut self.connection, work).map_err(|source| WatchError::store(&self.path, source))
    }

    /// Copies the file into another one, which must not exist.
    pub(super) fn copy_into(&self, path: &Path) -> Result<()> {
        let path = path.display().to_string();
        self.with(|connection| connection.execute("VACUUM INTO ?", [path]).map(drop))
    }

    /// All watches, by name.
    pub(super) fn watches(&self) -> Result<Vec<Watch>> {
        self.with(|connection| {
            let sql = "SELECT name, query, subject, atom, jsonl, command, seq, ran FROM watches ORDER BY name";
            connection.prepare_cached(sql)?.query_map([], watch)?.collect()
        })
    }

    pub(super) fn watch(&self, name: &str) -> Result<Option<Watch>> {
        self.with(|connection| {
            let sql = "SELECT name, query, subject, atom, jsonl, command, seq, ran FROM watches WHERE name = ?";
            connection
                .prepare_cached(sql)?
                .query_row([name], watch)
                .optional()
        })
    }

    /// Writes a watch and the items that it has seen, in place of those before.
    pub(super) fn put(&mut self, watch: &Watch, items: &[Item]) -> Result<()> {
        self.transact(|transaction| {
            let text = |path: &Option<PathBuf>| path.as_ref().map(|p| p.display().to_string());
            transaction.execute(
                "INSERT OR REPLACE INTO watches VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    watch.name,
                    watch.query,
                    i64::from(watch.subject == Subject::Quotes),
                    text(&watch.outputs.atom),
                    text(&watch.outputs.jsonl),
                    watch.outputs.command,
                    watch.seq,
                    watch.ran.map(|ran| ran.to_string()),
                ],
            )?;
            transaction.execute("DELETE FROM items WHERE watch = ?", [&watch.name])?;
            insert(transaction, &watch.name, items)
        })
    }

    /// Removes a watch with its items and events.
    pub(super) fn remove(&mut self, name: &str) -> Result<()> {
        self.transact(|transaction| {
            for table in ["items", "events"] {
                transaction.execute(&format!("DELETE FROM {table} WHERE watch = ?"), [name])?;
            }
            transaction.execute("DELETE FROM watches WHERE name = ?", [name])?;
            Ok(())
        })
    }

    /// The item with that id that a watch has seen.
    pub(super) fn item(&self, watch: &str, item: u64) -> Result<Option<Item>> {
        self.with(|connection| {
            let sql =
                "SELECT item, release_id, since, gone FROM items WHERE watch = ? AND item = ?";
            connection
                .prepare_cached(sql)?
                .query_row(params![watch, key(item)], self::item)
                .optional()
        })
    }

    /// The items of a release that a watch has seen.
    pub(super) fn items_of(&self, watch: &str, release: ReleaseId) -> Result<Vec<Item>> {
        self.with(|connection| {
            let sql = "SELECT item, release_id, since, gone FROM items WHERE watch = ? AND release_id = ?";
            connection
                .prepare_cached(sql)?
                .query_map(params![watch, key(release.as_u64())], self::item)?
                .collect()
        })
    }

    /// Writes what a watch found up to capture `seq`: events that are not told yet, and the items seen.
    pub(super) fn note(
        &mut self,
        name: &str,
        seq: u64,
        ran: Timestamp,
        events: &[Event],
        items: &[Item],
    ) -> Result<()> {
        self.transact(|transaction| {
            let sql =
                "INSERT OR IGNORE INTO events (watch, id, release_id, event) VALUES (?, ?, ?, ?)";
            let mut add = transaction.prepare_cached(sql)?;
            for event in events {
                let json = serde_json::to_string(event).expect("an event serializes");
                add.execute(params![name, event.id, key(event.release.as_u64()), json])?;
            }
            insert(transaction, name, items)?;
            let sql = "UPDATE watches SET seq = ?, ran = ? WHERE name = ?";
            transaction.execute(sql, params![seq, ran.to_string(), name])?;
            Ok(())
        })
    }

    /// The events of a watch that were not printed, in order, with their numbers.
    pub(super) fn unprinted(&self, watch: &str) -> Result<Vec<(u64, Event)>> {
        self.told_at_most(watch, 0)
    }

    /// The events of a watch that are not told in its own files, in order, with their numbers.
    pub(super) fn untold(&self, watch: &str) -> Result<Vec<(u64, Event)>> {
        self.told_at_most(watch, 1)
    }

    fn told_at_most(&self, watch: &str, told: u8) -> Result<Vec<(u64, Event)>> {
        self.with(|connection| {
            let sql =
                "SELECT number, event FROM events WHERE watch = ? AND told <= ? ORDER BY number";
            connection
                .prepare_cached(sql)?
                .query_map(params![watch, told], event)?
                .collect()
        })
    }

    /// The newest events of a watch, the newest first: at most `limit`.
    pub(super) fn newest(&self, watch: &str, limit: usize) -> Result<Vec<Event>> {
        let newest = self.with(|connection| {
            let sql =
                "SELECT number, event FROM events WHERE watch = ? ORDER BY number DESC LIMIT ?";
            let mut newest = connection.prepare_cached(sql)?;
            let newest = newest.query_map(params![watch, limit as u64], event)?;
            newest.collect::<rusqlite::Result<Vec<_>>>()
        })?;
        Ok(newest.into_iter().map(|(_, event)| event).collect())
    }

    /// Marks all events of a watch as printed.
    pub(super) fn mark_printed(&mut self, watch: &str) -> Result<()> {
        self.transact(|transaction| {
            let sql = "UPDATE events SET told = 1 WHERE watch = ? AND told = 0";
            transaction.execute(sql, [watch]).map(drop)
        })
    }

    /// Marks events as told.
    pub(super) fn mark(&mut self, watch: &str, numbers: &[u64]) -> Result<()> {
        self.transact(|transaction| {
            let sql = "UPDATE events SET told = 2 WHERE watch = ? AND number = ?";
            let mut mark = transaction.prepare_cached(sql)?;
            for number in numbers {
                mark.execute(params![watch, number])?;
            }
            Ok(())
        })
    }

    /// Removes everything of a release, also from the file on disk. Returns the ids of its events.
    pub(super) fn forget(&mut self, release: ReleaseId) -> Result<Vec<String>> {
        let ids = self.transact(|transaction| {
            let id = key(release.as_u64());
            let ids = transaction
                .prepare("SELECT DISTINCT id FROM events WHERE release_id = ?")?
                .query_map([id], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for table in ["items", "events"] {
                let sql = format!("DELETE FROM {table} WHERE release_id = ?");
                transaction.execute(&sql, [id])?;
            }
            Ok(ids)
        })?;
        self.with(|connection| connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"))?;
        Ok(ids)
    }
}

/// An id as `SQLite` stores it: with the same bits.
fn key(id: u64) -> i64 {
    i64::from_ne_bytes(id.to_ne_bytes())
}

fn from_key(key: i64) -> u64 {
    u64::from_ne_bytes(key.to_ne_bytes())
}

fn insert(transaction: &Transaction<'_>, watch: &str, items: &[Item]) -> rusqlite::Result<()> {
    let mut add =
        transaction.prepare_cached("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?)")?;
    for item in items {
        let release = key(item.release.as_u64());
        add.execute(params![watch, key(item.id), release, item.since, item.gone])?;
    }
    Ok(())
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        id: from_key(row.get(0)?),
        release: ReleaseId::from_u64(from_key(row.get(1)?)),
        since: row.get(2)?,
        gone: row.get(3)?,
    })
}

fn watch(row: &Row<'_>) -> rusqlite::Result<Watch> {
    let path = |at| {
        row.get::<_, Option<String>>(at)
            .map(|path| path.map(PathBuf::from))
    };
    let subject: i64 = row.get(2)?;
    let ran: Option<String> = row.get(7)?;
    Ok(Watch {
        name: row.get(0)?,
        query: row.get(1)?,
        subject: if subject == 0 {
            Subject::Releases
        } else {
            Subject::Quotes
        },
        outputs: Outputs {
            atom: path(3)?,
            jsonl: path(4)?,
            command: row.get(5)?,
        },
        seq: row.get(6)?,
        ran: ran.and_then(|ran| ran.parse().ok()),
    })
}

fn event(row: &Row<'_>) -> rusqlite::Result<(u64, Event)> {
    let json: String = row.get(1)?;
    let event = serde_json::from_str(&json).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(error))
    })?;
    Ok((row.get(0)?, event))
}
