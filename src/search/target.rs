//! Which index is searched.
//!
//! Leaves out the query.

use tantivy::schema::Field;

use crate::index::Reader;

/// Which index is searched.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// The index of releases; `current` if only current versions are searched.
    Releases {
        current: bool,
    },
    Quotes,
}

impl Target {
    /// Returns the field of ranking.
    pub(super) fn ranked(self, reader: &Reader) -> Field {
        match self {
            Self::Releases { .. } => reader.fields.ranked,
            Self::Quotes => reader.quote_fields.ranked,
        }
    }
}
