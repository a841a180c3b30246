//! The catalog's schema, as the list of migrations that build it.
//!
//! Leaves out the rows. A catalog's version is the number of migrations that were applied to it.
//! Opening it for writing applies the missing ones. To add a table, append a migration.

/// The migrations in order. Never edit one: existing catalogs have applied it.
pub(super) const MIGRATIONS: &[&str] = &[
    // 1: one row per capture.
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
    // 2: the kind of each row, the purged releases, and the files that were read.
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
    // 3: the addresses at which pages were requested that have another address of their own.
    "CREATE TABLE addresses (
        address_id INTEGER PRIMARY KEY,
        release_id INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX addresses_of_release ON addresses (release_id);",
];
