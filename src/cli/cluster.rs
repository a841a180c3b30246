//! How the commands that use a cluster reach it.
//!
//! Leaves out what they do there.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
#[cfg(feature = "web")]
use omroeper::opensearch::LiveCluster;
use omroeper::opensearch::{Cluster, ClusterAddress, Credentials};

use super::exit;

/// How long a person waits for an answer, in seconds.
const FOR_A_SEARCH: u64 = 30;

/// How long a page waits for its searches, in seconds: less than a page may take.
#[cfg(feature = "web")]
const FOR_A_PAGE: u64 = 5;

/// How a cluster is reached.
#[derive(Debug, Args)]
pub(crate) struct Access {
    /// What the names of the indexes begin with
    #[arg(id = "archive", long = "name", value_name = "NAME", default_value = "omroeper", value_parser = name, requires = "nodes")]
    pub(super) name: String,
    /// Certificates that the cluster's are signed with, in PEM form [default: those of the system]
    #[arg(long, value_name = "FILE", requires = "nodes")]
    ca: Option<PathBuf>,
    /// File with `USER:PASSWORD`, or with a token
    #[arg(long, value_name = "FILE", requires = "nodes")]
    credentials: Option<PathBuf>,
    /// Seconds to wait while nodes are missing or busy [default: 180 for a push, 30 for a search, 5 for a page]
    #[arg(long, value_name = "SECONDS", requires = "nodes")]
    patience: Option<u64>,
}

impl Access {
    /// Opens the archive on a cluster for searches.
    pub(crate) fn open(&self, nodes: &[String]) -> anyhow::Result<Cluster> {
        let address = self.address(nodes, FOR_A_SEARCH)?;
        Ok(Cluster::open(&address, &self.name)?)
    }

    /// Follows the archive on a cluster, for searches again and again.
    #[cfg(feature = "web")]
    pub(crate) fn follow(&self, nodes: &[String]) -> anyhow::Result<LiveCluster> {
        let address = self.address(nodes, FOR_A_PAGE)?;
        Ok(LiveCluster::new(address, self.name.clone()))
    }

    /// Returns the address of a cluster with credentials. `patience` is in seconds.
    pub(crate) fn address(
        &self,
        nodes: &[String],
        patience: u64,
    ) -> anyhow::Result<ClusterAddress> {
        let credentials = match &self.credentials {
            Some(path) => Some(in_file(path)?),
            None => in_environment()?,
        };
        let address = ClusterAddress::new(
            nodes,
            credentials,
            self.ca.clone(),
            Duration::from_secs(self.patience.unwrap_or(patience)),
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
        Err(
            "is not a name (begin with a lower-case letter; use at most 60 of them, digits, `-` and `_`)",
        )
    }
}
