//! Finds a version of a release by the release's id: the newest one, or one by its number.
//!
//! Leaves out every other search.

use tantivy::Term;
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::document::{ReleaseId, Version, VersionStatus};
use crate::index::{IndexError, Reader};

/// Returns the newest version of the release with that id, even if its page is gone.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn latest_version(reader: &Reader, id: ReleaseId) -> Result<Option<Version>, IndexError> {
    let term = Term::from_field_u64(reader.fields.id, id.as_u64());
    let terms = [
        (Occur::Must, term),
        (
            Occur::MustNot,
            reader.status_term(VersionStatus::Superseded),
        ),
    ];
    let clause = |(occur, term)| {
        (
            occur,
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>,
        )
    };
    let query = BooleanQuery::new(terms.map(clause).into());
    let found = reader
        .releases
        .search(&query, &TopDocs::with_limit(1).order_by_score())
        .map_err(IndexError::Read)?;
    found
        .first()
        .map(|(_, address)| reader.version(*address))
        .transpose()
}

/// Returns a version of the release with that id, by its number; `None` if the index lacks it.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn numbered_version(
    reader: &Reader,
    id: ReleaseId,
    number: u32,
) -> Result<Option<Version>, IndexError> {
    let mut versions = versions_of(reader, id)?.into_iter();
    Ok(versions.find(|version| version.meta.number == number))
}

/// Returns all versions of the release with that id, the first one first.
///
/// # Errors
/// [`IndexError`] where the index cannot be read.
pub fn versions_of(reader: &Reader, id: ReleaseId) -> Result<Vec<Version>, IndexError> {
    let term = Term::from_field_u64(reader.fields.id, id.as_u64());
    let query = TermQuery::new(term, IndexRecordOption::Basic);
    let found = reader.releases.search(&query, &DocSetCollector);
    let found = found.map_err(IndexError::Read)?.into_iter();
    let mut versions: Vec<Version> = found
        .map(|address| reader.version(address))
        .collect::<Result<_, _>>()?;
    versions.sort_by_key(|version| version.meta.number);
    Ok(versions)
}
