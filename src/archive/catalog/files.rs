//! The files that were read, and the folders below which files have addresses.
//!
//! Leaves out reading them (`load`).

use std::path::PathBuf;

use rusqlite::params;

use super::super::ReadFile;
use super::rows::key;
use super::{Catalog, Result};
use crate::document::Digest;
use crate::load::{FileFingerprint, ReadContainers, Root};

/// Makes each container be read again.
pub(super) const FORGET_CONTAINERS: &str = "DELETE FROM containers";

impl Catalog {
    /// Whether a file with this fingerprint was read before.
    pub(in crate::archive) fn has_read(&self, file: &FileFingerprint) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM files WHERE name = ? AND size = ? AND changed = ?)";
        self.value(sql, params![file.name, file.size, file.changed])
    }

    /// Records which files were read.
    pub(in crate::archive) fn note_read(&mut self, files: &[ReadFile]) -> Result<()> {
        self.transact(|transaction| {
            let mut insert = transaction
                .prepare_cached("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)")?;
            for file in files {
                let known = &file.fingerprint;
                insert.execute(params![
                    known.name,
                    known.size,
                    known.changed,
                    key(file.release),
                    file.digest.as_bytes(),
                ])?;
            }
            Ok(())
        })
    }

    /// The containers that were read, and the number of pages of each.
    pub(in crate::archive) fn read_containers(&self) -> Result<ReadContainers> {
        let sql = "SELECT name, size, changed, pages FROM containers";
        let containers = self.all(sql, [], |row| {
            let container = FileFingerprint {
                name: row.get(0)?,
                size: row.get(1)?,
                changed: row.get(2)?,
            };
            Ok((container, row.get(3)?))
        })?;
        Ok(containers.into_iter().collect())
    }

    /// Records that a container was read.
    pub(in crate::archive) fn note_container(
        &self,
        container: &FileFingerprint,
        pages: u64,
    ) -> Result<()> {
        let FileFingerprint {
            name,
            size,
            changed,
        } = container;
        let sql = "INSERT OR REPLACE INTO containers VALUES (?, ?, ?, ?)";
        self.with(|connection| {
            connection
                .execute(sql, params![name, size, changed, pages])
                .map(drop)
        })
    }

    /// The files with these bytes that were read: their fingerprint's name, and the address of
    /// their release.
    pub(in crate::archive) fn files_with(&self, digest: Digest) -> Result<Vec<(String, String)>> {
        let sql = "SELECT name, (SELECT url FROM captures
                     WHERE captures.release_id = files.release_id AND url <> '' LIMIT 1)
                   FROM files WHERE digest = ? ORDER BY name";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, Option<String>>(1)?));
        let files = self.all(sql, [digest.as_bytes()], read)?;
        Ok(files
            .into_iter()
            .filter_map(|(name, url)| Some((name, url?)))
            .collect())
    }

    /// The folders below which files have addresses.
    pub(in crate::archive) fn roots(&self) -> Result<Vec<Root>> {
        self.all("SELECT folder, label FROM roots", [], |row| {
            Ok(Root {
                folder: PathBuf::from(row.get::<_, String>(0)?),
                label: row.get(1)?,
            })
        })
    }

    /// Adds folders below which files have addresses.
    pub(in crate::archive) fn add_roots(&mut self, roots: &[Root]) -> Result<()> {
        self.transact(|transaction| {
            for root in roots {
                let values = [
                    root.folder.to_string_lossy().into_owned(),
                    root.label.clone(),
                ];
                transaction.execute("INSERT OR IGNORE INTO roots VALUES (?, ?)", values)?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::super::migrations::MIGRATIONS;
    use super::*;

    #[test]
    fn files_of_an_older_home_keep_their_addresses() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("catalog.sqlite");
        let old = Connection::open(&path).expect("a database");
        let steps = MIGRATIONS[..3].concat();
        old.execute_batch(&format!(
            "{steps} PRAGMA user_version = 3;
             INSERT INTO files VALUES ('/x/pages/nieuws/1.html' || char(9) || 'file:///nieuws/1.html', 1, 1, 1);"
        ))
        .expect("older tables");
        drop(old);
        let catalog = Catalog::open(&path).expect("an older catalog");
        let root = Root {
            folder: "/x/pages".into(),
            label: String::new(),
        };
        assert_eq!(catalog.roots().expect("roots"), [root]);
    }
}
