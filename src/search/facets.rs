//! Counts the matches of a query by the values of a field: publishers, offices, years and others.
//!
//! Leaves out which releases match (`compile`), and counting by period (`timeline`).

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DateTime, DocId, Score, SegmentOrdinal, SegmentReader};

use super::PreparedSearch;
use super::cores::collect;
use super::dates::{DAY, day_of};
use crate::index::IndexError;

/// A field by whose values matches are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacetField {
    /// The first publisher.
    Publisher,
    /// Offices of officials.
    Office,
    /// Names of officials.
    Official,
    /// Parties of officials.
    Party,
    /// Tags.
    Topic,
    /// The kind of release.
    Kind,
    /// The language.
    Language,
    /// The year of publication.
    Year,
}

/// The names of the fields. All but the last are also names of columns.
const FIELDS: [(&str, FacetField); 8] = [
    ("publisher", FacetField::Publisher),
    ("office", FacetField::Office),
    ("official", FacetField::Official),
    ("party", FacetField::Party),
    ("topic", FacetField::Topic),
    ("kind", FacetField::Kind),
    ("language", FacetField::Language),
    ("year", FacetField::Year),
];

impl FacetField {
    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = FIELDS.iter().find(|(_, field)| *field == self);
        found.map_or("", |(name, _)| name)
    }
}

impl fmt::Display for FacetField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is not the name of a field.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{0}` is not a field to count by (use publisher, office, official, party, topic, kind, language or year)"
)]
pub struct FacetFieldError(String);

impl FromStr for FacetField {
    type Err = FacetFieldError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = FIELDS.iter().find(|(name, _)| *name == text);
        found
            .map(|(_, field)| *field)
            .ok_or_else(|| FacetFieldError(text.to_owned()))
    }
}

/// How many matches have each value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The field.
    pub field: FacetField,
    /// The most frequent values, each with its number of releases; years in order of time.
    pub values: Vec<(String, u64)>,
    /// Number of different values, also those that are not listed.
    pub distinct: usize,
    /// Number of matches without a value.
    pub without: u64,
}

impl PreparedSearch<'_> {
    /// Counts the releases that match the query itself by the values of each field. At most as many values as
    /// the number beside the field are listed. A release with several values counts for each.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub fn facets(&self, asked: &[(FacetField, usize)]) -> Result<Vec<Facet>, IndexError> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let fields: Vec<FacetField> = asked.iter().map(|(field, _)| *field).collect();
        let values = Values { fields };
        let found = collect(&self.reader.releases, self.compiled.own(), &values)?;
        let facets = asked.iter().zip(found).map(|((field, most), counts)| {
            let values = counts.values.into_iter().collect();
            Facet::of(*field, *most, values, counts.without)
        });
        Ok(facets.collect())
    }
}

impl Facet {
    /// Returns the facet of all values with their counts, and the number of matches without a value.
    pub(crate) fn of(
        field: FacetField,
        most: usize,
        mut values: Vec<(String, u64)>,
        without: u64,
    ) -> Self {
        let distinct = values.len();
        values.sort_by(|(value, count), (other, more)| {
            (Reverse(count), value).cmp(&(Reverse(more), other))
        });
        values.truncate(most);
        if field == FacetField::Year {
            values.sort();
        }
        Self {
            field,
            values,
            distinct,
            without,
        }
    }
}

/// Number of matches for each value, and without one.
#[derive(Debug, Default)]
struct Counts {
    values: HashMap<String, u64>,
    without: u64,
}

/// Counts matches by the values of fields.
struct Values {
    fields: Vec<FacetField>,
}

/// The counts of a segment, for each field.
struct SegmentCounts(Vec<FieldCounts>);

/// The counts of one field in a segment.
enum FieldCounts {
    /// The segment has no value.
    None(u64),
    Strings {
        column: StrColumn,
        /// By the ordinal of the value.
        counts: Vec<u64>,
        without: u64,
    },
    Years {
        column: Column<DateTime>,
        /// By the number of days since 1970.
        counts: HashMap<i64, u64>,
        without: u64,
    },
}

impl Collector for Values {
    type Fruit = Vec<Counts>;
    type Child = SegmentCounts;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCounts> {
        let columns = reader.fast_fields();
        let column = |field: &FacetField| -> tantivy::Result<FieldCounts> {
            if *field == FacetField::Year {
                let column = columns.column_opt("published")?;
                return Ok(
                    column.map_or(FieldCounts::None(0), |column| FieldCounts::Years {
                        column,
                        counts: HashMap::new(),
                        without: 0,
                    }),
                );
            }
            let column = columns.str(field.name())?;
            Ok(
                column.map_or(FieldCounts::None(0), |column| FieldCounts::Strings {
                    counts: vec![0; column.num_terms()],
                    column,
                    without: 0,
                }),
            )
        };
        let columns = self.fields.iter().map(column);
        Ok(SegmentCounts(columns.collect::<tantivy::Result<_>>()?))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, found: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut merged: Self::Fruit = self.fields.iter().map(|_| Counts::default()).collect();
        for (own, counts) in found
            .into_iter()
            .flat_map(|found| found.into_iter().enumerate())
        {
            let merged = &mut merged[own];
            merged.without += counts.without;
            for (value, count) in counts.values {
                *merged.values.entry(value).or_default() += count;
            }
        }
        Ok(merged)
    }
}

impl SegmentCollector for SegmentCounts {
    type Fruit = Vec<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for column in &mut self.0 {
            column.add(doc);
        }
    }

    fn harvest(self) -> Vec<Counts> {
        self.0.into_iter().map(FieldCounts::counts).collect()
    }
}

impl FieldCounts {
    fn add(&mut self, doc: DocId) {
        match self {
            Self::None(without) => *without += 1,
            Self::Strings {
                column,
                counts,
                without,
            } => {
                let mut has = false;
                for ord in column.term_ords(doc) {
                    counts[ord as usize] += 1;
                    has = true;
                }
                *without += u64::from(!has);
            }
            Self::Years {
                column,
                counts,
                without,
            } => match column.first(doc) {
                Some(at) => {
                    let day = at.into_timestamp_secs().div_euclid(DAY);
                    *counts.entry(day).or_default() += 1;
                }
                None => *without += 1,
            },
        }
    }

    fn counts(self) -> Counts {
        match self {
            Self::None(without) => Counts {
                values: HashMap::new(),
                without,
            },
            Self::Strings {
                column,
                counts,
                without,
            } => {
                let mut values = HashMap::new();
                let mut value = String::new();
                for (ord, count) in counts.into_iter().enumerate().filter(|(_, n)| *n > 0) {
                    // A dictionary has all its ordinals.
                    value.clear();
                    if column.ord_to_str(ord as u64, &mut value).unwrap_or(false) {
                        values.insert(value.clone(), count);
                    }
                }
                Counts { values, without }
            }
            Self::Years {
                counts, without, ..
            } => {
                let mut values = HashMap::new();
                for (day, count) in counts {
                    let date = day_of(DateTime::from_timestamp_secs(day * DAY));
                    let year = date.map_or(0, jiff::civil::Date::year);
                    *values.entry(format!("{year:04}")).or_default() += count;
                }
                Counts { values, without }
            }
        }
    }
}
