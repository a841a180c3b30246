//! Finds indirect speech: statements that are reported without quotation marks.
//!
//! Leaves out text in quotation marks. Reads five forms, in this order; the first that fits decides:
//!
//! 1. *Volgens wethouder X rijdt de bus weer.*
//! 2. *De bus rijdt weer, zegt wethouder X, en …*
//! 3. *Wethouder X zegt dat de bus weer rijdt.* *Ook meldt wethouder X dat …*
//! 4. *De bus rijdt volgens wethouder X weer.*
//! 5. *De bus rijdt weer. Dat zegt wethouder X.*
//!
//! Reported questions, conditions and denials of a statement are none.

use std::ops::Range;

use super::attribution::{Attribution, SpeechClause};
use crate::document::AttributionForm;
use crate::dutch::verbs::{REPORTS, REPORTS_DAT, SAYS};
use crate::speech::sentences::{sentences, trimmed};
use crate::speech::words::{Line, Word};

/// Fewest words in a statement.
const LEAST_WORDS: usize = 4;

/// A reported statement, and its attribution.
pub(super) struct Reported {
    /// The bytes of the statement in its block; two ranges if the attribution is inside it.
    pub(super) words: Vec<Range<usize>>,
    pub(super) by: Attribution,
}

/// Returns the reported statements of a block. Skips sentences that overlap the ranges `marked`,
/// which are in quotation marks.
pub(super) fn reported(mut block: SpeechClause<'_>, marked: &[Range<usize>]) -> Vec<Reported> {
    let mut found = Vec::new();
    let mut marked = marked.iter().peekable();
    let mut before: Option<Range<usize>> = None;
    for sentence in sentences(block.text) {
        while marked.peek().is_some_and(|m| m.end <= sentence.start) {
            marked.next();
        }
        if marked.peek().is_some_and(|m| m.start < sentence.end) {
            before = None;
            continue;
        }
        let is_question = block.text[sentence.clone()].trim_end().ends_with('?');
        let reported = (!is_question)
            .then(|| {
                according_to(&mut block, &sentence)
                    .or_else(|| broken_into(&mut block, &sentence))
                    .or_else(|| with_dat(&mut block, &sentence))
                    .or_else(|| in_the_middle(&mut block, &sentence))
                    .or_else(|| pointed_back_at(&mut block, &sentence, before.take()?))
            })
            .flatten();
        // A statement that is reported itself is not reported again by the next sentence.
        before = reported.is_none().then_some(sentence);
        found.extend(reported);
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
    let end = source_end(clause, start..sentence.end);
    let by = clause.named_in(start..end)?;
    let rest = text[end..sentence.end].trim_start_matches([',', ' ']);
    let words = statement(text, sentence.end - rest.len()..sentence.end)?;
    Some(Reported {
        words: vec![words],
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
    Some(Reported {
        words: vec![words],
        by,
    })
}

/// Words with which a condition or a question begins, or which make the writer the speaker.
const NO_REPORT: [&str; 14] = [
    "als", "indien", "mocht", "wie", "wat", "waarom", "ik", "wij", "we", "je", "u", "dit", "dat",
    "het",
];

/// Reads a statement of the form `Wethouder X zegt dat de bus weer rijdt` or `Ook meldt wethouder X dat
/// …`.
fn with_dat(clause: &mut SpeechClause<'_>, sentence: &Range<usize>) -> Option<Reported> {
    let text = clause.text;
    if !text[sentence.clone()].contains(" dat ") {
        return None;
    }
    let line = Line::within(clause.block, text, sentence.clone());
    let words = &line.words;
    if words
        .first()
        .is_some_and(|w| NO_REPORT.contains(&w.lower.as_ref()))
    {
        return None;
    }
    let dat = words.iter().position(|w| w.text == "dat")?;
    let verb = words[..dat]
        .iter()
        .rposition(|w| REPORTS_DAT.contains(&w.lower))?;
    let between = &words[verb + 1..dat];
    let is_near = between.len() <= 8
        && !text[words[verb].range.end..words[dat].range.start].contains([':', ';']);
    if !is_near || !particle_fits(&words[verb], between) {
        return None;
    }
    let before = sentence.start..words[verb].range.start;
    let after = words[verb].range.end..words[dat].range.start;
    // `Ook meldt X dat`: the subject follows the verb.
    let inverted = words[..verb]
        .iter()
        .all(|w| !w.is_capitalized() || w.range.start == words[0].range.start)
        && words[..verb].len() <= 3
        && !between.is_empty();
    let by = if inverted {
        clause
            .named_in(after.clone())
            .or_else(|| clause.named_in(before.clone()))
    } else {
        clause.named_in(before.clone())
    };
    let words = statement_of(text, words[dat].range.end..sentence.end, 3)?;
    let by = by.unwrap_or(Attribution {
        speakers: Vec::new(),
        person: None,
        range: before.start..after.end,
        form: AttributionForm::Within,
    });
    let range = trimmed(text, before.start..after.end);
    Some(Reported {
        words: vec![words],
        by: Attribution { range, ..by },
    })
}

/// Whether the words between a verb and *dat* make it a verb of saying: *laat weten dat*, but not *zegt
/// niet dat*.
fn particle_fits(verb: &Word<'_>, between: &[Word<'_>]) -> bool {
    let has = |wanted: &[&str]| between.iter().any(|w| wanted.contains(&w.lower.as_ref()));
    if has(&["niet", "nooit", "geen", "of"]) {
        return false;
    }
    match verb.lower.as_ref() {
        "geeft" | "gaf" | "geven" | "gaven" => has(&["aan", "toe"]),
        "laat" | "liet" | "laten" | "lieten" => has(&["weten"]),
        "maakt" | "maakte" | "maken" => has(&["bekend", "duidelijk"]),
        "wijst" | "wees" => has(&["op", "erop"]),
        "merkt" => has(&["op"]),
        "voegt" | "voegde" => has(&["toe"]),
        // `vindt het jammer dat`: a feeling about a fact.
        "vindt" | "vond" | "vinden" | "vonden" => !has(&["het"]),
        _ => true,
    }
}

/// Reads a statement of the form `De bus rijdt volgens wethouder X weer`.
fn in_the_middle(clause: &mut SpeechClause<'_>, sentence: &Range<usize>) -> Option<Reported> {
    let text = clause.text;
    let at = sentence.start + text[sentence.clone()].find(" volgens ")?;
    let start = at + " volgens ".len();
    let end = source_end(clause, start..sentence.end);
    let by = clause.named_in(start..end)?;
    let mut words = vec![statement_of(text, sentence.start..at, 1)?];
    words.extend(statement_of(text, end..sentence.end, 1));
    let count: usize = words
        .iter()
        .map(|part| text[part.clone()].split(' ').count())
        .sum();
    (count >= LEAST_WORDS).then_some(Reported {
        words,
        by: Attribution {
            range: at + 1..end,
            ..by
        },
    })
}

/// Reads `Dat zegt wethouder X`, which reports the sentence `before` it.
fn pointed_back_at(
    clause: &mut SpeechClause<'_>,
    sentence: &Range<usize>,
    before: Range<usize>,
) -> Option<Reported> {
    let text = clause.text;
    if !["Dat ", "Zo "]
        .iter()
        .any(|start| text[sentence.clone()].starts_with(start))
    {
        return None;
    }
    let line = Line::within(clause.block, text, sentence.clone());
    let [first, verb, ..] = &line.words[..] else {
        return None;
    };
    let is_form = matches!(first.text, "Dat" | "Zo") && SAYS.contains(&verb.lower);
    if !is_form || line.words.len() > 20 {
        return None;
    }
    let by = clause.named_in(trimmed(text, verb.range.end..sentence.end))?;
    let words = statement(text, trimmed(text, before))?;
    Some(Reported {
        words: vec![words],
        by: Attribution {
            range: trimmed(text, sentence.clone()),
            form: AttributionForm::DatZei,
            ..by
        },
    })
}

/// As [`statement`], of at least `least` words.
fn statement_of(text: &str, range: Range<usize>, least: usize) -> Option<Range<usize>> {
    let range = trimmed(text, range);
    let range = range.start
        + (text[range.clone()].len() - text[range.clone()].trim_start_matches([',', ' ']).len())
        ..range.end;
    let words = text[range.clone()].trim_end_matches([' ', '.', ',', '!']);
    let is_enough = words.split_whitespace().count() >= least;
    is_enough.then(|| range.start..range.start + words.len())
}

/// Returns the words of `range` without closing punctuation, if they are enough for a statement.
fn statement(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text[range.clone()].trim_end_matches([' ', '.', ',']);
    (words.split(' ').count() >= LEAST_WORDS).then(|| range.start..range.start + words.len())
}

/// Returns the end of the source that opens `range`, after *volgens*.
fn source_end(clause: &SpeechClause<'_>, range: Range<usize>) -> usize {
    let person = clause.people.mention_at(clause.block, range.start);
    person.map_or_else(
        || range.start + source_length(&clause.text[range.clone()]),
        |mention| mention.span.end as usize,
    )
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
