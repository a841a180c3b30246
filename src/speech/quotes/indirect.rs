//! Finds indirect speech: statements that are reported without quotation marks.
//!
//! Leaves out text in quotation marks. Reads two forms: an attribution that interrupts the sentence
//! (*De bus rijdt weer, zegt wethouder X, en …*), and a sentence that begins with *Volgens*.

use std::ops::Range;

use super::attribution::{Attribution, SpeechClause};
use crate::dutch::verbs::REPORTS;
use crate::speech::sentences::sentences;
use crate::speech::words::Line;

/// Fewest words in a statement.
const LEAST_WORDS: usize = 4;

/// A reported statement, and its attribution.
pub(super) struct Reported {
    /// The bytes of the statement in its block.
    pub(super) words: Range<usize>,
    pub(super) by: Attribution,
}

/// Returns the reported statements of a block. Skips sentences that overlap the ranges `marked`,
/// which are in quotation marks.
pub(super) fn reported(mut block: SpeechClause<'_>, marked: &[Range<usize>]) -> Vec<Reported> {
    let mut found = Vec::new();
    if !block.text.contains("Volgens ") && !block.text.contains(", ") {
        return found;
    }
    let mut marked = marked.iter().peekable();
    for sentence in sentences(block.text) {
        while marked.peek().is_some_and(|m| m.end <= sentence.start) {
            marked.next();
        }
        if marked.peek().is_some_and(|m| m.start < sentence.end) {
            continue;
        }
        found.extend(
            according_to(&mut block, &sentence).or_else(|| broken_into(&mut block, &sentence)),
        );
    }
    found
}

/// Reads a statement of the form `Volgens Ina Smit, wethouder in Waterhoek, is dit het begin.`
fn according_to(clause: &mut SpeechClause<'_>, sentence: &Range<usize>) -> Option<Reported> {
    let text = clause.text;
    let start = sentence.start
        + text[sentence.clone()]
            .strip_prefix("Volgens ")
            .map(|_| "Volgens ".len())?;
    let named = clause
        .people
        .mention_at(clause.block, start)
        .map(|mention| mention.span.end as usize);
    let end = named.unwrap_or_else(|| start + source_length(&text[start..sentence.end]));
    let by = clause.named_in(start..end)?;
    let rest = text[end..sentence.end].trim_start_matches([',', ' ']);
    let words = statement(text, sentence.end - rest.len()..sentence.end)?;
    Some(Reported {
        words,
        by: Attribution {
            range: sentence.start..end,
            ..by
        },
    })
}

/// Reads a statement of the form `De bus rijdt weer elk kwartier, zegt minister X, en dat is goed
/// nieuws.`
fn broken_into(clause: &mut SpeechClause<'_>, sentence: &Range<usize>) -> Option<Reported> {
    let text = clause.text;
    let mut commas = text[sentence.clone()]
        .match_indices(", ")
        .map(|(at, _)| sentence.start + at);
    let comma = commas.find(|at| {
        let verb = text[at + 2..sentence.end]
            .split(' ')
            .next()
            .unwrap_or_default();
        REPORTS.contains(verb)
    })?;
    let words = statement(text, sentence.start..comma)?;
    let by = clause.after(comma..sentence.end)?;
    Some(Reported { words, by })
}

/// Returns the words of `range` without closing punctuation, if they are enough for a statement.
fn statement(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text[range.clone()].trim_end_matches([' ', '.', ',']);
    (words.split(' ').count() >= LEAST_WORDS).then(|| range.start..range.start + words.len())
}

/// Returns the length in bytes of the source after *Volgens* that is not a known person: `de
/// gemeente Zandwijk`, `hem`.
fn source_length(text: &str) -> usize {
    let line = Line::of(0, text);
    let article = usize::from(
        line.words
            .first()
            .is_some_and(|w| matches!(w.text, "de" | "het")),
    );
    let more = line
        .words
        .iter()
        .skip(article + 1)
        .take_while(|w| w.joined && w.is_capitalized())
        .count();
    line.words
        .get(article + more)
        .map_or(0, |last| last.range.end)
}
