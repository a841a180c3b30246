//! What became of a page, by time: a pure function of the catalogue's rows of it.
//!
//! Leaves out reading rows and records.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::catalog::{CaptureRow, Kind, RecordLocation};
use crate::document::Digest;

/// The captures of a page whose bytes the log holds, by time.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Timeline {
    rows: Vec<CaptureRow>,
}

/// What a capture says beside what its page said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Novelty {
    /// The page has this very capture.
    Known,
    /// The page said the same before.
    Revisit,
    /// The page said something else before, or nothing.
    Changed,
}

impl Timeline {
    /// The timeline that `rows`, in any order, give. A revisit gets the location of the bytes that it
    /// refers to; one whose bytes the log does not hold is left out.
    pub(super) fn new(mut rows: Vec<CaptureRow>) -> Self {
        let holds_bytes = |row: &&CaptureRow| matches!(row.kind, Kind::Page | Kind::Gone);
        rows.sort_by_key(|row| (row.time, row.seq));
        let bytes: HashMap<Digest, RecordLocation> = rows
            .iter()
            .filter(holds_bytes)
            .map(|row| (row.digest, row.location))
            .collect();
        rows.retain_mut(|row| match (row.kind, bytes.get(&row.digest)) {
            (Kind::Page | Kind::Gone, _) => true,
            (Kind::Revisit, Some(location)) => {
                row.location = *location;
                true
            }
            _ => false,
        });
        Self { rows }
    }

    /// Every capture.
    pub(super) fn rows(&self) -> &[CaptureRow] {
        &self.rows
    }

    /// The captures that say something. A revisit does where another capture came between, which may
    /// have been logged later.
    pub(super) fn changes(&self) -> Vec<CaptureRow> {
        let mut last = None;
        let says_more = |row: &&CaptureRow| {
            last.replace(row.digest) != Some(row.digest) || row.kind != Kind::Revisit
        };
        self.rows.iter().filter(says_more).cloned().collect()
    }

    /// When the page was seen again unchanged.
    pub(super) fn seen_again(&self) -> Vec<Timestamp> {
        let gone: HashSet<Digest> = self
            .rows
            .iter()
            .filter(|r| r.kind == Kind::Gone)
            .map(|r| r.digest)
            .collect();
        let pairs = self.rows.iter().zip(self.rows.iter().skip(1));
        pairs
            .filter(|(one, next)| {
                one.digest == next.digest && one.time != next.time && !gone.contains(&next.digest)
            })
            .map(|(_, next)| next.time)
            .collect()
    }

    /// Whether the page was never captured, nor seen to be gone.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What a capture of bytes `digest`, made at `time`, says beside those that are known.
    pub(super) fn novelty(&self, time: Timestamp, digest: Digest) -> Novelty {
        if self
            .rows
            .iter()
            .any(|row| row.time == time && row.digest == digest)
        {
            return Novelty::Known;
        }
        let earlier = self
            .rows
            .iter()
            .filter(|row| row.time <= time)
            .max_by_key(|row| row.time);
        if earlier.is_some_and(|row| row.digest == digest) {
            Novelty::Revisit
        } else {
            Novelty::Changed
        }
    }

    /// Adds a capture that is yet to be logged.
    pub(super) fn expect(&mut self, kind: Kind, time: Timestamp, digest: Digest) {
        self.rows.push(CaptureRow {
            seq: u64::MAX,
            kind,
            digest,
            time,
            location: RecordLocation::default(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row logged as number `seq`, made on day `day`, of bytes `bytes`.
    fn row(seq: u64, day: i64, kind: Kind, bytes: &str) -> CaptureRow {
        CaptureRow {
            seq,
            kind,
            digest: Digest::of(bytes.as_bytes()),
            time: at(day),
            location: RecordLocation {
                segment: 1,
                offset: seq * 100,
                length: 100,
            },
        }
    }

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).expect("a time")
    }

    /// Days and offsets of the captures that say something.
    fn changes(rows: &[CaptureRow]) -> Vec<(i64, u64)> {
        let changes = Timeline::new(rows.to_vec()).changes();
        changes
            .iter()
            .map(|row| (row.time.as_second() / 86_400, row.location.offset))
            .collect()
    }

    /// All orders of `rows`.
    fn orders(rows: &[CaptureRow]) -> Vec<Vec<CaptureRow>> {
        if rows.is_empty() {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for at in 0..rows.len() {
            let mut rest = rows.to_vec();
            let first = rest.remove(at);
            for mut order in orders(&rest) {
                order.insert(0, first.clone());
                all.push(order);
            }
        }
        all
    }

    #[test]
    fn a_page_that_goes_back_to_what_it_said_says_it_again() {
        let rows = [
            row(1, 1, Kind::Page, "a"),
            row(2, 2, Kind::Page, "b"),
            row(3, 3, Kind::Page, "a"),
        ];
        for rows in orders(&rows) {
            assert_eq!(changes(&rows), [(1, 100), (2, 200), (3, 300)]);
        }
    }

    #[test]
    fn a_page_that_was_gone_comes_back() {
        let rows = [
            row(1, 1, Kind::Page, "a"),
            row(2, 2, Kind::Gone, "gone"),
            row(3, 3, Kind::Revisit, "a"),
        ];
        for rows in orders(&rows) {
            assert_eq!(
                changes(&rows),
                [(1, 100), (2, 200), (3, 100)],
                "the revisit has the bytes of the first"
            );
            assert_eq!(
                Timeline::new(rows).seen_again(),
                [],
                "it was gone in between"
            );
        }
    }

    #[test]
    fn seen_again_is_the_same_in_any_order() {
        let rows = [
            row(1, 1, Kind::Page, "a"),
            row(2, 2, Kind::Revisit, "a"),
            row(3, 3, Kind::Revisit, "a"),
        ];
        for rows in orders(&rows) {
            assert_eq!(changes(&rows), [(1, 100)]);
            assert_eq!(Timeline::new(rows).seen_again(), [at(2), at(3)]);
        }
    }

    #[test]
    fn a_revisit_counts_where_a_change_between_was_logged_later() {
        let rows = [
            row(1, 1, Kind::Page, "a"),
            row(2, 3, Kind::Revisit, "a"),
            row(3, 2, Kind::Page, "b"),
        ];
        for rows in orders(&rows) {
            assert_eq!(changes(&rows), [(1, 100), (2, 300), (3, 100)]);
        }
    }

    #[test]
    fn what_was_purged_or_lost_is_not_there() {
        let rows = [
            row(1, 1, Kind::Purged, ""),
            row(2, 2, Kind::Lost, "a"),
            row(3, 3, Kind::Revisit, "a"),
        ];
        assert!(Timeline::new(rows.to_vec()).is_empty());
    }

    #[test]
    fn novelty_looks_at_the_capture_before() {
        let mut timeline =
            Timeline::new(vec![row(1, 1, Kind::Page, "a"), row(2, 3, Kind::Page, "b")]);
        let (a, b) = (Digest::of(b"a"), Digest::of(b"b"));
        assert_eq!(timeline.novelty(at(1), a), Novelty::Known);
        assert_eq!(timeline.novelty(at(2), a), Novelty::Revisit);
        assert_eq!(timeline.novelty(at(4), a), Novelty::Changed);
        timeline.expect(Kind::Page, at(4), a);
        assert_eq!(timeline.novelty(at(5), b), Novelty::Changed);
    }
}
