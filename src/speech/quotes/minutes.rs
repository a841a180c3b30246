//! Reads minutes, in which a line of its own names who speaks: *Mevrouw Smit (VVD):* or *De voorzitter:*. The
//! paragraphs below it are that person's words.
//!
//! Leaves out names that open the paragraph of the words (`dialogue`).

use std::collections::HashSet;

use super::QuoteReader;
use super::attribution::Attribution;
use super::speaker::nameless_speaker;
use super::subject::Subject;
use crate::document::{AttributionForm, Block, BlockKind, QuoteKind, Span, SpeakerLink};
use crate::dutch::words::TITLES;
use crate::speech::people::People;
use crate::speech::words::{Lines, Word};

/// Most words of a line that names who speaks.
const LABEL: usize = 9;

/// Fewest such lines in minutes, if one of them is that of the chair, and if not.
const LABELS: [usize; 2] = [2, 3];

/// The line of the chair.
const CHAIR: &str = "De voorzitter:";

/// Fewest words of what is said.
const SAID: usize = 5;

/// Words with which the text of a motion begins, and those with which it ends.
const MOTION: [&str; 4] = [
    "De Kamer,",
    "De raad,",
    "Provinciale Staten,",
    "De gemeenteraad,",
];
const MOTION_ENDS: &str = "en gaat over tot de orde van de dag";

/// Where the reader stands in minutes.
#[derive(Default)]
pub(super) struct Minutes {
    /// Numbers of the blocks that name who speaks; none if the text is no minutes.
    labels: HashSet<usize>,
    /// Who speaks, and the block that says so.
    speaking: Option<(Subject, usize)>,
    /// Whether a paragraph of what is said has been read: those of one turn are one quote.
    has_begun: bool,
    in_motion: bool,
}

impl Minutes {
    /// Finds the lines that name who speaks. Without a chair, somebody must speak twice.
    pub(super) fn of(blocks: &[Block], lines: &Lines<'_>, people: &People) -> Self {
        let labels = (0..blocks.len()).filter(|at| is_label(blocks, lines, people, *at));
        let labels: HashSet<usize> = labels.collect();
        let texts: HashSet<&str> = labels.iter().map(|at| blocks[*at].text.as_str()).collect();
        let [least, without_chair] = LABELS;
        let are_minutes = labels.len() >= least && texts.contains(CHAIR)
            || labels.len() >= without_chair && texts.len() < labels.len();
        Self {
            labels: if are_minutes { labels } else { HashSet::new() },
            ..Self::default()
        }
    }
}

/// Whether a block is a line such as *De heer Smit (VVD):*.
fn is_label(blocks: &[Block], lines: &Lines<'_>, people: &People, at: usize) -> bool {
    if !blocks[at].text.ends_with(':') {
        return false;
    }
    let words = lines.line(at).words;
    let Some(first) = words.first().filter(|_| words.len() <= LABEL) else {
        return false;
    };
    let article = usize::from(first.lower == "de");
    let is_titled = first.text == "De" && words.get(1).is_some_and(|word| word.text == "heer")
        || TITLES.contains(&first.lower);
    let is_person = is_titled
        || people.mention_at(at, 0).is_some()
        || People::nameless_role(words, article).is_some();
    let has_verb = words.iter().any(Word::is_finite_verb);
    is_person && !has_verb
}

impl QuoteReader<'_> {
    /// Reads block `at` of minutes: a line that names who speaks, or what is said. Returns whether it is one.
    pub(super) fn in_minutes(&mut self, at: usize) -> bool {
        let text = self.text(at);
        if self.minutes.labels.contains(&at) {
            self.minutes.speaking = self.named_by_label(at).map(|subject| (subject, at));
            self.minutes.in_motion = false;
            self.minutes.has_begun = false;
            return true;
        }
        let Some(((speakers, person), label)) = self.minutes.speaking.clone() else {
            return false;
        };
        let is_motion = self.minutes.in_motion || MOTION.contains(&text);
        self.minutes.in_motion = is_motion && !text.starts_with(MOTION_ENDS);
        let is_said = self.blocks[at].kind != BlockKind::Heading
            && self.lines.line(at).words.len() >= SAID
            && text.ends_with(['.', '!', '?'])
            && !text.starts_with('(');
        if !is_said || is_motion {
            return true;
        }
        let said = Span::new(at, 0..text.len());
        let goes_on = std::mem::replace(&mut self.minutes.has_begun, true);
        if let Some(last) = self.quoted.quotes.last_mut().filter(|_| goes_on) {
            last.segments.push(said);
            return true;
        }
        self.push(said, QuoteKind::Direct);
        let found = Attribution {
            speakers,
            person,
            range: 0..self.text(label).len() - 1,
            form: AttributionForm::BeforeColon,
        };
        self.give(found, label);
        true
    }

    /// Returns who speaks below the line at block `at`. An office is nobody whom the text names: *De voorzitter* is
    /// not the member named before.
    fn named_by_label(&mut self, at: usize) -> Option<Subject> {
        let words = self.lines.line(at).words;
        let article = usize::from(words[0].lower == "de");
        let named = self.people.mention_at(at, 0).map(|mention| mention.person);
        if let Some(person) = named {
            return Some(self.clause(at).one(person, SpeakerLink::Name));
        }
        match People::nameless_role(words, article) {
            Some(role) if words.len() == article + 1 => Some((vec![nameless_speaker(role)], None)),
            _ => {
                let label = 0..self.text(at).len() - 1;
                self.clause(at).subject_of(&label)
            }
        }
    }
}
