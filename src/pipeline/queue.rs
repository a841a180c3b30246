//! A queue between the thread that reads a source and the job that takes its items.
//!
//! Leaves out what is queued. A channel of the standard library bounds the number of items, but a page may take
//! megabytes; and near its bound it wakes a thread for each item.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The bounds of a queue. A sender that reaches one waits until the queue is half empty.
const MAX_ITEMS: usize = 1024;
const MAX_BYTES: u64 = 4 << 20;

/// The end of a queue that takes items in. The queue ends when it is dropped.
pub(super) struct Sender<T>(Arc<Shared<T>>);

/// The end of a queue that gives items out. Senders stop when it is dropped.
pub(super) struct Receiver<T>(Arc<Shared<T>>);

/// What a receiver gets.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Received<T> {
    Item(T),
    /// No item came in time.
    Nothing,
    /// No item will come.
    End,
}

struct Shared<T> {
    queue: Mutex<Queue<T>>,
    has_items: Condvar,
    has_room: Condvar,
}

struct Queue<T> {
    /// Each with its number of bytes.
    items: VecDeque<(T, u64)>,
    bytes: u64,
    is_closed: bool,
    receiver_waits: bool,
    sender_waits: bool,
}

impl<T> Queue<T> {
    fn is_filled_to(&self, part: usize) -> bool {
        self.items.len() >= MAX_ITEMS / part || self.bytes >= MAX_BYTES / part as u64
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        self.lock().is_closed = true;
        self.has_items.notify_all();
        self.has_room.notify_all();
    }
}

/// Makes a queue.
pub(super) fn queue<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Shared {
        queue: Mutex::new(Queue {
            items: VecDeque::new(),
            bytes: 0,
            is_closed: false,
            receiver_waits: false,
            sender_waits: false,
        }),
        has_items: Condvar::new(),
        has_room: Condvar::new(),
    });
    (Sender(Arc::clone(&shared)), Receiver(shared))
}

impl<T> Sender<T> {
    /// Adds an item of so many bytes. Waits for room. Returns `false` if nobody takes items any more.
    pub(super) fn send(&self, item: T, bytes: u64) -> bool {
        let mut queue = self.0.lock();
        if queue.is_filled_to(1) {
            queue.sender_waits = true;
            let has_no_room = |queue: &mut Queue<T>| !queue.is_closed && queue.is_filled_to(2);
            let waited = self.0.has_room.wait_while(queue, has_no_room);
            queue = waited.unwrap_or_else(PoisonError::into_inner);
            queue.sender_waits = false;
        }
        if queue.is_closed {
            return false;
        }
        queue.items.push_back((item, bytes));
        queue.bytes += bytes;
        if queue.receiver_waits {
            self.0.has_items.notify_one();
        }
        true
    }
}

impl<T> Receiver<T> {
    /// Returns the next item, if one comes within `timeout`.
    pub(super) fn receive(&self, timeout: Duration) -> Received<T> {
        let mut queue = self.0.lock();
        if queue.items.is_empty() && !queue.is_closed {
            queue.receiver_waits = true;
            let is_empty = |queue: &mut Queue<T>| queue.items.is_empty() && !queue.is_closed;
            let waited = self
                .0
                .has_items
                .wait_timeout_while(queue, timeout, is_empty);
            (queue, _) = waited.unwrap_or_else(PoisonError::into_inner);
            queue.receiver_waits = false;
        }
        let Some((item, bytes)) = queue.items.pop_front() else {
            return if queue.is_closed {
                Received::End
            } else {
                Received::Nothing
            };
        };
        queue.bytes -= bytes;
        if queue.sender_waits && !queue.is_filled_to(2) {
            self.0.has_room.notify_one();
        }
        Received::Item(item)
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    #[test]
    fn every_item_arrives_in_order_whatever_its_size() {
        for bytes in [1, MAX_BYTES / 3, MAX_BYTES * 2] {
            let (sender, receiver) = queue();
            let sending = thread::spawn(move || (0..5000).all(|n| sender.send(n, bytes)));
            let mut items = Vec::new();
            while let Received::Item(item) = receiver.receive(SOON) {
                items.push(item);
            }
            assert_eq!(items, (0..5000).collect::<Vec<_>>(), "{bytes} bytes");
            assert!(sending.join().expect("a sender"));
        }
    }

    #[test]
    fn a_sender_stops_when_the_receiver_is_gone() {
        let (sender, receiver) = queue();
        let sending = thread::spawn(move || (0..u32::MAX).find(|n| !sender.send(*n, 1)));
        assert_eq!(receiver.receive(SOON), Received::Item(0));
        drop(receiver);
        assert!(sending.join().expect("a sender").is_some());
    }

    #[test]
    fn a_receiver_waits_no_longer_than_asked() {
        let (sender, receiver) = queue::<u8>();
        assert_eq!(
            receiver.receive(Duration::from_millis(1)),
            Received::Nothing
        );
        drop(sender);
        assert_eq!(receiver.receive(SOON), Received::End);
    }
}
