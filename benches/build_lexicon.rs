//! Writes the files of the lexicon:
//! `cargo run --features train --example build_lexicon -- /usr/share/dict/dutch [DIR]`.
//!
//! Leaves out the training (`analysis::lexicon::train`). DIR is by default the folder from which
//! the library embeds the files.

use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use omroeper::analysis::lexicon::train::train;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let list = arguments
        .next()
        .context("usage: build_lexicon WORD_LIST [DIR]")?;
    let folder = arguments
        .next()
        .map_or_else(|| PathBuf::from("src/analysis/lexicon"), PathBuf::from);
    let words = std::fs::read_to_string(&list)
        .with_context(|| format!("cannot read `{list}` (install Debian's package wdutch)"))?;
    let files = train(
        &words,
        include_str!("../src/analysis/lexicon/government.txt"),
    )
    .map_err(|e| anyhow!("government.txt, {e}"))?;
    for (name, bytes) in files.named() {
        let path = folder.join(name);
        std::fs::write(&path, bytes)
            .with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}
