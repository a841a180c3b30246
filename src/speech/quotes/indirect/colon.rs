//! Reads statements behind a colon that begin with a small letter: *Wethouder X waarschuwt: het water stijgt*.
//!
//! Leaves out speech that begins with a capital or in quotation marks.

use super::{Reported, Sentence};
use crate::document::AttributionForm;
use crate::dutch::verbs::{CALLS, SAYS};
use crate::speech::quotes::attribution::Attribution;
use crate::speech::quotes::in_two::FIRM;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Most words before the colon.
const HEAD: usize = 16;

/// Fewest words in a statement.
const LEAST_WORDS: usize = 4;

/// Nouns for what somebody has to say: *heeft een boodschap:*.
const MESSAGES: [&str; 6] = [
    "nieuws",
    "boodschap",
    "waarschuwing",
    "conclusie",
    "advies",
    "oordeel",
];

/// Verbs of saying behind which a colon opens a list or a question.
const LISTS_OR_ASKS: [&str; 8] = [
    "vraag",
    "vroeg",
    "vrag",
    "som",
    "onderscheid",
    "herinner",
    "kijk",
    "keek",
];

/// Reads *X zegt: de brug gaat dicht*, *X is duidelijk: de brug gaat dicht*, *X heeft goed nieuws: de brug gaat open*.
pub(super) fn after_colon(
    clause: &mut SpeechClause<'_>,
    sentence: &Sentence<'_>,
) -> Option<Reported> {
    let words = sentence.words();
    let first = (1..words.len().min(HEAD)).find(|&at| sentence.gap(at).starts_with(": "))?;
    let (head, said) = words.split_at(first);
    let is_small = said[0].text.starts_with(char::is_lowercase);
    if !is_small || sentence.after_mark || !said.iter().any(Word::is_finite_verb) || !tells(head) {
        return None;
    }
    let range = sentence.range.start..head.last()?.range.end + ":".len();
    let by = clause.before_colon(range)?;
    let last = sentence.statement_end(first, false);
    let statement = sentence.statement(first, last, LEAST_WORDS)?;
    (!by.speakers.is_empty()).then_some(Reported {
        words: Vec::from([statement]),
        by: Attribution {
            form: AttributionForm::Within,
            ..by
        },
    })
}

/// Whether the words before a colon tell that somebody says what follows.
fn tells(head: &[Word<'_>]) -> bool {
    let says = |word: &Word<'_>| {
        let is_other = LISTS_OR_ASKS
            .iter()
            .any(|stem| word.lower.starts_with(stem));
        SAYS.contains(&word.lower) && !CALLS.contains(&word.lower) && !is_other
    };
    let has = |wanted: &[&str]| head.iter().any(|word| wanted.contains(&word.text));
    let last = head.last().map_or("", |word| word.text);
    let is_firm = FIRM.contains(&last) && has(&["is", "was", "blijft"]);
    let has_message = MESSAGES.contains(&last) && has(&["heeft", "had", "heb", "hebben"]);
    let is_plain = last == "om" && has(&["doekjes"]);
    let reports = head.iter().any(|word| matches!(word.text, "dat" | "of"));
    (head.iter().any(says) || is_firm || has_message || is_plain) && !reports
}
