//! Reads the dates that lists write: ISO 8601, RFC 2822, and what Dutch sites make of it.
//!
//! Leaves out dates in the text of pages (`extract`).

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use regex::Regex;

use crate::document::{at_dutch_time, dutch_time};
use crate::dutch::calendar::{month_number, months};
use crate::dutch::pattern::pattern;

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    let months = months();
    pattern(&format!(
        r"(?i)\b(?P<d>\d{{1,2}})(?:[ -](?P<month>{months})\.?[ -]|[-/.](?P<m>\d{{1,2}})[-/.])(?P<y>(?:19|20)?\d\d)\b(?:[ ,T]+(?:om )?(?P<h>\d{{1,2}})[:.](?P<min>\d\d)(?:[:.](?P<s>\d\d))?(?:\s*uur)?(?:\s*(?P<zone>[+-]\d\d:?\d\d|[A-Z]{{1,5}}))?)?"
    ))
});

/// Returns a date as ISO 8601: a moment in UTC (`2026-03-05T09:00:00Z`), or a day (`2026-03-05`) if no
/// time is written. A time without a zone is that of the Netherlands. `None` if `text` is not a date.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let moment = |time: Timestamp| Some(time.to_string());
    if let Ok(time) = text.parse::<Timestamp>() {
        return moment(time);
    }
    // A bare day parses as a moment too, so try it first.
    if let Ok(day) = text.parse::<Date>()
        && text.len() <= 10
    {
        return Some(day.to_string());
    }
    if let Ok(local) = text.parse::<DateTime>() {
        return moment(at_dutch_time(local)?);
    }
    // RFC 2822 gives a zone that it does not know the meaning of UTC.
    let is_local = ["CEST", "CET", "MEST", "MET"]
        .iter()
        .any(|zone| text.ends_with(zone));
    if !is_local && let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return moment(zoned.timestamp());
    }
    written(text)
}

fn written(text: &str) -> Option<String> {
    let found = WRITTEN.captures(text)?;
    let number = |name: &str| found.name(name)?.as_str().parse::<i8>().ok();
    let month = match found.name("month") {
        Some(name) => {
            let name = name.as_str().to_lowercase();
            month_number(&name)?
        }
        None => number("m")?,
    };
    // Lists are of this century.
    let year: i16 = found["y"].parse().ok()?;
    let day = Date::new(
        if year < 100 { 2000 + year } else { year },
        month,
        number("d")?,
    )
    .ok()?;
    let Some((hour, minute)) = number("h").zip(number("min")) else {
        return Some(day.to_string());
    };
    let local = day.at(
        hour.clamp(0, 23),
        minute.clamp(0, 59),
        number("s").unwrap_or(0).clamp(0, 59),
        0,
    );
    let hours = |hours: i8| Offset::from_hours(hours).ok();
    let offset = match found.name("zone").map(|zone| zone.as_str().to_uppercase()) {
        Some(zone) if zone.starts_with(['+', '-']) => offset(&zone),
        Some(zone) => match zone.as_str() {
            "CEST" | "MEST" | "MESZ" => hours(2),
            "CET" | "MET" | "MEZ" => hours(1),
            "GMT" | "UTC" | "UT" | "Z" => hours(0),
            _ => None,
        },
        None => None,
    };
    let time = match offset {
        Some(offset) => TimeZone::fixed(offset).to_timestamp(local).ok()?,
        None => at_dutch_time(local)?,
    };
    Some(time.to_string())
}

fn offset(zone: &str) -> Option<Offset> {
    let digits: String = zone[1..].chars().filter(char::is_ascii_digit).collect();
    let seconds =
        digits.get(..2)?.parse::<i32>().ok()? * 3600 + digits.get(2..4)?.parse::<i32>().ok()? * 60;
    Offset::from_seconds(if zone.starts_with('-') {
        -seconds
    } else {
        seconds
    })
    .ok()
}

/// The day in the Netherlands of a date that [`iso`] returned.
pub(super) fn day(iso: &str) -> Option<Date> {
    match iso.parse::<Timestamp>() {
        Ok(time) => Some(dutch_time(time).date()),
        Err(_) => iso.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_sites_write_them() {
        for (written, expected) in [
            ("2026-03-05", Some("2026-03-05")),
            ("2026-03-05T10:00:00+01:00", Some("2026-03-05T09:00:00Z")),
            ("2026-03-05T10:00:00", Some("2026-03-05T09:00:00Z")),
            ("2026-03-05 10:00:00", Some("2026-03-05T09:00:00Z")),
            (
                "Thu, 05 Mar 2026 10:00:00 +0100",
                Some("2026-03-05T09:00:00Z"),
            ),
            (
                "do, 05 mrt 2026 10:00:00 +0100",
                Some("2026-03-05T09:00:00Z"),
            ),
            (
                "Mon, 06 Jul 2026 10:00:00 CEST",
                Some("2026-07-06T08:00:00Z"),
            ),
            ("maandag 6 juli 2026 10:00", Some("2026-07-06T08:00:00Z")),
            ("6 juli 2026", Some("2026-07-06")),
            ("06-07-2026", Some("2026-07-06")),
            ("6-5-26", Some("2026-05-06")),
            ("6 mei 2026 - Arnhem", Some("2026-05-06")),
            ("31-02-2026", None),
            ("binnenkort", None),
        ] {
            assert_eq!(iso(written).as_deref(), expected, "{written}");
        }
    }
}
