//! Omroeper (Dutch: *town crier*) finds what Dutch governments have said, and who said it.
//!
//! **Captured pages are the log; everything else is derived from it.** A [`Capture`] is what a server
//! answered or a file held, byte for byte. Extraction is a pure function of a capture. The index is
//! a fold over captures. So any index can be thrown away and rebuilt, an interrupted job resumes by
//! reading the log from where the index stands, and every hit can show its evidence.
//!
//! The rooms, in the order in which a page passes through them:
//!
//! 1. [`document`]: the nouns. A [`Capture`] is raw, a [`Release`] is read, a [`Hit`] is found.
//! 2. [`markup`]: bytes to characters, a page's own address, and what is worth parsing.
//! 3. [`archive`]: captures at rest, in WARC segments with a catalogue; loading of files, folders,
//!    WARCs and JSONL.
//! 4. [`extract`]: `Capture` → `Release`: title, dates, publisher, people, quotes, lists, tail.
//! 5. [`analysis`]: Dutch text → terms.
//! 6. [`index`]: tantivy's schema, generations on disk, upserts, readers.
//! 7. [`search`]: the query language, ranking, filters, snippets.
//! 8. [`present`]: an answer as text, JSON, a TREC run.
//! 9. [`pipeline`]: the wiring of all of it; the one place that spreads work over cores.
//!
//! `failpoint` marks places where a test may end the process; release builds have nothing of it.
//!
//! Fetching from the web (`sources`, `fetch`) and web pages (`web`) have rooms kept for them, not yet
//! built. Which room may know which is held by a test, `tests/it/architecture.rs`.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//!
//! use omroeper::pipeline::index_in_memory;
//! use omroeper::search::{Request, search};
//!
//! let (indexes, report) = index_in_memory(&["fixtures/pages".into()], &AtomicBool::new(false))?;
//! assert!(report.failures.is_empty());
//! let request = Request { query: "circulaire economie".into(), ..Request::default() };
//! let answer = search(&indexes.reader()?, &request)?;
//! assert!(answer.total > 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Capture`]: document::Capture
//! [`Release`]: document::Release
//! [`Hit`]: search::Hit

mod failpoint;
pub mod document;
pub mod markup;
pub mod archive;
pub mod extract;
pub mod analysis;
pub mod index;
pub mod search;
pub mod present;
pub mod pipeline;
