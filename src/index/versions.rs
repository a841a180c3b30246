//! The documents of all versions of a release.
//!
//! Leaves out the documents of one version (`release_document`).

use std::collections::HashSet;

use super::quote_document::quote_ids;
use super::release_document::{Documents, documents};
use crate::document::Version;

/// Analyzes all versions of a release, the newest first. `seq` is the sequence number of its newest capture.
pub(super) fn documents_of(
    versions: &[Version],
    seq: u64,
) -> impl Iterator<Item = (&Version, Documents)> {
    let mut later = HashSet::new();
    versions.iter().rev().map(move |version| {
        let ids = quote_ids(&version.release);
        let documents = documents(version, seq, &ids, &later);
        later.extend(ids);
        (version, documents)
    })
}
