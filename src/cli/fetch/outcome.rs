//! What became of each source, for people and for programs.

use omroeper::fetch::SourceReport;
use omroeper::present::views::{FailureView, FetchedSourceView};

use super::super::{Global, terminal};

/// Number of failures of a source that are named.
const NAMED: usize = 3;

/// Longest address that a message names whole, in characters.
const LONGEST: usize = 300;

pub(super) fn note(global: &Global, reports: &[SourceReport]) {
    for report in reports {
        if !global.quiet || !report.failed.is_empty() || report.refusal.is_some() {
            note_source(report);
        }
    }
}

/// Prints what became of a source.
pub(super) fn note_source(report: &SourceReport) {
    let mut parts = Vec::new();
    for (count, what) in [
        (report.captured, "captured"),
        (report.unchanged, "unchanged"),
        (report.gone, "gone"),
        (report.refused.len() as u64, "refused"),
        (report.failed.len() as u64, "failed"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    if parts.is_empty() {
        parts.push("nothing new".to_owned());
    }
    terminal::note(&format!("{}: {}", report.name, parts.join(", ")));
    if let Some(refusal) = &report.refusal {
        terminal::note(&format!(
            "{}refused:{:#} {refusal}",
            terminal::ERROR,
            terminal::ERROR
        ));
    }
    for (url, reason) in report.refused.iter().take(NAMED) {
        terminal::note(&format!("  refused: `{}` {reason}", shortened(url)));
    }
    for failed in report.failed.iter().take(NAMED) {
        terminal::note_failed(&format!("`{}` {}", shortened(&failed.url), failed.reason));
    }
    let more =
        report.failed.len().saturating_sub(NAMED) + report.refused.len().saturating_sub(NAMED);
    if more > 0 {
        terminal::note(&format!("  … and {more} more (list them with `--json`)"));
    }
    for gap in &report.gaps {
        terminal::note(&format!("  pages may have been missed: {gap}"));
    }
}

pub(super) fn view(report: &SourceReport) -> FetchedSourceView {
    let failure = |origin: &str, reason: &str| FailureView {
        origin: origin.to_owned(),
        reason: reason.to_owned(),
    };
    FetchedSourceView {
        name: report.name.clone(),
        discovered: report.discovered,
        captured: report.captured,
        unchanged: report.unchanged,
        gone: report.gone,
        refusal: report.refusal.clone(),
        refused: report
            .refused
            .iter()
            .map(|(url, reason)| failure(url, reason))
            .collect(),
        failed: report
            .failed
            .iter()
            .map(|failed| failure(&failed.url, &failed.reason))
            .collect(),
        gaps: report.gaps.clone(),
    }
}

/// An address as a message names it.
fn shortened(url: &str) -> String {
    match url.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &url[..at]),
        None => url.to_owned(),
    }
}
