//! The versions of the analyzer, schema and lexicon that an index was built with. A program can
//! read only an index with its own versions.
//!
//! Leaves out the file that records them (`generation`).

use serde::{Deserialize, Serialize};

use super::schema::SCHEMA_VERSION;
use crate::analysis::{ANALYZER_VERSION, lexicon};

/// What a generation was built with (`generation.json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuiltWith {
    /// [`ANALYZER_VERSION`] at the time.
    pub analyzer: u32,
    /// [`SCHEMA_VERSION`] at the time.
    pub schema: u32,
    /// [`lexicon::DIGEST`] at the time.
    #[serde(default)]
    pub lexicon: String,
}

impl BuiltWith {
    /// Returns the versions that this program builds with.
    #[must_use]
    pub fn ours() -> Self {
        Self {
            analyzer: ANALYZER_VERSION,
            schema: SCHEMA_VERSION,
            lexicon: lexicon::DIGEST.to_owned(),
        }
    }
}

impl std::fmt::Display for BuiltWith {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lexicon = self.lexicon.get(..8).unwrap_or("none");
        write!(
            f,
            "analyzer {}, schema {} and lexicon {lexicon}",
            self.analyzer, self.schema
        )
    }
}
