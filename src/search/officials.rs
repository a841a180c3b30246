//! The register of officials in all releases: who held which office, for which body, and when.
//!
//! Leaves out finding officials in a release (`extract`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use tantivy::collector::DocSetCollector;

use super::filter::{FilterFields, Filters};
use super::plan::Plan;
use crate::analysis::{Analyzer, fold};
use crate::document::{Official, Release};
use crate::dutch::offices::can_belong_to;
use crate::index::{IndexError, Reader, ReleaseFields};

/// Which officials to return from the register.
#[derive(Debug, Clone, Default)]
pub struct RegisterRequest {
    /// A name, or words of a name; `None` selects everybody.
    pub name: Option<String>,
    /// An office in its base form: `wethouder`.
    pub office: Option<String>,
    /// Which releases to read; [`Filters::officials`] is set from `name`.
    pub filters: Filters,
}

impl RegisterRequest {
    /// Returns the plan for the releases to read.
    pub(crate) fn plan(&self, fields: &ReleaseFields) -> Plan {
        let filters = Filters {
            officials: self.name.iter().cloned().collect(),
            ..self.filters.clone()
        };
        filters.narrow(Plan::All, &FilterFields::of_releases(fields))
    }
}

/// A person with an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialRecord {
    /// The fullest form of the name.
    pub name: String,
    /// Other forms of the name.
    pub variants: BTreeSet<String>,
    /// The offices of the person, most frequent first.
    pub offices: Vec<Tenure>,
    /// Number of releases that name the person with an office.
    pub releases: u64,
    /// Number of literal quotes by the person in those releases.
    pub quotes: u64,
    /// First and last day of publication, as far as releases are dated.
    pub period: Option<(Date, Date)>,
}

/// An office with which releases name a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// The office in its base form.
    pub role: String,
    /// The body as the release names it, else the publisher of the release.
    pub organisation: Option<String>,
    /// Policy fields named with the office.
    pub portfolios: BTreeSet<String>,
    /// Number of releases that name the person with this office.
    pub releases: u64,
    /// First and last day of publication.
    pub period: Option<(Date, Date)>,
}

/// Returns the officials that `request` asks for, those with most releases first.
///
/// Reads every release that passes the filters. Two names are the same person if one is a shorter
/// form of the other, and both held the same office for the same body.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn officials(
    reader: &Reader,
    request: &RegisterRequest,
) -> Result<Vec<OfficialRecord>, IndexError> {
    let all = request.plan(&reader.fields).query();
    let found = reader
        .releases
        .search(&*all, &DocSetCollector)
        .map_err(IndexError::Read)?;
    // In the order of the index: the store reads fastest this way, and the result is reproducible.
    let addresses = BTreeSet::from_iter(found).into_iter();
    register(addresses.map(|address| reader.release(address)), request)
}

/// Returns the officials that `request` asks for in these releases, those with most releases first.
pub(crate) fn register(
    releases: impl Iterator<Item = Result<Release, IndexError>>,
    request: &RegisterRequest,
) -> Result<Vec<OfficialRecord>, IndexError> {
    let mut people: BTreeMap<String, OfficialRecord> = BTreeMap::new();
    for release in releases {
        let release = release?;
        for (at, official) in release.officials.iter().enumerate() {
            let literal = release.quotes.iter().filter(|quote| quote.is_literal());
            let quotes = literal.flat_map(|quote| &quote.speakers);
            let quotes = quotes
                .filter(|speaker| speaker.official == Some(at as u32))
                .count() as u64;
            people
                .entry(fold(&official.name).replace('’', "'"))
                .or_insert_with(|| empty(&official.name))
                .add(official, &release, quotes);
        }
    }
    let mut register = merged(people);
    let wanted: Vec<String> = request.name.iter().flat_map(|name| words(name)).collect();
    register.retain(|person| {
        let forms = || {
            std::iter::once(&person.name)
                .chain(&person.variants)
                .map(|name| words(name))
        };
        let named = wanted.is_empty()
            || forms().any(|words| wanted.iter().all(|word| words.contains(word)));
        let office = |tenure: &Tenure| {
            request
                .office
                .as_ref()
                .is_none_or(|office| fold(office) == fold(&tenure.role))
        };
        named && person.offices.iter().any(office)
    });
    // Those of a named body come first.
    let body = |tenure: &Tenure| (tenure.organisation.is_none(), tenure.organisation.clone());
    for person in &mut register {
        person.offices.sort_by(|a, b| {
            b.releases
                .cmp(&a.releases)
                .then_with(|| a.role.cmp(&b.role))
                .then_with(|| body(a).cmp(&body(b)))
        });
    }
    register.sort_by(|a, b| {
        b.releases
            .cmp(&a.releases)
            .then_with(|| a.name.cmp(&b.name))
    });
    Ok(register)
}

fn words(name: &str) -> Vec<String> {
    Analyzer::Dutch
        .tokens(name)
        .into_iter()
        .filter(|t| !t.joined)
        .map(|t| t.exact)
        .collect()
}

fn empty(name: &str) -> OfficialRecord {
    OfficialRecord {
        name: name.to_owned(),
        variants: BTreeSet::new(),
        offices: Vec::new(),
        releases: 0,
        quotes: 0,
        period: None,
    }
}

/// Number of bodies from which a name is probably that of several people.
const BODIES_OF_SEVERAL: usize = 3;

impl OfficialRecord {
    /// Whether several people may have the name: it occurs with offices of three bodies or more.
    #[must_use]
    pub fn may_be_several(&self) -> bool {
        let bodies = self
            .offices
            .iter()
            .filter_map(|tenure| tenure.organisation.as_deref());
        bodies.map(fold).collect::<BTreeSet<_>>().len() >= BODIES_OF_SEVERAL
    }

    fn add(&mut self, official: &Official, release: &Release, quotes: u64) {
        let publisher = || {
            release
                .publisher
                .as_ref()
                .filter(|publisher| can_belong_to(&official.role, publisher.kind))
        };
        let body = official
            .organisation
            .clone()
            .or_else(|| publisher().map(|publisher| publisher.name.clone()));
        let period = release
            .published
            .as_ref()
            .map(|stamp| (stamp.date, stamp.date));
        self.releases += 1;
        self.quotes += quotes;
        self.period = joined(self.period, period);
        self.take(Tenure {
            role: official.role.clone(),
            organisation: body,
            portfolios: official.portfolio.iter().cloned().collect(),
            releases: 1,
            period,
        });
    }

    fn take(&mut self, tenure: Tenure) {
        match self.offices.iter_mut().find(|own| own.is(&tenure)) {
            Some(own) => {
                own.releases += tenure.releases;
                own.period = joined(own.period, tenure.period);
                own.portfolios.extend(tenure.portfolios);
            }
            None => self.offices.push(tenure),
        }
    }

    fn absorb(&mut self, shorter: Self) {
        self.variants.insert(shorter.name);
        self.variants.extend(shorter.variants);
        self.releases += shorter.releases;
        self.quotes += shorter.quotes;
        self.period = joined(self.period, shorter.period);
        for tenure in shorter.offices {
            self.take(tenure);
        }
    }

    /// Whether the name of `self` may be a fuller form of the name of `other`. `own` and `short`
    /// are the words of these names.
    fn is_fuller(&self, own: &[String], other: &Self, short: &[String]) -> bool {
        let shared = || {
            self.offices
                .iter()
                .any(|own| other.offices.iter().any(|tenure| own.is(tenure)))
        };
        let Some((last, given)) = short.split_last() else {
            return false;
        };
        own.len() >= short.len()
            && own != short
            && own.last() == Some(last)
            && given.iter().zip(own).all(|(short, own)| {
                own == short || short.len() == 1 && own.starts_with(short.as_str())
            })
            && shared()
    }
}

impl Tenure {
    fn is(&self, other: &Self) -> bool {
        let body = |tenure: &Self| tenure.organisation.as_deref().map(fold);
        self.role == other.role && body(self) == body(other)
    }
}

fn joined(a: Option<(Date, Date)>, b: Option<(Date, Date)>) -> Option<(Date, Date)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (one, other) => one.or(other),
    }
}

/// Merges each short form of a name into the person with the fuller name, if there is exactly one
/// such person.
fn merged(people: BTreeMap<String, OfficialRecord>) -> Vec<OfficialRecord> {
    let people: Vec<OfficialRecord> = people.into_values().collect();
    let names: Vec<Vec<String>> = people.iter().map(|person| words(&person.name)).collect();
    let mut by_surname: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        by_surname
            .entry(name.last().map_or("", String::as_str))
            .or_default()
            .push(at);
    }
    let fuller: Vec<Option<usize>> = people
        .iter()
        .zip(&names)
        .map(|(person, short)| {
            let alike = &by_surname[short.last().map_or("", String::as_str)];
            let mut able = alike
                .iter()
                .copied()
                .filter(|&at| people[at].is_fuller(&names[at], person, short));
            able.next().filter(|_| able.next().is_none())
        })
        .collect();
    let mut kept: Vec<Option<OfficialRecord>> = people.into_iter().map(Some).collect();
    // Shortest first: a form that has absorbed shorter forms takes them along.
    let mut order: Vec<usize> = (0..kept.len()).filter(|at| fuller[*at].is_some()).collect();
    order.sort_by_key(|at| kept[*at].as_ref().map_or(0, |person| person.name.len()));
    for at in order {
        if let (Some(into), Some(short)) = (fuller[at], kept[at].take()) {
            match &mut kept[into] {
                Some(person) => person.absorb(short),
                none => *none = Some(short),
            }
        }
    }
    kept.into_iter().flatten().collect()
}
