//! The digest of all releases in an index.
//!
//! Leaves out checksums of files (`verify`).

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;
use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader, TantivyDocument};

use super::{IndexError, Reader, ReleaseFields, stored, unreadable};
use crate::document::{Digest, VersionMeta};

/// Number of documents that a core reads before it takes others.
const DOCS_AT_ONCE: DocId = 4096;

/// The part of a stored release that does not count.
#[derive(Deserialize)]
struct Captured<'r> {
    #[serde(borrow)]
    capture: &'r RawValue,
}

/// The digest of a version, with the id and the number by which versions are sorted.
type VersionDigest = (u64, u32, Digest);

impl Reader {
    /// Returns a SHA-256 over all versions of all releases. It does not depend on the segments: two
    /// indexes with the same content have the same digest. The `capture` of a release, its time and
    /// source bytes, does not count.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn digest(&self) -> Result<Digest, IndexError> {
        let segments = self.releases.segment_readers().par_iter();
        let ranges = segments.flat_map_iter(|segment| {
            let starts = (0..segment.max_doc()).step_by(DOCS_AT_ONCE as usize);
            starts.map(move |first| (segment, first))
        });
        let digests = ranges.map(|(segment, first)| digests(segment, first, &self.fields));
        let mut digests = digests.collect::<Result<Vec<_>, _>>()?.concat();
        digests.sort_unstable_by_key(|(id, number, _)| (*id, *number));
        let all: Vec<u8> = digests
            .iter()
            .flat_map(|(_, _, digest)| *digest.as_bytes())
            .collect();
        Ok(Digest::of(&all))
    }
}

/// Returns the digests of the versions of a segment from document `first` on.
fn digests(
    segment: &SegmentReader,
    first: DocId,
    fields: &ReleaseFields,
) -> Result<Vec<VersionDigest>, IndexError> {
    let store = segment
        .get_store_reader(1)
        .map_err(|error| IndexError::Read(error.into()))?;
    let ids = segment.fast_fields().u64("id").map_err(IndexError::Read)?;
    let docs = first..segment.max_doc().min(first.saturating_add(DOCS_AT_ONCE));
    let alive = docs.filter(|doc| !segment.is_deleted(*doc));
    let digests = alive.map(|doc| {
        let (number, digest) = digest(&store, doc, fields)?;
        Ok((ids.first(doc).unwrap_or_default(), number, digest))
    });
    digests.collect()
}

fn digest(
    store: &StoreReader,
    doc: DocId,
    fields: &ReleaseFields,
) -> Result<(u32, Digest), IndexError> {
    let document: TantivyDocument = store.get(doc).map_err(IndexError::Read)?;
    let (release, meta) = (
        stored(&document, fields.release)?,
        stored(&document, fields.meta)?,
    );
    let Captured { capture } =
        serde_json::from_str(&release).map_err(|error| unreadable(&error))?;
    let number = serde_json::from_str::<VersionMeta>(&meta)
        .map_err(|error| unreadable(&error))?
        .number;
    // The value lies within the text that it was read from.
    let at = capture.get().as_ptr() as usize - release.as_ptr() as usize;
    let (before, after) = (&release[..at], &release[at + capture.get().len()..]);
    let before = before.strip_suffix(",\"capture\":").unwrap_or(before);
    let counted = [before, after, &meta].concat();
    Ok((number, Digest::of(counted.as_bytes())))
}
