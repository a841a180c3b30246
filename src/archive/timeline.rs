//! The timeline of a page: its captures by time, as a pure function of its catalog rows.
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

/// How a capture compares with the earlier captures of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Novelty {
    /// The page already has this capture.
    Known,
    /// It has the same bytes as the capture before it.
    Revisit,
    /// It has other bytes than the capture before it, or it is the first capture.
    Changed,
}

impl Timeline {
    /// Builds the timeline from `rows`, which may be in any order. A revisit gets the location of
    /// the record that holds its bytes. Leaves out purged and lost captures, and revisits whose
    /// bytes the log does not hold.
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

    /// The captures that changed the page's content. A revisit is one of them if a capture with
    /// other bytes lies between it and the original. That capture may have been logged later.
    pub(super) fn changes(&self) -> Vec<CaptureRow> {
        let mut last = None;
        let says_more = |row: &&CaptureRow| last.replace(row.digest) != Some(row.digest);
        self.rows.iter().filter(says_more).cloned().collect()
    }

    /// The times at which the page was captured again unchanged.
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

    /// Whether a page was ever captured, not only tombstones.
    pub(super) fn holds_page(&self) -> bool {
        self.rows.iter().any(|row| row.kind == Kind::Page)
    }

    /// Whether there are no captures, not even a tombstone.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How a capture with `digest`, made at `time`, compares with the earlier captures. Reading a
    /// file again says nothing new, unlike asking a server again.
    pub(super) fn novelty(&self, time: Timestamp, digest: Digest, is_of_file: bool) -> Novelty {
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
            if is_of_file {
                return Novelty::Known;
            }
            Novelty::Revisit
        } else {
            Novelty::Changed
        }
    }

    /// Adds a capture that is not logged yet.
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

    /// A row with number `seq`, captured on day `day`, with the digest of `bytes`.
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

    /// Day and offset of each capture that changed the content.
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
    fn a_page_that_returns_to_earlier_bytes_has_changed_again() {
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
    fn a_revisit_is_a_change_if_other_bytes_between_were_logged_later() {
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
    fn purged_and_lost_captures_are_left_out() {
        let rows = [
            row(1, 1, Kind::Purged, ""),
            row(2, 2, Kind::Lost, "a"),
            row(3, 3, Kind::Revisit, "a"),
        ];
        assert!(Timeline::new(rows.to_vec()).is_empty());
    }

    #[test]
    fn novelty_compares_with_the_capture_before() {
        let mut timeline =
            Timeline::new(vec![row(1, 1, Kind::Page, "a"), row(2, 3, Kind::Page, "b")]);
        let (a, b) = (Digest::of(b"a"), Digest::of(b"b"));
        assert_eq!(timeline.novelty(at(1), a, false), Novelty::Known);
        assert_eq!(timeline.novelty(at(2), a, false), Novelty::Revisit);
        assert_eq!(timeline.novelty(at(2), a, true), Novelty::Known);
        assert_eq!(timeline.novelty(at(4), a, false), Novelty::Changed);
        timeline.expect(Kind::Page, at(4), a);
        assert_eq!(timeline.novelty(at(5), b, false), Novelty::Changed);
    }
}
