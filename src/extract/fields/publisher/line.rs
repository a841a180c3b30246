//! What the readers of single lines share: how long a line is, how it begins, and what kind of name it holds.
//!
//! Leaves out which lines name a publisher (`lines`, `issue`).

use super::names::kind_or_other;
use super::publisher;
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::sources::media::is_medium;

/// Longest line that names a publisher, in bytes.
pub(super) const LINE: usize = 160;

/// Longest name of a writer before a medium, in bytes.
pub(super) const WRITER: usize = 40;

/// Returns the publisher whom a line names.
pub(super) fn told(name: &str, kind: PublisherKind) -> Publisher {
    publisher(name, kind, PublisherEvidence::SourceLine)
}

/// Returns the body of any kind whom a line names.
pub(super) fn told_body(name: &str) -> Publisher {
    told(name, kind_or_other(name))
}

/// Whether a line begins with one of `words`, in whatever case.
pub(super) fn begins_with(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        line.get(..word.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(word))
    })
}

/// Whether a source is a medium, of the list or by its name: `Zandwijk Nieuws`.
pub(super) fn is_paper(name: &str) -> bool {
    let opens_with_letter = name.starts_with(char::is_alphabetic);
    is_medium(name)
        || name.ends_with(" Nieuws") && opens_with_letter
        || name.starts_with("Persbureau ")
}
