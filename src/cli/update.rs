//! `omroeper update` and `omroeper digest`: bringing the index up to date with the log, and its
//! digest.

use std::io::Write as _;

use clap::Args;
use omroeper::pipeline::{self, Job, Run};
use omroeper::present::counted;

use super::exit::Exit;
use super::{Global, LockWait, terminal};

/// Bring the index up to date with the captures
///
/// Adds missing captures to the catalog and to the index. `ingest` does the same first.
#[derive(Debug, Args)]
pub(crate) struct Update {
    #[command(flatten)]
    lock_wait: LockWait,
}

impl Update {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let job = Job {
            wait: self.lock_wait.duration(),
            ..Job::default()
        };
        let home = global.home()?;
        let run = Run::begin(&home, "update");
        let report = pipeline::update(&home, &job)?;
        run.end(&report, 0);
        terminal::note_failures(global, &report.failures);
        if !global.quiet {
            terminal::note(&match report.caught_up {
                0 => "the index is up to date".to_owned(),
                applied => format!("{} added to the index", counted(applied, "page")),
            });
        }
        Ok(Exit::of_run(&report))
    }
}

/// Print a digest of all releases and their versions
///
/// Two indexes of the same releases have the same digest, no matter how they were built. The bytes
/// of the captures do not count.
#[derive(Debug, Args)]
pub(crate) struct Digest {
    /// Print one JSON object: digest
    #[arg(long)]
    json: bool,
}

impl Digest {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let digest = pipeline::digest(&global.home()?)?;
        let mut out = anstream::stdout().lock();
        if self.json {
            writeln!(
                out,
                "{}",
                serde_json::json!({ "digest": digest.to_string() })
            )?;
        } else {
            writeln!(out, "{digest}")?;
        }
        Ok(Exit::Done)
    }
}
