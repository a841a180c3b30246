//! Reads hits on all cores.
//!
//! Leaves out what is read of a hit, and ranking: one query is ranked on one core.

use rayon::prelude::*;
use tantivy::DocAddress;

use crate::index::IndexError;

/// Number of hits that are read before the first of them is returned.
const HITS_AT_ONCE: usize = 256;

/// Calls `read` for each address on all cores, and returns what it returns, in order.
pub(super) fn on_all_cores<T: Send>(
    addresses: impl Iterator<Item = Result<DocAddress, IndexError>>,
    read: impl Fn(DocAddress) -> Result<T, IndexError> + Sync,
) -> impl Iterator<Item = Result<T, IndexError>> {
    let mut addresses = addresses.fuse();
    let some = std::iter::from_fn(move || {
        let some: Vec<_> = addresses.by_ref().take(HITS_AT_ONCE).collect();
        let read = some.into_par_iter().map(|address| address.and_then(&read));
        let read: Vec<_> = read.collect();
        (!read.is_empty()).then_some(read)
    });
    some.flatten()
}
