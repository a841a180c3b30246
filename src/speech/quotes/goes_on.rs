//! Tells that a span in quotation marks goes on with the quotation before it: in the next paragraph, or behind an
//! attribution in its middle.
//!
//! Leaves out what a span is and who speaks (`span`).

use super::QuoteReader;
use super::glyphs::Family;
use super::marks::{self, Marked};
use super::span::Place;
use super::span_kind::SpanKind;
use crate::document::{BlockKind, QuoteKind, Span};
use crate::dutch::sentences::clause_end;

/// Most paragraphs behind an opening mark among which its closing mark is looked for.
const PARAGRAPHS: usize = 6;

impl QuoteReader<'_> {
    /// Adds the span to the quotation that the block before left open. Returns `false` if there is
    /// no quotation.
    pub(super) fn go_on(&mut self, place: &Place<'_>, segment: Span) -> bool {
        let Some(last) = self.quoted.quotes.last_mut() else {
            return false;
        };
        last.segments.push(segment);
        if last.speakers.is_empty() {
            let tail = place.marked.outer.end..place.until;
            if let Some(found) = self.clause(place.block).after(tail) {
                self.give(found, place.block);
            }
        }
        true
    }

    /// Handles an opening mark without a closing mark. The quotation continues in the next block if
    /// that block opens with the same kind of mark, or if it or a block behind it closes the quotation. Otherwise the
    /// span is unpaired.
    pub(super) fn unclosed(&mut self, at: usize, marked: &Marked, segment: Span) {
        let next = self
            .blocks
            .get(at + 1)
            .filter(|b| b.kind != BlockKind::Heading);
        let reopened = next.is_some_and(|next| {
            marks::pairs(&next.text, None)
                .first()
                .is_some_and(|m| m.outer.start == 0 && m.family == marked.family)
        });
        let runs_on = reopened || self.closes_behind(at, marked.family);
        if runs_on {
            self.open = Some(marked.family);
        } else {
            self.quoted.unpaired.push(segment);
        }
    }

    /// Whether the next block closes a quotation that block `at` leaves open, or, for double marks, one behind paragraphs
    /// without marks.
    pub(super) fn closes_behind(&self, at: usize, family: Family) -> bool {
        let most = if family == Family::Double {
            PARAGRAPHS
        } else {
            1
        };
        let behind = self.blocks[at + 1..].iter().take(most);
        let mut behind = behind.take_while(|block| block.kind != BlockKind::Heading);
        let first = behind.find_map(|block| {
            let found = marks::pairs(&block.text, Some(family));
            found.first().map(|mark| !mark.opened)
        });
        first.unwrap_or(false)
    }

    /// Adds a span to the last quotation, if only its attribution stands between: *“Ja,” zegt X, “maar niet nu”*. A span with an
    /// attribution of its own does so if it goes on with the sentence: *“Het mooie,” zegt X, “is dat wij er zijn,” lacht
    /// hij*. Returns whether it does.
    pub(super) fn resume(
        &mut self,
        place: &Place<'_>,
        segment: Span,
        kind: SpanKind,
        has_own: bool,
    ) -> bool {
        let (at, marked) = (place.block, place.marked);
        let text = self.text(at);
        let between = &text[place.before..marked.outer.start];
        let opens_small = text[segment.start as usize..].starts_with(char::is_lowercase);
        let goes_on = between.trim_end().ends_with(',') && opens_small;
        let fits = kind == SpanKind::Speech || text[..marked.outer.start].trim_end().ends_with(',');
        // `“…”, zegt een buurman, die grapt dat hij zijn pas “beter had kunnen verkopen”`
        let is_of_clause = opens_small && !goes_on && between.contains(" dat ");
        if has_own && !goes_on || !fits || is_of_clause || !self.resumes(at, between, place.before)
        {
            return false;
        }
        let last = self.quoted.quotes.last_mut();
        let Some(last) = last.filter(|last| last.kind == QuoteKind::Direct) else {
            return false;
        };
        last.segments.push(segment);
        if has_own {
            let behind = marked.outer.end + clause_end(&text[marked.outer.end..place.until]);
            self.attributed_until = Some((at, behind));
        }
        true
    }

    /// Whether only an attribution separates this span from the quotation before: `“…, ” zegt X,
    /// “…”`.
    fn resumes(&self, block: usize, between: &str, between_start: usize) -> bool {
        let Some((attributed_block, until)) = self.attributed_until else {
            return false;
        };
        if attributed_block != block || until < between_start {
            return false;
        }
        let rest = between.get(until - between_start..).unwrap_or_default();
        let rest = rest.trim_matches([',', '.', ' ', ':', '–', '-']);
        rest.is_empty() || rest == "En" && between.trim_end().ends_with(':')
    }
}
