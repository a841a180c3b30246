//! The log on disk: numbered WARC files, the segments, which only grow.
//!
//! Leaves out the content of records, and the catalog.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::ArchiveError;
use super::catalog::RecordLocation;
use crate::failpoint;
use crate::warc::{self, ReadError, Record, RecordReader};

/// Size in bytes from which a new segment is started.
const ROTATE_AT: u64 = 1_000_000_000;

/// The segments of a log, and the end of the newest one.
#[derive(Debug)]
pub(super) struct Segments {
    folder: PathBuf,
    number: u32,
    length: u64,
    file: Option<File>,
    /// The segment that ends before the last capture that the catalog lists.
    cut_short: Option<PathBuf>,
}

impl Segments {
    /// Opens the segments in `folder` for appending. `end` is the location of the last record that
    /// the catalog lists. `holds_capture` says whether this record holds a capture, not a filler.
    pub(super) fn open(
        folder: &Path,
        end: RecordLocation,
        holds_capture: bool,
    ) -> Result<Self, ArchiveError> {
        fs::create_dir_all(folder).map_err(|source| ArchiveError::Io {
            path: folder.to_owned(),
            source,
        })?;
        let path = segment_path(folder, end.segment);
        let mut cut_short = None;
        let mut length = end.offset + end.length;
        if end.segment > 0 && fs::metadata(&path).map_or(0, |m| m.len()) < length {
            cut_short = holds_capture.then_some(path);
            // A record appended to this file would not be at the offset in its row, so the next one
            // goes into a new segment.
            length = ROTATE_AT;
        }
        Ok(Self {
            folder: folder.to_owned(),
            number: end.segment,
            length,
            file: None,
            cut_short,
        })
    }

    /// The segment that ends before the last capture that the catalog lists, if there is one.
    pub(super) fn cut_short(&self) -> Option<&Path> {
        self.cut_short.as_deref()
    }

    fn path(&self, number: u32) -> PathBuf {
        segment_path(&self.folder, number)
    }

    /// Passes the records after the cataloged end, which a crash left, to `take`. Cuts off a torn
    /// record at the end of a segment. Skips a broken record before others.
    pub(super) fn recover(
        &mut self,
        mut take: impl FnMut(RecordLocation, Record) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        let mut number = self.number.max(1);
        let mut from = if self.number == 0 { 0 } else { self.length };
        while self.path(number).exists() {
            let path = self.path(number);
            let failed = |source| ArchiveError::Io {
                path: path.clone(),
                source,
            };
            let mut whole = from;
            let mut torn_at = None;
            for record in RecordReader::open(&path, from).map_err(failed)? {
                match record {
                    Ok(record) => {
                        whole = record.offset + record.length;
                        torn_at = None;
                        let location = RecordLocation {
                            segment: number,
                            offset: record.offset,
                            length: record.length,
                        };
                        take(location, record)?;
                    }
                    Err(ReadError::Io(source)) => return Err(failed(source)),
                    Err(ReadError::Broken { offset, reason, .. }) => {
                        tracing::warn!("`{}` {reason} at byte {offset}", path.display());
                        torn_at.get_or_insert(offset);
                    }
                }
            }
            if torn_at.is_some() {
                tracing::warn!(
                    "cut off `{}` after its last complete record, at byte {whole}",
                    path.display()
                );
                let file = OpenOptions::new().write(true).open(&path).map_err(failed)?;
                file.set_len(whole)
                    .and_then(|()| file.sync_all())
                    .map_err(failed)?;
            }
            (self.number, self.length) = (number, whole);
            number += 1;
            from = 0;
        }
        Ok(())
    }

    /// Appends gzip members and syncs them. Returns the location of each.
    ///
    /// After a failure the next append starts a new segment, because the end of this one may be
    /// torn.
    pub(super) fn append(
        &mut self,
        members: &[Vec<u8>],
        now: Timestamp,
    ) -> Result<Vec<RecordLocation>, ArchiveError> {
        let appended = self.append_all(members, now);
        if appended.is_err() {
            self.length = ROTATE_AT;
            self.file = None;
        }
        appended
    }

    fn append_all(
        &mut self,
        members: &[Vec<u8>],
        now: Timestamp,
    ) -> Result<Vec<RecordLocation>, ArchiveError> {
        let mut locations = Vec::with_capacity(members.len());
        let mut buffer: Vec<u8> = Vec::new();
        for member in members {
            if self.number == 0 || self.length >= ROTATE_AT {
                self.flush(&mut buffer)?;
                self.rotate(now)?;
            }
            locations.push(RecordLocation {
                segment: self.number,
                offset: self.length,
                length: member.len() as u64,
            });
            self.length += member.len() as u64;
            buffer.extend_from_slice(member);
        }
        self.flush(&mut buffer)?;
        Ok(locations)
    }

    fn flush(&mut self, buffer: &mut Vec<u8>) -> Result<(), ArchiveError> {
        if buffer.is_empty() {
            return Ok(());
        }
        let path = self.path(self.number);
        let failed = |source| ArchiveError::Io {
            path: path.clone(),
            source,
        };
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(
                OpenOptions::new()
                    .append(true)
                    .create(true)
                    .open(&path)
                    .map_err(failed)?,
            ),
        };
        let (head, rest) = buffer.split_at(buffer.len() / 2);
        file.write_all(head).map_err(failed)?;
        failpoint::reach("half-logged");
        file.write_all(rest)
            .and_then(|()| file.sync_data())
            .map_err(failed)?;
        buffer.clear();
        Ok(())
    }

    fn rotate(&mut self, now: Timestamp) -> Result<(), ArchiveError> {
        self.number += 1;
        self.length = 0;
        self.file = None;
        let path = self.path(self.number);
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut info = warc::info(&name, now);
        self.length = info.len() as u64;
        self.flush(&mut info)?;
        File::open(&self.folder)
            .and_then(|f| f.sync_all())
            .map_err(|source| ArchiveError::Io {
                path: self.folder.clone(),
                source,
            })
    }
}

/// The path of a segment, for example `captures/000001.warc.gz`.
pub(super) fn segment_path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:06}.warc.gz"))
}
