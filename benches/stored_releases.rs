//! Writes the stored releases of a home, one a file: `cargo run --example stored_releases -- HOME FOLDER`.
//!
//! Of them `zstd --train` makes the dictionary with which an index packs releases (`index::packed`).

use std::path::PathBuf;

use anyhow::Context as _;
use omroeper::home::Home;
use omroeper::index::Indexes;
use omroeper::search::{Query, Sort};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "usage: stored_releases HOME FOLDER";
    let home = Home::at(arguments.next().context(usage)?);
    let folder = arguments.next().context(usage)?;
    std::fs::create_dir_all(&folder)?;
    let reader = Indexes::open(&home.index())?.reader()?;
    for hit in Query::default().prepare(&reader)?.all(Sort::Date)? {
        let release = hit?.release;
        std::fs::write(
            folder.join(release.id.to_string()),
            serde_json::to_string(&release)?,
        )?;
    }
    Ok(())
}
