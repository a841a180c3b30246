//! The home: the paths of the archive and its indexes on disk.
//!
//! Leaves out what the files hold.

pub(crate) mod database;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What to do about an error of the file system.
pub(crate) fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "is the file missing, or the path wrong?",
        ErrorKind::PermissionDenied => "check its permissions: it may be read-only",
        ErrorKind::NotADirectory | ErrorKind::IsADirectory => "check the path",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on the disk",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        _ => "is the disk full, or the folder read-only?",
    }
}

/// The folder of an archive and its indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// The home at `path`, which need not exist.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// `omroeper` in the user's data directory (XDG Base Directory Specification); `None` if
    /// neither `XDG_DATA_HOME` nor `HOME` is set.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        let set = |name: &str| {
            std::env::var_os(name)
                .filter(|v| !v.is_empty())
                .map(PathBuf::from)
                .filter(|p| p.is_absolute())
        };
        let data =
            set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")))?;
        Some(Self(data.join("omroeper")))
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The folder of WARC segments.
    #[must_use]
    pub fn captures(&self) -> PathBuf {
        self.0.join("captures")
    }

    /// The `SQLite` catalog.
    #[must_use]
    pub fn catalog(&self) -> PathBuf {
        self.0.join("catalog.sqlite")
    }

    /// The folder of index generations.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    /// The watches, and what they have told.
    #[must_use]
    pub fn watches(&self) -> PathBuf {
        self.0.join("watches.sqlite")
    }

    /// The record of runs.
    #[must_use]
    pub fn runs(&self) -> PathBuf {
        self.0.join("runs.jsonl")
    }

    /// The file that a run of watches locks.
    #[must_use]
    pub fn watch_lock(&self) -> PathBuf {
        self.0.join("lock.watch")
    }

    /// The id of the archive, by which a cluster tells archives apart.
    #[must_use]
    pub fn archive_id(&self) -> PathBuf {
        self.0.join("archive-id")
    }

    /// The file that a push locks.
    #[must_use]
    pub fn push_lock(&self) -> PathBuf {
        self.0.join("lock.push")
    }

    /// The file that the writer locks.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    /// The file that the first waiting writer locks.
    #[must_use]
    pub fn write_queue(&self) -> PathBuf {
        self.0.join("lock.queue")
    }

    /// The file that a reindex locks.
    #[must_use]
    pub fn reindex_lock(&self) -> PathBuf {
        self.0.join("lock.reindex")
    }

    /// The file that a fetch locks.
    #[must_use]
    pub fn fetch_lock(&self) -> PathBuf {
        self.0.join("lock.fetch")
    }
}

/// Bytes that are free for users on the file system of `folder`; `None` if the system does not say.
#[must_use]
pub fn room_at(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Total size in bytes of all files below `folder`; 0 if there are no files.
#[must_use]
pub fn size_of(folder: &Path) -> u64 {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok);
    entries
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|m| m.len())
        .sum()
}
