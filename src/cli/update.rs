//! `omroeper update` and `omroeper digest`: the index brought up to the log, and what it then says.

use std::io::Write as _;

use clap::Args;
use omroeper::pipeline::{self, Job};

use super::exit::Exit;
use super::{Global, Turn, terminal};

/// Bring the index up to the captures
///
/// Applies captures that the index lacks, and takes into the catalogue those that it lacks; `ingest` does
/// the same first.
#[derive(Debug, Args)]
pub(crate) struct Update {
    #[command(flatten)]
    turn: Turn,
}

impl Update {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let job = Job {
            wait: self.turn.wait(),
            ..Job::default()
        };
        let report = pipeline::update(&global.home()?, &job)?;
        terminal::note_failures(&report.failures);
        if !global.quiet {
            terminal::note(&match report.caught_up {
                0 => "the index is up to date".to_owned(),
                applied => format!("{} applied", terminal::pages(applied)),
            });
        }
        Ok(Exit::of_run(&report))
    }
}

/// Prints the digest of all releases.
pub(crate) fn digest(global: &Global) -> anyhow::Result<Exit> {
    let digest = pipeline::digest(&global.home()?)?;
    writeln!(anstream::stdout().lock(), "{digest}")?;
    Ok(Exit::Done)
}
