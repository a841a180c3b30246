//! Indexing captures: extracts them, orders the versions of each page, analyzes them, and adds them
//! to the index.
//!
//! Leaves out where captures come from.

use std::panic::catch_unwind;

use jiff::Timestamp;
use rayon::prelude::*;

use super::PipelineError;
use super::report::{Failure, FailureCause};
use crate::archive::Logged;
use crate::document::{Capture, MediaKind, Release, ReleaseId, Version};
use crate::extract::{ExtractError, extract, versions};
use crate::index::{IndexSetWriter, Prepared};

/// The result of indexing some captures.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// The releases that are now in the index.
    pub(super) releases: Vec<ReleaseId>,
    /// Number of pages that list other pages. They stay in the log.
    pub(super) listings: u64,
    /// Captures whose page cannot be extracted.
    pub(super) unreadable: Vec<Failure>,
    /// Other captures of these pages that the catalog lists but that cannot be read from the log.
    pub(super) lost: Vec<(ReleaseId, Failure)>,
}

/// A release, extracted and analyzed.
struct ReadRelease {
    id: ReleaseId,
    has_versions: bool,
    prepared: Result<Prepared, Failure>,
    lost: Vec<Failure>,
}

/// Extracts and analyzes on all cores, then adds to the index in order.
pub(super) fn index(
    logged: Vec<Logged>,
    writer: &IndexSetWriter,
) -> Result<Applied, PipelineError> {
    let read: Vec<ReadRelease> = logged
        .into_par_iter()
        .map(|logged| read_release(&logged, writer))
        .collect();
    let mut applied = Applied::default();
    for ReadRelease {
        id,
        has_versions,
        prepared,
        lost,
    } in read
    {
        applied
            .lost
            .extend(lost.into_iter().map(|failure| (id, failure)));
        match prepared {
            Ok(prepared) => {
                writer.upsert(prepared)?;
                applied.releases.extend(has_versions.then_some(id));
            }
            Err(failure) if failure.is_left_out() => applied.listings += 1,
            Err(failure) => applied.unreadable.push(failure),
        }
    }
    Ok(applied)
}

fn read_release(logged: &Logged, writer: &IndexSetWriter) -> ReadRelease {
    let id = logged.capture.id();
    let mut lost = Vec::new();
    let versions = versions_of(logged, &mut lost);
    let has_versions = versions.as_ref().is_ok_and(|versions| !versions.is_empty());
    let prepared = versions.map(|versions| writer.prepare(id, &versions, logged.seq));
    ReadRelease {
        id,
        has_versions,
        prepared,
        lost,
    }
}

/// The versions of a capture's page, including its own. Captures that cannot be read from the log
/// go to `lost`.
fn versions_of(logged: &Logged, lost: &mut Vec<Failure>) -> Result<Vec<Version>, Failure> {
    let Logged {
        seq,
        capture,
        others,
    } = logged;
    let own = reading(capture);
    if others.is_empty() {
        return Ok(versions([(capture.time, own?)]));
    }
    let mut readings = Vec::with_capacity(others.len() + 1);
    for other in others {
        match other.read() {
            // A page that cannot be extracted was reported when it was new. Its other versions are
            // indexed all the same.
            Ok(read) => {
                if let Ok(found) = reading(&read) {
                    readings.push((other.seq, Reading::of(&read, found)));
                }
            }
            Err(error) => lost.push(Failure::of(capture, error)),
        }
    }
    match own {
        Ok(own) => readings.push((*seq, Reading::of(capture, own))),
        Err(failure) if readings.is_empty() => return Err(failure),
        Err(_) => {}
    }
    readings.sort_by_key(|(seq, reading)| (reading.time, *seq));
    Ok(versions_of_readings(
        readings.into_iter().map(|(_, reading)| reading).collect(),
    ))
}

/// The release in one capture of a page.
pub(super) struct Reading {
    time: Timestamp,
    release: Option<Release>,
    carrier: Carrier,
}

/// What a capture of a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Page,
    /// An item in the response of an interface or in a feed.
    Item,
    Other,
}

impl Reading {
    pub(super) fn of(capture: &Capture, release: Option<Release>) -> Self {
        let carrier = match capture.kind() {
            MediaKind::Html => Carrier::Page,
            MediaKind::Record if capture.requested().is_some() => Carrier::Item,
            _ => Carrier::Other,
        };
        Self {
            time: capture.time,
            release,
            carrier,
        }
    }
}

/// The versions of a page with these readings, in order of time. An item of an interface says what
/// the page says in other words, so it is no version of a page that was captured itself.
pub(super) fn versions_of_readings(mut readings: Vec<Reading>) -> Vec<Version> {
    if readings
        .iter()
        .any(|reading| reading.carrier == Carrier::Page)
    {
        readings.retain(|reading| reading.carrier != Carrier::Item);
    }
    versions(
        readings
            .into_iter()
            .map(|reading| (reading.time, reading.release)),
    )
}

/// The release in a capture; `None` if the capture is a tombstone.
pub(super) fn reading(capture: &Capture) -> Result<Option<Release>, Failure> {
    if capture.kind() == MediaKind::Gone {
        return Ok(None);
    }
    read(extract, capture)
        .map(Some)
        .map_err(|cause| Failure::of(capture, cause))
}

/// Runs `reader` on a capture. A panic in `reader` fails only this page.
pub(super) fn read<T>(
    reader: fn(&Capture) -> Result<T, ExtractError>,
    capture: &Capture,
) -> Result<T, FailureCause> {
    match catch_unwind(std::panic::AssertUnwindSafe(|| reader(capture))) {
        Ok(outcome) => Ok(outcome?),
        Err(_) => Err(FailureCause::Panic),
    }
}
