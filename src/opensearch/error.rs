//! Why a cluster cannot be used.
//!
//! Leaves out documents that it refuses, which are in the outcome of a push.

use std::path::PathBuf;

use crate::index::IndexError;

/// Why a cluster cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// The address is wrong, or not safe.
    #[error("`{address}` {reason}")]
    Address {
        /// The address, without credentials.
        address: String,
        /// What is wrong with it, and the remedy.
        reason: String,
    },
    /// A file of certificates or credentials cannot be used.
    #[error("cannot use `{path}`: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// No node answers.
    #[error("no answer from {nodes} ({reason}; check the address, and that the cluster runs)")]
    Unreachable {
        /// The addresses.
        nodes: String,
        /// The last failure.
        reason: String,
    },
    /// The certificate of a node is not trusted.
    #[error(
        "the certificate of {nodes} is not trusted: {reason} (give the certificate of its authority with `--ca FILE`)"
    )]
    Certificate {
        /// The addresses.
        nodes: String,
        /// Why.
        reason: String,
    },
    /// The credentials are missing, wrong or not enough.
    #[error(
        "{nodes} answers {status}: {reason} (set OMROEPER_CLUSTER_USER and OMROEPER_CLUSTER_PASSWORD, or OMROEPER_CLUSTER_TOKEN)"
    )]
    Credentials {
        /// The addresses.
        nodes: String,
        /// 401 or 403.
        status: u16,
        /// What the cluster says.
        reason: String,
    },
    /// What answers is not an `OpenSearch` cluster that this program knows.
    #[error(
        "{nodes} is not OpenSearch 2 or newer: {found} (give the address of an OpenSearch cluster)"
    )]
    NotOpenSearch {
        /// The addresses.
        nodes: String,
        /// What it says that it is.
        found: String,
    },
    /// The cluster has no manager, or a part of an index has no node.
    #[error("the cluster at {nodes} cannot work now: {reason} (start the nodes that are missing)")]
    NotReady {
        /// The addresses.
        nodes: String,
        /// What the cluster says.
        reason: String,
    },
    /// The cluster does not take more documents.
    #[error(
        "the cluster at {nodes} takes no documents: {reason} (a disk may be full; make room, then lift the block `index.blocks.read_only_allow_delete`)"
    )]
    ReadOnly {
        /// The addresses.
        nodes: String,
        /// What the cluster says.
        reason: String,
    },
    /// There is an index with our name that is not ours.
    #[error("`{index}` was not made by Omroeper (choose other names with `--name`)")]
    Foreign {
        /// The index or alias.
        index: String,
    },
    /// Another archive was pushed under these names.
    #[error(
        "another archive was pushed to `{name}` (choose other names with `--name`, or replace it with `--take-over`)"
    )]
    OtherArchive {
        /// What the names begin with.
        name: String,
    },
    /// There is no earlier index to return to.
    #[error(
        "the cluster keeps no earlier index under `{name}` (push makes one when the analysis changes)"
    )]
    NoOther {
        /// What the names begin with.
        name: String,
    },
    /// Nothing was pushed to the cluster under the name.
    #[error(
        "{nodes} has no archive under the name `{name}` (push one there with `omroeper push`, or give its name with `--name`)"
    )]
    NothingPushed {
        /// The addresses.
        nodes: String,
        /// What the names begin with.
        name: String,
    },
    /// Another version of this program pushed the archive.
    #[error(
        "the archive `{name}` on {nodes} was pushed by another version of this program (push it again with this one, or search it with that one)"
    )]
    OtherVersion {
        /// The addresses.
        nodes: String,
        /// What the names begin with.
        name: String,
    },
    /// A document is missing, or differs from those beside it.
    #[error("the cluster has no release for {document} (a push may be running; search again)")]
    Incomplete {
        /// The document.
        document: String,
    },
    /// The cluster answers something that this program does not understand.
    #[error("{nodes} answers {status} to {what}: {reason}")]
    Answer {
        /// The addresses.
        nodes: String,
        /// The status.
        status: u16,
        /// What was asked.
        what: String,
        /// What it says.
        reason: String,
    },
    /// The cluster does not hold what was sent.
    #[error(
        "`{index}` holds {found} documents, and the archive {wanted} (push the archive again with `--again`)"
    )]
    Differs {
        /// The index.
        index: String,
        /// Number of documents in it.
        found: u64,
        /// Number of documents that the archive has.
        wanted: u64,
    },
    /// The local index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl From<ClusterError> for IndexError {
    fn from(error: ClusterError) -> Self {
        match error {
            ClusterError::Index(error) => error,
            error => Self::Elsewhere(Box::new(error)),
        }
    }
}
