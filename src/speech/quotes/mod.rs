//! Finds quotes: what people are reported to have said, and who said it.
//!
//! Leaves out recognizing people (`people`). One pass over the blocks pairs the quotation marks,
//! classifies the text in them as speech or a name, and attributes speech to the person named
//! beside it.

mod around;
mod attribution;
mod beside;
mod confidence;
mod dialogue;
mod earlier;
mod fragments;
mod floor;
mod glyphs;
mod goes_on;
mod hearer;
mod in_two;
mod indirect;
mod left_over;
mod marks;
mod minutes;
mod named;
mod not_of_topic;
mod noted_office;
mod number;
mod of_others;
mod own_clause;
mod own_words;
mod pronoun;
mod pull;
mod somebody;
mod span;
mod span_kind;
mod speaker;
mod speech_clause;
mod statements;
mod subject;
mod topic;
mod trade;
mod transcript;
mod turns;
mod unnamed;

use std::cell::OnceCell;
use std::ops::Range;

use super::people::People;
use crate::document::{Block, BlockKind, Quote, QuoteKind, Span, Speaker};
use crate::dutch::sentences::{sentences, trimmed};
use crate::speech::words::Lines;
use attribution::Attribution;
use beside::SpokenOf;
use glyphs::Family;
use minutes::Minutes;
use span::Place;
use speech_clause::SpeechClause;
use topic::Topic;
use transcript::Transcript;

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
    lines: &'a Lines<'a>,
    people: &'a mut People,
    quoted: Quoted,
    /// The person who was last the subject of a sentence: pronouns refer to this person.
    subject: Option<usize>,
    /// Of whom the text speaks: speech without an attribution is theirs.
    spoken_of: SpokenOf,
    /// Block and byte at which the last attribution ended. The quotation may continue after it.
    attributed_until: Option<(usize, usize)>,
    /// The kind of mark that the previous block left open, if any.
    open: Option<Family>,
    /// Block and bytes of the last sentence, if it stands outside quotation marks and reports nothing.
    last_sentence: Option<(usize, Range<usize>)>,
    /// Numbers of the quotes that are somebody's whom no rule reads.
    others: Vec<usize>,
    minutes: Minutes,
    transcript: Transcript,
    /// Whether the text reports a debate.
    has_turns: bool,
    /// The last block of speech below a name and a colon.
    speech_below: Option<usize>,
    last_marked: OnceCell<Option<usize>>,
    /// Indirect quotes. They are kept apart because a direct quote may continue after them.
    reported: Vec<Quote>,
}

/// Returns all quotes of a release.
pub(crate) fn quotes(blocks: &[Block], lines: &Lines<'_>, people: &mut People) -> Quoted {
    let minutes = Minutes::of(blocks, lines, people);
    let mut reader = QuoteReader {
        blocks,
        lines,
        people,
        quoted: Quoted::default(),
        subject: None,
        spoken_of: SpokenOf {
            topic: Topic::Nothing,
            block: 0,
            quiet: 0,
        },
        attributed_until: None,
        open: None,
        last_sentence: None,
        others: Vec::new(),
        minutes,
        transcript: Transcript::of(lines),
        has_turns: turns::has_turns(lines),
        speech_below: None,
        last_marked: OnceCell::new(),
        reported: Vec::new(),
    };
    for at in 0..blocks.len() {
        reader.people.reading = Some(at);
        reader.block(at);
    }
    reader.people.reading = None;
    reader.take_fragments();
    reader.give_to_repeated();
    reader.give_to_interviewee();
    reader.give_to_lone_voice();
    reader.people.add_offices_of_speakers(lines);
    let mut quoted = reader.quoted;
    quoted.quotes.append(&mut reader.reported);
    quoted.quotes.sort_by_key(|quote| {
        quote
            .segments
            .first()
            .map(|segment| (segment.block, segment.start))
    });
    for quote in &mut quoted.quotes {
        // The text may give an office behind the quotation.
        for speaker in &mut quote.speakers {
            speaker::complete(reader.people, speaker);
        }
        quote.confidence = confidence::confidence(quote);
    }
    quoted
}

impl<'a> QuoteReader<'a> {
    fn block(&mut self, at: usize) {
        if self.in_minutes(at) || self.in_transcript(at) || self.turn(at) {
            return;
        }
        let block = &self.blocks[at];
        let carried = self.open.take();
        let pairs = marks::pairs(&block.text, carried);
        let has_marks = pairs.iter().any(|marked| !marked.inner.is_empty());
        if carried.is_none() && (!has_marks && self.pulled(at) || self.answer_behind_name(at)) {
            return;
        }
        if carried.is_none()
            && !has_marks
            && (self.speech_behind_name(at)
                || self.speech_below_name(at)
                || self.answer_without_opening(at))
        {
            return;
        }
        let mut before = 0;
        for (n, marked) in pairs.iter().enumerate() {
            let until = pairs
                .get(n + 1)
                .map_or(block.text.len(), |next| next.outer.start);
            let reported = self.reported.len();
            self.between(at, before..marked.outer.start, carried.is_none());
            let said = self.quoted.quotes.len();
            self.span(&Place {
                block: at,
                marked,
                before,
                until,
                carried,
            });
            // `Smit zei trots te zijn op het ‘noodgebouw’`: the term is a part of the statement.
            let is_term = self.quoted.quotes.len() == said;
            if is_term && self.cuts_statement(at, marked, until) {
                self.reported.truncate(reported);
            }
            let is_free = self.reported.len() == reported;
            if is_term && is_free && carried.is_none() && marked.closed {
                self.around_term(at, marked.outer.clone(), until);
            }
            before = marked.outer.end;
        }
        self.between(at, before..block.text.len(), carried.is_none());
        if pairs.is_empty() && carried.is_none() && block.kind == BlockKind::BlockQuote {
            self.set_apart(at);
        }
        if let Some(family) = carried.filter(|_| pairs.is_empty())
            && self.closes_behind(at, family)
        {
            // This paragraph is in the middle of a quotation.
            self.open = carried;
            let said = trimmed(&block.text, 0..block.text.len());
            let last = self.quoted.quotes.last_mut();
            let last = last.filter(|quote| {
                quote
                    .segments
                    .last()
                    .is_some_and(|end| end.block as usize + 1 == at)
            });
            if let Some(quote) = last {
                quote.segments.push(Span::new(at, said));
            }
        }
    }

    /// Returns the block as a [`SpeechClause`], to look for speakers in it.
    fn clause(&mut self, block: usize) -> SpeechClause<'_> {
        SpeechClause {
            people: &mut *self.people,
            block,
            text: &self.blocks[block].text,
            line: self.lines.line(block),
            subject: self.subject,
        }
    }

    /// Returns the text of a block.
    fn text(&self, block: usize) -> &'a str {
        &self.blocks[block].text
    }

    /// Whether block `at` begins with a quotation.
    fn opens_with_mark(&self, at: usize) -> bool {
        let block = self.blocks.get(at);
        block.is_some_and(|block| {
            let pairs = marks::pairs(&block.text, None);
            pairs.first().is_some_and(|first| first.outer.start == 0)
        })
    }

    fn push(&mut self, segment: Span, kind: QuoteKind) {
        self.quoted.quotes.push(Quote::new(segment, kind));
        self.attributed_until = None;
    }

    /// Attributes the last quote to the speakers that `found` names.
    fn give(&mut self, found: Attribution, block: usize) {
        if let Some(last) = self.quoted.quotes.last_mut() {
            last.speakers.clone_from(&found.speakers);
            last.attribution = Some(Span::new(block, found.range.clone()));
            last.form = found.form;
            // An attribution to somebody whom the text does not name
            if found.speakers.is_empty() {
                self.note_other();
            }
        }
        // The rest of the sentence may hold a term: `“…”, zei Bos in het programma ‘De Ochtend’. “…”`.
        let behind = &self.blocks[block].text[found.range.end..];
        let rest = sentences(behind)
            .next()
            .filter(|_| !behind.starts_with(['.', '!', '?']))
            .map_or(0, |sentence| behind[..sentence.end].trim_end().len());
        self.attributed_until = Some((block, found.range.end + rest));
        self.speaks(found.speakers, found.person, block);
    }

    /// Notes who speaks in a block.
    fn speaks(&mut self, speakers: Vec<Speaker>, person: Option<usize>, block: usize) {
        // A pronoun now refers to somebody whom the text does not name: *Een buurtbewoonster*.
        let is_nameless = speakers
            .iter()
            .any(|one| one.name.is_none() && one.organisation.is_none());
        self.subject = person.or(self.subject.filter(|_| !is_nameless));
        if let Some(person) = person {
            self.people.persons[person].spoke = true;
        }
        let topic = if speakers.is_empty() {
            Topic::Unknown
        } else {
            Topic::Known((speakers, person))
        };
        self.spoken_of.note(topic, block);
    }
}
