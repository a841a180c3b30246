//! Index generations on disk: builds, publishes and removes them, and finds the live one.
//!
//! Leaves out the contents of a generation.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::shared_directory::{self, LockedFile};
use super::{BuiltWith, IndexError};
use crate::failpoint;

/// The file that records what a generation was built with. It is written last, so a generation
/// without it is unfinished.
const MANIFEST: &str = "generation.json";

/// The lock file of a generation that was never live. Its builder holds the lock.
const BUILD_LOCK: &str = "building";

/// The file that names the live generation.
const CURRENT: &str = "current";

/// Returns the folder of the live generation under `root` (`index/` of a home).
///
/// # Errors
/// [`IndexError::Missing`] if no index was built yet, [`IndexError::OtherVersion`] if another
/// version of the program built it, [`IndexError::Damaged`] if its files are inconsistent.
pub(super) fn live(root: &Path) -> Result<PathBuf, IndexError> {
    with_live(root, |folder| Ok(folder.to_owned()))
}

/// Calls `work` with the folder of the live generation under `root`.
///
/// A rebuild may replace and remove the generation meanwhile. If `work` fails and another
/// generation is live then, `work` is called again with that one.
///
/// # Errors
/// As [`live`], and the errors of `work`.
pub(super) fn with_live<T>(
    root: &Path,
    mut work: impl FnMut(&Path) -> Result<T, IndexError>,
) -> Result<T, IndexError> {
    loop {
        let name = read_current(root)?.ok_or_else(|| IndexError::Missing {
            path: root.to_owned(),
        })?;
        let folder = root.join(&name);
        match check_versions(&folder).and_then(|()| work(&folder)) {
            Err(_) if read_current(root)?.is_some_and(|live| live != name) => {}
            done => return done,
        }
    }
}

/// Returns an error if another version of the program built the generation.
fn check_versions(folder: &Path) -> Result<(), IndexError> {
    let about = folder.join(MANIFEST);
    let text = match fs::read_to_string(&about) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(IndexError::Damaged {
                path: folder.to_owned(),
                reason: "is the live generation and is incomplete".into(),
            });
        }
        read => read.map_err(|source| IndexError::Io {
            path: about.clone(),
            source,
        })?,
    };
    let found: BuiltWith = serde_json::from_str(&text).map_err(|_| IndexError::Damaged {
        path: about,
        reason: "does not contain valid versions".into(),
    })?;
    if found != BuiltWith::ours() {
        return Err(IndexError::OtherVersion {
            path: folder.to_owned(),
            found,
            ours: BuiltWith::ours(),
        });
    }
    Ok(())
}

/// A generation that is being built. Searches do not read it until it is
/// [published](Self::publish).
#[derive(Debug)]
pub struct NextGeneration {
    root: PathBuf,
    name: String,
    /// Locked during the build. The operating system releases the lock when the process ends.
    building: LockedFile,
}

impl NextGeneration {
    /// Begins a generation with the next number under `root`. First removes what interrupted builds
    /// left.
    pub(super) fn begin(root: &Path) -> Result<Self, IndexError> {
        remove_unfinished(root)?;
        let last = generations(root)?
            .pop()
            .and_then(|(name, _)| name[1..].parse::<u32>().ok())
            .unwrap_or(0);
        let name = format!("g{:06}", last + 1);
        let folder = root.join(&name);
        let building =
            fs::create_dir_all(&folder).and_then(|()| File::create(folder.join(BUILD_LOCK)));
        let building =
            building.and_then(|file| LockedFile::try_lock(file).map_err(std::io::Error::from));
        let building = building.map_err(|source| IndexError::Io {
            path: folder,
            source,
        })?;
        Ok(Self {
            root: root.to_owned(),
            name,
            building,
        })
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.root.join(&self.name)
    }

    /// Makes the generation live by one rename. Keeps the newest `keep` of the earlier generations
    /// and removes the others.
    ///
    /// # Errors
    /// [`IndexError::Io`]; the previous generation stays live.
    pub fn publish(self, keep: usize) -> Result<(), IndexError> {
        let about = serde_json::to_string_pretty(&BuiltWith::ours()).expect("versions serialize");
        write_whole(&self.folder().join(MANIFEST), &about)?;
        failpoint::reach("described");
        write_whole(&self.root.join(CURRENT), &self.name)?;
        failpoint::reach("swapped");
        mark_published(&self.folder())?;
        let older = generations(&self.root)?;
        for (_, folder) in older
            .iter()
            .rev()
            .filter(|(name, _)| *name != self.name)
            .skip(keep)
        {
            // The next build removes the generations that could not be removed now.
            if let Err(error) = remove(folder) {
                tracing::warn!("cannot remove an earlier generation of the index: {error}");
            }
        }
        Ok(())
    }

    /// Stops the build and removes the generation.
    ///
    /// # Errors
    /// [`IndexError::Io`].
    pub fn discard(self) -> Result<(), IndexError> {
        let removed = remove(&self.folder());
        drop(self.building);
        removed
    }
}

/// Removes what interrupted builds left under `root`: generations that were never live and that no
/// process is building.
///
/// # Errors
/// [`IndexError::Io`].
pub fn remove_unfinished(root: &Path) -> Result<(), IndexError> {
    let live = read_current(root)?;
    for (name, folder) in generations(root)? {
        if live.as_ref() == Some(&name) {
            mark_published(&folder)?;
        } else if is_unfinished(&folder) && !is_being_built(&folder) {
            remove(&folder)?;
        }
    }
    Ok(())
}

/// Marks a generation as live once: removes the lock file that marks it as never live.
fn mark_published(folder: &Path) -> Result<(), IndexError> {
    let path = folder.join(BUILD_LOCK);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(IndexError::Io { path, source })
        }
        _ => Ok(()),
    }
}

/// Whether the generation in `folder` was never live.
fn is_unfinished(folder: &Path) -> bool {
    folder.join(BUILD_LOCK).exists() || !folder.join(MANIFEST).exists()
}

fn is_being_built(folder: &Path) -> bool {
    let file = File::options().write(true).open(folder.join(BUILD_LOCK));
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Makes the newest generation before the live one under `root` live again. Returns the name of the
/// replaced generation and the name of the new live one.
///
/// # Errors
/// [`IndexError::NoOther`] if no earlier generation was kept, [`IndexError::OtherVersion`] if
/// another version of the program built it.
pub fn roll_back(root: &Path) -> Result<(String, String), IndexError> {
    let missing = || IndexError::Missing {
        path: root.to_owned(),
    };
    let live = read_current(root)?.ok_or_else(missing)?;
    remove_unfinished(root)?;
    let before = generations(root)?
        .into_iter()
        .rev()
        .find(|(name, _)| *name < live);
    let Some((name, folder)) = before else {
        return Err(IndexError::NoOther {
            path: root.to_owned(),
        });
    };
    check_versions(&folder)?;
    write_whole(&root.join(CURRENT), &name)?;
    Ok((live, name))
}

/// Removes all generations under `root` except the live one and the one that is being built. Its
/// builder removes purged releases from that one.
///
/// # Errors
/// [`IndexError::Io`].
pub fn remove_kept(root: &Path) -> Result<(), IndexError> {
    let live = read_current(root)?;
    let kept = generations(root)?
        .into_iter()
        .filter(|(name, _)| live.as_ref() != Some(name));
    kept.map(|(_, folder)| folder)
        .filter(|folder| !is_being_built(folder))
        .try_for_each(|folder| remove(&folder))
}

/// Returns the name of the live generation under `root`, if there is one.
///
/// # Errors
/// [`IndexError::Io`].
pub fn live_name(root: &Path) -> Result<Option<String>, IndexError> {
    read_current(root)
}

/// Reads the name of the live generation, if there is one.
fn read_current(root: &Path) -> Result<Option<String>, IndexError> {
    let pointer = root.join(CURRENT);
    match fs::read_to_string(&pointer) {
        Ok(name) => Ok(Some(name.trim().to_owned())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(IndexError::Io {
            path: pointer,
            source,
        }),
    }
}

/// Returns all generations under `root`, complete or not, oldest first.
fn generations(root: &Path) -> Result<Vec<(String, PathBuf)>, IndexError> {
    let failed = |source| IndexError::Io {
        path: root.to_owned(),
        source,
    };
    let entries = match fs::read_dir(root) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(failed)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name
            .strip_prefix('g')
            .is_some_and(|n| n.len() == 6 && n.bytes().all(|b| b.is_ascii_digit()))
        {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

fn remove(folder: &Path) -> Result<(), IndexError> {
    fs::remove_dir_all(folder).map_err(|source| IndexError::Io {
        path: folder.to_owned(),
        source,
    })
}

fn write_whole(path: &Path, content: &str) -> Result<(), IndexError> {
    let written = shared_directory::write_whole(path, content.as_bytes());
    written.map_err(|source| IndexError::Io {
        path: path.to_owned(),
        source,
    })
}
