//! Copying an archive: its segments and its catalog, as they are at one moment.
//!
//! Leaves out the index, which is built again from them, and where a backup is kept (`pipeline`). The writer's
//! lock is held meanwhile, so nothing is appended; readers go on.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::{Archive, ArchiveError, Log};
use crate::home::Home;

impl Archive {
    /// Copies the segments and the catalog into `folder`, which must exist, and reads the copy. Returns the number of
    /// bytes.
    ///
    /// # Errors
    /// [`ArchiveError::NotCopied`] if a record of the copy is damaged; other errors where storage fails. Then the copy is
    /// not whole.
    pub fn back_up(&self, folder: &Path) -> Result<u64, ArchiveError> {
        let home = self.log.home();
        let copy = Home::at(folder);
        let bytes = copy_files(&home.captures(), &copy.captures())?;
        self.log.catalog.copy_into(&copy.catalog())?;
        let Some(lost) = Log::open(&copy)?.first_lost()? else {
            return Ok(bytes);
        };
        // The record was damaged before it was copied, unless the copy cannot be kept.
        let lost = self.log.first_lost()?.unwrap_or(lost);
        Err(ArchiveError::NotCopied { what: lost.what })
    }
}

/// Copies every file of a folder into another one, and syncs the copies. Returns the number of bytes.
fn copy_files(from: &Path, into: &Path) -> Result<u64, ArchiveError> {
    let copied = || -> io::Result<u64> {
        fs::create_dir_all(into)?;
        let mut bytes = 0;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let copy = into.join(entry.file_name());
            bytes += fs::copy(entry.path(), &copy)?;
            File::open(&copy)?.sync_all()?;
        }
        Ok(bytes)
    };
    copied().map_err(|source| ArchiveError::Io {
        path: into.to_owned(),
        source,
    })
}
