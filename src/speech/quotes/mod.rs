//! What people are reported to have said, and who said it.
//!
//! Leaves out recognising people, which `people` does. One pass over the blocks: marks are paired,
//! spans read as speech or as names, and speech given to whoever the words beside it name.

mod attribution;
mod beside;
mod confidence;
mod indirect;
mod marks;
mod span;
mod span_kind;

use std::ops::Range;

use super::people::People;
use crate::document::{Block, BlockKind, Quote, QuoteKind, Span};
use attribution::{Attribution, Clause};
use marks::Family;
use span::Place;
use span_kind::{SpanKind, span_kind};

/// What marks turned out to hold.
#[derive(Debug, Default)]
pub(crate) struct Quoted {
    pub(crate) quotes: Vec<Quote>,
    /// Names, titles and mottos.
    pub(crate) terms: Vec<Span>,
    /// Spans whose other mark is missing.
    pub(crate) unpaired: Vec<Span>,
}

/// Reads block after block, and remembers what the next one needs.
struct QuoteReader<'a> {
    blocks: &'a [Block],
    people: &'a mut People,
    quoted: Quoted,
    /// Person last spoken of as a subject.
    subject: Option<usize>,
    /// Block and byte at which the last attribution ended, for quotations that go on after it.
    attributed_until: Option<(usize, usize)>,
    /// The quotation left open at the end of the block before.
    open: Option<Family>,
    /// Indirect speech, kept apart: what is in marks goes on across it.
    reported: Vec<Quote>,
}

/// All quotations of a release.
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
            // A paragraph between two marks of one quotation.
            self.open = carried;
        }
    }

    /// The block as a place where speakers are looked for.
    fn clause(&mut self, block: usize) -> Clause<'_> {
        Clause {
            people: &mut *self.people,
            block,
            text: &self.blocks[block].text,
            subject: self.subject,
        }
    }

    /// The text of a block.
    fn text(&self, block: usize) -> &'a str {
        &self.blocks[block].text
    }

    /// Notes the indirect speech of a block outside the stretches in marks.
    fn report(&mut self, at: usize, marked: &[Range<usize>]) {
        for found in indirect::reported(self.clause(at), marked) {
            self.reported.push(Quote {
                speakers: found.by.speakers,
                attribution: Some(Span::new(at, found.by.range)),
                form: found.by.form,
                ..Quote::new(Span::new(at, found.words), QuoteKind::Indirect)
            });
        }
    }

    /// A quotation that is set apart and has no marks, where a block beside it says whose it is.
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
        self.subject = self
            .people
            .subject_in(block, self.text(block), range)
            .or(self.subject);
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
}

fn opens_with_closer(block: &Block) -> bool {
    [Family::Double, Family::Single].iter().any(|f| {
        marks::pairs(&block.text, Some(*f))
            .first()
            .is_some_and(|m| !m.opened)
    })
}
