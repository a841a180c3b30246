//! `omroeper push`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use omroeper::opensearch::{ClusterAddress, Credentials, PushOptions, roll_back};
use omroeper::pipeline::{self, Job};
use omroeper::present::counted;

use super::exit::{self, Exit};
use super::progress::Bar;
use super::{Global, LockWait, terminal};

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
    #[arg(long, value_name = "URL", required = true, value_delimiter = ',')]
    to: Vec<String>,
    /// What the names of the indexes begin with
    #[arg(long, value_name = "NAME", default_value = "omroeper", value_parser = name)]
    name: String,
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

/// How a cluster is reached.
#[derive(Debug, Args)]
pub(crate) struct Access {
    /// Certificates that the cluster's are signed with, in PEM form [default: those of the system]
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// File with `USER:PASSWORD`, or with a token
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// Seconds to wait while nodes are missing or busy
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    patience: u64,
}

impl Access {
    /// Returns the address of a cluster with credentials.
    pub(crate) fn to(&self, nodes: &[String]) -> anyhow::Result<ClusterAddress> {
        let credentials = match &self.credentials {
            Some(path) => Some(in_file(path)?),
            None => in_environment()?,
        };
        let address = ClusterAddress::new(
            nodes,
            credentials,
            self.ca.clone(),
            Duration::from_secs(self.patience),
        );
        address.map_err(|error| exit::usage(error.to_string()))
    }
}

fn in_file(path: &Path) -> anyhow::Result<Credentials> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    let text = text.trim();
    if text.is_empty() {
        let path = path.display();
        return Err(exit::usage(format!(
            "`{path}` is empty (write `USER:PASSWORD` or a token into it)"
        )));
    }
    Ok(match text.split_once(':') {
        Some((user, password)) => Credentials::Basic(user.to_owned(), password.to_owned()),
        None => Credentials::Bearer(text.to_owned()),
    })
}

fn in_environment() -> anyhow::Result<Option<Credentials>> {
    let of = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let user = of("OMROEPER_CLUSTER_USER");
    let password = of("OMROEPER_CLUSTER_PASSWORD");
    match (user, password, of("OMROEPER_CLUSTER_TOKEN")) {
        (None, None, None) => Ok(None),
        (None, None, Some(token)) => Ok(Some(Credentials::Bearer(token))),
        (Some(user), Some(password), None) => Ok(Some(Credentials::Basic(user, password))),
        (_, _, Some(_)) => Err(exit::usage(
            "both a user and a token are set (unset OMROEPER_CLUSTER_TOKEN, or the user and password)",
        )),
        _ => Err(exit::usage(
            "a user needs a password (set both OMROEPER_CLUSTER_USER and OMROEPER_CLUSTER_PASSWORD)",
        )),
    }
}

/// Reads the beginning of the names of indexes.
fn name(text: &str) -> Result<String, &'static str> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
    if begins && text.len() <= 60 && text.chars().all(is_plain) {
        Ok(text.to_owned())
    } else {
        Err("is not a name (use lower-case letters, digits, `-` and `_`)")
    }
}

impl Push {
    pub(crate) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let cluster = self.access.to(&self.to)?;
        if self.replace.rollback {
            let (from, to) = roll_back(&cluster, &self.name)?;
            if !global.quiet {
                terminal::note(&format!("{to} is live again, {from} is kept"));
            }
            return Ok(Exit::Done);
        }
        let home = global.home()?;
        let options = PushOptions {
            name: self.name.clone(),
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
