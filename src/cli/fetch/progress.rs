//! What is shown while sources are fetched.

use std::collections::HashMap;
use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;

use clap::ValueEnum;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use omroeper::document::Capture;
use omroeper::fetch::{SourceProgress, SourceReport, Watcher};
use omroeper::pipeline::Progress;
use omroeper::present::views::{Change, LoggedView};

use super::super::{Global, log, terminal};
use super::Fetch;
use super::outcome::note_source;

/// Number of sources whose progress is shown at once.
const BARS: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Show {
    /// Bars on a terminal, else nothing
    Auto,
    /// One JSON object per line
    Json,
    /// Nothing
    None,
}

/// Collects or prints the releases that change.
pub(super) struct Logged {
    pub(super) json: bool,
    pub(super) jsonl: bool,
    pub(super) releases: Mutex<Vec<LoggedView>>,
}

impl Progress for Logged {
    fn advance(&self, _pages: u64, _bytes: u64) {}

    fn logged(&self, capture: &Capture, change: Change) {
        if self.jsonl {
            let line = serde_json::to_string(&LoggedView::of(capture, change)).unwrap_or_default();
            // A reader that closes the pipe does not stop the run.
            let _ = writeln!(anstream::stdout().lock(), "{line}");
        } else if self.json
            && let Ok(mut releases) = self.releases.lock()
        {
            releases.push(LoggedView::of(capture, change));
        }
    }
}

/// Shows the progress of each source.
pub(super) struct Shown {
    show: Show,
    repeat: bool,
    quiet: bool,
    bars: MultiProgress,
    by_source: Mutex<HashMap<String, ProgressBar>>,
}

impl Shown {
    pub(super) fn new(global: &Global, command: &Fetch) -> Self {
        let is_terminal = std::io::stderr().is_terminal() && !global.quiet && !log::is_json();
        let show = match command.progress {
            Show::Auto if !is_terminal => Show::None,
            show => show,
        };
        Self {
            show,
            repeat: command.repeat,
            quiet: global.quiet,
            bars: MultiProgress::new(),
            by_source: Mutex::default(),
        }
    }

    pub(super) fn clear(&self) {
        let _ = self.bars.clear();
    }

    /// Prints a message above the bars.
    pub(super) fn note(&self, message: &str) {
        self.bars.suspend(|| terminal::note(message));
    }
}

impl Watcher for Shown {
    fn progress(&self, source: &str, now: &SourceProgress) {
        match self.show {
            Show::None => {}
            Show::Json => {
                let SourceProgress {
                    visited,
                    left,
                    done,
                } = now;
                let line = serde_json::json!({ "source": source, "visited": visited, "left": left, "done": done });
                terminal::note(&line.to_string());
            }
            Show::Auto => {
                let Ok(mut shown) = self.by_source.lock() else {
                    return;
                };
                if now.done {
                    if let Some(bar) = shown.remove(source) {
                        bar.finish_and_clear();
                        self.bars.remove(&bar);
                    }
                    return;
                }
                if !shown.contains_key(source) {
                    if shown.len() >= BARS {
                        return;
                    }
                    let bar = self.bars.add(ProgressBar::new(now.visited + now.left));
                    let style = ProgressStyle::with_template(
                        "{prefix:28!} {wide_bar} {human_pos}/{human_len} pages",
                    );
                    bar.set_style(style.expect("a valid template"));
                    bar.set_prefix(source.to_owned());
                    shown.insert(source.to_owned(), bar);
                }
                if let Some(bar) = shown.get(source) {
                    bar.set_length(now.visited + now.left);
                    bar.set_position(now.visited);
                }
            }
        }
    }

    fn round(&self, reports: &[SourceReport]) {
        if self.repeat && !self.quiet {
            self.bars.suspend(|| reports.iter().for_each(note_source));
        }
    }
}
