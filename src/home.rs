//! Where everything lies on disk.
//!
//! Leaves out what is in it.

use std::path::{Path, PathBuf};

/// The folder of an archive and its indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// The home at `path`, whether it exists or not.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// `omroeper` in the user's data directory (XDG Base Directory Specification); `None` without
    /// `XDG_DATA_HOME` and `HOME`.
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

    /// The `SQLite` catalogue.
    #[must_use]
    pub fn catalog(&self) -> PathBuf {
        self.0.join("catalog.sqlite")
    }

    /// The folder of index generations.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    /// The file whose lock the one writer holds.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    /// The file whose lock the first of the waiting writers holds.
    #[must_use]
    pub fn write_queue(&self) -> PathBuf {
        self.0.join("lock.queue")
    }

    /// The file whose lock the one reindex holds.
    #[must_use]
    pub fn reindex_lock(&self) -> PathBuf {
        self.0.join("lock.reindex")
    }
}

/// Bytes of all files below `folder`; 0 where there is none.
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
