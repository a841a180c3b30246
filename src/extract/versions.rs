//! Turns the readings of one page into its versions. A reading is the release in one capture.
//!
//! Leaves out where the captures come from: it is a pure function, like the rest of `extract`.

use jiff::Timestamp;

use crate::document::{Release, Version, VersionMeta, VersionStatus, at_dutch_time};

/// Returns the versions of one page.
///
/// `readings` are in order of time. `None` means that the page was gone. Consecutive readings with
/// the same title and text are one version.
#[must_use]
pub fn versions(readings: impl IntoIterator<Item = (Timestamp, Option<Release>)>) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    for (time, reading) in readings {
        match (reading, versions.last_mut()) {
            (None, Some(last)) if last.meta.until.is_none() => {
                last.meta.until = Some(time);
                last.meta.status = VersionStatus::Gone;
            }
            (None, _) => {}
            (Some(release), None) => versions.push(first(release, time)),
            (Some(release), Some(last))
                if last.meta.until.is_none() && same_title_and_text(&last.release, &release) =>
            {
                last.release = release;
            }
            (Some(release), Some(last)) => {
                let next = after(last, release, time);
                versions.push(next);
            }
        }
    }
    versions
}

fn first(release: Release, time: Timestamp) -> Version {
    let published = release.published.as_ref().and_then(|stamp| {
        at_dutch_time(
            stamp
                .date
                .to_datetime(stamp.time.unwrap_or(jiff::civil::Time::midnight())),
        )
    });
    let from = published.map_or(time, |published| published.min(time));
    let meta = VersionMeta {
        number: 1,
        edits: 0,
        silent: 0,
        from,
        captured: time,
        until: None,
        status: VersionStatus::Current,
    };
    Version { release, meta }
}

/// Ends `last`, and returns the version that replaces it.
fn after(last: &mut Version, release: Release, time: Timestamp) -> Version {
    let changed = !same_title_and_text(&last.release, &release);
    let silent = changed && last.release.modified == release.modified;
    last.meta.until.get_or_insert(time);
    last.meta.status = VersionStatus::Superseded;
    let meta = VersionMeta {
        number: last.meta.number + 1,
        edits: last.meta.edits + u32::from(changed),
        silent: last.meta.silent + u32::from(silent),
        from: time,
        captured: time,
        until: None,
        status: VersionStatus::Current,
    };
    Version { release, meta }
}

/// Whether two readings have the same title and text. These do not include menus, counters or lines
/// about changes.
fn same_title_and_text(one: &Release, other: &Release) -> bool {
    one.title == other.title && one.blocks == other.blocks
}
