//! `omroeper history` and `omroeper diff`: what a page said when, and what changed.

use std::io::{BufWriter, Write as _};

use clap::Args;
use omroeper::document::ReleaseId;
use omroeper::pipeline::{self, Comparison, History};
use omroeper::present;
use omroeper::present::views::{DiffView, ReleaseView};

use super::exit::Exit;
use super::{Global, terminal};

/// Print the versions of a page
///
/// Captures that read the same are one version, whatever their menus and counters say.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its id or its URL
    #[arg(value_name = "ID|URL")]
    page: String,
    /// One JSON object a version, a line each
    #[arg(long)]
    jsonl: bool,
}

impl Show {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let history = pipeline::history(&global.home()?, ReleaseId::named(&self.page))?;
        note_purged(&self.page, &history);
        if history.versions.is_empty() {
            return Ok(Exit::NothingFound);
        }
        let mut out = BufWriter::new(anstream::stdout().lock());
        if self.jsonl {
            for version in &history.versions {
                writeln!(
                    out,
                    "{}",
                    serde_json::to_string(&ReleaseView::of_version(version))?
                )?;
            }
        } else {
            present::write_history(&mut out, &history.versions, &history.seen_again)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}

/// Show what changed between versions of a page
///
/// Word by word, over title and text as they were read; without numbers, the last two versions.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// Its id or its URL, and the version's number after an @
    #[arg(value_name = "ID|URL[@N]")]
    old: String,
    /// The same or another page, and a version's number
    #[arg(value_name = "ID|URL[@M]")]
    new: Option<String>,
    /// One JSON object, by schema/diff.schema.json: both versions, and what stayed, went and came
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let (old, new) = match pipeline::compare(&global.home()?, &self.old, self.new.as_deref())? {
            Comparison::Versions(old, new) => (old, new),
            Comparison::OnlyOne => {
                terminal::note("there is one version only (see `omroeper history`)");
                return Ok(Exit::NothingFound);
            }
            Comparison::Unknown(page, history) => {
                note_purged(&page, &history);
                return Ok(Exit::NothingFound);
            }
        };
        let diff = DiffView::between(&old, &new);
        let mut out = BufWriter::new(anstream::stdout().lock());
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&diff)?)?;
        } else {
            present::write_diff(&mut out, &diff)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}

/// Tells where a page was purged or never ingested.
fn note_purged(page: &str, history: &History) {
    if let Some(reason) = &history.purged {
        terminal::note(&format!("`{page}` was purged: {reason}"));
    } else if history.versions.is_empty() {
        terminal::note(&format!(
            "`{page}` was never ingested (find ids and URLs with `omroeper search --json`)"
        ));
    }
}
