//! What can be wrong with the archive.
//!
//! Leaves out pages that cannot be loaded: [`LoadError`](crate::load::LoadError).

use std::path::PathBuf;

use super::catalog::CatalogError;

/// What can be wrong with the archive; a page that cannot be loaded is a
/// [`LoadError`](crate::load::LoadError).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// Another process writes.
    #[error(
        "`{path}` is held by {holder} (wait until it is done, or longer with `--wait`; or give another `--home`)"
    )]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// Who has it.
        holder: String,
    },
    /// The file system refused.
    #[error("cannot use `{path}` (is the disk full, or the folder read-only?)")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The catalogue cannot be used.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// Nothing was ever ingested.
    #[error("no captures in `{path}` (run `omroeper ingest SOURCE…` first)")]
    Missing {
        /// The home.
        path: PathBuf,
    },
    /// There are captures, but no catalogue of them.
    #[error(
        "there is no catalogue `{path}` (run `omroeper update`, which makes it again from the captures)"
    )]
    NoCatalog {
        /// Where it should be.
        path: PathBuf,
    },
    /// A record that the catalogue names cannot be read.
    #[error(
        "`{path}` {reason} at byte {offset} (restore it from a backup, or run `omroeper repair`)"
    )]
    Record {
        /// The segment.
        path: PathBuf,
        /// Where the record should be.
        offset: u64,
        /// What is there.
        reason: String,
    },
}
