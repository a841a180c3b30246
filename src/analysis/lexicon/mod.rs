//! The lexicon.
pub mod build;
