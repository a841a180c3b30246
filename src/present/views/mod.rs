//! What is shown, as types: each serialises by a schema of its own.
//!
//! Leaves out how it is laid out.

mod answer;
mod diff;
mod official;
mod release;
mod status;

pub use answer::{AnswerView, HitView, SnippetView};
pub use diff::{ChangeView, DiffView, WhatChanged};
pub use official::{OfficialView, PeriodView, TenureView};
pub use release::ReleaseView;
pub use status::{BytesView, CapturesView, CoverageView, GapView, StatusView};
