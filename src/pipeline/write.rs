//! What every job that writes does first and last: it brings the index up to date with the log, and
//! commits it.
//!
//! Leaves out the job itself.

use std::time::Duration;

use super::apply::{self, Applied};
use super::incoming::BATCH;
use super::report::Failure;
use super::{Job, PipelineError, Report};
use crate::archive::{Archive, Log, LostCapture};
use crate::document::ReleaseId;
use crate::home::Home;
use crate::index::{self, IndexSetWriter};
use crate::watch;

/// Number of captures after which a long job commits the index.
pub(super) const COMMIT_EVERY: usize = 50_000;

/// How long a purge waits for watches that are being run.
const WATCHES: Duration = Duration::from_mins(1);

/// Adds missing captures to the catalog and to the index.
///
/// # Errors
/// [`PipelineError`]; captures that were applied before stay.
pub fn update(home: &Home, job: &Job<'_>) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    write(
        Archive::open_existing(home, job.wait)?,
        &mut report,
        |_, _, _| Ok(()),
    )?;
    Ok(report)
}

/// Brings the index up to date with the log, runs `work`, and commits what it wrote.
pub(super) fn write<T>(
    mut archive: Archive,
    report: &mut Report,
    work: impl FnOnce(&mut Archive, &mut IndexSetWriter, &mut Report) -> Result<T, PipelineError>,
) -> Result<T, PipelineError> {
    if let Some((path, error)) = archive.cut_short() {
        let origin = path.display().to_string();
        // A job may open the archive many times.
        if report
            .failures
            .iter()
            .all(|failure| failure.origin != origin)
        {
            report.failures.push(Failure {
                origin,
                cause: error.into(),
            });
        }
    }
    index::remove_unfinished(&archive.log().home().index())?;
    let mut writer = IndexSetWriter::open(&archive.log().home().index())?;
    catch_up(archive.log(), &mut writer, report)?;
    let done = work(&mut archive, &mut writer, report)?;
    writer.commit(archive.last())?;
    writer.finish()?;
    Ok(done)
}

/// Indexes captures that a crash or another writer left logged but not indexed.
fn catch_up(
    log: &Log,
    writer: &mut IndexSetWriter,
    report: &mut Report,
) -> Result<(), PipelineError> {
    ensure_log_covers_index(log, writer.committed())?;
    // A new index does not hold anything of purged releases.
    let purged = if writer.committed() > 0 {
        log.purged_after(writer.committed())?
    } else {
        Vec::new()
    };
    purge_index(log.home(), writer, &purged)?;
    fold(log, writer, report, |_, _| true)
}

/// Fails if the log ends before the index that was built from it.
pub(super) fn ensure_log_covers_index(log: &Log, index: u64) -> Result<(), PipelineError> {
    let last = log.last()?;
    if index > last {
        return Err(PipelineError::LogBehind {
            path: log.home().index(),
            index,
            log: last,
        });
    }
    Ok(())
}

/// Removes releases from the watches and from the live index. Also removes all kept generations, which may hold them.
pub(super) fn purge_index(
    home: &Home,
    writer: &mut IndexSetWriter,
    releases: &[ReleaseId],
) -> Result<(), PipelineError> {
    if !releases.is_empty() {
        watch::forget(home, releases, WATCHES)?;
        index::remove_kept(&home.index())?;
        writer.purge(releases)?;
    }
    Ok(())
}

/// Indexes the captures after the last commit. After each batch, calls `go_on` with the number of
/// captures and the releases that the index now holds. Stops if `go_on` returns `false`.
pub(super) fn fold(
    log: &Log,
    writer: &mut IndexSetWriter,
    report: &mut Report,
    mut go_on: impl FnMut(usize, &[ReleaseId]) -> bool,
) -> Result<(), PipelineError> {
    let mut after = writer.committed();
    let mut uncommitted = 0;
    while let Some(batch) = log.after(after, BATCH)? {
        after = batch.last;
        let mut logged = Vec::with_capacity(batch.captures.len());
        for capture in batch.captures {
            match capture {
                Ok(capture) => logged.push(capture),
                Err(LostCapture {
                    release,
                    url,
                    error,
                }) => {
                    report.lose(
                        log,
                        release,
                        Failure {
                            origin: url,
                            cause: error.into(),
                        },
                    )?;
                }
            }
        }
        report.caught_up += logged.len() as u64;
        uncommitted += batch.length;
        let applied = apply::index(logged, writer)?;
        let releases = report.note(log, applied)?;
        if !go_on(batch.length, &releases) {
            return Ok(());
        }
        if uncommitted >= COMMIT_EVERY {
            writer.commit(after)?;
            uncommitted = 0;
        }
    }
    if uncommitted > 0 {
        writer.commit(after)?;
    }
    Ok(())
}

impl Report {
    /// Records the failures of captures that were applied. Returns the releases that the index now
    /// holds.
    pub(super) fn note(
        &mut self,
        log: &Log,
        applied: Applied,
    ) -> Result<Vec<ReleaseId>, PipelineError> {
        for (release, failure) in applied.lost {
            self.lose(log, release, failure)?;
        }
        self.failures.extend(applied.unreadable);
        Ok(applied.releases)
    }

    /// Records that a capture cannot be read from the log, unless it was purged meanwhile.
    fn lose(
        &mut self,
        log: &Log,
        release: ReleaseId,
        failure: Failure,
    ) -> Result<(), PipelineError> {
        if log.purged(release)?.is_none() {
            self.lost += 1;
            self.failures.push(failure);
        }
        Ok(())
    }
}
