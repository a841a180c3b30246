//! What stops a job.
//!
//! Leaves out what happens to single pages, which is in the report.

use std::path::PathBuf;

use crate::archive::ArchiveError;
use crate::index::IndexError;

/// What stops a run; whatever happened to single pages is in its [`Report`](super::Report).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The writer that was given failed.
    #[error("cannot write the output")]
    Output(#[from] std::io::Error),
    /// A version was asked for that a page does not have.
    #[error("there is no version {wanted}, only 1 to {last}")]
    NoVersion {
        /// Its number.
        wanted: u32,
        /// The last one's.
        last: usize,
    },
    /// The log lost its end.
    #[error(
        "the log ends with capture {log}, and the index `{path}` with {index}: captures are lost (restore `captures` from a backup; or move the index away, which has the last of their text, and run `omroeper update`)"
    )]
    LogBehind {
        /// The index.
        path: PathBuf,
        /// Its last capture.
        index: u64,
        /// The last one of the log.
        log: u64,
    },
    /// The disk has no room for another generation.
    #[error(
        "`{path}` has {free} MB free, and a new index may take {needed} MB (make room, or remove a generation that was kept)"
    )]
    DiskFull {
        /// Where the room is needed.
        path: PathBuf,
        /// What there is, in megabytes.
        free: u64,
        /// What a new index may take, in megabytes.
        needed: u64,
    },
}
