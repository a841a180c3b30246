//! `omroeper show`.

use std::io::{BufWriter, Write as _};

use clap::Args;
use omroeper::present::views::ReleaseView;
use omroeper::{pipeline, present};

use super::exit::Exit;
use super::{Global, terminal};

/// Print one release
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its id, as `search --json` prints it, or its URL
    #[arg(value_name = "ID|URL")]
    release: String,
    /// Print JSON, as in schema/release.schema.json
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let Some(version) = pipeline::show(&global.home()?, &self.release)? else {
            terminal::note(&format!(
                "there is no release `{}` (find ids and URLs with `omroeper search --json`)",
                self.release
            ));
            return Ok(Exit::NothingFound);
        };
        let view = ReleaseView::of_version(&version);
        let mut out = BufWriter::new(anstream::stdout().lock());
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
