//! Finds speakers in the blocks beside a quotation: above it, below it, or carried over from a
//! quotation before it.
//!
//! Leaves out attributions in the block itself (`attribution`).

use std::ops::Range;

use super::QuoteReader;
use super::attribution::{Attribution, signature_of, speaker};
use super::marks;
use crate::document::{AttributionForm, BlockKind, Speaker, SpeakerLink};
use crate::dutch::verbs::SAYS;

/// Longest block, in bytes, that introduces or attributes the block beside it.
const INTRODUCTION: usize = 200;

/// Most words between two quotations of one speaker, if they name nobody.
const AT_ONCE: usize = 4;

/// Longest block, in bytes, that signs the block above it.
const SIGNATURE: usize = 100;

impl QuoteReader<'_> {
    /// Returns the attribution that opens the next block, and its block number: `, zegt X`, split
    /// off by the markup, or `– X, directeur`.
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

    /// Returns the attribution in the block below if it holds only a name: `Ton Smit, wethouder`.
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

    /// Returns the attribution in the block above if it ends in a colon: `Wethouder Smit licht
    /// toe:`.
    pub(super) fn introduced_above(&mut self, at: usize) -> Option<Attribution> {
        let above = at.checked_sub(1)?;
        let text = self.text(above);
        let introduces = text.trim_end().ends_with(':') && text.len() < INTRODUCTION;
        introduces
            .then(|| self.clause(above).before_colon(0..text.len()))
            .flatten()
    }

    /// Attributes a quotation that has no attribution beside it. `whole` means that the quotation
    /// is all of its paragraph. Tries, in this order:
    ///
    /// 1. The only person named by the heading right above, if the quotation is `whole`.
    /// 2. The subject of the sentence before it in the paragraph, unless the quotation is `whole`.
    /// 3. The speakers of the quotation before it, if this one follows in the same paragraph, or is
    ///    `whole` and in the next one.
    /// 4. The last subject, if the paragraph names that person before the quotation.
    pub(super) fn carry(
        &mut self,
        at: usize,
        head: &Range<usize>,
        tail: &Range<usize>,
        whole: bool,
    ) {
        // `“…”, zo hield X voor`: an attribution follows that no rule reads.
        if names_another(
            &self.text(at)[head.end..tail.start],
            &self.text(at)[tail.clone()],
        ) {
            return;
        }
        let since = self
            .attributed_until
            .map_or(head.start, |(_, until)| until.max(head.start));
        let newcomer = self.clause(at).last_subject(since.min(head.end)..head.end);
        let between = &self.text(at)[since.min(head.end)..head.end];
        let goes_on = between.split_whitespace().count() <= AT_ONCE;
        let opens_block = self.text(at)[..head.end].trim().is_empty();
        let others = self.people.mentions_in(at, tail).next().is_some();
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
        } else if let Some(speakers) = self
            .speakers_before(at, whole || opens_block && !others)
            .filter(|_| goes_on)
        {
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

    /// Returns the person whom the heading right above names, if the heading holds nothing else.
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

    /// Returns the speakers of the second-last quotation, if the last one continues it.
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

/// Whether the words after a quotation are those of an attribution, read or not: a clause after a
/// comma, or a verb of saying.
pub(super) fn names_another(quotation: &str, after: &str) -> bool {
    let closes_with_comma = quotation
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ',')
        .ends_with(',');
    let after = after.trim_start();
    let rest = after.strip_prefix(',').map(str::trim_start);
    let opens_small = |text: &str| text.starts_with(char::is_lowercase);
    let says = after
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(2)
        .any(|word| SAYS.contains(&word.to_lowercase()));
    rest.is_some_and(opens_small)
        || closes_with_comma && opens_small(after)
        || says && opens_small(after)
}

/// Returns the byte at which the words of a line begin, after any dashes.
fn past_dashes(line: &str) -> usize {
    line.len() - line.trim_start_matches(['–', '—', '-', ' ']).len()
}
