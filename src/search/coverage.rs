//! What the index holds of each publisher, from when to when, and where it has gaps.
//!
//! Leaves out what is not in the index: a gap may be a silence.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use tantivy::DateTime;

use crate::document::Standing;
use crate::index::{IndexError, Reader};

/// A publisher's releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The publisher; `null` for releases that name none.
    pub publisher: Option<String>,
    /// Releases that are still there.
    pub releases: u64,
    /// Those of them without a date.
    pub undated: u64,
    /// First and last day of publication.
    pub period: Option<(Date, Date)>,
    /// Days between releases at most, and the release day that the gap follows.
    pub longest_gap: Option<(Date, i32)>,
}

/// The coverage of every publisher, most releases first.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn coverage(reader: &Reader) -> Result<Vec<Coverage>, IndexError> {
    let mut days: BTreeMap<Option<String>, (u64, Vec<Date>)> = BTreeMap::new();
    let current = reader.standing_term(Standing::Current);
    let current = current.value().as_str().unwrap_or_default().to_owned();
    for segment in reader.releases.segment_readers() {
        let fast = segment.fast_fields();
        let (publishers, standings) = (fast.str("publisher"), fast.str("standing"));
        let (publishers, standings) = (publishers.map_err(IndexError::Read)?, standings.map_err(IndexError::Read)?);
        let published = fast.column_opt::<DateTime>("published").map_err(IndexError::Read)?;
        for doc in segment.doc_ids_alive() {
            let text = |column: Option<&tantivy::columnar::StrColumn>| {
                let column = column?;
                let mut text = String::new();
                let ord = column.term_ords(doc).next()?;
                column.ord_to_str(ord, &mut text).ok()?.then_some(text)
            };
            if text(standings.as_ref()).as_deref() != Some(&current) {
                continue;
            }
            let (releases, days) = days.entry(text(publishers.as_ref())).or_default();
            *releases += 1;
            let at = published.as_ref().and_then(|column| column.first(doc));
            days.extend(at.and_then(|at| {
                let at = jiff::Timestamp::from_second(at.into_timestamp_secs()).ok()?;
                Some(at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
            }));
        }
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
                longest_gap: days.windows(2).map(gap).max_by_key(|(_, days)| *days).filter(|(_, days)| *days > 0),
            }
        })
        .collect();
    all.sort_by(|a, b| b.releases.cmp(&a.releases).then_with(|| a.publisher.cmp(&b.publisher)));
    Ok(all)
}
