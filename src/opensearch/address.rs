//! Where a cluster is, and how it knows us.
//!
//! Leaves out connections (`client`). Credentials come from the environment or a file, and are sent over TLS or to this
//! machine only.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use url::{Host, Url};

use super::ClusterError;

/// How a cluster knows us. Its debug form hides the secret.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A user and a password.
    Basic(String, String),
    /// A token.
    Bearer(String),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// Where a cluster is.
#[derive(Debug, Clone)]
pub struct ClusterAddress {
    pub(super) nodes: Vec<Url>,
    pub(super) credentials: Option<Credentials>,
    pub(super) authority: Option<PathBuf>,
    pub(super) patience: Duration,
}

impl ClusterAddress {
    /// Reads the addresses of one node or more. `authority` is a file with the certificates that the cluster's are
    /// signed with, in PEM form; otherwise the system's are trusted. `patience` is how long a question may go without
    /// an answer while nodes are missing or busy.
    ///
    /// # Errors
    /// [`ClusterError::Address`] if one is no address, holds a password, or would get credentials over a network
    /// without encryption.
    pub fn new(
        nodes: &[String],
        credentials: Option<Credentials>,
        authority: Option<PathBuf>,
        patience: Duration,
    ) -> Result<Self, ClusterError> {
        let nodes = nodes.iter().map(|node| read(node, credentials.is_some()));
        Ok(Self {
            nodes: nodes.collect::<Result<_, _>>()?,
            credentials,
            authority,
            patience,
        })
    }

    /// Returns the addresses as messages name them.
    pub(super) fn shown(&self) -> String {
        let shown = self.nodes.iter().map(|node| {
            let shown = node.as_str().trim_end_matches('/');
            format!("`{shown}`")
        });
        shown.collect::<Vec<_>>().join(", ")
    }
}

fn read(text: &str, has_credentials: bool) -> Result<Url, ClusterError> {
    let wrong = |address: &str, reason: &str| ClusterError::Address {
        address: address.to_owned(),
        reason: reason.to_owned(),
    };
    let no_address = "is not an address (write `http://127.0.0.1:9200`)";
    let mut url = Url::parse(text).map_err(|_| wrong(text, no_address))?;
    if !matches!(url.scheme(), "http" | "https") || url.query().is_some() {
        return Err(wrong(text, no_address));
    }
    if !url.username().is_empty() || url.password().is_some() {
        let _ = url.set_username("").and_then(|()| url.set_password(None));
        let reason = "holds a user or a password, which others can read on a command line (set \
                      OMROEPER_CLUSTER_USER and OMROEPER_CLUSTER_PASSWORD, or give `--credentials FILE`)";
        return Err(wrong(url.as_str(), reason));
    }
    if has_credentials && url.scheme() == "http" && !is_here(&url) {
        let reason = "is not encrypted, so that others could read the credentials (use `https://`)";
        return Err(wrong(text, reason));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

/// Whether an address is of this machine.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_not_sent_where_others_can_read_them() {
        let credentials = || Some(Credentials::Basic("u".into(), "geheim".into()));
        let read = |node: &str, credentials| {
            ClusterAddress::new(&[node.to_owned()], credentials, None, Duration::ZERO)
        };
        assert!(read("http://10.0.0.1:9200", None).is_ok());
        assert!(read("http://127.0.0.1:9200", credentials()).is_ok());
        assert!(read("https://cluster.example/search", credentials()).is_ok());
        let error = read("http://10.0.0.1:9200", credentials()).expect_err("not safe");
        assert!(error.to_string().contains("not encrypted"), "{error}");
        let error = read("https://u:geheim@cluster.example", None).expect_err("not safe");
        assert!(!error.to_string().contains("geheim"), "{error}");
        assert!(read("cluster.example:9200", None).is_err());
        assert!(!format!("{:?}", credentials()).contains("geheim"));
    }
}
