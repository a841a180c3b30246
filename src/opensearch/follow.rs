//! Follows the live archive of a cluster, for a program that searches it for days.
//!
//! Leaves out searches (`live`).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::ClusterError;
use super::address::ClusterAddress;
use super::live::Cluster;
use crate::index::IndexError;
use crate::search::Engine;

/// How long an archive is taken for the live one. A push keeps the one before it, so searches that have begun end.
const TRUSTED: Duration = Duration::from_secs(5);

/// The live archive of a cluster, whichever that is.
pub struct LiveCluster {
    address: ClusterAddress,
    name: String,
    opened: Mutex<Option<(Instant, Arc<Cluster>)>>,
}

impl LiveCluster {
    /// Follows the archive with this name. Nothing is asked yet.
    #[must_use]
    pub fn new(address: ClusterAddress, name: String) -> Self {
        Self {
            address,
            name,
            opened: Mutex::default(),
        }
    }

    /// Returns the archive that is live now, or was a few seconds ago. While one thread looks which it is, the others
    /// use the one that they know.
    ///
    /// # Errors
    /// [`IndexError::Elsewhere`] if the cluster cannot be used, or another version of this program has pushed to it.
    pub fn engine(&self) -> Result<Arc<dyn Engine>, IndexError> {
        let known = {
            let mut opened = self.opened();
            match &mut *opened {
                Some((at, cluster)) if at.elapsed() < TRUSTED => {
                    return Ok(Arc::<Cluster>::clone(cluster));
                }
                Some((at, cluster)) => {
                    *at = Instant::now();
                    Some(Arc::clone(cluster))
                }
                None => None,
            }
        };
        let cluster = match (Cluster::open(&self.address, &self.name), known) {
            (Ok(cluster), _) => Arc::new(cluster),
            // Nodes may be busy or restarted. A search waits for them, and tells if they do not come back.
            (
                Err(error @ (ClusterError::Unreachable { .. } | ClusterError::NotReady { .. })),
                Some(known),
            ) => {
                tracing::warn!("searching what was live before: {error}");
                known
            }
            (Err(error), _) => {
                *self.opened() = None;
                return Err(error.into());
            }
        };
        *self.opened() = Some((Instant::now(), Arc::clone(&cluster)));
        Ok(cluster)
    }

    fn opened(&self) -> MutexGuard<'_, Option<(Instant, Arc<Cluster>)>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
