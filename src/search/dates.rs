//! Dates in queries: a day, a month or a year, as a bound of a period.
//!
//! Leaves out which field a date filters (`filter`).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// A day, month or year as a bound: `2021-02-03`, `03-02-2021`, `2021-02`, `2021`.
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
}

impl fmt::Display for DateBound {
    /// The shortest form that parses back to the same bound.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = self;
        if first == last {
            write!(f, "{first}")
        } else if first.month() == last.month() {
            write!(f, "{:04}-{:02}", first.year(), first.month())
        } else {
            write!(f, "{:04}", first.year())
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
#[error("`{0}` is not a date (write a day `2021-02-03`, a month `2021-02` or a year `2021`)")]
pub struct DateBoundError(String);

impl FromStr for DateBound {
    type Err = DateBoundError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || DateBoundError(text.to_owned());
        let mut parts: Vec<i16> = text
            .trim()
            .split(['-', '/'])
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| wrong())?;
        if parts.len() == 3 && parts[2] > 31 {
            parts.reverse();
        }
        let narrow = |n: i16| i8::try_from(n).map_err(|_| wrong());
        let (first, last) = match parts.as_slice() {
            [year] => (Date::new(*year, 1, 1), Date::new(*year, 12, 31)),
            [year, month] => {
                let first = Date::new(*year, narrow(*month)?, 1);
                (first.clone(), first.map(Date::last_of_month))
            }
            [year, month, day] => {
                let date = Date::new(*year, narrow(*month)?, narrow(*day)?);
                (date.clone(), date)
            }
            _ => return Err(wrong()),
        };
        match (first, last) {
            (Ok(first), Ok(last)) if first.year() >= 1000 => Ok(Self { first, last }),
            _ => Err(wrong()),
        }
    }
}

/// Returns the day of a time of publication: the index stores it as if it were UTC.
pub(super) fn day_of(time: tantivy::DateTime) -> Option<Date> {
    let time = jiff::Timestamp::from_second(time.into_timestamp_secs()).ok()?;
    Some(time.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_parse_from_days_months_and_years() {
        let bound = |text: &str| {
            text.parse::<DateBound>()
                .map(|b| (b.first.to_string(), b.last.to_string()))
                .ok()
        };
        assert_eq!(
            bound("2021-02-03"),
            Some(("2021-02-03".into(), "2021-02-03".into()))
        );
        assert_eq!(
            bound("03-02-2021"),
            Some(("2021-02-03".into(), "2021-02-03".into()))
        );
        assert_eq!(
            bound("2020-02"),
            Some(("2020-02-01".into(), "2020-02-29".into()))
        );
        assert_eq!(
            bound("2021"),
            Some(("2021-01-01".into(), "2021-12-31".into()))
        );
        for wrong in [
            "gisteren",
            "2021-13",
            "2021-02-30",
            "21",
            "",
            "2021-01-01-01",
        ] {
            assert_eq!(bound(wrong), None, "{wrong}");
        }
    }
}
