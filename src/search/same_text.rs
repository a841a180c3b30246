//! Decides whether two releases are the same text of two publishers, and finds the copies of a release.
//!
//! Leaves out how much texts resemble each other (`analysis`), and lists of hits (`group`).

use std::cell::OnceCell;

use jiff::civil::Date;
use tantivy::columnar::Column;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DateTime, DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::cores::of_segments;
use super::dates::DAY;
use crate::analysis::{Details, Shingles, Signature};
use crate::document::{Release, ReleaseId, Version, VersionStatus};
use crate::index::{IndexError, Reader};

/// From this containment and this resemblance on, two releases are the same text.
const CONTAINMENT: f64 = 0.55;
const RESEMBLANCE: f64 = 0.2;

/// From this share of common names and numbers on, of both texts or of the one with fewer: two notices made by one
/// form have others.
const DETAILS: f64 = 0.3;
const DETAILS_OF_FEWER: f64 = 0.6;

/// Most days between two publications of the same text.
const DAYS: i64 = 21;

/// Fewest hashes of the signature of a text that a copy has too. Of texts with a resemblance of 0.3, 97 % have as many
/// in common, and one in 500,000 of texts that share nothing.
const HASHES: usize = 2;

/// A hash that more than one release in so many has, and more than a few, is not looked for: it is one of a common
/// run of words.
const COMMON: u64 = 500;
const FEW: u64 = 100;

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
    for (_, address) in near_releases(reader, &[trace])? {
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

    /// Returns the trace of the text; `None` for a short text.
    pub(super) fn trace(&self) -> Option<Trace> {
        Some(Trace {
            signature: self.shingles().signature()?,
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

/// From what is guessed whether two releases have the same text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trace {
    signature: Signature,
    day: Option<i64>,
}

impl Trace {
    pub(super) fn is_near(self, other: Self) -> bool {
        !are_apart(self.day.zip(other.day)) && self.signature.in_both(other.signature) >= HASHES
    }
}

/// Returns the versions of all releases whose trace is near one of `traces`. Each comes with the place of that
/// trace.
///
/// # Errors
/// [`IndexError::Read`] where the index cannot be read.
pub(super) fn near_releases(
    reader: &Reader,
    traces: &[Trace],
) -> Result<Vec<(usize, DocAddress)>, IndexError> {
    let releases = &reader.releases;
    let lists = of_segments(releases, |_, segment| {
        lists(segment, reader.fields.signature, traces)
    })?;
    let common = FEW.max(releases.num_docs() / COMMON);
    let hashes = traces.len() * Signature::LENGTH;
    let is_rare: Vec<bool> = (0..hashes)
        .map(|hash| {
            let frequencies = lists
                .iter()
                .filter_map(|of_segment| of_segment[hash].as_ref());
            let frequency: u64 = frequencies.map(|list| u64::from(list.doc_freq)).sum();
            frequency <= common
        })
        .collect();
    let found = of_segments(releases, |ordinal, segment| {
        let lists = lists[ordinal as usize].iter().zip(&is_rare);
        let rare: Vec<Option<&TermInfo>> = lists
            .map(|(list, is_rare)| list.as_ref().filter(|_| *is_rare))
            .collect();
        let near = near_in_segment(segment, reader.fields.signature, traces, &rare)?.into_iter();
        let near = near.map(|(place, doc)| (place, DocAddress::new(ordinal, doc)));
        Ok(near.collect::<Vec<_>>())
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// Returns the list of each hash of each trace, in order.
fn lists(
    segment: &SegmentReader,
    signature: Field,
    traces: &[Trace],
) -> tantivy::Result<Vec<Option<TermInfo>>> {
    let index = segment.inverted_index(signature)?;
    let hashes = traces.iter().flat_map(|trace| trace.signature.terms());
    let lists = hashes.map(|hash| index.get_term_info(&Term::from_field_u64(signature, hash)));
    Ok(lists.collect::<Result<_, _>>()?)
}

fn near_in_segment(
    segment: &SegmentReader,
    signature: Field,
    traces: &[Trace],
    lists: &[Option<&TermInfo>],
) -> tantivy::Result<Vec<(usize, DocId)>> {
    let index = segment.inverted_index(signature)?;
    let published: Option<Column<DateTime>> = segment.fast_fields().column_opt("published")?;
    let day = |doc| published.as_ref()?.first(doc).map(day_of_time);
    let mut found = Vec::new();
    // A document as often as it has a hash of the trace.
    let mut docs = Vec::new();
    let of_traces = traces.iter().zip(lists.chunks(Signature::LENGTH));
    for (place, (trace, lists)) in of_traces.enumerate() {
        docs.clear();
        for list in lists.iter().copied().flatten() {
            let mut postings = index.read_postings_from_terminfo(list, IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                docs.push(postings.doc());
                postings.advance();
            }
        }
        docs.sort_unstable();
        for same in docs.chunk_by(|one, next| one == next) {
            let doc = same[0];
            if same.len() >= HASHES
                && !segment.is_deleted(doc)
                && !are_apart(trace.day.zip(day(doc)))
            {
                found.push((place, doc));
            }
        }
    }
    Ok(found)
}
