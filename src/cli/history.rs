//! `omroeper history` and `omroeper diff`: what a page said when, and what changed.

use std::io::Write as _;

use clap::Args;
use omroeper::pipeline::{self, Comparison, History};
use omroeper::present;
use omroeper::present::views::{DiffView, ReleaseView};

use super::exit::Exit;
use super::{Global, terminal};

/// Print the versions of a page
///
/// Captures with the same extracted text are one version, even if their menus and counters differ.
#[derive(Debug, Args)]
pub(crate) struct Versions {
    /// Id or URL of the page
    #[arg(value_name = "ID|URL")]
    page: String,
    /// Print one JSON object per version, one per line
    #[arg(long)]
    jsonl: bool,
}

impl Versions {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        let release = pipeline::release_named(&home, &self.page)?;
        let history = pipeline::history(&home, release)?;
        note_purged(&self.page, &history);
        if history.versions.is_empty() {
            return Ok(Exit::NothingFound);
        }
        let mut out = terminal::out();
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
/// Compares title and extracted text word by word. Without version numbers, compares the last two
/// versions.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// Id or URL of a page, optionally with @ and a version number
    #[arg(value_name = "ID|URL[@N]")]
    old: String,
    /// Id or URL of the same or another page, optionally with @ and a version number
    #[arg(value_name = "ID|URL[@M]")]
    new: Option<String>,
    /// Print one JSON object, as in schema/diff.schema.json: both versions, and the equal, deleted
    /// and inserted text
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let (old, new) = match pipeline::compare(&global.home()?, &self.old, self.new.as_deref())? {
            Comparison::Versions(old, new) => (old, new),
            Comparison::OnlyOne => {
                terminal::note("there is only one version (see `omroeper history`)");
                return Ok(Exit::NothingFound);
            }
            Comparison::Unknown(page, history) => {
                note_purged(&page, &history);
                return Ok(Exit::NothingFound);
            }
        };
        let diff = DiffView::between(&old, &new);
        let mut out = terminal::out();
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&diff)?)?;
        } else {
            present::write_diff(&mut out, &diff)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}

/// Prints a note if a page was purged, or if there is none.
fn note_purged(page: &str, history: &History) {
    if let Some(reason) = &history.purged {
        terminal::note(&format!("`{page}` was purged: {reason}"));
    } else if history.versions.is_empty() {
        terminal::note(&format!(
            "no page has the id or URL `{page}` (find ids and URLs with `omroeper search --json`)"
        ));
    }
}
