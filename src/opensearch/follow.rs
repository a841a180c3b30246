//! Follows the live archive of a cluster, for a program that searches it for days.
//!
//! Leaves out searches (`live`).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

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

    /// Returns the archive that is live now, or was a few seconds ago.
    ///
    /// # Errors
    /// [`IndexError::Elsewhere`] if the cluster cannot be used.
    pub fn engine(&self) -> Result<Arc<dyn Engine>, IndexError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, cluster)) = &*opened
            && at.elapsed() < TRUSTED
        {
            return Ok(Arc::<Cluster>::clone(cluster));
        }
        let cluster = match (Cluster::open(&self.address, &self.name), &*opened) {
            (Ok(cluster), _) => Arc::new(cluster),
            // The search itself tells what is wrong, if it is still wrong then.
            (Err(_), Some((_, known))) => Arc::clone(known),
            (Err(error), None) => return Err(error.into()),
        };
        *opened = Some((Instant::now(), Arc::clone(&cluster)));
        Ok(cluster)
    }
}
