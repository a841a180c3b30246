//! One release, by its id, any of its addresses, or a part of them.
//!
//! Leaves out its other versions (`history`).

use super::PipelineError;
use super::history::{history, numbered, version};
use crate::archive::Log;
use crate::document::{ReleaseId, Version};
use crate::home::Home;
use crate::index::Indexes;
use crate::search::latest_version;

/// Most releases that are named if a part of an address stands for several.
const MAX_NAMED: usize = 10;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// One release.
    Release(Box<Version>),
    /// Several releases, with their ids and addresses. At most ten are named.
    Several(Vec<(ReleaseId, String)>),
    /// No release.
    Unknown,
}

/// The release that `name` stands for: an id or URL, or a part of one. Its newest version, or the one
/// whose number follows an `@`.
///
/// # Errors
/// [`PipelineError::NoVersion`] for a number that the page does not have; other errors if the home
/// cannot be read.
pub fn show(home: &Home, name: &str) -> Result<Shown, PipelineError> {
    let (page, number) = numbered(name);
    let log = Log::open(home);
    let reader = Indexes::open(&home.index())?.reader()?;
    let mut id = ReleaseId::named(page);
    let mut found = latest_version(&reader, id)?;
    if found.is_none() {
        let log = log?;
        if let (release, Some(_)) = log.resolve_address(id)? {
            id = release;
        } else {
            let like = if page.trim().is_empty() {
                Vec::new()
            } else {
                log.releases_like(page, MAX_NAMED)?
            };
            match like.as_slice() {
                [] => return Ok(Shown::Unknown),
                [(only, _)] => id = *only,
                several => return Ok(Shown::Several(several.to_vec())),
            }
        }
        found = latest_version(&reader, id)?;
    }
    if number.is_some() {
        let versions = history(home, id)?.versions;
        return Ok(Shown::Release(Box::new(version(&versions, number)?)));
    }
    Ok(found.map_or(Shown::Unknown, |found| Shown::Release(Box::new(found))))
}
