//! Views: the types of all output. Each serializes to JSON and has its own schema.
//!
//! Leaves out layout.

mod answer;
mod citation;
mod count;
mod diff;
mod evidence;
mod official;
mod quote;
mod release;
mod run;
mod source;
mod status;
mod variants;
mod verification;

pub use answer::{AnswerView, HitView, RepublishedView, SnippetView};
pub use citation::{CitationView, DateParts, LiteralName};
pub use count::{FacetValueView, FacetView, IntervalView, TimelinePeriodView, TimelineView};
pub use diff::{ChangeView, DiffView, WhatChanged};
pub use evidence::{CitedQuoteView, EvidenceView, RecordView};
pub use official::{OfficialView, PeriodView, TenureView};
pub use quote::{QuoteView, QuotesView, SegmentView, SpeakerGroupView, SpeakerView, SpeakersView};
pub use release::ReleaseView;
pub use run::{
    Change, FailureView, LogChangeView, LoggedView, Operation, PastRunView, RunOutcome, RunView,
};
pub use source::{
    FetchView, FetchedSourceView, PagesView, SourceGapView, SourceStatus, SourceView,
};
pub use status::{BytesView, CapturesView, CoverageView, GapView, SourcesView, StatusView};
pub use variants::{QuoteDifferenceView, VariantOfView, VariantView, VariantsView};
pub use verification::{ExtentView, OccurrenceView, VerdictView, VerificationView};
