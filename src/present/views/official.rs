//! Persons of the register of officials.
//!
//! Leaves out how they were told apart (`search::officials`).

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
    /// The view of a period.
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
    /// Where and what the person was, the most frequent first.
    pub offices: Vec<TenureView<'a>>,
    /// Releases that name the person in an office.
    pub releases: u64,
    /// Quotes of the person in them.
    pub quotes: u64,
    /// First and last day of publication, as far as releases are dated.
    pub period: Option<PeriodView>,
}

/// An office that a person is named in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TenureView<'a> {
    /// The office in its base form.
    pub role: &'a str,
    /// The body: as the release names it, else its publisher.
    pub organisation: Option<&'a str>,
    /// Policy fields named with it.
    pub portfolios: Vec<&'a str>,
    /// Releases that name the person so.
    pub releases: u64,
    /// First and last day of publication.
    pub period: Option<PeriodView>,
}

impl<'a> OfficialView<'a> {
    /// The view of a person.
    #[must_use]
    pub fn of(person: &'a OfficialRecord) -> Self {
        Self {
            name: &person.name,
            variants: person.variants.iter().map(String::as_str).collect(),
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
