//! Errors of the index.
//!
//! Leaves out errors in the captures that it is built from.

use std::path::PathBuf;

use super::BuiltWith;
use crate::home::remedy;

/// An error of the index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// No index was built yet.
    #[error(
        "no index in `{path}` (run `omroeper ingest SOURCE…` or `omroeper fetch` first, or `omroeper update` if there are captures; or search files with `--in PATH`)"
    )]
    Missing {
        /// The folder where the index should be.
        path: PathBuf,
    },
    /// Another version of this program built it.
    #[error(
        "the index in `{path}` was built by {found}, not {ours} (rebuild it from the captures with `omroeper reindex`)"
    )]
    OtherVersion {
        /// The generation.
        path: PathBuf,
        /// The versions that it was built with.
        found: BuiltWith,
        /// The versions of this program.
        ours: BuiltWith,
    },
    /// There is no generation to roll back to.
    #[error(
        "`{path}` holds no generation before the live one (`omroeper reindex` keeps the previous one)"
    )]
    NoOther {
        /// The folder of the generations.
        path: PathBuf,
    },
    /// The files of the index are damaged or inconsistent.
    #[error("`{path}` {reason} (rebuild the index from the captures with `omroeper reindex`)")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file system returned an error.
    #[error("cannot use `{path}` ({})", remedy(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// tantivy cannot open the index.
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
    /// tantivy cannot write the index.
    #[error("cannot write the index (is the disk full?)")]
    Write(#[source] tantivy::TantivyError),
    /// The engine cannot do what a query asks.
    #[error("a cluster cannot {what} ({instead})")]
    Unsupported {
        /// What it cannot do.
        what: String,
        /// What to use instead.
        instead: &'static str,
    },
    /// An engine elsewhere cannot be searched.
    #[error(transparent)]
    Elsewhere(Box<dyn std::error::Error + Send + Sync>),
    /// tantivy cannot read the index.
    #[error("cannot read the index (rebuild it from the captures with `omroeper reindex`)")]
    Read(#[source] tantivy::TantivyError),
}
