//! Which index is searched.
//!
//! Leaves out the query.

use tantivy::schema::Field;

use super::collection::Collection;

/// Which index is searched.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    /// The index of releases; `current` if only current versions are searched.
    Releases {
        current: bool,
    },
    Quotes,
}

impl Target {
    /// Returns the field of ranking.
    pub(crate) fn ranked(self, collection: &dyn Collection) -> Field {
        match self {
            Self::Releases { .. } => collection.fields().ranked,
            Self::Quotes => collection.quote_fields().ranked,
        }
    }
}
