//! Views of counts: by the values of a field, and by period.
//!
//! Leaves out counting (`search`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::search::{Facet, Interval, Period, Timeline};

/// How many releases have each value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetView<'a> {
    /// The field: `publisher`, `office`, `official`, `party`, `topic`, `kind`, `language` or `year`.
    pub field: &'static str,
    /// The most frequent values; years in order of time.
    pub values: Vec<FacetValueView<'a>>,
    /// Number of different values, also those that are not listed.
    pub distinct: usize,
    /// Number of releases without a value.
    pub without: u64,
}

/// How many releases have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetValueView<'a> {
    /// The value.
    pub value: &'a str,
    /// Number of releases. A release with several values counts for each.
    pub count: u64,
}

impl<'a> FacetView<'a> {
    /// Makes the view of a facet.
    #[must_use]
    pub fn of(facet: &'a Facet) -> Self {
        let values = facet.values.iter().map(|(value, count)| FacetValueView {
            value,
            count: *count,
        });
        Self {
            field: facet.field.name(),
            values: values.collect(),
            distinct: facet.distinct,
            without: facet.without,
        }
    }
}

/// How many releases were published in each period. The counts of the periods and `undated` add up to `total`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TimelineView<'a> {
    /// The query as it was typed.
    pub query: &'a str,
    /// Length of the periods.
    pub by: IntervalView,
    /// Number of releases that match the query and the filters.
    pub total: u64,
    /// Number of these without a date.
    pub undated: u64,
    /// The values that split the counts, the most frequent first; empty if nothing does.
    pub values: &'a [String],
    /// All periods from the first to the last release, also empty ones.
    pub periods: Vec<TimelinePeriodView<'a>>,
}

/// Length of the periods of a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntervalView {
    /// A day.
    Day,
    /// A week from Monday (ISO 8601).
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A period of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TimelinePeriodView<'a> {
    /// Its name: `2021-02-03`, `2021-W05`, `2021-02` or `2021`.
    pub period: String,
    /// Its first day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub first: Date,
    /// Its last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last: Date,
    /// Number of releases.
    pub count: u64,
    /// Number of releases for each of the timeline's values. A release with several values counts for each.
    pub split: BTreeMap<&'a str, u64>,
    /// Number of releases with none of these values.
    pub others: u64,
}

impl<'a> TimelineView<'a> {
    /// Makes the view of the timeline of `query`.
    #[must_use]
    pub fn of(query: &'a str, timeline: &'a Timeline) -> Self {
        let period = |period: &Period| TimelinePeriodView {
            period: timeline.interval.label(period.first),
            first: period.first,
            last: period.last,
            count: period.count,
            split: timeline
                .values
                .iter()
                .map(String::as_str)
                .zip(period.split.iter().copied())
                .collect(),
            others: period.others,
        };
        Self {
            query,
            by: match timeline.interval {
                Interval::Day => IntervalView::Day,
                Interval::Week => IntervalView::Week,
                Interval::Month => IntervalView::Month,
                Interval::Year => IntervalView::Year,
            },
            total: timeline.total,
            undated: timeline.undated,
            values: &timeline.values,
            periods: timeline.periods.iter().map(period).collect(),
        }
    }
}
