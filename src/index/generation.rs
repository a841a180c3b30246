//! Generations on disk: which one is live, and whether it is ours to read.
//!
//! Leaves out what is inside one.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::{BuiltWith, IndexError, shared_directory};
use crate::failpoint;

/// The file that says what a generation was built with; it is written last.
const ABOUT: &str = "generation.json";

/// The file whose lock whoever builds a generation holds.
const BUILDING: &str = "building";

/// The file that says which generation is live.
const CURRENT: &str = "current";

/// The folder of the live generation under `root` (`index/` of a home).
///
/// # Errors
/// [`IndexError::Missing`] where nothing was built yet, [`IndexError::OtherVersion`] where another
/// program did, [`IndexError::Damaged`] where files contradict each other.
pub(super) fn live(root: &Path) -> Result<PathBuf, IndexError> {
    with_live(root, |folder| Ok(folder.to_owned()))
}

/// Does `work` with the folder of the live generation under `root`; again where a rebuild put another
/// in its place meanwhile, which may have removed it.
///
/// # Errors
/// As [`live`], and what `work` fails with.
pub(super) fn with_live<T>(
    root: &Path,
    mut work: impl FnMut(&Path) -> Result<T, IndexError>,
) -> Result<T, IndexError> {
    loop {
        let name = pointed_to(root)?.ok_or_else(|| IndexError::Missing {
            path: root.to_owned(),
        })?;
        let folder = root.join(&name);
        match check_versions(&folder).and_then(|()| work(&folder)) {
            Err(_) if pointed_to(root)?.is_some_and(|live| live != name) => {}
            done => return done,
        }
    }
}

/// Refuses a generation that another program built.
fn check_versions(folder: &Path) -> Result<(), IndexError> {
    let about = folder.join(ABOUT);
    let text = match fs::read_to_string(&about) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(IndexError::Damaged {
                path: folder.to_owned(),
                reason: "is live and no whole index".into(),
            });
        }
        read => read.map_err(|source| IndexError::Io {
            path: about.clone(),
            source,
        })?,
    };
    let found: BuiltWith = serde_json::from_str(&text).map_err(|_| IndexError::Damaged {
        path: about,
        reason: "is not JSON of versions".into(),
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

/// A generation that is being built: nobody reads it until it is [published](Self::publish).
#[derive(Debug)]
pub struct NextGeneration {
    root: PathBuf,
    name: String,
    /// Locked while it is built; the system lets go of it when the process ends.
    building: File,
}

impl NextGeneration {
    /// Begins the generation after all others under `root`, and clears away what an interrupted
    /// build left.
    pub(super) fn begin(root: &Path) -> Result<Self, IndexError> {
        remove_unfinished(root)?;
        let last = generations(root)?
            .pop()
            .and_then(|(name, _)| name[1..].parse::<u32>().ok())
            .unwrap_or(0);
        let name = format!("g{:06}", last + 1);
        let folder = root.join(&name);
        let building =
            fs::create_dir_all(&folder).and_then(|()| File::create(folder.join(BUILDING)));
        let building =
            building.and_then(|file| file.try_lock().map_err(std::io::Error::from).map(|()| file));
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

    /// Makes it live by one rename, and removes all but `keep` of those before it.
    ///
    /// # Errors
    /// [`IndexError::Io`]; the generation that was live stays so.
    pub fn publish(self, keep: usize) -> Result<(), IndexError> {
        let about = serde_json::to_string_pretty(&BuiltWith::ours()).expect("versions serialise");
        write_whole(&self.folder().join(ABOUT), &about)?;
        failpoint::reach("described");
        write_whole(&self.root.join(CURRENT), &self.name)?;
        failpoint::reach("swapped");
        mark_built(&self.folder())?;
        let older = generations(&self.root)?;
        for (_, folder) in older
            .iter()
            .rev()
            .filter(|(name, _)| *name != self.name)
            .skip(keep)
        {
            // What stays is removed by the next build.
            if let Err(error) = remove(folder) {
                tracing::warn!("a generation that is not kept could not be removed: {error}");
            }
        }
        Ok(())
    }

    /// Leaves off building it.
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
/// process builds.
///
/// # Errors
/// [`IndexError::Io`].
pub fn remove_unfinished(root: &Path) -> Result<(), IndexError> {
    let live = pointed_to(root)?;
    for (name, folder) in generations(root)? {
        if live.as_ref() == Some(&name) {
            mark_built(&folder)?;
        } else if is_unfinished(&folder) && !is_being_built(&folder) {
            remove(&folder)?;
        }
    }
    Ok(())
}

/// Removes the file that tells a generation which was never live from one that was.
fn mark_built(folder: &Path) -> Result<(), IndexError> {
    let path = folder.join(BUILDING);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(IndexError::Io { path, source })
        }
        _ => Ok(()),
    }
}

/// Whether the generation in `folder` was never live.
fn is_unfinished(folder: &Path) -> bool {
    folder.join(BUILDING).exists() || !folder.join(ABOUT).exists()
}

fn is_being_built(folder: &Path) -> bool {
    let file = File::options().write(true).open(folder.join(BUILDING));
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Makes the newest generation before the live one under `root` live again; gives both names.
///
/// # Errors
/// [`IndexError::NoOther`] where none was kept, [`IndexError::OtherVersion`] where it is not ours.
pub fn roll_back(root: &Path) -> Result<(String, String), IndexError> {
    let missing = || IndexError::Missing {
        path: root.to_owned(),
    };
    let live = pointed_to(root)?.ok_or_else(missing)?;
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

/// Removes all generations under `root` but the live one, and the one that is being built: whoever builds
/// that removes from it what was purged meanwhile.
///
/// # Errors
/// [`IndexError::Io`].
pub fn remove_kept(root: &Path) -> Result<(), IndexError> {
    let live = pointed_to(root)?;
    let kept = generations(root)?
        .into_iter()
        .filter(|(name, _)| live.as_ref() != Some(name));
    kept.map(|(_, folder)| folder)
        .filter(|folder| !is_being_built(folder))
        .try_for_each(|folder| remove(&folder))
}

/// The name of the live generation under `root`, if there is one.
///
/// # Errors
/// [`IndexError::Io`].
pub fn live_name(root: &Path) -> Result<Option<String>, IndexError> {
    pointed_to(root)
}

/// Name of the live generation, if one was ever built.
fn pointed_to(root: &Path) -> Result<Option<String>, IndexError> {
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

/// All generations under `root`, whole or not, oldest first.
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
