//! Ingesting source items: logs the new ones and indexes them.
//!
//! Leaves out where items come from. A run may never end, so it works in turns. It holds the lock
//! while there are items. It releases the lock while it waits for the source, and between two
//! batches if another writer waits. Each turn ends with a commit.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::declared::{DeclaredAddresses, Page as DeclaredPage};
use super::incoming::{Incoming, ItemBatch};
use super::report::Failure;
use super::write::{COMMIT_EVERY, write};
use super::{Job, PipelineError, Progress, Report, apply};
use crate::archive::{Archive, Log, Logged, ReadFile};
use crate::document::{Capture, MediaKind, ReleaseId};
use crate::home::Home;
use crate::index::IndexSetWriter;
use crate::load::{FileFingerprint, LoadError, Loaded, ReadContainers, Revisit, Roots, SourceItem};
use crate::present::views::Change;

/// Number of batches that may be logged ahead of indexing, so that neither thread waits long for
/// the disk.
const BATCHES_AHEAD: usize = 4;

/// Ingested releases become searchable within `COMMIT_INTERVAL`. The end of a source makes them
/// searchable at once, but not within `MIN_SOURCE_COMMIT_GAP` of the end of another source.
const COMMIT_INTERVAL: Duration = Duration::from_mins(2);
const MIN_SOURCE_COMMIT_GAP: Duration = Duration::from_secs(1);

/// A message from the logging thread to the indexing thread.
enum Step {
    Index(Vec<Logged>),
    /// Commit the index, so that what was indexed becomes searchable.
    Commit,
}

/// Logs and indexes the `items` that are new.
///
/// An iterator may block, on a server or a clock: the lock is not held meanwhile. The job does not
/// wait for an iterator that blocks when [`Job::stop`] is set or storage fails. The iterator is
/// dropped after its next item.
///
/// # Errors
/// [`PipelineError`] if storage fails; every capture logged until then is safe.
pub fn ingest(
    home: &Home,
    items: impl Iterator<Item = SourceItem> + Send + 'static,
    job: &Job<'_>,
) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    let mut incoming = Incoming::start(items, job.stop);
    let mut declared = DeclaredAddresses::default();
    let mut is_first = true;
    loop {
        let archive = Archive::open_within(home, job.wait)?;
        let caught_up = report.caught_up;
        write(archive, &mut report, |archive, writer, report| {
            take_turn(archive, writer, report, &mut incoming, &mut declared, job)
        })?;
        // Only the first turn finds what an interruption left.
        if !std::mem::take(&mut is_first) {
            report.caught_up = caught_up;
        }
        let logged = log_slowly(home, &mut report, &mut incoming, &mut declared, job)?;
        if logged == Logging::Ended {
            break;
        }
    }
    report.interrupted |= incoming.is_stopped();
    Ok(report)
}

/// How logging without indexing ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Logging {
    /// The index must be brought up to date.
    Due,
    /// The source ended, and the index is up to date.
    Ended,
}

/// Waits for items, and logs those that arrive one by one. A commit of the index for each page would
/// cost more than the page, so the index follows after a while, after each source, and when many
/// items arrive.
fn log_slowly(
    home: &Home,
    report: &mut Report,
    incoming: &mut Incoming<'_>,
    declared: &mut DeclaredAddresses,
    job: &Job<'_>,
) -> Result<Logging, PipelineError> {
    let since = Instant::now();
    let mut is_behind = false;
    while incoming.wait() {
        let mut archive = Archive::open_within(home, job.wait)?;
        let Some(batch) = incoming.batch() else {
            continue;
        };
        let (seen, bytes) = (report.seen, batch.bytes);
        let due = batch.ends_source || batch.is_large() || since.elapsed() > COMMIT_INTERVAL;
        is_behind |= !report
            .log(&mut archive, batch, declared, job.progress)?
            .is_empty();
        job.progress.advance(report.seen - seen, bytes);
        if due {
            return Ok(Logging::Due);
        }
    }
    Ok(if is_behind {
        Logging::Due
    } else {
        Logging::Ended
    })
}

/// Makes the archive of `home` if there is none, and brings its catalog up to date.
///
/// # Errors
/// [`PipelineError`] if storage fails.
pub fn create(home: &Home, wait: Duration) -> Result<(), PipelineError> {
    Archive::open_within(home, wait)?;
    Ok(())
}

/// The addresses of the files in `sources`, and the files with many pages that were read before. Remembers the
/// folders that hold the sources: `root`, or the folders given.
///
/// # Errors
/// [`PipelineError::Root`] if `root` does not hold a source; other errors if storage fails.
pub fn known_files(
    home: &Home,
    sources: &[PathBuf],
    root: Option<&Path>,
    wait: Duration,
) -> Result<(Roots, ReadContainers), PipelineError> {
    let mut archive = Archive::open_within(home, wait)?;
    let mut roots = Roots::known(archive.roots()?);
    let new = roots.add(sources, root)?;
    archive.add_roots(&new)?;
    Ok((roots, archive.read_containers()?))
}

/// Logs and indexes items until no item arrives soon, or another writer waits.
fn take_turn(
    archive: &mut Archive,
    writer: &mut IndexSetWriter,
    report: &mut Report,
    incoming: &mut Incoming<'_>,
    declared: &mut DeclaredAddresses,
    job: &Job<'_>,
) -> Result<(), PipelineError> {
    let log = Log::open(archive.log().home())?;
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(BATCHES_AHEAD);
        let logging = scope.spawn(move || {
            // Dropping the sender at the end closes the channel.
            let sender = sender;
            log_batches(archive, incoming, declared, &sender, job)
        });
        let indexed = index_steps(&log, &receiver, writer, report);
        // If indexing failed, this keeps the logging thread from waiting for it forever.
        drop(receiver);
        let logged = logging.join().expect("the logging thread does not panic");
        indexed.and(logged.map(|counts| report.add(counts)))
    })
}

fn log_batches(
    archive: &mut Archive,
    incoming: &mut Incoming<'_>,
    declared: &mut DeclaredAddresses,
    sender: &SyncSender<Step>,
    job: &Job<'_>,
) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    let mut last_end: Option<Instant> = None;
    while !incoming.is_stopped() && !archive.has_waiting_writer() {
        let Some(batch) = incoming.batch() else { break };
        let (seen, bytes, ends_source) = (report.seen, batch.bytes, batch.ends_source);
        let logged = report.log(archive, batch, declared, job.progress)?;
        if sender.send(Step::Index(logged)).is_err() {
            // Indexing failed, and returns its own error.
            break;
        }
        if ends_source && last_end.is_none_or(|end| end.elapsed() > MIN_SOURCE_COMMIT_GAP) {
            last_end = Some(Instant::now());
            if sender.send(Step::Commit).is_err() {
                break;
            }
        }
        job.progress.advance(report.seen - seen, bytes);
    }
    Ok(report)
}

fn index_steps(
    log: &Log,
    steps: &Receiver<Step>,
    writer: &mut IndexSetWriter,
    report: &mut Report,
) -> Result<(), PipelineError> {
    let (mut uncommitted, mut last) = (0, 0);
    let mut committed = Instant::now();
    for step in steps {
        let mut due = matches!(step, Step::Commit);
        if let Step::Index(logged) = step {
            last = logged.last().map_or(last, |logged| logged.seq);
            uncommitted += logged.len();
            let applied = apply::index(logged, writer)?;
            report.listings += applied.listings;
            report.note(log, applied)?;
            due = uncommitted >= COMMIT_EVERY || committed.elapsed() > COMMIT_INTERVAL;
        }
        if due && uncommitted > 0 {
            writer.commit(last)?;
            uncommitted = 0;
            committed = Instant::now();
        }
    }
    Ok(())
}

impl Report {
    /// Loads a batch and logs its new captures. Returns the captures with changed content.
    fn log(
        &mut self,
        archive: &mut Archive,
        batch: ItemBatch,
        declared: &mut DeclaredAddresses,
        progress: &dyn Progress,
    ) -> Result<Vec<Logged>, PipelineError> {
        self.left_out += batch.left_out;
        archive.append_robots(batch.robots)?;
        let pages = batch.pages.len() as u64;
        let unread = archive.unread(batch.pages)?;
        let read_before = batch.read_before + pages - unread.len() as u64;
        self.seen += read_before;
        self.unchanged += read_before;
        let mut loaded = self.load(unread);
        for (capture, file) in &mut loaded {
            declared.tell_apart(capture, |release| {
                let captures = archive.log().captures_of(release).ok()?;
                DeclaredPage::of(&captures.last()?.read().ok()?)
            });
            if file.is_some() {
                archive.follow_moved_file(capture)?;
            }
        }
        let file = |(capture, file): &(Capture, Option<FileFingerprint>)| {
            Some(ReadFile {
                fingerprint: file.clone()?,
                release: capture.id(),
                digest: capture.digest(),
            })
        };
        let files: Vec<ReadFile> = loaded.iter().filter_map(file).collect();
        let captures: Vec<Capture> = loaded.into_iter().map(|(capture, _)| capture).collect();
        let answered = |capture: &Capture| {
            let asked = capture.requested().unwrap_or(capture.address());
            (asked.id(), capture.id())
        };
        let releases: HashMap<ReleaseId, ReleaseId> = captures.iter().map(answered).collect();
        let mut logged = self.append(archive, captures, progress)?;
        archive.note_read(files)?;
        // Log pages before revisits, which may refer to pages of the same batch.
        let seen_again = self.resolve(archive, batch.revisits)?;
        logged.extend(self.append(archive, seen_again, progress)?);
        archive.note_visits(&batch.visits, &releases)?;
        archive.note_containers(&batch.containers)?;
        Ok(logged)
    }

    /// Logs the new captures of `captures`, and reports each to `progress`. Returns those with changed
    /// content.
    fn append(
        &mut self,
        archive: &mut Archive,
        captures: Vec<Capture>,
        progress: &dyn Progress,
    ) -> Result<Vec<Logged>, PipelineError> {
        let loaded = captures.len() as u64;
        let new = archive.deduplicate(captures)?;
        // A tombstone of a page that was never captured counts as left out, not as seen.
        let unknown = new.unknown_gone() + new.unknown_gone_again();
        self.seen -= unknown;
        self.left_out += unknown;
        self.refused += new.refused();
        self.unchanged += loaded - new.changed() - new.refused() - new.unknown_gone_again();
        let known: Vec<Option<bool>> = new.is_known().collect();
        let logged = archive.append(new)?;
        for (logged, known) in logged.iter().zip(known) {
            let change = match known {
                None => continue,
                Some(false) => Change::New,
                Some(true) if logged.capture.kind() == MediaKind::Gone => Change::Gone,
                Some(true) => Change::Changed,
            };
            self.added += u64::from(change == Change::New);
            self.changed += u64::from(change != Change::New);
            progress.logged(&logged.capture, change);
        }
        Ok(logged)
    }

    /// The captures that `revisits` refer to. A revisit of a page that the log does not hold is a
    /// failure.
    fn resolve(
        &mut self,
        archive: &Archive,
        revisits: Vec<Revisit>,
    ) -> Result<Vec<Capture>, PipelineError> {
        let mut captures = Vec::with_capacity(revisits.len());
        for revisit in revisits {
            match archive.resolve(&revisit)? {
                Some(capture) => captures.push(capture),
                None if revisit.of_page() => {
                    let origin = revisit.origin().to_owned();
                    self.failures.push(Failure {
                        origin,
                        cause: LoadError::Unresolved.into(),
                    });
                    self.seen += 1;
                }
                None => self.left_out += 1,
            }
        }
        self.seen += captures.len() as u64;
        Ok(captures)
    }

    /// Loads pages, and passes the value of each through. Records a failure for each page that
    /// cannot be loaded.
    pub(super) fn load<T: Send>(&mut self, pages: Vec<(SourceItem, T)>) -> Vec<(Capture, T)> {
        let loaded: Vec<(Loaded, T)> = pages
            .into_par_iter()
            .map(|(page, known)| (page.load(), known))
            .collect();
        self.seen += loaded.len() as u64;
        let mut captures = Vec::with_capacity(loaded.len());
        for (Loaded { origin, outcome }, known) in loaded {
            match outcome {
                Ok(capture) => captures.push((capture, known)),
                Err(error) => self.failures.push(Failure {
                    origin,
                    cause: error.into(),
                }),
            }
        }
        captures
    }
}
