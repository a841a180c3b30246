//! What people are reported to have said, and who said it.
//!
//! Leaves out recognising people, which `people` does. One pass over the blocks: marks are paired,
//! stretches read as speech or as names, and speech given to whoever the words beside it name.

mod attribution;
mod indirect;
mod marks;
mod speech;

use std::ops::Range;

use super::people::{Mention, People};
use crate::document::{AttributionForm, Block, BlockKind, Quote, QuoteKind, Span, SpeakerLink};
use attribution::Attribution;
use marks::{Family, Marked};
use speech::Reading;

/// What marks turned out to hold.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    pub(super) quotes: Vec<Quote>,
    /// Names, titles and mottos.
    pub(super) terms: Vec<Span>,
    /// Stretches whose other mark is missing.
    pub(super) unpaired: Vec<Span>,
}

/// What is remembered from one stretch to the next.
#[derive(Default)]
struct Reader {
    quoted: Quoted,
    /// Person last spoken of as a subject.
    subject: Option<usize>,
    /// Where the last attribution ended, for quotations that go on behind it.
    attributed_until: Option<(usize, usize)>,
    /// The quotation left open at the end of the block before.
    open: Option<Family>,
    /// Indirect speech, kept apart: what is in marks goes on across it.
    reported: Vec<Quote>,
}

/// All quotations of a release.
pub(super) fn quotes(blocks: &[Block], people: &mut People) -> Quoted {
    let mut reader = Reader::default();
    for at in 0..blocks.len() {
        reader.block(blocks, people, at);
    }
    let mut quoted = reader.quoted;
    quoted.quotes.append(&mut reader.reported);
    quoted.quotes.sort_by_key(|quote| quote.segments.first().map(|segment| (segment.block, segment.start)));
    for quote in &mut quoted.quotes {
        quote.confidence = confidence(quote);
    }
    quoted
}

/// How sure the attribution is, from 0 to 100: by its shape, less by how far the words that name the
/// speaker lead. An order, set by hand; not a measured share.
fn confidence(quote: &Quote) -> u8 {
    let form = match quote.form {
        AttributionForm::BeforeColon => 98,
        AttributionForm::Aldus => 97,
        AttributionForm::VerbAfter | AttributionForm::DatZei => 95,
        AttributionForm::ClauseColon => 94,
        AttributionForm::Dash => 92,
        AttributionForm::Within => 88,
        AttributionForm::Floating => 75,
        AttributionForm::None => 0,
    };
    let link = quote.speakers.iter().map(|speaker| match speaker.link {
        SpeakerLink::Name => 100,
        SpeakerLink::Surname => 97,
        SpeakerLink::Organisation => 95,
        SpeakerLink::Role | SpeakerLink::FirstName => 92,
        SpeakerLink::Pronoun | SpeakerLink::Carried => 85,
    });
    link.min().map_or(0, |link| (form * link / 100) as u8)
}

impl Reader {
    fn block(&mut self, blocks: &[Block], people: &mut People, at: usize) {
        let block = &blocks[at];
        let text = block.text.as_str();
        let carried = self.open.take();
        let pairs = marks::pairs(text, carried);
        let mut before = 0;
        for (n, marked) in pairs.iter().enumerate() {
            let until = pairs.get(n + 1).map_or(text.len(), |next| next.outer.start);
            self.note_subject(people, at, text, before..marked.outer.start);
            self.stretch(blocks, people, at, marked, before, until, carried);
            before = marked.outer.end;
        }
        self.note_subject(people, at, text, before..text.len());
        if carried.is_none() && block.kind != BlockKind::Heading {
            let marked: Vec<Range<usize>> = pairs.iter().map(|marked| marked.outer.clone()).collect();
            for found in indirect::reported(people, at, text, &marked, self.subject) {
                self.reported.push(Quote {
                    speakers: found.by.speakers,
                    attribution: Some(Span::new(at, found.by.range)),
                    form: found.by.form,
                    ..Quote::new(Span::new(at, found.words), QuoteKind::Indirect)
                });
            }
        }
        if pairs.is_empty() && carried.is_none() && block.kind == BlockKind::BlockQuote {
            self.set_apart(blocks, people, at);
        }
        if pairs.is_empty() && carried.is_some() && blocks.get(at + 1).is_some_and(opens_with_closer) {
            // A paragraph between two marks of one quotation.
            self.open = carried;
        }
    }

    /// A quotation that is set apart and has no marks, where a block beside it says whose it is.
    fn set_apart(&mut self, blocks: &[Block], people: &mut People, at: usize) {
        let text = blocks[at].text.as_str();
        if speech::reading(text, true) != Reading::Speech {
            return;
        }
        let below = signed_below(blocks, people, at).map(|found| (found, at + 1));
        let above = || introduced_above(blocks, people, at, self.subject).map(|found| (found, at - 1));
        if let Some((found, place)) = below.or_else(above) {
            self.push(Span::new(at, 0..text.len()), QuoteKind::Direct);
            self.give(found, place);
        }
    }

    fn note_subject(&mut self, people: &People, block: usize, text: &str, range: Range<usize>) {
        self.subject = subject_in(people, block, text, range).or(self.subject);
    }

    #[allow(clippy::too_many_arguments, reason = "the place of one stretch among its neighbours")]
    fn stretch(
        &mut self,
        blocks: &[Block],
        people: &mut People,
        at: usize,
        marked: &Marked,
        before: usize,
        until: usize,
        carried: Option<Family>,
    ) {
        let text = blocks[at].text.as_str();
        let inner = trim(text, marked.inner.clone());
        if inner.is_empty() {
            return;
        }
        let segment = Span::new(at, inner.clone());
        let opens_block = text[..marked.outer.start].trim().is_empty();
        if !marked.closed {
            self.unclosed(blocks, at, marked, segment);
        }
        let continues = carried == Some(marked.family) && opens_block;
        if continues && let Some(last) = self.quoted.quotes.last_mut() {
            last.segments.push(segment);
            if last.speakers.is_empty()
                && let Some(found) = attribution::after(people, at, text, marked.outer.end..until, self.subject)
            {
                self.give(found, at);
            }
            return;
        }
        let head = before..marked.outer.start;
        let tail = marked.outer.end..until;
        let introduced = text[head.clone()].trim_end().ends_with(':');
        let whole = opens_block && text[tail.clone()].trim_matches(['.', ',', ' ']).is_empty();
        let reading = speech::reading(&text[inner.clone()], whole);
        let in_heading = blocks[at].kind == BlockKind::Heading;
        if in_heading {
            return self.quoted.terms.push(segment);
        }

        if self.resumes(at, &text[before..marked.outer.start], before)
            && (reading == Reading::Speech || text[..marked.outer.start].trim_end().ends_with(','))
            && let Some(last) = self.quoted.quotes.last_mut()
        {
            last.segments.push(segment);
            return;
        }
        let subject = self.subject;
        let found = attribution::before_colon(people, at, text, head.clone(), subject)
            .filter(|_| introduced && (reading == Reading::Speech || text[inner.clone()].split(' ').count() > 2))
            .or_else(|| attribution::after(people, at, text, tail.clone(), subject))
            .or_else(|| attribution::signed(people, at, text, tail.clone()));
        if let Some(found) = found {
            self.push(segment, QuoteKind::Direct);
            return self.give(found, at);
        }
        if speech::names_what_follows(&text[head.clone()]) {
            return self.quoted.terms.push(segment);
        }
        if opens_block
            && reading == Reading::Speech
            && let Some(found) = introduced_above(blocks, people, at, subject)
        {
            self.push(segment, QuoteKind::Direct);
            return self.give(found, at - 1);
        }
        if let Some((found, place)) =
            self.in_next_block(blocks, people, at, &tail, whole || text[tail.clone()].trim().is_empty())
        {
            self.push(segment, QuoteKind::Direct);
            return self.give(found, place);
        }
        match reading {
            Reading::Speech => {
                self.push(segment, QuoteKind::Direct);
                self.carry(blocks, people, at, &head, whole);
            }
            Reading::Fragment if introduced && whole_sentence(&text[inner.clone()]) => {
                self.push(segment, QuoteKind::Direct);
            }
            Reading::Fragment => {
                let mixed = speech::makes_it_mixed(&text[head.clone()]);
                let found = mixed.then(|| attribution::around(people, at, text, head, subject)).flatten();
                match found {
                    Some(found) => {
                        self.push(segment, QuoteKind::Mixed);
                        self.give(found, at);
                    }
                    None => self.quoted.terms.push(segment),
                }
            }
        }
    }

    /// An opening mark without its pair: the words run on into the next block if that closes them,
    /// or opens with the same mark.
    fn unclosed(&mut self, blocks: &[Block], at: usize, marked: &Marked, segment: Span) {
        let next = blocks.get(at + 1).filter(|b| b.kind != BlockKind::Heading);
        let runs_on = next.is_some_and(|next| {
            let reopened =
                marks::pairs(&next.text, None).first().is_some_and(|m| m.outer.start == 0 && m.family == marked.family);
            let closed_later = marks::pairs(&next.text, Some(marked.family)).first().is_some_and(|m| !m.opened);
            reopened || closed_later
        });
        if runs_on {
            self.open = Some(marked.family);
        } else {
            self.quoted.unpaired.push(segment);
        }
    }

    /// Whether only an attribution parts this stretch from the quotation before: `“…, ” zegt X, “…”`.
    fn resumes(&self, block: usize, between: &str, between_start: usize) -> bool {
        let Some((attributed_block, until)) = self.attributed_until else { return false };
        if attributed_block != block || until < between_start {
            return false;
        }
        let rest = between.get(until - between_start..).unwrap_or_default();
        rest.trim_matches([',', '.', ' ', ':', '–', '-']).is_empty()
    }

    fn push(&mut self, segment: Span, kind: QuoteKind) {
        self.quoted.quotes.push(Quote::new(segment, kind));
        self.attributed_until = None;
    }

    /// Gives the last quotation to whom `found` names.
    fn give(&mut self, found: Attribution, block: usize) {
        if let Some(last) = self.quoted.quotes.last_mut() {
            last.speakers = found.speakers;
            last.attribution = Some(Span::new(block, found.range.clone()));
            last.form = found.form;
        }
        self.subject = found.person.or(self.subject);
        self.attributed_until = Some((block, found.range.end));
    }

    /// An attribution that opens the next block: `, zegt X` cut off by the markup, or `– X, directeur`.
    fn in_next_block(
        &mut self,
        blocks: &[Block],
        people: &mut People,
        at: usize,
        tail: &Range<usize>,
        ends_block: bool,
    ) -> Option<(Attribution, usize)> {
        if !ends_block || tail.end != blocks[at].text.len() {
            return None;
        }
        if let Some(found) = signed_below(blocks, people, at) {
            return Some((found, at + 1));
        }
        let next = &blocks.get(at + 1)?.text;
        if next.starts_with("Dat ") || next.starts_with("Aldus ") {
            return attribution::after(people, at + 1, next, 0..next.len(), self.subject).map(|found| (found, at + 1));
        }
        if next.starts_with([',', '–', '—', '-']) && next.len() < 200 {
            let dashed = !next.starts_with(',');
            if let Some(found) = attribution::after(people, at + 1, next, 0..next.len(), self.subject) {
                return Some((found, at + 1));
            }
            let start = past_dashes(next);
            let mention = people.mention_at(at + 1, start).filter(|_| dashed)?;
            return Some((signature(people, mention), at + 1));
        }
        None
    }

    /// Speech that nothing beside it gives to anybody: whom the heading right above names, and nobody
    /// else; the subject of the sentence before, in the same paragraph; or, where a paragraph is nothing
    /// but speech, the speaker of the one before.
    fn carry(&mut self, blocks: &[Block], people: &People, at: usize, head: &Range<usize>, whole: bool) {
        let since = self.attributed_until.map_or(head.start, |(_, until)| until.max(head.start));
        let newcomer = subject_in(people, at, &blocks[at].text, since.min(head.end)..head.end);
        let named_here = people.mentions_in(at, &(0..head.end)).any(|m| Some(m.person) == self.subject);
        let previous = self.quoted.quotes.len().checked_sub(2).map(|n| &self.quoted.quotes[n]);
        let follows = previous.is_some_and(|q| {
            let block =
                q.segments.last().map_or(0, |s| s.block as usize).max(q.attribution.map_or(0, |a| a.block as usize));
            (whole && block + 1 == at || block == at) && !q.speakers.is_empty()
        });
        let heading = at.checked_sub(1).filter(|&n| whole && blocks[n].kind == BlockKind::Heading);
        let titled = heading.and_then(|n| {
            let mention = people.mention_at(n, 0)?;
            let rest = blocks[n].text.get(mention.span.end as usize..).unwrap_or_default();
            rest.trim_matches([':', ' ']).is_empty().then_some(mention.person)
        });
        let speakers = if let Some(person) = titled {
            self.subject = Some(person);
            Some(vec![attribution::speaker(people, person, SpeakerLink::Name)])
        } else if let Some(person) = newcomer.filter(|_| !whole) {
            Some(vec![attribution::speaker(people, person, SpeakerLink::Carried)])
        } else if follows {
            previous.map(|q| {
                q.speakers
                    .iter()
                    .cloned()
                    .map(|s| crate::document::Speaker { link: SpeakerLink::Carried, ..s })
                    .collect()
            })
        } else if named_here {
            self.subject.map(|p| vec![attribution::speaker(people, p, SpeakerLink::Carried)])
        } else {
            None
        };
        if let (Some(last), Some(speakers)) = (self.quoted.quotes.last_mut(), speakers) {
            last.speakers = speakers;
            last.form = AttributionForm::Floating;
        }
    }
}

/// Whom the last sentence of a stretch that names somebody has as its subject: the first it names.
fn subject_in(people: &People, block: usize, text: &str, range: Range<usize>) -> Option<usize> {
    let named: Vec<_> = people.mentions_in(block, &range).filter(|m| !m.joint).collect();
    let last = named.last()?;
    let start = range.start;
    let sentence = attribution::sentences(&text[range])
        .map(|sentence| start + sentence.start..start + sentence.end)
        .find(|sentence| sentence.contains(&(last.span.start as usize)))?;
    named.iter().find(|m| m.span.start as usize >= sentence.start).map(|m| m.person)
}

/// A name that is all of the block below: `Ton Smit, wethouder`.
fn signed_below(blocks: &[Block], people: &People, at: usize) -> Option<Attribution> {
    let below = blocks.get(at + 1).filter(|b| b.kind != BlockKind::Heading && b.text.len() < 100)?;
    let start = past_dashes(&below.text);
    let mention = people.mention_at(at + 1, start)?;
    let rest = below.text.get(mention.span.end as usize..)?;
    let speaks_next =
        blocks.get(at + 2).is_some_and(|b| marks::pairs(&b.text, None).first().is_some_and(|m| m.outer.start == 0));
    (rest.trim_matches([')', '.', ' ']).is_empty() && !speaks_next).then(|| signature(people, mention))
}

/// Where the words of a line begin that dashes may stand before.
fn past_dashes(line: &str) -> usize {
    line.len() - line.trim_start_matches(['–', '—', '-', ' ']).len()
}

fn signature(people: &People, mention: &Mention) -> Attribution {
    let speakers = vec![attribution::speaker(people, mention.person, SpeakerLink::Name)];
    let range = mention.span.start as usize..mention.span.end as usize;
    Attribution { speakers, person: Some(mention.person), range, form: AttributionForm::Dash }
}

/// The attribution in a block of its own that ends in a colon: `Wethouder Smit licht toe:`.
fn introduced_above(blocks: &[Block], people: &mut People, at: usize, subject: Option<usize>) -> Option<Attribution> {
    let above = at.checked_sub(1).map(|n| blocks[n].text.as_str())?;
    let introduces = above.trim_end().ends_with(':') && above.len() < 200;
    introduces.then(|| attribution::before_colon(people, at - 1, above, 0..above.len(), subject)).flatten()
}

fn opens_with_closer(block: &Block) -> bool {
    [Family::Double, Family::Single]
        .iter()
        .any(|f| marks::pairs(&block.text, Some(*f)).first().is_some_and(|m| !m.opened))
}

/// Whether short words behind a colon are a sentence: `Hij: “Nee!”`.
fn whole_sentence(inner: &str) -> bool {
    inner.ends_with(['.', '!', '?'])
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + slice.len() - slice.trim_start().len();
    start..start + slice.trim().len()
}
