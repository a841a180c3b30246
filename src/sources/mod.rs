//! The register of sources: public bodies, their sites, page layouts, and fields of records.
//!
//! Leaves out HTTP, storage, and what a page says.

pub mod offers;
pub mod organisations;
pub mod record;
pub mod register;
pub(crate) mod bodies;
pub(crate) mod media;
pub(crate) mod sites;
