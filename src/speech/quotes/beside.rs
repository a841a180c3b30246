//! Speakers in the blocks beside a quotation: above it, below it, and carried over from before.
//!
//! Leaves out attributions in the block itself (`attribution`).

use std::ops::Range;

use super::QuoteReader;
use super::attribution::{Attribution, signature_of, speaker};
use super::marks;
use crate::document::{AttributionForm, BlockKind, Speaker, SpeakerLink};

/// Longest block, in bytes, that introduces or signs the one beside it.
const INTRODUCTION: usize = 200;
const SIGNATURE: usize = 100;

impl QuoteReader<'_> {
    /// An attribution that opens the next block: `, zegt X` cut off by the markup, or `– X, directeur`.
    pub(super) fn in_next_block(
        &mut self,
        at: usize,
        tail: &Range<usize>,
        ends_block: bool,
    ) -> Option<(Attribution, usize)> {
        if !ends_block || tail.end != self.text(at).len() {
            return None;
        }
        if let Some(found) = self.signed_below(at) {
            return Some((found, at + 1));
        }
        let next = &self.blocks.get(at + 1)?.text;
        if next.starts_with("Dat ") || next.starts_with("Aldus ") {
            return Some((self.clause(at + 1).after(0..next.len())?, at + 1));
        }
        if !next.starts_with([',', '–', '—', '-']) || next.len() >= INTRODUCTION {
            return None;
        }
        let dashed = !next.starts_with(',');
        if let Some(found) = self.clause(at + 1).after(0..next.len()) {
            return Some((found, at + 1));
        }
        let mention = self
            .people
            .mention_at(at + 1, past_dashes(next))
            .filter(|_| dashed)?;
        Some((signature_of(self.people, mention), at + 1))
    }

    /// A name that is all of the block below: `Ton Smit, wethouder`.
    pub(super) fn signed_below(&self, at: usize) -> Option<Attribution> {
        let is_short = |text: &str| text.len() < SIGNATURE;
        let below = self
            .blocks
            .get(at + 1)
            .filter(|b| b.kind != BlockKind::Heading && is_short(&b.text))?;
        let mention = self.people.mention_at(at + 1, past_dashes(&below.text))?;
        let rest = below.text.get(mention.span.end as usize..)?;
        let opens_with_mark = |text: &str| {
            marks::pairs(text, None)
                .first()
                .is_some_and(|m| m.outer.start == 0)
        };
        let speaks_next = self
            .blocks
            .get(at + 2)
            .is_some_and(|b| opens_with_mark(&b.text));
        (rest.trim_matches([')', '.', ' ']).is_empty() && !speaks_next)
            .then(|| signature_of(self.people, mention))
    }

    /// The attribution in a block of its own that ends in a colon: `Wethouder Smit licht toe:`.
    pub(super) fn introduced_above(&mut self, at: usize) -> Option<Attribution> {
        let above = at.checked_sub(1)?;
        let text = self.text(above);
        let introduces = text.trim_end().ends_with(':') && text.len() < INTRODUCTION;
        introduces
            .then(|| self.clause(above).before_colon(0..text.len()))
            .flatten()
    }

    /// Gives speech that nothing beside it gives to anybody, in this order: to whom the heading right
    /// above names, and nobody else; to the subject of the sentence before, in the same paragraph; to
    /// the speaker of the quotation before, where a paragraph is nothing but speech.
    pub(super) fn carry(&mut self, at: usize, head: &Range<usize>, whole: bool) {
        let since = self
            .attributed_until
            .map_or(head.start, |(_, until)| until.max(head.start));
        let newcomer = self
            .people
            .subject_in(at, self.text(at), since.min(head.end)..head.end);
        let named_here = self
            .people
            .mentions_in(at, &(0..head.end))
            .any(|m| Some(m.person) == self.subject);
        let carried = |person| vec![speaker(self.people, person, SpeakerLink::Carried)];
        let speakers = if let Some(person) = self.heading_above(at, whole) {
            self.subject = Some(person);
            Some(vec![speaker(self.people, person, SpeakerLink::Name)])
        } else if let Some(person) = newcomer.filter(|_| !whole) {
            Some(carried(person))
        } else if let Some(speakers) = self.speakers_before(at, whole) {
            Some(speakers)
        } else if named_here {
            self.subject.map(carried)
        } else {
            None
        };
        if let (Some(last), Some(speakers)) = (self.quoted.quotes.last_mut(), speakers) {
            last.speakers = speakers;
            last.form = AttributionForm::Floating;
        }
    }

    /// The one person whom a heading right above names, and nothing else.
    fn heading_above(&self, at: usize, whole: bool) -> Option<usize> {
        let above = at
            .checked_sub(1)
            .filter(|&n| whole && self.blocks[n].kind == BlockKind::Heading)?;
        let mention = self.people.mention_at(above, 0)?;
        let rest = self
            .text(above)
            .get(mention.span.end as usize..)
            .unwrap_or_default();
        rest.trim_matches([':', ' '])
            .is_empty()
            .then_some(mention.person)
    }

    /// The speakers of the quotation before the last, where the last one goes on from it.
    fn speakers_before(&self, at: usize, whole: bool) -> Option<Vec<Speaker>> {
        let quotes = &self.quoted.quotes;
        let previous = quotes.len().checked_sub(2).map(|n| &quotes[n])?;
        let end = previous.segments.last().map_or(0, |s| s.block as usize);
        let block = end.max(previous.attribution.map_or(0, |a| a.block as usize));
        let follows = (whole && block + 1 == at || block == at) && !previous.speakers.is_empty();
        let carried = |speaker: &Speaker| Speaker {
            link: SpeakerLink::Carried,
            ..speaker.clone()
        };
        follows.then(|| previous.speakers.iter().map(carried).collect())
    }
}

/// Where the words of a line begin that dashes may stand before.
fn past_dashes(line: &str) -> usize {
    line.len() - line.trim_start_matches(['–', '—', '-', ' ']).len()
}
