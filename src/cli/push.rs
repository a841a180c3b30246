//! `omroeper push`.

use std::io::Write as _;

use clap::Args;
use omroeper::opensearch::{PushOptions, roll_back};
use omroeper::pipeline::{self, Job};
use omroeper::present::counted;

use super::cluster::Access;
use super::exit::Exit;
use super::progress::Bar;
use super::{Global, LockWait, terminal};

/// How long a push waits for nodes, in seconds: a node may be restarted meanwhile.
const PATIENCE: u64 = 180;

/// Bring an `OpenSearch` cluster level with the archive
///
/// Sends the releases and quotes that the cluster lacks, and deletes what the archive has purged. A push
/// that was interrupted goes on where the cluster has acknowledged everything. An index of another
/// analysis is filled beside the live one, and made live when it is complete; the one before it is kept.
/// Credentials come from `OMROEPER_CLUSTER_USER` and `OMROEPER_CLUSTER_PASSWORD`, from
/// `OMROEPER_CLUSTER_TOKEN`, or from a file, never from the command line.
#[derive(Debug, Args)]
pub(crate) struct Push {
    /// Address of a node, such as `http://127.0.0.1:9200`; may be repeated, so that a node may be lost
    #[arg(
        id = "nodes",
        long = "to",
        value_name = "URL",
        required = true,
        value_delimiter = ','
    )]
    to: Vec<String>,
    /// Number of primary shards of a new index
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1024))]
    shards: u32,
    /// Number of copies of each shard of a new index
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=20))]
    replicas: u32,
    /// Fill a new index, and make it live when it is complete
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    replace: Replace,
    #[command(flatten)]
    access: Access,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lock_wait: LockWait,
}

/// What becomes of what the cluster has.
#[derive(Debug, Args)]
struct Replace {
    /// Make the index before the live one live again, and send nothing
    #[arg(long, conflicts_with_all = ["again", "take_over"])]
    rollback: bool,
    /// Replace another archive that was pushed under this name
    #[arg(long)]
    take_over: bool,
}

impl Push {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let cluster = self.access.address(&self.to, PATIENCE)?;
        if self.replace.rollback {
            let (from, to) = roll_back(&cluster, &self.access.name)?;
            if !global.quiet {
                terminal::note(&format!("{to} is live again, {from} is kept"));
            }
            return Ok(Exit::Done);
        }
        let home = global.home()?;
        let options = PushOptions {
            name: self.access.name.clone(),
            shards: self.shards,
            replicas: self.replicas,
            again: self.again,
            take_over: self.replace.take_over,
        };
        let stop = terminal::stop_flag(|| terminal::note("stopping; what was sent stays"));
        let bar = Bar::new(global);
        let job = Job {
            progress: &bar,
            stop: &stop,
            wait: self.lock_wait.duration(),
        };
        let pushed = pipeline::push(&home, &cluster, &options, &job);
        bar.clear();
        let pushed = pushed?;
        for rejected in &pushed.rejected {
            terminal::note_failed(&format!(
                "`{}` was not taken: {}",
                rejected.id, rejected.reason
            ));
        }
        if self.json {
            let mut out = terminal::out();
            writeln!(out, "{}", serde_json::to_string_pretty(&pushed)?)?;
            out.flush()?;
        } else if !global.quiet {
            let live = if pushed.became_live {
                ", and it is live now"
            } else {
                ""
            };
            terminal::note(&format!(
                "{} sent to {} ({} written, {} deleted, {} purged){live}",
                counted(pushed.releases, "release"),
                pushed.index,
                counted(pushed.documents, "document"),
                pushed.deleted,
                pushed.purged
            ));
        }
        Ok(match (pushed.interrupted, pushed.rejected.is_empty()) {
            (true, _) => Exit::Interrupted,
            (false, false) => Exit::Partial,
            (false, true) => Exit::Done,
        })
    }
}
