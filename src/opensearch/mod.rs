//! The same documents on an `OpenSearch` cluster, for archives that are too large for one machine.
//!
//! Leaves out the embedded engine (`index`), which stays the default. Dutch is analyzed here; the cluster gets terms.
//! Releases and quotes are two indexes, made from the templates in `schema/opensearch`, each behind an alias. An index
//! of another analysis or schema is filled beside the live one, and both aliases are moved in one call.
//!
//! Every document has an external version: the number of the newest capture of its release, or of its purge. So what
//! is sent twice counts once, and what comes late does not replace what is newer.

mod address;
mod bulk;
mod client;
mod error;
mod generation;
mod push;

pub use address::{ClusterAddress, Credentials};
pub use error::ClusterError;
pub use push::{Archive, PushOptions, PushProgress, Pushed, Rejected, push, roll_back};
