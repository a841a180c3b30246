//! Dutch as data: offices, names, verbs, the calendar, and other closed lists.
//!
//! Leaves out grammar, which `speech`, `extract` and `analysis` have. Each list is a file in `data/`,
//! which a linguist can read and correct without reading Rust; this room reads the files.

pub(crate) mod calendar;
pub(crate) mod list;
pub(crate) mod offices;
pub(crate) mod tail;
pub(crate) mod verbs;
pub(crate) mod words;
