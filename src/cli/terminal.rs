//! The abilities of the terminal, and messages on stderr.
//!
//! Leaves out data, which goes to stdout.

use std::io::{BufWriter, IsTerminal as _, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use clap::ValueEnum;
use omroeper::pipeline::{Failure, Report};
use omroeper::present::{self, counted};
use serde::Serialize;

use super::Global;
use super::log::{self, Level};
use super::pager::Out;

pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Said of sources that hold no page at all.
pub(crate) const NOTHING_TO_READ: &str =
    "there was nothing to read (see `omroeper ingest --help` for what can be read)";

/// Maximum number of failures with one reason in one file that are named; the rest are counted.
const NAMED_OF_A_KIND: usize = 3;

/// Maximum number of failures that are named one by one; the rest are counted.
const NAMED_FAILURES: usize = 100;

/// When to use color.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    pub(crate) fn apply(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

pub(crate) fn stderr_has_color() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// Width of the terminal in columns; `None` if stdout is not a terminal.
pub(crate) fn width() -> Option<usize> {
    std::io::stdout()
        .is_terminal()
        .then(|| terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)))
}

/// Fails if the process was started without a stdout (`>&-`): its output would be lost. The runtime
/// then opens `/dev/null` in its place, to read and to write; a shell opens it to write only. Other
/// programs may open it as the runtime does, so this is a guess.
pub(crate) fn ensure_stdout_is_open() -> anyhow::Result<()> {
    let stdout = std::io::stdout();
    let is_null = || -> rustix::io::Result<bool> {
        let own = rustix::fs::fstat(&stdout)?;
        let null = rustix::fs::stat("/dev/null")?;
        let flags = rustix::fs::fcntl_getfl(&stdout)?;
        Ok(own.st_rdev == null.st_rdev
            && own.st_ino == null.st_ino
            && flags.contains(rustix::fs::OFlags::RDWR))
    };
    anyhow::ensure!(
        !is_null().unwrap_or(false),
        "stdout is closed, so the output would be lost (send it to a file or a pipe)"
    );
    Ok(())
}

/// Stdout for text that people read: wrapped to the width of a terminal, and through a pager. It must be flushed.
pub(crate) fn out() -> impl Write {
    present::WrappedLines::new(Out::open(), width())
}

/// Prints one JSON object. It is for programs, so it is neither wrapped nor paged.
pub(crate) fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", serde_json::to_string_pretty(value)?)?;
    Ok(out.flush()?)
}

/// Opens an address in the web browser.
pub(crate) fn browse(global: &Global, url: &str) -> anyhow::Result<()> {
    webbrowser::open(url)
        .with_context(|| format!("cannot open `{url}` in a web browser (set `BROWSER`)"))?;
    if !global.quiet {
        note(&format!("opened {url}"));
    }
    Ok(())
}

/// Prints a message on stderr.
pub(crate) fn note(message: &str) {
    log::write(Level::Info, message);
}

/// Prints a failure on stderr.
pub(crate) fn note_failed(what: &str) {
    log::write(Level::Error, &format!("{ERROR}failed:{ERROR:#} {what}"));
}

/// Prints the failures. Names a few of each kind and counts the rest, unless the user asked for more
/// messages.
pub(crate) fn note_failures(global: &Global, failures: &[Failure]) {
    // The kind of a failure: its reason, and its file without line or byte.
    type Kind = (Option<String>, String);
    let file = |origin: &str| origin.split([':', ' ']).next().map(str::to_owned);
    let mut kinds: Vec<(Kind, Vec<&Failure>)> = Vec::new();
    for failure in failures {
        let many = failure.origin.contains(':') || failure.origin.contains(" at byte ");
        let place = if many { file(&failure.origin) } else { None };
        let kind = (place, failure.cause.kind());
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, same)) => same.push(failure),
            None => kinds.push((kind, vec![failure])),
        }
    }
    let all = global.verbose > 0;
    let mut left = if all { usize::MAX } else { NAMED_FAILURES };
    let mut unnamed = 0;
    for (_, same) in kinds {
        let shown = match same.len() {
            n if all || n <= NAMED_OF_A_KIND => n,
            _ => 1,
        };
        for failure in same.iter().take(shown.min(left)) {
            note_failed(&format!("`{}` {}", failure.origin, failure.cause.reason()));
        }
        left = left.saturating_sub(shown);
        let more = same.len() - shown;
        if more > 0 && left > 0 {
            note(&format!("… and {more} more like it (list them with `-v`)"));
        } else {
            unnamed += more;
        }
    }
    if unnamed > 0 {
        note(&format!("… and {unnamed} more (list them with `-v`)"));
    }
}

/// A summary of a job on one line.
pub(crate) fn summary(report: &Report) -> String {
    let mut parts = vec![
        format!("{} new", report.added),
        format!("{} unchanged", report.unchanged),
    ];
    for (count, what) in [
        (report.changed, "changed"),
        (report.caught_up, "caught up"),
        (report.listings, "of them lists of pages"),
        (report.left_out, "left out"),
        (report.refused, "refused (purged before)"),
        (report.failures.len() as u64, "failed"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    format!("{}: {}", counted(report.seen, "page"), parts.join(", "))
}

/// A flag that Ctrl-C sets. The first Ctrl-C calls `say`, which prints what happens next. The second
/// one ends the process at once.
pub(crate) fn stop_flag(say: impl Fn() + Send + 'static) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    let handled = ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        say();
    });
    if let Err(error) = handled {
        tracing::warn!("cannot handle Ctrl-C: {error}");
    }
    stop
}
