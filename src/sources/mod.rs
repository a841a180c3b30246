//! The register: public bodies, their sites, how pages are laid out, which fields records have.
//!
//! Leaves out HTTP, storage, and what a page says.

pub mod record;
pub(crate) mod bodies;
pub(crate) mod sites;
