//! Answers as people and programs read them: terminal, JSON, CSV, TREC runs.
//!
//! Leaves out where an answer came from. Every form is made from one set of [views], which have a
//! published schema each ([`schemas`]). Everything is written to a given writer; whether that is a
//! terminal with colour is the caller's to know.

mod csv;
mod terminal;
mod trec;
pub mod views;

use schemars::{Schema, schema_for};

pub use csv::{CSV_COLUMNS, csv_record};
pub use terminal::{
    write_answer, write_diff, write_history, write_official, write_reasons, write_release,
    write_status, write_version,
};
pub use trec::write_trec;
use views::{AnswerView, DiffView, HitView, OfficialView, ReleaseView, StatusView};

/// The JSON Schemas (draft 2020-12) of all views: the files of `schema/` by their names.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("answer", schema_for!(AnswerView<'_>)),
        ("diff", schema_for!(DiffView<'_>)),
        ("hit", schema_for!(HitView<'_>)),
        ("official", schema_for!(OfficialView<'_>)),
        ("release", schema_for!(ReleaseView<'_>)),
        ("status", schema_for!(StatusView)),
    ]
}

#[cfg(test)]
mod tests;
