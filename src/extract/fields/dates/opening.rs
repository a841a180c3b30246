//! Reads the date before the first sentence of a text.
//!
//! Leaves out lines that hold only a date (`line`).

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::line::{AROUND, is_place};
use super::parse;
use crate::document::{DateSource, DateStamp, Precision};
use crate::dutch::pattern::pattern;
use crate::extract::draft::CapturedOn;

/// The place and the date before the first sentence of a message of a press wire.
static WIRED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\p{Lu}[\p{L} '’-]{1,38}, ((?:19|20)\d\d)(\d\d)(\d\d) (?:--?|–) "));

/// Reads a date before the first sentence: `22 september 2014 - ` or `Zwolle, 5 mei 1999 – `.
pub(super) fn opening_date(text: &str, captured: CapturedOn) -> Option<DateStamp> {
    let head = &text[..text.floor_char_boundary(60)];
    // `ZANDWIJK, 20120312 -- `, as press wires write it
    let may_be_wired = head.contains(", 19") || head.contains(", 20");
    if let Some(wired) = may_be_wired.then(|| WIRED.captures(head)).flatten() {
        let number = |part: usize| wired[part].parse::<i16>().ok();
        let (month, day) = (number(2)?.try_into().ok()?, number(3)?.try_into().ok()?);
        let date = Date::new(number(1)?, month, day).ok()?;
        return Some(DateStamp {
            date,
            time: None,
            precision: Precision::Day,
            source: DateSource::Lead,
        });
    }
    let found = parse::find(head, captured.0).into_iter().next()?.ok()?;
    let before = &text[..found.range.start];
    let dash = text[found.range.end..]
        .trim_start_matches([')', ']'])
        .trim_start();
    let opens = AROUND.is_match(before) || is_place(before);
    let parted =
        dash.starts_with(['-', '–', '—', '|']) || dash.starts_with(". ") && is_place(before);
    (opens && parted && found.precision != Precision::Inferred)
        .then(|| found.stamp(DateSource::Lead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_stands_before_a_dash() {
        let captured = CapturedOn(Date::constant(2022, 1, 1));
        for (text, date) in [
            ("22 september 2014 - De brug is open.", Some("2014-09-22")),
            ("Zwolle, 5 mei 1999 – De brug is open.", Some("1999-05-05")),
            ("ZWOLLE, 20120312 -- De brug is open.", Some("2012-03-12")),
            ("ZWOLLE, 20121312 -- De brug is open.", None),
            ("Op 5 mei 1999 was de brug open.", None),
        ] {
            let found = opening_date(text, captured).map(|stamp| stamp.date.to_string());
            assert_eq!(found.as_deref(), date, "{text}");
        }
    }
}
