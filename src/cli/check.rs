//! `omroeper check`, `repair` and `status`: whether the home is sound, and what it holds.

use std::io::{BufWriter, Write as _};

use clap::Args;
use omroeper::archive::{Archive, Log, size_of};
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

/// Gives up what the log lost, and names the pages.
pub(crate) fn repair(global: &Global) -> anyhow::Result<Exit> {
    let repaired = Archive::open_existing(&global.home()?)?.repair()?;
    let mut out = anstream::stdout().lock();
    for address in &repaired.lost {
        writeln!(out, "{address}")?;
    }
    if !global.quiet {
        terminal::note(&match (repaired.lost.len(), repaired.filled) {
            (0, 0) => "nothing of the log is lost".to_owned(),
            (0, _) => "the log reads whole again; the catalogue misses nothing that it had".to_owned(),
            (1, _) => "1 capture is lost (ingest the page again; until then the index has its text)".to_owned(),
            (lost, _) => {
                format!("{lost} captures are lost (ingest the pages again; until then the index has their text)")
            }
        });
    }
    Ok(Exit::Done)
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
        let [pages, unchanged, gone, purged, lost] = log.counts()?;
        let status = present::Status {
            releases: reader.count()?,
            versions: reader.releases.num_docs(),
            gone: reader.standing(Standing::Gone)?,
            captures: present::Captures { pages, unchanged, gone, purged, lost },
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
