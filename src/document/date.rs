//! `DateStamp`: a date that a page states, its precision, and where the page states it.
//!
//! Leaves out finding and parsing dates (`extract`).

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

static AMSTERDAM: LazyLock<TimeZone> =
    // Not the system's database: it may differ, and reading it takes longer than an answer.
    LazyLock::new(|| {
        let zones = TimeZoneDatabase::bundled();
        zones
            .get("Europe/Amsterdam")
            .expect("the bundled database has it")
    });

/// Returns the local time in the Netherlands at `at`.
#[must_use]
pub fn dutch_time(at: Timestamp) -> DateTime {
    AMSTERDAM.to_datetime(at)
}

/// Returns the moment at which the local time in the Netherlands is `time`. If that happens twice,
/// it is the earlier one.
#[must_use]
pub fn at_dutch_time(time: DateTime) -> Option<Timestamp> {
    Some(time.to_zoned_datetime(AMSTERDAM.clone()).ok()?.timestamp())
}

/// A calendar date in Europe/Amsterdam, and the time of day if the page states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DateStamp {
    /// Calendar day (`2021-02-03`); the first of the month if `precision` is `month`.
    #[schemars(with = "String", extend("format" = "date"))]
    pub date: Date,
    /// Time of day in Europe/Amsterdam (`09:30:00`).
    #[schemars(with = "Option<String>")]
    pub time: Option<Time>,
    /// How much of the date the page states.
    pub precision: Precision,
    /// Where the page states it.
    pub source: DateSource,
}

/// How much of a date a page states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Day and time of day.
    Minute,
    /// Day.
    Day,
    /// Month and year only.
    Month,
    /// Day and month. The year was inferred from the time of the capture.
    Inferred,
}

/// Where a page states a date, most trusted first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DateSource {
    /// A field of a JSONL record or feed entry.
    Record,
    /// The element that contains the date in the known layout of the site.
    Site,
    /// schema.org `datePublished` in JSON-LD.
    JsonLd,
    /// `DCTERMS.issued` or `DCTERMS.available`.
    Dcterms,
    /// `article:published_time` and its relatives.
    Meta,
    /// A `<time datetime>` element.
    Time,
    /// `Geplaatst op: …`, `Datum nieuwsfeit: …`.
    Label,
    /// `Nieuwsbericht | 15-10-2019 | 10:00`.
    TypeLine,
    /// A line near the title that consists of a date.
    Line,
    /// The beginning of the first paragraph: `5 mei 1999 - `, `Zwolle, 5 mei 1999`.
    Lead,
    /// The path of the URL.
    Url,
    /// The feed, sitemap or interface that lists the page.
    List,
}
