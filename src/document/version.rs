//! `Version`: what a page said from one capture to the next.
//!
//! Leaves out where captures are kept, and reading them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Release, at_dutch_time};

/// A release as it stood for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What it said.
    pub release: Release,
    /// Its place among the versions of its page.
    pub edition: Edition,
}

/// The place of a version among those of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// 1 for the first.
    pub number: u32,
    /// How many of the versions up to this one changed the text of the one before.
    pub edits: u32,
    /// How many of those changes the page does not own up to: its date of change stayed as it was.
    pub silent: u32,
    /// When it was first seen; of the first version when it was published, if that was earlier.
    pub from: Timestamp,
    /// When something else was seen in its place.
    pub until: Option<Timestamp>,
    /// Whether it is what the page says now.
    pub standing: Standing,
}

/// Whether a version is what its page says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is.
    Current,
    /// Another version came.
    Superseded,
    /// The page is gone.
    Gone,
}

impl Version {
    /// The versions that `readings` of one page's captures give, in order of time: `None` where the
    /// page was gone. Captures that say the same are one version.
    #[must_use]
    pub fn chain(readings: impl IntoIterator<Item = (Timestamp, Option<Release>)>) -> Vec<Self> {
        let mut versions: Vec<Self> = Vec::new();
        for (time, reading) in readings {
            let last = versions.last_mut();
            match (reading, last) {
                (None, Some(last)) if last.edition.until.is_none() => {
                    last.edition.until = Some(time);
                    last.edition.standing = Standing::Gone;
                }
                (None, _) => {}
                (Some(release), None) => versions.push(Self::first(release, time)),
                (Some(release), Some(last)) if last.edition.until.is_none() && last.release.says_the_same(&release) => {
                    last.release = release;
                }
                (Some(release), Some(last)) => {
                    let changed = !last.release.says_the_same(&release);
                    let silent = changed && last.release.modified == release.modified;
                    last.edition.until.get_or_insert(time);
                    last.edition.standing = Standing::Superseded;
                    let edition = Edition {
                        number: last.edition.number + 1,
                        edits: last.edition.edits + u32::from(changed),
                        silent: last.edition.silent + u32::from(silent),
                        from: time,
                        until: None,
                        standing: Standing::Current,
                    };
                    versions.push(Self { release, edition });
                }
            }
        }
        versions
    }

    fn first(release: Release, time: Timestamp) -> Self {
        let published = release.published.as_ref().and_then(|stamp| {
            at_dutch_time(stamp.date.to_datetime(stamp.time.unwrap_or(jiff::civil::Time::midnight())))
        });
        let from = published.map_or(time, |published| published.min(time));
        let edition = Edition { number: 1, edits: 0, silent: 0, from, until: None, standing: Standing::Current };
        Self { release, edition }
    }
}

impl Release {
    /// Whether `other` has the same title and text: menus, counters and lines about changes are in
    /// neither.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.title == other.title && self.blocks == other.blocks
    }
}
