//! What changed in an archive after a capture: for programs that keep a copy level with it.
//!
//! Leaves out what watches tell (`watch`), which looks at what a query finds.

use super::PipelineError;
use crate::archive::Log;
use crate::document::{ReleaseId, VersionStatus};
use crate::home::Home;
use crate::index::Reader;
use crate::present::views::{LogChangeView, Operation};
use crate::search::{newer_releases, newer_version};

/// Returns the first `most` changes after capture number `after`, in the order of their numbers. Each release
/// occurs once, with its last change. What the index does not have yet is not told.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read.
pub fn changes(
    home: &Home,
    reader: &Reader,
    after: u64,
    most: usize,
) -> Result<Vec<LogChangeView>, PipelineError> {
    let mut found = Vec::new();
    for (status, operation) in [
        (VersionStatus::Current, Operation::Upsert),
        (VersionStatus::Gone, Operation::Gone),
    ] {
        let newer = newer_releases(reader, status, after)?;
        found.extend(
            newer
                .into_iter()
                .map(|release| (release.seq, release.id, operation, Some(release))),
        );
    }
    let committed = reader.committed()?;
    let purged = Log::open(home)?.purge_notices(after)?;
    let purged: Vec<(u64, ReleaseId)> = purged
        .into_iter()
        .filter(|(seq, _)| *seq <= committed)
        .collect();
    found.extend(
        purged
            .into_iter()
            .map(|(seq, id)| (seq, id, Operation::Purge, None)),
    );
    found.sort_by_key(|(seq, id, ..)| (*seq, *id));
    found.truncate(most);
    let mut changes = Vec::with_capacity(found.len());
    for (sequence, id, operation, release) in found {
        let version = release
            .map(|release| newer_version(reader, &release))
            .transpose()?;
        changes.push(LogChangeView {
            sequence,
            operation,
            id: id.to_string(),
            url: version.map(|version| version.release.url),
        });
    }
    Ok(changes)
}
