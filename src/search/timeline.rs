//! Counts the matches of a query by period of publication, also split by the values of a field.
//!
//! Leaves out which releases match (`compile`), and counting by values alone (`facets`).

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DateTime, DocId, Score, SegmentOrdinal, SegmentReader};

use super::PreparedSearch;
use super::cores::collect;
use super::dates::{DAY, day_of};
use super::facets::FacetField;
use crate::index::IndexError;

/// Length of the periods of a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// A day.
    Day,
    /// A week from Monday (ISO 8601).
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// How many matches were published in each period. The counts of all periods and `undated` add up to `total`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Length of the periods.
    pub interval: Interval,
    /// Number of matches.
    pub total: u64,
    /// Number of matches without a date.
    pub undated: u64,
    /// The values of the field that splits the periods, the most frequent first.
    pub values: Vec<String>,
    /// All periods from the first to the last match, or of the days that were asked for, also empty ones.
    pub periods: Vec<Period>,
}

/// A period of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Number of matches.
    pub count: u64,
    /// Number of matches for each of the timeline's values. A release with several values counts for each.
    pub split: Vec<u64>,
    /// Number of matches with none of these values.
    pub others: u64,
}

impl Interval {
    /// Returns the first day of the period that holds `day`.
    fn first_day(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                day.saturating_sub(days(i32::from(day.weekday().to_monday_zero_offset())))
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// Returns the last day of the period that begins at `first`.
    fn last_day(self, first: Date) -> Date {
        match self {
            Self::Day => first,
            Self::Week => first.saturating_add(days(6)),
            Self::Month => first.last_of_month(),
            Self::Year => first.last_of_year(),
        }
    }

    /// Returns the name of the period that begins at `first`: `2021-02-03`, `2021-W05`, `2021-02`, `2021`.
    #[must_use]
    pub fn label(self, first: Date) -> String {
        match self {
            Self::Day => first.to_string(),
            Self::Week => {
                let week = first.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{:04}-{:02}", first.year(), first.month()),
            Self::Year => format!("{:04}", first.year()),
        }
    }
}

fn days(count: i32) -> jiff::Span {
    jiff::Span::new().days(count)
}

impl Timeline {
    /// Returns the timeline of the counts of days.
    pub(crate) fn of(
        interval: Interval,
        values: Vec<String>,
        found: &DayCounts,
        within: Option<(Option<Date>, Option<Date>)>,
    ) -> Self {
        let mut periods: BTreeMap<Date, Period> = BTreeMap::new();
        let empty = |first| Period {
            first,
            last: interval.last_day(first),
            count: 0,
            split: vec![0; values.len()],
            others: 0,
        };
        let first_day = |day: i64| {
            let date = day_of(DateTime::from_timestamp_secs(day * DAY))?;
            Some(interval.first_day(date))
        };
        let dated = found
            .days
            .iter()
            .filter_map(|(day, count)| Some((first_day((*day)?)?, count)));
        for (first, count) in dated {
            periods.entry(first).or_insert_with(|| empty(first)).count += count;
        }
        for (at, days) in found.split.iter().enumerate() {
            for (day, count) in days {
                if let Some(first) = day.and_then(first_day) {
                    let period = periods.entry(first).or_insert_with(|| empty(first));
                    match period.split.get_mut(at) {
                        Some(own) => *own += count,
                        None => period.others += count,
                    }
                }
            }
        }
        if let Some((from, to)) = within {
            for day in [from, to].into_iter().flatten() {
                let first = interval.first_day(day);
                periods.entry(first).or_insert_with(|| empty(first));
            }
        }
        let ends = periods
            .keys()
            .next()
            .copied()
            .zip(periods.keys().last().copied());
        if let Some((mut first, last)) = ends {
            while first < last {
                first = interval.first_day(interval.last_day(first).saturating_add(days(1)));
                periods.entry(first).or_insert_with(|| empty(first));
            }
        }
        let undated = found.days.get(&None).copied().unwrap_or_default();
        Self {
            interval,
            total: found.days.values().sum(),
            undated,
            values,
            periods: periods.into_values().collect(),
        }
    }
}

impl PreparedSearch<'_> {
    /// Counts the releases that match the query itself by period. With `split`, also by the values of a field:
    /// those that most matches have, at most as many as the number beside the field. There are periods for the days
    /// `within`, if they are given.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub fn timeline(
        &self,
        interval: Interval,
        split: Option<(FacetField, usize)>,
        within: Option<(Option<Date>, Option<Date>)>,
    ) -> Result<Timeline, IndexError> {
        let values: Vec<String> = match split {
            Some(split) => {
                let facet = self.facets(&[split])?.pop();
                let values = facet.into_iter().flat_map(|facet| facet.values);
                values.map(|(value, _)| value).collect()
            }
            None => Vec::new(),
        };
        let collector = ByDay {
            split: split.map(|(field, _)| field),
            values: values.clone(),
        };
        let found = collect(&self.reader.releases, self.compiled.own(), &collector)?;
        Ok(Timeline::of(interval, values, &found, within))
    }
}

/// Number of matches by day since 1970; `None` for those without a date.
pub(crate) type Days = HashMap<Option<i64>, u64>;

/// Number of matches by day, and by day for each value; the last is for those with none of the values.
#[derive(Debug, Default)]
pub(crate) struct DayCounts {
    pub(crate) days: Days,
    pub(crate) split: Vec<Days>,
}

/// Counts matches by day.
struct ByDay {
    split: Option<FacetField>,
    values: Vec<String>,
}

struct SegmentDays {
    published: Option<Column<DateTime>>,
    /// The column that splits, and the places of its values by ordinal.
    split: Option<(StrColumn, HashMap<u64, usize>)>,
    counts: DayCounts,
}

impl Collector for ByDay {
    type Fruit = DayCounts;
    type Child = SegmentDays;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentDays> {
        let columns = reader.fast_fields();
        let column = match self.split {
            Some(field) => columns.str(field.name())?,
            None => None,
        };
        let mut split = None;
        if let Some(column) = column {
            let mut places = HashMap::new();
            for (at, value) in self.values.iter().enumerate() {
                if let Some(ord) = column.dictionary().term_ord(value.as_bytes())? {
                    places.insert(ord, at);
                }
            }
            split = Some((column, places));
        }
        let several = self.split.map_or(0, |_| self.values.len() + 1);
        Ok(SegmentDays {
            published: columns.column_opt("published")?,
            split,
            counts: DayCounts {
                days: Days::new(),
                split: vec![Days::new(); several],
            },
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, found: Vec<DayCounts>) -> tantivy::Result<DayCounts> {
        let mut merged = DayCounts::default();
        for counts in found {
            add(&mut merged.days, counts.days);
            merged.split.resize_with(counts.split.len(), Days::new);
            for (own, days) in merged.split.iter_mut().zip(counts.split) {
                add(own, days);
            }
        }
        Ok(merged)
    }
}

fn add(own: &mut Days, days: Days) {
    for (day, count) in days {
        *own.entry(day).or_default() += count;
    }
}

impl SegmentCollector for SegmentDays {
    type Fruit = DayCounts;

    fn collect(&mut self, doc: DocId, _: Score) {
        let published = self.published.as_ref().and_then(|column| column.first(doc));
        let day = published.map(|at| at.into_timestamp_secs().div_euclid(DAY));
        let DayCounts { days, split } = &mut self.counts;
        *days.entry(day).or_default() += 1;
        let mut listed = false;
        if let Some((column, places)) = &self.split {
            for ord in column.term_ords(doc) {
                if let Some(at) = places.get(&ord) {
                    *split[*at].entry(day).or_default() += 1;
                    listed = true;
                }
            }
        }
        if let Some(others) = split.last_mut().filter(|_| !listed) {
            *others.entry(day).or_default() += 1;
        }
    }

    fn harvest(self) -> DayCounts {
        self.counts
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn periods_have_their_first_and_last_day_and_a_name() {
        let day = date(2021, 1, 2);
        for (interval, first, last, label) in [
            (Interval::Day, day, day, "2021-01-02"),
            (
                Interval::Week,
                date(2020, 12, 28),
                date(2021, 1, 3),
                "2020-W53",
            ),
            (
                Interval::Month,
                date(2021, 1, 1),
                date(2021, 1, 31),
                "2021-01",
            ),
            (Interval::Year, date(2021, 1, 1), date(2021, 12, 31), "2021"),
        ] {
            assert_eq!(interval.first_day(day), first);
            assert_eq!(interval.last_day(first), last);
            assert_eq!(interval.label(first), label);
        }
    }
}
