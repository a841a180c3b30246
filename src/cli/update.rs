//! `omroeper update` and `omroeper digest`: the index brought up to the log, and what it then says.

use std::io::Write as _;

use clap::Args;
use omroeper::index::Indexes;
use omroeper::pipeline;

use super::exit::Exit;
use super::{Global, terminal};

/// Bring the index up to the captures
///
/// Applies what the log holds behind the index, and takes into the catalogue what it lacks; `ingest`
/// does the same first.
#[derive(Debug, Args)]
pub(crate) struct Update {}

impl Update {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let report = pipeline::update(&global.home()?)?;
        terminal::note_failures(&report.failures);
        if !global.quiet {
            terminal::note(&match report.caught_up {
                0 => "the index is up to date".to_owned(),
                applied => format!("{applied} captures applied"),
            });
        }
        Ok(Exit::of_run(&report))
    }
}

/// Print a digest of all releases and their versions
///
/// Two indexes that say the same have the same digest, however they came about. What a capture's bytes
/// and times were does not count.
#[derive(Debug, Args)]
pub(crate) struct Digest {}

impl Digest {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let digest = Indexes::open(&global.home()?.index())?.reader()?.digest()?;
        writeln!(anstream::stdout().lock(), "{digest}")?;
        Ok(Exit::Done)
    }
}
