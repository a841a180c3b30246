//! What can be wrong with an index.
//!
//! Leaves out the captures that it is built from.

use std::path::PathBuf;

use super::BuiltWith;

/// What can be wrong with an index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Nothing was ingested.
    #[error(
        "no index in `{path}` (run `omroeper ingest SOURCE…` first, or search files with `--in PATH`)"
    )]
    Missing {
        /// Where one was looked for.
        path: PathBuf,
    },
    /// Another version of this program built it.
    #[error(
        "the index in `{path}` was built by {found}, not {ours} (rebuild it from the captures with `omroeper reindex`)"
    )]
    OtherVersion {
        /// The generation.
        path: PathBuf,
        /// What built it.
        found: BuiltWith,
        /// What reads it.
        ours: BuiltWith,
    },
    /// There is no generation to go back to.
    #[error("`{path}` holds no generation before the live one (`omroeper reindex` keeps the last)")]
    NoOther {
        /// Where one was looked for.
        path: PathBuf,
    },
    /// Its files contradict each other.
    #[error("`{path}` {reason} (rebuild the index from the captures with `omroeper reindex`)")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file system refused.
    #[error("cannot use `{path}` (is the disk full, or are its permissions others?)")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// tantivy cannot open it.
    #[error(
        "cannot open the index in `{path}` (rebuild it from the captures with `omroeper reindex`)"
    )]
    Tantivy {
        /// The index.
        path: PathBuf,
        /// Why.
        #[source]
        source: tantivy::TantivyError,
    },
    /// tantivy cannot write.
    #[error("cannot write the index (is the disk full?)")]
    Write(#[source] tantivy::TantivyError),
    /// tantivy cannot read.
    #[error("cannot read the index (rebuild it from the captures with `omroeper reindex`)")]
    Read(#[source] tantivy::TantivyError),
}
