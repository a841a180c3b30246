//! Writes results for people and programs: terminal, JSON, CSV, TREC runs.
//!
//! Leaves out producing the results. Every output format is made from one set of [views], each with
//! a published schema ([`schemas`]). Output goes to a writer that the caller supplies. The caller
//! decides whether it shows color.

mod csv;
mod output;
mod svg;
mod terminal;
mod trec;
pub mod views;

use schemars::{Schema, schema_for};

use crate::watch::Event;

pub use csv::{CSV_COLUMNS, csv_record};
pub use output::{
    CitedVersion, Column, ColumnKind, FieldError, HitOfQuery, Record, RecordError, RecordFormat,
    RecordWriter,
};
#[cfg(feature = "parquet")]
pub use output::{ParquetWriter, TableError};
pub use svg::timeline_svg;
pub use terminal::{
    WrappedLines, counted, set_hyperlinks, write_answer, write_diff, write_event, write_evidence,
    write_extent, write_facet, write_history, write_official, write_quotes, write_reasons,
    write_release, write_speakers, write_status, write_timeline, write_variants,
    write_verification, write_version,
};
pub use trec::write_trec;
use views::{
    AnswerView, CitationView, DiffView, EvidenceView, FetchView, HitView, LogChangeView,
    OfficialView, QuoteView, QuotesView, ReleaseView, RunView, SourcesView, SpeakersView,
    StatusView, TimelineView, VariantsView, VerificationView,
};

/// Returns the JSON Schemas (draft 2020-12) of all views, with the names of their files in
/// `schema/`.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("answer", schema_for!(AnswerView<'_>)),
        ("change", schema_for!(LogChangeView)),
        ("citation", schema_for!(CitationView<'_>)),
        ("diff", schema_for!(DiffView<'_>)),
        ("event", schema_for!(Event)),
        ("evidence", schema_for!(EvidenceView<'_>)),
        ("fetch", schema_for!(FetchView)),
        ("hit", schema_for!(HitView<'_>)),
        ("official", schema_for!(OfficialView<'_>)),
        ("quote", schema_for!(QuoteView<'_>)),
        ("quotes", schema_for!(QuotesView<'_>)),
        ("release", schema_for!(ReleaseView<'_>)),
        ("run", schema_for!(RunView)),
        ("sources", schema_for!(SourcesView)),
        ("speakers", schema_for!(SpeakersView<'_>)),
        ("status", schema_for!(StatusView)),
        ("timeline", schema_for!(TimelineView<'_>)),
        ("variants", schema_for!(VariantsView<'_>)),
        ("verification", schema_for!(VerificationView<'_>)),
    ]
}

#[cfg(test)]
mod tests;
