//! Attributes the quotations that are left when all blocks are read: to whom a quotation with the same words is
//! attributed, to whom an interview asks, or to the only person who speaks in the text.
//!
//! Leaves out what stands beside a quotation (`attribution`, `beside`).

use std::collections::HashSet;

use super::QuoteReader;
use super::marks;
use super::speaker::speaker;
use crate::document::{AttributionForm, Block, Quote, QuoteKind, Span, Speaker, SpeakerLink};
use crate::dutch::words::STOP_WORDS;
use crate::speech::people::Mention;
use crate::speech::words::Word;

/// Fewest words of a quotation that another one repeats.
const REPEATED: usize = 4;

/// Most words of a quotation that stands as a heading between paragraphs.
const HEADING: usize = 10;

/// Number of letters in which the forms of a word agree: *ondermijnt*, *ondermijnen*.
const STEM: usize = 6;

impl QuoteReader<'_> {
    /// Attributes a quotation to the speaker of another one that repeats it: nearly all of its words, or, if
    /// it stands alone between paragraphs as a heading does, most of its content words. Such a heading is
    /// nobody's if nothing repeats it.
    pub(super) fn give_to_repeated(&mut self) {
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

    /// Attributes the quotations that are left to the only person who speaks in the text, unless somebody else
    /// is named last before them.
    pub(super) fn give_to_lone_voice(&mut self) {
        let all = self.quoted.quotes.iter().chain(&self.reported);
        let voices = all.flat_map(|quote| {
            quote
                .speakers
                .iter()
                .map(move |speaker| (quote.kind, speaker))
        });
        let mut lone: Option<&Speaker> = None;
        for (kind, speaker) in voices {
            let is_body = speaker.name.is_none() && speaker.organisation.is_some();
            if kind == QuoteKind::Indirect && is_body {
                continue;
            }
            if speaker.name.is_none() || lone.is_some_and(|lone| lone.name != speaker.name) {
                return;
            }
            lone = Some(speaker);
        }
        let Some(lone) = lone.cloned() else { return };
        let Some(person) = self.people.person_of(&lone) else {
            return;
        };
        let named = self.named();
        let first = named.first().map(|(at, _)| *at);
        let is_before_names = |quote: &Quote| {
            let start = (quote.segments[0].block as usize, quote.segments[0].start);
            first.is_some_and(|first| start < first)
        };
        // Several quotations before any name are those of passers-by.
        let opening = self
            .quoted
            .quotes
            .iter()
            .filter(|quote| is_before_names(quote));
        let are_voices = opening.filter(|quote| quote.speakers.is_empty()).count() > 1;
        for number in 0..self.quoted.quotes.len() {
            let quote = &self.quoted.quotes[number];
            if quote.kind != QuoteKind::Direct
                || !quote.speakers.is_empty()
                || self.others.contains(&number)
                || named_last(&named, &quote.segments[0]) != Some(person)
                || are_voices && is_before_names(quote)
            {
                continue;
            }
            let quote = &mut self.quoted.quotes[number];
            quote.speakers = vec![Speaker {
                link: SpeakerLink::Carried,
                ..lone.clone()
            }];
            quote.form = AttributionForm::Floating;
        }
    }

    /// Attributes the answers of an interview to the only person whom the text names before the first of them,
    /// or who is quoted elsewhere.
    pub(super) fn give_to_interviewee(&mut self) {
        let is_answer = |quote: &Quote| {
            let is_carried = quote.form == AttributionForm::Floating;
            quote.kind == QuoteKind::Direct
                && (quote.speakers.is_empty() || is_carried)
                && quote
                    .segments
                    .first()
                    .is_some_and(|first| self.answers(first))
        };
        let answers: Vec<usize> = (0..self.quoted.quotes.len())
            .filter(|at| is_answer(&self.quoted.quotes[*at]))
            .collect();
        let [first, _, ..] = answers[..] else { return };
        let block_of = |quote: &Quote| quote.segments[0].block;
        let begin = block_of(&self.quoted.quotes[first]) as usize;
        let all = self.quoted.quotes.iter().chain(&self.reported);
        let is_before = |quote: &&Quote| (quote.segments[0].block as usize) < begin;
        let before = all
            .clone()
            .filter(is_before)
            .flat_map(|quote| &quote.speakers);
        let spoke: HashSet<usize> = before
            .filter_map(|speaker| self.people.person_of(speaker))
            .collect();
        // `Volgens wethouder Smit …` may stand between the answers, and a question may quote somebody: *Oud-burgemeester Bos
        // noemde u “het geweten”.*
        let asked: HashSet<u32> = answers
            .iter()
            .map(|&at| block_of(&self.quoted.quotes[at]) - 1)
            .collect();
        let is_voice = |quote: &&Quote| {
            quote.form != AttributionForm::Floating
                && quote.kind != QuoteKind::Indirect
                && !asked.contains(&block_of(quote))
        };
        let quoted = all.filter(is_voice).flat_map(|quote| &quote.speakers);
        let quoted = quoted.filter_map(|speaker| self.people.person_of(speaker));
        let named = self.named();
        let before = named.iter().take_while(|((block, _), _)| *block < begin);
        let persons: HashSet<usize> = quoted.chain(before.map(|(_, person)| *person)).collect();
        // `Ina Smit`, and below it `Wethouder in Zandwijk`
        let above = (0..begin).filter_map(|at| self.name_alone(at));
        let named_alone: HashSet<usize> = above.map(|mention| mention.person).collect();
        let only = |persons: HashSet<usize>| {
            let mut persons = persons.into_iter();
            persons.next().filter(|_| persons.next().is_none())
        };
        // Whom the text quotes before the first question.
        let person = only(persons)
            .or_else(|| only(named_alone))
            .or_else(|| only(spoke));
        let Some(person) = person else {
            return;
        };
        // `Raadslid Smit vindt dat te duur.` may stand between answers too.
        let is_later = |quote: &Quote| {
            let at = quote.segments[0].block as usize;
            at > begin
                && quote.kind == QuoteKind::Direct
                && quote.form == AttributionForm::Floating
                && self.opens_with_mark(at)
                && !self.opens_with_mark(at - 1)
        };
        let later: Vec<usize> = (0..self.quoted.quotes.len())
            .filter(|&at| is_later(&self.quoted.quotes[at]))
            .collect();
        for answer in answers.into_iter().chain(later) {
            let quote = &mut self.quoted.quotes[answer];
            quote.speakers = vec![speaker(self.people, person, SpeakerLink::Carried)];
            quote.form = AttributionForm::Floating;
        }
    }

    /// Whether a quotation opens its paragraph, and the one above asks somebody.
    fn answers(&self, first: &Span) -> bool {
        let block = first.block as usize;
        let opens = self.text(block)[..first.start as usize]
            .chars()
            .all(|c| !c.is_alphanumeric());
        let Some(above) = block.checked_sub(1).filter(|_| opens) else {
            return false;
        };
        let text = self.text(above);
        let words = self.lines.line(above).words;
        marks::pairs(text, None)
            .first()
            .is_none_or(|mark| mark.outer.start > 0)
            && (text.contains('?') || words.iter().any(Word::is_address))
    }

    /// Returns where each person is named, in the order of the text, and the person.
    fn named(&self) -> Vec<((usize, u32), usize)> {
        let of_block = |(block, mentions): (&usize, &Vec<Mention>)| {
            let block = *block;
            let places = mentions
                .iter()
                .map(move |one| ((block, one.span.start), one.person));
            places.collect::<Vec<_>>()
        };
        let mut named: Vec<_> = self.people.mentions.iter().flat_map(of_block).collect();
        named.sort_unstable();
        named
    }
}

/// Returns the person who is `named` last before a quotation, or else first behind it.
fn named_last(named: &[((usize, u32), usize)], quotation: &Span) -> Option<usize> {
    let start = (quotation.block as usize, quotation.start);
    let before = named.partition_point(|(at, _)| *at < start);
    let (_, person) = named.get(before.saturating_sub(1))?;
    Some(*person)
}

pub(super) fn folded_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Returns the first letters of a word, in which its forms agree.
pub(super) fn stem(word: &str) -> &str {
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
