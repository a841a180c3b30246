//! The roles that a block can have.
//!
//! Leaves out which block has which (`roles`).

use crate::document::TailKind;

/// What a block is to its release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It shows the title.
    Title,
    /// It is nothing but a date of publication.
    DateLine,
    /// It is of the release's text.
    Text,
    /// It says the title or the lead once more.
    Repeat,
    /// It goes with the text and is not of it: a part of that kind.
    Tail(TailKind),
    /// It frames the text: what stands above it, menus, page footers.
    Frame,
}
