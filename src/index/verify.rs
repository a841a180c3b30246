//! Verifies the checksums of an index's files, and the number of releases in a new generation.
//!
//! Leaves out whether the index agrees with the log (`pipeline::check`).

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use tantivy::directory::Directory as _;

use super::{Generation, IndexError, NextGeneration, generation, read_only};
use crate::document::VersionStatus;

/// Files of a generation whose checksums are verified.
#[derive(Debug, Default)]
pub struct VerifiedFiles(HashSet<PathBuf>);

impl VerifiedFiles {
    /// Verifies the files of a generation that is not live yet. Skips files that were verified
    /// before, because files never change.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where a checksum is wrong.
    pub fn verify(&mut self, next: &NextGeneration) -> Result<(), IndexError> {
        match self.broken(&next.folder())?.first() {
            None => Ok(()),
            Some(file) => {
                let reason = format!("holds `{}`, whose checksum is wrong", file.display());
                Err(IndexError::Damaged {
                    path: next.folder(),
                    reason,
                })
            }
        }
    }

    /// Returns the files of the generation in `folder` whose checksums are wrong. No reader is open
    /// meanwhile, so that verified files leave memory at once.
    fn broken(&mut self, folder: &Path) -> Result<Vec<PathBuf>, IndexError> {
        let mut broken = Vec::new();
        for name in ["releases", "quotes"] {
            let path = folder.join(name);
            let index = read_only::open(&path).map_err(|source| IndexError::Tantivy {
                path: path.clone(),
                source,
            })?;
            let directory = index.directory();
            for file in index
                .load_metas()
                .map_err(IndexError::Read)?
                .list_segment_files()
            {
                let whole = path.join(&file);
                let is_there = directory
                    .exists(&file)
                    .map_err(|e| IndexError::Read(e.into()))?;
                if !is_there || self.0.contains(&whole) {
                    continue;
                }
                if directory
                    .validate_checksum(&file)
                    .map_err(|e| IndexError::Read(e.into()))?
                {
                    self.0.insert(whole);
                } else {
                    broken.push(whole);
                }
            }
        }
        broken.sort();
        Ok(broken)
    }
}

impl NextGeneration {
    /// Verifies that the generation holds `releases` releases.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where it holds more or fewer.
    pub fn verify_count(&self, releases: u64) -> Result<(), IndexError> {
        let reader = Generation::at(&self.folder())?.reader()?;
        let found = reader.count()? + reader.with_status(VersionStatus::Gone)?;
        if found == releases {
            return Ok(());
        }
        let reason = format!("holds {found} releases, not {releases}");
        Err(IndexError::Damaged {
            path: self.folder(),
            reason,
        })
    }
}

/// Returns the files of the live generation under `root` whose checksums are wrong.
///
/// # Errors
/// As [`Indexes::open`](super::Indexes::open).
pub fn verify_live(root: &Path) -> Result<Vec<PathBuf>, IndexError> {
    generation::with_live(root, |folder| VerifiedFiles::default().broken(folder))
}
