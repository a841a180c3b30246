//! What a home holds.
//!
//! Leaves out whether it is damaged (`check`).

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use super::PipelineError;
use super::runs::last_runs;
use crate::archive::{ArchiveError, Health, Log, LogCounts, SourceState};
use crate::document::{Digest, VersionStatus};
use crate::home::{Home, room_at, size_of};
use crate::index::{self, Indexes, Reader};
use crate::present::views::{
    BytesView, CapturesView, PagesView, SourceGapView, SourceStatus, SourceView, StatusView,
};
use crate::search::coverage;
use crate::sources::register::{Register, Source};

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

/// How long the last success of a source may be ago.
pub const FRESH: Duration = Duration::from_hours(48);

/// The sources of a user.
#[derive(Debug, Clone, Default)]
pub struct UserSources {
    /// Those that are fetched.
    pub enabled: Vec<Source>,
    /// All that are known.
    pub register: Register,
}

/// What the home holds, in total, by publisher, and for each source that is enabled.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read.
pub fn status(
    home: &Home,
    user: &UserSources,
    now: Timestamp,
) -> Result<StatusView, PipelineError> {
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
            room: room_at(home.path()),
        },
        generation: index::live_name(&home.index())?,
        behind: log.last()?.saturating_sub(reader.committed()?),
        publishers: coverage(&reader)?.into_iter().map(Into::into).collect(),
        sources: states(&log, user, now)?,
        runs: last_runs(home),
    })
}

/// The pages of a source that are due at `now`, or all of them; none if the home does not exist yet.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read.
pub fn due(
    home: &Home,
    source: &str,
    now: Timestamp,
    all: bool,
    since: Option<Date>,
) -> Result<Vec<String>, PipelineError> {
    match Log::open(home) {
        Ok(log) => Ok(log.due(source, now, all, since)?),
        Err(ArchiveError::Missing { .. }) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// The names of the `enabled` sources that were not fetched with success since `fresh` before `now`.
/// `None` if nothing was ever fetched into the home.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read.
pub fn stale(
    home: &Home,
    enabled: &[Source],
    now: Timestamp,
    fresh: Duration,
) -> Result<Option<Vec<String>>, PipelineError> {
    let log = Log::open(home)?;
    if log.fetched_sources()?.is_empty() {
        return Ok(None);
    }
    let mut stale = Vec::new();
    for source in enabled.iter().filter(|source| source.ended.is_none()) {
        let known = log.source(&source.name)?;
        if !is_fresh(&known, now, fresh) {
            stale.push(source.name.clone());
        }
    }
    Ok(Some(stale))
}

fn is_fresh(state: &SourceState, now: Timestamp, fresh: Duration) -> bool {
    let age = |time: Timestamp| Duration::try_from(now.duration_since(time)).unwrap_or_default();
    state.succeeded.is_some_and(|time| age(time) <= fresh)
}

/// How each source is that is enabled or was fetched before. None if nothing can be fetched into the home yet.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read.
pub fn source_states(
    home: &Home,
    user: &UserSources,
    now: Timestamp,
) -> Result<Vec<SourceView>, PipelineError> {
    match Log::open(home) {
        Ok(log) => states(&log, user, now),
        Err(ArchiveError::Missing { .. }) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

fn states(log: &Log, user: &UserSources, now: Timestamp) -> Result<Vec<SourceView>, PipelineError> {
    let UserSources { enabled, register } = user;
    let fetched = log.fetched_sources()?;
    let other = fetched
        .iter()
        .filter(|name| enabled.iter().all(|source| source.name != **name));
    // A source that no file names any more is not told.
    let other: Vec<Source> = other
        .filter_map(|name| register.get(name).cloned())
        .collect();
    let mut views = Vec::with_capacity(enabled.len() + other.len());
    for source in enabled.iter().chain(&other) {
        let state = log.source(&source.name)?;
        let status = match state.health {
            _ if source.ended.is_some() => SourceStatus::Discontinued,
            _ if state.tried.is_none() => SourceStatus::Never,
            Health::Refused => SourceStatus::Refused,
            Health::Failing => SourceStatus::Failing,
            Health::Fine if is_fresh(&state, now, FRESH) => SourceStatus::Ok,
            Health::Fine => SourceStatus::Stale,
        };
        let counts = log.frontier_counts(&source.name)?;
        let gaps = log.gaps(&source.name)?;
        views.push(SourceView {
            name: source.name.clone(),
            title: source.title.clone(),
            status,
            reason: match source.successors.as_slice() {
                [] if source.ended.is_some() => Some("no successor is known".to_owned()),
                [] => state.reason,
                successors => Some(format!("succeeded by {}", successors.join(", "))),
            },
            last_success: state.succeeded,
            newest_release: counts.newest,
            pages: PagesView {
                captured: counts.held,
                waiting: counts.waiting,
                gone: counts.gone,
                refused: counts.refused,
                failed: counts.failed,
            },
            gaps: gaps
                .into_iter()
                .map(|gap| SourceGapView {
                    since: gap.since,
                    until: gap.until,
                    reason: gap.reason,
                })
                .collect(),
        });
    }
    Ok(views)
}

/// The digest of all releases and their versions: see [`Reader::digest`](index::Reader::digest).
///
/// # Errors
/// [`PipelineError`] if the index cannot be read.
pub fn digest(home: &Home) -> Result<Digest, PipelineError> {
    Ok(Indexes::open(&home.index())?.reader()?.digest()?)
}
