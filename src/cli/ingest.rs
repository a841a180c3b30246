//! `omroeper ingest`.

use std::path::PathBuf;

use clap::Args;
use omroeper::load;
use omroeper::pipeline::{self, Job, Progress as _};

use super::exit::Exit;
use super::progress::Bar;
use super::{Global, LockWait, files, terminal};

/// Ingest pages into the archive and the index
///
/// SOURCE is an HTML or text file, a folder (walked, without hidden files), a .warc, .warc.gz or
/// .wacz file, a .jsonl file of {id|url, title, date, text|html, publisher?}, a saved response of a
/// news API (.json, .xml), or - for a list of paths on stdin. Pages that are already in the archive
/// are skipped. A page that cannot be read is reported, and does not stop the others.
#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files and folders
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    #[command(flatten)]
    lock_wait: LockWait,
}

impl Ingest {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let sources = files::expand(&self.sources)?;
        let stop = terminal::stop_flag(
            "stopping; saving what was read (press Ctrl-C again to discard it)",
        );
        let bar = Bar::new(global);
        // Counting walks the folders once more, so count only if the bar is shown.
        if let Some(pages) = bar.is_shown().then(|| load::count(&sources)).flatten() {
            bar.expect(pages);
        }
        let job = Job {
            progress: &bar,
            stop: &stop,
            wait: self.lock_wait.duration(),
        };
        let report = pipeline::ingest(&global.home()?, load::items(&sources), &job)?;
        bar.clear();
        terminal::note_failures(&report.failures);
        if !global.quiet {
            terminal::note(&terminal::summary(&report));
        }
        Ok(Exit::of_run(&report))
    }
}
