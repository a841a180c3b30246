//! Reads interviews whose paragraphs open with the name of who speaks, without quotation marks: *Jan: Ik werk hier al
//! twintig jaar.*
//!
//! Leaves out answers in quotation marks (`left_over`).

use std::ops::Range;

use super::QuoteReader;
use super::attribution::Attribution;
use super::marks;
use super::speaker::part_of_name;
use super::subject::Subject;
use super::topic::Topic;
use crate::document::{AttributionForm, Block, BlockKind, QuoteKind, Span, SpeakerLink};
use crate::dutch::sentences::{last_start, trimmed};
use crate::dutch::verbs::FINITE;
use crate::dutch::words::FIRST_NAMES;
use crate::speech::words::Word;

/// Most words of a name before a colon.
const NAME: usize = 4;

/// Most bytes of a name and an office before a colon within a paragraph.
const LABEL: usize = 120;

/// Words of somebody who speaks of himself, or for a body.
const FIRST_PERSON: [&str; 9] = ["ik", "mij", "mijn", "me", "wij", "we", "ons", "onze", "m’n"];

/// Number of paragraphs before and behind one without an opening mark among which two answers in marks stand.
const ANSWERS: usize = 4;

/// Number of paragraphs before and behind an answer among which another one is looked for.
const AROUND: usize = 20;

/// Fewest paragraphs of a round of answers.
const SERIES: usize = 3;

/// Fewest words of an answer.
const ANSWER: usize = 8;

impl QuoteReader<'_> {
    /// Reads the paragraph as the answer of a person whose name and a colon open it. Another paragraph must open in
    /// the same way, or several with given names, and the paragraph must ask nothing. Returns whether it is one.
    pub(super) fn answer_behind_name(&mut self, at: usize) -> bool {
        let text = self.text(at);
        // Fast path: most paragraphs have no colon.
        let has_colon = text.contains(':');
        let Some((name, answer)) = has_colon.then(|| text.split_once(": ")).flatten() else {
            return false;
        };
        let words = self.lines.line(at).words;
        let (named, said) =
            words.split_at(words.partition_point(|word| word.range.end <= name.len()));
        let is_name = (1..=NAME).contains(&named.len()) && named[0].is_capitalized();
        // Marks may stand within an answer. An answer in marks is read as any quotation.
        let is_in_marks = marks::pairs(answer, None).first().is_some_and(|first| {
            !first.closed || first.outer.start == 0 || first.outer.len() * 2 > answer.len()
        });
        if !is_name
            || is_in_marks
            || said.len() < ANSWER
            || !answer.trim_end().ends_with(['.', '!'])
            || said.iter().any(Word::is_address)
            || !self.opens_another(at, &text[..name.len() + 2]) && !self.is_of_series(at)
        {
            return false;
        }
        let known = self.people.by_part_of_name(words, 0);
        let known = known.map(|(person, by_surname)| (person, part_of_name(by_surname)));
        let noted = || {
            let is_given = named.len() == 1 && FIRST_NAMES.contains(named[0].text);
            let person = is_given.then(|| self.people.note_first_name_at(named, 0))??;
            Some((person, SpeakerLink::FirstName))
        };
        let Some((person, link)) = known.or_else(noted) else {
            return false;
        };
        let by = self.clause(at).one(person, link);
        let words = said[0].range.start..text.trim_end().len();
        self.push_labelled(Span::new(at, words), by, at, 0..name.len());
        true
    }

    /// Reads the rest of a paragraph without marks behind a name that is a sentence: *De drie willen verder. Smit: We zijn
    /// er bijna uit. Dan tekenen we.* Returns whether there is one.
    pub(super) fn speech_behind_name(&mut self, at: usize) -> bool {
        let text = self.text(at);
        let said_until = text.trim_end().len();
        if !text[..said_until].ends_with(['.', '!']) || !text.contains(':') {
            return false;
        }
        let line = self.lines.line(at);
        let found = text.match_indices(": ").find_map(|(colon, _)| {
            // A whole block before each of its colons would take the square of its length.
            let near = text.floor_char_boundary(colon.saturating_sub(LABEL));
            let start = near + last_start(&text[near..colon]);
            if start == near && near > 0 {
                return None;
            }
            let label = trimmed(text, start..colon);
            let words = line.part(&label).words;
            let opens = words.first().filter(|_| words.len() <= NAME)?;
            let person = self.named_by(at, &label, opens, words)?;
            let said = line.part(&(colon..said_until)).words;
            let first = said.first()?;
            // `Jan Smit: Is sinds 1990 vrijwilliger.`, `Ina Smit: Aanmelden kan tot maandag.`: facts about somebody
            let offers = said
                .get(1)
                .is_some_and(|verb| matches!(verb.text, "kan" | "mag"));
            let opens_with_verb = FINITE.contains(&first.lower)
                || offers && first.text.len() > 4 && first.text.ends_with("en");
            let is_speech = said.len() >= ANSWER
                && first.is_capitalized()
                && !opens_with_verb
                && said.iter().any(|word| FINITE.contains(&word.lower));
            is_speech.then_some((label, person, first.range.start))
        });
        let Some((label, (person, by), start)) = found else {
            return false;
        };
        self.between(at, 0..label.start, true);
        let by = self.clause(at).one(person, by);
        self.push_labelled(Span::new(at, start..said_until), by, at, label);
        true
    }

    /// Reads the paragraph as the speech of the person whose name and a colon are all of the paragraph above, or as its next
    /// paragraph: *Minister Smit:* and below it *Vandaag spraken wij over de dijken.* Nothing in the text stands in marks,
    /// and the speaker says *ik* or *wij*. Returns whether it is one.
    pub(super) fn speech_below_name(&mut self, at: usize) -> bool {
        let Some(above) = at.checked_sub(1) else {
            return false;
        };
        let text = self.text(at);
        let said = trimmed(text, 0..text.len());
        let is_text = text[said.clone()].ends_with(['.', '!', '?']);
        if self.blocks[at].kind == BlockKind::Heading || !is_text {
            return false;
        }
        let goes_on = self.speech_below == Some(above);
        let last = self.quoted.quotes.last_mut().filter(|_| goes_on);
        if let Some(quote) = last {
            quote.segments.push(Span::new(at, said));
            self.speech_below = Some(at);
            return true;
        }
        let label = self.text(above).trim_end();
        let is_own = |word: &Word<'_>| FIRST_PERSON.contains(&word.lower.as_ref());
        if label.len() > LABEL
            || !label.ends_with(':')
            || !self.lines.line(at).words.iter().any(is_own)
            || self.last_marked().is_some_and(|last| last >= at)
        {
            return false;
        }
        let named = trimmed(label, 0..label.len() - 1);
        let mention = self.people.mention_at(above, named.start);
        let mention = mention.filter(|one| one.span.end as usize == named.end);
        let Some(person) = mention.map(|mention| mention.person) else {
            return false;
        };
        let by = self.clause(above).one(person, SpeakerLink::Name);
        self.push_labelled(Span::new(at, said), by, above, named);
        self.speech_below = Some(at);
        true
    }

    /// Adds what the person says whose name, the bytes `label` of block `above`, stands before a colon.
    pub(super) fn push_labelled(
        &mut self,
        said: Span,
        by: Subject,
        above: usize,
        label: Range<usize>,
    ) {
        let (speakers, person) = by;
        self.push(said, QuoteKind::Direct);
        let found = Attribution {
            speakers,
            person,
            range: label,
            form: AttributionForm::BeforeColon,
        };
        self.give(found, above);
    }

    /// Returns the number of the last block with quotation marks. They are looked for once.
    fn last_marked(&self) -> Option<usize> {
        *self.last_marked.get_or_init(|| {
            let has_marks = |block: &Block| !marks::pairs(&block.text, None).is_empty();
            self.blocks.iter().rposition(has_marks)
        })
    }

    /// Reads a paragraph between answers in marks that has a closing mark only. Returns whether it is one.
    pub(super) fn answer_without_opening(&mut self, at: usize) -> bool {
        let text = self.text(at).trim_end();
        let words = text.trim_end_matches(['”', '’', '"']);
        let is_closed = words.len() < text.len() && words.ends_with(['.', '!', '?']);
        let near = at.saturating_sub(ANSWERS)..=at + ANSWERS;
        let are_answers = near.filter(|other| *other != at && self.opens_with_mark(*other));
        if !is_closed || are_answers.count() < 2 {
            return false;
        }
        self.push(
            Span::new(at, trimmed(words, 0..words.len())),
            QuoteKind::Direct,
        );
        self.spoken_of.note(Topic::Unknown, at);
        true
    }

    /// Returns the person whose name is all of `label`, with or without an office before it.
    fn named_by(
        &self,
        at: usize,
        label: &Range<usize>,
        opens: &Word<'_>,
        words: &[Word<'_>],
    ) -> Option<(usize, SpeakerLink)> {
        let mention = self.people.mention_at(at, opens.range.start);
        if let Some(mention) = mention {
            let is_all = mention.span.end as usize == label.end;
            return is_all.then_some((mention.person, SpeakerLink::Name));
        }
        let end = self.people.known_name_end(words, 0)?;
        let (person, by_surname) = self.people.by_part_of_name(words, 0)?;
        let is_all = end == words.len() && by_surname;
        is_all.then_some((person, part_of_name(by_surname)))
    }

    /// Whether several paragraphs near `at` open with a given name and a colon each, as the answers of a round do: *Ina: Ik
    /// vind het mooi.*
    fn is_of_series(&self, at: usize) -> bool {
        let near = at.saturating_sub(AROUND)..self.blocks.len().min(at + 1 + AROUND);
        let opens = |block: &Block| {
            let name = block.text.split_once(": ").map(|(name, _)| name);
            name.is_some_and(|name| FIRST_NAMES.contains(name))
        };
        self.blocks[near]
            .iter()
            .filter(|block| opens(block))
            .count()
            >= SERIES
    }

    /// Whether another paragraph near `at` opens with the same words.
    fn opens_another(&self, at: usize, opening: &str) -> bool {
        let before = &self.blocks[at.saturating_sub(AROUND)..at];
        let behind = &self.blocks[at + 1..self.blocks.len().min(at + 1 + AROUND)];
        let mut others = before.iter().chain(behind);
        others.any(|block| block.text.starts_with(opening))
    }
}
