//! Filters on releases: by publisher, official, date and status.
//!
//! Leaves out the words of a query.

use std::fmt;
use std::ops::Bound;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::clauses::named;
use crate::analysis::Analyzer;
use crate::document::{VersionStatus, at_dutch_time};
use crate::index::{EDITED, Reader, ReleaseFields};

/// Filters on releases. A release must pass every filter; in one list, any value is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Filters {
    /// Names of publishers, or consecutive words of a name: `provincie Drenthe`, `drenthe`.
    pub publishers: Vec<String>,
    /// Names of officials, or consecutive words of a name: `Henk Brink`, `brink`.
    pub officials: Vec<String>,
    /// Earliest day of publication.
    pub since: Option<DateBound>,
    /// Latest day of publication.
    pub until: Option<DateBound>,
    /// Only versions that were public at the end of that day.
    pub as_of: Option<DateBound>,
    /// Only releases whose text changed while the page's own date of change stayed the same.
    pub edited: bool,
    /// Also releases that are gone from their site.
    pub include_removed: bool,
}

impl Filters {
    /// Returns these filters. Filters that are not set come from `defaults`.
    #[must_use]
    pub(super) fn or(self, defaults: &Self) -> Self {
        let names = |own: Vec<String>, other: &Vec<String>| {
            if own.is_empty() { other.clone() } else { own }
        };
        Self {
            publishers: names(self.publishers, &defaults.publishers),
            officials: names(self.officials, &defaults.officials),
            since: self.since.or(defaults.since),
            until: self.until.or(defaults.until),
            as_of: self.as_of.or(defaults.as_of),
            edited: self.edited || defaults.edited,
            include_removed: self.include_removed || defaults.include_removed,
        }
    }

    /// Returns what contradicts itself in the filters, with the remedy.
    #[must_use]
    pub fn contradiction(&self) -> Option<String> {
        let (since, until) = (self.since?, self.until?);
        (since.first > until.last)
            .then(|| format!("`--since {since}` is after `--until {until}` (swap them)"))
    }

    /// Whether only current versions are searched.
    pub(super) fn are_current(&self) -> bool {
        self.as_of.is_none() && !self.include_removed
    }
}

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

impl Filters {
    /// Restricts `query` to the releases that pass the filters. Scores do not change.
    pub(super) fn narrow(&self, query: Box<dyn Query>, reader: &Reader) -> BooleanQuery {
        BooleanQuery::new(
            std::iter::once((Occur::Must, query))
                .chain(self.clauses(reader))
                .collect(),
        )
    }

    /// Returns the clauses that must match and those that must not. They do not add to the score.
    fn clauses(&self, reader: &Reader) -> Vec<(Occur, Box<dyn Query>)> {
        let silent = |query| Box::new(ConstScoreQuery::new(query, 0.0)) as Box<dyn Query>;
        let musts = self
            .queries(Analyzer::Dutch, &reader.fields)
            .into_iter()
            .map(|query| (Occur::Must, silent(query)));
        let with = |status| {
            let query = TermQuery::new(reader.status_term(status), IndexRecordOption::Basic);
            (Occur::MustNot, Box::new(query) as Box<dyn Query>)
        };
        let not = match (self.as_of.is_some(), self.include_removed) {
            (true, _) => vec![],
            (false, true) => vec![with(VersionStatus::Superseded)],
            (false, false) => vec![with(VersionStatus::Superseded), with(VersionStatus::Gone)],
        };
        musts.chain(not).collect()
    }

    /// Returns one query per filter. A release must match all of them.
    fn queries(&self, analyzer: Analyzer, fields: &ReleaseFields) -> Vec<Box<dyn Query>> {
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        for (names, field) in [
            (&self.publishers, fields.publishers),
            (&self.officials, fields.officials),
        ] {
            if !names.is_empty() {
                let any = names
                    .iter()
                    .map(|name| (Occur::Should, named(analyzer, field, name)));
                queries.push(Box::new(BooleanQuery::new(any.collect())));
            }
        }
        if self.since.is_some() || self.until.is_some() {
            let at = |date: Date, time| {
                let stamp = date
                    .to_datetime(time)
                    .to_zoned_datetime(jiff::tz::TimeZone::UTC)
                    .map_or(0, |zoned| zoned.timestamp().as_second());
                Term::from_field_date(
                    fields.published,
                    tantivy::DateTime::from_timestamp_secs(stamp),
                )
            };
            let lower = self.since.map_or(Bound::Unbounded, |b| {
                Bound::Included(at(b.first, jiff::civil::Time::midnight()))
            });
            let upper = self.until.map_or(Bound::Unbounded, |b| {
                Bound::Included(at(b.last, jiff::civil::time(23, 59, 59, 0)))
            });
            queries.push(Box::new(RangeQuery::new(lower, upper)));
        }
        if let Some(day) = self.as_of {
            let end = at_dutch_time(day.last.to_datetime(jiff::civil::time(23, 59, 59, 0)));
            let end = tantivy::DateTime::from_timestamp_secs(
                end.map_or(i64::MAX, jiff::Timestamp::as_second),
            );
            let seen = Term::from_field_date(fields.from, end);
            queries.push(Box::new(RangeQuery::new(
                Bound::Unbounded,
                Bound::Included(seen),
            )));
            let gone = Term::from_field_date(fields.until, end);
            queries.push(Box::new(RangeQuery::new(
                Bound::Excluded(gone),
                Bound::Unbounded,
            )));
        }
        if self.edited {
            let edited = Term::from_field_text(fields.status, EDITED);
            queries.push(Box::new(TermQuery::new(edited, IndexRecordOption::Basic)));
        }
        queries
    }
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
