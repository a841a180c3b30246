//! Blocks of text → people, what they say, and what only stands in quotation marks.
//!
//! Leaves out where the text came from: it knows blocks and Dutch, and nothing else of the crate.

pub(crate) mod people;
pub(crate) mod quotes;
mod sentences;
mod words;
