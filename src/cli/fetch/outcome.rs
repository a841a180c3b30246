//! What became of each source, for people and for programs.

use omroeper::fetch::SourceReport;
use omroeper::present::views::{FailureView, FetchedSourceView};

use super::super::{Global, terminal};

/// Number of failures of a source that are named.
const NAMED: usize = 3;

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
        terminal::note(&format!("  refused: `{url}` {reason}"));
    }
    for failed in report.failed.iter().take(NAMED) {
        terminal::note(&format!(
            "{}failed:{:#} `{}` {}",
            terminal::ERROR,
            terminal::ERROR,
            failed.url,
            failed.reason
        ));
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
