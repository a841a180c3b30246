//! The progress bar of a job.
//!
//! Leaves out the job itself.

use std::fmt;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use omroeper::load::{self, LoadOptions};
use omroeper::pipeline::Progress;

use super::{Global, log};

/// A progress bar with pages, rate and time.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar that is shown on a terminal only, and not with `--quiet`.
    pub(super) fn new(global: &Global) -> Self {
        if global.quiet || log::is_json() || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::no_length()
            .with_style(style("{spinner} {human_pos} pages  {rate}  {elapsed}"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// Expects the pages of these sources, as far as they can be counted. Counting walks the folders once more, so it is
    /// left out if the bar is not shown.
    pub(super) fn expect_in(&self, sources: &[PathBuf], options: &LoadOptions) {
        if !self.0.is_hidden()
            && let Some(pages) = load::count(sources, options)
        {
            self.expect(pages);
        }
    }

    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .expect("a valid template")
        .with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
            let _ = write!(out, "{:.0}/s", state.per_sec());
        })
}

impl Progress for Bar {
    fn expect(&self, pages: u64) {
        self.0.set_length(pages);
        self.0.set_style(style(
            "{spinner} {human_pos} of {human_len} pages  {rate}  {eta} left",
        ));
    }

    fn advance(&self, pages: u64, _bytes: u64) {
        self.0.inc(pages);
    }
}
