//! Items of sources, logged where they are new, and indexed.
//!
//! Leaves out where items come from. A run may have no end, so it takes turns: the lock is held while
//! there are items, and let go while the source is waited for, and between two batches where another
//! writer waits. Each turn ends with a commit.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::incoming::{Batch, Incoming};
use super::report::Failure;
use super::write::{COMMIT_EVERY, write};
use super::{Job, PipelineError, Report, apply};
use crate::archive::{Archive, Log, Logged};
use crate::document::{Capture, ReleaseId};
use crate::home::Home;
use crate::index::IndexSetWriter;
use crate::load::{FileFingerprint, LoadError, Loaded, Revisit, SourceItem};

/// Batches that are logged ahead of the indexing, so that neither waits long for the disk.
const BATCHES_AHEAD: usize = 4;

/// How long what was read may stay invisible, and how soon the end of one source makes it visible after
/// that of another.
const VISIBLE_WITHIN: Duration = Duration::from_secs(120);
const ENDS_APART: Duration = Duration::from_secs(1);

/// What the logging thread tells the one that indexes.
enum Step {
    Index(Vec<Logged>),
    /// Make what was indexed searchable.
    Commit,
}

/// Logs everything of `items` that is new, and indexes it.
///
/// An iterator that waits, for a server or a clock, must end by itself when [`Job::stop`] is raised. It is
/// never waited for with the lock held.
///
/// # Errors
/// [`PipelineError`] where storage fails; every capture logged until then is safe.
pub fn ingest(
    home: &Home,
    items: impl Iterator<Item = SourceItem> + Send,
    job: &Job<'_>,
) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    std::thread::scope(|scope| {
        let mut incoming = Incoming::start(scope, items, job.stop);
        loop {
            let archive = Archive::open_within(home, job.wait)?;
            write(archive, &mut report, |archive, writer, report| {
                take_turn(archive, writer, report, &mut incoming, job)
            })?;
            if !incoming.wait() {
                break;
            }
        }
        report.interrupted |= incoming.is_stopped();
        Ok(report)
    })
}

/// Logs and indexes items until none comes soon, or another writer waits.
fn take_turn(
    archive: &mut Archive,
    writer: &mut IndexSetWriter,
    report: &mut Report,
    incoming: &mut Incoming<'_>,
    job: &Job<'_>,
) -> Result<(), PipelineError> {
    let log = Log::open(archive.log().home())?;
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(BATCHES_AHEAD);
        let logging = scope.spawn(move || {
            // The channel closes when the last batch is sent.
            let sender = sender;
            log_batches(archive, incoming, &sender, job)
        });
        let indexed = index_steps(&log, &receiver, writer, report);
        // A logging thread that still sends must not wait for one that is gone.
        drop(receiver);
        let logged = logging
            .join()
            .expect("the logging thread panics only where this one would");
        indexed.and(logged.map(|counts| report.add(counts)))
    })
}

fn log_batches(
    archive: &mut Archive,
    incoming: &mut Incoming<'_>,
    sender: &SyncSender<Step>,
    job: &Job<'_>,
) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    let mut last_end: Option<Instant> = None;
    while !incoming.is_stopped() && !archive.is_awaited() {
        let Some(batch) = incoming.batch() else { break };
        let (seen, bytes, ends_source) = (report.seen, batch.bytes, batch.ends_source);
        let logged = report.log(archive, batch)?;
        if sender.send(Step::Index(logged)).is_err() {
            // The indexing side failed and says why.
            break;
        }
        if ends_source && last_end.is_none_or(|end| end.elapsed() > ENDS_APART) {
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
            report.unreadable += applied.unreadable.len() as u64;
            report.note(log, applied)?;
            due = uncommitted >= COMMIT_EVERY || committed.elapsed() > VISIBLE_WITHIN;
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
    /// Loads a batch and logs what is new of it; the captures that say something new.
    fn log(&mut self, archive: &mut Archive, batch: Batch) -> Result<Vec<Logged>, PipelineError> {
        self.left_out += batch.left_out;
        let pages = batch.pages.len() as u64;
        let unread = archive.unread(batch.pages)?;
        let read_before = pages - unread.len() as u64;
        self.seen += read_before;
        self.unchanged += read_before;
        let loaded = self.load(unread);
        let file = |(capture, file): &(Capture, Option<FileFingerprint>)| {
            Some((file.clone()?, capture.id()))
        };
        let files: Vec<(FileFingerprint, ReleaseId)> = loaded.iter().filter_map(file).collect();
        let captures: Vec<Capture> = loaded.into_iter().map(|(capture, _)| capture).collect();
        let mut logged = self.append(archive, captures)?;
        archive.note_read(files)?;
        // What revisits refer to may stand just before them.
        let seen_again = self.resolve(archive, batch.revisits)?;
        logged.extend(self.append(archive, seen_again)?);
        Ok(logged)
    }

    /// Logs what is new of `captures`; what says something new.
    fn append(
        &mut self,
        archive: &mut Archive,
        captures: Vec<Capture>,
    ) -> Result<Vec<Logged>, PipelineError> {
        let loaded = captures.len() as u64;
        let new = archive.deduplicate(captures)?;
        // A tombstone where no page was is not a page that was seen.
        self.seen -= new.unknown_gone();
        self.left_out += new.unknown_gone();
        self.added += new.changed() - new.unknown_gone();
        self.refused += new.refused();
        self.unchanged += loaded - new.changed() - new.refused();
        Ok(archive.append(new)?)
    }

    /// The captures that revisits refer to.
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

    /// Loads pages, each with what is known of it; what cannot be loaded is noted.
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
