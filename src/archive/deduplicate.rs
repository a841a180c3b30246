//! Deduplication: finds the captures that are new to the log.
//!
//! Leaves out writing them.

use std::collections::HashMap;

use super::timeline::{Novelty, Timeline};
use super::{Archive, ArchiveError, kind_of};
use crate::document::{Capture, MediaKind, ReleaseId};

/// Captures that the log does not hold yet.
#[derive(Debug, Default)]
pub struct Deduplicated {
    /// Captures whose bytes differ from those of the page's capture before them, and whether the
    /// log has other captures of the page.
    pub(super) changed: Vec<(Capture, bool)>,
    /// Captures with the same bytes as the page's capture before them.
    pub(super) revisits: Vec<Capture>,
    refused: u64,
    unknown_gone: u64,
    unknown_gone_again: u64,
}

impl Deduplicated {
    /// Number of captures with changed content.
    #[must_use]
    pub fn changed(&self) -> u64 {
        self.changed.len() as u64
    }

    /// How each of the [`changed`](Self::changed) captures compares with the log: whether its release
    /// is known. `None` for a tombstone of a page that was never captured.
    pub fn is_known(&self) -> impl Iterator<Item = Option<bool>> {
        self.changed
            .iter()
            .map(|(capture, known)| (*known || capture.kind() != MediaKind::Gone).then_some(*known))
    }

    /// Number of captures of purged pages, which are refused.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// Number of tombstones of pages that were never captured and that the log holds already.
    #[must_use]
    pub fn unknown_gone_again(&self) -> u64 {
        self.unknown_gone_again
    }

    /// Number of the [`changed`](Self::changed) captures that are tombstones of pages that were
    /// never captured. They are logged all the same, because an older capture of the page may
    /// follow.
    #[must_use]
    pub fn unknown_gone(&self) -> u64 {
        self.unknown_gone
    }
}

impl Archive {
    /// Compares captures with the log. The same bytes at the same time are dropped; the same bytes
    /// at a later time are a revisit; other bytes are a change.
    ///
    /// # Errors
    /// [`ArchiveError::Catalog`].
    pub fn deduplicate(&self, captures: Vec<Capture>) -> Result<Deduplicated, ArchiveError> {
        let _reading = self.log.catalog.reading()?;
        let any_purged = self.log.catalog.any_purged()?;
        let mut timelines: HashMap<ReleaseId, Timeline> = HashMap::new();
        let mut new = Deduplicated::default();
        for mut capture in captures {
            if capture.kind() == MediaKind::Gone
                && let (_, Some(own)) = self.log.resolve_address(capture.id())?
            {
                capture.move_to(own);
            }
            let release = capture.id();
            if any_purged && self.log.purged(release)?.is_some() {
                new.refused += 1;
                continue;
            }
            let timeline = match timelines.entry(release) {
                std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::hash_map::Entry::Vacant(unknown) => {
                    unknown.insert(self.log.timeline(release)?)
                }
            };
            let is_known = !timeline.is_empty();
            let novelty =
                timeline.novelty(capture.time, capture.digest(), capture.exchange.is_none());
            if novelty == Novelty::Known {
                let is_unknown = capture.kind() == MediaKind::Gone && !timeline.holds_page();
                new.unknown_gone_again += u64::from(is_unknown);
                continue;
            }
            timeline.expect(kind_of(&capture), capture.time, capture.digest());
            if !is_known && capture.kind() == MediaKind::Gone {
                new.unknown_gone += 1;
            }
            if novelty == Novelty::Revisit {
                new.revisits.push(capture);
            } else {
                new.changed.push((capture, is_known));
            }
        }
        Ok(new)
    }
}
