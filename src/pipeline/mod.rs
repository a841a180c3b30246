//! Wiring: one call a job. A stream of source items in, a committed index out; and what is asked of both.
//!
//! Leaves out the inside of any stage, and where items come from. Work is spread over cores here: one
//! thread takes items from the source, one loads and logs, some batches ahead of the one that reads and
//! indexes; the last two spread over rayon's pool. Memory is bounded by what a batch may weigh, whatever
//! the sources hold.

mod apply;
mod batch;
mod check;
mod error;
mod export;
mod history;
mod in_memory;
mod incoming;
mod ingest;
mod reindex;
mod remove;
mod report;
mod show;
mod status;
mod write;

use std::sync::atomic::AtomicBool;
use std::time::Duration;

pub use batch::{BatchFormat, BatchOptions, WrongLine, answer_batch};
pub use check::check;
pub use error::PipelineError;
pub use export::{ExportFormat, export};
pub use history::{Comparison, History, compare, history};
pub use in_memory::{index_in_memory, read_each};
pub use ingest::ingest;
pub use reindex::{reindex, roll_back};
pub use remove::{forget, purge, repair};
pub use report::{Failure, FailureCause, Progress, Report};
pub use show::show;
pub use status::{digest, status};
pub use write::update;

/// How a job that writes is run.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// Hears how far it is.
    pub progress: &'a dyn Progress,
    /// Ends it early when raised; what was logged is indexed first.
    pub stop: &'a AtomicBool,
    /// How long it waits for another writer.
    pub wait: Duration,
}

impl Default for Job<'_> {
    /// Silent, without an end, and not waiting.
    fn default() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self {
            progress: &(),
            stop: &NEVER,
            wait: Duration::ZERO,
        }
    }
}
