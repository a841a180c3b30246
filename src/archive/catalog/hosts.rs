//! The hosts that were asked: when the next request may be sent, and the `robots.txt` of each origin.
//!
//! Leaves out the rules of spacing (`fetch`).

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::super::frontier::facts::{HostState, RobotsAnswer};
use super::frontier::{millis, time_at};
use super::{Catalog, Result};

impl Catalog {
    /// The state of a host; `None` if it was never asked.
    pub(in crate::archive) fn host(&self, host: &str) -> Result<Option<HostState>> {
        let sql = "SELECT next, failures, rests, latency FROM hosts WHERE host = ?";
        self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([host], |row| {
                    Ok(HostState {
                        next: time_at(row, 0)?,
                        failures: row.get(1)?,
                        rests: time_at(row, 2)?,
                        latency: row.get(3)?,
                    })
                })
                .optional()
        })
    }

    /// Records the state of a host.
    pub(in crate::archive) fn note_host(&self, host: &str, state: &HostState) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO hosts (host, next, failures, rests, latency) VALUES (?, ?, ?, ?, ?)";
        let values = params![
            host,
            state.next.map_or(0, millis),
            state.failures,
            state.rests.map(millis),
            state.latency,
        ];
        self.with(|connection| connection.execute(sql, values).map(drop))
    }

    /// The last answer of an origin to a request for `robots.txt`; `None` if it was never asked.
    pub(in crate::archive) fn robots(&self, origin: &str) -> Result<Option<RobotsAnswer>> {
        let sql = "SELECT asked, status, body FROM robots WHERE origin = ?";
        self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([origin], |row| {
                    Ok(RobotsAnswer {
                        asked: time_at(row, 0)?.unwrap_or(Timestamp::UNIX_EPOCH),
                        status: row.get(1)?,
                        body: row.get(2)?,
                    })
                })
                .optional()
        })
    }

    /// Records the answer of an origin to a request for `robots.txt`.
    pub(in crate::archive) fn note_robots(
        &self,
        origin: &str,
        answer: &RobotsAnswer,
    ) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO robots (origin, asked, status, body) VALUES (?, ?, ?, ?)";
        let values = params![origin, millis(answer.asked), answer.status, answer.body];
        self.with(|connection| connection.execute(sql, values).map(drop))
    }
}
