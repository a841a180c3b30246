//! Reads reports of debates, in which each paragraph opens with who speaks: *De heer Smit (VVD): Voorzitter, dat kan niet.*
//!
//! Leaves out names on lines of their own (`minutes`) and without a title (`dialogue`).

use super::QuoteReader;
use super::subject::Subject;
use crate::document::{Span, SpeakerLink};
use crate::dutch::sentences::trimmed;
use crate::dutch::words::TITLES;
use crate::speech::people::People;
use crate::speech::words::{Line, Lines, Word};

/// Most words before the colon.
const LABEL: usize = 9;

/// Fewest paragraphs of a report that open with who speaks, and fewest of them with a title.
const TURNS: [usize; 2] = [3, 2];

/// Whether a text reports a debate.
pub(super) fn has_turns(lines: &Lines<'_>) -> bool {
    let labels = || {
        lines
            .all()
            .filter_map(|line| Some((label_end(&line)?, line)))
    };
    let [least, titled] = TURNS;
    labels().count() >= least
        && labels().filter(|(_, line)| is_titled(line.words)).count() >= titled
}

/// Returns the byte of the colon behind who speaks in a paragraph.
fn label_end(line: &Line<'_>) -> Option<usize> {
    let colon = line.text.find(": ")?;
    let words = line.words;
    let count = words.partition_point(|word| word.range.end <= colon);
    let label = words.get(..count).filter(|label| label.len() <= LABEL)?;
    let first = label.first()?;
    let article = usize::from(first.lower == "de");
    let is_person = is_titled(label) || People::nameless_role(label, article).is_some();
    let speaks = !line.text[colon + 2..].starts_with(['“', '"', '‘', '„', '\'']);
    let has_verb = label.iter().any(Word::is_finite_verb);
    (is_person && speaks && !has_verb && count < words.len()).then_some(colon)
}

fn is_titled(words: &[Word<'_>]) -> bool {
    match words {
        [article, title, ..] if article.text == "De" => matches!(title.text, "heer" | "voorzitter"),
        [title, ..] => TITLES.contains(&title.lower),
        [] => false,
    }
}

impl QuoteReader<'_> {
    /// Reads the paragraph as the turn of who opens it. Returns whether it is one.
    pub(super) fn turn(&mut self, at: usize) -> bool {
        let line = self.lines.line(at);
        let Some(colon) = self.has_turns.then(|| label_end(&line)).flatten() else {
            return false;
        };
        let text = self.text(at);
        let said = trimmed(text, colon + 1..text.len());
        if !text[said.clone()].ends_with(['.', '!', '?', '…']) {
            return false;
        }
        let mentions = self.people.mentions_in(at, &(0..colon));
        let named = mentions.last().map(|mention| mention.person);
        let by: Subject = match named {
            Some(person) => self.clause(at).one(person, SpeakerLink::Name),
            None => (Vec::new(), None),
        };
        self.push_labelled(Span::new(at, said), by, at, 0..colon);
        true
    }
}
