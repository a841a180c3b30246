//! What is wrong with a query, shown where it is wrong.
//!
//! Leaves out printing.

use std::fmt;
use std::ops::Range;

/// A query that cannot be read.
///
/// Its text is the reason, the query, a caret below the place, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The query as given.
    pub query: String,
    /// Bytes of it that are wrong.
    pub span: Range<usize>,
    /// What is wrong.
    pub reason: String,
    /// What to write instead.
    pub suggestion: String,
}

impl std::error::Error for QueryError {}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A query on several lines is shown on one, so that the caret points into it.
        let shown: String = self
            .query
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let before = self
            .query
            .get(..self.span.start)
            .map_or(0, |s| s.chars().count());
        let carets = self
            .query
            .get(self.span.clone())
            .map_or(1, |s| s.chars().count().max(1));
        write!(
            f,
            "{}\n  {shown}\n  {:before$}{}\n({})",
            self.reason,
            "",
            "^".repeat(carets),
            self.suggestion
        )
    }
}
