//! What carries a release's text, HTML, plain text or a record, as a draft.
//!
//! Leaves out what the text says (`fields`).

pub(super) mod html;
pub(super) mod plain;
pub(super) mod record;
