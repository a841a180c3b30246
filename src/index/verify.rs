//! Verifies the checksums of an index's files, and the number of releases in a new generation.
//!
//! Leaves out whether the index agrees with the log (`pipeline::check`).

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
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
            let metas = index.load_metas().map_err(IndexError::Read)?;
            let files: Vec<PathBuf> = metas.list_segment_files().into_iter().collect();
            let unverified = files
                .into_par_iter()
                .filter(|file| !self.0.contains(&path.join(file)));
            let verified = unverified.filter_map(|file| {
                match directory.exists(&file) {
                    Ok(false) => return None,
                    Ok(true) => {}
                    Err(error) => return Some(Err(IndexError::Read(error.into()))),
                }
                let is_whole = directory.validate_checksum(&file);
                let is_whole = is_whole.map_err(|error| IndexError::Read(error.into()));
                Some(is_whole.map(|is_whole| (path.join(file), is_whole)))
            });
            for (file, is_whole) in verified.collect::<Result<Vec<_>, _>>()? {
                if is_whole {
                    self.0.insert(file);
                } else {
                    broken.push(file);
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
