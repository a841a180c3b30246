//! Removing pages: marks pages as gone, purges releases, and gives up lost captures.
//!
//! Leaves out finding these pages.

use std::time::Duration;

use jiff::Timestamp;

use super::write::{purge_index, write};
use super::{PipelineError, Report, apply};
use crate::archive::{Archive, Purged, Repaired};
use crate::document::{Capture, ReleaseId};
use crate::home::Home;

/// Logs a tombstone for the page at `url`. The page leaves the search results, but can still be
/// cited. Returns `false` if the page was never captured or is already gone. The time of the
/// tombstone is `now`, or that of the newest capture if a wrong clock dated it later.
///
/// # Errors
/// [`PipelineError`].
pub fn forget(
    home: &Home,
    url: &str,
    reason: &str,
    now: Timestamp,
    wait: Duration,
) -> Result<bool, PipelineError> {
    write(
        Archive::open_existing(home, wait)?,
        &mut Report::default(),
        |archive, writer, report| {
            // An id stands for the address of its release.
            let by_id = match url.parse::<ReleaseId>() {
                Ok(_) => archive.log().releases_like(url, 1)?.pop(),
                Err(_) => None,
            };
            let url = by_id.as_ref().map_or(url, |(_, url)| url.as_str());
            let (release, _) = archive.log().resolve_address(ReleaseId::of(url))?;
            let Some(newest) = archive.log().newest(release)? else {
                return Ok(false);
            };
            let gone = Capture::gone(url, newest.max(now), reason);
            let logged = archive.append(archive.deduplicate(vec![gone])?)?;
            let is_new = !logged.is_empty();
            let applied = apply::index(logged, writer)?;
            report.note(archive.log(), applied)?;
            Ok(is_new)
        },
    )
}

/// Removes every capture of a release, and everything made from them, for good. Keeps `reason`, and
/// refuses the page from now on. Returns `None` if the release was never ingested.
///
/// # Errors
/// [`PipelineError`]. A purge that was begun is finished by the next job that writes.
pub fn purge(
    home: &Home,
    release: ReleaseId,
    reason: &str,
    now: Timestamp,
    wait: Duration,
) -> Result<Option<Purged>, PipelineError> {
    write(
        Archive::open_existing(home, wait)?,
        &mut Report::default(),
        |archive, writer, _| {
            let (release, _) = archive.log().resolve_address(release)?;
            let purged = archive.purge(release, reason, now)?;
            if purged.is_some() {
                purge_index(home, writer, &[release])?;
            }
            Ok(purged)
        },
    )
}

/// Overwrites the unreadable parts of the log with fillers, and marks the captures there as lost.
///
/// # Errors
/// [`PipelineError::Archive`]; repairs made until then stay.
pub fn repair(home: &Home, wait: Duration) -> Result<Repaired, PipelineError> {
    Ok(Archive::open_existing(home, wait)?.repair()?)
}
