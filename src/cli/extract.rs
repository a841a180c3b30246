//! `omroeper extract`.

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use omroeper::document::{Capture, Reason, Release};
use omroeper::extract::{ExtractError, explain, extract};
use omroeper::load;
use omroeper::pipeline::{Failure, FailureCause, read_each};
use omroeper::present;
use omroeper::present::views::ReleaseView;

use super::exit::Exit;
use super::progress::Bar;
use super::{Global, files, terminal};

/// Print what is extracted from pages: title, date, publisher, quotes, lists, text
///
/// Prints one JSON object per line, each with its `file`, as in schema/release.schema.json.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Extract {
    /// Files and folders, as for `ingest`; `-` reads a list of paths or an HTML page from stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object per line (the default)
    #[arg(long, conflicts_with_all = ["json", "text"])]
    jsonl: bool,
    /// Print indented JSON
    #[arg(long, conflicts_with = "text")]
    json: bool,
    /// Print each release as text, as `show` does
    #[arg(long)]
    text: bool,
    /// Time at which files were captured, such as 2024-03-05T10:00:00Z, for output that must come out
    /// the same [default: now]
    #[arg(long, value_name = "TIME", value_parser = files::time)]
    captured_at: Option<Timestamp>,
    /// Print for each field which rule extracted it, and from which evidence
    #[arg(long)]
    explain: bool,
}

impl Extract {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let (paths, piped) = files::expand_or_page(&self.files)?;
        let piped = piped.is_some();
        let mut options = files::options(&paths);
        options.captured = self.captured_at.unwrap_or(options.captured);
        // Only text for people has styles.
        let out: Box<dyn Write> = if self.text {
            Box::new(anstream::stdout().lock())
        } else {
            Box::new(std::io::stdout().lock())
        };
        let mut out = BufWriter::new(out);
        let mut failures = Vec::new();
        let mut written = Ok(());
        let (mut first, mut left_out) = (true, false);
        let reader = if self.explain {
            explain
        } else {
            |capture: &Capture| Ok((extract(capture)?, Vec::new()))
        };
        let bar = Bar::new(global);
        bar.expect_in(&paths, &options);
        read_each(
            load::items(paths, options),
            reader,
            &bar,
            |origin, outcome| {
                let origin = if piped { "-" } else { origin };
                match outcome {
                    Ok((release, reasons)) => {
                        written = self.write(&mut out, origin, &release, &reasons, first);
                        first = false;
                    }
                    Err(FailureCause::Extract(ExtractError::Listing)) => {
                        left_out = true;
                        terminal::note(&format!("left out `{origin}`: it lists other pages"));
                    }
                    Err(cause) => failures.push(Failure {
                        origin: origin.to_owned(),
                        cause,
                    }),
                }
                if written.is_err() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        bar.clear();
        written.and_then(|()| out.flush())?;
        if first && !left_out && failures.is_empty() && !global.quiet {
            terminal::note(terminal::NOTHING_TO_READ);
        }
        terminal::note_failures(global, &failures);
        Ok(if failures.is_empty() {
            Exit::Done
        } else {
            Exit::Partial
        })
    }

    fn write(
        &self,
        out: &mut impl Write,
        origin: &str,
        release: &Release,
        reasons: &[Reason],
        first: bool,
    ) -> std::io::Result<()> {
        if self.text {
            if !first {
                writeln!(out)?;
            }
            present::write_release(out, &ReleaseView::of(release))?;
            return present::write_reasons(out, reasons);
        }
        let explanation = self.explain.then_some(reasons);
        let view = ReleaseView {
            file: Some(origin),
            explanation,
            ..ReleaseView::of(release)
        };
        let json = if self.json {
            serde_json::to_string_pretty(&view)
        } else {
            serde_json::to_string(&view)
        };
        writeln!(out, "{}", json?)
    }
}
