//! Omroeper
pub mod document;
pub mod markup;
pub mod extract;
pub mod present;
