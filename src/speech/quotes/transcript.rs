//! Reads transcripts of videos and interviews, in which the name of who speaks stands in capitals: *INA SMIT: De dijk is
//! hoog genoeg. BAS: Maar nu regent het.*
//!
//! Leaves out names that are not all in capitals (`dialogue`) and lines of minutes (`minutes`).

use std::ops::Range;

use foldhash::{HashSet, HashSetExt as _};

use super::QuoteReader;
use super::subject::Subject;
use crate::document::{Span, Speaker, SpeakerLink};
use crate::dutch::sentences::trimmed;
use crate::dutch::words::{FIRST_NAMES, INFIXES, capitalized};
use crate::speech::words::{Line, Lines, Word};

/// Most words of a name before a colon.
const NAME: usize = 5;

/// Fewest names before a colon in a transcript.
const LABELS: usize = 3;

/// Most people in a transcript whose names are kept.
const NAMES: usize = 100;

/// Fewest words of what is said.
const SAID: usize = 3;

/// First words of labels that name nobody: *EEN MAN:*.
const NOBODY: [&str; 3] = ["een", "de", "het"];

/// Who asks: the questions of an interview are no quotes.
const ASKERS: [&str; 4] = ["interviewer", "journalist", "presentator", "vraag"];

/// Where the reader stands in a transcript.
#[derive(Default)]
pub(super) struct Transcript {
    /// Number of the last block with a label; `None` if the text is no transcript.
    last: Option<usize>,
    /// The names with labels of several words, as they are written.
    names: Vec<String>,
    /// The block in which somebody speaks who may go on in the next one.
    speaking: Option<usize>,
}

impl Transcript {
    /// Finds the labels of a transcript.
    pub(super) fn of(lines: &Lines<'_>) -> Self {
        let mut found = Self::default();
        let mut count = 0;
        let mut seen = HashSet::new();
        let mut has_speaker = false;
        for line in lines.all() {
            for label in labels(&line) {
                count += 1;
                let words = &line.words[label.clone()];
                // `STAP EEN: …` is no speaker. Speakers come back, or have a first name.
                has_speaker |= !seen.insert(joined(words))
                    || ASKERS.contains(&words[0].lower.as_ref())
                    || FIRST_NAMES.contains(&in_small_letters(words[0].text));
                found.last = Some(line.block);
                if label.len() > 1 && found.names.len() < NAMES {
                    let name = joined(&line.words[label]);
                    if !found.names.contains(&name) {
                        found.names.push(name);
                    }
                }
            }
        }
        if count < LABELS || !has_speaker {
            return Self::default();
        }
        found
    }
}

impl QuoteReader<'_> {
    /// Reads block `at` of a transcript. Returns whether it is one: it has a label, or goes on with what is said.
    pub(super) fn in_transcript(&mut self, at: usize) -> bool {
        let before = self.transcript.speaking.take();
        if self.transcript.last.is_none_or(|last| at > last) {
            return false;
        }
        let line = self.lines.line(at);
        let text = self.text(at);
        let labels = labels(&line);
        let Some(first) = labels.first() else {
            // Stage directions stand in parentheses, and music in capitals.
            let goes_on = before.is_some_and(|block| block + 1 == at)
                && !text.starts_with('(')
                && line.words.iter().any(|word| !word.is_acronym());
            if let (true, Some(last)) = (goes_on, self.quoted.quotes.last_mut()) {
                last.segments.push(Span::new(at, 0..text.len()));
                self.transcript.speaking = Some(at);
            }
            return goes_on;
        };
        if line.words[first.start].range.start > 0 {
            self.between(at, 0..line.words[first.start].range.start, true);
        }
        for (n, label) in labels.iter().enumerate() {
            let until = labels
                .get(n + 1)
                .map_or(text.len(), |next| line.words[next.start].range.start);
            let colon = line.words[label.end - 1].range.end;
            let said = before_direction(text, trimmed(text, colon + 1..until));
            let words = &line.words[label.clone()];
            let is_question = ASKERS.contains(&words[0].lower.as_ref());
            self.transcript.speaking = None;
            if is_question || line.part(&said).words.len() < SAID {
                continue;
            }
            let by = self.labelled(words, at);
            let goes_on = said.end == text.len();
            self.push_labelled(Span::new(at, said), by, at, words[0].range.start..colon);
            self.transcript.speaking = goes_on.then_some(at);
        }
        true
    }

    /// Returns who speaks behind a label: a person whom the text names, or somebody with the name of the label. A single
    /// word may be a part of the name on another label.
    fn labelled(&mut self, words: &[Word<'_>], at: usize) -> Subject {
        if NOBODY.contains(&words[0].lower.as_ref()) {
            return (Vec::new(), None);
        }
        let written = joined(words);
        let same = |name: &str| {
            let name = name.to_lowercase();
            let own = written.to_lowercase();
            name == own || words.len() == 1 && name.split(' ').any(|part| part == own)
        };
        let mut persons = self.people.persons.iter();
        if let Some(person) = persons.position(|person| same(&person.name)) {
            return self.clause(at).one(person, SpeakerLink::Name);
        }
        let name = self.transcript.names.iter().find(|name| same(name));
        let speaker = name.map(|name| Speaker {
            name: Some(in_small_letters(name)),
            role: None,
            organisation: None,
            official: None,
            link: SpeakerLink::Name,
        });
        (speaker.into_iter().collect(), None)
    }
}

/// Returns the labels of a line, as ranges of words: names in capitals that begin a sentence, with a colon behind them.
fn labels(line: &Line<'_>) -> Vec<Range<usize>> {
    let words = line.words;
    let mut labels = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        if !(word.joined && at > start) {
            start = at;
        }
        if !is_in_capitals(word) {
            start = at + 1;
            continue;
        }
        let is_opened = start == 0
            || line
                .between(start - 1, start)
                .contains(['.', '!', '?', ')', '…', '\n']);
        let is_long = words[start..=at].iter().any(|word| word.text.len() > 2);
        if line.text[word.range.end..].starts_with(": ")
            && is_opened
            && is_long
            && at - start < NAME
        {
            labels.push(start..at + 1);
            start = at + 1;
        }
    }
    labels
}

fn is_in_capitals(word: &Word<'_>) -> bool {
    word.text.chars().any(char::is_uppercase) && !word.text.chars().any(char::is_lowercase)
}

fn joined(words: &[Word<'_>]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.text).collect();
    words.join(" ")
}

/// Returns what is said up to a stage direction: *De dijk is hoog. (Een vogel vliegt op.)*.
fn before_direction(text: &str, said: Range<usize>) -> Range<usize> {
    let direction = [". (", "! (", "? ("]
        .into_iter()
        .filter_map(|open| text[said.clone()].find(open))
        .min();
    direction.map_or(said.clone(), |at| said.start..said.start + at + 1)
}

/// Returns a name in capitals as names are written: *Ina van der Smit*.
fn in_small_letters(name: &str) -> String {
    let words = name.split(' ').map(|word| {
        let lower = word.to_lowercase();
        if INFIXES.contains(&lower) {
            return lower;
        }
        lower.split_inclusive('-').map(capitalized).collect()
    });
    words.collect::<Vec<String>>().join(" ")
}
