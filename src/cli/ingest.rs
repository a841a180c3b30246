//! `omroeper ingest`.

use std::path::PathBuf;

use clap::Args;
use omroeper::load;
use omroeper::pipeline::{self, Job, Progress as _};

use super::exit::Exit;
use super::progress::Bar;
use super::{Global, Turn, files, terminal};

/// Ingest pages: into the archive and the index
///
/// SOURCE is an HTML or text file, a folder (walked; hidden files left out), a .warc, .warc.gz or
/// .wacz file, a .jsonl file of {id|url, title, date, text|html, publisher?}, a saved answer of a news
/// interface (.json, .xml), or - for a list of paths on stdin. Pages already there are passed over.
/// What cannot be read is named, and stops nothing.
#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files and folders
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    #[command(flatten)]
    turn: Turn,
}

impl Ingest {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let sources = files::expand(&self.sources)?;
        let stop =
            terminal::stop_flag("stopping; what was read is being saved (Ctrl-C again to drop it)");
        let bar = Bar::new(global);
        // To count is to walk the folders once more, which only a reader of the bar is worth.
        if let Some(pages) = bar.is_shown().then(|| load::count(&sources)).flatten() {
            bar.expect(pages);
        }
        let job = Job {
            progress: &bar,
            stop: &stop,
            wait: self.turn.wait(),
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
