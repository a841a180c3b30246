//! Reads the fields of a release from the draft, with one module per field.
//!
//! Leaves out what people say, which `speech` reads.

pub(in crate::extract) mod about_page;
pub(in crate::extract) mod address;
pub(super) mod aside;
pub(super) mod dates;
pub(super) mod kind;
pub(super) mod language;
pub(super) mod links;
pub(super) mod listing;
pub(super) mod lists;
pub(super) mod publisher;
pub(super) mod opening;
mod story;
pub(super) mod tail;
pub(super) mod teasers;
pub(super) mod title;
pub(in crate::extract) mod topic;
