//! Errors in a query, each with the place of the error.
//!
//! Leaves out printing them.

use std::fmt;
use std::ops::Range;

/// A query that cannot be parsed.
///
/// Its text shows the reason, the query, carets below the wrong part, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The query as given.
    pub query: String,
    /// Byte range of the wrong part.
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
