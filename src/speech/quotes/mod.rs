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
mod fragments;
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
mod subject;
mod topic;
mod trade;
mod transcript;
mod unnamed;

use std::cell::OnceCell;
use std::ops::Range;

use super::people::People;
use crate::document::{Block, BlockKind, Quote, QuoteKind, Span, Speaker};
use crate::dutch::dateline::dateline;
use crate::dutch::sentences::{sentence_before, sentences, trimmed};
use crate::speech::words::{Lines, Word};
use attribution::Attribution;
use beside::SpokenOf;
use glyphs::Family;
use indirect::Sentence;
use marks::Marked;
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

/// Longest rest, in bytes, of a sentence behind a term in it.
const SENTENCE: usize = 600;

impl<'a> QuoteReader<'a> {
    fn block(&mut self, at: usize) {
        if self.in_minutes(at) || self.in_transcript(at) {
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

    /// Reads the sentences of a block outside quotation marks: notes who is their subject, and adds the
    /// statements that they report if `reports`.
    fn between(&mut self, at: usize, range: Range<usize>, reports: bool) {
        let block = &self.blocks[at];
        let text = block.text.as_str();
        if text[range.clone()].trim().is_empty() {
            return;
        }
        let reports = reports && block.kind != BlockKind::Heading;
        let stretch = range.start;
        for part in sentences(&text[range.clone()]) {
            let part = trimmed(text, stretch + part.start..stretch + part.end);
            let is_first = part.start == 0;
            let place = is_first.then(|| dateline(&text[part.clone()])).flatten();
            let part = part.start + place.unwrap_or(0)..part.end;
            if part.is_empty() {
                continue;
            }
            let ends = text[part.clone()].ends_with(['.', '!', '?', ':', ';', ',']);
            let sentence = Sentence {
                line: self.lines.line(at).part(&part),
                after_mark: range.start > 0
                    && text[range.start..part.start].trim().is_empty()
                    && !text[part.clone()].starts_with(char::is_uppercase),
                into_mark: range.end < text.len()
                    && part.end >= text[..range.end].trim_end().len()
                    && !ends,
                range: part.clone(),
            };
            let spoke = reports && self.report(&sentence);
            // The words behind a quotation go on with its sentence; those behind a term are its sentence.
            if !spoke && (!sentence.after_mark || self.is_behind_term(at, range.start)) {
                self.note_topic(&sentence);
            } else if spoke
                && let Some((speakers, person)) = self.clause(at).last_word(&sentence.line)
            {
                self.speaks(speakers, person, at);
            }
            let is_whole = !sentence.into_mark && !sentence.after_mark;
            self.last_sentence = (!spoke && is_whole).then_some((at, part));
        }
    }

    /// Whether the last statement ends right before a term in the middle of its sentence: *dat zij, als het kan, ‘graag’
    /// blijft*.
    fn cuts_statement(&self, at: usize, term: &Marked, until: usize) -> bool {
        let text = self.text(at);
        let last = self.reported.last().and_then(|quote| quote.segments.last());
        let is_before = last.is_some_and(|last| {
            let between = text.get(last.end as usize..term.outer.start);
            last.block as usize == at && between.is_some_and(|between| between.trim() == ",")
        });
        let rest = text[term.outer.end..until].trim_start();
        is_before && rest.starts_with(char::is_lowercase)
    }

    /// Adds the statements of the sentence around a term, which ends before the next mark at byte `until`. Only other
    /// terms may stand before it.
    fn around_term(&mut self, at: usize, term: Range<usize>, until: usize) {
        let text = self.text(at);
        if self.blocks[at].kind == BlockKind::Heading {
            return;
        }
        let start = sentence_before(text, term.start).start;
        // `Smit verwacht dat een ‘prikpost’ helpt: “…”`
        let ends_soon = text[term.end..until].trim_end().ends_with(':');
        let end = if ends_soon {
            until
        } else {
            term.end + SENTENCE
        };
        let near = &text[start..text.floor_char_boundary(end)];
        let rest = sentences(near).next().unwrap_or_default();
        let whole = trimmed(text, start..start + rest.end);
        let is_before = |said: &Span| {
            said.block as usize == at && (start..term.start).contains(&(said.start as usize))
        };
        let last = self.quoted.quotes.last();
        let holds_others = last.is_some_and(|quote| quote.segments.iter().any(is_before));
        if whole.end < term.end || whole.end > until || holds_others {
            return;
        }
        let sentence = Sentence {
            line: self.lines.line(at).part(&whole),
            after_mark: false,
            into_mark: false,
            range: whole,
        };
        self.report(&sentence);
    }

    /// Whether the last term ends right before byte `start` of a block, with at most its mark between.
    fn is_behind_term(&self, at: usize, start: usize) -> bool {
        let last = self.quoted.terms.last();
        last.is_some_and(|term| {
            term.block as usize == at && start.abs_diff(term.end as usize) <= '”'.len_utf8()
        })
    }

    /// Adds the statements that a sentence reports. Returns whether there are any.
    fn report(&mut self, sentence: &Sentence<'_>) -> bool {
        let at = sentence.line.block;
        let mut found: Vec<(usize, Vec<Range<usize>>, Attribution)> = Vec::new();
        let before = self
            .last_sentence
            .take()
            .filter(|(block, _)| *block == at || *block + 1 == at);
        let pointed = before.and_then(|(block, range)| {
            let text = &self.blocks[block].text[range.clone()];
            let (words, by) = indirect::pointed_back_at(&mut self.clause(at), sentence, text)?;
            let words = range.start + words.start..range.start + words.end;
            Some((block, Vec::from([words]), by))
        });
        if pointed.is_some() {
            found.extend(pointed);
        } else {
            let reported = indirect::reported(&mut self.clause(at), sentence);
            found.extend(reported.into_iter().map(|one| (at, one.words, one.by)));
        }
        let spoke = !found.is_empty();
        for (block, words, mut by) in found {
            // `X zegt het “onwaardig” te vinden dat …`
            if let (true, Some(last)) = (by.speakers.is_empty(), self.quoted.quotes.last())
                && sentence.after_mark
                && last.kind == QuoteKind::Mixed
            {
                by.speakers.clone_from(&last.speakers);
            }
            self.speaks(by.speakers.clone(), by.person, at);
            self.add_statement(block, words, by, at);
        }
        // Of whom the sentence speaks is somebody else.
        if !spoke && let Some(one) = indirect::uttered(&self.clause(at), sentence) {
            self.add_statement(at, one.words, one.by, at);
        }
        spoke
    }

    /// Adds the statement whose words stand in `block`; `by`, in block `at`, tells whose it is.
    fn add_statement(
        &mut self,
        block: usize,
        words: Vec<Range<usize>>,
        by: Attribution,
        at: usize,
    ) {
        let mut segments = words.into_iter().map(|words| Span::new(block, words));
        let Some(first) = segments.next() else {
            return;
        };
        let mut quote = Quote {
            speakers: by.speakers,
            attribution: Some(Span::new(at, by.range)),
            form: by.form,
            ..Quote::new(first, QuoteKind::Indirect)
        };
        quote.segments.extend(segments);
        self.reported.push(quote);
    }

    /// Notes of whom a sentence speaks that reports nothing.
    fn note_topic(&mut self, sentence: &Sentence<'_>) {
        let at = sentence.line.block;
        // `Wat gaf uw voorganger Hans Smit u mee?`: the answer is not that of Smit.
        let asks = self.blocks[at].text[sentence.range.clone()].ends_with('?')
            && sentence.line.words.iter().any(Word::is_address);
        if self.is_byline(sentence) {
            // The text goes on behind it.
            self.spoken_of.passes(at);
            return;
        }
        let topic = if asks {
            Topic::Nothing
        } else {
            self.clause(at).topic(&sentence.line, &sentence.range)
        };
        match &topic {
            // `De raad bedankte Smit. “Graag gedaan”, zei hij.`
            Topic::Known((_, None)) | Topic::Nothing if !sentence.after_mark => {
                let object = self.clause(at).sole_object(&sentence.line, &sentence.range);
                self.subject = object.or(self.subject);
            }
            Topic::Known((_, person)) => self.subject = person.or(self.subject),
            Topic::Unknown => self.subject = None,
            // The words behind a term are a part of its sentence, which counts once.
            Topic::Nothing if sentence.after_mark => return,
            Topic::Nothing => {}
        }
        self.spoken_of.note(topic, at);
    }

    /// Whether a sentence is a paragraph of a name alone, which the text has nowhere else, and the next one does not
    /// begin with a quotation.
    fn is_byline(&self, sentence: &Sentence<'_>) -> bool {
        let line = sentence.line;
        let text = self.text(line.block);
        let mention = self.people.mention_at(line.block, sentence.range.start);
        let is_alone = mention.is_some_and(|mention| {
            let rest = text.get(mention.span.end as usize..).unwrap_or_default();
            let is_whole = mention.span.start == 0 && matches!(rest, "" | " Geschreven door");
            is_whole && self.people.is_named_once(mention, &line)
        });
        is_alone && !self.opens_with_mark(line.block + 1)
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
