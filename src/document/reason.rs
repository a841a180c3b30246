//! `Reason`: why a field of a release has its value.
//!
//! Leaves out finding reasons (`extract`).

use serde::Serialize;

/// The rule that found the value of a field, and its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The field of the release: `title`, `quotes[0]`.
    pub field: String,
    /// The value, shortened.
    pub value: String,
    /// The rule that found it.
    pub rule: String,
    /// The words or markup that support it.
    pub evidence: Option<String>,
}
