//! Checking that log, catalog and index agree.
//!
//! Leaves out repairs: every finding names the command that makes them.

use std::collections::BTreeSet;

use super::report::on_one_line;
use super::{PipelineError, apply};
use crate::archive::{Finding, Log, Part, StoredCapture, is_written};
use crate::document::ReleaseId;
use crate::home::Home;
use crate::index::{self, IndexError, Indexes};
use crate::watch;

/// Maximum number of releases that are named one by one.
const MAX_NAMED_RELEASES: usize = 20;

/// Verifies the home: the digests and rows of all records, the checksums of the index, and that the
/// index holds the same releases as the log. Returns no findings if nothing is wrong.
///
/// # Errors
/// [`PipelineError`] if storage fails.
pub fn check(home: &Home) -> Result<Checked, PipelineError> {
    let was_written = is_written(home);
    let findings = findings(home, || was_written || is_written(home))?;
    Ok(Checked {
        findings,
        is_written: was_written || is_written(home),
    })
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong; empty if nothing is.
    pub findings: Vec<Finding>,
    /// Whether another process wrote meanwhile. What it had not finished was not compared.
    pub is_written: bool,
}

fn findings(
    home: &Home,
    is_written: impl Fn() -> bool + Sync,
) -> Result<Vec<Finding>, PipelineError> {
    let log = Log::open(home)?;
    let mut findings = log.verify(&is_written)?;
    findings.extend(of_watches(home));
    let remedy = "rebuild the index with `omroeper reindex`";
    let opened = index::verify_live(&home.index()).and_then(|broken| {
        let reader = Indexes::open(&home.index())?.reader()?;
        Ok((broken, reader.committed()?, reader))
    });
    let (broken, committed, reader) = match opened {
        Ok(opened) => opened,
        Err(error @ IndexError::Io { .. }) => return Err(error.into()),
        // A writer replaces files while they are read.
        Err(_) if is_written() => return Ok(findings),
        Err(error) => {
            let (what, remedy) = match error {
                IndexError::Missing { path } => (
                    format!("there is no index in `{}`", path.display()),
                    "build it with `omroeper update`",
                ),
                error => (without_remedy(&on_one_line(&error)), remedy),
            };
            findings.push(finding(Part::Index, what, remedy));
            return Ok(findings);
        }
    };
    for file in broken {
        findings.push(finding(
            Part::Index,
            format!("`{}` has a wrong checksum", file.display()),
            remedy,
        ));
    }
    let last = log.last()?;
    if is_written() {
        return Ok(findings);
    }
    if committed > last {
        let what = format!("the index ends with capture {committed}, the log with {last}");
        findings.push(finding(
            Part::Captures,
            what,
            "restore `captures` from a backup",
        ));
    }
    if committed < last {
        let what = format!("the index ends with capture {committed}, the log with {last}");
        findings.push(finding(
            Part::Index,
            what,
            "apply the rest with `omroeper update`",
        ));
        return Ok(findings);
    }
    let held: BTreeSet<ReleaseId> = reader.ids()?.into_iter().collect();
    let logged: BTreeSet<ReleaseId> = log.releases()?.into_iter().collect();
    let mut missing = Vec::new();
    for release in logged.difference(&held) {
        // A page that cannot be extracted was reported when it was new, and is not in the index.
        let reads = |c: &StoredCapture| {
            c.read()
                .is_ok_and(|c| apply::reading(&c).is_ok_and(|r| r.is_some()))
        };
        if log.captures_of(*release)?.iter().any(reads) {
            missing.push(*release);
        }
    }
    name(
        &mut findings,
        Part::Index,
        &missing,
        "in the log but not in the index",
        remedy,
    );
    let without_capture: Vec<ReleaseId> = held.difference(&logged).copied().collect();
    let remedy = "ingest its page again, or drop it with `omroeper reindex`; only the index still has its text";
    name(
        &mut findings,
        Part::Captures,
        &without_capture,
        "in the index, but its captures are lost",
        remedy,
    );
    Ok(findings)
}

fn finding(part: Part, what: String, remedy: &'static str) -> Finding {
    Finding { part, what, remedy }
}

/// Returns a finding if the watches cannot be read.
fn of_watches(home: &Home) -> Option<Finding> {
    let error = watch::list(home).err()?;
    let what = without_remedy(&on_one_line(&error));
    let remedy = "restore `watches.sqlite` from a backup, or move it away";
    Some(finding(Part::Watches, what, remedy))
}

/// Returns a message without the remedy in parentheses at its end.
fn without_remedy(message: &str) -> String {
    let remedies = [" (rebuild ", " (restore ", " (check ", " (install "];
    let start = remedies
        .iter()
        .filter_map(|remedy| message.find(remedy))
        .min();
    let Some(start) = start else {
        return message.to_owned();
    };
    let end = message[start..]
        .find(')')
        .map_or(message.len(), |end| start + end + 1);
    format!("{}{}", &message[..start], &message[end..])
}

/// Adds a finding for each of the first `MAX_NAMED_RELEASES` releases, and one finding for the
/// rest.
fn name(
    findings: &mut Vec<Finding>,
    part: Part,
    releases: &[ReleaseId],
    what: &str,
    remedy: &'static str,
) {
    for release in releases.iter().take(MAX_NAMED_RELEASES) {
        findings.push(finding(
            part,
            format!("release {release} is {what}"),
            remedy,
        ));
    }
    if let Some(more) = releases
        .len()
        .checked_sub(MAX_NAMED_RELEASES)
        .filter(|more| *more > 0)
    {
        findings.push(finding(
            part,
            format!("{more} more releases are {what}"),
            remedy,
        ));
    }
}
