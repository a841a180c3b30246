//! The same documents on an `OpenSearch` cluster, for archives that are too large for one machine.
//!
//! Leaves out the embedded engine (`index`), which stays the default. Dutch is analyzed here; the cluster gets terms.
//! Releases and quotes are two indexes, made from the templates in `schema/opensearch`, each behind an alias. An index
//! of another analysis or schema is filled beside the live one, and both aliases are moved in one call.
//!
//! Every document has an external version: the number of the newest capture of its release, or of its purge. So what
//! is sent twice counts once, and what comes late does not replace what is newer.
//!
//! # Searching
//!
//! A query becomes a plan (`search::Plan`), from which both engines make their own query (`translate`). The embedded
//! engine and a cluster are each an [`Engine`](crate::search::Engine): the commands and pages that search know only that.
//! Frequencies of words come from the cluster (`live`), so that spelling, synonyms and the weights of compounds are
//! those of what it holds.
//!
//! # Planning
//!
//! Measured with three nodes of 3.9.0 (heap 512 MB) and the push on one machine of two cores: 100,000 synthetic releases
//! of 2.6 kB with 39,679 quotes, one shard and one replica of each index.
//!
//! | what | figure |
//! |---|---|
//! | releases a second, with quotes and replicas | 600–670; the local ingest of the same pages 2,000 |
//! | CPU of the push itself (reading, analysis) | 0.28 ms a release |
//! | bytes a release and copy, quotes included | 3.3 kB merged; 12 kB right after a fill |
//! | two words in the field of ranking, best 10, over HTTP | p50 4.9 ms, p99 15 ms |
//! | a search as people ask it (`serve --on`), snippets included | p50 20 ms, p99 70 ms; the embedded engine 4 and 11 |
//! | a page of `serve --on` with facets and timeline | p50 41 ms, p99 111 ms; the embedded engine 9 and 36 |
//!
//! Right after a fill, an index still keeps what it was sent for the recovery of its copies; merges drop that.
//!
//! Extrapolated from these, with shards of 30 to 50 GB, which `OpenSearch` advises; nothing of this was run:
//!
//! | releases | primaries | primary shards of releases | disk with one replica, and room for a refill | time of a fill at 670 a second |
//! |---|---|---|---|---|
//! | 10 M | 33 GB | 1 | 130 GB, for some hours 400 | 4 hours |
//! | 100 M | 330 GB | 8 | 1.3 TB, for some hours 4 | 2 days |
//! | 1,000 M | 3.3 TB | 80 | 13 TB, for some hours 40 | 17 days |
//!
//! The heap should be half of the memory of a node and at most 31 GB; the other half holds the files. The number of
//! shards cannot be changed later except by a refill (`--again`), so take those of the size to come.
//!
//! *What breaks first*: the disk during a refill, because two generations stand beside each other and the new one is not
//! merged yet; then the time of a refill. Nodes with more cores shorten it until the push is the limit: one core
//! prepares about 3,500 releases a second.
//!
//! *Upgrades*: one node at a time; a push waits for it (`--patience`). A major version reads the indexes of the one
//! before it. *Snapshots* bring a lost cluster back sooner than a refill; the log of captures can always fill it anew.

mod address;
mod bulk;
mod client;
mod error;
mod generation;
mod push;
mod pages;
mod translate;
mod search;
mod counts;
mod quotes;
mod live;
mod engine;
mod follow;

pub use address::{ClusterAddress, Credentials};
pub use bulk::Rejected;
pub use error::ClusterError;
pub use follow::LiveCluster;
pub use live::Cluster;
pub use push::{Archive, PushOptions, PushProgress, Pushed, push, roll_back};
