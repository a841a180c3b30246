//! Backing a home up, and restoring it.
//!
//! Leaves out the index: it is built again from the captures. A purge made after a backup is made again when it is
//! restored, or what was removed would come back.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::write::write;
use super::{Job, PipelineError, Report};
use crate::archive::{Archive, Log, PurgedRelease};
use crate::home::Home;
use crate::watch;

/// The file that says that a folder is a backup, which is written last.
const MARK: &str = "backup.json";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// When it was made.
    pub made: Timestamp,
    /// Number of the last capture.
    pub captures: u64,
    /// Bytes of captures.
    pub bytes: u64,
}

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// What the backup held.
    pub backup: Backup,
    /// Number of purges that were made again.
    pub purged: usize,
    /// Where the home that was there before is now.
    pub before: Option<PathBuf>,
    /// What became of the pages.
    pub report: Report,
}

/// Copies the captures, the catalog, the watches and the id of a home into the folder `into`. A backup that is there is
/// replaced when the new one is whole. Readers go on; writers wait.
///
/// # Errors
/// [`PipelineError::NotABackup`] if the folder holds something else; other errors where storage fails.
pub fn back_up(
    home: &Home,
    into: &Path,
    now: Timestamp,
    job: &Job<'_>,
) -> Result<Backup, PipelineError> {
    let is_free = !into.exists() || is_empty(into) || into.join(MARK).exists();
    if !is_free {
        return Err(PipelineError::NotABackup {
            path: into.to_owned(),
        });
    }
    let archive = Archive::open_existing(home, job.wait)?;
    let new = beside(into, "new");
    let failed = |source| PipelineError::Folder {
        path: new.clone(),
        source,
    };
    remove(&new).map_err(failed)?;
    fs::create_dir_all(&new).map_err(failed)?;
    let copied = archive.back_up(&new);
    if copied.is_err() {
        remove(&new).map_err(failed)?;
    }
    let bytes = copied?;
    watch::back_up(home, &Home::at(&new))?;
    if home.archive_id().exists() {
        fs::copy(home.archive_id(), Home::at(&new).archive_id()).map_err(failed)?;
    }
    let backup = Backup {
        made: now,
        captures: archive.last(),
        bytes,
    };
    drop(archive);
    let replace = || -> io::Result<()> {
        let mut mark = File::create(new.join(MARK))?;
        serde_json::to_writer_pretty(&mut mark, &backup)?;
        mark.flush()?;
        mark.sync_all()?;
        let old = beside(into, "old");
        remove(&old)?;
        if into.exists() {
            fs::rename(into, &old)?;
        }
        fs::rename(&new, into)?;
        remove(&old)
    };
    replace().map_err(failed)?;
    Ok(backup)
}

/// Makes a home of the backup in `from`, and builds its index. A home that is there is moved aside if `replace`
/// is set. Its purges and `purges` are made again.
///
/// # Errors
/// [`PipelineError::NotABackup`]; [`PipelineError::Exists`] if there is a home and `replace` is not set; other
/// errors where storage fails.
pub fn restore(
    from: &Path,
    home: &Home,
    replace: bool,
    mut purges: Vec<PurgedRelease>,
    job: &Job<'_>,
) -> Result<Restored, PipelineError> {
    let not_a_backup = || PipelineError::NotABackup {
        path: from.to_owned(),
    };
    let mark = fs::read(from.join(MARK)).map_err(|_| not_a_backup())?;
    let backup: Backup = serde_json::from_slice(&mark).map_err(|_| not_a_backup())?;
    let there = home.path();
    let has_archive = home.catalog().exists();
    if has_archive && !replace {
        return Err(PipelineError::Exists {
            path: there.to_owned(),
        });
    }
    // Nothing is written to the home that is there from now on.
    let held = has_archive
        .then(|| Archive::open_existing(home, job.wait))
        .transpose()?;
    if let Some(held) = &held {
        purges.extend(held.log().purges()?);
    }
    let new = beside(there, "new");
    let failed = |source| PipelineError::Folder {
        path: new.clone(),
        source,
    };
    remove(&new).map_err(failed)?;
    copy(from, &new).map_err(failed)?;
    let mut before = None;
    if there.exists() && !is_empty(there) {
        let aside = free_name(there);
        fs::rename(there, &aside).map_err(failed)?;
        before = Some(aside);
    } else {
        remove(there).map_err(failed)?;
    }
    fs::rename(&new, there).map_err(failed)?;
    drop(held);
    let known = Log::open(home)?.purges()?;
    purges.retain(|purged| known.iter().all(|known| known.release != purged.release));
    purges.sort_by_key(|purged| (purged.release, purged.time));
    purges.dedup_by_key(|purged| purged.release);
    let mut archive = Archive::open_existing(home, job.wait)?;
    for purged in &purges {
        archive.purge_again(purged)?;
    }
    let releases: Vec<_> = purges.iter().map(|purged| purged.release).collect();
    watch::forget(home, &releases, job.wait)?;
    let mut report = Report::default();
    write(archive, &mut report, |_, _, _| Ok(()))?;
    Ok(Restored {
        backup,
        purged: purges.len(),
        before,
        report,
    })
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Returns a path beside `path`, with an ending of its own.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

/// Returns a path beside a home to which it can be moved.
fn free_name(home: &Path) -> PathBuf {
    let mut names = (1..).map(|n| beside(home, &format!("before-restore-{n}")));
    names
        .find(|name| !name.exists())
        .expect("some number is free")
}

/// Removes a folder, if there is one.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Copies a backup, without its mark.
fn copy(from: &Path, into: &Path) -> io::Result<()> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, copy) = (entry.path(), into.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            self::copy(&path, &copy)?;
        } else if entry.file_name() != MARK {
            fs::copy(path, copy)?;
        }
    }
    Ok(())
}
