//! Brings a cluster level with the archive of a home.
//!
//! Leaves out the cluster (`opensearch`).

use std::fs;

use super::{Job, PipelineError, Progress};
use crate::archive::{Log, PushLock};
use crate::home::Home;
use crate::index::{self, Indexes};
use crate::opensearch::{self, Archive, ClusterAddress, PushOptions, PushProgress, Pushed};

/// Brings a cluster level with the live index of the home.
///
/// # Errors
/// [`PipelineError`]; what the cluster acknowledged stays, and the next push goes on there.
pub fn push(
    home: &Home,
    cluster: &ClusterAddress,
    options: &PushOptions,
    job: &Job<'_>,
) -> Result<Pushed, PipelineError> {
    let log = Log::open(home)?;
    let _lock = PushLock::take(home, job.wait)?;
    // Read first: if another generation becomes live meanwhile, the next push fills anew.
    let generation = index::live_name(&home.index())?.unwrap_or_default();
    let reader = Indexes::open(&home.index())?.reader()?;
    let archive = Archive {
        reader: &reader,
        generation: &generation,
        id: &id(home)?,
        purges: &log.purge_notices(0)?,
    };
    let progress = Releases(job.progress);
    Ok(opensearch::push(
        &archive, cluster, options, &progress, job.stop,
    )?)
}

/// Returns the id of the archive of a home, by which a cluster tells archives apart. The first push makes it.
fn id(home: &Home) -> Result<String, PipelineError> {
    let path = home.archive_id();
    let failed = |source| PipelineError::Folder {
        path: home.archive_id(),
        source,
    };
    match fs::read_to_string(&path) {
        Ok(id) => Ok(id.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut bits = [0; 16];
            getrandom::fill(&mut bits).map_err(|error| failed(error.into()))?;
            let id = data_encoding::HEXLOWER.encode(&bits);
            let file = tempfile::NamedTempFile::new_in(home.path()).map_err(failed)?;
            fs::write(file.path(), &id).map_err(failed)?;
            file.persist(&path).map_err(|error| failed(error.error))?;
            Ok(id)
        }
        Err(error) => Err(failed(error)),
    }
}

/// Counts releases as the pages of a job.
struct Releases<'a>(&'a dyn Progress);

impl PushProgress for Releases<'_> {
    fn expect(&self, releases: u64) {
        self.0.expect(releases);
    }

    fn advance(&self, releases: u64) {
        self.0.advance(releases, 0);
    }
}
