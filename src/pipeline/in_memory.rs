//! Reading sources without storing them.
//!
//! Does not use a home.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::incoming::batches;
use super::report::FailureCause;
use super::{Job, PipelineError, Progress, Report, apply};
use crate::archive::Logged;
use crate::document::Capture;
use crate::extract::ExtractError;
use crate::index::{IndexSetWriter, Indexes};
use crate::load::{Loaded, SourceItem};

/// Indexes `items` in memory, without storing anything.
///
/// # Errors
/// [`PipelineError::Index`].
pub fn index_in_memory(
    items: impl Iterator<Item = SourceItem>,
    job: &Job<'_>,
) -> Result<(Indexes, Report), PipelineError> {
    let (mut writer, indexes) = IndexSetWriter::in_memory()?;
    let mut report = Report::default();
    let mut seq = 0;
    for batch in batches(items) {
        if job.stop.load(Ordering::Relaxed) {
            report.interrupted = true;
            break;
        }
        report.left_out += batch.left_out + batch.revisits.len() as u64;
        let (pages, bytes) = (batch.pages.len() as u64, batch.bytes);
        let captures = report.load(batch.pages.into_iter().map(|page| (page, ())).collect());
        report.added += captures.len() as u64;
        let logged = captures.into_iter().map(|(capture, ())| {
            seq += 1;
            Logged {
                seq,
                capture,
                others: Vec::new(),
            }
        });
        let applied = apply::index(logged.collect(), &writer)?;
        job.progress.advance(pages, bytes);
        report.listings += applied.listings;
        report.failures.extend(applied.unreadable);
    }
    writer.commit(seq)?;
    Ok((indexes, report))
}

/// Runs `reader` ([`extract`](crate::extract::extract) or [`explain`](crate::extract::explain)) on
/// each page of `items`. Passes the origin of each page, and its result or failure, to `take`, in
/// order, until `take` breaks.
pub fn read_each<T: Send>(
    items: impl Iterator<Item = SourceItem>,
    reader: fn(&Capture) -> Result<T, ExtractError>,
    progress: &dyn Progress,
    mut take: impl FnMut(&str, Result<T, FailureCause>) -> ControlFlow<()>,
) {
    for batch in batches(items) {
        let (pages, bytes) = (batch.pages.len() as u64, batch.bytes);
        let outcomes: Vec<(String, Result<T, FailureCause>)> = batch
            .pages
            .into_par_iter()
            .map(|page| {
                let Loaded { origin, outcome } = page.load();
                let read = outcome
                    .map_err(FailureCause::from)
                    .and_then(|capture| apply::read(reader, &capture));
                (origin, read)
            })
            .collect();
        progress.advance(pages, bytes);
        for (origin, outcome) in outcomes {
            if take(&origin, outcome).is_break() {
                return;
            }
        }
    }
}
