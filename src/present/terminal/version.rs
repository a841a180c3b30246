//! Writes the history of a page, and the differences between two versions.
//!
//! Leaves out finding versions (`extract::versions`).

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::civil::Date;

use super::FAINT;
use crate::document::{Version, VersionMeta, VersionStatus, dutch_time};
use crate::present::views::{ChangeView, DiffView, WhatChanged};

pub(super) const OLD: Style = AnsiColor::Red.on_default().strikethrough();
pub(super) const NEW: Style = AnsiColor::Green.on_default().underline();

/// Returns whether a version was edited or its page is gone: `changed 2021-03-01`, `gone
/// 2021-04-01`.
pub(super) fn changed(meta: VersionMeta) -> Option<String> {
    let day = |at: Timestamp| dutch_time(at).date();
    let edited = match meta.edits {
        0 => None,
        _ if meta.silent > 0 => Some(format!("changed silently {}", day(meta.from))),
        _ => Some(format!("changed {}", day(meta.from))),
    };
    let gone = meta
        .until
        .filter(|_| meta.status == VersionStatus::Gone)
        .map(|at| format!("gone {}", day(at)));
    gone.or(edited)
}

/// As [`changed`]; for words that the current text of a page lacks, returns the versions that have them and when the
/// last of these was replaced.
pub(super) fn replaced(meta: VersionMeta, versions: &[u32]) -> Option<String> {
    let Some(until) = superseded(meta) else {
        return changed(meta);
    };
    let first = versions.first().copied().unwrap_or(meta.number);
    let which = if first == meta.number {
        format!("version {first}")
    } else {
        format!("versions {first}–{}", meta.number)
    };
    Some(format!("only in {which}, replaced {until}"))
}

/// Returns the day on which a version was replaced by another.
pub(super) fn superseded(meta: VersionMeta) -> Option<Date> {
    meta.until
        .filter(|_| meta.status == VersionStatus::Superseded)
        .map(|at| dutch_time(at).date())
}

/// Returns when a version was first captured, if that was after the day `as_of`: nobody saw the page
/// on that day.
pub(super) fn captured_later(meta: VersionMeta, as_of: Option<Date>) -> Option<String> {
    let captured = dutch_time(meta.captured).date();
    as_of
        .filter(|as_of| captured > *as_of)
        .map(|_| format!("first captured {captured}"))
}

/// Writes which version of its page a release is. Writes nothing if the page never changed.
///
/// # Errors
/// The error of the writer.
pub fn write_version(out: &mut impl Write, meta: VersionMeta) -> io::Result<()> {
    let Some(changed) = changed(meta) else {
        return Ok(());
    };
    writeln!(
        out,
        "\n{FAINT}version {}, {changed} (see `omroeper history`){FAINT:#}",
        meta.number
    )
}

/// Writes a line for each version: its number, when it was first seen (Amsterdam time), and what
/// changed.
///
/// Further lines say when a version was last seen unchanged (`seen_again`), and when the page was
/// gone.
///
/// # Errors
/// The error of the writer.
pub fn write_history(
    out: &mut impl Write,
    versions: &[Version],
    seen_again: &[Timestamp],
) -> io::Result<()> {
    let time = |at: Timestamp| dutch_time(at).strftime("%Y-%m-%d %H:%M").to_string();
    let mut before: Option<VersionMeta> = None;
    for (n, Version { meta, .. }) in versions.iter().enumerate() {
        writeln!(
            out,
            "{:>3}  {}  {}",
            meta.number,
            time(meta.from),
            what_happened(before, *meta)
        )?;
        if meta.captured > meta.from {
            writeln!(out, "     {}  first captured", time(meta.captured))?;
        }
        before = Some(*meta);
        let until = meta.until.unwrap_or(Timestamp::MAX);
        let again: Vec<&Timestamp> = seen_again
            .iter()
            .filter(|at| **at >= meta.from && **at < until)
            .collect();
        if let Some(last) = again.last() {
            let often = if again.len() == 1 {
                "once".to_owned()
            } else {
                format!("{} times", again.len())
            };
            writeln!(
                out,
                "     {}  {FAINT}seen again unchanged, {often}{FAINT:#}",
                time(**last)
            )?;
        }
        let replaced = versions.get(n + 1).map(|next| next.meta.from);
        if meta.until.is_some() && meta.until != replaced {
            writeln!(out, "     {}  gone", time(until))?;
        }
    }
    Ok(())
}

fn what_happened(before: Option<VersionMeta>, meta: VersionMeta) -> &'static str {
    match before {
        None if meta.captured > meta.from => "published",
        None => "first captured",
        Some(before) if meta.silent > before.silent => "text changed, without a note on the page",
        Some(before) if meta.edits > before.edits => "text changed",
        Some(_) => "back on the site, unchanged",
    }
}

/// Writes the newer text, with removed words as `[-…-]` and added words as `{+…+}`, in color.
///
/// # Errors
/// The error of the writer.
pub fn write_diff(out: &mut impl Write, diff: &DiffView<'_>) -> io::Result<()> {
    write_changes(out, &diff.changes)
}

/// As [`write_diff`].
pub(super) fn write_changes(out: &mut impl Write, changes: &[ChangeView]) -> io::Result<()> {
    for change in changes {
        let bare = change.text.trim_end();
        let space = &change.text[bare.len()..];
        match change.what {
            WhatChanged::Same => write!(out, "{}", change.text)?,
            _ if bare.is_empty() => write!(out, "{space}")?,
            WhatChanged::Old => write!(out, "{OLD}[-{bare}-]{OLD:#}{space}")?,
            WhatChanged::New => write!(out, "{NEW}{{+{bare}+}}{NEW:#}{space}")?,
        }
    }
    Ok(())
}
