//! Tells the days of events and of a chronicle from the day of publication.
//!
//! Leaves out labels of dates (`line`).

use std::sync::LazyLock;

use regex::Regex;

use super::is_only_date;
use crate::dutch::pattern::pattern;
use crate::dutch::words;
use crate::extract::draft::{Draft, RawBlock};

/// Ends of words for a place where people meet.
const VENUES: [&str; 6] = [
    "zaal",
    "dorpshuis",
    "buurthuis",
    "wijkcentrum",
    "sporthal",
    "museumnacht",
];

/// A time of day alone: *20.00 uur*, *15:00 - 16:30 uur*.
static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\d{1,2}[.:]\d{2}(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?(?:\s*uur)?$"));

/// Longest line, in bytes, that names only where an event is.
const VENUE_LINE: usize = 30;

/// Whether a line without a label holds the day of an event: beside a place where people meet, or with the time of day or
/// such a place on the next line.
pub(super) fn is_of_event(draft: &Draft, at: usize) -> bool {
    let next = draft.blocks.get(at + 1);
    let tells_where = |block: &RawBlock| block.text.len() <= VENUE_LINE && names_venue(&block.text);
    let is_clock = next.is_some_and(|next| CLOCK.is_match(&next.text));
    names_venue(&draft.blocks[at].text)
        || is_clock && draft.blocks.get(at + 2).is_some_and(tells_where)
        || next.is_some_and(tells_where) && has_clock(&draft.blocks[at].text)
}

/// Whether a line is one of several days of a chronicle: *3 oktober 2022* and *14 november 2022* between paragraphs.
pub(super) fn is_of_chronicle(draft: &Draft, at: usize) -> bool {
    let block = &draft.blocks[at];
    let is_like = |other: &&RawBlock| {
        (other.level, other.bold) == (block.level, block.bold)
            && other.text != block.text
            && is_only_date(&other.text)
    };
    let behind = draft.blocks.get(at + 2..draft.body.end).unwrap_or_default();
    let others = behind.iter().filter(is_like).count();
    // A line in bold right below the title, with one other later, is a date line as well.
    let is_chronicle = block.level > 0 && others > 0 || block.bold && others > 1;
    is_chronicle && draft.body.contains(&at)
}

/// Whether a line names a place where people meet: *Raadzaal, 3 mei 2022*, but not *Ridderkerk, 3 mei 2022*.
fn names_venue(line: &str) -> bool {
    let mut names = line
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| word.starts_with(char::is_uppercase) && !words::is_place(word));
    names.any(|word| {
        let word = word.to_lowercase();
        VENUES.iter().any(|venue| word.ends_with(venue))
    })
}

fn has_clock(line: &str) -> bool {
    line.ends_with(" uur") || line.contains(" uur ") || line.contains(" uur |")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_may_be_that_of_an_event() {
        assert!(names_venue("Raadzaal, 3 mei 2022"));
        assert!(names_venue(
            "di 3 okt 2022 | 20:00 uur | Dorpshuis De Brink"
        ));
        assert!(!names_venue("Ridderkerk, 3 mei 2022"));
        assert!(!names_venue("Zandwijk, 3 mei 2022"));
    }
}
