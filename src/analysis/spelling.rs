//! `Spelling`: whether a word may be a name.
//!
//! Leaves out how that is decided (`names`).

/// What a word's capitals and neighbors say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Spelling {
    /// A word without a capital.
    #[default]
    Plain,
    /// A word at the beginning of a sentence or in all capitals, so that its capital says little.
    Initial,
    /// A word with a capital inside a sentence. It is a name unless the word list has it.
    Capitalized,
    /// A name: it has no other forms and no parts.
    Name,
}
