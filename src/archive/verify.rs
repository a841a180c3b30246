//! Verifying the log: compares every record with its digests and its row.
//!
//! Leaves out repairs.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use super::catalog::{CaptureRow, Kind};
use super::segments::segment_path;
use super::{ArchiveError, Log};
use crate::warc::{self, ReadError, Record, RecordReader};

/// A part of a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The log of captures.
    Captures,
    /// The catalog of the log.
    Catalog,
    /// The index.
    Index,
    /// The watches.
    Watches,
}

/// A problem that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where it is.
    pub part: Part,
    /// What is wrong, and where.
    pub what: String,
    /// How to repair it.
    pub remedy: &'static str,
}

const LOST: &str =
    "restore the file from a backup, or run `omroeper repair` and ingest the page again";
const REMAKE: &str =
    "move `catalog.sqlite` away and run `omroeper update` to rebuild it from the captures";

/// Number of records that a core reads before it takes others.
const RECORDS_AT_ONCE: usize = 4096;

impl Log {
    /// The first record that is lost, if any. Reads every record.
    ///
    /// # Errors
    /// [`ArchiveError`] if storage fails.
    pub(super) fn first_lost(&self) -> Result<Option<Finding>, ArchiveError> {
        let findings = self.verify(|| false)?;
        Ok(findings.into_iter().find(|finding| finding.remedy == LOST))
    }

    /// Reads every record and compares it with its digests and its row. If `is_written` says that
    /// another process writes, records without a row are not findings: their rows follow.
    ///
    /// # Errors
    /// [`ArchiveError`] if storage fails.
    pub fn verify(
        &self,
        is_written: impl Fn() -> bool + Sync,
    ) -> Result<Vec<Finding>, ArchiveError> {
        let mut findings = Vec::new();
        let mut uncataloged = 0_u64;
        let last = self.catalog.last_segment()?;
        for number in 1.. {
            let path = segment_path(&self.home.captures(), number);
            if !path.exists() && number > last {
                break;
            }
            let mut segment = Segment {
                rows: self.rows_of_segment(number)?,
                path,
            };
            if !segment.path.exists() {
                match segment
                    .rows
                    .values()
                    .filter(|row| says_something(row))
                    .count()
                {
                    0 => {}
                    gone => findings.push(
                        segment.finding(&format!("does not exist; {gone} captures are lost"), LOST),
                    ),
                }
                continue;
            }
            let stretches = segment.stretches();
            let read = stretches
                .into_par_iter()
                .map(|stretch| segment.read(stretch, &is_written))
                .collect::<Result<Vec<Stretch>, _>>()?;
            for stretch in read {
                findings.extend(stretch.findings);
                uncataloged += stretch.uncataloged;
                for offset in stretch.read {
                    segment.rows.remove(&offset);
                }
            }
            let mut unread: Vec<_> = segment
                .rows
                .iter()
                .filter(|(_, row)| says_something(row))
                .collect();
            unread.sort_unstable_by_key(|(offset, _)| **offset);
            findings.extend(unread.into_iter().map(|(offset, _)| {
                let what = format!("has no record at byte {offset}, where the catalog lists one");
                segment.finding(&what, LOST)
            }));
        }
        if uncataloged > 0 && !is_written() {
            let what = format!("{uncataloged} captures in the log are not in the catalog");
            findings.push(Finding {
                part: Part::Catalog,
                what,
                remedy: "add them with `omroeper update`",
            });
        }
        Ok(findings)
    }
}

/// Whether something is lost if the record of this row is missing. A purged record holds no capture.
fn says_something(row: &CaptureRow) -> bool {
    row.kind != Kind::Purged
}

/// A segment of the log with the rows of its records, by their offsets.
struct Segment {
    path: PathBuf,
    rows: HashMap<u64, CaptureRow>,
}

/// What was read of a stretch of a segment.
#[derive(Default)]
struct Stretch {
    findings: Vec<Finding>,
    /// The offsets of the records that were read.
    read: Vec<u64>,
    /// Number of captures without a row.
    uncataloged: u64,
}

impl Segment {
    fn finding(&self, what: &str, remedy: &'static str) -> Finding {
        Finding {
            part: Part::Captures,
            what: format!("`{}` {what}", self.path.display()),
            remedy,
        }
    }

    /// Returns stretches of bytes that cover the segment. All but the first begin at a record of the catalog.
    fn stretches(&self) -> Vec<Range<u64>> {
        let mut offsets: Vec<u64> = self.rows.keys().copied().collect();
        offsets.sort_unstable();
        let starts = offsets.into_iter().step_by(RECORDS_AT_ONCE).skip(1);
        let mut bounds = vec![0];
        bounds.extend(starts);
        bounds.push(u64::MAX);
        bounds
            .windows(2)
            .map(|bounds| bounds[0]..bounds[1])
            .collect()
    }

    /// Reads the records that begin in a stretch.
    fn read(
        &self,
        stretch: Range<u64>,
        is_written: &(impl Fn() -> bool + Sync),
    ) -> Result<Stretch, ArchiveError> {
        let mut found = Stretch::default();
        let failed = |source| ArchiveError::Io {
            path: self.path.clone(),
            source,
        };
        let mut records = RecordReader::open(&self.path, stretch.start).map_err(failed)?;
        while records.at() < stretch.end {
            let record = match records.next() {
                None => break,
                Some(Ok(record)) => record,
                Some(Err(ReadError::Io(source))) => return Err(failed(source)),
                Some(Err(ReadError::Broken { offset, reason, .. })) => {
                    let row = self.rows.get(&offset);
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
                    found.read.push(offset);
                    let what = format!("{reason} at byte {offset}");
                    found.findings.push(self.finding(&what, remedy));
                    continue;
                }
            };
            self.compare(&record, &mut found);
        }
        Ok(found)
    }

    fn compare(&self, record: &Record, found: &mut Stretch) {
        let offset = record.offset;
        if record.has_wrong_digest() {
            let what = format!("has a record at byte {offset} whose bytes do not match its digest");
            found.findings.push(self.finding(&what, LOST));
        }
        match self.rows.get(&offset) {
            Some(row) if holds(record, row) => {}
            Some(_) => {
                let what =
                    format!("holds a different page at byte {offset} than the catalog lists");
                found.findings.push(Finding {
                    part: Part::Catalog,
                    ..self.finding(&what, REMAKE)
                });
            }
            // The record that opens a segment, fillers of repairs, and requests have no row
            // of their own.
            None if record.target().is_none() || record.kind() == Some("request") => {}
            None => found.uncataloged += 1,
        }
        found.read.push(offset);
    }
}

/// Whether `record`, which is at the location in `row`, holds the capture of that row. Only rows of
/// pages are compared.
pub(super) fn holds(record: &Record, row: &CaptureRow) -> bool {
    row.kind != Kind::Page
        || warc::capture_of(record).is_some_and(|capture| capture.digest() == row.digest)
}
