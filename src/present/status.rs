//! What a home holds, for a terminal.
//!
//! Leaves out counting.

use std::io::{self, Write};

use serde::Serialize;

use crate::search::Coverage;

/// What a home holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Releases that are still there.
    pub releases: u64,
    /// All versions of all releases.
    pub versions: u64,
    /// Releases whose page is gone.
    pub gone: u64,
    /// Captures in the log.
    pub captures: Captures,
    /// What they take on disk.
    pub bytes: Bytes,
    /// Name of the live generation.
    pub generation: Option<String>,
    /// Captures that the index lacks.
    pub behind: u64,
    /// What there is of each publisher.
    pub publishers: Vec<Coverage>,
}

/// How many captures there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Captures {
    /// Of pages.
    pub pages: u64,
    /// Of pages that were as they had been.
    pub unchanged: u64,
    /// Of pages that were gone.
    pub gone: u64,
    /// Of nothing any more.
    pub purged: u64,
    /// That were lost.
    pub lost: u64,
}

/// Sizes on disk, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bytes {
    /// Of the log.
    pub captures: u64,
    /// Of all generations of the index.
    pub index: u64,
}

/// Writes totals, then a line a publisher.
///
/// # Errors
/// What the writer fails with.
pub fn write_status(out: &mut impl Write, status: &Status) -> io::Result<()> {
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let Status { releases, versions, gone, captures, bytes, .. } = status;
    writeln!(out, "releases   {releases} ({versions} versions, {gone} gone)")?;
    let Captures { pages, unchanged, gone, purged, lost } = captures;
    let size = megabytes(bytes.captures);
    write!(out, "captures   {pages} pages, {unchanged} seen again, {gone} gone, {purged} purged")?;
    if *lost > 0 {
        write!(out, ", {lost} lost")?;
    }
    writeln!(out, "; {size:.1} MB")?;
    let generation = status.generation.as_deref().unwrap_or("none");
    writeln!(out, "index      {generation}, {:.1} MB", megabytes(bytes.index))?;
    if status.behind > 0 {
        writeln!(out, "behind     {} captures (`omroeper update` applies them)", status.behind)?;
    }
    writeln!(out)?;
    for coverage in &status.publishers {
        let name = coverage.publisher.as_deref().unwrap_or("(no publisher)");
        write!(out, "{:>7}  {name}", coverage.releases)?;
        if let Some((first, last)) = coverage.period {
            write!(out, "  {first} – {last}")?;
        }
        if let Some((from, days)) = coverage.longest_gap {
            write!(out, ", longest gap {days} days after {from}")?;
        }
        if coverage.undated > 0 {
            write!(out, ", {} undated", coverage.undated)?;
        }
        writeln!(out)?;
    }
    Ok(())
}
