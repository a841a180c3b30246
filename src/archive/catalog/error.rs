//! What can be wrong with the catalogue.
//!
//! Leaves out the log, from which the catalogue can be made again.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// What can be wrong with the catalogue.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// `SQLite` refused.
    #[error("cannot use the catalogue `{path}` ({})", remedy(source))]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// A value that this program never writes.
    #[error("the catalogue `{path}` is damaged: {reason} ({REMAKE})")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which value.
        reason: String,
    },
    /// The catalogue is of another program version.
    #[error(
        "the catalogue `{path}` has version {found}, not {ours} ({})",
        if .found < .ours { "bring it up with `omroeper update`" } else { "use the program that wrote it" }
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The one that is read.
        ours: usize,
    },
}

const REMAKE: &str = "move it away to have it made again from the captures";

impl CatalogError {
    pub(super) fn new(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source {
            rusqlite::Error::FromSqlConversionFailure(_, _, reason) => Self::Damaged {
                path,
                reason: reason.to_string(),
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
