//! Defines the roles that a block can have in a release.
//!
//! Leaves out assigning them (`roles`).

use crate::document::TailKind;

/// The role of a block in its release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It shows the title.
    Title,
    /// It holds only a date of publication.
    DateLine,
    /// It belongs to the release's text.
    Text,
    /// It repeats the title or the paragraph before it.
    Repeat,
    /// It accompanies the text but does not belong to it: a tail section of this kind.
    Tail(TailKind),
    /// It is outside the release: blocks above the text, menus, page footers.
    Frame,
}

/// The role of a block, and the rule that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Assigned {
    pub(super) role: Role,
    /// The rule in words, as `extract --explain` prints it.
    pub(super) rule: &'static str,
}
