//! Reads pull quotes without quotation marks: words that are set apart, with their speaker beside them.
//!
//! Leaves out quotations in marks (`span`).

use std::ops::Range;

use super::QuoteReader;
use super::attribution::signature_of;
use super::left_over::{folded_words, stem};
use super::span_kind::{SpanKind, span_kind};
use crate::document::{BlockKind, QuoteKind, Span};
use crate::dutch::sentences::trimmed;
use crate::dutch::verbs::{FINITE, SAYS};
use crate::dutch::words::STOP_WORDS;
use crate::speech::people::Mention;
use crate::speech::words::Word;

/// What some sites write before a pull quote.
const LABEL: &str = "Quote";

/// Most words of a signature: a name, an office and a body.
const SIGNATURE: usize = 12;

/// Number of blocks before and behind a pull quote among which its words are looked for.
const AROUND: usize = 20;

/// Fewest and most words of a pull quote, and fewest of its content words that the text repeats.
const FEWEST: usize = 4;
const MOST: usize = 80;
const REPEATED: usize = 3;

/// Most words of a pull quote that is known by its speaker alone.
const OWN: usize = 40;

/// Words with which somebody speaks of himself.
const OF_SPEAKER: [&str; 4] = ["ik", "mij", "me", "mijn"];

/// Words with which somebody speaks for others too.
const OF_SPEAKERS: [&str; 4] = ["wij", "we", "ons", "onze"];

impl QuoteReader<'_> {
    /// Reads a block quote without quotation marks, if a block beside it names the speaker.
    pub(super) fn set_apart(&mut self, at: usize) {
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

    /// Reads a paragraph that is a pull quote, signed at its end or in the paragraph below: *Wij gaan door Ina Smit -
    /// dijkgraaf*. Its words are a quotation if it is labelled, if the text repeats them, or if the one who signs speaks
    /// of himself. Returns whether it is one.
    pub(super) fn pulled(&mut self, at: usize) -> bool {
        let text = self.text(at);
        let label = text
            .strip_prefix(LABEL)
            .filter(|rest| rest.starts_with(' '));
        let start = label.map_or(0, |_| LABEL.len() + 1);
        let is_labelled = start > 0
            || at > 0 && self.text(at - 1).trim() == LABEL
            || self.blocks[at].kind == BlockKind::BlockQuote;
        let whole = start..text.len();
        let inside = self.signature(at, whole.clone()).cloned();
        let (words, signature, place) = match inside {
            Some(signed) if signed.span.start as usize > start => {
                (start..signed.span.start as usize, signed, at)
            }
            _ if at + 1 < self.blocks.len() => {
                let below = self.signature(at + 1, 0..self.text(at + 1).len());
                match below.filter(|signed| signed.span.start == 0) {
                    Some(signed) => (whole, signed.clone(), at + 1),
                    None => return false,
                }
            }
            _ => return false,
        };
        let is_mark = |c: char| c == ' ' || matches!(c, '"' | '”' | '“' | '’' | '‘' | '\'');
        let words = trimmed(text, words);
        let end = words.start + text[words.clone()].trim_end_matches(is_mark).len();
        let words = words.start..end;
        let is_answer = || self.is_between_answers(at, place);
        let is_speech = || {
            is_labelled
                || is_answer()
                || self.is_repeated(at, &words)
                || self.is_own_voice(at, &words, &signature)
        };
        let is_apart = place != at || text[words.clone()].ends_with('.');
        if !self.is_sentence(at, &words, is_apart) || !is_speech() {
            return false;
        }
        let found = signature_of(self.people, &signature);
        self.push(Span::new(at, words), QuoteKind::Direct);
        self.give(found, place);
        true
    }

    /// Returns the person with whose name a signature begins that ends a block.
    fn signature(&self, at: usize, range: Range<usize>) -> Option<&Mention> {
        let text = self.text(at);
        if text
            .trim_end()
            .ends_with(['.', '!', '?', ':', '”', '’', '"'])
        {
            return None;
        }
        let line = self.lines.line(at);
        self.people.mentions_in(at, &range).find(|mention| {
            let behind = line.part(&(mention.span.start as usize..text.len())).words;
            let is_verb = |word: &Word<'_>| FINITE.contains(&word.lower);
            let rest = text[mention.span.end as usize..].trim_start();
            let name = &self.people.persons[mention.person].name;
            let is_apart = rest.is_empty()
                || rest.starts_with([',', '-', '–', '|', '('])
                || rest.starts_with(name.as_str());
            is_apart && behind.len() <= SIGNATURE && !behind.iter().any(is_verb)
        })
    }

    /// Whether words are a sentence of their own: a name behind *zegt* or *van* belongs to the sentence, unless it
    /// stands apart.
    fn is_sentence(&self, at: usize, range: &Range<usize>, is_apart: bool) -> bool {
        let words = self.lines.line(at).part(range).words;
        let Some(last) = words
            .last()
            .filter(|_| (FEWEST..=MOST).contains(&words.len()))
        else {
            return false;
        };
        let ends_open = self.text(at)[range.clone()].ends_with([',', ':', ';', '-', '–', '(', '|']);
        words[0].is_capitalized()
            && !ends_open
            && (is_apart || !SAYS.contains(&last.lower) && !STOP_WORDS.contains(&last.lower))
            && words[..words.len() - usize::from(!is_apart)]
                .iter()
                .any(|word| FINITE.contains(&word.lower))
    }

    /// Whether a signed line stands between the answers of an interview, in quotation marks.
    fn is_between_answers(&self, at: usize, place: usize) -> bool {
        let above = at.checked_sub(1).map(|above| self.text(above).trim_end());
        let closes = above.is_some_and(|text| text.ends_with(['”', '’', '"', '\'', '»']));
        place == at + 1 && closes && self.opens_with_mark(place + 1)
    }

    /// Whether a few words within the text speak of the speaker, who is named elsewhere too: *Mijn droom is een schone
    /// sloot*. What somebody signs at the end of a text is a letter.
    fn is_own_voice(&self, at: usize, range: &Range<usize>, signature: &Mention) -> bool {
        let words = self.lines.line(at).part(range).words;
        let line = self.lines.line(signature.span.block as usize);
        let is_last = signature.span.block as usize + 1 == self.blocks.len();
        // The writer of each message of a live report
        let own = self.text(signature.span.block as usize);
        // A name alone may be the caption of a picture.
        let is_bare = own.len() == self.people.persons[signature.person].name.len();
        let speaks = |word: &Word<'_>| {
            let word = word.lower.as_ref();
            OF_SPEAKER.contains(&word) || !is_bare && OF_SPEAKERS.contains(&word)
        };
        let signs_once = self.blocks.iter().filter(|block| block.text == own).count() == 1;
        at > 0
            && !is_last
            && signs_once
            && words.len() <= OWN
            && words.iter().any(speaks)
            && !self.people.is_named_once(signature, &line)
    }

    /// Whether a block nearby has most of the content words.
    fn is_repeated(&self, at: usize, range: &Range<usize>) -> bool {
        let content = |text: &str| -> Vec<String> {
            let words = folded_words(text).filter(|word| !STOP_WORDS.contains(word));
            words.map(|word| stem(&word).to_owned()).collect()
        };
        let own = content(&self.text(at)[range.clone()]);
        let near = at.saturating_sub(AROUND)..self.blocks.len().min(at + AROUND);
        let repeats = |other: usize| {
            let words = content(self.text(other));
            let same = own.iter().filter(|word| words.contains(word)).count();
            same * 10 >= own.len() * 8
        };
        own.len() >= REPEATED && near.into_iter().any(|other| other != at && repeats(other))
    }
}
