//! The pages, a module each: what they show, from which views.
//!
//! Leaves out layout (`templates`) and answering requests (`server`).

mod about;
mod person;
mod quotes;
mod release;
mod search;
mod sources;
mod verify;
mod watches;

pub(super) use about::about;
pub(super) use person::person;
pub(super) use quotes::{quote, quotes};
pub(super) use release::{difference, release, variant, version};
pub(super) use search::search;
pub(super) use sources::sources;
pub(super) use verify::verify_page;
pub(super) use watches::{add, change, remove, watch, watches};

use super::asked::Asked;
use super::words::Words;
use crate::present::views::SpeakerView;
use crate::search::Extent;

/// Links to the pages of a list.
struct Pager {
    page: usize,
    last: usize,
    previous: Option<String>,
    next: Option<String>,
}

impl Pager {
    /// Returns the links of a list of `found` hits at `path`.
    fn of(asked: &Asked, path: &str, found: usize, size: usize) -> Self {
        let (page, last) = (asked.page(), search::last_page(found, size));
        let at = |page: usize| {
            let number = if page == 1 {
                String::new()
            } else {
                page.to_string()
            };
            asked.with("pagina", &number).address(path)
        };
        Self {
            page,
            last,
            previous: (page > 1).then(|| at(page - 1)),
            next: (page < last).then(|| at(page + 1)),
        }
    }
}

/// Returns what the archive holds, in one sentence.
fn coverage_sentence(extent: &Extent, w: &Words) -> String {
    let releases = w.counted(extent.releases, w.release, w.releases);
    let publishers = w.number(extent.publishers as u64);
    let period = extent
        .period
        .map(|(first, last)| format!(" ({} – {})", w.day(first), w.day(last)));
    let of = if w.code == "nl" { "van" } else { "of" };
    let bodies = if w.code == "nl" {
        "afzenders"
    } else {
        "publishers"
    };
    format!(
        "{releases} {of} {publishers} {bodies}{}.",
        period.unwrap_or_default()
    )
}

/// Returns who said something, on one line.
fn said_by(speakers: &[SpeakerView<'_>], w: &Words) -> String {
    let one = |speaker: &SpeakerView<'_>| {
        let parts = [speaker.name, speaker.role, speaker.organisation];
        let named = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let of_party = speaker.party.map(|name| format!(" ({name})"));
        named + &of_party.unwrap_or_default()
    };
    if speakers.is_empty() {
        return w.speaker_not_named.to_owned();
    }
    speakers.iter().map(one).collect::<Vec<_>>().join("; ")
}
