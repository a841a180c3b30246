//! Errors of the catalog.
//!
//! Leaves out errors of the log, from which the catalog can be rebuilt.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::home::database::is_damaged;

/// An error of the catalog.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// `SQLite` returned an error.
    #[error("cannot use the catalog `{path}` ({})", remedy(source))]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The catalog holds a value that this program never writes.
    #[error("the catalog `{path}` is damaged: {reason} ({REMAKE})")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which value.
        reason: String,
    },
    /// Another version of this program wrote the catalog.
    #[error(
        "the catalog `{path}` has version {found}, not {ours} ({})",
        if .found < .ours { "upgrade it with `omroeper update`" } else { "use the program version that wrote it" }
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The version that this program reads.
        ours: usize,
    },
}

const REMAKE: &str = "move it away and run `omroeper update` to rebuild it from the captures";

impl CatalogError {
    pub(super) fn new(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source {
            rusqlite::Error::FromSqlConversionFailure(_, _, reason) => Self::Damaged {
                path,
                reason: reason.to_string(),
            },
            source if is_damaged(&source) => Self::Damaged {
                path,
                reason: source.to_string(),
            },
            source => Self::Sqlite { path, source },
        }
    }
}

fn remedy(error: &rusqlite::Error) -> &'static str {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied,
        ) => "is the disk full, or the folder read-only?",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program uses it",
        _ => REMAKE,
    }
}
