//! `DateStamp`: a date as a page states it, with how precisely and where it was said.
//!
//! Leaves out finding and parsing dates, which `extract` does.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

static AMSTERDAM: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Amsterdam").expect("the bundled database has it"));

/// What clocks in the Netherlands show at `at`.
#[must_use]
pub fn dutch_time(at: Timestamp) -> DateTime {
    AMSTERDAM.to_datetime(at)
}

/// When clocks in the Netherlands show `time`; the earlier moment where they show it twice.
#[must_use]
pub fn at_dutch_time(time: DateTime) -> Option<Timestamp> {
    Some(time.to_zoned_datetime(AMSTERDAM.clone()).ok()?.timestamp())
}

/// A calendar date, and the time of day where the page gives one, in Europe/Amsterdam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DateStamp {
    /// Calendar day (`2021-02-03`); the first of the month where `precision` is `month`.
    #[schemars(with = "String", extend("format" = "date"))]
    pub date: Date,
    /// Time of day in Europe/Amsterdam (`09:30:00`).
    #[schemars(with = "Option<String>")]
    pub time: Option<Time>,
    /// How much of it the page says.
    pub precision: Precision,
    /// Where the page says it.
    pub source: DateSource,
}

/// How much of a date was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Day and time of day.
    Minute,
    /// Day.
    Day,
    /// Month and year only.
    Month,
    /// The year was filled in from the capture.
    Inferred,
}

/// Where on a page a date stood, most trusted first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DateSource {
    /// A field of a JSONL record or feed entry.
    Record,
    /// The element in which the site is known to show it.
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
    /// A line beside the title that is nothing but a date.
    Line,
    /// The opening of the first paragraph: `5 mei 1999 - `, `Zwolle, 5 mei 1999`.
    Lead,
    /// The URL's path.
    Url,
}
