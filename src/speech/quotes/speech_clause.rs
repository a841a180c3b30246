//! A block in which speakers are looked for, and its main clauses. The rules that look are methods of it, in `named`, `subject`,
//! `topic`, `attribution` and `indirect`.

use crate::speech::people::People;
use crate::speech::words::{Line, Word};

/// A block in which speakers are looked for, with the people known so far and the last subject.
pub(super) struct SpeechClause<'a> {
    pub(super) people: &'a mut People,
    /// Number of the block, and its text.
    pub(super) block: usize,
    pub(super) text: &'a str,
    /// The words of the block.
    pub(super) line: Line<'a>,
    pub(super) subject: Option<usize>,
}

/// Returns the byte at which the main clause begins behind a clause such as *Nadat X had gesproken, voelt Y zich
/// geroepen*.
pub(super) fn main_clause(line: &Line<'_>) -> Option<usize> {
    const OPENERS: [&str; 8] = [
        "nadat", "toen", "omdat", "terwijl", "hoewel", "zodra", "doordat", "voordat",
    ];
    let words = line.words;
    OPENERS
        .contains(&words.first()?.lower.as_ref())
        .then_some(())?;
    let verb = (2..words.len()).find(|&at| {
        let is_verb = words[at].text.starts_with(char::is_lowercase)
            && words.get(at + 1).is_some_and(Word::is_capitalized);
        line.between(at - 1, at).contains(',') && is_verb
    })?;
    Some(words[verb + 1].range.start)
}
