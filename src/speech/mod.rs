//! Reads blocks of text: the people named, what they say, and the terms in quotation marks.
//!
//! Leaves out where the text comes from. It uses blocks and Dutch word lists, and nothing else of
//! the crate.

pub(crate) mod people;
pub(crate) mod quotes;
pub(crate) mod words;
