//! The index that is built from captures: schema, generations on disk, upserts and readers.
//!
//! Leaves out queries (`search`).
//!
//! ```
//! use omroeper::{document::Capture, extract::{extract, versions}, index::IndexSetWriter};
//!
//! let capture = Capture::new("https://zandwijk.example/brug", "2021-06-01T00:00:00Z".parse()?, "text/plain", "Nieuwe brug\n\nDe gemeente Zandwijk bouwt een brug.".into());
//! let (mut writer, indexes) = IndexSetWriter::in_memory()?;
//! let release = extract(&capture)?;
//! let id = release.id;
//! writer.upsert(writer.prepare(id, &versions([(capture.time, Some(release))]), 1))?;
//! writer.commit(1)?;
//! assert_eq!(indexes.reader()?.count()?, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod tokenizer;
mod schema;
mod shared_directory;
mod encoded_terms;
mod decode;
mod ranked;
mod document;
mod quote_document;
mod register_entry;
mod release_document;
mod tantivy_document;
mod versions;
#[cfg(feature = "opensearch")]
mod json_document;
mod built_with;
mod digest;
mod error;
mod generation;
mod read_only;
mod merges;
mod packed;
mod deletion;
mod verify;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tantivy::collector::Count;
use tantivy::directory::Directory as _;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::document::{Release, ReleaseId, Version, VersionStatus, json_name};
pub use built_with::BuiltWith;
pub use error::IndexError;
pub use generation::{NextGeneration, live_name, remove_kept, remove_unfinished, roll_back};
#[cfg(feature = "opensearch")]
pub use json_document::{JsonDocument, JsonDocuments, SAME_PLACE};
pub use quote_document::{party_of, quote_ids, speaks_for};
pub use ranked::{B, K1, PARTS, RARE_IN_PROSE, SYNONYM, UNIT};
pub use register_entry::RegisterEntry;
pub use release_document::bare_address;
pub use schema::{
    EDITED, QuoteFields, REPEATED, ReleaseFields, SCHEMA_VERSION, TextFields, acronym_term,
};
pub use verify::{VerifiedFiles, verify_live};
pub use writer::{IndexSetWriter, Prepared};

/// Number of blocks of stored releases that each segment keeps in memory, of 16 KiB each. A search reads few
/// of them twice.
const STORE_CACHE: usize = 32;

/// Both indexes, open for reading. After a rebuild, the next [`reader`](Self::reader) reads the new
/// live generation.
pub struct Indexes {
    /// The `index` folder of a home; `None` for indexes in memory.
    root: Option<PathBuf>,
    opened: Mutex<Generation>,
}

/// Both indexes of one generation.
struct Generation {
    releases: Followed,
    quotes: Followed,
    /// The folder of the generation; empty for indexes in memory.
    folder: PathBuf,
}

impl Indexes {
    /// Opens the live generation under `root`, the `index` folder of a home.
    ///
    /// # Errors
    /// [`IndexError`] if there is no index, if another version of the program built it, or if it is
    /// damaged.
    pub fn open(root: &Path) -> Result<Self, IndexError> {
        let opened = generation::with_live(root, Generation::at)?;
        Ok(Self {
            root: Some(root.to_owned()),
            opened: Mutex::new(opened),
        })
    }

    /// Opens indexes in memory.
    fn in_memory(releases: Index, quotes: Index) -> Result<Self, IndexError> {
        Ok(Self {
            root: None,
            opened: Mutex::new(Generation::in_memory(releases, quotes)?),
        })
    }

    /// Returns a reader of the last commit of the live generation. Later commits and rebuilds do
    /// not change what the reader returns.
    ///
    /// # Errors
    /// [`IndexError`] where it cannot be read.
    pub fn reader(&self) -> Result<Reader, IndexError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(root) = &self.root else {
            return opened.reader();
        };
        generation::with_live(root, |live| {
            if opened.folder != live {
                *opened = Generation::at(live)?;
            }
            opened.reader()
        })
    }
}

impl Generation {
    fn at(folder: &Path) -> Result<Self, IndexError> {
        let open = |name: &str| {
            let path = folder.join(name);
            let opened = read_only::open(&path).and_then(Followed::open);
            opened.map_err(|source| IndexError::Tantivy { path, source })
        };
        let (releases, quotes) = rayon::join(|| open("releases"), || open("quotes"));
        Ok(Self {
            releases: releases?,
            quotes: quotes?,
            folder: folder.to_owned(),
        })
    }

    fn in_memory(releases: Index, quotes: Index) -> Result<Self, IndexError> {
        let open = |index: Index| Followed::open(index).map_err(IndexError::Read);
        Ok(Self {
            releases: open(releases)?,
            quotes: open(quotes)?,
            folder: PathBuf::new(),
        })
    }

    fn reader(&mut self) -> Result<Reader, IndexError> {
        Ok(Reader {
            releases: self.releases.searcher().map_err(IndexError::Read)?,
            quotes: self.quotes.searcher().map_err(IndexError::Read)?,
            fields: ReleaseFields::build().1,
            quote_fields: QuoteFields::build().1,
        })
    }
}

/// An index, and the commit of it that is open.
struct Followed {
    reader: tantivy::IndexReader,
    index: Index,
    /// `meta.json` as it was before the commit was opened.
    commit: Vec<u8>,
}

impl Followed {
    fn open(index: Index) -> tantivy::Result<Self> {
        let commit = Self::commit_of(&index)?;
        let reader = read_only::read(|| {
            index
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .doc_store_cache_num_blocks(STORE_CACHE)
                .try_into()
        })?;
        Ok(Self {
            reader,
            index,
            commit,
        })
    }

    /// Returns what tells a commit from others: it names the files of the commit.
    fn commit_of(index: &Index) -> tantivy::Result<Vec<u8>> {
        Ok(index.directory().atomic_read(Path::new("meta.json"))?)
    }

    /// Returns a searcher of the last commit. Opening all its files takes milliseconds, so that is done only for
    /// another commit than the one that is open.
    fn searcher(&mut self) -> tantivy::Result<Searcher> {
        let commit = Self::commit_of(&self.index)?;
        if commit != self.commit {
            read_only::read(|| self.reader.reload())?;
            self.commit = commit;
        }
        Ok(self.reader.searcher())
    }
}

/// One committed state of both indexes.
pub struct Reader {
    /// The index of releases.
    pub releases: Searcher,
    /// The index of quotes.
    pub quotes: Searcher,
    /// Fields of the index of releases.
    pub fields: ReleaseFields,
    /// Fields of the index of quotes.
    pub quote_fields: QuoteFields,
}

impl Reader {
    /// Returns the number of releases: one for each page that still exists.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub fn count(&self) -> Result<u64, IndexError> {
        self.with_status(VersionStatus::Current)
    }

    /// Returns the number of versions with that status.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub fn with_status(&self, status: VersionStatus) -> Result<u64, IndexError> {
        let query = TermQuery::new(self.status_term(status), IndexRecordOption::Basic);
        self.releases
            .search(&query, &Count)
            .map(|count| count as u64)
            .map_err(IndexError::Read)
    }

    /// Returns the term that matches all versions with that status.
    #[must_use]
    pub fn status_term(&self, status: VersionStatus) -> Term {
        Term::from_field_text(self.fields.status, &json_name(&status))
    }

    /// Returns every version in the index, in no particular order.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn versions(&self) -> impl Iterator<Item = Result<Version, IndexError>> {
        let addresses =
            self.releases
                .segment_readers()
                .iter()
                .enumerate()
                .flat_map(|(segment, reader)| {
                    reader
                        .doc_ids_alive()
                        .map(move |doc| DocAddress::new(segment as u32, doc))
                });
        addresses.map(|address| self.version(address))
    }

    /// Returns the release id of every version in the index. A release with several versions occurs
    /// several times.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub fn ids(&self) -> Result<Vec<ReleaseId>, IndexError> {
        let mut ids = Vec::new();
        for segment in self.releases.segment_readers() {
            let column = segment.fast_fields().u64("id").map_err(IndexError::Read)?;
            ids.extend(
                segment
                    .doc_ids_alive()
                    .filter_map(|doc| column.first(doc))
                    .map(ReleaseId::from_u64),
            );
        }
        Ok(ids)
    }

    /// Returns the sequence number of the last capture that both indexes contain.
    ///
    /// # Errors
    /// [`IndexError`] where the index cannot be read.
    pub fn committed(&self) -> Result<u64, IndexError> {
        let committed = |searcher: &Searcher| writer::committed(searcher.index());
        Ok(committed(&self.releases)?.min(committed(&self.quotes)?))
    }

    /// Returns the long forms that releases give for `acronym`, ignoring case.
    ///
    /// # Errors
    /// [`IndexError::Read`] where the index cannot be read.
    pub fn explained(&self, acronym: &str) -> Result<Vec<String>, IndexError> {
        let begin = acronym_term(acronym, "");
        let mut explained = Vec::new();
        for segment in self.releases.segment_readers() {
            let terms = segment
                .inverted_index(self.fields.acronyms)
                .map_err(IndexError::Read)?;
            let range = terms.terms().range().ge(begin.as_bytes()).into_stream();
            let mut stream = range.map_err(|e| IndexError::Read(e.into()))?;
            while stream.advance() {
                let Some(rest) = stream.key().strip_prefix(begin.as_bytes()) else {
                    break;
                };
                explained.push(String::from_utf8_lossy(rest).into_owned());
            }
        }
        explained.sort();
        explained.dedup();
        Ok(explained)
    }

    /// Returns the release at `address` in the index of releases.
    ///
    /// # Errors
    /// [`IndexError`] where it cannot be read.
    pub fn release(&self, address: DocAddress) -> Result<Release, IndexError> {
        self.version(address).map(|version| version.release)
    }

    /// Returns the release at `address`, with its place among the versions of its page.
    ///
    /// # Errors
    /// [`IndexError`] where it cannot be read.
    pub fn version(&self, address: DocAddress) -> Result<Version, IndexError> {
        let doc: TantivyDocument = self.releases.doc(address).map_err(IndexError::Read)?;
        let read = |error: serde_json::Error| unreadable(&error);
        let release = stored(&doc, self.fields.release)?;
        let meta = stored(&doc, self.fields.meta)?;
        let (release, meta) = (
            serde_json::from_str(&release).map_err(read)?,
            serde_json::from_str(&meta).map_err(read)?,
        );
        Ok(Version { release, meta })
    }
}

/// Returns the JSON that `document` stores in `field`.
///
/// # Errors
/// [`IndexError::Damaged`] if it stores none, or it cannot be unpacked.
fn stored(document: &TantivyDocument, field: Field) -> Result<String, IndexError> {
    let value = document.get_first(field).and_then(|value| value.as_bytes());
    packed::unpack(value.unwrap_or_default()).map_err(|error| unreadable(&error))
}

/// The error of a stored release that is not JSON of a release.
fn unreadable(error: &dyn std::error::Error) -> IndexError {
    IndexError::Damaged {
        path: "releases".into(),
        reason: format!("holds a release that cannot be read: {error}"),
    }
}
