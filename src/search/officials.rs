//! The register of officials in all releases: who held which office, for which body, and when.
//!
//! Leaves out finding officials in a release (`extract`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DateTime, DocId, Score, SegmentOrdinal, SegmentReader};

use super::cores::collect;
use super::dates::{DAY, day_of};
use super::filter::{FilterFields, Filters};
use super::plan::Plan;
use crate::analysis::{Analyzer, fold};
#[cfg(feature = "opensearch")]
use crate::document::Release;
use crate::dutch::offices::unqualified;
use crate::index::{IndexError, Reader, RegisterEntry, ReleaseFields};

/// Which officials to return from the register.
#[derive(Debug, Clone, Default)]
pub struct RegisterRequest {
    /// A name, or words of a name; `None` selects everybody.
    pub name: Option<String>,
    /// An office: `wethouder` finds an *oud-wethouder* too, `oud-wethouder` nobody else.
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
    /// The office in its base form, with what qualifies it: `oud-minister`.
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
/// Two names are the same person if one is a shorter form of the other, and both have or had the same office for
/// the same body.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn officials(
    reader: &Reader,
    request: &RegisterRequest,
) -> Result<Vec<OfficialRecord>, IndexError> {
    let plan = request.plan(&reader.fields).query();
    let found = collect(&reader.releases, &*plan, &Entries)?.into_iter();
    register(
        found.filter_map(|(value, seen)| Some(Ok((RegisterEntry::decode(&value)?, seen)))),
        request,
    )
}

/// Returns the officials that `request` asks for in these releases, those with most releases first.
#[cfg(feature = "opensearch")]
pub(crate) fn register_of(
    releases: impl Iterator<Item = Result<Release, IndexError>>,
    request: &RegisterRequest,
) -> Result<Vec<OfficialRecord>, IndexError> {
    let found = releases.flat_map(|release| {
        let entries: Vec<_> = match release {
            Ok(release) => {
                let seen = Seen {
                    releases: 1,
                    period: release.published.as_ref().map(|s| (s.date, s.date)),
                };
                RegisterEntry::of(&release)
                    .map(|entry| Ok((entry, seen)))
                    .collect()
            }
            Err(error) => vec![Err(error)],
        };
        entries
    });
    register(found, request)
}

fn register(
    found: impl Iterator<Item = Result<(RegisterEntry, Seen), IndexError>>,
    request: &RegisterRequest,
) -> Result<Vec<OfficialRecord>, IndexError> {
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for found in found {
        let (entry, seen) = found?;
        people
            .entry(fold(&entry.name).replace('’', "'"))
            .or_default()
            .add(entry, seen);
    }
    let mut register = merged(people.into_values().map(Person::record).collect());
    let wanted: Vec<String> = request.name.iter().flat_map(|name| words(name)).collect();
    let wanted_office = request.office.as_deref().map(fold);
    register.retain(|person| {
        let forms = || {
            std::iter::once(&person.name)
                .chain(&person.variants)
                .map(|name| words(name))
        };
        let named = wanted.is_empty()
            || forms().any(|words| wanted.iter().all(|word| words.contains(word)));
        let office = |tenure: &Tenure| {
            let forms = [&*tenure.role, unqualified(&tenure.role)].map(fold);
            wanted_office
                .as_ref()
                .is_none_or(|office| forms.contains(office))
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

/// How often and when an entry was seen.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// Number of releases.
    releases: u64,
    /// First and last day of publication.
    period: Option<(Date, Date)>,
}

/// Collects the values of the column of the register in the releases that match, and how often and when each was
/// seen.
struct Entries;

/// As [`Entries`], for one segment.
struct SegmentEntries {
    /// None if the segment has no value.
    column: Option<StrColumn>,
    published: Option<Column<DateTime>>,
    /// By the ordinal of the value: the number of releases, with the first and last day since 1970.
    seen: Vec<(u64, Option<(i64, i64)>)>,
}

impl Collector for Entries {
    type Fruit = Vec<(String, Seen)>;
    type Child = SegmentEntries;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentEntries> {
        let columns = reader.fast_fields();
        let column = columns.str("register")?;
        Ok(SegmentEntries {
            seen: vec![(0, None); column.as_ref().map_or(0, |column| column.num_terms())],
            column,
            published: columns.column_opt("published")?,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, found: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut merged: BTreeMap<String, Seen> = BTreeMap::new();
        for (value, seen) in found.into_iter().flatten() {
            let own = merged.entry(value).or_default();
            own.releases += seen.releases;
            own.period = joined(own.period, seen.period);
        }
        Ok(merged.into_iter().collect())
    }
}

impl SegmentCollector for SegmentEntries {
    type Fruit = Vec<(String, Seen)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let Some(column) = &self.column else { return };
        let mut ords = column.term_ords(doc).peekable();
        if ords.peek().is_none() {
            return;
        }
        let published = self.published.as_ref().and_then(|column| column.first(doc));
        let day = published.map(|at| at.into_timestamp_secs().div_euclid(DAY));
        for ord in ords {
            let (releases, period) = &mut self.seen[ord as usize];
            *releases += 1;
            *period = joined(*period, day.map(|day| (day, day)));
        }
    }

    fn harvest(self) -> Self::Fruit {
        let day = |day: i64| day_of(DateTime::from_timestamp_secs(day * DAY));
        let mut entries = Vec::new();
        let Some(column) = self.column else {
            return entries;
        };
        for (ord, (releases, period)) in self.seen.into_iter().enumerate() {
            let mut value = String::new();
            // A dictionary has all its ordinals.
            if releases > 0 && column.ord_to_str(ord as u64, &mut value).unwrap_or(false) {
                let period = period.and_then(|(first, last)| day(first).zip(day(last)));
                entries.push((value, Seen { releases, period }));
            }
        }
        entries
    }
}

fn words(name: &str) -> Vec<String> {
    Analyzer::Dutch
        .tokens(name)
        .into_iter()
        .filter(|t| !t.joined)
        .map(|t| t.exact)
        .collect()
}

/// A person while entries are read.
#[derive(Debug, Default)]
struct Person {
    /// The forms of the name that differ in capitals or diacritics, each with its number of releases.
    forms: BTreeMap<String, u64>,
    /// By the office and the body, folded.
    offices: BTreeMap<(String, Option<String>), Tenure>,
    seen: Seen,
    quotes: u64,
}

impl Person {
    fn add(&mut self, entry: RegisterEntry, seen: Seen) {
        *self.forms.entry(entry.name).or_default() += seen.releases;
        self.seen.releases += seen.releases;
        self.seen.period = joined(self.seen.period, seen.period);
        self.quotes += entry.quotes * seen.releases;
        let tenure = Tenure {
            role: entry.role,
            organisation: entry.organisation,
            portfolios: entry.portfolio.into_iter().collect(),
            releases: seen.releases,
            period: seen.period,
        };
        match self.offices.entry(tenure.key()) {
            Entry::Vacant(unknown) => {
                unknown.insert(tenure);
            }
            Entry::Occupied(mut known) => known.get_mut().absorb(tenure),
        }
    }

    /// Returns the record. Its name is the most frequent form.
    fn record(self) -> OfficialRecord {
        let forms = self.forms.into_iter();
        let name = forms.max_by(|(a, one), (b, other)| one.cmp(other).then_with(|| b.cmp(a)));
        OfficialRecord {
            name: name.map(|(name, _)| name).unwrap_or_default(),
            variants: BTreeSet::new(),
            offices: self.offices.into_values().collect(),
            releases: self.seen.releases,
            quotes: self.quotes,
            period: self.seen.period,
        }
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

    fn absorb(&mut self, shorter: Self) {
        self.variants.insert(shorter.name);
        self.variants.extend(shorter.variants);
        self.releases += shorter.releases;
        self.quotes += shorter.quotes;
        self.period = joined(self.period, shorter.period);
        for tenure in shorter.offices {
            match self
                .offices
                .iter_mut()
                .find(|own| own.key() == tenure.key())
            {
                Some(own) => own.absorb(tenure),
                None => self.offices.push(tenure),
            }
        }
    }

    /// Whether the name of `self` may be a fuller form of the name of `other`. `own` and `short`
    /// are the words of these names.
    fn is_fuller(&self, own: &[String], other: &Self, short: &[String]) -> bool {
        let shared = || {
            self.offices.iter().any(|own| {
                other
                    .offices
                    .iter()
                    .any(|tenure| own.is_of_same_office(tenure))
            })
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
    /// Whether both are of one office of one body, in whatever way it is held.
    fn is_of_same_office(&self, other: &Self) -> bool {
        let ((one, body), (two, other_body)) = (self.key(), other.key());
        unqualified(&one) == unqualified(&two) && body == other_body
    }

    /// Returns what makes it another tenure: the office and the body, folded.
    fn key(&self) -> (String, Option<String>) {
        (self.role.clone(), self.organisation.as_deref().map(fold))
    }

    fn absorb(&mut self, other: Self) {
        self.releases += other.releases;
        self.period = joined(self.period, other.period);
        self.portfolios.extend(other.portfolios);
    }
}

fn joined<T: Ord + Copy>(a: Option<(T, T)>, b: Option<(T, T)>) -> Option<(T, T)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (one, other) => one.or(other),
    }
}

/// Merges each short form of a name into the person with the fuller name, if there is exactly one
/// such person.
fn merged(people: Vec<OfficialRecord>) -> Vec<OfficialRecord> {
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
