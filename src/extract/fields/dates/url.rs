//! Reads the date in the address of a page.
//!
//! Leaves out dates on the page.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::parse;
use crate::document::{DateSource, DateStamp, Precision};
use crate::dutch::pattern::pattern;

static IN_PATH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2}|[a-z]{3,9})(?:[/-](?P<d>\d{1,2}))?(?:[/-]|$)")
});

/// Reads the date in a URL: `/2019/03/04/`, `/2022/oktober/15/`, `/2019-03-04-…`.
pub(super) fn url_date(url: &str) -> Option<DateStamp> {
    let path = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest.trim_start_matches(|c| c != '/'));
    let c = IN_PATH.captures(path)?;
    let month = &c["m"];
    let written = if month.bytes().all(|b| b.is_ascii_digit()) {
        format!(
            "{}-{:0>2}-{:0>2}",
            &c["y"],
            month,
            c.name("d").map_or("01", |d| d.as_str())
        )
    } else {
        format!(
            "{} {month} {}",
            c.name("d").map_or("1", |d| d.as_str()),
            &c["y"]
        )
    };
    let found = parse::find(&written, Date::constant(1900, 1, 1))
        .into_iter()
        .next()?
        .ok()?;
    let precision = if c.name("d").is_some() {
        Precision::Day
    } else {
        Precision::Month
    };
    Some(DateStamp {
        date: found.date,
        time: None,
        precision,
        source: DateSource::Url,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_from_urls() {
        let date = |url| url_date(url).map(|s| (s.date.to_string(), s.precision));
        assert_eq!(
            date("https://a.nl/2019/03/04/brug"),
            Some(("2019-03-04".into(), Precision::Day))
        );
        assert_eq!(
            date("https://a.nl/nieuws/2022/oktober/15/brug"),
            Some(("2022-10-15".into(), Precision::Day))
        );
        assert_eq!(
            date("https://a.nl/nieuws/2022/10/brug"),
            Some(("2022-10-01".into(), Precision::Month))
        );
        assert_eq!(date("https://a.nl/nieuws/brug-2022"), None);
    }
}
