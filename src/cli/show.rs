//! `omroeper show`.

use std::fmt::Write as _;
use std::io::Write as _;

use clap::Args;
use omroeper::document::{ReleaseId, Version};
use omroeper::pipeline::{self, Shown};
use omroeper::present;
use omroeper::present::views::ReleaseView;

use super::exit::{self, Exit};
use super::{Global, terminal};

/// Print one release
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its id, as `search --json` prints it, or its URL, or a part of one; optionally with @ and a
    /// version number
    #[arg(value_name = "ID|URL[@N]")]
    release: String,
    /// Print JSON, as in schema/release.schema.json
    #[arg(long)]
    json: bool,
}

/// The release that `name` stands for. Says so if there is none.
pub(super) fn named(global: &Global, name: &str) -> anyhow::Result<Option<Version>> {
    match pipeline::show(&global.home()?, name)? {
        Shown::Release(version) => Ok(Some(*version)),
        Shown::Several(releases) => Err(several(name, &releases)),
        Shown::Unknown => {
            terminal::note(&format!(
                "there is no release `{name}` (find ids and URLs with `omroeper search --json`)"
            ));
            Ok(None)
        }
    }
}

/// The error for a part of several addresses.
pub(super) fn several(name: &str, releases: &[(ReleaseId, String)]) -> anyhow::Error {
    let mut message = format!("`{name}` is part of several addresses:");
    for (id, url) in releases {
        let _ = write!(message, "\n  {id}  {url}");
    }
    message.push_str("\n(give one of these ids)");
    exit::usage(message)
}

impl Show {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let Some(version) = named(global, &self.release)? else {
            return Ok(Exit::NothingFound);
        };
        let view = ReleaseView::of_version(&version);
        let mut out = terminal::out();
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&view)?)?;
        } else {
            present::write_release(&mut out, &view)?;
            present::write_version(&mut out, version.meta)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}
