//! One release, by its id or any of its addresses.
//!
//! Leaves out its other versions (`history`).

use super::PipelineError;
use crate::archive::Log;
use crate::document::{ReleaseId, Version};
use crate::home::Home;
use crate::index::Indexes;
use crate::search::latest_version;

/// The newest version of the release with the id or URL `name`; `None` if there is no release.
///
/// # Errors
/// [`PipelineError`] if the home cannot be read.
pub fn show(home: &Home, name: &str) -> Result<Option<Version>, PipelineError> {
    let id = ReleaseId::named(name);
    let reader = Indexes::open(&home.index())?.reader()?;
    if let Some(found) = latest_version(&reader, id)? {
        return Ok(Some(found));
    }
    match Log::open(home)?.resolve_address(id)? {
        (release, Some(_)) => Ok(latest_version(&reader, release)?),
        _ => Ok(None),
    }
}
