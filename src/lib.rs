//! Omroeper
pub mod document;
pub mod markup;
pub mod extract;
pub mod analysis;
pub mod archive;
pub mod index;
pub mod search;
pub mod present;
pub mod pipeline;
