//! Finds the newest version of a release.
//!
//! Leaves out every other search.

use tantivy::Term;
use tantivy::collector::TopDocs;
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
