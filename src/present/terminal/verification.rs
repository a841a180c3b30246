//! Writes verified texts: whether releases have them, where, and what was searched.
//!
//! Leaves out the comparison (`search::verify`).

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::link::Address;
use super::official::period;
use super::quote::named;
use super::version::{NEW, OLD, replaced};
use super::wrap::{TextLayout, write_marked};
use super::{FAINT, counted};
use crate::present::views::{
    ChangeView, ExtentView, OccurrenceView, VerdictView, VerificationView, WhatChanged,
};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// Most releases that are named for one text.
const MOST: usize = 5;

/// Writes a verified text. `width` is the width of the terminal in columns; `None` disables wrapping.
///
/// # Errors
/// The error of the writer.
pub fn write_verification(
    out: &mut impl Write,
    verified: &VerificationView<'_>,
    width: Option<usize>,
) -> io::Result<()> {
    let (style, verdict) = match verified.verdict {
        VerdictView::Exact => (GOOD, "exact"),
        VerdictView::OtherSpeaker => (BAD, "not said by the speaker given"),
        VerdictView::Altered => (BAD, "altered"),
        VerdictView::NotFound => (BAD, "not found"),
    };
    write!(out, "{style}{verdict}{style:#}: ")?;
    let layout = TextLayout {
        style: Style::new(),
        indent: "   ",
        width,
    };
    write_marked(out, verified.text, &[], layout)?;
    for occurrence in verified.found.iter().take(MOST) {
        write_occurrence(out, occurrence, verified.speaker, layout)?;
    }
    let more = verified.found.len().saturating_sub(MOST);
    if more > 0 {
        let more = counted(more as u64, "more release");
        writeln!(
            out,
            "   {FAINT}and in {more} (`--json` names them){FAINT:#}"
        )?;
    }
    Ok(())
}

/// Writes what was searched.
///
/// # Errors
/// The error of the writer.
pub fn write_extent(out: &mut impl Write, extent: &ExtentView) -> io::Result<()> {
    writeln!(
        out,
        "{FAINT}searched: {} ({}) of {}{}{FAINT:#}",
        counted(extent.releases, "release"),
        counted(extent.versions, "version"),
        counted(extent.publishers as u64, "publisher"),
        period(extent.period)
    )
}

fn write_occurrence(
    out: &mut impl Write,
    occurrence: &OccurrenceView<'_>,
    speaker: Option<&str>,
    layout: TextLayout<'_>,
) -> io::Result<()> {
    let indent = layout.indent;
    if !occurrence.changes.is_empty() {
        write!(out, "{indent}")?;
        write_changes(out, &occurrence.changes)?;
    }
    let who = match occurrence.quote {
        Some(_) => named(&occurrence.speakers),
        None => "not in a quote".to_owned(),
    };
    let other = match (speaker, occurrence.said_by_speaker) {
        (Some(name), Some(false)) => format!(" {BAD}(not {name}){BAD:#}"),
        _ => String::new(),
    };
    writeln!(out, "{indent}— {who}{other}")?;
    let dated = occurrence.date.clone();
    let about: Vec<String> = std::iter::once(dated.unwrap_or_else(|| "undated".to_owned()))
        .chain(occurrence.publisher.map(str::to_owned))
        .chain(replaced(occurrence.meta, &occurrence.versions))
        .chain(occurrence.title.map(str::to_owned))
        .collect();
    write!(out, "{indent}")?;
    let faint = TextLayout {
        style: FAINT,
        ..layout
    };
    write_marked(out, &about.join(" · "), &[], faint)?;
    let id = occurrence.quote.as_ref().map(|id| format!(" · {id}"));
    writeln!(
        out,
        "{indent}{FAINT}{}{}{FAINT:#}",
        Address(occurrence.url),
        id.unwrap_or_default()
    )
}

/// Writes the words of a passage on one line: `[-what the text lacks-] {+what the release lacks+}`.
fn write_changes(out: &mut impl Write, changes: &[ChangeView]) -> io::Result<()> {
    for (n, change) in changes.iter().enumerate() {
        let space = if n > 0 { " " } else { "" };
        let text = change.text.trim();
        match change.what {
            WhatChanged::Same => write!(out, "{space}{text}")?,
            WhatChanged::Old => write!(out, "{space}{OLD}[-{text}-]{OLD:#}")?,
            WhatChanged::New => write!(out, "{space}{NEW}{{+{text}+}}{NEW:#}")?,
        }
    }
    writeln!(out)
}
