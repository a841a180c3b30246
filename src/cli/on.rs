//! Where queries are answered: in the home, in files, or on a cluster.
//!
//! Leaves out the queries.

use std::path::PathBuf;

use clap::Args;
use omroeper::index::Reader;
use omroeper::load;
use omroeper::pipeline::{self, Job, index_in_memory};
use omroeper::present::counted;
use omroeper::search::Engine;

use super::exit::Interrupted;
use super::progress::Bar;
use super::{Global, files, terminal};

/// The cluster that answers queries, if one does.
#[derive(Debug, Args)]
#[command(next_help_heading = "Cluster")]
pub(crate) struct On {
    /// Search the archive that was pushed to the `OpenSearch` cluster with this node; may be repeated, so
    /// that a node may be lost
    #[cfg(feature = "opensearch")]
    #[arg(long = "on", value_name = "URL", value_delimiter = ',')]
    nodes: Vec<String>,
    #[cfg(feature = "opensearch")]
    #[command(flatten)]
    access: super::cluster::Access,
}

#[cfg_attr(
    not(feature = "opensearch"),
    allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "a build without clusters has no choice"
    )
)]
impl On {
    /// Whether a cluster answers.
    pub(crate) fn is_cluster(&self) -> bool {
        #[cfg(feature = "opensearch")]
        return !self.nodes.is_empty();
        #[cfg(not(feature = "opensearch"))]
        false
    }

    /// Returns what opens the cluster again and again, for a server that follows each push; `None` if the home answers.
    /// The cluster is opened once here, so that a mistake is told at once.
    #[cfg(feature = "web")]
    pub(crate) fn opener(&self) -> anyhow::Result<Option<omroeper::web::OpenEngine>> {
        #[cfg(feature = "opensearch")]
        if self.is_cluster() {
            let live = self.access.follow(&self.nodes)?;
            live.engine()?;
            return Ok(Some(Box::new(move || live.engine())));
        }
        Ok(None)
    }

    /// Returns what answers queries: the cluster, the files in `paths`, or the index of the home. Also returns whether
    /// some of the files failed.
    pub(crate) fn engine(
        &self,
        global: &Global,
        paths: &[PathBuf],
    ) -> anyhow::Result<(Box<dyn Engine>, bool)> {
        #[cfg(feature = "opensearch")]
        if self.is_cluster() {
            if !paths.is_empty() {
                return Err(super::exit::usage(
                    "files are searched here, not on a cluster (leave out `--in` or `--on`)",
                ));
            }
            return Ok((Box::new(self.access.open(&self.nodes)?), false));
        }
        let (reader, partial) = reader(global, paths)?;
        Ok((Box::new(reader), partial))
    }
}

/// A reader of the home's index, or of an in-memory index of the given paths. Also returns whether
/// some of the paths failed.
pub(super) fn reader(global: &Global, paths: &[PathBuf]) -> anyhow::Result<(Reader, bool)> {
    if paths.is_empty() {
        let home = global.home()?;
        let reader = omroeper::index::Indexes::open(&home.index())?.reader()?;
        if !global.quiet
            && let Some(behind) = pipeline::behind(&home, &reader)?
        {
            terminal::note(&format!(
                "{} not indexed yet (run `omroeper update`)",
                counted(behind, "capture")
            ));
        }
        return Ok((reader, false));
    }
    let stop = terminal::stop_flag(|| terminal::note("stopping"));
    let paths = files::expand(paths)?;
    let options = files::options(&paths);
    let bar = Bar::new(global);
    bar.expect_in(&paths, &options);
    let job = Job {
        progress: &bar,
        stop: &stop,
        ..Job::default()
    };
    let (indexes, report) = index_in_memory(load::items(paths, options), &job)?;
    bar.clear();
    if report.interrupted {
        return Err(Interrupted.into());
    }
    terminal::note_failures(global, &report.failures);
    Ok((indexes.reader()?, !report.failures.is_empty()))
}
