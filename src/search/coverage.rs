//! How the index covers each publisher: number of releases, period and longest gap.
//!
//! Leaves out the cause of a gap: captures may be missing, or the publisher was silent.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tantivy::collector::DocSetCollector;
use tantivy::{DateTime, DocAddress};

use super::Filters;
use super::dates::day_of;
use super::filter::FilterFields;
use super::plan::Plan;
use crate::index::{IndexError, Reader};

/// How the index covers one publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The publisher; `None` for releases without a publisher.
    pub publisher: Option<String>,
    /// Number of releases whose page still exists.
    pub releases: u64,
    /// Number of those releases that have no date.
    pub undated: u64,
    /// First and last day of publication.
    pub period: Option<(Date, Date)>,
    /// The last release day before the longest gap, and the length of the gap in days.
    pub longest_gap: Option<(Date, i32)>,
}

/// Returns the coverage of every publisher, most releases first.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn coverage(reader: &Reader) -> Result<Vec<Coverage>, IndexError> {
    let fields = FilterFields::of_releases(&reader.fields);
    let current = Filters::default().narrow(Plan::All, &fields).query();
    let found = reader
        .releases
        .search(&*current, &DocSetCollector)
        .map_err(IndexError::Read)?;
    let mut columns = Vec::new();
    for segment in reader.releases.segment_readers() {
        let fast = segment.fast_fields();
        let publishers = fast.str("publisher").map_err(IndexError::Read)?;
        columns.push((
            publishers,
            fast.column_opt::<DateTime>("published")
                .map_err(IndexError::Read)?,
        ));
    }
    let mut days: BTreeMap<Option<String>, (u64, Vec<Date>)> = BTreeMap::new();
    for DocAddress {
        segment_ord,
        doc_id,
    } in found
    {
        let (bodies, published) = &columns[segment_ord as usize];
        let body = bodies.as_ref().and_then(|column| {
            let mut name = String::new();
            column
                .ord_to_str(column.term_ords(doc_id).next()?, &mut name)
                .ok()?
                .then_some(name)
        });
        let day = published
            .as_ref()
            .and_then(|column| day_of(column.first(doc_id)?));
        let (releases, days) = days.entry(body).or_default();
        *releases += 1;
        days.extend(day);
    }
    let mut all: Vec<Coverage> = days
        .into_iter()
        .map(|(publisher, (releases, mut days))| {
            days.sort_unstable();
            let gap = |pair: &[Date]| (pair[0], (pair[1] - pair[0]).get_days());
            Coverage {
                publisher,
                releases,
                undated: releases - days.len() as u64,
                period: days.first().copied().zip(days.last().copied()),
                longest_gap: days
                    .windows(2)
                    .map(gap)
                    .max_by_key(|(_, days)| *days)
                    .filter(|(_, days)| *days > 0),
            }
        })
        .collect();
    all.sort_by(|a, b| {
        b.releases
            .cmp(&a.releases)
            .then_with(|| a.publisher.cmp(&b.publisher))
    });
    Ok(all)
}

/// What an index covers: how far a search that finds nothing tells anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Number of versions of releases, also of pages that are gone.
    pub versions: u64,
    /// Number of releases whose page still exists.
    pub releases: u64,
    /// Number of different publishers.
    pub publishers: usize,
    /// First and last day of publication.
    pub period: Option<(Date, Date)>,
}

/// Returns what the index covers. Reads columns and dictionaries, and no releases.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub fn extent(reader: &Reader) -> Result<Extent, IndexError> {
    let mut publishers = BTreeSet::new();
    let mut period: Option<(DateTime, DateTime)> = None;
    for segment in reader.releases.segment_readers() {
        let inverted = segment
            .inverted_index(reader.fields.publisher)
            .map_err(IndexError::Read)?;
        let names = inverted.terms().stream();
        let mut names = names.map_err(|e| IndexError::Read(e.into()))?;
        while names.advance() {
            publishers.insert(names.key().to_owned());
        }
        let published = segment.fast_fields().column_opt::<DateTime>("published");
        let published = published.map_err(IndexError::Read)?;
        if let Some(column) = published.filter(|column| column.values.num_vals() > 0) {
            let (first, last) = (column.min_value(), column.max_value());
            period = Some(period.map_or((first, last), |own| (own.0.min(first), own.1.max(last))));
        }
    }
    Ok(Extent {
        versions: reader.releases.num_docs(),
        releases: reader.count()?,
        publishers: publishers.len(),
        period: period.and_then(|(first, last)| day_of(first).zip(day_of(last))),
    })
}
