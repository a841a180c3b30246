//! Errors that stop a job.
//!
//! Leaves out failures of single pages, which are in the report.

use std::path::PathBuf;

use crate::archive::ArchiveError;
use crate::document::ReleaseId;
use crate::index::IndexError;
use crate::load::RootError;
use crate::watch::WatchError;

/// An error that stops a job. Failures of single pages are in its [`Report`](super::Report).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A purge could not take a release out of the watches.
    #[error(transparent)]
    Watch(#[from] WatchError),
    /// The cluster failed.
    #[cfg(feature = "opensearch")]
    #[error(transparent)]
    Cluster(#[from] crate::opensearch::ClusterError),
    /// A source is not below the root that was given.
    #[error(transparent)]
    Root(#[from] RootError),
    /// A folder holds something else than a backup.
    #[error(
        "`{path}` is not a backup (give a folder that `omroeper backup` made; or, to make one, a new or empty folder)"
    )]
    NotABackup {
        /// The folder.
        path: PathBuf,
    },
    /// There is an archive where one is restored.
    #[error(
        "there is an archive in `{path}` (give `--replace` to move it aside, or another `--home`)"
    )]
    Exists {
        /// The home.
        path: PathBuf,
    },
    /// A folder cannot be written or moved.
    #[error("cannot write `{path}` (check the path and the disk)")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Reading the queries of a batch failed.
    #[error("cannot read the queries")]
    Queries(#[source] std::io::Error),
    /// Writing the output failed.
    #[error("cannot write the output")]
    Output(#[from] std::io::Error),
    /// A part of an address is that of several.
    #[error("`{name}` is part of several addresses ({})", listed(releases))]
    Ambiguous {
        /// The part.
        name: String,
        /// The first of them.
        releases: Vec<(ReleaseId, String)>,
    },
    /// The page does not have the requested version.
    #[error("there is no version {wanted} (the page has versions 1 to {last})")]
    NoVersion {
        /// The requested number.
        wanted: u32,
        /// The number of the last version.
        last: usize,
    },
    /// The log ends before the index.
    #[error(
        "the log ends with capture {log}, but the index `{path}` with capture {index}: captures are lost (restore `captures` from a backup; or move the index, which holds their only text, away and run `omroeper update`)"
    )]
    LogBehind {
        /// The index.
        path: PathBuf,
        /// The last capture in the index.
        index: u64,
        /// The last capture in the log.
        log: u64,
    },
    /// The disk has too little room for another index generation.
    #[error(
        "`{path}` has {free} MB free, but a new index may take {needed} MB (make room, or remove a generation that was kept)"
    )]
    DiskFull {
        /// Where the room is needed.
        path: PathBuf,
        /// Free space, in megabytes.
        free: u64,
        /// Space that a new generation may take, in megabytes.
        needed: u64,
    },
}

/// The ids and addresses of releases, and what to do with them.
fn listed(releases: &[(ReleaseId, String)]) -> String {
    let lines = releases.iter().map(|(id, url)| format!("{id} {url}"));
    let lines: Vec<String> = lines.collect();
    format!("give the id of one: {}", lines.join(", "))
}
