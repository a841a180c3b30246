//! Writes a folder of synthetic pages:
//! `cargo run --release --example synthesize -- DIR COUNT [BYTES]`.

mod synthetic;

use std::path::PathBuf;

use anyhow::Context as _;

const SEED: u64 = 2026;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: synthesize DIR COUNT [BYTES]";
    let folder = PathBuf::from(arguments.next().context(usage)?);
    let count: u64 = arguments.next().context(usage)?.parse().context(usage)?;
    let bytes: Option<usize> = arguments
        .next()
        .map(|b| b.parse())
        .transpose()
        .context(usage)?;
    let vocabulary = synthetic::Vocabulary::default();
    for n in 0..count {
        let below = folder.join(format!("{:03}", n / 1000));
        std::fs::create_dir_all(&below)?;
        let page = synthetic::page(&vocabulary, SEED, n, bytes);
        std::fs::write(below.join(format!("{n:07}.html")), page)?;
    }
    Ok(())
}
