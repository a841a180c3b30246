//! `omroeper ingest`.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use omroeper::archive::load;
use omroeper::pipeline::{self, Progress};

use super::exit::Exit;
use super::{Global, files, terminal};

/// Take pages into the archive and the index
///
/// SOURCE is an HTML or text file, a folder (walked; hidden files left out), a .warc or .warc.gz
/// file, a .jsonl file of {id|url, title, date, text|html, publisher?}, or - for a list of paths
/// on stdin. Pages already there are passed over. What cannot be read is named, and stops nothing.
#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files and folders
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
}

impl Ingest {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let sources = files::expand(&self.sources)?;
        let stop = terminal::stop_flag();
        let bar = Bar::new(!global.quiet && std::io::stderr().is_terminal(), &sources);
        let report = pipeline::ingest(&global.home()?, &sources, &bar, &stop)?;
        bar.0.finish_and_clear();
        terminal::note_failures(&report.failures);
        if !global.quiet {
            terminal::note(&terminal::summary(&report));
        }
        Ok(match (report.interrupted, report.failures.is_empty()) {
            (true, _) => Exit::Interrupted,
            (false, false) => Exit::Partial,
            (false, true) => Exit::Done,
        })
    }
}

/// Pages, rate and time, on a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new(shown: bool, sources: &[PathBuf]) -> Self {
        if !shown {
            return Self(ProgressBar::hidden());
        }
        let (bar, template) = match load::count(sources) {
            Some(pages) => {
                (ProgressBar::new(pages), "{spinner} {human_pos} of {human_len} pages  {per_sec}  {eta} left")
            }
            None => (ProgressBar::no_length(), "{spinner} {human_pos} pages  {per_sec}  {elapsed}"),
        };
        let style = ProgressStyle::with_template(template).expect("a valid template");
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }
}

impl Progress for Bar {
    fn advance(&self, pages: u64, _bytes: u64) {
        self.0.inc(pages);
    }
}
