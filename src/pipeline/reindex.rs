//! Rebuilding the index from the log, beside the live generation.
//!
//! Leaves out the content of the index. The writer's lock is held at the beginning, and at the end
//! to catch up and swap generations. Other jobs can write in between.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::write::{ensure_log_covers_index, fold};
use super::{FailureCause, Job, PipelineError, Report};
use crate::archive::{Archive, Log, ReindexLock};
use crate::document::ReleaseId;
use crate::home::{Home, size_of};
use crate::index::{self, IndexSetWriter, Indexes, NextGeneration, VerifiedFiles};

/// Indexes the whole log into a new generation, verifies it, and makes it live. Keeps `keep`
/// earlier generations for [`roll_back`].
///
/// Searches use the live generation until then. If [`Job::stop`] ends the run early, the live
/// generation stays.
///
/// If a capture cannot be read from the log, the live generation stays, because it may hold the
/// only remaining text of that capture. [`Report::lost`] counts these captures.
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
    // A page that cannot be extracted was a failure when it was ingested.
    report.failures.retain(|failure| {
        let is_old = matches!(
            failure.cause,
            FailureCause::Extract(_) | FailureCause::Panic
        );
        if is_old {
            tracing::info!(
                "left out `{}`: it {}",
                failure.origin,
                failure.cause.reason()
            );
        }
        !is_old
    });
    Ok(report)
}

/// Begins a generation while it holds the writer's lock. Also returns the number of the log's last
/// capture at that time.
fn begin(home: &Home, job: &Job<'_>) -> Result<(ReindexLock, NextGeneration, u64), PipelineError> {
    let archive = Archive::open_existing(home, job.wait)?;
    let reindexing = ReindexLock::take(home)?;
    ensure_disk_space(home)?;
    if let Ok(live) = Indexes::open(&home.index()).and_then(|live| live.reader()?.committed()) {
        ensure_log_covers_index(archive.log(), live)?;
    }
    job.progress.expect(archive.last());
    let next = IndexSetWriter::create_next(&home.index())?;
    Ok((reindexing, next, archive.last()))
}

/// Builds the generation. Returns the archive, and with it the writer's lock, if the generation may
/// be made live; `None` if the live generation must stay.
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
    // Add what other jobs wrote meanwhile.
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

/// Makes the generation before the live one live again. Returns the names of the old and the new
/// live generation.
///
/// # Errors
/// [`IndexError::NoOther`](index::IndexError::NoOther) if no other generation was kept; other
/// errors if storage fails.
pub fn roll_back(home: &Home, wait: Duration) -> Result<(String, String), PipelineError> {
    // Hold the writer's lock, so that no job writes to the live generation meanwhile.
    let _archive = Archive::open_existing(home, wait)?;
    Ok(index::roll_back(&home.index())?)
}

/// Fails if the disk has too little room for another generation. It may take one and a half times
/// the size of the live one or, without a live one, the size of the captures.
fn ensure_disk_space(home: &Home) -> Result<(), PipelineError> {
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
