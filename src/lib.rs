//! Omroeper (Dutch: *town crier*) finds what Dutch governments have said, and who said it.
//!
//! **Captured pages are the log; everything else is derived from it.** A [`Capture`] is what a
//! server answered or what a file held, byte for byte. Extraction is a pure function of a capture.
//! The index is a fold over captures. So any index can be thrown away and rebuilt, an interrupted
//! job continues where the index ends, and every hit can show its evidence.
//!
//! The rooms, in reading order:
//!
//! 1. [`document`]: the nouns. A [`Capture`] is raw, a [`Release`] is read.
//! 2. `dutch`: the language as data, and what reads it: offices, verbs, names, calendar, acronyms.
//! 3. [`markup`]: bytes to characters, a page's own address, and what is worth parsing.
//! 4. [`home`]: where everything is on disk.
//! 5. `warc`: the format, both ways; capture to record and back.
//! 6. [`sources`]: one register of public bodies, how each offers its news, and what a record of an
//!    interface means.
//! 7. [`load`]: files, folders, WARC, WACZ and JSONL to a stream of [`SourceItem`]s.
//! 8. [`archive`]: the log of captures, its catalog, and the one writer.
//! 9. [`fetch`]: what servers answer to the same stream, politely and completely.
//! 10. `speech`: text to officials, quotes and terms.
//! 11. [`extract`]: `Capture` → `Release`: title, dates, publisher, lists, tail.
//! 12. [`analysis`]: Dutch text → terms.
//! 13. [`index`]: release → fields and terms → tantivy; generations on disk, readers.
//! 14. [`search`]: a [`Query`] is a value; prepared on a reader it gives hits, all or the best.
//! 15. [`watch`]: saved queries, and what they have told.
//! 16. `opensearch`: the same documents on a cluster.
//! 17. [`present`]: answers as typed views; as text, JSON, tables, citations or a TREC run.
//! 18. [`pipeline`]: one call a job; it spreads work over cores.
//! 19. [`web`]: pages and an API on what the other rooms offer. Tokio is here, in `fetch` and in `opensearch` alone.
//!
//! A page passes `load` or `fetch` → `pipeline` → `archive` → `extract` (which asks `markup`, `sources` and
//! `speech`) → `index` (which asks `analysis`). A query passes `search` → `index` → `present`.
//!
//! `failpoint` marks places where a test may end the process; release builds have nothing of it.
//! Which room may use which is checked by a test, `tests/it/architecture.rs`.
//!
//! ```
//! use omroeper::load::{self, LoadOptions};
//! use omroeper::pipeline::{Job, index_in_memory};
//! use omroeper::search::{Paging, Query};
//!
//! let items = load::items(vec!["fixtures/pages".into()], LoadOptions::at(jiff::Timestamp::now()));
//! let (indexes, report) = index_in_memory(items, &Job::default())?;
//! assert!(report.failures.is_empty());
//! let reader = indexes.reader()?;
//! let query: Query = "circulaire economie".parse()?;
//! let answer = query.prepare(&reader)?.top(&Paging::default())?;
//! assert!(answer.total > 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Capture`]: document::Capture
//! [`Release`]: document::Release
//! [`SourceItem`]: load::SourceItem
//! [`Query`]: search::Query

mod failpoint;
pub mod document;
mod dutch;
pub mod markup;
pub mod home;
mod warc;
pub mod sources;
pub mod load;
pub mod archive;
#[cfg(feature = "fetch")]
pub mod fetch;
mod speech;
pub mod extract;
pub mod analysis;
pub mod index;
pub mod search;
pub mod watch;
#[cfg(feature = "opensearch")]
pub mod opensearch;
pub mod present;
pub mod pipeline;
#[cfg(feature = "web")]
pub mod web;
