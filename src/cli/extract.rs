//! `omroeper extract`.

use std::io::{BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use omroeper::pipeline::{Failure, read_each};
use omroeper::present;

use super::exit::Exit;
use super::{Global, files, terminal};

/// Print what is read from pages: title, date, publisher, quotes, lists, text
#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// Files and folders, as for `ingest`
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One release a line, each with its `file`
    #[arg(long)]
    jsonl: bool,
}

impl Extract {
    pub(crate) fn run(&self, _global: &Global) -> anyhow::Result<Exit> {
        let paths = files::expand(&self.files)?;
        let mut out = BufWriter::new(anstream::stdout().lock());
        let mut failures = Vec::new();
        let mut written = Ok(());
        read_each(&paths, |origin, release| {
            match release {
                Ok(release) => {
                    let release = present::release_json(&release, Some(origin));
                    written = if self.jsonl { writeln!(out, "{release}") } else { writeln!(out, "{release:#}") };
                }
                Err(reason) => failures.push(Failure { origin: origin.to_owned(), reason }),
            }
            if written.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        written.and_then(|()| out.flush())?;
        terminal::note_failures(&failures);
        Ok(if failures.is_empty() { Exit::Done } else { Exit::Partial })
    }
}
