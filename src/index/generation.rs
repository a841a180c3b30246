//! Generations on disk: which one is live, and whether it is ours to read.
//!
//! Leaves out what is inside one.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::IndexError;
use super::schema::SCHEMA_VERSION;
use crate::analysis::{ANALYZER_VERSION, lexicon};

/// What a generation was built with (`generation.json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// [`ANALYZER_VERSION`] at the time.
    pub analyzer: u32,
    /// [`SCHEMA_VERSION`] at the time.
    pub schema: u32,
    /// [`lexicon::DIGEST`] at the time.
    #[serde(default)]
    pub lexicon: String,
}

impl Versions {
    /// What this program builds.
    #[must_use]
    pub fn ours() -> Self {
        Self { analyzer: ANALYZER_VERSION, schema: SCHEMA_VERSION, lexicon: lexicon::DIGEST.to_owned() }
    }
}

impl std::fmt::Display for Versions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lexicon = self.lexicon.get(..8).unwrap_or("none");
        write!(f, "analyzer {}, schema {} and lexicon {lexicon}", self.analyzer, self.schema)
    }
}

/// The folder of the live generation under `root` (`index/` of a home).
///
/// # Errors
/// [`IndexError::Missing`] where nothing was built yet, [`IndexError::OtherVersion`] where another
/// program did, [`IndexError::Damaged`] where files contradict each other.
pub(super) fn live(root: &Path) -> Result<PathBuf, IndexError> {
    let pointer = root.join("current");
    let name = match fs::read_to_string(&pointer) {
        Ok(name) => name.trim().to_owned(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(IndexError::Missing { path: root.to_owned() });
        }
        Err(source) => return Err(IndexError::Io { path: pointer, source }),
    };
    let folder = root.join(&name);
    let about = folder.join("generation.json");
    let text = fs::read_to_string(&about).map_err(|source| IndexError::Io { path: about.clone(), source })?;
    let found: Versions = serde_json::from_str(&text)
        .map_err(|_| IndexError::Damaged { path: about, reason: "is not JSON of versions".into() })?;
    if found != Versions::ours() {
        return Err(IndexError::OtherVersion { path: folder, found, ours: Versions::ours() });
    }
    Ok(folder)
}

/// Makes the first generation under `root`, empty, and points to it when it is whole.
pub(super) fn create_first(
    root: &Path,
    build: impl FnOnce(&Path) -> Result<(), IndexError>,
) -> Result<PathBuf, IndexError> {
    let name = "g000001";
    let folder = root.join(name);
    // What an interrupted start left behind was never pointed to.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|source| IndexError::Io { path: folder.clone(), source })?;
    }
    fs::create_dir_all(&folder).map_err(|source| IndexError::Io { path: folder.clone(), source })?;
    build(&folder)?;
    let about = serde_json::to_string_pretty(&Versions::ours()).expect("versions serialise");
    write_whole(&folder.join("generation.json"), &about)?;
    write_whole(&root.join("current"), name)?;
    Ok(folder)
}

/// Writes a small file so that it is there whole or not at all, whatever happens.
fn write_whole(path: &Path, content: &str) -> Result<(), IndexError> {
    let failed = |source| IndexError::Io { path: path.to_owned(), source };
    let folder = path.parent().expect("a file in a folder");
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(content.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    fs::File::open(folder).and_then(|f| f.sync_all()).map_err(failed)
}
