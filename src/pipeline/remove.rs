//! Pages that are gone, pages that must go, and captures that are lost.
//!
//! Leaves out finding them.

use std::time::Duration;

use jiff::Timestamp;

use super::write::{purge_index, write};
use super::{PipelineError, Report, apply};
use crate::archive::{Archive, Purged, Repaired};
use crate::document::{Capture, ReleaseId};
use crate::home::Home;

/// Logs that the page at `url` is gone: it leaves the results, and can still be cited. `false` where
/// it was never captured, or is gone already. A capture that a wrong clock dated later than `now` is gone,
/// too.
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

/// Removes every capture of a release, and whatever was made of them, for good; `reason` stays, and
/// keeps the page out from now on. `None` where nothing of it was ever ingested.
///
/// # Errors
/// [`PipelineError`]; begun and not ended, it is ended by the next run that writes, or by this again.
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

/// Fills in what cannot be read of the log, and notes the captures that are lost.
///
/// # Errors
/// [`PipelineError::Archive`]; what was mended until then stays.
pub fn repair(home: &Home, wait: Duration) -> Result<Repaired, PipelineError> {
    Ok(Archive::open_existing(home, wait)?.repair()?)
}
