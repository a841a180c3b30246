//! `omroeper check` and `omroeper status`: whether the home is sound, and what it holds.

use std::io::{BufWriter, Write as _};

use clap::Args;
use omroeper::archive::Log;
use omroeper::document::Standing;
use omroeper::index::{self, Indexes};
use omroeper::search::coverage;
use omroeper::{pipeline, present};
use serde_json::json;

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
        let [pages, again, gone, purged] = log.counts()?;
        let (last, committed) = (log.last()?, reader.committed()?);
        let bytes = |folder: &std::path::Path| {
            let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
            files
                .filter_map(|file| file.metadata().ok())
                .filter(std::fs::Metadata::is_file)
                .map(|m| m.len())
                .sum::<u64>()
        };
        let generation = index::live_name(&home.index())?;
        let status = json!({
            "releases": reader.count()?,
            "versions": reader.releases.num_docs(),
            "gone": reader.standing(Standing::Gone)?,
            "captures": { "pages": pages, "unchanged": again, "gone": gone, "purged": purged },
            "bytes": { "captures": bytes(&home.captures()), "index": bytes(&home.index()) },
            "generation": generation,
            "behind": last.saturating_sub(committed),
            "publishers": coverage(&reader)?,
        });
        let mut out = BufWriter::new(anstream::stdout().lock());
        if self.json {
            writeln!(out, "{status:#}")?;
        } else {
            present::write_status(&mut out, &status)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}
