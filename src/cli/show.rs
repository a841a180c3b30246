//! `omroeper show`.

use std::io::{BufWriter, Write as _};

use clap::Args;
use omroeper::archive::Log;
use omroeper::document::{ReleaseId, Version};
use omroeper::index::Indexes;
use omroeper::present;

use super::exit::Exit;
use super::{Global, terminal};

/// Print one release
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its id, as `search --json` gives it, or its URL
    #[arg(value_name = "ID|URL")]
    release: String,
    /// As JSON, by schema/release.schema.json
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let home = global.home()?;
        let id = ReleaseId::named(&self.release);
        let reader = Indexes::open(&home.index())?.reader()?;
        let mut found = omroeper::search::find(&reader, id)?;
        if found.is_none()
            && let (release, Some(_)) = Log::open(&home)?.at(id)?
        {
            found = omroeper::search::find(&reader, release)?;
        }
        let Some(Version { release, edition }) = found else {
            terminal::note(&format!(
                "there is no release `{}` (find ids and URLs with `omroeper search --json`)",
                self.release
            ));
            return Ok(Exit::NothingFound);
        };
        let mut out = BufWriter::new(anstream::stdout().lock());
        if self.json {
            let mut json = present::release_json(&release, None);
            json["edition"] = serde_json::to_value(edition)?;
            writeln!(out, "{json:#}")?;
        } else {
            present::write_release(&mut out, &release)?;
            present::write_edition(&mut out, edition)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}
