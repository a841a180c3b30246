//! Entries of sources in batches that fit into memory.
//!
//! Leaves out loading them.

use crate::archive::load::Entry;

/// Most captures of one batch, and most bytes.
pub(super) const BATCH: usize = 512;
const BATCH_BYTES: u64 = 12 << 20;

/// Some entries, and their bytes, about.
pub(super) struct Batch {
    pub(super) entries: Vec<Entry>,
    pub(super) bytes: u64,
}

/// Entries in batches that fit into memory.
pub(super) struct Batches<I: Iterator<Item = Entry>> {
    entries: std::iter::Fuse<I>,
}

impl<I: Iterator<Item = Entry>> Batches<I> {
    pub(super) fn new(entries: I) -> Self {
        Self { entries: entries.fuse() }
    }
}

impl<I: Iterator<Item = Entry>> Iterator for Batches<I> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch { entries: Vec::new(), bytes: 0 };
        while batch.entries.len() < BATCH && batch.bytes < BATCH_BYTES {
            let Some(entry) = self.entries.next() else { break };
            batch.bytes += entry.size();
            batch.entries.push(entry);
        }
        (!batch.entries.is_empty()).then_some(batch)
    }
}
