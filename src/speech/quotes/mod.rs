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
mod subject;
mod topic;
mod unnamed;

use std::ops::Range;

use super::people::People;
use crate::document::{AttributionForm, Block, BlockKind, Quote, QuoteKind, Span, Speaker};
use crate::dutch::sentences::{sentences, trimmed};
use crate::dutch::words::STOP_WORDS;
use crate::speech::words::Lines;
use attribution::Attribution;
use beside::SpokenOf;
use indirect::Sentence;
use marks::Family;
use span::Place;
use span_kind::{SpanKind, span_kind};
use subject::SpeechClause;
use topic::Topic;

/// What was found in a release.
#[derive(Debug, Default)]
pub(crate) struct Quoted {
    pub(crate) quotes: Vec<Quote>,
    /// Names, titles and mottos in quotation marks.
    pub(crate) terms: Vec<Span>,
    /// Spans without a closing mark.
    pub(crate) unpaired: Vec<Span>,
}

/// Fewest words of a quotation that another one repeats.
const REPEATED: usize = 4;

/// Most words of a quotation that stands as a heading between paragraphs.
const HEADING: usize = 10;

/// Number of letters in which the forms of a word agree: *ondermijnt*, *ondermijnen*.
const STEM: usize = 6;

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
    /// Indirect quotes. They are kept apart because a direct quote may continue after them.
    reported: Vec<Quote>,
}

/// Returns all quotes of a release.
pub(crate) fn quotes(blocks: &[Block], lines: &Lines<'_>, people: &mut People) -> Quoted {
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
        reported: Vec::new(),
    };
    for at in 0..blocks.len() {
        reader.block(at);
    }
    reader.give_to_repeated();
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
            subject::complete(reader.people, speaker);
        }
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
            self.between(at, before..marked.outer.start, carried.is_none());
            self.span(&Place {
                block: at,
                marked,
                before,
                until,
                carried,
            });
            before = marked.outer.end;
        }
        self.between(at, before..block.text.len(), carried.is_none());
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
            let part = part.start + dateline(&text[..part.start], &text[part.clone()])..part.end;
            if part.is_empty() {
                continue;
            }
            let ends = text[part.clone()].ends_with(['.', '!', '?', ':']);
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
            // The words behind a quotation go on with its sentence.
            if !spoke && !sentence.after_mark {
                self.note_topic(&sentence);
            }
            self.last_sentence = (!spoke && !sentence.into_mark).then_some((at, part));
        }
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
        for (block, words, by) in found {
            let mut segments = words.into_iter().map(|words| Span::new(block, words));
            let Some(first) = segments.next() else {
                continue;
            };
            self.speaks(by.speakers.clone(), by.person, at);
            let mut quote = Quote {
                speakers: by.speakers,
                attribution: Some(Span::new(at, by.range)),
                form: by.form,
                ..Quote::new(first, QuoteKind::Indirect)
            };
            quote.segments.extend(segments);
            self.reported.push(quote);
        }
        spoke
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

    /// Notes of whom a sentence speaks that reports nothing.
    fn note_topic(&mut self, sentence: &Sentence<'_>) {
        let at = sentence.line.block;
        let topic = self.clause(at).topic(&sentence.line, &sentence.range);
        match &topic {
            Topic::Known((_, person)) => self.subject = person.or(self.subject),
            Topic::Unknown => self.subject = None,
            Topic::Nothing => {}
        }
        self.spoken_of.note(topic, at);
    }

    /// Attributes a quotation to the speaker of another one that repeats it: nearly all of its words, or, if
    /// it stands alone between paragraphs as a heading does, most of its content words. Such a heading is
    /// nobody's if nothing repeats it.
    fn give_to_repeated(&mut self) {
        let text_of = |segment: &Span| {
            &self.blocks[segment.block as usize].text[segment.start as usize..segment.end as usize]
        };
        let words_of = |quote: &Quote| -> Vec<String> {
            quote
                .segments
                .iter()
                .map(text_of)
                .flat_map(folded_words)
                .collect()
        };
        let all = self.quoted.quotes.iter().chain(&self.reported);
        let said: Vec<(Vec<String>, Vec<Speaker>)> = all
            .map(|quote| (words_of(quote), quote.speakers.clone()))
            .collect();
        for number in 0..self.quoted.quotes.len() {
            let quote = &self.quoted.quotes[number];
            let (words, _) = &said[number];
            let is_heading = stands_as_heading(self.blocks, quote, words.len());
            let is_carried = quote.form == AttributionForm::Floating && is_heading;
            if !(quote.speakers.is_empty() || is_carried) || !is_heading && words.len() < REPEATED {
                continue;
            }
            let content: Vec<&str> = words
                .iter()
                .filter(|word| !is_heading || !STOP_WORDS.contains(word))
                .map(|word| if is_heading { stem(word) } else { word })
                .collect();
            let repeats = |other: &[String]| {
                let mut same = content.clone();
                same.retain(|word| {
                    other
                        .iter()
                        .any(|own| *word == if is_heading { stem(own) } else { own })
                });
                same.len() * 10 >= content.len() * if is_heading { 6 } else { 8 }
            };
            let mut speakers = said
                .iter()
                .enumerate()
                .filter(|(other, (words, _))| *other != number && repeats(words))
                .map(|(_, (_, speakers))| speakers)
                .filter(|speakers| !speakers.is_empty());
            let found = speakers
                .next()
                .filter(|found| speakers.all(|others| same_names(others, found)));
            let ends = quote.segments.last().map(text_of).unwrap_or_default();
            let quote = &mut self.quoted.quotes[number];
            if let Some(found) = found.filter(|_| !content.is_empty()) {
                quote.speakers.clone_from(found);
                quote.form = AttributionForm::Floating;
            } else if is_carried && !ends.ends_with(['.', '!', '?']) {
                quote.speakers.clear();
                quote.form = AttributionForm::None;
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
            last.speakers.clone_from(&found.speakers);
            last.attribution = Some(Span::new(block, found.range.clone()));
            last.form = found.form;
        }
        // The rest of the sentence may hold a term: `“…”, zei Bos in het programma ‘De Ochtend’. “…”`.
        let behind = &self.blocks[block].text[found.range.end..];
        let rest = sentences(behind)
            .next()
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
        let topic = if speakers.is_empty() {
            Topic::Unknown
        } else {
            Topic::Known((speakers, person))
        };
        self.spoken_of.note(topic, block);
    }
}

/// Returns the length of the place and news agency that open a block: `DEN HAAG (ANP) - `. `before` is the
/// text of the block before `sentence`.
fn dateline(before: &str, sentence: &str) -> usize {
    let dashes = [" - ", " – ", " — "].into_iter();
    let Some((dash, length)) = dashes
        .filter_map(|dash| Some((sentence.find(dash)?, dash.len())))
        .min()
    else {
        return 0;
    };
    let is_place = before.is_empty()
        && sentence[..dash].split(' ').count() <= 4
        && sentence[..dash]
            .split(' ')
            .all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '('));
    if is_place { dash + length } else { 0 }
}

fn folded_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Returns the first letters of a word, in which its forms agree.
fn stem(word: &str) -> &str {
    &word[..word
        .char_indices()
        .nth(STEM)
        .map_or(word.len(), |(at, _)| at)]
}

fn same_names(one: &[Speaker], other: &[Speaker]) -> bool {
    one.iter()
        .map(|s| &s.name)
        .eq(other.iter().map(|s| &s.name))
}

/// Whether a quote of that many words is a line of its own, as headings are.
fn stands_as_heading(blocks: &[Block], quote: &Quote, words: usize) -> bool {
    let [segment] = &quote.segments[..] else {
        return false;
    };
    let text = &blocks[segment.block as usize].text;
    let around = [
        &text[..segment.start as usize],
        &text[segment.end as usize..],
    ];
    words <= HEADING
        && around
            .iter()
            .all(|rest| !rest.contains(char::is_alphanumeric))
}

fn opens_with_closer(block: &Block) -> bool {
    [Family::Double, Family::Single].iter().any(|f| {
        marks::pairs(&block.text, Some(*f))
            .first()
            .is_some_and(|m| !m.opened)
    })
}
