//! Indexing captures: extracts them, orders the versions of each page, analyzes them, and adds them
//! to the index.
//!
//! Leaves out where captures come from.

use std::panic::catch_unwind;

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
        match other
            .read()
            .map(|capture| (capture.time, reading(&capture)))
        {
            Ok((time, Ok(reading))) => readings.push((time, other.seq, reading)),
            // A page that cannot be extracted was reported when it was new. Its other versions are
            // indexed all the same.
            Ok((_, Err(_))) => {}
            Err(error) => lost.push(Failure::of(capture, error)),
        }
    }
    match own {
        Ok(own) => readings.push((capture.time, *seq, own)),
        Err(failure) if readings.is_empty() => return Err(failure),
        Err(_) => {}
    }
    readings.sort_by_key(|(time, seq, _)| (*time, *seq));
    Ok(versions(
        readings
            .into_iter()
            .map(|(time, _, reading)| (time, reading)),
    ))
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
