//! Recovery from a crash: adds rows to the catalog for records that were logged without one.
//!
//! Leaves out the index, which the pipeline brings up to date.

use super::catalog::{Kind, NewRow, RecordLocation};
use super::{Archive, ArchiveError, Log, kind_of, purge, row};
use crate::document::ReleaseId;
use crate::warc::{self, Record};

/// Rows that recovery adds in one transaction.
const ROWS_PER_TRANSACTION: usize = 10_000;

impl Archive {
    pub(super) fn recover(&mut self) -> Result<(), ArchiveError> {
        let Self {
            log: Log { catalog, .. },
            segments,
            last,
            ..
        } = self;
        let before = *last;
        let mut rows: Vec<NewRow> = Vec::new();
        let mut add = |rows: &mut Vec<NewRow>| {
            let added = catalog.add(*last + 1, rows);
            *last += rows.len() as u64;
            rows.clear();
            added
        };
        let mut notices = Vec::new();
        segments.recover(|location, record| {
            if record.kind() == Some("request") {
                // A request record belongs to the response before it.
                if let Some(response) = rows.last_mut() {
                    response.location.length += location.length;
                }
                return Ok(());
            }
            if rows.len() >= ROWS_PER_TRANSACTION {
                add(&mut rows)?;
            }
            notices.extend(purge::notice(&record));
            rows.extend(row_of(&record, location));
            Ok(())
        })?;
        add(&mut rows)?;
        if *last > before {
            tracing::info!(
                captures = *last - before,
                "added to the catalog captures that were logged without a row"
            );
        }
        for (release, time, reason) in notices {
            self.log.catalog.note_purge(release, time, &reason)?;
        }
        let purged = self.log.catalog.unfinished_purges()?;
        purged
            .into_iter()
            .try_for_each(|release| self.finish_purge(release).map(drop))
    }
}

/// The row of a record that is in the log but not in the catalog.
fn row_of(record: &Record, location: RecordLocation) -> Option<NewRow> {
    if record.kind() == Some("revisit") {
        let url = warc::address(record)?;
        return Some(NewRow {
            release_id: ReleaseId::of(url),
            url: url.to_owned(),
            requested: record.target().map(ReleaseId::of),
            digest: record.header("WARC-Payload-Digest")?.parse().ok()?,
            time: record.header("WARC-Date")?.parse().ok()?,
            media_type: String::new(),
            location,
            kind: Kind::Revisit,
        });
    }
    purge::row_of(record, location).or_else(|| {
        let capture = warc::capture_of(record)?;
        Some(row(&capture, location, kind_of(&capture)))
    })
}
