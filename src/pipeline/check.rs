//! Whether log, catalogue and index agree.
//!
//! Leaves out mending: every finding names the command that does.

use std::collections::HashSet;

use super::{PipelineError, apply};
use crate::archive::{Finding, Home, Log};
use crate::document::ReleaseId;
use crate::index::{self, IndexError, Indexes};

/// Releases that are named one by one.
const NAMED: usize = 20;

/// Verifies the home: digests of all records, their rows, checksums of the index, and that it holds the
/// releases that the log has. Nothing found is nothing wrong.
///
/// # Errors
/// [`PipelineError`] where storage fails.
pub fn check(home: &Home) -> Result<Vec<Finding>, PipelineError> {
    let log = Log::open(home)?;
    let mut findings = log.verify()?;
    let remedy = "rebuild the index with `omroeper reindex`";
    let indexes = match Indexes::open(&home.index()) {
        Ok(indexes) => indexes,
        Err(IndexError::Io { path, source }) => return Err(IndexError::Io { path, source }.into()),
        Err(error) => {
            findings.push(Finding { what: super::chain(&error), remedy });
            return Ok(findings);
        }
    };
    for file in index::verify_live(&home.index())? {
        findings.push(Finding { what: format!("`{}` has a wrong checksum", file.display()), remedy });
    }
    let reader = indexes.reader()?;
    let (last, committed) = (log.last()?, reader.committed()?);
    if committed < last {
        let what = format!("the index ends with capture {committed}, the log with {last}");
        findings.push(Finding { what, remedy: "apply the rest with `omroeper update`" });
        return Ok(findings);
    }
    let held: HashSet<ReleaseId> = reader.ids()?.into_iter().collect();
    let logged: HashSet<ReleaseId> = log.releases()?.into_iter().collect();
    let mut missing = 0;
    for release in logged.difference(&held) {
        // A page that cannot be read was named when it was new, and is in no index.
        let readable = log
            .captures_of(*release)?
            .iter()
            .any(|c| c.read().is_ok_and(|c| apply::reading(&c).is_ok_and(|r| r.is_some())));
        missing += usize::from(readable);
        if readable && missing <= NAMED {
            findings.push(Finding { what: format!("release {release} is in the log and not in the index"), remedy });
        }
    }
    for release in held.difference(&logged).take(NAMED) {
        findings.push(Finding { what: format!("release {release} is in the index and not in the log"), remedy });
    }
    Ok(findings)
}
