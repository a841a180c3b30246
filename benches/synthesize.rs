//! Writes synthetic releases: `cargo run --release --example synthesize -- DIR|FILE.jsonl COUNT [BYTES]`.
//!
//! A folder gets a page for each release, of BYTES bytes. A JSONL file gets a record for each, with BYTES bytes
//! of text and markup (2,600 by default).

mod synthetic;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;
use synthetic::{Random, Vocabulary};

const SEED: u64 = 2026;

/// Bytes of text and markup of a record.
const RECORD_BYTES: usize = 2_600;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: synthesize DIR|FILE.jsonl COUNT [BYTES]";
    let path = PathBuf::from(arguments.next().context(usage)?);
    let count: u64 = arguments.next().context(usage)?.parse().context(usage)?;
    let bytes: Option<usize> = arguments
        .next()
        .map(|b| b.parse())
        .transpose()
        .context(usage)?;
    let vocabulary = Vocabulary::default();
    if path.extension().is_some_and(|e| e == "jsonl") {
        write_records(&vocabulary, &path, count, bytes.unwrap_or(RECORD_BYTES))
    } else {
        write_pages(&vocabulary, &path, count, bytes)
    }
}

fn write_pages(
    vocabulary: &Vocabulary,
    folder: &Path,
    count: u64,
    bytes: Option<usize>,
) -> anyhow::Result<()> {
    for n in 0..count {
        let below = folder.join(format!("{:03}", n / 1000));
        fs::create_dir_all(&below)?;
        let page = synthetic::page(vocabulary, SEED, n, bytes);
        fs::write(below.join(format!("{n:07}.html")), page)?;
    }
    Ok(())
}

fn write_records(
    vocabulary: &Vocabulary,
    file: &Path,
    count: u64,
    bytes: usize,
) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    for n in 0..count {
        let random = &mut Random::new(SEED ^ n.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let place = ["Zandwijk", "Waterhoek", "Oostmeer", "Veldhuizen"][random.below(4)];
        let (year, month, day) = (
            2010 + random.below(15),
            1 + random.below(12),
            1 + random.below(28),
        );
        let title = vocabulary.sentence(random);
        let record = json!({
            "url": format!("https://www.{}.example/nieuws/{n}", place.to_lowercase()),
            "publisher": format!("gemeente {place}"),
            "date": format!("{year}-{month:02}-{day:02}"),
            "title": title.trim_end_matches('.'),
            "html": synthetic::article(vocabulary, random, place, bytes.saturating_sub(300)),
        });
        writeln!(out, "{record}")?;
    }
    out.flush().context("cannot write the file")
}
