//! The frontier: the addresses that sources have listed, what visits found there, and the state of
//! each source and offer.
//!
//! Leaves out when to visit an address (`fetch`). Times are milliseconds since 1970.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row, params};

use super::super::frontier::facts::{
    Discovered, FrontierCounts, Gap, Health, List, OfferState, Page, RECORDS, SourceState, State,
};
use super::rows::{key, release_at, release_of};
use super::{Catalog, Result};
use crate::document::{Claims, Digest, ListedAddress, Outcome, ReleaseId, Validators, Visit};

/// Erases what the frontier knows about the addresses of a release. The rows keep only the hash of
/// the address, so that it is not visited again when a list names it again.
pub(super) const BLANK: &str =
    "UPDATE frontier SET url = '', offer = '', claims = NULL, published = NULL,
    changed = NULL, reason = NULL, due = NULL, etag = NULL, modified = NULL, fingerprint = NULL,
    reserved = NULL, own = NULL, state = 6 WHERE release_id = ?1 OR address_id = ?1";

const PAGE_COLUMNS: &str = "address_id, url, claims, published, found, state, visited, rung, failures, etag, modified, fingerprint, own, release_id";

impl Catalog {
    /// Adds what a list names. An address that is known keeps its state, and is due at once if the
    /// list says that its page has changed. Purged addresses are left out.
    pub(in crate::archive) fn discover(
        &mut self,
        list: &List<'_>,
        listed: &[ListedAddress],
    ) -> Result<Discovered> {
        let List {
            source,
            offer,
            active,
            last,
            recent,
            now,
        } = *list;
        self.transact(|transaction| {
            let mut known = transaction
                .prepare_cached("SELECT changed, state, found, source FROM frontier WHERE address_id = ?")?;
            let mut purged = transaction.prepare_cached("SELECT 1 FROM purges WHERE release_id = ?")?;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO frontier (address_id, url, source, offer, claims, published, changed, found, listed)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?8, ?8)",
            )?;
            let mut update = transaction.prepare_cached(
                "UPDATE frontier SET listed = ?2, claims = ?3, published = coalesce(?4, published),
                    changed = coalesce(?5, changed),
                    due = CASE WHEN ?6 AND (rung < 2 OR visited < ?7) THEN ?2 ELSE due END,
                    source = CASE WHEN ?8 THEN ?9 ELSE source END,
                    offer = CASE WHEN ?8 THEN ?10 ELSE offer END
                 WHERE address_id = ?1",
            )?;
            let mut discovered = Discovered::default();
            for item in listed {
                let id = key(ReleaseId::of(&item.url));
                if purged.exists([id])? {
                    continue;
                }
                let claims = (!item.claims.is_empty())
                    .then(|| serde_json::to_string(&item.claims).unwrap_or_default());
                let before: Option<(Option<String>, i64, i64, String)> = known
                    .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
                    .optional()?;
                match before {
                    None => {
                        discovered.new += 1;
                        discovered.unread += 1;
                        let date = &item.claims.date;
                        insert.execute(params![
                            id, item.url, source, offer, claims, date, item.changed, millis(now)
                        ])?;
                    }
                    Some((_, state, ..)) if state == State::Purged as i64 => {}
                    Some((changed, _, found, owner)) => {
                        discovered.known += 1;
                        let has_changed = changed.is_some() && item.changed.is_some() && changed != item.changed;
                        discovered.unread += u64::from(last.is_none_or(|last| found > millis(last)));
                        let date = &item.claims.date;
                        let is_ours = owner == source || !active.contains(&owner);
                        update.execute(params![
                            id, millis(now), claims, date, item.changed, has_changed, millis(recent),
                            is_ours, source, offer
                        ])?;
                    }
                }
            }
            Ok(discovered)
        })
    }

    /// Makes pages due that an offer no longer lists: those listed before `now`, published after
    /// `oldest` if it is given. Returns their number.
    pub(in crate::archive) fn recheck_unlisted(
        &mut self,
        source: &str,
        offer: &str,
        now: Timestamp,
        oldest: Option<&str>,
    ) -> Result<usize> {
        let sql = "UPDATE frontier SET due = ?3 WHERE source = ?1 AND offer = ?2 AND listed < ?3
                   AND (state IN (1, 2) OR state IN (4, 5) AND release_id IS NOT NULL)
                   AND (due IS NULL OR due > ?3) AND (?4 IS NULL OR published > ?4)";
        self.with(|connection| connection.execute(sql, params![source, offer, millis(now), oldest]))
    }

    /// The addresses of a source that are due: pages that were never visited first, the newest
    /// first; then the others, those that are due longest first.
    pub(in crate::archive) fn due(
        &self,
        source: &str,
        now: Timestamp,
        all: bool,
        since: Option<Date>,
    ) -> Result<Vec<ReleaseId>> {
        let sql = "SELECT address_id FROM frontier WHERE source = ?1 AND state <> 6 AND offer <> ?5
                   AND (visited IS NULL AND due IS NULL OR due <= ?2 OR ?3)
                   AND (?4 IS NULL OR published IS NULL OR substr(published, 1, 10) >= ?4)
                   ORDER BY visited IS NOT NULL, CASE WHEN visited IS NULL THEN published END DESC, due, found DESC";
        self.all(
            sql,
            params![source, millis(now), all, day(since), RECORDS],
            |row| release_at(row, 0),
        )
    }

    /// Whether an address, or the release at it, was purged.
    pub(in crate::archive) fn is_purged_address(&self, address: ReleaseId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM purges WHERE release_id = ?1)
                   OR EXISTS (SELECT 1 FROM frontier WHERE address_id = ?1 AND state = 6)";
        self.value(sql, [key(address)])
    }

    /// What is known about an address; `None` if it is unknown or purged.
    pub(in crate::archive) fn page_at(&self, address: ReleaseId) -> Result<Option<Page>> {
        let sql =
            format!("SELECT {PAGE_COLUMNS} FROM frontier WHERE address_id = ? AND state <> 6");
        self.with(|connection| {
            connection
                .prepare_cached(&sql)?
                .query_row([key(address)], page)
                .optional()
        })
    }

    /// Adds an address to which another one redirects. If captures of the other one have its address,
    /// captures of the new one get it too.
    pub(in crate::archive) fn note_move(
        &self,
        from: &Page,
        to: &str,
        now: Timestamp,
    ) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO frontier (address_id, url, source, offer, claims, published, found, listed, own, due)
                   SELECT ?1, ?2, source, '', claims, published, ?3, ?3, 
                       coalesce(own, CASE WHEN release_id = address_id THEN url END), ?4 FROM frontier WHERE address_id = ?5";
        let never = i64::MAX;
        self.with(|connection| {
            connection
                .execute(
                    sql,
                    params![
                        key(ReleaseId::of(to)),
                        to,
                        millis(now),
                        never,
                        key(from.address)
                    ],
                )
                .map(drop)
        })
    }

    /// Records visits.
    pub(in crate::archive) fn note_visits(
        &mut self,
        visits: &[Visit],
        releases: &HashMap<ReleaseId, ReleaseId>,
    ) -> Result<()> {
        self.transact(|transaction| {
            let mut update = transaction.prepare_cached(
                "UPDATE frontier SET state = ?2, reason = NULL, visited = ?3, due = ?4, rung = ?5, failures = 0,
                    etag = ?6, modified = ?7, fingerprint = coalesce(?8, fingerprint), reserved = ?9,
                    release_id = coalesce(?10, release_id) WHERE address_id = ?1 AND state <> 6",
            )?;
            for visit in visits {
                let state = match visit.outcome {
                    Outcome::Captured => State::Captured,
                    Outcome::Unchanged => State::Unchanged,
                    Outcome::Gone => State::Gone,
                };
                let release = releases.get(&visit.answered).copied();
                let release = (visit.outcome == Outcome::Captured).then(|| key(release.unwrap_or(visit.answered)));
                let addresses = [visit.address, visit.answered];
                let moved = visit.moved && visit.address != visit.answered;
                for address in &addresses[..=usize::from(moved)] {
                    update.execute(params![
                        key(*address),
                        state as i64,
                        millis(visit.time),
                        // The address that answered is visited on its own; the one that leads there is not.
                        if moved && *address == visit.address { i64::MAX } else { millis(visit.due) },
                        visit.rung,
                        visit.validators.etag,
                        visit.validators.modified,
                        visit.fingerprint.map(|digest| digest.as_bytes().to_vec()),
                        visit.reservations,
                        release,
                    ])?;
                }
            }
            Ok(())
        })
    }

    /// Records that a visit found nothing to capture.
    pub(in crate::archive) fn note_failure(
        &self,
        address: ReleaseId,
        state: State,
        reason: &str,
        time: Timestamp,
        due: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE frontier SET state = ?2, reason = ?3, visited = ?4, due = ?5, failures = failures + 1
                   WHERE address_id = ?1 AND state <> 6";
        let values = params![
            key(address),
            state as i64,
            reason,
            millis(time),
            millis(due)
        ];
        self.with(|connection| connection.execute(sql, values).map(drop))
    }

    /// The state of a source; the default if it was never fetched.
    pub(in crate::archive) fn source_state(&self, name: &str) -> Result<SourceState> {
        if !self.has_frontier {
            return Ok(SourceState::default());
        }
        let sql = "SELECT state, reason, tried, succeeded, offers FROM sources WHERE name = ?";
        let found = self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([name], |row| {
                    Ok(SourceState {
                        health: match row.get(0)? {
                            0 => Health::Fine,
                            1 => Health::Failing,
                            _ => Health::Refused,
                        },
                        reason: row.get(1)?,
                        tried: time_at(row, 2)?,
                        succeeded: time_at(row, 3)?,
                        offers: row.get(4)?,
                    })
                })
                .optional()
        });
        Ok(found?.unwrap_or_default())
    }

    /// The names of all sources that were ever fetched.
    pub(in crate::archive) fn fetched_sources(&self) -> Result<Vec<String>> {
        if !self.has_frontier {
            return Ok(Vec::new());
        }
        self.all(
            "SELECT name FROM sources WHERE tried IS NOT NULL ORDER BY name",
            [],
            |row| row.get(0),
        )
    }

    /// Records the state of a source.
    pub(in crate::archive) fn note_source(&self, name: &str, state: &SourceState) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO sources (name, state, reason, tried, succeeded, offers) VALUES (?, ?, ?, ?, ?, ?)";
        let values = params![
            name,
            state.health as i64,
            state.reason,
            state.tried.map(millis),
            state.succeeded.map(millis),
            state.offers
        ];
        self.with(|connection| connection.execute(sql, values).map(drop))
    }

    /// The state of an offer of a source; `None` if it was never read.
    pub(in crate::archive) fn offer_state(
        &self,
        source: &str,
        url: &str,
    ) -> Result<Option<OfferState>> {
        let sql =
            "SELECT etag, modified, items, walked, since FROM offers WHERE source = ? AND url = ?";
        self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([source, url], |row| {
                    Ok(OfferState {
                        validators: Validators {
                            etag: row.get(0)?,
                            modified: row.get(1)?,
                        },
                        items: row.get(2)?,
                        walked: time_at(row, 3)?.unwrap_or(Timestamp::UNIX_EPOCH),
                        since: row
                            .get::<_, Option<String>>(4)?
                            .and_then(|day| day.parse().ok()),
                    })
                })
                .optional()
        })
    }

    /// Records that an offer was read.
    pub(in crate::archive) fn note_offer(
        &self,
        source: &str,
        url: &str,
        state: &OfferState,
    ) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO offers (source, url, etag, modified, items, walked, since) VALUES (?, ?, ?, ?, ?, ?, ?)";
        let OfferState {
            validators,
            items,
            walked,
            since,
        } = state;
        let values = params![
            source,
            url,
            validators.etag,
            validators.modified,
            items,
            millis(*walked),
            day(*since)
        ];
        self.with(|connection| connection.execute(sql, values).map(drop))
    }

    /// Records that pages of a source may have been missed.
    pub(in crate::archive) fn note_gap(&self, source: &str, gap: &Gap) -> Result<()> {
        let values = params![source, millis(gap.since), millis(gap.until), gap.reason];
        self.with(|connection| {
            connection
                .execute("INSERT INTO gaps VALUES (?, ?, ?, ?)", values)
                .map(drop)
        })
    }

    /// The gaps of a source, in order.
    pub(in crate::archive) fn gaps(&self, source: &str) -> Result<Vec<Gap>> {
        if !self.has_frontier {
            return Ok(Vec::new());
        }
        let sql = "SELECT since, until, reason FROM gaps WHERE source = ? ORDER BY since";
        self.all(sql, [source], |row| {
            Ok(Gap {
                since: time_at(row, 0)?.unwrap_or(Timestamp::UNIX_EPOCH),
                until: time_at(row, 1)?.unwrap_or(Timestamp::UNIX_EPOCH),
                reason: row.get(2)?,
            })
        })
    }

    /// The number of addresses of a source in each state, and the newest date among them.
    pub(in crate::archive) fn frontier_counts(&self, source: &str) -> Result<FrontierCounts> {
        if !self.has_frontier {
            return Ok(FrontierCounts::default());
        }
        let sql = "SELECT state, count(*) FROM frontier WHERE source = ? GROUP BY state";
        let rows: Vec<(i64, u64)> =
            self.all(sql, [source], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let count = |states: &[State]| {
            let is_of = |state: i64| states.iter().any(|one| *one as i64 == state);
            rows.iter()
                .filter(|(state, _)| is_of(*state))
                .map(|(_, count)| count)
                .sum()
        };
        let newest = self.value(
            "SELECT max(substr(published, 1, 10)) FROM frontier WHERE source = ? AND state IN (1, 2, 3)",
            [source],
        )?;
        Ok(FrontierCounts {
            waiting: count(&[State::New]),
            held: count(&[State::Captured, State::Unchanged]),
            gone: count(&[State::Gone]),
            refused: count(&[State::Refused]),
            failed: count(&[State::Failed]),
            newest,
        })
    }

    /// The addresses of a source that are due, as [`Catalog::due`] orders them.
    pub(in crate::archive) fn due_addresses(
        &self,
        source: &str,
        now: Timestamp,
        all: bool,
        since: Option<Date>,
    ) -> Result<Vec<String>> {
        if !self.has_frontier {
            return Ok(Vec::new());
        }
        let mut urls = Vec::new();
        for address in self.due(source, now, all, since)? {
            urls.extend(self.page_at(address)?.map(|page| page.url));
        }
        Ok(urls)
    }
}

/// A time as the frontier stores it.
pub(super) fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A day as the frontier stores it.
fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// Reads a time.
pub(super) fn time_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    let found: Option<i64> = row.get(column)?;
    Ok(found.and_then(|millis| Timestamp::from_millisecond(millis).ok()))
}

fn page(row: &Row<'_>) -> rusqlite::Result<Page> {
    let claims: Option<String> = row.get(2)?;
    let fingerprint: Option<Vec<u8>> = row.get(11)?;
    let release = row.get::<_, Option<i64>>(13)?.map(release_of);
    Ok(Page {
        address: release_at(row, 0)?,
        url: row.get(1)?,
        claims: claims
            .and_then(|json| serde_json::from_str::<Claims>(&json).ok())
            .unwrap_or_default(),
        published: row.get(3)?,
        found: time_at(row, 4)?.unwrap_or(Timestamp::UNIX_EPOCH),
        was_captured: release.is_some(),
        visited: time_at(row, 6)?,
        rung: row.get(7)?,
        failures: row.get(8)?,
        validators: Validators {
            etag: row.get(9)?,
            modified: row.get(10)?,
        },
        fingerprint: fingerprint.as_deref().and_then(Digest::from_bytes),
        own: row.get(12)?,
        release,
    })
}
