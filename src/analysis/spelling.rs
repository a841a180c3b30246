//! What the spelling of a word says of it.
//!
//! Leaves out telling (`names`).

/// What a word's spelling and neighbours say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Spelling {
    /// A word like others.
    #[default]
    Plain,
    /// A capital that stands at the head of a sentence or among capitals, and so says little.
    Initial,
    /// A capital inside a sentence: it is a word where the word list has it, else a name.
    Capitalized,
    /// A name: it has neither.
    Name,
}
