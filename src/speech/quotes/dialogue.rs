//! Reads interviews whose paragraphs open with the name of who speaks, without quotation marks: *Jan: Ik werk hier al
//! twintig jaar.*
//!
//! Leaves out answers in quotation marks (`left_over`).

use super::QuoteReader;
use super::attribution::Attribution;
use super::speaker::part_of_name;
use crate::document::{AttributionForm, QuoteKind, Span};
use crate::speech::words::Word;

/// Most words of a name before a colon.
const NAME: usize = 4;

/// Number of paragraphs before and behind an answer among which another one is looked for.
const AROUND: usize = 20;

/// Fewest words of an answer.
const ANSWER: usize = 8;

impl QuoteReader<'_> {
    /// Reads the paragraph as the answer of a person whose name and a colon open it. Another paragraph must open in
    /// the same way, and the paragraph must ask nothing. Returns whether it is one.
    pub(super) fn answer_behind_name(&mut self, at: usize) -> bool {
        let text = self.text(at);
        let Some((name, answer)) = text.split_once(": ") else {
            return false;
        };
        let words = self.lines.line(at).words;
        let (named, said) =
            words.split_at(words.partition_point(|word| word.range.end <= name.len()));
        let is_name = (1..=NAME).contains(&named.len()) && named[0].is_capitalized();
        if !is_name
            || said.len() < ANSWER
            || !answer.trim_end().ends_with(['.', '!'])
            || said.iter().any(Word::is_address)
            || !self.opens_another(at, &text[..name.len() + 2])
        {
            return false;
        }
        let Some((person, by_surname)) = self.people.by_part_of_name(words, 0) else {
            return false;
        };
        let (speakers, person) = self.clause(at).one(person, part_of_name(by_surname));
        let words = said[0].range.start..text.trim_end().len();
        self.push(Span::new(at, words), QuoteKind::Direct);
        let found = Attribution {
            speakers,
            person,
            range: 0..name.len(),
            form: AttributionForm::BeforeColon,
        };
        self.give(found, at);
        true
    }

    /// Whether another paragraph near `at` opens with the same words.
    fn opens_another(&self, at: usize, opening: &str) -> bool {
        let before = &self.blocks[at.saturating_sub(AROUND)..at];
        let behind = &self.blocks[at + 1..self.blocks.len().min(at + 1 + AROUND)];
        let mut others = before.iter().chain(behind);
        others.any(|block| block.text.starts_with(opening))
    }
}
