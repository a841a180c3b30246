//! `omroeper show`.

use std::fmt::Write as _;
use std::io::Write as _;

use clap::Args;
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

impl Show {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let version = match pipeline::show(&global.home()?, &self.release)? {
            Shown::Release(version) => version,
            Shown::Several(releases) => {
                let mut message = format!("`{}` is part of several addresses:", self.release);
                for (id, url) in releases {
                    let _ = write!(message, "\n  {id}  {url}");
                }
                return Err(exit::usage(message));
            }
            Shown::Unknown => {
                terminal::note(&format!(
                    "there is no release `{}` (find ids and URLs with `omroeper search --json`)",
                    self.release
                ));
                return Ok(Exit::NothingFound);
            }
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
