//! The stream of source items, taken from it by a thread of its own, in batches.
//!
//! Leaves out loading them. A source may take its time: whoever waits for it must not hold the lock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::Scope;
use std::time::{Duration, Instant};

use crate::load::{Revisit, SourceItem};

/// Items that are taken from the source ahead of need: a page may weigh megabytes.
const ITEMS_AHEAD: usize = 16;

/// Most items of one batch, and most bytes.
pub(super) const BATCH: usize = 512;
const BATCH_BYTES: u64 = 12 << 20;

/// How long a batch waits for its next item, and for all of them.
const NEXT_WITHIN: Duration = Duration::from_millis(50);
const WHOLE_WITHIN: Duration = Duration::from_millis(500);

/// How often whoever waits for the source looks whether to stop.
const LOOK: Duration = Duration::from_millis(100);

/// Some items, sorted by what they are.
#[derive(Default)]
pub(super) struct Batch {
    /// Pages, read or not.
    pub(super) pages: Vec<SourceItem>,
    pub(super) revisits: Vec<Revisit>,
    /// How many items are not pages.
    pub(super) left_out: u64,
    /// Bytes of the pages, about.
    pub(super) bytes: u64,
    /// Whether it ends a source.
    pub(super) ends_source: bool,
    items: usize,
}

impl Batch {
    /// Adds an item; whether there is room for another.
    fn add(&mut self, item: SourceItem) -> bool {
        self.items += 1;
        self.bytes += item.size();
        match item {
            SourceItem::Revisit(revisit) => self.revisits.push(revisit),
            SourceItem::EndOfSource => self.ends_source = true,
            item if item.is_page() => self.pages.push(item),
            _ => self.left_out += 1,
        }
        self.items < BATCH && self.bytes < BATCH_BYTES && !self.ends_source
    }
}

/// Batches of an iterator that never waits.
pub(super) fn batches(items: impl Iterator<Item = SourceItem>) -> impl Iterator<Item = Batch> {
    let mut items = items.fuse().peekable();
    std::iter::from_fn(move || {
        items.peek()?;
        let mut batch = Batch::default();
        while let Some(item) = items.next() {
            if !batch.add(item) {
                break;
            }
        }
        Some(batch)
    })
}

/// Items that a thread takes from their source.
pub(super) struct Incoming<'s> {
    receiver: Receiver<SourceItem>,
    first: Option<SourceItem>,
    stop: &'s AtomicBool,
}

impl<'s> Incoming<'s> {
    /// Starts taking `items`, in a thread of `scope`, until they end or `stop` is raised. An iterator that
    /// waits must heed `stop` itself.
    pub(super) fn start<'scope, 'env>(
        scope: &'scope Scope<'scope, 'env>,
        items: impl Iterator<Item = SourceItem> + Send + 'scope,
        stop: &'s AtomicBool,
    ) -> Self
    where
        's: 'scope,
    {
        let (sender, receiver) = sync_channel(ITEMS_AHEAD);
        scope.spawn(move || {
            for item in items {
                if stop.load(Ordering::Relaxed) || sender.send(item).is_err() {
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

    /// Waits until there is an item; `false` where none will come.
    pub(super) fn wait(&mut self) -> bool {
        while self.first.is_none() && !self.is_stopped() {
            match self.receiver.recv_timeout(LOOK) {
                Ok(item) => self.first = Some(item),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        !self.is_stopped()
    }

    /// Whether the run was stopped.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The next items, as many as come soon; `None` where none does.
    pub(super) fn batch(&mut self) -> Option<Batch> {
        let first = self
            .first
            .take()
            .or_else(|| self.receiver.recv_timeout(NEXT_WITHIN).ok())?;
        let deadline = Instant::now() + WHOLE_WITHIN;
        let mut batch = Batch::default();
        let mut has_room = batch.add(first);
        while has_room && Instant::now() < deadline {
            let Ok(item) = self.receiver.recv_timeout(NEXT_WITHIN) else {
                break;
            };
            has_room = batch.add(item);
        }
        Some(batch)
    }
}
