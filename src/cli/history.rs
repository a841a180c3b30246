//! `omroeper history` and `omroeper diff`: what a page said when, and what changed.

use std::io::{BufWriter, Write as _};

use clap::Args;
use omroeper::archive::Home;
use omroeper::document::{ReleaseId, Version};
use omroeper::pipeline::{self, History};
use omroeper::present;

use super::exit::{self, Exit};
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
        let Some(history) = known(&global.home()?, &self.page)? else { return Ok(Exit::NothingFound) };
        let mut out = BufWriter::new(anstream::stdout().lock());
        if self.jsonl {
            for version in &history.versions {
                writeln!(out, "{}", present::version_json(version))?;
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
    /// Its id or its URL, and the version's number behind an @
    #[arg(value_name = "ID|URL[@N]")]
    old: String,
    /// The same or another page, and a version's number
    #[arg(value_name = "ID|URL[@M]")]
    new: Option<String>,
    /// One JSON object: both versions, and the stretches that stayed, went and came
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        let (page, number) = numbered(&self.old);
        let Some(History { versions, .. }) = known(&home, page)? else { return Ok(Exit::NothingFound) };
        let other = self.new.as_deref().map(numbered);
        let (old, new) = match (number, other) {
            (None, None) if versions.len() < 2 => {
                terminal::note("there is one version only (see `omroeper history`)");
                return Ok(Exit::NothingFound);
            }
            (None, None) => (versions[versions.len() - 2].clone(), versions[versions.len() - 1].clone()),
            (Some(number), None) => (version(&versions, Some(number))?, version(&versions, None)?),
            (number, Some((page, other))) => {
                let Some(second) = known(&home, page)? else { return Ok(Exit::NothingFound) };
                (version(&versions, number)?, version(&second.versions, other)?)
            }
        };
        let mut out = BufWriter::new(anstream::stdout().lock());
        if self.json {
            writeln!(out, "{:#}", present::diff_json(&old, &new))?;
        } else {
            present::write_diff(&mut out, &old, &new)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}

/// The page's history, unless it was never met or was purged, which is told.
fn known(home: &Home, page: &str) -> anyhow::Result<Option<History>> {
    let history = pipeline::history(home, ReleaseId::named(page))?;
    if let Some(reason) = &history.purged {
        terminal::note(&format!("`{page}` was purged: {reason}"));
    } else if history.versions.is_empty() {
        terminal::note(&format!("`{page}` was never taken in (find ids and URLs with `omroeper search --json`)"));
    }
    Ok(Some(history).filter(|history| !history.versions.is_empty()))
}

/// `URL@3` as page and number.
fn numbered(page: &str) -> (&str, Option<u32>) {
    match page.rsplit_once('@').map(|(page, number)| (page, number.parse())) {
        Some((page, Ok(number))) => (page, Some(number)),
        _ => (page, None),
    }
}

/// The version of that number, the last one without.
fn version(versions: &[Version], number: Option<u32>) -> anyhow::Result<Version> {
    let last = versions.len();
    let found = versions.iter().rfind(|version| number.is_none_or(|number| version.edition.number == number));
    found.cloned().ok_or_else(|| exit::usage(format!("there is no version {}, only 1 to {last}", number.unwrap_or(0))))
}
