//! The index built anew from the log, beside the live one.
//!
//! Leaves out what the index holds. The lock is held to begin, to catch up and to swap; other jobs write
//! meanwhile.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::write::{fold, not_behind};
use super::{Job, PipelineError, Report};
use crate::archive::{Archive, Log, ReindexLock};
use crate::document::ReleaseId;
use crate::home::{Home, size_of};
use crate::index::{self, IndexSetWriter, Indexes, NextGeneration, VerifiedFiles};

/// Folds the whole log into a new generation of the index, verifies it and makes it live; `keep` of
/// those before it stay for [`roll_back`].
///
/// Searches go on from the live generation until then. [`Job::stop`] ends the run early and leaves it live.
///
/// Where a capture cannot be read that should be in the log, the live generation stays, which may hold the
/// last of its text: [`Report::lost`] counts them.
///
/// # Errors
/// [`PipelineError`]; the live generation stays as it was.
pub fn reindex(home: &Home, keep: usize, job: &Job<'_>) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    let (_reindexing, next, began) = begin(home, job)?;
    let built = build(home, &next, began, &mut report, job);
    match built {
        Ok(Some(archive)) => {
            next.publish(keep)?;
            drop(archive);
        }
        outcome => {
            next.discard()?;
            outcome?;
        }
    }
    Ok(report)
}

/// Begins a generation, with the writer's lock held; the number of the log's last capture then.
fn begin(home: &Home, job: &Job<'_>) -> Result<(ReindexLock, NextGeneration, u64), PipelineError> {
    let archive = Archive::open_existing(home, job.wait)?;
    let reindexing = ReindexLock::take(home)?;
    room_for_another(home)?;
    if let Ok(live) = Indexes::open(&home.index()).and_then(|live| live.reader()?.committed()) {
        not_behind(archive.log(), live)?;
    }
    job.progress.expect(archive.last());
    let (_, next) = IndexSetWriter::open_next(&home.index())?;
    Ok((reindexing, next, archive.last()))
}

/// Builds the generation. Gives the archive, whose lock is held, where it may be made live; `None` where
/// the live one must stay.
fn build(
    home: &Home,
    next: &NextGeneration,
    began: u64,
    report: &mut Report,
    job: &Job<'_>,
) -> Result<Option<Archive>, PipelineError> {
    let mut releases: HashSet<ReleaseId> = HashSet::new();
    let mut verified = VerifiedFiles::default();
    let mut go_on = |captures: usize, batch: &[ReleaseId]| {
        releases.extend(batch.iter().copied());
        job.progress.advance(captures as u64, 0);
        !job.stop.load(Ordering::Relaxed)
    };
    let mut writer = IndexSetWriter::resume(next)?;
    fold(&Log::open(home)?, &mut writer, report, &mut go_on)?;
    writer.finish()?;
    report.interrupted = job.stop.load(Ordering::Relaxed);
    if report.interrupted || report.lost > 0 {
        return Ok(None);
    }
    verified.verify(next)?;
    // Whatever other jobs wrote meanwhile.
    let archive = Archive::open_existing(home, job.wait)?;
    let mut writer = IndexSetWriter::resume(next)?;
    let purged = archive.log().purged_after(began)?;
    if !purged.is_empty() {
        writer.purge(&purged)?;
    }
    fold(archive.log(), &mut writer, report, &mut go_on)?;
    writer.finish()?;
    if report.lost > 0 {
        return Ok(None);
    }
    verified.verify(next)?;
    for release in &purged {
        releases.remove(release);
    }
    next.verify_count(releases.len() as u64)?;
    Ok(Some(archive))
}

/// Makes the newest generation before the live one live again; gives both names, the old one first.
///
/// # Errors
/// [`IndexError::NoOther`](index::IndexError::NoOther) where none was kept; others where storage fails.
pub fn roll_back(home: &Home, wait: Duration) -> Result<(String, String), PipelineError> {
    // The one writer's lock, so that nothing writes to what is live meanwhile.
    let _archive = Archive::open_existing(home, wait)?;
    Ok(index::roll_back(&home.index())?)
}

/// Refuses to begin an index for which the disk has no room: it may take what the live one takes and a
/// half more, or, where there is none, as much as the captures.
fn room_for_another(home: &Home) -> Result<(), PipelineError> {
    let live = index::live_name(&home.index())?.map(|name| size_of(&home.index().join(name)));
    let needed = live.map_or_else(|| size_of(&home.captures()), |live| live + live / 2);
    let Ok(room) = rustix::fs::statvfs(home.path()) else {
        return Ok(());
    };
    let free = room.f_bavail * room.f_frsize;
    if free >= needed {
        return Ok(());
    }
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    Err(PipelineError::DiskFull {
        path: home.path().to_owned(),
        free: megabytes(free),
        needed: megabytes(needed),
    })
}
