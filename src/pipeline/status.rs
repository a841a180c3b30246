//! What a home holds.
//!
//! Leaves out whether it is damaged (`check`).

use super::PipelineError;
use crate::archive::{Log, LogCounts};
use crate::document::{Digest, VersionStatus};
use crate::home::{Home, size_of};
use crate::index::{self, Indexes, Reader};
use crate::present::views::{BytesView, CapturesView, StatusView};
use crate::search::coverage;

/// Number of captures that are not indexed yet; `None` if there are none, or the catalog cannot be
/// read: the index answers without it.
///
/// # Errors
/// [`PipelineError`] if the index cannot be read.
pub fn behind(home: &Home, reader: &Reader) -> Result<Option<u64>, PipelineError> {
    let last = Log::open(home)
        .and_then(|log| log.last())
        .unwrap_or_default();
    Ok(Some(last.saturating_sub(reader.committed()?)).filter(|behind| *behind > 0))
}

/// What the home holds, in total and by publisher.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read.
pub fn status(home: &Home) -> Result<StatusView, PipelineError> {
    let log = Log::open(home)?;
    let reader = Indexes::open(&home.index())?.reader()?;
    let LogCounts {
        pages,
        revisits,
        gone,
        purged,
        lost,
        robots,
    } = log.counts()?;
    Ok(StatusView {
        releases: reader.count()?,
        versions: reader.releases.num_docs(),
        gone: reader.with_status(VersionStatus::Gone)?,
        captures: CapturesView {
            pages,
            unchanged: revisits,
            gone,
            purged,
            lost,
            robots,
        },
        bytes: BytesView {
            captures: size_of(&home.captures()),
            index: size_of(&home.index()),
        },
        generation: index::live_name(&home.index())?,
        behind: log.last()?.saturating_sub(reader.committed()?),
        publishers: coverage(&reader)?.into_iter().map(Into::into).collect(),
    })
}

/// The digest of all releases and their versions: see [`Reader::digest`](index::Reader::digest).
///
/// # Errors
/// [`PipelineError`] if the index cannot be read.
pub fn digest(home: &Home) -> Result<Digest, PipelineError> {
    Ok(Indexes::open(&home.index())?.reader()?.digest()?)
}
