//! Finds quotes: what people are reported to have said, and who said it.
//!
//! Leaves out recognizing people (`people`). One pass over the blocks pairs the quotation marks,
//! classifies the text in them as speech or a name, and attributes speech to the person named
//! beside it.

mod attribution;
mod beside;
mod confidence;
mod indirect;
mod marks;
mod span;
mod span_kind;

use std::ops::Range;

use super::people::People;
use crate::document::{AttributionForm, Block, BlockKind, Quote, QuoteKind, Span, SpeakerLink};
use crate::dutch::verbs::SAYS;
use crate::speech::sentences::last_start;
use attribution::{Attribution, SpeechClause};
use marks::Family;
use span::Place;
use span_kind::{SpanKind, span_kind};

/// What was found in a release.
#[derive(Debug, Default)]
pub(crate) struct Quoted {
    pub(crate) quotes: Vec<Quote>,
    /// Names, titles and mottos in quotation marks.
    pub(crate) terms: Vec<Span>,
    /// Spans without a closing mark.
    pub(crate) unpaired: Vec<Span>,
}

/// Reads the blocks in order, and keeps what the next block needs.
struct QuoteReader<'a> {
    blocks: &'a [Block],
    people: &'a mut People,
    quoted: Quoted,
    /// The person who was last the subject of a sentence.
    subject: Option<usize>,
    /// Block and byte at which the last attribution ended. The quotation may continue after it.
    attributed_until: Option<(usize, usize)>,
    /// The kind of mark that the previous block left open, if any.
    open: Option<Family>,
    /// Indirect quotes. They are kept apart because a direct quote may continue after them.
    reported: Vec<Quote>,
}

/// Returns all quotes of a release.
pub(crate) fn quotes(blocks: &[Block], people: &mut People) -> Quoted {
    let mut reader = QuoteReader {
        blocks,
        people,
        quoted: Quoted::default(),
        subject: None,
        attributed_until: None,
        open: None,
        reported: Vec::new(),
    };
    for at in 0..blocks.len() {
        reader.block(at);
    }
    reader.give_to_sole_speaker();
    let mut quoted = reader.quoted;
    quoted.quotes.append(&mut reader.reported);
    quoted.quotes.sort_by_key(|quote| {
        quote
            .segments
            .first()
            .map(|segment| (segment.block, segment.start))
    });
    for quote in &mut quoted.quotes {
        quote.confidence = confidence::confidence(quote);
    }
    quoted
}

impl<'a> QuoteReader<'a> {
    fn block(&mut self, at: usize) {
        let block = &self.blocks[at];
        let carried = self.open.take();
        let pairs = marks::pairs(&block.text, carried);
        let mut before = 0;
        for (n, marked) in pairs.iter().enumerate() {
            let until = pairs
                .get(n + 1)
                .map_or(block.text.len(), |next| next.outer.start);
            self.note_subject(at, before..marked.outer.start);
            self.span(&Place {
                block: at,
                marked,
                before,
                until,
                carried,
            });
            before = marked.outer.end;
        }
        self.note_subject(at, before..block.text.len());
        if carried.is_none() && block.kind != BlockKind::Heading {
            let marked: Vec<Range<usize>> =
                pairs.iter().map(|marked| marked.outer.clone()).collect();
            self.report(at, &marked);
        }
        if pairs.is_empty() && carried.is_none() && block.kind == BlockKind::BlockQuote {
            self.set_apart(at);
        }
        if pairs.is_empty()
            && carried.is_some()
            && self.blocks.get(at + 1).is_some_and(opens_with_closer)
        {
            // This paragraph is in the middle of a quotation.
            self.open = carried;
        }
    }

    /// Returns the block as a [`SpeechClause`], to look for speakers in it.
    fn clause(&mut self, block: usize) -> SpeechClause<'_> {
        SpeechClause {
            people: &mut *self.people,
            block,
            text: &self.blocks[block].text,
            subject: self.subject,
        }
    }

    /// Returns the text of a block.
    fn text(&self, block: usize) -> &'a str {
        &self.blocks[block].text
    }

    /// Adds the indirect quotes of a block. Skips the ranges `marked`, which are in quotation
    /// marks.
    fn report(&mut self, at: usize, marked: &[Range<usize>]) {
        for found in indirect::reported(self.clause(at), marked) {
            let mut segments = found.words.into_iter().map(|words| Span::new(at, words));
            let Some(first) = segments.next() else {
                continue;
            };
            let mut quote = Quote {
                speakers: found.by.speakers,
                attribution: Some(Span::new(at, found.by.range)),
                form: found.by.form,
                ..Quote::new(first, QuoteKind::Indirect)
            };
            quote.segments.extend(segments);
            self.reported.push(quote);
        }
    }

    /// Reads a block quote without quotation marks, if a block beside it names the speaker.
    fn set_apart(&mut self, at: usize) {
        let text = self.text(at);
        if span_kind(text, true) != SpanKind::Speech {
            return;
        }
        let below = self.signed_below(at).map(|found| (found, at + 1));
        if let Some((found, place)) = below.or_else(|| Some((self.introduced_above(at)?, at - 1))) {
            self.push(Span::new(at, 0..text.len()), QuoteKind::Direct);
            self.give(found, place);
        }
    }

    fn note_subject(&mut self, block: usize, range: Range<usize>) {
        let found = self
            .people
            .subject_in(block, self.text(block), range.clone());
        self.subject = found.or(self.subject);
        if self.people.persons.is_empty() {
            return;
        }
        if unnamed_speaker(self.text(block), range.clone()) {
            self.subject = None;
        }
        self.subject = self.clause(block).last_subject(range).or(self.subject);
    }

    /// Attributes direct speech without a speaker to the only person who speaks in the release, if
    /// nothing beside it says that somebody else speaks.
    fn give_to_sole_speaker(&mut self) {
        let speakers_of = |quote: &Quote| {
            quote
                .speakers
                .iter()
                .map(|s| s.name.clone())
                .collect::<Vec<_>>()
        };
        let given: Vec<Vec<Option<String>>> = (self.quoted.quotes.iter())
            .filter(|quote| !quote.speakers.is_empty())
            .map(speakers_of)
            .collect();
        let is_sole = |names: &Vec<Option<String>>| {
            names.len() == 1 && names[0].is_some() && given.iter().all(|other| other == names)
        };
        let sole = match given.first() {
            Some(names) if is_sole(names) => self
                .people
                .persons
                .iter()
                .position(|person| Some(&person.name) == names[0].as_ref()),
            _ => None,
        };
        let persons = self.people.persons.len();
        let Some(sole) = sole.filter(|_| persons == 1 || persons == 2 && given.len() > 1) else {
            return;
        };
        let speaker = attribution::speaker(self.people, sole, SpeakerLink::Carried);
        for quote in &mut self.quoted.quotes {
            let is_open = quote.speakers.is_empty() && quote.kind == QuoteKind::Direct;
            if is_open && !names_somebody(self.blocks, quote) {
                quote.speakers = vec![speaker.clone()];
                quote.form = AttributionForm::Floating;
            }
        }
    }

    fn push(&mut self, segment: Span, kind: QuoteKind) {
        self.quoted.quotes.push(Quote::new(segment, kind));
        self.attributed_until = None;
    }

    /// Attributes the last quote to the speakers that `found` names.
    fn give(&mut self, found: Attribution, block: usize) {
        if let Some(last) = self.quoted.quotes.last_mut() {
            last.speakers = found.speakers;
            last.attribution = Some(Span::new(block, found.range.clone()));
            last.form = found.form;
        }
        self.subject = found.person.or(self.subject);
        self.attributed_until = Some((block, found.range.end));
    }
}

fn opens_with_closer(block: &Block) -> bool {
    [Family::Double, Family::Single].iter().any(|f| {
        marks::pairs(&block.text, Some(*f))
            .first()
            .is_some_and(|m| !m.opened)
    })
}

/// Whether a verb of saying stands right beside a quote, or a colon before it: somebody is named
/// there, whom no rule recognized.
fn names_somebody(blocks: &[Block], quote: &Quote) -> bool {
    let (Some(first), Some(last)) = (quote.segments.first(), quote.segments.last()) else {
        return false;
    };
    let before = &blocks[first.block as usize].text[..first.start as usize];
    let after = &blocks[last.block as usize].text[last.end as usize..];
    let introduced = before
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ':')
        .ends_with(':');
    introduced || beside::names_another("", after)
}

/// Whether the last sentence in `range` has an unnamed person as its subject who says something: *Een
/// buurtbewoonster liet weten …*.
fn unnamed_speaker(text: &str, range: Range<usize>) -> bool {
    let sentence = &text[range.clone()][last_start(&text[range])..];
    let mut words = sentence.split_whitespace();
    matches!(
        words.next(),
        Some("Een" | "Eén" | "Iemand" | "Bewoners" | "Inwoners" | "Buurtbewoners")
    ) && words.take(4).any(|word| SAYS.contains(word))
}
