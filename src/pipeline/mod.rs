//! The jobs of the program, one function each: turning a stream of source items into a committed
//! index, and querying archive and index.
//!
//! Leaves out the inside of each stage, and where items come from. This module runs work on several
//! threads: one reads items from the source, one loads and logs them, one extracts and indexes
//! them. Logging may be a few batches ahead of indexing. Loading and extraction also use rayon's
//! thread pool. The size of a batch bounds the memory use, regardless of the size of the sources.

mod apply;
mod backup;
mod batch;
mod changes;
mod check;
mod cite;
mod declared;
mod error;
mod export;
mod history;
mod in_memory;
mod incoming;
mod ingest;
#[cfg(feature = "opensearch")]
mod push;
mod queries;
mod queue;
mod reindex;
mod remove;
mod report;
mod runs;
mod show;
mod status;
mod write;

use std::sync::atomic::AtomicBool;
use std::time::Duration;

pub use backup::{Backup, Restored, back_up, restore};
pub use batch::{Answers, BatchFormat, BatchOptions, LineError, answer_batch};
pub use changes::changes;
pub use check::{Checked, check};
pub use cite::{Cited, Evidence, cite};
pub use error::PipelineError;
pub use export::{ExportFormat, Exported, export};
pub use history::{Comparison, History, compare, history, release_named};
pub use in_memory::{index_in_memory, read_each};
pub use ingest::{create, ingest, known_files};
#[cfg(feature = "opensearch")]
pub use push::push;
pub use queries::QueryFormat;
pub use reindex::{reindex, roll_back};
pub use remove::{forget, purge, repair};
pub use report::{Failure, FailureCause, Progress, Report, on_one_line};
pub use runs::Run;
pub use show::{Shown, show};
pub use status::{FRESH, UserSources, behind, digest, due, source_states, stale, status};
pub use write::update;

/// Options of a job that writes.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// Receives the progress of the job.
    pub progress: &'a dyn Progress,
    /// Stops the job early when set. Captures that were logged are indexed first.
    pub stop: &'a AtomicBool,
    /// How long it waits for another writer.
    pub wait: Duration,
}

impl Default for Job<'_> {
    /// Without progress reports, without a stop flag, and without waiting.
    fn default() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self {
            progress: &(),
            stop: &NEVER,
            wait: Duration::ZERO,
        }
    }
}
