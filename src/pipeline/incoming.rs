//! Receiving source items in batches, from a thread that reads the source.
//!
//! Leaves out loading them. A source may be slow, so no job may hold the lock while it waits for
//! one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::queue::{Received, Receiver, queue};
use crate::document::{Capture, Visit};
use crate::load::{FileFingerprint, Revisit, SourceItem};

/// Maximum number of items in a batch, and maximum number of bytes.
pub(super) const BATCH: usize = 512;
const BATCH_BYTES: u64 = 12 << 20;

/// Number of items in a batch after which more are likely to follow soon.
const LARGE: usize = 64;

/// How long a batch waits for its next item, and for all its items.
const NEXT_ITEM_TIMEOUT: Duration = Duration::from_millis(50);
const BATCH_TIMEOUT: Duration = Duration::from_millis(500);

/// How often a thread that waits for the source checks whether to stop.
const STOP_POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Some items, by kind.
#[derive(Default)]
pub(super) struct ItemBatch {
    /// Pages, whether they are read yet or not.
    pub(super) pages: Vec<SourceItem>,
    pub(super) revisits: Vec<Revisit>,
    /// The visits that found some of the pages and revisits.
    pub(super) visits: Vec<Visit>,
    /// Answers of servers to requests for `robots.txt`.
    pub(super) robots: Vec<Capture>,
    /// Number of items that are not pages.
    pub(super) left_out: u64,
    /// Number of pages in containers that were read before.
    pub(super) read_before: u64,
    /// The containers that end here, and the number of pages of each.
    pub(super) containers: Vec<(FileFingerprint, u64)>,
    /// Approximate size of the pages, in bytes.
    pub(super) bytes: u64,
    /// Whether a source ends with this batch.
    pub(super) ends_source: bool,
    items: usize,
}

impl ItemBatch {
    /// Adds an item. Returns whether there is room for another.
    fn add(&mut self, item: SourceItem) -> bool {
        if let SourceItem::Fetched(item, visit) = item {
            self.visits.push(visit);
            return self.add(*item);
        }
        self.items += 1;
        self.bytes += item.size();
        match item {
            SourceItem::Robots(answer) => self.robots.push(*answer),
            SourceItem::Revisit(revisit) => self.revisits.push(revisit),
            SourceItem::ReadBefore(pages) => self.read_before += pages,
            SourceItem::EndOfContainer(container, pages) => {
                self.containers.push((container, pages));
            }
            SourceItem::EndOfSource => self.ends_source = true,
            item if item.is_page() => self.pages.push(item),
            _ => self.left_out += 1,
        }
        self.has_room()
    }

    /// Whether so many items arrived together that more are likely to follow soon.
    pub(super) fn is_large(&self) -> bool {
        self.items >= LARGE
    }

    fn has_room(&self) -> bool {
        self.items < BATCH && self.bytes < BATCH_BYTES && !self.ends_source
    }
}

/// Splits an iterator that never blocks into batches.
pub(super) fn batches(items: impl Iterator<Item = SourceItem>) -> impl Iterator<Item = ItemBatch> {
    let mut items = items.fuse().peekable();
    std::iter::from_fn(move || {
        items.peek()?;
        let mut batch = ItemBatch::default();
        for item in items.by_ref() {
            if !batch.add(item) {
                break;
            }
        }
        Some(batch)
    })
}

/// Items that a thread reads from a source.
pub(super) struct Incoming<'s> {
    receiver: Receiver<SourceItem>,
    first: Option<SourceItem>,
    stop: &'s AtomicBool,
}

impl<'s> Incoming<'s> {
    /// Starts a thread that reads `items` until they end, or until the receiver is dropped. Nobody
    /// waits for the thread, because its source may block for ever.
    pub(super) fn start(
        items: impl Iterator<Item = SourceItem> + Send + 'static,
        stop: &'s AtomicBool,
    ) -> Self {
        let (sender, receiver) = queue();
        std::thread::spawn(move || {
            for item in items {
                let bytes = item.size();
                if !sender.send(item, bytes) {
                    break;
                }
            }
        });
        Self {
            receiver,
            first: None,
            stop,
        }
    }

    /// Waits for an item. Returns `false` if no item will come.
    pub(super) fn wait(&mut self) -> bool {
        while self.first.is_none() && !self.is_stopped() {
            match self.receiver.receive(STOP_POLL_INTERVAL) {
                Received::Item(item) => self.first = Some(item),
                Received::Nothing => {}
                Received::End => return false,
            }
        }
        !self.is_stopped()
    }

    /// Whether the run was stopped.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The next items that arrive soon; `None` if no item arrives.
    pub(super) fn batch(&mut self) -> Option<ItemBatch> {
        let first = self.first.take().or_else(|| self.next())?;
        let deadline = Instant::now() + BATCH_TIMEOUT;
        let mut batch = ItemBatch::default();
        let mut has_room = batch.add(first);
        while has_room && Instant::now() < deadline {
            let Some(item) = self.next() else { break };
            has_room = batch.add(item);
        }
        Some(batch)
    }

    /// The next item, if one arrives soon.
    fn next(&self) -> Option<SourceItem> {
        match self.receiver.receive(NEXT_ITEM_TIMEOUT) {
            Received::Item(item) => Some(item),
            Received::Nothing | Received::End => None,
        }
    }
}
