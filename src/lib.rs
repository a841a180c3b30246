//! Omroeper
pub mod document;
pub mod markup;
