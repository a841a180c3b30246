//! The releases that were purged: their table, and blanking their rows.
//!
//! Leaves out the records in the log, which are overwritten (`purge`).

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::files::FORGET_CONTAINERS;
use super::rows::{key, release_at};
use super::{Catalog, PurgedRelease, Result, frontier};
use crate::document::ReleaseId;

impl Catalog {
    /// The reason why a release was purged; `None` if it was not purged.
    pub(in crate::archive) fn purged(&self, release: ReleaseId) -> Result<Option<String>> {
        let sql = "SELECT reason FROM purges WHERE release_id = ?";
        self.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([key(release)], |row| row.get(0))
                .optional()
        })
    }

    /// Releases that were purged after capture `after`.
    pub(in crate::archive) fn purged_after(&self, after: u64) -> Result<Vec<ReleaseId>> {
        self.release_ids(
            "SELECT DISTINCT release_id FROM captures WHERE seq > ? AND kind = 3",
            [after],
        )
    }

    /// Releases that were purged after capture `after`, each with the number of its last notice of a purge.
    pub(in crate::archive) fn purge_notices(&self, after: u64) -> Result<Vec<(u64, ReleaseId)>> {
        let sql = "SELECT max(seq), release_id FROM captures WHERE seq > ? AND kind = 3 GROUP BY release_id";
        self.all(sql, [after], |row| Ok((row.get(0)?, release_at(row, 1)?)))
    }

    /// All purges, by time.
    pub(in crate::archive) fn purges(&self) -> Result<Vec<PurgedRelease>> {
        let sql = "SELECT release_id, time, reason FROM purges ORDER BY time, release_id";
        let purges = self.all(sql, [], |row| {
            Ok((release_at(row, 0)?, row.get::<_, String>(1)?, row.get(2)?))
        })?;
        let purges = purges
            .into_iter()
            .map(|(release, time, reason)| PurgedRelease {
                release,
                time: time.parse().unwrap_or_default(),
                reason,
            });
        Ok(purges.collect())
    }

    /// Whether anything was ever purged.
    pub(in crate::archive) fn any_purged(&self) -> Result<bool> {
        self.value("SELECT EXISTS (SELECT 1 FROM purges)", [])
    }

    /// Releases whose purge was recorded but not finished: some of their rows are not blanked.
    pub(in crate::archive) fn unfinished_purges(&self) -> Result<Vec<ReleaseId>> {
        self.release_ids(
            "SELECT DISTINCT release_id FROM purges JOIN captures USING (release_id) WHERE captures.kind <> 3",
            [],
        )
    }

    /// Records that a release is purged. From then on its captures are refused.
    pub(in crate::archive) fn note_purge(
        &self,
        release: ReleaseId,
        time: Timestamp,
        reason: &str,
    ) -> Result<()> {
        let values = params![key(release), time.to_string(), reason];
        self.with(|connection| {
            connection
                .execute("INSERT OR REPLACE INTO purges VALUES (?, ?, ?)", values)
                .map(drop)
        })
    }

    /// Erases a release's data from its rows and from the database file. The rows keep their
    /// number, release id, time and location.
    pub(in crate::archive) fn blank(&mut self, release: ReleaseId) -> Result<()> {
        self.with(|connection| connection.pragma_update(None, "secure_delete", true))?;
        self.transact(|transaction| {
            for sql in [
                "UPDATE captures SET url = '', digest = zeroblob(32), media_type = '', kind = 3 WHERE release_id = ?",
                "DELETE FROM files WHERE release_id = ?",
                "DELETE FROM addresses WHERE release_id = ?",
                frontier::BLANK,
            ] {
                transaction.execute(sql, [key(release)])?;
            }
            // A page of any of them is refused from now on.
            transaction.execute(FORGET_CONTAINERS, [])?;
            Ok(())
        })?;
        self.with(|connection| connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); VACUUM;"))
    }
}
