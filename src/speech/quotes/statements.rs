//! Reads the sentences between quotation marks: the statements that they report, and of whom they speak.
//!
//! Leaves out what a statement looks like (`indirect`).

use std::ops::Range;

use super::QuoteReader;
use super::attribution::Attribution;
use super::indirect::{self, Sentence};
use super::marks::Marked;
use super::topic::Topic;
use crate::document::{AttributionForm, BlockKind, Quote, QuoteKind, Span};
use crate::dutch::dateline::dateline;
use crate::dutch::sentences::{sentence_before, sentences, trimmed};
use crate::speech::words::Word;

/// Most bytes between a fragment and the words behind it: its mark and a space.
const NEXT: usize = 4;

/// Longest rest, in bytes, of a sentence behind a term in it.
const SENTENCE: usize = 600;

impl QuoteReader<'_> {
    /// Reads the sentences of a block outside quotation marks: notes who is their subject, and adds the
    /// statements that they report if `reports`.
    pub(super) fn between(&mut self, at: usize, range: Range<usize>, reports: bool) {
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
    pub(super) fn cuts_statement(&self, at: usize, term: &Marked, until: usize) -> bool {
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
    pub(super) fn around_term(&mut self, at: usize, term: Range<usize>, until: usize) {
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
    pub(super) fn is_behind_term(&self, at: usize, start: usize) -> bool {
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
            if found.is_empty() {
                found.extend(
                    self.goes_on_behind(sentence)
                        .map(|(words, by)| (at, vec![words], by)),
                );
            }
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

    /// Returns the second half of a report whose first half holds a fragment, which ends right before the sentence: *Smit zei
    /// dat hij het plan “mooi” vindt, maar dat het geld op is*.
    fn goes_on_behind(&self, sentence: &Sentence<'_>) -> Option<(Range<usize>, Attribution)> {
        let at = sentence.line.block;
        let last = self.quoted.quotes.last()?;
        let end = last.segments.last()?;
        let follows = end.block as usize == at
            && sentence.range.start.saturating_sub(end.end as usize) <= NEXT
            && last.kind == QuoteKind::Mixed
            && last.form == AttributionForm::Within
            && sentence.after_mark;
        let first = last.speakers.first().filter(|_| follows)?;
        let attribution = last.attribution.filter(|by| by.block as usize == at)?;
        let text = self.text(at);
        let whole = &text[sentence_before(text, end.start as usize)];
        let words = indirect::goes_on(sentence, whole.starts_with("Volgens "))?;
        let by = Attribution {
            speakers: last.speakers.clone(),
            person: self.people.person_of(first),
            range: attribution.range(),
            form: AttributionForm::Within,
        };
        Some((words, by))
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
}
