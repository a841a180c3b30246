//! The history of a page: its versions, read from the log.
//!
//! Leaves out showing them.

use jiff::Timestamp;

use super::{PipelineError, apply};
use crate::archive::Log;
use crate::document::{ReleaseId, Version};
use crate::home::Home;

/// The history of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Its versions, oldest first.
    pub versions: Vec<Version>,
    /// The times at which it was captured again unchanged.
    pub seen_again: Vec<Timestamp>,
    /// The reason why it was purged; `None` if it was not purged.
    pub purged: Option<String>,
}

/// The history of a release; empty if it was never captured.
///
/// # Errors
/// [`PipelineError::Archive`].
pub fn history(home: &Home, release: ReleaseId) -> Result<History, PipelineError> {
    let log = Log::open(home)?;
    let (release, _) = log.resolve_address(release)?;
    let mut readings = Vec::new();
    for other in log.captures_of(release)? {
        let capture = other.read()?;
        if let Ok(reading) = apply::reading(&capture) {
            readings.push(apply::Reading::of(&capture, reading));
        }
    }
    Ok(History {
        versions: apply::versions_of_readings(readings),
        seen_again: log.seen_again(release)?,
        purged: log.purged(release)?,
    })
}

/// Most releases that are listed where a name may mean several.
const SEVERAL: usize = 10;

/// The release that `name` stands for: an id or URL, or a part of one that stands for one release. The
/// id of `name` itself if it stands for none.
///
/// # Errors
/// [`PipelineError::Ambiguous`] if it is a part of several; [`PipelineError::Archive`].
pub fn release_named(home: &Home, name: &str) -> Result<ReleaseId, PipelineError> {
    let log = Log::open(home)?;
    let id = ReleaseId::named(name);
    let is_known = !log.captures_of(id)?.is_empty()
        || log.purged(id)?.is_some()
        || log.resolve_address(id)?.1.is_some();
    if is_known || name.trim().is_empty() {
        return Ok(id);
    }
    match &log.releases_like(name, SEVERAL)?[..] {
        [] => Ok(id),
        [(only, _)] => Ok(*only),
        several => Err(PipelineError::Ambiguous {
            name: name.to_owned(),
            releases: several.to_vec(),
        }),
    }
}

/// Two versions to compare, or why there are not two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// The older and the newer.
    Versions(Box<Version>, Box<Version>),
    /// The page has only one version.
    OnlyOne,
    /// The page was never captured, or it was purged: its id or URL as given, and its history.
    Unknown(String, Box<History>),
}

/// The two versions that `old` and `new` name. Each is a release's id or URL, optionally followed
/// by `@` and a version number. Without a number, it means the last version; if only `old` is given
/// and has no number, compares the last two versions.
///
/// # Errors
/// [`PipelineError::NoVersion`] for a number that a page does not have; [`PipelineError::Archive`].
pub fn compare(home: &Home, old: &str, new: Option<&str>) -> Result<Comparison, PipelineError> {
    let (page, number) = numbered(old);
    let first = history(home, release_named(home, page)?)?;
    if first.versions.is_empty() {
        return Ok(Comparison::Unknown(page.to_owned(), Box::new(first)));
    }
    let versions = first.versions;
    let (old, new) = match (number, new.map(numbered)) {
        (None, None) => match versions.as_slice() {
            [.., old, new] => (old.clone(), new.clone()),
            _ => return Ok(Comparison::OnlyOne),
        },
        (Some(_), None) => (version(&versions, number)?, version(&versions, None)?),
        (number, Some((page, other))) => {
            let second = history(home, release_named(home, page)?)?;
            if second.versions.is_empty() {
                return Ok(Comparison::Unknown(page.to_owned(), Box::new(second)));
            }
            (
                version(&versions, number)?,
                version(&second.versions, other)?,
            )
        }
    };
    Ok(Comparison::Versions(Box::new(old), Box::new(new)))
}

/// Splits `URL@3` into the page and the version number.
pub(super) fn numbered(page: &str) -> (&str, Option<u32>) {
    match page
        .rsplit_once('@')
        .map(|(page, number)| (page, number.parse()))
    {
        Some((page, Ok(number))) => (page, Some(number)),
        _ => (page, None),
    }
}

/// The version with this number; the last version if there is no number.
pub(super) fn version(versions: &[Version], number: Option<u32>) -> Result<Version, PipelineError> {
    let found = versions
        .iter()
        .rfind(|version| number.is_none_or(|number| version.meta.number == number));
    let missing = || PipelineError::NoVersion {
        wanted: number.unwrap_or(0),
        last: versions.len(),
    };
    found.cloned().ok_or_else(missing)
}
