//! Captures to documents of the index: read, put in order of their page's versions, analysed.
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

/// What became of some captures.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// The releases that the index now has.
    pub(super) releases: Vec<ReleaseId>,
    /// Captures that cannot be read as pages.
    pub(super) unreadable: Vec<Failure>,
    /// Other captures of the pages that should be in the log and cannot be read.
    pub(super) lost: Vec<(ReleaseId, Failure)>,
}

/// A release, analysed.
struct ReadRelease {
    id: ReleaseId,
    is_there: bool,
    prepared: Result<Prepared, Failure>,
    lost: Vec<Failure>,
}

/// Reads and analyses on all cores, then adds in order.
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
        is_there,
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
                applied.releases.extend(is_there.then_some(id));
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
    let is_there = versions.as_ref().is_ok_and(|versions| !versions.is_empty());
    let prepared = versions.map(|versions| writer.prepare(id, &versions, logged.seq));
    ReadRelease {
        id,
        is_there,
        prepared,
        lost,
    }
}

/// The versions of a capture's page, the capture's own among them; captures that cannot be read back go
/// to `lost`.
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
            // A page that cannot be read was named when it was new, and takes nothing from the rest.
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

/// What a capture says; `None` where its page was gone.
pub(super) fn reading(capture: &Capture) -> Result<Option<Release>, Failure> {
    if capture.kind() == MediaKind::Gone {
        return Ok(None);
    }
    read(extract, capture)
        .map(Some)
        .map_err(|cause| Failure::of(capture, cause))
}

/// Reads a capture, or says why it cannot be. A page that breaks the reader breaks nothing else.
pub(super) fn read<T>(
    reader: fn(&Capture) -> Result<T, ExtractError>,
    capture: &Capture,
) -> Result<T, FailureCause> {
    match catch_unwind(std::panic::AssertUnwindSafe(|| reader(capture))) {
        Ok(outcome) => Ok(outcome?),
        Err(_) => Err(FailureCause::Panic),
    }
}
