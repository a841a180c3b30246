//! Exit codes, and which error has which code.
//!
//! Leaves out messages.

use std::io;
use std::process::ExitCode;

use omroeper::archive::{ArchiveError, CatalogError};
use omroeper::index::IndexError;
#[cfg(feature = "opensearch")]
use omroeper::opensearch::ClusterError;
use omroeper::pipeline::{PipelineError, Report};
use omroeper::search::QueryError;
use omroeper::watch::WatchError;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done, or found.
    Done = 0,
    /// Nothing was found.
    NothingFound = 1,
    /// The command line or a query is wrong.
    Usage = 2,
    /// The index is missing, damaged or of another version.
    Index = 3,
    /// Some of the work failed.
    Partial = 4,
    /// Another process holds the lock.
    Locked = 5,
    /// No server answered.
    Network = 6,
    /// The sites do not allow it.
    Refused = 7,
    /// A text that was verified is altered.
    Altered = 8,
    /// Stopped by Ctrl-C.
    Interrupted = 130,
}

/// What each exit code means.
pub(crate) const MEANINGS: [(Exit, &str); 10] = [
    (Exit::Done, "done, or found"),
    (Exit::NothingFound, "nothing found"),
    (Exit::Usage, "usage or query error"),
    (Exit::Index, "index missing, damaged or of another version"),
    (Exit::Partial, "partly failed, or stale"),
    (Exit::Locked, "locked by another process"),
    (Exit::Network, "no server answered"),
    (Exit::Refused, "refused by the sites or their robots.txt"),
    (Exit::Altered, "a quote is altered"),
    (Exit::Interrupted, "interrupted"),
];

/// Shown below `--help`.
pub(crate) fn help() -> String {
    let lines: Vec<String> = MEANINGS
        .iter()
        .map(|(exit, meaning)| format!("  {}  {meaning}", *exit as u8))
        .collect();
    format!("Exit codes:\n{}", lines.join("\n"))
}

/// A mistake in how the command was called.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UsageError(String);

/// An error about how the command was called.
pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
    UsageError(message.into()).into()
}

/// The index cannot be read, because a file of it is damaged.
#[derive(Debug, thiserror::Error)]
#[error(
    "a file of the index is damaged (find it with `omroeper check`, and rebuild the index with `omroeper reindex`)"
)]
struct DamagedIndex;

/// The error of a damaged file of the index.
pub(crate) fn damaged_index() -> anyhow::Error {
    DamagedIndex.into()
}

/// The user stopped a command before it had finished.
#[derive(Debug, thiserror::Error)]
#[error("stopped before all pages were read")]
pub(crate) struct Interrupted;

impl Exit {
    /// The exit code of an error. A closed pipe is not an error.
    pub(crate) fn of(error: &anyhow::Error) -> Self {
        let is_pipe = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
        if error
            .chain()
            .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(is_pipe))
        {
            return Self::Done;
        }
        if error.is::<UsageError>() || error.is::<QueryError>() {
            return Self::Usage;
        }
        if let Some(watch) = error.downcast_ref::<WatchError>() {
            return match watch {
                WatchError::Locked { .. } => Self::Locked,
                WatchError::Index(_) | WatchError::Version { .. } | WatchError::Damaged { .. } => {
                    Self::Index
                }
                WatchError::Store { .. } | WatchError::Io { .. } => Self::Partial,
                _ => Self::Usage,
            };
        }
        #[cfg(feature = "opensearch")]
        if let Some(exit) = Self::of_cluster(error) {
            return exit;
        }
        if error.is::<Interrupted>() {
            return Self::Interrupted;
        }
        if error.is::<DamagedIndex>() {
            return Self::Index;
        }
        let archive = match error.downcast_ref::<PipelineError>() {
            Some(PipelineError::Archive(archive)) => Some(archive),
            Some(PipelineError::Index(IndexError::Write(_))) => return Self::Partial,
            Some(PipelineError::Queries(error)) if error.kind() == io::ErrorKind::InvalidInput => {
                return Self::Usage;
            }
            Some(PipelineError::Watch(WatchError::Locked { .. })) => return Self::Locked,
            Some(PipelineError::Index(_) | PipelineError::LogBehind { .. }) => return Self::Index,
            Some(
                PipelineError::NoVersion { .. }
                | PipelineError::Ambiguous { .. }
                | PipelineError::Root(_)
                | PipelineError::NotABackup { .. }
                | PipelineError::Exists { .. },
            ) => return Self::Usage,
            _ => error.downcast_ref::<ArchiveError>(),
        };
        match archive {
            Some(
                ArchiveError::Locked { .. }
                | ArchiveError::Reindexing { .. }
                | ArchiveError::Fetching { .. },
            ) => Self::Locked,
            Some(
                ArchiveError::Catalog(CatalogError::Version { .. } | CatalogError::Damaged { .. })
                | ArchiveError::Missing { .. }
                | ArchiveError::NoCatalog { .. },
            ) => Self::Index,
            None => match error.downcast_ref() {
                Some(IndexError::Unsupported { .. }) => Self::Usage,
                Some(_) => Self::Index,
                None => Self::Partial,
            },
            _ => Self::Partial,
        }
    }

    /// The exit code of an error of a cluster.
    #[cfg(feature = "opensearch")]
    fn of_cluster<'e>(error: &'e anyhow::Error) -> Option<Self> {
        let of_index = |index: &'e IndexError| match index {
            IndexError::Elsewhere(cluster) => cluster.downcast_ref::<ClusterError>(),
            _ => None,
        };
        let cluster = match error.downcast_ref::<PipelineError>() {
            Some(PipelineError::Cluster(cluster)) => Some(cluster),
            Some(PipelineError::Index(index)) => of_index(index),
            _ => error.downcast_ref::<ClusterError>(),
        };
        let cluster = cluster.or_else(|| error.downcast_ref().and_then(of_index))?;
        Some(match cluster {
            ClusterError::Unreachable { .. }
            | ClusterError::Certificate { .. }
            | ClusterError::NotReady { .. } => Self::Network,
            ClusterError::ReadOnly { .. }
            | ClusterError::Answer { .. }
            | ClusterError::Incomplete { .. }
            | ClusterError::Differs { .. } => Self::Partial,
            ClusterError::Index(_)
            | ClusterError::Foreign { .. }
            | ClusterError::NothingPushed { .. }
            | ClusterError::OtherVersion { .. } => Self::Index,
            _ => Self::Usage,
        })
    }

    /// The exit code of a search. `partial` says that some of the sources could not be read.
    pub(crate) fn of_search(partial: bool, found: usize) -> Self {
        match (partial, found) {
            (true, _) => Self::Partial,
            (false, 0) => Self::NothingFound,
            (false, _) => Self::Done,
        }
    }

    /// The exit code of a job over many pages.
    pub(crate) fn of_run(report: &Report) -> Self {
        match (report.interrupted, report.failures.is_empty()) {
            (true, _) => Self::Interrupted,
            (false, false) => Self::Partial,
            (false, true) => Self::Done,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn every_error_has_its_code() {
        let path = || PathBuf::from("x");
        let missing = || IndexError::Missing { path: path() };
        let locked = ArchiveError::Locked {
            path: path(),
            holder: "process 1".into(),
        };
        let query: QueryError = "("
            .parse::<omroeper::search::Query>()
            .expect_err("it is never closed");
        for (error, exit) in [
            (
                anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe)),
                Exit::Done,
            ),
            (usage("x"), Exit::Usage),
            (query.into(), Exit::Usage),
            (missing().into(), Exit::Index),
            (PipelineError::Index(missing()).into(), Exit::Index),
            (PipelineError::Archive(locked).into(), Exit::Locked),
            (anyhow::anyhow!("x"), Exit::Partial),
        ] {
            assert_eq!(Exit::of(&error), exit, "{error}");
        }
    }

    #[test]
    fn the_help_lists_every_code() {
        for exit in [
            Exit::Done,
            Exit::NothingFound,
            Exit::Usage,
            Exit::Index,
            Exit::Partial,
            Exit::Locked,
            Exit::Network,
            Exit::Refused,
            Exit::Altered,
            Exit::Interrupted,
        ] {
            let code = format!("\n  {}  ", exit as u8);
            assert!(help().contains(&code), "{exit:?}");
        }
    }
}
