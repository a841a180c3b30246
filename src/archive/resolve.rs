//! Finding the capture that a `revisit` record of another program refers to.
//!
//! Leaves out reading `revisit` records (`load`). Searches the page's captures in the log by our
//! own digest, then by the time of the original capture, then by the other program's digest. A
//! record without a digest refers to the page's capture before it.

use super::catalog::{CaptureRow, Kind};
use super::{Archive, ArchiveError, log};
use crate::document::{Capture, Digest, ReleaseId};
use crate::load::{Revisit, set_declared_address};
use crate::warc;

impl Archive {
    /// The capture that `revisit` refers to, with the time of the revisit; `None` if the log does
    /// not hold it.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`]. A record that cannot be read is skipped.
    pub fn resolve(&self, revisit: &Revisit) -> Result<Option<Capture>, ArchiveError> {
        let original = revisit.original.as_ref().unwrap_or(&revisit.target);
        let (release, _) = self.log.resolve_address(ReleaseId::of(original))?;
        let mut held = self.log.timeline(release)?.rows().to_vec();
        held.retain(|row| row.kind != Kind::Gone);
        let Some(mut capture) = self.original(revisit, &held) else {
            return Ok(None);
        };
        capture.time = revisit.time;
        if self.log.resolve_address(ReleaseId::of(&revisit.target))?.0 != release {
            // The page was captured at another address than the original.
            capture.rename(revisit.target.clone());
            set_declared_address(&mut capture);
        }
        Ok(Some(capture))
    }

    /// The capture that `revisit` refers to. `held` holds the page's captures by time.
    fn original(&self, revisit: &Revisit, held: &[CaptureRow]) -> Option<Capture> {
        let captures = self.log.home.captures();
        let read = |row: &CaptureRow| log::read(&captures, row.location).ok();
        let digest = revisit.digest.as_deref();
        if let Some(own) = digest.and_then(|digest| digest.parse::<Digest>().ok())
            && let Some(row) = held.iter().find(|row| row.digest == own)
        {
            return read(row);
        }
        if let Some(row) = held
            .iter()
            .find(|row| Some(row.time) == revisit.original_time)
        {
            return read(row);
        }
        let earlier = held.iter().rev().filter(|row| row.time <= revisit.time);
        match digest {
            Some(digest) => earlier.filter_map(read).find(|capture| {
                capture
                    .exchange
                    .as_ref()
                    .is_some_and(|exchange| warc::is_digest_of(digest, &exchange.response))
            }),
            None => earlier.take(1).find_map(read),
        }
    }
}
