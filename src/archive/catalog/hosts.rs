//! The hosts that were asked: when the next request may be sent, and their `robots.txt`.
//!
//! Leaves out the rules of spacing (`fetch`).

use rusqlite::{OptionalExtension as _, params};

use super::super::frontier::facts::{HostState, RobotsAnswer};
use super::frontier::{millis, time_at};
use super::{Catalog, Result};

impl Catalog {
    /// The state of a host; `None` if it was never asked.
    pub(in crate::archive) fn host(&self, host: &str) -> Result<Option<HostState>> {
        let sql = "SELECT next, failures, rests, latency, robots, status, asked FROM hosts WHERE host = ?";
        self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([host], |row| {
                    let asked = time_at(row, 6)?;
                    let robots = match asked {
                        Some(asked) => Some(RobotsAnswer {
                            asked,
                            status: row.get(5)?,
                            body: row.get::<_, Option<Vec<u8>>>(4)?.unwrap_or_default(),
                        }),
                        None => None,
                    };
                    Ok(HostState {
                        next: time_at(row, 0)?,
                        failures: row.get(1)?,
                        rests: time_at(row, 2)?,
                        latency: row.get(3)?,
                        robots,
                    })
                })
                .optional()
        })
    }

    /// Records the state of a host.
    pub(in crate::archive) fn note_host(&self, host: &str, state: &HostState) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO hosts (host, next, failures, rests, latency, robots, status, asked)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let robots = state.robots.as_ref();
        let values = params![
            host,
            state.next.map_or(0, millis),
            state.failures,
            state.rests.map(millis),
            state.latency,
            robots.map(|robots| &robots.body),
            robots.map(|robots| robots.status),
            robots.map(|robots| millis(robots.asked)),
        ];
        self.with(|connection| connection.execute(sql, values).map(drop))
    }
}
