//! Tells lines that open a section below the text: *Lees ook*, *Noot voor de redactie*.
//!
//! Leaves out whether the text ends there (`tail`), and the words themselves (`dutch::tail`).

use super::address::holds_address;
use super::story::is_of_story;
use crate::document::TailKind;
use crate::dutch::tail::{OPENINGS, Opened};
use crate::extract::draft::RawBlock;

/// Longest line, in bytes, that can open a tail section. Longer lines are sentences of the text.
pub(super) const OPENING_MAX: usize = 110;

/// Longest paragraph, in bytes, that is a note to editors with its label.
const NOTE_MAX: usize = 600;

/// Returns the kind of tail section that a line opens, if any.
pub(in crate::extract) fn opening(block: &RawBlock) -> Option<TailKind> {
    opened(block).map(|opened| opened.kind)
}

/// Returns what a line opens, if it is no sentence of the text.
pub(super) fn opened(block: &RawBlock) -> Option<Opened> {
    let text = block
        .text
        .trim_start_matches(['-', '–', '•', '*', '>', '»', '«', '‹', '›', ' ', '(']);
    if text.len() > NOTE_MAX {
        return None;
    }
    OPENINGS
        .opened_by(text)
        .filter(|Opened { kind, never_text }| {
            // A note to editors may follow its label in one paragraph, and an address its invitation.
            let is_short = text.len() <= OPENING_MAX
                || *kind == TailKind::EditorNote
                || *kind == TailKind::Contact && holds_address(text);
            // `Terug naar de tekentafel hoeft de architect niet, zegt wethouder Smit.`
            is_short && (*never_text || !is_of_story(text))
        })
}
