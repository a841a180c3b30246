//! Giving up what the log no longer holds, so that it reads whole and pages can be taken in again.
//!
//! Leaves out the index, which may hold the last text of a page whose capture is lost.

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
    /// Addresses of the pages whose captures are lost, one for each capture.
    pub lost: Vec<String>,
    /// Stretches of the log that could not be read and are filled in.
    pub filled: u64,
}

impl Archive {
    /// Fills in every stretch of the log that cannot be read, and notes as lost the captures that stood
    /// there or in a file that is gone.
    ///
    /// # Errors
    /// [`ArchiveError`]; what was mended until then stays.
    pub fn repair(&mut self) -> Result<Repaired, ArchiveError> {
        let mut repaired = Repaired::default();
        let mut lost = Vec::new();
        for number in 1..=self.log.catalog.last_segment()? {
            let mut rows = self.log.rows_of_segment(number)?;
            for stretch in self.unreadable(number, &mut rows)? {
                match self.fill(stretch.offset, stretch) {
                    // Shorter than any record: it stays, and is read past.
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

    /// The stretches of a segment that cannot be read; of `rows` those stay whose record is not there. The
    /// file loses what stands torn at its end.
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
        // Nothing can stand behind what is torn; a filler there would need more room than is left.
        if let Some(last) = stretches.pop_if(|last| last.offset + last.length == reader.at()) {
            let file = OpenOptions::new().write(true).open(&path).map_err(failed)?;
            file.set_len(last.offset)
                .and_then(|()| file.sync_all())
                .map_err(failed)?;
        }
        Ok(stretches)
    }
}
