//! `omroeper check` and `omroeper status`: whether the home is sound, and what it holds.

use std::io::{BufWriter, Write as _};

use clap::Args;
use omroeper::archive::{Log, size_of};
use omroeper::document::Standing;
use omroeper::index::{self, Indexes};
use omroeper::search::coverage;
use omroeper::{pipeline, present};

use super::exit::Exit;
use super::{Global, terminal};

/// Prints what is wrong, and what mends it.
pub(crate) fn check(global: &Global) -> anyhow::Result<Exit> {
    let findings = pipeline::check(&global.home()?)?;
    let mut out = anstream::stdout().lock();
    for finding in &findings {
        writeln!(out, "{} ({})", finding.what, finding.remedy)?;
    }
    if findings.is_empty() && !global.quiet {
        terminal::note("captures, catalogue and index agree");
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Partial })
}

/// Print what the home holds, by publisher
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

impl Status {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        let log = Log::open(&home)?;
        let reader = Indexes::open(&home.index())?.reader()?;
        let [pages, unchanged, gone, purged] = log.counts()?;
        let status = present::Status {
            releases: reader.count()?,
            versions: reader.releases.num_docs(),
            gone: reader.standing(Standing::Gone)?,
            captures: present::Captures { pages, unchanged, gone, purged },
            bytes: present::Bytes { captures: size_of(&home.captures()), index: size_of(&home.index()) },
            generation: index::live_name(&home.index())?,
            behind: log.last()?.saturating_sub(reader.committed()?),
            publishers: coverage(&reader)?,
        };
        let mut out = BufWriter::new(anstream::stdout().lock());
        if self.json {
            writeln!(out, "{:#}", serde_json::to_value(&status)?)?;
        } else {
            present::write_status(&mut out, &status)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}
