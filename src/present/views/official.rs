//! Views of persons in the register of officials.
//!
//! Leaves out deciding which names are one person (`search::officials`).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::search::{OfficialRecord, Tenure};

/// A period: its first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PeriodView(
    #[schemars(with = "String", extend("format" = "date"))] pub Date,
    #[schemars(with = "String", extend("format" = "date"))] pub Date,
);

impl PeriodView {
    /// Makes the view of a period.
    #[must_use]
    pub fn of(period: Option<(Date, Date)>) -> Option<Self> {
        period.map(|(first, last)| Self(first, last))
    }
}

/// A person with an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfficialView<'a> {
    /// The fullest form of the name.
    pub name: &'a str,
    /// Other forms of it.
    pub variants: Vec<&'a str>,
    /// Whether several people may have the name: it occurs with offices of three bodies or more.
    pub may_be_several: bool,
    /// The offices of the person, the most frequent first.
    pub offices: Vec<TenureView<'a>>,
    /// Number of releases that name the person with an office.
    pub releases: u64,
    /// Number of quotes of the person in these releases.
    pub quotes: u64,
    /// First and last publication date of these releases. Undated releases do not count.
    pub period: Option<PeriodView>,
}

/// An office with which releases name a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TenureView<'a> {
    /// The office in its base form, with what qualifies it: `oud-minister`, `waarnemend burgemeester`.
    pub role: &'a str,
    /// The body that the release names with the office; otherwise the publisher of the release.
    pub organisation: Option<&'a str>,
    /// Policy fields named with the office.
    pub portfolios: Vec<&'a str>,
    /// Number of releases that name the person with this office.
    pub releases: u64,
    /// First and last publication date of these releases.
    pub period: Option<PeriodView>,
}

impl<'a> OfficialView<'a> {
    /// Makes the view of a person.
    #[must_use]
    pub fn of(person: &'a OfficialRecord) -> Self {
        Self {
            name: &person.name,
            variants: person.variants.iter().map(String::as_str).collect(),
            may_be_several: person.may_be_several(),
            offices: person.offices.iter().map(TenureView::of).collect(),
            releases: person.releases,
            quotes: person.quotes,
            period: PeriodView::of(person.period),
        }
    }
}

impl<'a> TenureView<'a> {
    fn of(tenure: &'a Tenure) -> Self {
        Self {
            role: &tenure.role,
            organisation: tenure.organisation.as_deref(),
            portfolios: tenure.portfolios.iter().map(String::as_str).collect(),
            releases: tenure.releases,
            period: PeriodView::of(tenure.period),
        }
    }
}
