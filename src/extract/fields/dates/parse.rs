//! Parses dates as Dutch text writes them.
//!
//! Leaves out deciding whether a date is that of publication (`dates`).

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use regex::{Captures, Regex};

use crate::document::{DateSource, DateStamp, Precision};
use crate::dutch::calendar::{month_number, months};
use crate::dutch::pattern::pattern;

/// A date found in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ParsedDate {
    pub(super) date: Date,
    pub(super) time: Option<Time>,
    pub(super) precision: Precision,
    /// Bytes of the text that hold it, including the time.
    pub(super) range: Range<usize>,
}

impl ParsedDate {
    /// Returns the date as a stamp with this `source`.
    pub(super) fn stamp(&self, source: DateSource) -> DateStamp {
        DateStamp {
            date: self.date,
            time: self.time,
            precision: self.precision,
            source,
        }
    }
}

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    let months = months();
    let time =
        r"(?:[\s,|–-]*(?:om\s+|at\s+)?(?P<h>\d{1,2})[.:u](?P<m>\d{2})(?:\s*(?:uur\b|u\b\.?))?)?";
    pattern(&format!(
        r"(?xi)
        \b(?: (?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)
            | (?P<nd>\d{{1,2}})(?P<sep>[-/.])(?P<nm>\d{{1,2}})(?:[-/.](?P<ny>(?:19|20)\d\d|(?P<ns>['’]?\d\d)))?
            | (?P<ud>\d{{1,2}})-(?P<umonth>{months})-(?P<uy>(?:19|20)\d\d|(?P<us>['’]?\d\d))
            | (?P<emonth>{months})\.?\s+(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?,\s+(?P<ey>(?:19|20)\d\d)
            | (?:(?P<d>\d{{1,2}})(?:e|ste|de)?\.?\s+)?(?P<month>{months})\b\.?(?:\s+(?P<y>(?:19|20)\d\d|(?P<s>['’]\d\d)))?
        )\b{time}"
    ))
});

/// Longest line, in bytes, that may hold a date as programs print it.
const PRINTED_MAX: usize = 80;

/// A date as programs print it: `Mrt 13 10:01:14 CET 2006`.
static PRINTED: LazyLock<Regex> = LazyLock::new(|| {
    let months = months();
    pattern(&format!(
        r"(?i)\b(?P<cmonth>{months})\s+(?P<cd>\d{{1,2}})\s+\d{{1,2}}:\d\d:\d\d(?:\s+[A-Z]{{2,4}})?\s+(?P<cy>(?:19|20)\d\d)\b"
    ))
});

/// Returns every date in `text`, in order. `Err` holds text that looks like a date but is not one
/// (`31 februari 2020`).
///
/// A date without a year gets the latest year in which it is not after `captured`. Its precision is
/// [`Precision::Inferred`].
pub(super) fn find(text: &str, captured: Date) -> Vec<Result<ParsedDate, String>> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let is_printed = text.len() <= PRINTED_MAX && text.matches(':').count() > 1;
    let printed = is_printed.then(|| PRINTED.captures(text)).flatten();
    if let Some(found) = printed.and_then(|printed| read(&printed, captured)) {
        return vec![found];
    }
    WRITTEN
        .captures_iter(text)
        .filter_map(|c| read(&c, captured))
        .collect()
}

fn read(c: &Captures<'_>, captured: Date) -> Option<Result<ParsedDate, String>> {
    let whole = c.get(0)?;
    let first = |names: &[&str]| names.iter().find_map(|name| c.name(name));
    let number = |names: &[&str]| first(names).and_then(|m| m.as_str().parse::<i16>().ok());
    let month_name =
        first(&["month", "umonth", "emonth", "cmonth"]).map(|m| m.as_str().to_lowercase());
    let named = month_name.and_then(|name| month_number(&name).map(i16::from));
    let day = number(&["id", "nd", "ud", "ed", "cd", "d"]);
    let month = number(&["im", "nm"]).or(named)?;
    let year = match first(&["ns", "us", "s"]) {
        Some(short) => Some(year_of(short.as_str(), captured)?),
        None => number(&["iy", "ny", "uy", "ey", "cy", "y"]),
    };
    let (day, precision) = match (day, year) {
        (Some(day), Some(_)) => (day, Precision::Day),
        (None, Some(_)) => (1, Precision::Month),
        // `22-02` may be a date; `1.5` and `7/8` are numbers.
        (Some(day), None) if c.name("sep").is_none_or(|s| s.as_str() == "-") => {
            (day, Precision::Inferred)
        }
        _ => return None,
    };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return None;
    };
    let on = |year: i16| Date::new(year, month, day).ok();
    let date = match year {
        Some(year) => on(year),
        None => on(captured.year())
            .filter(|d| *d <= captured)
            .or_else(|| on(captured.year() - 1)),
    };
    let Some(date) = date else {
        // Without a year it did not look like a date, so this is not an error.
        return year.map(|_| Err(whole.as_str().trim().to_owned()));
    };
    let clock = number(&["h"]).zip(number(&["m"]));
    let time =
        clock.and_then(|(h, m)| Time::new(i8::try_from(h).ok()?, i8::try_from(m).ok()?, 0, 0).ok());
    let precision = if time.is_some() && precision == Precision::Day {
        Precision::Minute
    } else {
        precision
    };
    Some(Ok(ParsedDate {
        date,
        time,
        precision,
        range: whole.range(),
    }))
}

/// Returns the year that two digits stand for, if it is one in which sites existed and that is not
/// after the capture.
fn year_of(digits: &str, captured: Date) -> Option<i16> {
    let short: i16 = digits.trim_start_matches(['\'', '’']).parse().ok()?;
    [2000 + short, 1900 + short]
        .into_iter()
        .find(|year| (1994..=captured.year()).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_date_is_read() {
        let captured = Date::constant(2021, 6, 1);
        let cases = [
            (
                "woensdag 3 februari 2021",
                "2021-02-03",
                Precision::Day,
                None,
            ),
            ("(15-10-2019)", "2019-10-15", Precision::Day, None),
            (
                "dinsdag, 31. maart 2009 - 15:24",
                "2009-03-31",
                Precision::Minute,
                Some("15:24:00"),
            ),
            (
                "26 jun 2013, 20:08",
                "2013-06-26",
                Precision::Minute,
                Some("20:08:00"),
            ),
            (
                "12 april 2014 07:51 uur",
                "2014-04-12",
                Precision::Minute,
                Some("07:51:00"),
            ),
            (
                "28 oktober 2019 om 07:03",
                "2019-10-28",
                Precision::Minute,
                Some("07:03:00"),
            ),
            (
                "wo 03 april 2019 10.39 uur",
                "2019-04-03",
                Precision::Minute,
                Some("10:39:00"),
            ),
            (
                "Nieuwsbericht | 24-08-2020 | 10:00",
                "2020-08-24",
                Precision::Minute,
                Some("10:00:00"),
            ),
            ("01/07/2004", "2004-07-01", Precision::Day, None),
            ("5-mrt-2020", "2020-03-05", Precision::Day, None),
            ("5 mrt '20", "2020-03-05", Precision::Day, None),
            ("March 5, 2020", "2020-03-05", Precision::Day, None),
            ("5 March 2020", "2020-03-05", Precision::Day, None),
            (
                "05-03-20 10u30",
                "2020-03-05",
                Precision::Minute,
                Some("10:30:00"),
            ),
            ("2019-10-15", "2019-10-15", Precision::Day, None),
            ("Juli 2019", "2019-07-01", Precision::Month, None),
            ("wo 22-02", "2021-02-22", Precision::Inferred, None),
            ("22 december", "2020-12-22", Precision::Inferred, None),
            ("3 septimber 2018", "2018-09-03", Precision::Day, None),
        ];
        for (text, date, precision, time) in cases {
            let found = find(text, captured);
            let [Ok(found)] = found.as_slice() else {
                panic!("{text}: {found:?}")
            };
            assert_eq!(
                (found.date.to_string().as_str(), found.precision),
                (date, precision),
                "{text}"
            );
            assert_eq!(found.time.map(|t| t.to_string()).as_deref(), time, "{text}");
        }
    }

    #[test]
    fn numbers_and_impossible_days_are_not_dates() {
        let captured = Date::constant(2021, 6, 1);
        for text in [
            "een stijging van 1.5 procent",
            "spelen 7/8",
            "vanaf maart",
            "artikel 12",
        ] {
            assert_eq!(find(text, captured), [], "{text}");
        }
        assert_eq!(
            find("31 februari 2020", captured),
            [Err("31 februari 2020".to_owned())]
        );
        assert_eq!(find("99-99-2019", captured), [Err("99-99-2019".to_owned())]);
    }
}
