//! Quotes grouped by speaker.
//!
//! Leaves out which quotes match (`quotes`).

use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::civil::Date;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DateTime, DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::cores::collect;
use super::dates::day_of;
use super::quotes::{PreparedQuotes, QuoteHit};
use crate::index::IndexError;

/// A speaker and the quotes that match.
#[derive(Debug, Clone)]
pub struct SpeakerGroup {
    /// The name as releases write it; `None` for quotes whose speaker is not named.
    pub speaker: Option<String>,
    /// Number of quotes.
    pub quotes: u64,
    /// First and last day of publication, as far as releases are dated.
    pub period: Option<(Date, Date)>,
    /// The quote that matches best; of equal ones the newest.
    pub best: QuoteHit,
}

impl PreparedQuotes<'_> {
    /// Returns the speakers with most quotes, at most `limit`, and how many there are.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn by_speaker(&self, limit: usize) -> Result<(usize, Vec<SpeakerGroup>), IndexError> {
        let found = collect(&self.reader.quotes, self.compiled.own(), &BySpeaker)?;
        let mut found: Vec<(Option<String>, Group)> = found.into_iter().collect();
        found.sort_by(|(name, group), (other, more)| {
            let by_count = more.quotes.cmp(&group.quotes);
            // Quotes without a speaker stand last.
            let unnamed = name.is_none().cmp(&other.is_none());
            unnamed.then(by_count).then_with(|| name.cmp(other))
        });
        let total = found.len();
        let groups = found.into_iter().take(limit).map(|(speaker, group)| {
            Ok(SpeakerGroup {
                speaker,
                quotes: group.quotes,
                period: group
                    .period
                    .and_then(|(first, last)| day_of(first).zip(day_of(last))),
                best: self.hit(group.best.address)?,
            })
        });
        Ok((total, groups.collect::<Result<_, IndexError>>()?))
    }
}

/// The quotes of one speaker.
#[derive(Debug, Clone, Copy)]
struct Group {
    quotes: u64,
    period: Option<(DateTime, DateTime)>,
    best: Best,
}

/// The quote to show for a speaker.
#[derive(Debug, Clone, Copy)]
struct Best {
    score: Score,
    published: Option<DateTime>,
    id: u64,
    address: DocAddress,
}

impl Best {
    /// Compares two quotes: the greater one is shown.
    fn compare(&self, other: &Self) -> Ordering {
        let score = self.score.total_cmp(&other.score);
        let newer = self.published.cmp(&other.published);
        score.then(newer).then(other.id.cmp(&self.id))
    }
}

impl Group {
    fn merge(&mut self, other: Self) {
        self.quotes += other.quotes;
        self.period = match (self.period, other.period) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (one, other) => one.or(other),
        };
        if other.best.compare(&self.best) == Ordering::Greater {
            self.best = other.best;
        }
    }
}

/// Collects the groups of all matching quotes. A quote of two speakers counts for both.
struct BySpeaker;

struct SegmentGroups {
    segment: SegmentOrdinal,
    names: Option<StrColumn>,
    published: Option<Column<DateTime>>,
    ids: Column<u64>,
    groups: HashMap<Option<u64>, Group>,
}

impl Collector for BySpeaker {
    type Fruit = HashMap<Option<String>, Group>;
    type Child = SegmentGroups;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentGroups> {
        let columns = reader.fast_fields();
        Ok(SegmentGroups {
            segment,
            names: columns.str("speaker")?,
            published: columns.column_opt("published")?,
            ids: columns.u64("id")?,
            groups: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, found: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut merged: Self::Fruit = HashMap::new();
        for (name, group) in found.into_iter().flatten() {
            add(&mut merged, name, group);
        }
        Ok(merged)
    }
}

fn add<K: std::hash::Hash + Eq>(groups: &mut HashMap<K, Group>, name: K, group: Group) {
    let own = groups.entry(name);
    own.and_modify(|own| own.merge(group)).or_insert(group);
}

impl SegmentCollector for SegmentGroups {
    type Fruit = HashMap<Option<String>, Group>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let published = self.published.as_ref().and_then(|column| column.first(doc));
        let group = Group {
            quotes: 1,
            period: published.map(|at| (at, at)),
            best: Best {
                score,
                published,
                id: self.ids.first(doc).unwrap_or_default(),
                address: DocAddress::new(self.segment, doc),
            },
        };
        let mut named = false;
        if let Some(names) = &self.names {
            for name in names.term_ords(doc) {
                add(&mut self.groups, Some(name), group);
                named = true;
            }
        }
        if !named {
            add(&mut self.groups, None, group);
        }
    }

    fn harvest(self) -> Self::Fruit {
        let name = |ord: u64| {
            let mut name = String::new();
            let names = self.names.as_ref()?;
            names.ord_to_str(ord, &mut name).ok()?.then_some(name)
        };
        let groups = self.groups.iter();
        groups
            .map(|(ord, group)| (ord.and_then(name), *group))
            .collect()
    }
}
