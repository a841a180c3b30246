//! The errors of watches.
//!
//! Leaves out a failure to tell one watch, which does not stop the others.

use std::path::{Path, PathBuf};

use crate::home::database::is_damaged;
use crate::index::IndexError;
use crate::search::QueryError;

/// Why watches cannot be kept or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WatchError {
    /// A watch has that name.
    #[error(
        "there is a watch `{name}` (choose another name, or change it with `omroeper watch edit`)"
    )]
    Exists {
        /// The name.
        name: String,
    },
    /// No watch has that name.
    #[error("there is no watch `{name}` (`omroeper watch list` lists them)")]
    Unknown {
        /// The name.
        name: String,
    },
    /// A name that a file cannot have.
    #[error("`{name}` is not a name for a watch (use letters, digits, `-` and `_`)")]
    Name {
        /// The name.
        name: String,
    },
    /// The query finds everything.
    #[error("the watch would find everything (give words, or an option such as `--publisher`)")]
    Everything,
    /// The query cannot be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// Another process runs watches.
    #[error(
        "watches are being run by another process (wait until it has finished; it holds `{path}`)"
    )]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The file of watches is damaged.
    #[error(
        "the watches in `{path}` are damaged: {reason} (restore the file from a backup, or move it away)"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file of watches cannot be read or written.
    #[error("cannot use the watches in `{path}` (check the disk and the permissions)")]
    Store {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// A file cannot be read or written.
    #[error("cannot write `{path}` (check the path and the disk)")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A newer version of the program wrote the watches.
    #[error(
        "the watches in `{path}` are of version {found}, and this program knows {ours} (install a newer version)"
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The newest version that this program knows.
        ours: usize,
    },
}

impl WatchError {
    /// The error of an operation on the file of watches.
    pub(super) fn store(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        if is_damaged(&source) {
            let reason = source.to_string();
            Self::Damaged { path, reason }
        } else {
            Self::Store { path, source }
        }
    }

    /// The error of a file of a newer version.
    pub(super) fn newer(path: PathBuf, found: usize, ours: usize) -> Self {
        Self::Version { path, found, ours }
    }
}
