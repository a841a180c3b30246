//! Errors of the archive.
//!
//! Leaves out pages that cannot be loaded: [`LoadError`](crate::load::LoadError).

use std::path::PathBuf;

use super::catalog::CatalogError;
use crate::home::remedy;

/// An error of the archive. A page that cannot be loaded is a [`LoadError`](crate::load::LoadError)
/// instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// A segment lost its end.
    #[error(
        "ends before the last capture that the catalog lists (restore it from a backup, or run `omroeper repair`)"
    )]
    CutShort,
    /// Another process holds the lock.
    #[error(
        "`{path}` is locked by {holder} (wait until it is done, wait longer with `--wait`, or use another `--home`)"
    )]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// The process that holds it.
        holder: String,
    },
    /// Another process reindexes.
    #[error("{holder} is reindexing already (wait until it is done)")]
    Reindexing {
        /// The process that holds the lock.
        holder: String,
    },
    /// Another process fetches.
    #[error("{holder} is fetching already (wait until it is done, or use another `--home`)")]
    Fetching {
        /// The process that holds the lock.
        holder: String,
    },
    /// A copy of the log is damaged.
    #[error(
        "{what}, so nothing was replaced (find the damage with `omroeper check`; restore the record from the last backup, or give it up with `omroeper repair`)"
    )]
    NotCopied {
        /// What is wrong, and where.
        what: String,
    },
    /// The file system returned an error.
    #[error("cannot use `{path}` ({})", remedy(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The catalog cannot be used.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// Nothing was ever ingested.
    #[error("no captures in `{path}` (run `omroeper ingest SOURCE…` or `omroeper fetch` first)")]
    Missing {
        /// The home.
        path: PathBuf,
    },
    /// There are captures, but no catalog.
    #[error("there is no catalog `{path}` (run `omroeper update` to rebuild it from the captures)")]
    NoCatalog {
        /// Where it should be.
        path: PathBuf,
    },
    /// A record that the catalog lists cannot be read.
    #[error(
        "`{path}` {reason} at byte {offset} (restore it from a backup, or run `omroeper repair`)"
    )]
    Record {
        /// The segment.
        path: PathBuf,
        /// Where the record should be.
        offset: u64,
        /// What is wrong there.
        reason: String,
    },
}
