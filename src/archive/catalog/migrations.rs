//! The catalog's schema, as the list of migrations that build it.
//!
//! Leaves out the rows. A catalog's version is the number of migrations that were applied to it.
//! Opening it for writing applies the missing ones. To add a table, append a migration.

/// The oldest version that this program can read without changing it: later migrations only added
/// what writers use.
pub(super) const READABLE_FROM: usize = 3;

/// The version that added the frontier.
pub(super) const FRONTIER_SINCE: usize = 5;

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
    // 4: the folders below which files have addresses, and the digest of each file. The folders of
    // files that were read before have no label, so these files keep their addresses.
    "CREATE TABLE roots (
        folder TEXT PRIMARY KEY,
        label  TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO roots
        SELECT DISTINCT substr(path, 1, length(path) - length(below) - 1), '' FROM (
            SELECT substr(name, 1, instr(name, char(9)) - 1) AS path,
                   substr(name, instr(name, char(9)) + 9) AS below
            FROM files WHERE instr(name, char(9)) > 0)
        WHERE length(below) > 0 AND length(path) > length(below)
            AND substr(path, -length(below) - 1) = '/' || below;
    ALTER TABLE files ADD COLUMN digest BLOB;
    CREATE INDEX files_of_digest ON files (digest);",
    // 5: the sources that are fetched, their offers and gaps; the frontier; and the hosts. Times are
    // in milliseconds since 1970.
    "CREATE TABLE sources (
        name      TEXT PRIMARY KEY,
        state     INTEGER NOT NULL DEFAULT 0,
        reason    TEXT,
        tried     INTEGER,
        succeeded INTEGER,
        offers    TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE offers (
        source   TEXT NOT NULL,
        url      TEXT NOT NULL,
        etag     TEXT,
        modified TEXT,
        items    INTEGER NOT NULL,
        walked   INTEGER NOT NULL,
        since    TEXT,
        PRIMARY KEY (source, url)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE gaps (
        source TEXT NOT NULL,
        since  INTEGER NOT NULL,
        until  INTEGER NOT NULL,
        reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX gaps_of_source ON gaps (source);
    CREATE TABLE frontier (
        address_id  INTEGER PRIMARY KEY,
        url         TEXT NOT NULL,
        source      TEXT NOT NULL,
        offer       TEXT NOT NULL,
        claims      TEXT,
        published   TEXT,
        changed     TEXT,
        found       INTEGER NOT NULL,
        listed      INTEGER NOT NULL,
        state       INTEGER NOT NULL DEFAULT 0,
        reason      TEXT,
        visited     INTEGER,
        due         INTEGER,
        rung        INTEGER NOT NULL DEFAULT 0,
        failures    INTEGER NOT NULL DEFAULT 0,
        etag        TEXT,
        modified    TEXT,
        fingerprint BLOB,
        reserved    TEXT,
        release_id  INTEGER,
        own         TEXT
    ) STRICT;
    CREATE INDEX frontier_of_source ON frontier (source, due);
    CREATE INDEX frontier_of_release ON frontier (release_id) WHERE release_id IS NOT NULL;
    CREATE TABLE hosts (
        host     TEXT PRIMARY KEY,
        next     INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        rests    INTEGER,
        latency  INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE robots (
        origin TEXT PRIMARY KEY,
        asked  INTEGER NOT NULL,
        status INTEGER NOT NULL,
        body   BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;",
    // 6: the files with many pages that were read.
    "CREATE TABLE containers (
        name    TEXT PRIMARY KEY,
        size    INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        pages   INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;",
];
