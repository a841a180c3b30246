//! `omroeper ingest`.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;

use clap::Args;
use jiff::Timestamp;
use omroeper::document::Capture;
use omroeper::load::{self, Choice, LoadOptions};
use omroeper::pipeline::{self, Job, Progress, Run};
use omroeper::present::views::{Change, LoggedView};
use url::Url;

use super::exit::{self, Exit};
use super::progress::Bar;
use super::{Global, LockWait, files, terminal};

/// Ingest pages into the archive and the index
///
/// SOURCE is an HTML or text file, a folder (walked, without hidden files), a web archive (.warc,
/// .wacz, .arc, .mhtml; also gzipped), a .jsonl file of {id|url, title, date, text|html,
/// publisher?}, a .csv or .jsonl file of `export`, a feed with full texts or a saved response of a
/// news API (.json, .xml, .rss, .atom), or - for a list of paths on stdin. Pages that are already in
/// the archive are skipped. A page that cannot be read is reported, and does not stop the others.
///
/// A page without an address of its own is named `file:///LABEL/path`, by its path below the
/// folder given. LABEL is the name of that folder.
#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files and folders
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// Of folders, read only files that match, such as '*.html' or 'nieuws/2021/'; may be repeated
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Of folders, leave out files that match; may be repeated
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Name files by their path below this folder, instead of below each folder given
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Name files by their path below this address, as a mirrored site has them
    #[arg(long, value_name = "URL", conflicts_with = "root", value_parser = base_url)]
    base_url: Option<Url>,
    /// Time at which files were captured, such as 2024-03-05T10:00:00Z, for runs that must come out
    /// the same [default: now]
    #[arg(long, value_name = "TIME", value_parser = super::files::time)]
    captured_at: Option<Timestamp>,
    #[command(flatten)]
    lock_wait: LockWait,
    /// Print the counts and the new and changed releases as one JSON object, as in
    /// schema/run.schema.json
    #[arg(long, conflicts_with = "jsonl")]
    json: bool,
    /// Print each new or changed release as one JSON object, when it is safe on disk
    #[arg(long)]
    jsonl: bool,
}

impl Ingest {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let sources = files::expand(&self.sources)?;
        if self.base_url.is_some() && sources.len() > 1 {
            // Files of two folders could get one address.
            return Err(exit::usage(
                "`--base-url` is the address of one folder (ingest each folder with its own)",
            ));
        }
        let home = global.home()?;
        let wait = self.lock_wait.duration();
        let stop = terminal::stop_flag(|| {
            terminal::note("stopping; saving what was read (press Ctrl-C again to discard it)");
        });
        let (roots, read_before) =
            pipeline::known_files(&home, &sources, self.root.as_deref(), wait)?;
        let options = LoadOptions {
            roots: roots.with_base(self.base_url.clone()),
            choice: Choice::new(&self.include, &self.exclude)
                .map_err(|error| exit::usage(error.to_string()))?,
            captured: self.captured_at.unwrap_or_else(Timestamp::now),
            read_before,
        };
        let bar = Bar::new(global);
        bar.expect_in(&sources, &options);
        let progress = Listing {
            bar: &bar,
            command: self,
            releases: Mutex::default(),
        };
        let job = Job {
            progress: &progress,
            stop: &stop,
            wait,
        };
        let run = Run::begin(&home, "ingest");
        let report = pipeline::ingest(&home, load::items(sources, options), &job)?;
        run.end(&report, 0);
        bar.clear();
        terminal::note_failures(global, &report.failures);
        if self.json {
            let releases = progress.releases.into_inner().unwrap_or_default();
            let view = serde_json::to_string_pretty(&report.view(releases))?;
            writeln!(anstream::stdout().lock(), "{view}")?;
        }
        if !global.quiet {
            terminal::note(&terminal::summary(&report));
            if report.seen == 0 && report.left_out == 0 && !report.interrupted {
                terminal::note(terminal::NOTHING_TO_READ);
            }
        }
        Ok(Exit::of_run(&report))
    }
}

/// Reads the address of a mirrored site.
fn base_url(text: &str) -> Result<Url, &'static str> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .filter(|url| url.query().is_none() && url.fragment().is_none())
        .ok_or("is not the address of a site (write `https://www.zandwijk.nl`)")
}

/// Lists the releases that a run changes.
struct Listing<'a> {
    bar: &'a Bar,
    command: &'a Ingest,
    releases: Mutex<Vec<LoggedView>>,
}

impl Progress for Listing<'_> {
    fn expect(&self, pages: u64) {
        self.bar.expect(pages);
    }

    fn advance(&self, pages: u64, bytes: u64) {
        self.bar.advance(pages, bytes);
    }

    fn logged(&self, capture: &Capture, change: Change) {
        if self.command.jsonl {
            let line = serde_json::to_string(&LoggedView::of(capture, change)).unwrap_or_default();
            // A reader that closes the pipe does not stop the run.
            let _ = writeln!(anstream::stdout().lock(), "{line}");
        } else if self.command.json
            && let Ok(mut releases) = self.releases.lock()
        {
            releases.push(LoggedView::of(capture, change));
        }
    }
}
