//! The page that a `revisit` record of another program stands for.
//!
//! Leaves out reading such records (`load`). It is looked for among what the log holds: by our own
//! digest, by where and when it was met, by its program's digest, else as what the page last was.

use super::catalog::{Kind, Known};
use super::load::{Revisit, take_declared_address};
use super::{Archive, ArchiveError, log, warc};
use crate::document::{Capture, Digest, MediaKind, ReleaseId};

impl Archive {
    /// The capture that `revisit` stands for: bytes that the log holds, at the time of the revisit.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`]; a record that cannot be read is passed over.
    pub fn resolve(&self, revisit: &Revisit) -> Result<Option<Capture>, ArchiveError> {
        let original = revisit.original.as_ref().unwrap_or(&revisit.target);
        let (release, _) = self.log.at(ReleaseId::of(original))?;
        let mut held = self.log.held(release)?;
        held.retain(|known| known.kind != Kind::Gone);
        let Some(mut capture) = self.original(revisit, &held) else { return Ok(None) };
        capture.time = revisit.time;
        if self.log.at(ReleaseId::of(&revisit.target))?.0 != release {
            // The same page at another address.
            (capture.url, capture.met_at) = (revisit.target.clone(), None);
            if capture.kind() == MediaKind::Html {
                take_declared_address(&mut capture);
            }
        }
        Ok(Some(capture))
    }

    /// What `revisit` refers to among captures by time.
    fn original(&self, revisit: &Revisit, held: &[Known]) -> Option<Capture> {
        let captures = self.log.home.captures();
        let read = |known: &Known| log::read(&captures, known.place).ok();
        let digest = revisit.digest.as_deref();
        if let Some(own) = digest.and_then(|digest| digest.parse::<Digest>().ok())
            && let Some(known) = held.iter().find(|known| known.digest == own)
        {
            return read(known);
        }
        if let Some(known) = held.iter().find(|known| Some(known.time) == revisit.original_time) {
            return read(known);
        }
        let earlier = held.iter().rev().filter(|known| known.time <= revisit.time);
        match digest {
            Some(digest) => earlier
                .filter_map(read)
                .find(|capture| capture.http.as_ref().is_some_and(|block| warc::is_digest_of(digest, block))),
            None => earlier.take(1).find_map(read),
        }
    }
}
