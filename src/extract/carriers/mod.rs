//! Reads each file format of a capture (HTML, plain text, JSON record) into a draft.
//!
//! Leaves out reading fields from the draft (`fields`).

pub(super) mod html;
pub(super) mod plain;
pub(super) mod record;
