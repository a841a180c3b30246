//! What became of each source, for people and for programs.

use omroeper::archive::SINGLE_PAGES;
use omroeper::fetch::SourceReport;
use omroeper::present::views::{FailureView, FetchedSourceView};

use super::super::{Global, terminal};

/// Number of failures of a source that are named.
const NAMED: usize = 3;

/// Longest address that a message names whole, in characters.
const LONGEST: usize = 300;

/// Prints what became of each source. Without messages, only of those that failed.
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
        (report.gone.len() as u64, "gone"),
        (report.refused.len() as u64, "refused"),
        (report.failed.len() as u64, "failed"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    if parts.is_empty() {
        let is_refused = report.refusal.is_some();
        parts.push(if is_refused { "refused" } else { "nothing new" }.to_owned());
    }
    let name = match report.name.as_str() {
        SINGLE_PAGES => "single pages",
        name => name,
    };
    terminal::note(&format!("{name}: {}", parts.join(", ")));
    let (start, end) = (terminal::ERROR, format!("{:#}", terminal::ERROR));
    if let Some(refusal) = &report.refusal {
        terminal::note(&format!("  {start}refused:{end} {refusal}"));
    }
    for (url, answer) in report.gone.iter().take(NAMED) {
        terminal::note(&format!("  gone: `{}` {answer}", shortened(url)));
    }
    for (url, reason) in report.refused.iter().take(NAMED) {
        terminal::note(&format!(
            "  {start}refused:{end} `{}` {reason}",
            shortened(url)
        ));
    }
    for failed in report.failed.iter().take(NAMED) {
        let (url, reason) = (shortened(&failed.url), &failed.reason);
        terminal::note(&format!("  {start}failed:{end} `{url}` {reason}"));
    }
    let lists = [report.gone.len(), report.refused.len(), report.failed.len()];
    let more: usize = lists.iter().map(|all| all.saturating_sub(NAMED)).sum();
    if more > 0 {
        terminal::note(&format!("  … and {more} more (list them with `--json`)"));
    }
    for gap in &report.gaps {
        terminal::note(&format!("  pages may have been missed: {gap}"));
    }
}

/// What became of a source, for programs.
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
        gone: report.gone.len() as u64,
        gone_pages: report
            .gone
            .iter()
            .map(|(url, answer)| failure(url, answer))
            .collect(),
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
