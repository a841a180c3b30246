//! Wiring: sources in, committed index out; the one place where work is spread over cores.
//!
//! Leaves out the inside of any stage. One thread loads and logs, some batches ahead of the one that
//! reads and indexes; both spread over rayon's pool. Memory is bounded by what a batch may weigh,
//! whatever the sources hold.

mod apply;
mod batches;
mod check;
mod history;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rayon::prelude::*;

use crate::archive::load::{self, Entry, FileMark, Loaded, Revisit};
use crate::archive::{Archive, ArchiveError, Home, Logged, size_of};
use crate::document::{Capture, ReleaseId};
use crate::extract::ExtractError;
use crate::index::{self, IndexError, IndexSetWriter, Indexes};
use batches::{BATCH, Batches};
pub use check::check;
pub use history::{History, forget, history, purge};

/// Batches that are logged ahead of the indexing, so that neither waits long for the disk.
const AHEAD: usize = 4;

/// Captures after which an ingest makes its work visible.
const COMMIT_EVERY: usize = 50_000;

/// What stops a run; whatever happened to single pages is in its [`Report`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The log lost its end.
    #[error(
        "the log ends with capture {log}, and the index `{path}` with {index}: captures are lost (restore `captures` from a backup; or move the index away, which has the last of their text, and run `omroeper update`)"
    )]
    LogBehind {
        /// The index.
        path: PathBuf,
        /// Its last capture.
        index: u64,
        /// The last one of the log.
        log: u64,
    },
    /// The disk has no room for another generation.
    #[error(
        "`{path}` has {free} MB free, and a new index may take {needed} MB (make room, or remove a generation that was kept)"
    )]
    DiskFull {
        /// Where the room is needed.
        path: PathBuf,
        /// What there is, in megabytes.
        free: u64,
        /// What a new index may take, in megabytes.
        needed: u64,
    },
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Report {
    /// Pages looked at.
    pub seen: u64,
    /// New captures.
    pub added: u64,
    /// Pages whose newest capture is the same.
    pub unchanged: u64,
    /// Captures of what was purged, which stay out.
    pub refused: u64,
    /// Files and records that are no pages: pictures, redirects, word that unknown pages are gone.
    pub left_out: u64,
    /// Captures logged before and indexed now, after an interruption.
    pub caught_up: u64,
    /// Of the new captures, those that are kept and cannot be read as pages.
    pub unreadable: u64,
    /// Captures that the log no longer gives.
    pub lost: u64,
    /// What could not be read, and why.
    pub failures: Vec<Failure>,
    /// Whether it was stopped before the end.
    pub interrupted: bool,
}

/// A page that could not be read.
#[derive(Debug)]
pub struct Failure {
    /// The file, with line or byte.
    pub origin: String,
    /// Why, with the remedy.
    pub reason: String,
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// The run is over `pages` pages, where that is known from the start.
    fn expect(&self, _pages: u64) {}

    /// `pages` and `bytes` more were looked at.
    fn advance(&self, pages: u64, bytes: u64);
}

impl Progress for () {
    fn advance(&self, _pages: u64, _bytes: u64) {}
}

/// Logs everything in `sources` that is new, and indexes it.
///
/// `stop` ends the run early; what was logged is indexed first.
///
/// # Errors
/// [`PipelineError`] where storage fails; every capture logged until then is safe.
pub fn ingest(
    home: &Home,
    sources: &[PathBuf],
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    write(Archive::open(home)?, &mut report, |archive, writer, report| {
        std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel(AHEAD);
            let producer = scope.spawn(|| {
                // The channel closes when the last batch is sent.
                let sender = sender;
                log_batches(archive, sources, &sender, progress, stop)
            });
            let indexed = index_batches(receiver, writer, report);
            let logged = producer.join().expect("the loading thread panics only where this one would");
            indexed.and(logged.map(|counts| report.take(counts)))
        })
    })?;
    Ok(report)
}

/// Applies to the index what the log holds behind it, and takes into the catalogue what it lacks.
///
/// # Errors
/// [`PipelineError`]; what was applied before stays.
pub fn update(home: &Home) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    write(Archive::open_existing(home)?, &mut report, |_, _, _| Ok(()))?;
    Ok(report)
}

/// Brings the index up to the log, and makes durable what `work` then writes.
fn write<T>(
    mut archive: Archive,
    report: &mut Report,
    work: impl FnOnce(&mut Archive, &mut IndexSetWriter, &mut Report) -> Result<T, PipelineError>,
) -> Result<T, PipelineError> {
    let mut writer = IndexSetWriter::open(&archive.log().home().index())?;
    catch_up(&archive, &mut writer, report)?;
    let done = work(&mut archive, &mut writer, report)?;
    writer.commit(archive.last())?;
    writer.finish()?;
    Ok(done)
}

/// Folds the whole log into a new generation of the index, verifies it and makes it live; `keep` of
/// those before it stay for [`roll_back`](crate::index::roll_back).
///
/// Searches go on from the live generation until then. `stop` ends the run early and leaves it live.
///
/// Where the log no longer gives a capture that it should, the live generation stays, which may hold the
/// last of its text: [`Report::lost`] counts them.
///
/// # Errors
/// [`PipelineError`]; the live generation stays as it was.
pub fn reindex(home: &Home, keep: usize, progress: &dyn Progress, stop: &AtomicBool) -> Result<Report, PipelineError> {
    let archive = Archive::open_existing(home)?;
    room_for_another(home)?;
    if let Ok(live) = Indexes::open(&home.index()).and_then(|live| live.reader()?.committed()) {
        not_behind(&archive, live)?;
    }
    progress.expect(archive.last());
    let (mut writer, next) = IndexSetWriter::open_next(&home.index())?;
    let mut report = Report::default();
    let mut releases = HashSet::new();
    let folded = fold(&archive, &mut writer, &mut report, |captures, batch| {
        releases.extend(batch.iter().copied());
        progress.advance(captures as u64, 0);
        !stop.load(Ordering::Relaxed)
    });
    let done = folded.and_then(|()| {
        report.interrupted = stop.load(Ordering::Relaxed);
        writer.finish()?;
        if !report.interrupted && report.lost == 0 {
            Indexes::verify(&next, releases.len() as u64)?;
        }
        Ok(())
    });
    match done {
        Ok(()) if !report.interrupted && report.lost == 0 => next.publish(keep)?,
        outcome => {
            next.discard()?;
            outcome?;
        }
    }
    Ok(report)
}

/// Reads `sources` into an index in memory, keeping nothing.
///
/// # Errors
/// [`PipelineError::Index`].
pub fn index_in_memory(sources: &[PathBuf], stop: &AtomicBool) -> Result<(Indexes, Report), PipelineError> {
    let (mut writer, indexes) = IndexSetWriter::in_memory()?;
    let mut report = Report::default();
    let mut seq = 0;
    for batch in Batches::new(load::entries(sources)) {
        if stop.load(Ordering::Relaxed) {
            report.interrupted = true;
            break;
        }
        let captures = report.load(batch.entries.into_iter().map(|entry| (entry, ())).collect());
        report.added += captures.len() as u64;
        let logged = captures.into_iter().map(|(capture, ())| {
            seq += 1;
            Logged { seq, capture, others: Vec::new() }
        });
        apply::index(logged.collect(), &writer, &mut report)?;
    }
    writer.commit(seq)?;
    Ok((indexes, report))
}

/// Reads `sources` with `reader` ([`extract`](crate::extract::extract), or
/// [`explain`](crate::extract::explain)) and gives each outcome, or why there is none, to `take`, in order.
pub fn read_each<T: Send>(
    sources: &[PathBuf],
    reader: fn(&Capture) -> Result<T, ExtractError>,
    mut take: impl FnMut(&str, Result<T, String>) -> std::ops::ControlFlow<()>,
) {
    for batch in Batches::new(load::entries(sources)) {
        let outcomes: Vec<(String, Result<T, String>)> = batch
            .entries
            .into_par_iter()
            .filter(Entry::is_page)
            .map(|entry| {
                let Loaded { origin, outcome } = entry.load();
                let release = outcome.map_err(|e| chain(&e)).and_then(|capture| apply::read(reader, &capture));
                (origin, release)
            })
            .collect();
        for (origin, outcome) in outcomes {
            if take(&origin, outcome).is_break() {
                return;
            }
        }
    }
}

/// Refuses to begin an index for which the disk has no room: it may take what the live one takes and a
/// half more, or, where there is none, as much as the captures.
fn room_for_another(home: &Home) -> Result<(), PipelineError> {
    let live = index::live_name(&home.index())?.map(|name| size_of(&home.index().join(name)));
    let needed = live.map_or_else(|| size_of(&home.captures()), |live| live + live / 2);
    let Ok(room) = rustix::fs::statvfs(home.path()) else { return Ok(()) };
    let free = room.f_bavail * room.f_frsize;
    if free >= needed {
        return Ok(());
    }
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    Err(PipelineError::DiskFull { path: home.path().to_owned(), free: megabytes(free), needed: megabytes(needed) })
}

/// Captures that a crash left logged but not indexed.
fn catch_up(archive: &Archive, writer: &mut IndexSetWriter, report: &mut Report) -> Result<(), PipelineError> {
    not_behind(archive, writer.committed())?;
    // An index made from nothing holds nothing of what was purged.
    let purged = if writer.committed() > 0 { archive.log().purged_after(writer.committed())? } else { Vec::new() };
    purge_index(archive, writer, &purged)?;
    fold(archive, writer, report, |_, _| true)
}

/// Refuses to go on where the log ends before an index that was made of it.
fn not_behind(archive: &Archive, index: u64) -> Result<(), PipelineError> {
    let log = archive.last();
    if index > log {
        return Err(PipelineError::LogBehind { path: archive.log().home().index(), index, log });
    }
    Ok(())
}

/// Removes releases from the live index, and the generations that were kept with them.
fn purge_index(archive: &Archive, writer: &mut IndexSetWriter, releases: &[ReleaseId]) -> Result<(), PipelineError> {
    if !releases.is_empty() {
        index::remove_kept(&archive.log().home().index())?;
        writer.purge(releases)?;
    }
    Ok(())
}

/// Applies what the log holds behind the last commit; `go_on` hears how many captures each batch had
/// and which releases they left, and says whether to.
fn fold(
    archive: &Archive,
    writer: &mut IndexSetWriter,
    report: &mut Report,
    mut go_on: impl FnMut(usize, &[ReleaseId]) -> bool,
) -> Result<(), PipelineError> {
    let mut after = writer.committed();
    let mut uncommitted = 0;
    while let Some(batch) = archive.log().after(after, BATCH)? {
        after = batch.last;
        let mut logged = Vec::with_capacity(batch.captures.len());
        for (url, capture) in batch.captures {
            match capture {
                Ok(capture) => logged.push(capture),
                Err(error) => {
                    report.lost += 1;
                    report.failures.push(Failure { origin: url, reason: chain(&error) });
                }
            }
        }
        report.caught_up += logged.len() as u64;
        uncommitted += batch.length;
        let releases = apply::index(logged, writer, report)?;
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

/// Loads and logs, ahead of the indexing.
fn log_batches(
    archive: &mut Archive,
    sources: &[PathBuf],
    sender: &SyncSender<Vec<Logged>>,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Report, PipelineError> {
    let mut report = Report::default();
    for batch in Batches::new(load::entries(sources)) {
        if stop.load(Ordering::Relaxed) {
            report.interrupted = true;
            break;
        }
        let (seen, bytes) = (report.seen, batch.bytes);
        let (revisits, entries) = Entry::part(batch.entries);
        let met = entries.len() as u64;
        let unread = archive.unread(entries)?;
        let read_before = met - unread.len() as u64;
        report.seen += read_before;
        report.unchanged += read_before;
        let loaded = report.load(unread);
        let marked = |(capture, mark): &(Capture, Option<FileMark>)| Some((mark.clone()?, ReleaseId::of(&capture.url)));
        let files = loaded.iter().filter_map(marked).collect();
        let captures: Vec<Capture> = loaded.into_iter().map(|(capture, _)| capture).collect();
        let mut logged = report.take_in(archive, captures)?;
        archive.note_read(files)?;
        // What they refer to may stand just before them.
        let again = report.resolve(archive, revisits)?;
        logged.extend(report.take_in(archive, again)?);
        if sender.send(logged).is_err() {
            // The indexing side failed and says why.
            break;
        }
        progress.advance(report.seen - seen, bytes);
    }
    Ok(report)
}

fn index_batches(
    batches: Receiver<Vec<Logged>>,
    writer: &mut IndexSetWriter,
    report: &mut Report,
) -> Result<(), PipelineError> {
    let mut uncommitted = 0;
    for logged in batches {
        let last = logged.last().map(|l| l.seq);
        uncommitted += logged.len();
        let failed = report.failures.len() as u64 - report.lost;
        apply::index(logged, writer, report)?;
        report.unreadable += report.failures.len() as u64 - report.lost - failed;
        if let Some(last) = last.filter(|_| uncommitted >= COMMIT_EVERY) {
            writer.commit(last)?;
            uncommitted = 0;
        }
    }
    Ok(())
}

impl Report {
    /// Logs what is new of `captures`; what says something new.
    fn take_in(&mut self, archive: &mut Archive, captures: Vec<Capture>) -> Result<Vec<Logged>, PipelineError> {
        let loaded = captures.len() as u64;
        let news = archive.news(captures)?;
        // Word that a page is gone is no page met where no page was.
        self.seen -= news.never_met();
        self.left_out += news.never_met();
        self.added += news.fresh() - news.never_met();
        self.refused += news.refused();
        self.unchanged += loaded - news.fresh() - news.refused();
        Ok(archive.append(news)?)
    }

    /// The captures that revisits stand for.
    fn resolve(&mut self, archive: &Archive, revisits: Vec<Revisit>) -> Result<Vec<Capture>, PipelineError> {
        let mut captures = Vec::with_capacity(revisits.len());
        for revisit in revisits {
            match archive.resolve(&revisit)? {
                Some(capture) => captures.push(capture),
                None if revisit.of_page() => {
                    let Loaded { origin, outcome } = revisit.unresolved();
                    self.failures.extend(outcome.err().map(|error| Failure { origin, reason: chain(&error) }));
                    self.seen += 1;
                }
                None => self.left_out += 1,
            }
        }
        self.seen += captures.len() as u64;
        Ok(captures)
    }

    /// Loads entries, each with what is known of it; what cannot be loaded is noted.
    fn load<T: Send>(&mut self, entries: Vec<(Entry, T)>) -> Vec<(Capture, T)> {
        let total = entries.len() as u64;
        let pages = entries.into_par_iter().filter(|(entry, _)| entry.is_page());
        let loaded: Vec<(Loaded, T)> = pages.map(|(entry, known)| (entry.load(), known)).collect();
        self.left_out += total - loaded.len() as u64;
        self.seen += loaded.len() as u64;
        let mut captures = Vec::with_capacity(loaded.len());
        for (Loaded { origin, outcome }, known) in loaded {
            match outcome {
                Ok(capture) => captures.push((capture, known)),
                Err(error) => self.failures.push(Failure { origin, reason: chain(&error) }),
            }
        }
        captures
    }

    /// Adds what the loading thread counted.
    fn take(&mut self, loaded: Self) {
        self.seen += loaded.seen;
        self.added += loaded.added;
        self.unchanged += loaded.unchanged;
        self.refused += loaded.refused;
        self.left_out += loaded.left_out;
        self.failures.extend(loaded.failures);
        self.interrupted |= loaded.interrupted;
    }
}

/// An error and its causes on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
