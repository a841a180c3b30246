//! `SQLite` files with a version: their migrations, and the transactions of their writers.
//!
//! Leaves out what a file holds (`archive`, `watch`).

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// The version of a file after its migration.
pub(crate) enum Migrated {
    /// This program's version.
    Ours,
    /// The version of a newer program: nothing was changed.
    Newer(usize),
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
