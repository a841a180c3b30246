//! The baseline for ingest: `cargo run --release --example parse_baseline -- DIR`.
//!
//! Parses the pages below a folder with `scraper::Html::parse_document` on all cores. Leaves out
//! everything else.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use rayon::prelude::*;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .context("usage: parse_baseline DIR")?;
    let files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let nodes: usize = files
        .par_iter()
        .map(|path| {
            let html = std::fs::read_to_string(path).unwrap_or_default();
            scraper::Html::parse_document(&html).tree.nodes().len()
        })
        .sum();
    writeln!(std::io::stdout(), "{} pages, {nodes} nodes", files.len())?;
    Ok(())
}
