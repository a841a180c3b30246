//! What became of a page: its versions by the log, tombstones, purges.
//!
//! Leaves out showing them.

use jiff::Timestamp;

use super::{PipelineError, Report, apply, purge_index, write};
use crate::archive::{Archive, Home, Log, Purged};
use crate::document::{Capture, ReleaseId, Version};

/// What the log knows of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// What it said, first to last.
    pub versions: Vec<Version>,
    /// When it was met again as it was.
    pub seen_again: Vec<Timestamp>,
    /// Why it was purged, if it was.
    pub purged: Option<String>,
}

/// The history of a release; empty where it was never met.
///
/// # Errors
/// [`PipelineError::Archive`].
pub fn history(home: &Home, release: ReleaseId) -> Result<History, PipelineError> {
    let log = Log::open(home)?;
    let (release, _) = log.at(release)?;
    let mut readings = Vec::new();
    for other in log.captures_of(release)? {
        let capture = other.read()?;
        if let Ok(reading) = apply::reading(&capture) {
            readings.push((capture.time, reading));
        }
    }
    Ok(History {
        versions: Version::chain(readings),
        seen_again: log.seen_again(release)?,
        purged: log.purged(release)?,
    })
}

/// Logs that the page at `url` is gone: it leaves the results, and can still be cited. `false` where
/// it was never met, or is gone already. A capture that a wrong clock dated later than `now` is gone, too.
///
/// # Errors
/// [`PipelineError`].
pub fn forget(home: &Home, url: &str, reason: &str, now: Timestamp) -> Result<bool, PipelineError> {
    write(Archive::open_existing(home)?, &mut Report::default(), |archive, writer, report| {
        let (release, _) = archive.log().at(ReleaseId::of(url))?;
        let Some(newest) = archive.log().newest(release)? else { return Ok(false) };
        let gone = Capture::gone(url, newest.max(now), reason);
        let logged = archive.append(archive.news(vec![gone])?)?;
        let is_new = !logged.is_empty();
        apply::index(logged, writer, report)?;
        Ok(is_new)
    })
}

/// Removes every capture of a release, and whatever was made of them, for good; `reason` stays, and
/// keeps the page out from now on. `None` where nothing of it was ever taken in.
///
/// # Errors
/// [`PipelineError`]; begun and not ended, it is ended by the next run that writes, or by this again.
pub fn purge(home: &Home, release: ReleaseId, reason: &str, now: Timestamp) -> Result<Option<Purged>, PipelineError> {
    write(Archive::open_existing(home)?, &mut Report::default(), |archive, writer, _| {
        let (release, _) = archive.log().at(release)?;
        let purged = archive.purge(release, reason, now)?;
        if purged.is_some() {
            purge_index(archive, writer, &[release])?;
        }
        Ok(purged)
    })
}
