//! How far a run is, on a terminal.
//!
//! Leaves out what runs.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use omroeper::pipeline::Progress;

use super::Global;

/// Pages, rate and time.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// `total` counts the pages of the run, where that is quickly done; it is asked on a terminal only.
    pub(super) fn new(global: &Global, total: impl FnOnce() -> Option<u64>) -> Self {
        if global.quiet || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let (bar, template) = match total() {
            Some(pages) => {
                (ProgressBar::new(pages), "{spinner} {human_pos} of {human_len} pages  {per_sec}  {eta} left")
            }
            None => (ProgressBar::no_length(), "{spinner} {human_pos} pages  {per_sec}  {elapsed}"),
        };
        let style = ProgressStyle::with_template(template).expect("a valid template");
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn advance(&self, pages: u64, _bytes: u64) {
        self.0.inc(pages);
    }
}
