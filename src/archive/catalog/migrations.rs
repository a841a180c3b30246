//! The tables of the catalogue, as the list of changes that made them.
//!
//! Leaves out what is in them. A catalogue has as its version the number of changes that were made to
//! it; opening it for writing makes the rest. A room that needs tables adds a change at the end.

/// The changes, first to last. What once stood here is never edited: catalogues have it.
pub(super) const MIGRATIONS: &[&str] = &[
    // 1: one row a capture.
    "CREATE TABLE captures (
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
    CREATE INDEX captures_of_release ON captures (release_id, seq);",
    // 2: what a row stands for, what was purged, and which files were read.
    "ALTER TABLE captures ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
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
    CREATE INDEX files_of_release ON files (release_id);",
    // 3: at which addresses pages were requested that give another as their own.
    "CREATE TABLE addresses (
        address_id INTEGER PRIMARY KEY,
        release_id INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX addresses_of_release ON addresses (release_id);",
];
