//! `SQLite` files with a version: their migrations, and the transactions of their writers.
//!
//! Leaves out what a file holds (`archive`, `watch`).

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use url::Url;

/// The version of a file after its migration.
pub(crate) enum Migrated {
    /// This program's version.
    Ours,
    /// The version of a newer program: nothing was changed.
    Newer(usize),
}

/// Opens a file for reading, also in a folder that cannot be written.
pub(crate) fn read_only(path: &Path) -> rusqlite::Result<(usize, Connection)> {
    // Only an empty path has no absolute form.
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut url = Url::from_file_path(absolute).expect("an absolute path");
    let mut open = |how: &str| {
        url.set_query(Some(how));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(url.as_str(), flags)?;
        // Only a read shows whether the file can be read.
        Ok((version(&connection)?, connection))
    };
    open("mode=ro").or_else(|error: rusqlite::Error| match error.sqlite_error_code() {
        // Readers also need the `-shm` file, which SQLite cannot create here. A running writer would have created
        // it, so nothing changes the file meanwhile.
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) => open("immutable=1"),
        _ => Err(error),
    })
}

/// Whether a file is no `SQLite` file, or a damaged one.
pub(crate) fn is_damaged(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Returns how many migrations a file has applied; 0 for a new file.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<usize> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Applies those of `migrations` that a file has not applied, in one transaction.
pub(crate) fn migrate(
    connection: &mut Connection,
    migrations: &[&str],
) -> rusqlite::Result<Migrated> {
    if version(connection)? == migrations.len() {
        return Ok(Migrated::Ours);
    }
    transact(connection, |transaction| {
        // Another process may have migrated the file meanwhile.
        let found = version(transaction)?;
        let Some(missing) = migrations.get(found..) else {
            return Ok(Migrated::Newer(found));
        };
        transaction.execute_batch(&missing.concat())?;
        transaction.pragma_update(None, "user_version", migrations.len())?;
        Ok(Migrated::Ours)
    })
}

/// Runs `work` in one transaction, which waits for the writers before it. A transaction that begins as a reader
/// fails at once where another writer came between its first read and its first write.
pub(crate) fn transact<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}
