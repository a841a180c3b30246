//! A block in which speakers are looked for. The rules that look are methods of it, in `named`, `subject`,
//! `topic`, `attribution` and `indirect`.

use crate::speech::people::People;
use crate::speech::words::Line;

/// A block in which speakers are looked for, with the people known so far and the last subject.
pub(super) struct SpeechClause<'a> {
    pub(super) people: &'a mut People,
    /// Number of the block, and its text.
    pub(super) block: usize,
    pub(super) text: &'a str,
    /// The words of the block.
    pub(super) line: Line<'a>,
    pub(super) subject: Option<usize>,
}
