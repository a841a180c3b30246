//! `Reason`: why a field of a release is what it is.
//!
//! Leaves out finding reasons, which `extract` does.

use serde::Serialize;

/// What gave a field, and on what evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The field of the release: `title`, `quotes[0]`.
    pub field: String,
    /// What was read, in short.
    pub value: String,
    /// The rule that gave it.
    pub rule: String,
    /// The words or markup that it rests on.
    pub evidence: Option<String>,
}
