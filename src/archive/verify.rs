//! Verifying the log: every record against its digests and its row.
//!
//! Leaves out mending.

use super::catalog::{CaptureRow, Kind};
use super::segments::segment_path;
use super::{ArchiveError, Log};
use crate::document::Digest;
use crate::warc::{self, ReadError, Record, RecordReader};

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What, with file and place.
    pub what: String,
    /// What mends it.
    pub remedy: &'static str,
}

const LOST: &str =
    "restore the file from a backup, or run `omroeper repair` and ingest the page again";
const REMAKE: &str =
    "move `catalog.sqlite` away and run `omroeper update`, which makes it again from the captures";

impl Log {
    /// Reads every record and compares it with its digests and its row.
    ///
    /// # Errors
    /// [`ArchiveError`] where storage fails.
    pub fn verify(&self) -> Result<Vec<Finding>, ArchiveError> {
        let mut findings = Vec::new();
        let mut uncatalogued = 0_u64;
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
                })
            };
            // Where nothing was to be read, nothing is missing.
            let says_something = |row: &CaptureRow| row.kind != Kind::Purged;
            if !path.exists() {
                match rows.into_values().filter(says_something).count() {
                    0 => {}
                    gone => find(format!("is not there; {gone} captures are lost"), LOST),
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
                        let remedy = match rows.remove(&offset) {
                            Some(row) if row.kind == Kind::Purged => {
                                "write its filler anew with `omroeper repair`"
                            }
                            Some(_) => LOST,
                            None => "take it out with `omroeper repair`",
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
                            "holds other bytes than its record at byte {} says",
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
                                "holds another page at byte {} than the catalogue has",
                                record.offset
                            ),
                            REMAKE,
                        );
                    }
                    // What opens a segment, fillers, and requests, which go with their responses.
                    None if record.target().is_none() || record.kind() == Some("request") => {}
                    None => uncatalogued += 1,
                }
            }
            for (offset, _) in rows.into_iter().filter(|(_, row)| says_something(row)) {
                find(
                    format!("has no record at byte {offset}, where the catalogue has one"),
                    LOST,
                );
            }
        }
        if uncatalogued > 0 {
            let what = format!("{uncatalogued} captures of the log are not in the catalogue");
            findings.push(Finding {
                what,
                remedy: "take them in with `omroeper update`",
            });
        }
        Ok(findings)
    }
}

/// Whether `record` is that of the capture in `row`, at whose location it stands.
pub(super) fn holds(record: &Record, row: &CaptureRow) -> bool {
    row.kind != Kind::Page
        || warc::capture_of(record).is_some_and(|capture| capture.digest() == row.digest)
}
