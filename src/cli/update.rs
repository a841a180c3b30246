//! `omroeper update` and `omroeper digest`: the index brought up to the log, and what it then says.

use std::io::Write as _;

use omroeper::index::Indexes;
use omroeper::pipeline;

use super::exit::Exit;
use super::{Global, terminal};

/// Applies what the log holds behind the index.
pub(crate) fn update(global: &Global) -> anyhow::Result<Exit> {
    let report = pipeline::update(&global.home()?)?;
    terminal::note_failures(&report.failures);
    if !global.quiet {
        terminal::note(&match report.caught_up {
            0 => "the index is up to date".to_owned(),
            applied => format!("{} applied", terminal::pages(applied)),
        });
    }
    Ok(Exit::of_run(&report))
}

/// Prints the digest of all releases.
pub(crate) fn digest(global: &Global) -> anyhow::Result<Exit> {
    let digest = Indexes::open(&global.home()?.index())?.reader()?.digest()?;
    writeln!(anstream::stdout().lock(), "{digest}")?;
    Ok(Exit::Done)
}
