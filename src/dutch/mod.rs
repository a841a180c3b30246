//! Dutch as data: offices, names, verbs, the calendar, and other closed lists.
//!
//! Leaves out grammar, which is in `speech`, `extract` and `analysis`. Each list is a file in
//! `data/` that a linguist can read and correct without knowing Rust. This module reads the files,
//! and finds where sentences end and what place opens a message, since that takes little more than the lists.

pub(crate) mod calendar;
pub(crate) mod dateline;
pub(crate) mod list;
pub(crate) mod offices;
pub(crate) mod pattern;
pub(crate) mod sentences;
pub(crate) mod tail;
pub(crate) mod verbs;
pub(crate) mod words;
