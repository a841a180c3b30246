//! The page that a `revisit` record of another program stands for.
//!
//! Leaves out reading such records (`load`). It is looked for among what the log holds: by our own
//! digest, by where and when it was met, by its program's digest, else as what the page last was.

use super::catalog::{CaptureRow, Kind};
use super::{Archive, ArchiveError, log};
use crate::document::{Capture, Digest, ReleaseId};
use crate::load::{Revisit, take_declared_address};
use crate::warc;

impl Archive {
    /// The capture that `revisit` stands for: bytes that the log holds, at the time of the revisit.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`]; a record that cannot be read is passed over.
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
            // The same page at another address.
            capture.rename(revisit.target.clone());
            take_declared_address(&mut capture);
        }
        Ok(Some(capture))
    }

    /// What `revisit` refers to among captures by time.
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
