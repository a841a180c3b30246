//! The record of runs: when a command that writes was run on a home, and what came of it.
//!
//! Leaves out what the runs do. Each run adds a line when it begins and one when it ends. A run without
//! an end is still going on, or its process was killed.

use std::fs::OpenOptions;
use std::io::{self, BufRead as _, BufReader, Write as _};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Report;
use crate::home::Home;
use crate::present::views::{PastRunView, RunOutcome};

/// A line of the record.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Begin {
        run: String,
        command: String,
        time: Timestamp,
    },
    End {
        run: String,
        time: Timestamp,
        outcome: RunOutcome,
        pages: u64,
        new: u64,
        changed: u64,
        failures: u64,
    },
}

/// A run that is being recorded. A run that is dropped before its end has failed.
#[derive(Debug)]
pub struct Run {
    home: Home,
    id: String,
    has_ended: bool,
}

impl Run {
    /// Records that `command` begins, if the home exists. A record that cannot be written does not stop
    /// the run.
    #[must_use]
    pub fn begin(home: &Home, command: &str) -> Self {
        let time = Timestamp::now();
        let id = format!("{}-{}", time.as_microsecond(), std::process::id());
        add(
            home,
            &Line::Begin {
                run: id.clone(),
                command: command.to_owned(),
                time,
            },
        );
        Self {
            home: home.clone(),
            id,
            has_ended: false,
        }
    }

    /// Records what came of the run, and the number of failures that its report lacks.
    pub fn end(mut self, report: &Report, failed: u64) {
        let failures = report.failures.len() as u64 + failed;
        let outcome = match (report.interrupted, failures) {
            (true, _) => RunOutcome::Interrupted,
            (false, 0) => RunOutcome::Done,
            (false, _) => RunOutcome::Partial,
        };
        self.end_with(outcome, report, failures);
    }

    fn end_with(&mut self, outcome: RunOutcome, report: &Report, failures: u64) {
        self.has_ended = true;
        let line = Line::End {
            run: self.id.clone(),
            time: Timestamp::now(),
            outcome,
            pages: report.seen.max(report.caught_up),
            new: report.added,
            changed: report.changed,
            failures,
        };
        add(&self.home, &line);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if !self.has_ended {
            self.end_with(RunOutcome::Failed, &Report::default(), 0);
        }
    }
}

/// Adds a line. Lines of several processes do not mix: each is one short write at the end of the file.
fn add(home: &Home, line: &Line) {
    let written = || -> io::Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(home.runs())?;
        file.write_all(format!("{}\n", serde_json::to_string(line)?).as_bytes())
    };
    if home.path().is_dir()
        && let Err(error) = written()
    {
        tracing::debug!("cannot record this run: {error}");
    }
}

/// The last run of each command, the latest first. Lines that cannot be read are passed over.
pub(super) fn last_runs(home: &Home) -> Vec<PastRunView> {
    let Ok(file) = std::fs::File::open(home.runs()) else {
        return Vec::new();
    };
    let mut last: Vec<(String, PastRunView)> = Vec::new();
    for line in BufReader::new(file).lines().map_while(Result::ok) {
        match serde_json::from_str(&line) {
            Ok(Line::Begin { run, command, time }) => {
                last.retain(|(_, known)| known.command != command);
                last.push((run, PastRunView::begun(command, time)));
            }
            Ok(Line::End {
                run,
                time,
                outcome,
                pages,
                new,
                changed,
                failures,
            }) => {
                if let Some((_, view)) = last.iter_mut().find(|(known, _)| *known == run) {
                    *view = PastRunView {
                        command: std::mem::take(&mut view.command),
                        begun: view.begun,
                        ended: Some(time),
                        outcome,
                        pages,
                        new,
                        changed,
                        failures,
                    };
                }
            }
            Err(_) => {}
        }
    }
    last.reverse();
    last.into_iter().map(|(_, view)| view).collect()
}
