//! Repair: gives up damaged records, so that the rest of the log can be read and lost pages can be
//! ingested again.
//!
//! Leaves out the index, which may hold the only remaining text of a page whose capture is lost.

use std::collections::HashMap;
use std::fs::OpenOptions;

use super::catalog::{CaptureRow, Kind, RecordLocation};
use super::segments::{Segments, segment_path};
use super::verify::holds;
use super::{Archive, ArchiveError};
use crate::warc::{ReadError, RecordReader};

/// What a repair did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// Addresses of the pages whose captures are lost, one per capture.
    pub lost: Vec<String>,
    /// Number of unreadable byte ranges of the log that were overwritten with a filler.
    pub filled: u64,
}

impl Archive {
    /// Overwrites every unreadable byte range of the log with a filler. Marks the captures there as
    /// lost, and those in a missing segment.
    ///
    /// # Errors
    /// [`ArchiveError`]; repairs made until then stay.
    pub fn repair(&mut self) -> Result<Repaired, ArchiveError> {
        let mut repaired = Repaired::default();
        let mut lost = Vec::new();
        for number in 1..=self.log.catalog.last_segment()? {
            let mut rows = self.log.rows_of_segment(number)?;
            for stretch in self.unreadable(number, &mut rows)? {
                match self.fill(stretch.offset, stretch) {
                    // The range is too short for a filler. It stays as it is, and readers skip it.
                    Err(error @ ArchiveError::Record { .. }) => tracing::warn!("{error}"),
                    filled => {
                        filled?;
                        repaired.filled += 1;
                    }
                }
            }
            lost.extend(
                rows.into_values()
                    .filter(|row| row.kind != Kind::Purged)
                    .map(|row| row.seq),
            );
        }
        lost.sort_unstable();
        repaired.lost = self.log.catalog.note_lost(&lost)?;
        let (end, holds_capture) = self.log.catalog.end()?;
        self.segments = Segments::open(&self.log.home.captures(), end, holds_capture)?;
        Ok(repaired)
    }

    /// The unreadable byte ranges of a segment. Removes from `rows` the rows whose record was
    /// found. Cuts off a torn record at the end of the file.
    fn unreadable(
        &self,
        number: u32,
        rows: &mut HashMap<u64, CaptureRow>,
    ) -> Result<Vec<RecordLocation>, ArchiveError> {
        let path = segment_path(&self.log.home.captures(), number);
        if !path.exists() {
            return Ok(Vec::new());
        }
        let failed = |source| ArchiveError::Io {
            path: path.clone(),
            source,
        };
        let mut reader = RecordReader::open(&path, 0).map_err(failed)?;
        let mut stretches = Vec::new();
        while let Some(record) = reader.next() {
            match record {
                Ok(record) => {
                    if rows
                        .get(&record.offset)
                        .is_some_and(|row| holds(&record, row))
                    {
                        rows.remove(&record.offset);
                    }
                }
                Err(ReadError::Io(source)) => return Err(failed(source)),
                Err(ReadError::Broken { offset, .. }) => {
                    stretches.push(RecordLocation {
                        segment: number,
                        offset,
                        length: reader.at() - offset,
                    });
                }
            }
        }
        // No record follows a torn end, so it is cut off. A filler might need more room than it
        // leaves.
        if let Some(last) = stretches.pop_if(|last| last.offset + last.length == reader.at()) {
            let file = OpenOptions::new().write(true).open(&path).map_err(failed)?;
            file.set_len(last.offset)
                .and_then(|()| file.sync_all())
                .map_err(failed)?;
        }
        Ok(stretches)
    }
}
