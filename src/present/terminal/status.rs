//! Writes the status of a home: totals, then a line for each publisher.
//!
//! Leaves out counting (`pipeline::status`).

use std::io::{self, Write};

use super::counted;
use crate::document::dutch_time;
use crate::present::views::{
    CapturesView, GapView, PastRunView, PeriodView, RunOutcome, SourceView, StatusView,
};

/// Writes the status of a home.
///
/// # Errors
/// The error of the writer.
pub fn write_status(out: &mut impl Write, status: &StatusView) -> io::Result<()> {
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let StatusView {
        releases,
        versions,
        gone,
        captures,
        bytes,
        ..
    } = status;
    writeln!(
        out,
        "releases   {releases} ({versions} versions, {gone} gone)"
    )?;
    let CapturesView {
        pages,
        unchanged,
        gone,
        purged,
        lost,
        robots,
    } = captures;
    let size = megabytes(bytes.captures);
    write!(
        out,
        "captures   {pages} pages, {unchanged} seen again unchanged, {gone} gone, {purged} purged"
    )?;
    if *lost > 0 {
        write!(out, ", {lost} lost")?;
    }
    if *robots > 0 {
        write!(out, ", {robots} robots.txt")?;
    }
    writeln!(out, "; {size:.1} MB")?;
    let generation = status.generation.as_deref().unwrap_or("none");
    writeln!(
        out,
        "index      {generation}, {:.1} MB",
        megabytes(bytes.index)
    )?;
    if let Some(room) = bytes.room {
        writeln!(out, "room       {:.1} GB free", room as f64 / 1e9)?;
    }
    for (n, run) in status.runs.iter().enumerate() {
        write!(
            out,
            "{}",
            if n == 0 { "last runs  " } else { "           " }
        )?;
        write_run(out, run)?;
    }
    if status.behind > 0 {
        writeln!(
            out,
            "behind     {} captures not indexed (run `omroeper update`)",
            status.behind
        )?;
    }
    writeln!(out)?;
    for coverage in &status.publishers {
        let name = coverage.publisher.as_deref().unwrap_or("(no publisher)");
        write!(out, "{:>7}  {name}", coverage.releases)?;
        if let Some(PeriodView(first, last)) = coverage.period {
            write!(out, "  {first} – {last}")?;
        }
        if let Some(GapView(from, days)) = coverage.longest_gap {
            write!(out, ", longest gap {days} days after {from}")?;
        }
        if coverage.undated > 0 {
            write!(out, ", {} undated", coverage.undated)?;
        }
        writeln!(out)?;
    }
    if !status.sources.is_empty() {
        writeln!(out)?;
    }
    status
        .sources
        .iter()
        .try_for_each(|source| write_source(out, source))
}

fn write_run(out: &mut impl Write, run: &PastRunView) -> io::Result<()> {
    let time = dutch_time(run.begun).strftime("%Y-%m-%d %H:%M");
    write!(out, "{time}  {:<8} ", run.command)?;
    match run.outcome {
        RunOutcome::NotEnded => return writeln!(out, "goes on, or was killed"),
        RunOutcome::Failed => return writeln!(out, "ended with an error"),
        RunOutcome::Interrupted => write!(out, "stopped early, ")?,
        RunOutcome::Done | RunOutcome::Partial => {}
    }
    write!(out, "{}", counted(run.pages, "page"))?;
    for (count, what) in [
        (run.new, "new"),
        (run.changed, "changed"),
        (run.failures, "failed"),
    ] {
        if count > 0 {
            write!(out, ", {count} {what}")?;
        }
    }
    writeln!(out)
}

fn write_source(out: &mut impl Write, source: &SourceView) -> io::Result<()> {
    let SourceView {
        name,
        status,
        pages,
        gaps,
        ..
    } = source;
    let status = crate::document::json_name(status);
    write!(out, "{status:<12} {name}  {} pages", pages.captured)?;
    for (count, what) in [
        (pages.waiting, "waiting"),
        (pages.gone, "gone"),
        (pages.refused, "refused"),
        (pages.failed, "failed"),
        (
            gaps.len() as u64,
            if gaps.len() == 1 { "gap" } else { "gaps" },
        ),
    ] {
        if count > 0 {
            write!(out, ", {count} {what}")?;
        }
    }
    if let Some(newest) = &source.newest_release {
        write!(out, "; newest {newest}")?;
    }
    if let Some(success) = source.last_success {
        write!(
            out,
            "; last success {}",
            dutch_time(success).strftime("%Y-%m-%d %H:%M")
        )?;
    }
    writeln!(out)?;
    if let Some(reason) = &source.reason {
        writeln!(out, "             {reason}")?;
    }
    for gap in gaps {
        let day = |time| dutch_time(time).strftime("%Y-%m-%d %H:%M").to_string();
        writeln!(
            out,
            "             gap from {} to {}: {}",
            day(gap.since),
            day(gap.until),
            gap.reason
        )?;
    }
    Ok(())
}
