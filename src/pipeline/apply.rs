//! Captures to documents of the index: read, put in order of their page's versions, analysed.
//!
//! Leaves out where captures come from.

use std::panic::catch_unwind;

use rayon::prelude::*;

use super::{Failure, PipelineError, Report, chain};
use crate::archive::Logged;
use crate::document::{Capture, MediaKind, ReleaseId, Version};
use crate::extract::{ExtractError, extract};
use crate::index::{IndexSetWriter, Prepared};

/// A release and whether it is there, ready to be added; or why not.
type Outcome = Result<(ReleaseId, bool, Prepared), Failure>;

/// Reads and analyses on all cores, then adds in order; the releases that are there now.
pub(super) fn index(
    logged: Vec<Logged>,
    writer: &IndexSetWriter,
    report: &mut Report,
) -> Result<Vec<ReleaseId>, PipelineError> {
    let prepared: Vec<(Vec<Failure>, Outcome)> = logged
        .into_par_iter()
        .map(|logged| {
            let release = ReleaseId::of(&logged.capture.url);
            let mut lost = Vec::new();
            let versions = versions(&logged, &mut lost);
            let prepared = versions.map(|v| (release, !v.is_empty(), writer.prepare(release, &v, logged.seq)));
            (lost, prepared)
        })
        .collect();
    let mut there = Vec::with_capacity(prepared.len());
    for (lost, one) in prepared {
        report.lost += lost.len() as u64;
        report.failures.extend(lost);
        match one {
            Ok((release, is_there, prepared)) => {
                writer.upsert(prepared)?;
                there.extend(is_there.then_some(release));
            }
            Err(failure) => report.failures.push(failure),
        }
    }
    Ok(there)
}

/// The versions of a capture's page, the capture's own among them; what the log no longer gives of them
/// goes to `lost`.
fn versions(logged: &Logged, lost: &mut Vec<Failure>) -> Result<Vec<Version>, Failure> {
    let Logged { seq, capture, others } = logged;
    let reading = reading(capture);
    if others.is_empty() {
        return Ok(Version::chain([(capture.time, reading?)]));
    }
    let mut readings = Vec::with_capacity(others.len() + 1);
    for other in others {
        match other.read().map(|capture| (capture.time, self::reading(&capture))) {
            Ok((time, Ok(reading))) => readings.push((time, other.seq, reading)),
            // What cannot be read was named when it was new, and takes nothing from the rest.
            Ok((_, Err(_))) => {}
            Err(error) => lost.push(Failure { origin: capture.url.clone(), reason: chain(&error) }),
        }
    }
    match reading {
        Ok(reading) => readings.push((capture.time, *seq, reading)),
        Err(failure) if readings.is_empty() => return Err(failure),
        Err(_) => {}
    }
    readings.sort_by_key(|(time, seq, _)| (*time, *seq));
    Ok(Version::chain(readings.into_iter().map(|(time, _, reading)| (time, reading))))
}

/// What a capture says; `None` where its page was gone.
pub(super) fn reading(capture: &Capture) -> Result<Option<crate::document::Release>, Failure> {
    if capture.kind() == MediaKind::Gone {
        return Ok(None);
    }
    let failure = |reason| Failure { origin: capture.url.clone(), reason };
    read(extract, capture).map(Some).map_err(failure)
}

/// Reads a capture, or says why it cannot be. A page that breaks the reader breaks nothing else.
pub(super) fn read<T>(reader: fn(&Capture) -> Result<T, ExtractError>, capture: &Capture) -> Result<T, String> {
    match catch_unwind(|| reader(capture)) {
        Ok(outcome) => outcome.map_err(|error| chain(&error)),
        Err(_) => Err("made the reader panic (please report it with the page)".to_owned()),
    }
}
