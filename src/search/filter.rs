//! Filters on releases: by publisher, official, date and status.
//!
//! Leaves out the words of a query.

use std::ops::Bound;

use jiff::civil::Date;
use serde::Serialize;
use tantivy::Term;
use tantivy::query::Occur;
use tantivy::schema::Field;

use super::clauses::{named, term};
use super::collection::Collection;
use super::dates::DateBound;
use super::plan::{Clause, Plan};
use super::target::Target;
use crate::analysis::Analyzer;
use crate::document::{VersionStatus, at_dutch_time, json_name};
use crate::index::{EDITED, QuoteFields, ReleaseFields, TextFields};

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
    /// Only versions that were first captured on that day or later.
    pub captured_since: Option<DateBound>,
    /// Only versions whose text differs from an earlier one, first captured on that day or later.
    pub changed_since: Option<DateBound>,
    /// Only releases whose text changed while the page's own date of change stayed the same.
    pub edited: bool,
    /// Also releases that are gone from their site.
    pub include_removed: bool,
}

/// The first day of a filter is after its last one, so that no release can pass.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("`--since {since}` is after `--until {until}` (swap them)")]
pub struct ReversedDays {
    /// The first day.
    pub since: DateBound,
    /// The last day.
    pub until: DateBound,
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
            captured_since: self.captured_since.or(defaults.captured_since),
            changed_since: self.changed_since.or(defaults.changed_since),
            edited: self.edited || defaults.edited,
            include_removed: self.include_removed || defaults.include_removed,
        }
    }

    /// Fails if `since` is after `until`.
    ///
    /// # Errors
    /// [`ReversedDays`].
    pub fn check_days(&self) -> Result<(), ReversedDays> {
        match (self.since, self.until) {
            (Some(since), Some(until)) if since.first_day() > until.last_day() => {
                Err(ReversedDays { since, until })
            }
            _ => Ok(()),
        }
    }

    /// Whether only current versions are searched.
    pub(super) fn are_current(&self) -> bool {
        self.as_of.is_none() && !self.include_removed
    }
}

/// The fields of an index that filters read.
#[derive(Clone, Copy)]
pub(super) struct FilterFields {
    publishers: TextFields,
    officials: TextFields,
    published: Field,
    status: Field,
    from: Field,
    until: Field,
    captured: Field,
    changed: Field,
}

impl FilterFields {
    pub(super) fn of_releases(fields: &ReleaseFields) -> Self {
        Self {
            publishers: fields.publishers,
            officials: fields.officials,
            published: fields.published,
            status: fields.status,
            from: fields.from,
            until: fields.until,
            captured: fields.captured,
            changed: fields.changed,
        }
    }

    pub(super) fn of(target: Target, collection: &dyn Collection) -> Self {
        match target {
            Target::Releases { .. } => Self::of_releases(collection.fields()),
            Target::Quotes => Self::of_quotes(collection.quote_fields()),
        }
    }

    /// In a quote, an official is a speaker.
    pub(super) fn of_quotes(fields: &QuoteFields) -> Self {
        Self {
            publishers: fields.publishers,
            officials: fields.speakers,
            published: fields.published,
            status: fields.status,
            from: fields.from,
            until: fields.until,
            captured: fields.captured,
            changed: fields.changed,
        }
    }

    /// Returns the plan for what has a value in its status field.
    pub(super) fn with_status(&self, status: &str) -> Plan {
        term(self.status, status).filter()
    }
}

/// Returns a filter for any of `names` in `field`; `None` if there are no names.
pub(super) fn any_named(field: TextFields, names: &[String]) -> Option<Plan> {
    let any = names
        .iter()
        .map(|name| (Occur::Should, named(Analyzer::Dutch, field, name)));
    (!names.is_empty()).then(|| Plan::Clauses(any.collect()))
}

/// The days between which the index keeps times: it counts nanoseconds.
const EARLIEST: Date = Date::constant(1678, 1, 1);
const LATEST: Date = Date::constant(2261, 12, 31);

/// Returns a plan for what was published in a period.
pub(super) fn published(fields: FilterFields, period: DateBound) -> Plan {
    between(fields, Some(period.first_day()), Some(period.last_day()))
}

/// Returns a plan for what was published from one day to another. Without a bound, the release must still have
/// a date.
fn between(fields: FilterFields, first: Option<Date>, last: Option<Date>) -> Plan {
    let at = |date: Date, time| {
        let date = date.clamp(EARLIEST, LATEST);
        let stamp = date
            .to_datetime(time)
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .map_or(0, |zoned| zoned.timestamp().as_second());
        let stamp = tantivy::DateTime::from_timestamp_secs(stamp);
        Term::from_field_date(fields.published, stamp)
    };
    let lower = first.map(|first| at(first, jiff::civil::Time::midnight()));
    let upper = last.map(|last| at(last, jiff::civil::time(23, 59, 59, 0)));
    let bound = |term: Option<Term>| term.map_or(Bound::Unbounded, Bound::Included);
    Plan::Between(bound(lower), bound(upper))
}

impl Filters {
    /// Restricts `plan` to what passes the filters. Scores do not change.
    pub(super) fn narrow(&self, plan: Plan, fields: &FilterFields) -> Plan {
        let clauses = std::iter::once((Occur::Must, plan)).chain(self.clauses(fields));
        Plan::Clauses(clauses.collect())
    }

    /// Returns the clauses that must match and those that must not. They do not add to the score.
    pub(super) fn clauses(&self, fields: &FilterFields) -> Vec<Clause> {
        let musts = self.plans(fields).into_iter();
        let musts = musts.map(|plan| (Occur::Must, plan.filter()));
        let with = |status| (Occur::MustNot, fields.with_status(&json_name(&status)));
        let not = match (self.as_of.is_some(), self.include_removed) {
            (true, _) => vec![],
            (false, true) => vec![with(VersionStatus::Superseded)],
            (false, false) => vec![with(VersionStatus::Superseded), with(VersionStatus::Gone)],
        };
        musts.chain(not).collect()
    }

    /// Returns one plan per filter. A release must match all of them.
    fn plans(&self, fields: &FilterFields) -> Vec<Plan> {
        let mut plans = Vec::new();
        plans.extend(any_named(fields.publishers, &self.publishers));
        plans.extend(any_named(fields.officials, &self.officials));
        if self.since.is_some() || self.until.is_some() {
            let first = self.since.map(DateBound::first_day);
            let last = self.until.map(|until| until.last_day());
            plans.push(between(*fields, first, last));
        }
        if let Some(day) = self.as_of {
            let last = day.last_day().clamp(EARLIEST, LATEST);
            let end = at_dutch_time(last.to_datetime(jiff::civil::time(23, 59, 59, 0)));
            let end = tantivy::DateTime::from_timestamp_secs(
                end.map_or(i64::MAX, jiff::Timestamp::as_second),
            );
            let seen = Term::from_field_date(fields.from, end);
            plans.push(Plan::Between(Bound::Unbounded, Bound::Included(seen)));
            let gone = Term::from_field_date(fields.until, end);
            plans.push(Plan::Between(Bound::Excluded(gone), Bound::Unbounded));
        }
        for (field, since) in [
            (fields.captured, self.captured_since),
            (fields.changed, self.changed_since),
        ] {
            if let Some(since) = since {
                let first = since.first_day().clamp(EARLIEST, LATEST);
                let first = at_dutch_time(first.to_datetime(jiff::civil::Time::midnight()));
                let first = first.map_or(i64::MAX, jiff::Timestamp::as_second);
                let first = tantivy::DateTime::from_timestamp_secs(first);
                plans.push(Plan::Between(
                    Bound::Included(Term::from_field_date(field, first)),
                    Bound::Unbounded,
                ));
            }
        }
        if self.edited {
            plans.push(fields.with_status(EDITED));
        }
        plans
    }
}
