//! `omroeper extract`.

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use omroeper::document::Release;
use omroeper::pipeline::{Failure, read_each};
use omroeper::present;

use super::exit::Exit;
use super::{Global, files, terminal};

/// Print what is read from pages: title, date, publisher, quotes, lists, text
///
/// One JSON object a line, each with its `file`, by schema/release.schema.json.
#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// Files and folders, as for `ingest`
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One JSON object a line, which is the default
    #[arg(long, conflicts_with_all = ["json", "text"])]
    jsonl: bool,
    /// JSON set out for reading
    #[arg(long, conflicts_with = "text")]
    json: bool,
    /// Each release as a page to read, as `show` prints it
    #[arg(long)]
    text: bool,
}

impl Extract {
    pub(crate) fn run(&self, _global: &Global) -> anyhow::Result<Exit> {
        let paths = files::expand(&self.files)?;
        let mut out = BufWriter::new(anstream::stdout().lock());
        let mut failures = Vec::new();
        let mut written = Ok(());
        let mut first = true;
        read_each(&paths, |origin, release| {
            match release {
                Ok(release) => {
                    written = self.write(&mut out, origin, &release, first);
                    first = false;
                }
                Err(reason) => failures.push(Failure { origin: origin.to_owned(), reason }),
            }
            if written.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        written.and_then(|()| out.flush())?;
        terminal::note_failures(&failures);
        Ok(if failures.is_empty() { Exit::Done } else { Exit::Partial })
    }

    fn write(&self, out: &mut impl Write, origin: &str, release: &Release, first: bool) -> std::io::Result<()> {
        if self.text {
            if !first {
                writeln!(out)?;
            }
            return present::write_release(out, release);
        }
        let release = present::release_json(release, Some(origin));
        if self.json { writeln!(out, "{release:#}") } else { writeln!(out, "{release}") }
    }
}
