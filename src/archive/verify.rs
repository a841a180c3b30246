//! Verifying the log: compares every record with its digests and its row.
//!
//! Leaves out repairs.

use serde::Serialize;

use super::catalog::{CaptureRow, Kind};
use super::segments::segment_path;
use super::{ArchiveError, Log};
use crate::document::Digest;
use crate::warc::{self, ReadError, Record, RecordReader};

/// A problem that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong, and where.
    pub what: String,
    /// How to repair it.
    pub remedy: &'static str,
}

const LOST: &str =
    "restore the file from a backup, or run `omroeper repair` and ingest the page again";
const REMAKE: &str =
    "move `catalog.sqlite` away and run `omroeper update` to rebuild it from the captures";

impl Log {
    /// Reads every record and compares it with its digests and its row. If `is_written` says that
    /// another process writes, records without a row are not findings: their rows follow.
    ///
    /// # Errors
    /// [`ArchiveError`] if storage fails.
    pub fn verify(&self, is_written: impl Fn() -> bool) -> Result<Vec<Finding>, ArchiveError> {
        let mut findings = Vec::new();
        let mut uncataloged = 0_u64;
        let last = self.catalog.last_segment()?;
        for number in 1.. {
            let path = segment_path(&self.home.captures(), number);
            if !path.exists() && number > last {
                break;
            }
            let mut rows = self.rows_of_segment(number)?;
            let mut find = |what: String, remedy| {
                findings.push(Finding {
                    what: format!("`{}` {what}", path.display()),
                    remedy,
                });
            };
            // A purged record holds no capture, so nothing is lost if it is missing.
            let says_something = |row: &CaptureRow| row.kind != Kind::Purged;
            if !path.exists() {
                match rows.into_values().filter(says_something).count() {
                    0 => {}
                    gone => find(format!("does not exist; {gone} captures are lost"), LOST),
                }
                continue;
            }
            let failed = |source| ArchiveError::Io {
                path: path.clone(),
                source,
            };
            for record in RecordReader::open(&path, 0).map_err(failed)? {
                let record = match record {
                    Ok(record) => record,
                    Err(ReadError::Io(source)) => return Err(failed(source)),
                    Err(ReadError::Broken { offset, reason, .. }) => {
                        let row = rows.remove(&offset);
                        if row.is_none() && is_written() {
                            continue;
                        }
                        let remedy = match row {
                            Some(row) if row.kind == Kind::Purged => {
                                "rewrite its filler with `omroeper repair`"
                            }
                            Some(_) => LOST,
                            None => "overwrite it with `omroeper repair`",
                        };
                        find(format!("{reason} at byte {offset}"), remedy);
                        continue;
                    }
                };
                let stated = record
                    .header("WARC-Block-Digest")
                    .and_then(|digest| digest.parse::<Digest>().ok());
                if stated.is_some_and(|stated| stated != Digest::of(&record.block)) {
                    find(
                        format!(
                            "has a record at byte {} whose bytes do not match its digest",
                            record.offset
                        ),
                        LOST,
                    );
                }
                match rows.remove(&record.offset) {
                    Some(row) if holds(&record, &row) => {}
                    Some(_) => {
                        find(
                            format!(
                                "holds a different page at byte {} than the catalog lists",
                                record.offset
                            ),
                            REMAKE,
                        );
                    }
                    // The record that opens a segment, fillers of repairs, and requests have no row
                    // of their own.
                    None if record.target().is_none() || record.kind() == Some("request") => {}
                    None => uncataloged += 1,
                }
            }
            for (offset, _) in rows.into_iter().filter(|(_, row)| says_something(row)) {
                find(
                    format!("has no record at byte {offset}, where the catalog lists one"),
                    LOST,
                );
            }
        }
        if uncataloged > 0 && !is_written() {
            let what = format!("{uncataloged} captures in the log are not in the catalog");
            findings.push(Finding {
                what,
                remedy: "add them with `omroeper update`",
            });
        }
        Ok(findings)
    }
}

/// Whether `record`, which is at the location in `row`, holds the capture of that row. Only rows of
/// pages are compared.
pub(super) fn holds(record: &Record, row: &CaptureRow) -> bool {
    row.kind != Kind::Page
        || warc::capture_of(record).is_some_and(|capture| capture.digest() == row.digest)
}
