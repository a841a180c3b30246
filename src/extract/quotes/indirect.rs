//! Indirect speech: what somebody is reported to have said, without marks.
//!
//! Leaves out words in marks. Two forms are read: a clause that breaks into the sentence
//! (*De bus rijdt weer, zegt wethouder X, en …*), and a sentence that begins with *Volgens*.

use std::ops::Range;

use super::attribution::{self, Attribution};
use crate::extract::people::{Line, People};

/// Verbs that report what follows or precedes them; most verbs of speech may also judge or announce.
const REPORTING: &[&str] = &[
    "zegt",
    "zei",
    "stelt",
    "stelde",
    "meldt",
    "meldde",
    "vertelt",
    "vertelde",
    "aldus",
    "benadrukt",
    "benadrukte",
    "verklaart",
    "verklaarde",
    "verwacht",
    "bevestigt",
    "waarschuwt",
    "laat",
];

/// Fewest words that are a statement.
const LEAST_WORDS: usize = 4;

/// A statement, and who makes it.
pub(super) struct Reported {
    /// Bytes of the block.
    pub(super) words: Range<usize>,
    pub(super) by: Attribution,
}

/// The statements that a block reports outside the stretches in marks.
pub(super) fn reported(
    people: &mut People,
    block: usize,
    text: &str,
    marked: &[Range<usize>],
    subject: Option<usize>,
) -> Vec<Reported> {
    let mut found = Vec::new();
    if !text.contains("Volgens ") && !text.contains(", ") {
        return found;
    }
    let mut marked = marked.iter().peekable();
    for sentence in attribution::sentences(text) {
        while marked.peek().is_some_and(|m| m.end <= sentence.start) {
            marked.next();
        }
        if marked.peek().is_some_and(|m| m.start < sentence.end) {
            continue;
        }
        found.extend(
            according_to(people, block, text, &sentence, subject)
                .or_else(|| broken_into(people, block, text, &sentence, subject)),
        );
    }
    found
}

/// `Volgens Ina Smit, wethouder in Waterhoek, is dit het begin.`
fn according_to(
    people: &mut People,
    block: usize,
    text: &str,
    sentence: &Range<usize>,
    subject: Option<usize>,
) -> Option<Reported> {
    let start = sentence.start + text[sentence.clone()].strip_prefix("Volgens ").map(|_| "Volgens ".len())?;
    let named = people.mention_at(block, start).map(|mention| mention.span.end as usize);
    let end = named.unwrap_or_else(|| start + source_length(&text[start..sentence.end]));
    let by = attribution::of_clause(people, block, text, start..end, subject)?;
    let rest = text[end..sentence.end].trim_start_matches([',', ' ']);
    statement(text, sentence.end - rest.len()..sentence.end)
        .map(|words| Reported { words, by: Attribution { range: sentence.start..end, ..by } })
}

/// `De bus rijdt weer elk kwartier, zegt minister X, en dat is goed nieuws.`
fn broken_into(
    people: &mut People,
    block: usize,
    text: &str,
    sentence: &Range<usize>,
    subject: Option<usize>,
) -> Option<Reported> {
    let comma = text[sentence.clone()].match_indices(", ").map(|(at, _)| sentence.start + at).find(|at| {
        let verb = text[at + 2..sentence.end].split(' ').next().unwrap_or_default();
        REPORTING.contains(&verb)
    })?;
    let words = statement(text, sentence.start..comma)?;
    let by = attribution::after(people, block, text, comma..sentence.end, subject)?;
    Some(Reported { words, by })
}

/// The words of `range`, if they are enough for a statement.
fn statement(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text[range.clone()].trim_end_matches([' ', '.', ',']);
    (words.split(' ').count() >= LEAST_WORDS).then(|| range.start..range.start + words.len())
}

/// Bytes of what *Volgens* names where that is no person: `de gemeente Zandwijk`, `hem`.
fn source_length(text: &str) -> usize {
    let line = Line::of(0, text);
    let article = usize::from(line.words.first().is_some_and(|w| matches!(w.text, "de" | "het")));
    let more = line.words.iter().skip(article + 1).take_while(|w| w.joined && w.is_capitalised()).count();
    line.words.get(article + more).map_or(0, |last| last.range.end)
}
