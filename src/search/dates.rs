//! Dates in queries: days, months, years and other periods, as people type them.
//!
//! Leaves out which field a date filters (`filter`).

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, Timestamp};
use serde::{Serialize, Serializer};

use crate::document::dutch_time;
use crate::dutch::calendar::month_number;

/// A period as people type it: a day, week, month or year, or the days from one to another.
///
/// | written | means |
/// |---|---|
/// | `2021-02-03`, `03-02-2021`, `3 feb 2021`, `3-feb-2021` | a day |
/// | `2021-W05` | a week (ISO 8601) |
/// | `2021-02`, `feb 2021` | a month |
/// | `2021` | a year |
/// | `vandaag`, `gisteren`, `deze week`, `vorige maand`, `last year` | as seen from today |
/// | `-30d`, `-2w`, `-6m`, `-1y` | the day so long before today |
/// | `2019..2021`, `2019..`, `..2021` | from the first day of one to the last day of the other |
///
/// As `--since`, its first day counts, and as `--until` its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateBound {
    first: Date,
    last: Date,
}

impl DateBound {
    /// The first day of the period.
    #[must_use]
    pub fn first_day(self) -> Date {
        self.first
    }

    /// The last day of the period.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.last
    }

    /// Returns the period as the bound from which something counts: its first day, month or year.
    #[must_use]
    pub(super) fn as_since(self) -> Self {
        let last = if self.is_whole() {
            self.last
        } else {
            self.first
        };
        Self { last, ..self }
    }

    /// Returns the period as the bound until which something counts: its last day, month or year.
    #[must_use]
    pub(super) fn as_until(self) -> Self {
        let first = if self.is_whole() {
            self.first
        } else {
            self.last
        };
        Self { first, ..self }
    }

    /// Whether it is a month or a year.
    fn is_whole(self) -> bool {
        let Self { first, last } = self;
        first == first.first_of_month() && last == first.last_of_month()
            || first == first.first_of_year() && last == first.last_of_year()
    }

    /// Reads a bound of a period, as seen from today in Amsterdam. A range has two bounds, so it is none.
    ///
    /// # Errors
    /// [`DateBoundError`] if the text is no period.
    pub fn bound(text: &str) -> Result<Self, DateBoundError> {
        if text.contains("..") {
            return Err(DateBoundError(text.to_owned()));
        }
        text.parse()
    }

    /// Reads a period as seen from the day `today`.
    ///
    /// # Errors
    /// [`DateBoundError`] if the text is no period.
    pub fn parse(text: &str, today: Date) -> Result<Self, DateBoundError> {
        let lower = text.trim().to_lowercase();
        let period = match lower.split_once("..") {
            Some((from, to)) => range(from.trim(), to.trim(), today),
            None => period(&lower, today),
        };
        period
            .filter(|(first, last)| first <= last)
            .map(|(first, last)| Self { first, last })
            .ok_or_else(|| DateBoundError(text.to_owned()))
    }
}

impl fmt::Display for DateBound {
    /// The shortest form that parses back to the same period on any day.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = *self;
        if first == last {
            write!(f, "{first}")
        } else if first == first.first_of_month() && last == first.last_of_month() {
            write!(f, "{:04}-{:02}", first.year(), first.month())
        } else if first == first.first_of_year() && last == first.last_of_year() {
            write!(f, "{:04}", first.year())
        } else {
            // A period that is open at both ends is no text.
            let is_open = first > EARLIEST || last < LATEST;
            let from = (first > EARLIEST || !is_open).then(|| first.to_string());
            let to = (last < LATEST || !is_open).then(|| last.to_string());
            write!(
                f,
                "{}..{}",
                from.unwrap_or_default(),
                to.unwrap_or_default()
            )
        }
    }
}

impl Serialize for DateBound {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The text is not a date.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a date ({FORMS})")]
pub struct DateBoundError(String);

/// How dates are written.
pub(super) const FORMS: &str = "write a day `2021-02-03` or `3 feb 2021`, a month `2021-02`, a year `2021`, or `vorige maand`, `-30d`";

impl FromStr for DateBound {
    type Err = DateBoundError;

    /// Reads a period as seen from today in Amsterdam.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text, dutch_time(Timestamp::now()).date())
    }
}

/// The bounds of a range that is open at an end.
const EARLIEST: Date = Date::constant(1000, 1, 1);
const LATEST: Date = Date::constant(9999, 12, 31);

type Days = (Date, Date);

fn range(from: &str, to: &str, today: Date) -> Option<Days> {
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let first = if from.is_empty() {
        EARLIEST
    } else {
        period(from, today)?.0
    };
    let last = if to.is_empty() {
        LATEST
    } else {
        period(to, today)?.1
    };
    Some((first, last))
}

fn period(text: &str, today: Date) -> Option<Days> {
    let found = relative(text, today)
        .or_else(|| numbers(text))
        .or_else(|| iso_week(text))
        .or_else(|| month_by_name(text));
    found.filter(|(first, _)| *first >= EARLIEST)
}

/// `-30d`, `gisteren`, `vorige maand`
fn relative(text: &str, today: Date) -> Option<Days> {
    let day = |day: Date| Some((day, day));
    let days = |count: i32| Span::new().days(count);
    if let Some(back) = text.strip_prefix('-') {
        let at = back.find(|c: char| !c.is_ascii_digit())?;
        let (count, unit) = back.split_at(at);
        let count: i32 = count.parse().ok().filter(|count| *count < 10_000)?;
        let span = match unit {
            "d" => days(count),
            "w" => Span::new().weeks(count),
            "m" => Span::new().months(count),
            "y" | "j" => Span::new().years(count),
            _ => return None,
        };
        return day(today.checked_sub(span).ok()?);
    }
    match text {
        "vandaag" | "today" => return day(today),
        "gisteren" | "yesterday" => return day(today.checked_sub(days(1)).ok()?),
        "eergisteren" => return day(today.checked_sub(days(2)).ok()?),
        _ => {}
    }
    let (which, unit) = text.split_once([' ', '-', '_'])?;
    let is_last = match which {
        "deze" | "dit" | "this" => false,
        "vorig" | "vorige" | "last" => true,
        _ => return None,
    };
    let back = |span: Span| {
        let day = if is_last {
            today.checked_sub(span)
        } else {
            Ok(today)
        };
        day.ok()
    };
    match unit {
        "week" => {
            let monday = back(days(7))?;
            let monday = monday.checked_sub(days(monday.weekday().to_monday_zero_offset().into()));
            let monday = monday.ok()?;
            Some((monday, monday.checked_add(days(6)).ok()?))
        }
        "maand" | "month" => {
            let day = back(Span::new().months(1))?;
            Some((day.first_of_month(), day.last_of_month()))
        }
        "jaar" | "year" => {
            let day = back(Span::new().years(1))?;
            Some((day.first_of_year(), day.last_of_year()))
        }
        _ => None,
    }
}

/// `2021-02-03`, `03-02-2021`, `2021/02`, `2021`
fn numbers(text: &str) -> Option<Days> {
    let parts = text.split(['-', '/', '.']).map(|part| part.trim().parse());
    let mut parts: Vec<i16> = parts.collect::<Result<_, _>>().ok()?;
    if parts.len() == 3 && parts[2] > 31 {
        parts.reverse();
    }
    let narrow = |n: i16| i8::try_from(n).ok();
    match parts.as_slice() {
        [year] => year_of(*year),
        [year, month] => month_of(*year, narrow(*month)?),
        [year, month, day] => day_of_month(*year, narrow(*month)?, narrow(*day)?),
        _ => None,
    }
}

/// `2021-w05`
fn iso_week(text: &str) -> Option<Days> {
    let (year, week) = text.split_once("-w")?;
    let monday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday);
    let monday = monday.ok()?.date();
    Some((monday, monday.checked_add(Span::new().days(6)).ok()?))
}

/// `3 feb 2021`, `3-feb-2021`, `februari 2021`
fn month_by_name(text: &str) -> Option<Days> {
    let parts = text.split([' ', '-', '.', ',']);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [name, year] => month_of(year.parse().ok()?, month_number(name)?),
        [day, name, year] => {
            day_of_month(year.parse().ok()?, month_number(name)?, day.parse().ok()?)
        }
        _ => None,
    }
}

fn year_of(year: i16) -> Option<Days> {
    let first = Date::new(year, 1, 1).ok()?;
    Some((first, first.last_of_year()))
}

fn month_of(year: i16, month: i8) -> Option<Days> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

fn day_of_month(year: i16, month: i8, day: i8) -> Option<Days> {
    let day = Date::new(year, month, day).ok()?;
    Some((day, day))
}

/// Number of seconds of a day.
pub(crate) const DAY: i64 = 24 * 60 * 60;

/// Returns the day of a time of publication: the index stores it as if it were UTC.
pub(crate) fn day_of(time: tantivy::DateTime) -> Option<Date> {
    let time = jiff::Timestamp::from_second(time.into_timestamp_secs()).ok()?;
    Some(time.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    const TODAY: Date = Date::constant(2024, 3, 13);

    fn read(text: &str) -> Option<String> {
        let bound = DateBound::parse(text, TODAY).ok()?;
        let (first, last) = (bound.first_day(), bound.last_day());
        Some(if first == last {
            first.to_string()
        } else {
            format!("{first} {last}")
        })
    }

    #[test]
    fn periods_are_read_as_people_type_them() {
        for (texts, expected) in [
            (
                &[
                    "2021-02-03",
                    "03-02-2021",
                    "3/2/2021",
                    "3 feb 2021",
                    "3-feb-2021",
                    "3 Februari 2021",
                ][..],
                "2021-02-03",
            ),
            (
                &["2020-02", "2020/2", "feb 2020", "februari 2020"],
                "2020-02-01 2020-02-29",
            ),
            (&["2021"], "2021-01-01 2021-12-31"),
            (&["2020-W53", "2020-w53"], "2020-12-28 2021-01-03"),
            (&["vandaag", "today"], "2024-03-13"),
            (&["gisteren", "-1d"], "2024-03-12"),
            (&["-2w"], "2024-02-28"),
            (&["-1m"], "2024-02-13"),
            (&["-2y", "-2j"], "2022-03-13"),
            (
                &["vorige week", "last week", "vorige-week"],
                "2024-03-04 2024-03-10",
            ),
            (&["deze maand"], "2024-03-01 2024-03-31"),
            (&["Vorige maand"], "2024-02-01 2024-02-29"),
            (&["vorig jaar"], "2023-01-01 2023-12-31"),
            (&["2019..2021"], "2019-01-01 2021-12-31"),
            (&["feb 2021..3 mrt 2021"], "2021-02-01 2021-03-03"),
            (&["2021.."], "2021-01-01 9999-12-31"),
            (&["..-30d"], "1000-01-01 2024-02-12"),
        ] {
            for text in texts {
                assert_eq!(read(text).as_deref(), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for wrong in [
            "morgen",
            "2021-13",
            "2021-02-30",
            "21",
            "",
            "..",
            "2021-01-01-01",
            "2021..2019",
            "30d",
            "-30",
            "3 mist 2021",
            "2021-w60",
            "-99999d",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_printed_period_is_the_same_on_another_day() {
        for text in [
            "1000..9999",
            "-30d",
            "vorige week",
            "2021",
            "2021-02",
            "2019..2020-02",
            "..2021",
            "2021-W05",
        ] {
            let bound = DateBound::parse(text, TODAY).expect(text);
            let later = DateBound::parse(&bound.to_string(), Date::constant(2030, 1, 1));
            assert_eq!(later.ok(), Some(bound), "{text}");
        }
    }
}
