//! Decides whether two releases are the same text of two publishers, and finds the copies of a release.
//!
//! Leaves out how much texts resemble each other (`analysis`), and lists of hits (`group`).

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::AllQuery;
use tantivy::{DateTime, DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::cores::collect;
use super::dates::DAY;
use crate::analysis::{Details, Shingles, Sketch};
use crate::document::{Release, ReleaseId, Version, VersionStatus};
use crate::index::{IndexError, Reader, SKETCH};

/// From this containment and this resemblance on, two releases are the same text.
const CONTAINMENT: f64 = 0.55;
const RESEMBLANCE: f64 = 0.2;

/// From this share of common names and numbers on, of both texts or of the one with fewer: two notices made by one
/// form have others.
const DETAILS: f64 = 0.3;
const DETAILS_OF_FEWER: f64 = 0.6;

/// Most days between two publications of the same text.
const DAYS: i64 = 21;

/// Most bits in which the sketches of the same text differ. With a resemblance of 0.3 they differ in 90 on
/// average, with one of 0 in 128.
const DISTANCE: u32 = 100;

/// A release with the same text as another one.
#[derive(Debug, Clone, PartialEq)]
pub struct SameText {
    /// The release.
    pub version: Version,
    /// How much the texts resemble each other, from 0 to 1.
    pub resemblance: f64,
}

/// A release that stands behind another one with the same text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Republished {
    /// Its id.
    pub id: ReleaseId,
    /// Its canonical URL.
    pub url: String,
    /// The body that publishes it.
    pub publisher: Option<String>,
    /// The day of publication.
    pub date: Option<Date>,
}

impl Republished {
    pub(super) fn of(release: &Release) -> Self {
        Self {
            id: release.id,
            url: release.url.clone(),
            publisher: release.publisher.as_ref().map(|body| body.name.clone()),
            date: release.published.as_ref().map(|stamp| stamp.date),
        }
    }
}

/// Returns the releases of other publishers that have the text of `release`: the first published first.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn same_texts(reader: &Reader, release: &Release) -> Result<Vec<SameText>, IndexError> {
    let own = Text::of(release.clone());
    let Some(trace) = own.trace() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for (_, address) in near_in_all(reader, &Near::of(vec![trace]))? {
        let version = reader.version(address)?;
        let resemblance = own.resemblance(&Text::of(version.release.clone()));
        if let Some(resemblance) = resemblance
            && version.meta.status != VersionStatus::Superseded
        {
            found.push(SameText {
                version,
                resemblance,
            });
        }
    }
    found.sort_by(|one, other| {
        let key = |same: &SameText| (published(&same.version.release), same.version.release.id);
        key(one).cmp(&key(other))
    });
    Ok(found)
}

/// What sorts the first published release first, and undated ones last.
pub(super) fn published(release: &Release) -> impl Ord + use<> {
    let stamp = release.published.as_ref();
    (
        stamp.is_none(),
        stamp.map(|stamp| stamp.date),
        stamp.and_then(|stamp| stamp.time),
    )
}

/// A release whose text is compared with others.
pub(super) struct Text {
    pub(super) release: Release,
    shingles: OnceCell<Shingles>,
}

impl Text {
    pub(super) fn of(release: Release) -> Self {
        Self {
            release,
            shingles: OnceCell::new(),
        }
    }

    fn shingles(&self) -> &Shingles {
        self.shingles.get_or_init(|| {
            let blocks = self.release.blocks.iter();
            Shingles::of(blocks.map(|block| block.text.as_str()))
        })
    }

    fn details(&self) -> Details {
        let blocks = self.release.blocks.iter();
        Details::of(blocks.map(|block| block.text.as_str()))
    }

    fn trace(&self) -> Option<Trace> {
        Some(Trace {
            sketch: self.shingles().sketch()?,
            day: day(&self.release),
        })
    }

    /// Returns the resemblance of two releases if they are the same text of two publishers.
    pub(super) fn resemblance(&self, other: &Self) -> Option<f64> {
        let (one, two) = (&self.release, &other.release);
        let days = day(one).zip(day(two));
        if one.id == two.id || publisher(one) == publisher(two) || are_apart(days) {
            return None;
        }
        let resemblance = self.shingles().resemblance(other.shingles());
        let has_same_words = resemblance >= RESEMBLANCE
            && self.shingles().containment(other.shingles()) >= CONTAINMENT;
        let has_same_details = || {
            let (own, others) = (self.details(), other.details());
            own.resemblance(&others) >= DETAILS || own.containment(&others) >= DETAILS_OF_FEWER
        };
        (has_same_words && has_same_details()).then_some(resemblance)
    }
}

/// Returns the name of the publisher, or the address without its path if the release names none.
fn publisher(release: &Release) -> &str {
    match &release.publisher {
        Some(body) => &body.name,
        None => release.url.split('/').nth(2).unwrap_or_default(),
    }
}

/// Returns the day of publication, counted from 1970.
fn day(release: &Release) -> Option<i64> {
    let stamp = release.published.as_ref()?;
    let since = stamp.date.duration_since(jiff::civil::date(1970, 1, 1));
    Some(since.as_hours() / 24)
}

/// Returns the day of a time in a column, counted from 1970.
fn day_of_time(time: DateTime) -> i64 {
    time.into_timestamp_nanos().div_euclid(DAY * 1_000_000_000)
}

/// Whether two days of publication are too far apart for the same text.
fn are_apart(days: Option<(i64, i64)>) -> bool {
    days.is_some_and(|(one, other)| (one - other).abs() > DAYS)
}

/// What an index holds of a release to guess whether it has the same text as another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trace {
    sketch: Sketch,
    day: Option<i64>,
}

impl Trace {
    pub(super) fn is_near(self, other: Self) -> bool {
        !are_apart(self.day.zip(other.day)) && self.sketch.distance(other.sketch) <= DISTANCE
    }
}

/// The columns of one segment that hold traces. A segment of short texts has none.
struct Columns {
    sketch: Option<[Column<u64>; 4]>,
    published: Option<Column<DateTime>>,
}

impl Columns {
    fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let sketch = SKETCH.map(|name| columns.column_opt(name));
        let sketch = sketch
            .into_iter()
            .collect::<tantivy::Result<Option<Vec<_>>>>()?;
        Ok(Self {
            sketch: sketch.and_then(|sketch| sketch.try_into().ok()),
            published: columns.column_opt("published")?,
        })
    }

    fn day(&self, doc: DocId) -> Option<i64> {
        self.published.as_ref()?.first(doc).map(day_of_time)
    }

    fn sketch(&self, doc: DocId) -> Option<Sketch> {
        let mut sketch = Sketch::default();
        for (bits, column) in sketch.0.iter_mut().zip(self.sketch.as_ref()?) {
            *bits = column.first(doc)?;
        }
        Some(sketch)
    }

    fn trace(&self, doc: DocId) -> Option<Trace> {
        Some(Trace {
            sketch: self.sketch(doc)?,
            day: self.day(doc),
        })
    }
}

/// Collects, of what a query matches, the versions whose trace is near one of `wanted`. Each comes with the
/// place of that one.
pub(super) struct Near {
    wanted: Arc<Wanted>,
}

impl Near {
    pub(super) fn of(wanted: Vec<Trace>) -> Self {
        Self {
            wanted: Arc::new(Wanted::of(wanted)),
        }
    }
}

/// Traces with their places, and for each day which of them were published around it.
struct Wanted {
    undated: Vec<(usize, Sketch)>,
    /// In order of days.
    dated: Vec<(usize, Sketch)>,
    /// The day of the first of `around`.
    first: i64,
    around: Vec<Range<u32>>,
}

impl Wanted {
    fn of(traces: Vec<Trace>) -> Self {
        let (mut dated, mut undated) = (Vec::new(), Vec::new());
        for (place, trace) in traces.into_iter().enumerate() {
            match trace.day {
                Some(day) => dated.push((day, place, trace.sketch)),
                None => undated.push((place, trace.sketch)),
            }
        }
        dated.sort_by_key(|(day, place, _)| (*day, *place));
        let first = dated.first().map_or(0, |(day, ..)| day - DAYS);
        let last = dated.last().map_or(-1, |(day, ..)| day + DAYS);
        let before = |day: i64| dated.partition_point(|(own, ..)| *own < day) as u32;
        Self {
            around: (first..=last)
                .map(|day| before(day - DAYS)..before(day + DAYS + 1))
                .collect(),
            first,
            undated,
            dated: dated
                .into_iter()
                .map(|(_, place, sketch)| (place, sketch))
                .collect(),
        }
    }

    /// Returns the places in `dated` of the traces around a day; all places if there is no day.
    fn around(&self, day: Option<i64>) -> Range<u32> {
        let Some(day) = day else {
            return 0..self.dated.len() as u32;
        };
        let at = usize::try_from(day - self.first).ok();
        at.and_then(|at| self.around.get(at))
            .cloned()
            .unwrap_or(0..0)
    }

    /// Returns the places of the traces near `sketch`, of those in `around` and of those without a day, in order.
    fn near(&self, sketch: Sketch, around: Range<u32>) -> Vec<usize> {
        let around = &self.dated[around.start as usize..around.end as usize];
        let candidates = self.undated.iter().chain(around);
        let near = candidates.filter(|(_, own)| own.distance(sketch) <= DISTANCE);
        let mut places: Vec<usize> = near.map(|(place, _)| *place).collect();
        places.sort_unstable();
        places
    }
}

/// Returns the versions of all releases whose trace is near.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub(super) fn near_in_all(
    reader: &Reader,
    near: &Near,
) -> Result<Vec<(usize, DocAddress)>, IndexError> {
    collect(&reader.releases, &AllQuery, near)
}

/// As [`Near`], for one segment.
pub(super) struct SegmentNear {
    segment: SegmentOrdinal,
    columns: Columns,
    wanted: Arc<Wanted>,
    /// When the documents of a block were published.
    published: Vec<Option<DateTime>>,
    found: Vec<(usize, DocAddress)>,
}

impl Collector for Near {
    type Fruit = Vec<(usize, DocAddress)>;
    type Child = SegmentNear;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentNear> {
        Ok(SegmentNear {
            segment,
            columns: Columns::of(reader)?,
            wanted: self.wanted.clone(),
            published: Vec::new(),
            found: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, found: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(found.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentNear {
    type Fruit = Vec<(usize, DocAddress)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        // Most releases are passed over by their day alone, and many days are read faster at once.
        self.published.clear();
        self.published.resize(docs.len(), None);
        if let Some(column) = &self.columns.published {
            column.first_vals(docs, &mut self.published);
        }
        for (&doc, published) in docs.iter().zip(&self.published) {
            let around = self.wanted.around(published.map(day_of_time));
            if around.is_empty() && self.wanted.undated.is_empty() {
                continue;
            }
            let Some(sketch) = self.columns.sketch(doc) else {
                continue;
            };
            let address = DocAddress::new(self.segment, doc);
            let near = self.wanted.near(sketch, around).into_iter();
            self.found.extend(near.map(|at| (at, address)));
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}

/// The traces of versions. The columns of a segment are opened once.
pub(super) struct Traces<'r> {
    reader: &'r Reader,
    columns: Vec<OnceCell<Columns>>,
}

impl<'r> Traces<'r> {
    pub(super) fn of(reader: &'r Reader) -> Self {
        let segments = reader.releases.segment_readers().iter();
        Self {
            reader,
            columns: segments.map(|_| OnceCell::new()).collect(),
        }
    }

    /// Returns the trace of a version; `None` for a short text.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub(super) fn at(&self, address: DocAddress) -> Result<Option<Trace>, IndexError> {
        let opened = &self.columns[address.segment_ord as usize];
        let columns = if let Some(columns) = opened.get() {
            columns
        } else {
            let segment = self.reader.releases.segment_reader(address.segment_ord);
            let columns = Columns::of(segment).map_err(IndexError::Read)?;
            opened.get_or_init(|| columns)
        };
        Ok(columns.trace(address.doc_id))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn trace() -> impl Strategy<Value = Trace> {
        let bits = prop::array::uniform4(prop::sample::select(vec![0, u64::MAX >> 32, u64::MAX]));
        let day = prop::option::of(0_i64..120);
        (bits, day).prop_map(|(bits, day)| Trace {
            sketch: Sketch(bits),
            day,
        })
    }

    proptest! {
        #[test]
        fn traces_are_found_by_day_as_by_a_look_at_all(
            wanted in prop::collection::vec(trace(), 0..40),
            one in trace(),
        ) {
            let all = wanted.iter().enumerate();
            let near: Vec<usize> = all.filter(|(_, own)| own.is_near(one)).map(|(at, _)| at).collect();
            let wanted = Wanted::of(wanted);
            prop_assert_eq!(wanted.near(one.sketch, wanted.around(one.day)), near);
        }
    }
}
