//! Writes views for people, in English.
//!
//! Leaves out detecting a terminal: styles are always written. The caller's stream strips them if
//! needed.

mod answer;
mod count;
mod event;
mod evidence;
mod lines;
mod link;
mod official;
mod quote;
mod release;
mod status;
mod variants;
mod verification;
mod version;
mod wrap;

use anstyle::{AnsiColor, Style};

pub use answer::write_answer;
pub use count::{write_facet, write_timeline};
pub use event::write_event;
pub use evidence::write_evidence;
pub use lines::WrappedLines;
pub use link::set_hyperlinks;
pub use official::write_official;
pub use quote::{write_quotes, write_speakers};
pub use release::{write_reasons, write_release};
pub use status::write_status;
pub use variants::write_variants;
pub use verification::{write_extent, write_verification};
pub use version::{write_diff, write_history, write_version};

use crate::document::Speaker;

const TITLE: Style = Style::new().bold();
const MATCH: Style = AnsiColor::Yellow.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// Returns a number with its noun: `1 page`, `2 pages`.
#[must_use]
pub fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Returns the speakers on one line: `Henk Brink, gedeputeerde, provincie Drenthe; Mieke de Wit`.
fn speakers(speakers: &[Speaker]) -> String {
    let one = |speaker: &Speaker| {
        let body = speaker.organisation.as_deref();
        let parts = [speaker.name.as_deref(), speaker.role.as_deref(), body];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    if speakers.is_empty() {
        return "speaker not named".to_owned();
    }
    speakers.iter().map(one).collect::<Vec<_>>().join("; ")
}
