//! Giving up what the log lost.
//!
//! Leaves out the index: what it holds of a page whose capture is lost may be the last of its text.

use super::PipelineError;
use crate::archive::{Archive, Home, Repaired};

/// Makes the log whole again without what it lost, so that the pages can be taken in anew.
///
/// # Errors
/// [`PipelineError::Archive`].
pub fn repair(home: &Home) -> Result<Repaired, PipelineError> {
    Ok(Archive::open_existing(home)?.repair()?)
}
