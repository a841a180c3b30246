//! Writes the versions of releases to both indexes and commits them.
//!
//! Leaves out where captures come from (`archive`) and how releases are extracted (`extract`).

use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::RamDirectory;
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::Field;
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use super::deletion::WithNumber;
use super::merges::InTwoSteps;
use super::release_document::Documents;
use super::schema::{QuoteFields, ReleaseFields};
use super::shared_directory::SharedDirectory;
use super::tantivy_document::{Fields as _, QueuedDocument};
use super::tokenizer::tokenizers;
use super::versions::documents_of;
use super::{IndexError, Indexes, NextGeneration, generation};
use crate::document::{ReleaseId, Version};
use crate::failpoint;

/// Memory budgets in bytes. A writer gathers postings in memory up to its budget, then writes them
/// as a segment. Large segments need no merging.
const RELEASES_BUDGET: usize = 128 << 20;
const QUOTES_BUDGET: usize = 24 << 20;

/// Number of times that segments with deleted documents are rewritten. Merges run one at a time, so
/// each failed rewrite means that another merge is done.
const REWRITE_ATTEMPTS: u32 = 100;

/// The payload of a commit: the sequence number of the last capture that it contains.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct CommitPayload {
    seq: u64,
}

/// The analyzed versions of a release, ready to be added.
#[derive(Debug)]
pub struct Prepared {
    id: u64,
    seq: u64,
    releases: Vec<QueuedDocument>,
    quotes: Vec<QueuedDocument>,
}

/// The single writer of both indexes.
pub struct IndexSetWriter {
    releases: SubIndexWriter,
    quotes: SubIndexWriter,
    release_fields: ReleaseFields,
    quote_fields: QuoteFields,
}

struct SubIndexWriter {
    writer: IndexWriter<QueuedDocument>,
    /// Sequence number of the last capture in the last commit.
    committed: u64,
}

impl IndexSetWriter {
    /// Opens the live generation under `root`. Creates the first generation if there is none.
    ///
    /// # Errors
    /// As [`Indexes::open`], except that a missing index is not an error.
    pub fn open(root: &Path) -> Result<Self, IndexError> {
        match generation::live(root) {
            Err(IndexError::Missing { .. }) => {
                Self::create_next(root)?.publish(0)?;
                Self::at(&generation::live(root)?)
            }
            live => Self::at(&live?),
        }
    }

    /// Creates a new generation under `root`, empty and not yet live.
    ///
    /// # Errors
    /// [`IndexError`] where storage fails.
    pub fn create_next(root: &Path) -> Result<NextGeneration, IndexError> {
        let next = NextGeneration::begin(root)?;
        create_both(&next.folder())?;
        Ok(next)
    }

    /// Opens a generation that is being built, to add the captures that it lacks.
    ///
    /// # Errors
    /// [`IndexError`] where storage fails.
    pub fn resume(next: &NextGeneration) -> Result<Self, IndexError> {
        Self::at(&next.folder())
    }

    fn at(folder: &Path) -> Result<Self, IndexError> {
        let open = |name: &str| {
            let path = folder.join(name);
            // A reader finds missing files at once; a writer finds them only when it merges.
            let index = SharedDirectory::open(&path)
                .map_err(Into::into)
                .and_then(Index::open);
            let whole = index.and_then(|index| index.reader().map(|_| index));
            let index = whole.map_err(|source| IndexError::Tantivy {
                path: path.clone(),
                source,
            })?;
            Ok::<_, IndexError>((index, path))
        };
        let (releases, releases_path) = open("releases")?;
        let (quotes, quotes_path) = open("quotes")?;
        Self::over((releases, &releases_path), (quotes, &quotes_path))
    }

    /// Creates indexes in memory, and their writer.
    ///
    /// # Errors
    /// [`IndexError::Tantivy`] where tantivy cannot start its threads.
    pub fn in_memory() -> Result<(Self, Indexes), IndexError> {
        let path = Path::new("memory");
        let build = |schema| {
            Index::create(RamDirectory::create(), schema, settings()).map_err(|source| {
                IndexError::Tantivy {
                    path: path.to_owned(),
                    source,
                }
            })
        };
        let (releases, quotes) = (
            build(ReleaseFields::build().0)?,
            build(QuoteFields::build().0)?,
        );
        let indexes = Indexes::in_memory(releases.clone(), quotes.clone())?;
        Ok((Self::over((releases, path), (quotes, path))?, indexes))
    }

    fn over(
        (mut releases, releases_path): (Index, &Path),
        (mut quotes, quotes_path): (Index, &Path),
    ) -> Result<Self, IndexError> {
        releases.set_tokenizers(tokenizers());
        quotes.set_tokenizers(tokenizers());
        Ok(Self {
            releases: SubIndexWriter::over(
                &releases,
                indexing_threads(),
                RELEASES_BUDGET,
                releases_path,
            )?,
            quotes: SubIndexWriter::over(&quotes, 1, QUOTES_BUDGET, quotes_path)?,
            release_fields: ReleaseFields::build().1,
            quote_fields: QuoteFields::build().1,
        })
    }

    /// Returns the sequence number of the last capture that both indexes contain. Newer captures
    /// must be applied again.
    #[must_use]
    pub fn committed(&self) -> u64 {
        self.releases.committed.min(self.quotes.committed)
    }

    /// Analyzes all versions of a release. `versions` is empty if the page never had a release. Can
    /// run on many threads at once.
    #[must_use]
    pub fn prepare(&self, release: ReleaseId, versions: &[Version], seq: u64) -> Prepared {
        let mut prepared = Prepared {
            id: release.as_u64(),
            seq,
            releases: Vec::new(),
            quotes: Vec::new(),
        };
        for (_, Documents { release, quotes }) in documents_of(versions, seq) {
            prepared
                .releases
                .push(self.release_fields.document(release));
            let quotes = quotes.into_iter();
            prepared
                .quotes
                .extend(quotes.map(|quote| self.quote_fields.document(quote)));
        }
        prepared
    }

    /// Replaces all documents with the id of a release by its prepared versions.
    ///
    /// Releases must come in order of `seq`. Applying one twice changes nothing.
    ///
    /// # Errors
    /// [`IndexError::Write`] if tantivy's threads have stopped after a storage error.
    pub fn upsert(&self, prepared: Prepared) -> Result<(), IndexError> {
        let Prepared {
            id,
            seq,
            releases,
            quotes,
        } = prepared;
        self.releases
            .replace(seq, (self.release_fields.id, id), releases)?;
        self.quotes
            .replace(seq, (self.quote_fields.release_id, id), quotes)
    }

    /// Makes everything up to capture `seq` durable and visible. After a crash, one index may
    /// contain fewer captures than the other; each continues after the last capture in its own
    /// payload.
    ///
    /// # Errors
    /// [`IndexError::Write`]; earlier commits stay.
    pub fn commit(&mut self, seq: u64) -> Result<(), IndexError> {
        let Self {
            releases, quotes, ..
        } = self;
        std::thread::scope(|scope| {
            let quotes = scope.spawn(|| quotes.commit(seq));
            let releases = releases.commit(seq);
            failpoint::reach("half-committed");
            releases.and(quotes.join().expect("a commit does not panic"))
        })
    }

    /// Removes every version of `releases`, and rewrites the files that held them.
    ///
    /// The committed sequence number stays the same, so that an interrupted purge runs again.
    ///
    /// # Errors
    /// [`IndexError::Write`].
    pub fn purge(&mut self, releases: &[ReleaseId]) -> Result<(), IndexError> {
        for id in releases.iter().map(|release| release.as_u64()) {
            self.releases.delete(self.release_fields.id, id)?;
            self.quotes.delete(self.quote_fields.release_id, id)?;
        }
        self.commit(self.committed())?;
        failpoint::reach("purge-committed");
        self.releases.rewrite_segments()?;
        self.quotes.rewrite_segments()
    }

    /// Waits until the merges that commits started are done.
    ///
    /// # Errors
    /// [`IndexError::Write`] where one failed.
    pub fn finish(self) -> Result<(), IndexError> {
        self.releases
            .writer
            .wait_merging_threads()
            .map_err(IndexError::Write)?;
        self.quotes
            .writer
            .wait_merging_threads()
            .map_err(IndexError::Write)
    }
}

impl SubIndexWriter {
    /// Replaces the documents that have a number in a field by those made from capture `seq`, unless
    /// this index already contains that capture.
    fn replace(
        &self,
        seq: u64,
        (field, number): (Field, u64),
        documents: Vec<QueuedDocument>,
    ) -> Result<(), IndexError> {
        if seq <= self.committed {
            return Ok(());
        }
        self.delete(field, number)?;
        for document in documents {
            self.writer
                .add_document(document)
                .map_err(IndexError::Write)?;
        }
        Ok(())
    }

    fn delete(&self, field: Field, number: u64) -> Result<(), IndexError> {
        let query = Box::new(WithNumber { field, number });
        self.writer
            .delete_query(query)
            .map(drop)
            .map_err(IndexError::Write)
    }

    fn over(index: &Index, threads: usize, budget: usize, path: &Path) -> Result<Self, IndexError> {
        let failed = |source| IndexError::Tantivy {
            path: path.to_owned(),
            source,
        };
        // A merge maps its segments into memory, so only one merge runs at a time.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(budget / threads)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options).map_err(failed)?;
        writer.set_merge_policy(Box::new(InTwoSteps::default()));
        // Remove the files of a writer that died before its commit: new files may get the same
        // names.
        writer.garbage_collect_files().wait().map_err(failed)?;
        Ok(Self {
            writer,
            committed: committed(index)?,
        })
    }

    /// Rewrites the segments that have deleted documents, and removes their old files.
    ///
    /// A merge that an earlier commit started may replace a segment first. The rewrite of that
    /// segment then fails, and is tried again on what replaced it.
    fn rewrite_segments(&mut self) -> Result<(), IndexError> {
        for attempt in 1.. {
            let segments = self.with_deletions()?;
            if segments.is_empty() {
                break;
            }
            match self.writer.merge(&segments).wait() {
                Ok(_) => {}
                Err(TantivyError::InvalidArgument(_)) if attempt < REWRITE_ATTEMPTS => {}
                Err(error) => return Err(IndexError::Write(error)),
            }
        }
        self.writer
            .garbage_collect_files()
            .wait()
            .map_err(IndexError::Write)
            .map(drop)
    }

    /// The segments that have deleted documents.
    fn with_deletions(&self) -> Result<Vec<SegmentId>, IndexError> {
        let segments = self
            .writer
            .index()
            .searchable_segment_metas()
            .map_err(IndexError::Write)?;
        let has_deletions = |meta: &&SegmentMeta| meta.num_deleted_docs() > 0;
        Ok(segments
            .iter()
            .filter(has_deletions)
            .map(SegmentMeta::id)
            .collect())
    }

    fn commit(&mut self, seq: u64) -> Result<(), IndexError> {
        let seq = seq.max(self.committed);
        let mut commit = self.writer.prepare_commit().map_err(IndexError::Write)?;
        commit.set_payload(
            &serde_json::to_string(&CommitPayload { seq }).expect("a number serializes"),
        );
        commit.commit().map_err(IndexError::Write)?;
        self.committed = seq;
        Ok(())
    }
}

/// Returns the number of threads that gather the postings of releases. Half the cores are enough:
/// extraction and analysis run on other threads and take twice the time. One thread is too few: the
/// other cores would wait while it writes its last segment.
fn indexing_threads() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| (cores.get() / 2).clamp(2, 4))
}

/// Returns the sequence number of the last capture in the last commit of `index`.
pub(super) fn committed(index: &Index) -> Result<u64, IndexError> {
    let Some(payload) = index.load_metas().map_err(IndexError::Read)?.payload else {
        return Ok(0);
    };
    let payload: CommitPayload =
        serde_json::from_str(&payload).map_err(|_| IndexError::Damaged {
            path: "meta.json".into(),
            reason: "has a last commit without a sequence number".into(),
        })?;
    Ok(payload.seq)
}

fn create_both(folder: &Path) -> Result<(), IndexError> {
    create(&folder.join("releases"), ReleaseFields::build().0)?;
    create(&folder.join("quotes"), QuoteFields::build().0)
}

fn create(path: &Path, schema: tantivy::schema::Schema) -> Result<(), IndexError> {
    std::fs::create_dir_all(path).map_err(|source| IndexError::Io {
        path: path.to_owned(),
        source,
    })?;
    let failed = |source: tantivy::TantivyError| IndexError::Tantivy {
        path: path.to_owned(),
        source,
    };
    let directory = SharedDirectory::open(path).map_err(|e| failed(e.into()))?;
    Index::create(directory, schema, settings())
        .map(drop)
        .map_err(failed)
}

/// Stored values are packed one by one, so a block of them is not packed again.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        ..IndexSettings::default()
    }
}
