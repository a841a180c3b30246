//! Tells which terms are fragments of speech, once the whole text is read: what one says of whom a sentence speaks, in a
//! text that marks speech in the same way.
//!
//! Leaves out fragments whose speaker a rule finds beside them (`span`).

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::QuoteReader;
use super::glyphs::Family;
use super::marks::{Marked, pairs};
use super::own_words::MAKES;
use super::span_kind::{
    IS_CALLED, follows_copula, is_adjective, is_writers_word, names_what_follows,
};
use crate::document::{Block, BlockKind, Quote, QuoteKind, Span};
use crate::dutch::sentences::{sentence_before, sentences, stretch_behind};
use crate::dutch::verbs::{CALLS, SAYS, reporting};
use crate::dutch::words::PREPOSITIONS;
use crate::speech::words::{Line, Word};

/// Fewest points of a fragment of speech. They and those of each sign were weighed on the fragments and terms of
/// `benches/first-contact` (rounds 48 to 61).
const FRAGMENT: i32 = 2;

/// Words with which one stresses what one says.
const INTENSIFIERS: [&str; 15] = [
    "niet", "heel", "zeer", "zo", "te", "nog", "al", "echt", "geen", "veel", "meer", "absoluut",
    "volledig", "direct", "helemaal",
];

/// Words of a sentence that tells what something is called, besides the verbs.
const NAMES: [&str; 2] = ["gedoopt", "naam"];

/// Most bytes between two fragments of a list.
const BETWEEN: usize = 16;

/// A term with its surroundings.
struct Term<'a> {
    words: &'a str,
    /// The words of its sentence before it.
    before: &'a str,
    line: Line<'a>,
    sentence: Range<usize>,
    family: Family,
}

/// The pairs of quotation marks of the blocks that hold terms or quotations. Each block is read once.
struct Pairs<'a> {
    blocks: &'a [Block],
    read: HashMap<u32, Vec<Marked>>,
}

impl Pairs<'_> {
    /// Returns the marks around a span.
    fn around(&mut self, span: &Span) -> Option<&Marked> {
        let text = &self.blocks[span.block as usize].text;
        let read = self.read.entry(span.block);
        let pairs = read.or_insert_with(|| pairs(text, None));
        let at = span.start as usize;
        let behind = pairs.partition_point(|marked| marked.inner.start <= at);
        let found = pairs.get(behind.checked_sub(1)?)?;
        found.inner.contains(&at).then_some(found)
    }

    /// Returns the kind of mark around most of `quotes`.
    fn of_speech(&mut self, quotes: &[Quote]) -> Family {
        let direct = quotes
            .iter()
            .filter(|quote| quote.kind == QuoteKind::Direct);
        let (mut double, mut single) = (0, 0);
        for first in direct.filter_map(|quote| quote.segments.first()) {
            match self.around(first).map(|marked| marked.family) {
                Some(Family::Double) => double += 1,
                Some(Family::Single) => single += 1,
                None => {}
            }
        }
        if single > double {
            Family::Single
        } else {
            Family::Double
        }
    }
}

/// The fragments of a text by their block and first byte, each with its end and the number of its quote.
type Fragments = BTreeMap<(u32, u32), (u32, usize)>;

impl QuoteReader<'_> {
    /// Makes quotes of the terms that are fragments of speech. They have the speaker of the fragment beside them in a list,
    /// or of the statement that holds them; else none.
    pub(super) fn take_fragments(&mut self) {
        if self.quoted.terms.is_empty() {
            return;
        }
        let mut pairs = Pairs {
            blocks: self.blocks,
            read: HashMap::new(),
        };
        let speech = pairs.of_speech(&self.quoted.quotes);
        let mut fragments = Fragments::new();
        for (number, quote) in self.quoted.quotes.iter().enumerate() {
            if quote.kind == QuoteKind::Mixed {
                let places = quote.segments.iter();
                fragments.extend(places.map(|one| ((one.block, one.start), (one.end, number))));
            }
        }
        for span in std::mem::take(&mut self.quoted.terms) {
            let listed = self.listed_with(&fragments, &span);
            let is_fragment = listed.is_some()
                || self
                    .term(&mut pairs, &span)
                    .is_some_and(|term| self.is_fragment(&term, speech));
            if !is_fragment {
                self.quoted.terms.push(span);
                continue;
            }
            let listed = listed.map(|number| &self.quoted.quotes[number]);
            let of_whom = listed.or_else(|| self.reported.iter().find(|one| holds(one, &span)));
            let quote = match of_whom {
                Some(other) => Quote {
                    speakers: other.speakers.clone(),
                    attribution: other.attribution,
                    form: other.form,
                    ..Quote::new(span, QuoteKind::Mixed)
                },
                None => Quote::new(span, QuoteKind::Mixed),
            };
            fragments.insert(
                (span.block, span.start),
                (span.end, self.quoted.quotes.len()),
            );
            self.quoted.quotes.push(quote);
        }
    }

    /// Returns the number of the fragment that stands right before or behind a term in a list: *“oneerlijk”, “onzin” of
    /// “dom”*.
    fn listed_with(&self, fragments: &Fragments, span: &Span) -> Option<usize> {
        let text = self.text(span.block as usize);
        if !text[span.start as usize..].starts_with(char::is_lowercase) {
            return None;
        }
        let is_list = |between: Range<u32>| {
            let between = text.get(between.start as usize..between.end as usize);
            let between = between.filter(|between| between.len() <= BETWEEN);
            let joint = between.map(|between| between.trim_matches(|c: char| !c.is_alphanumeric()));
            match joint {
                Some("") => between.is_some_and(|between| between.contains(',')),
                Some("en" | "of") => true,
                _ => false,
            }
        };
        let here = (span.block, span.start);
        let before = fragments.range(..here).next_back();
        let before = before
            .filter(|((block, _), (end, _))| *block == span.block && is_list(*end..span.start));
        let behind = || {
            let behind = fragments.range(here..).next();
            behind.filter(|((block, start), _)| *block == span.block && is_list(span.end..*start))
        };
        let (_, (_, number)) = before.or_else(behind)?;
        Some(*number)
    }

    fn term(&self, pairs: &mut Pairs<'_>, span: &Span) -> Option<Term<'_>> {
        let at = span.block as usize;
        if self.blocks[at].kind == BlockKind::Heading {
            return None;
        }
        let marked = pairs.around(span).filter(|marked| marked.closed)?;
        let text = self.text(at);
        let start = sentence_before(text, marked.outer.start).start;
        let rest = sentences(&text[stretch_behind(text, marked.outer.end)]).next();
        let end = marked.outer.end + rest.map_or(0, |rest| rest.end);
        Some(Term {
            words: &text[span.start as usize..span.end as usize],
            before: &text[start..marked.outer.start],
            line: self.lines.line(at),
            sentence: start..end,
            family: marked.family,
        })
    }

    /// Whether a term is what somebody says: whether what tells so outweighs what tells of a name.
    fn is_fragment(&self, term: &Term<'_>, speech: Family) -> bool {
        let is_of_writer =
            is_writers_word(term.before, term.words) || names_what_follows(term.before);
        let opens_low = term.words.starts_with(char::is_lowercase);
        let is_of_law = self.is_by_the_rules(term.line.block, &term.sentence);
        let points = || {
            let of_speech = 2 * i32::from(term.family == speech) + i32::from(self.tells_of(term));
            of_speech + term.points()
        };
        opens_low && !is_of_writer && !is_of_law && points() >= FRAGMENT
    }

    /// Whether the sentence of a term tells of a person.
    fn tells_of(&self, term: &Term<'_>) -> bool {
        let words = term.line.part(&term.sentence).words;
        let is_pronoun =
            |word: &Word<'_>| matches!(word.lower.as_ref(), "hij" | "zij" | "ze" | "hem" | "haar");
        let mut mentions = self.people.mentions_in(term.line.block, &term.sentence);
        mentions.next().is_some() || words.iter().any(is_pronoun)
    }
}

impl Term<'_> {
    /// Returns what the words of a term and those before it tell: above 0 of speech, below 0 of a name.
    fn points(&self) -> i32 {
        let words: Vec<&str> = self.words.split(' ').collect();
        let (first, last) = (words[0], words[words.len() - 1]);
        let last = last.trim_end_matches(|c: char| !c.is_alphanumeric());
        let before = self.before.trim_end();
        let ahead = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let start = self.sentence.start;
        let told = self.line.part(&(start..start + self.before.len())).words;
        let near = || self.line.part(&self.sentence).words.iter();
        // `gaf een “verklaring” af` reports nothing: *gaf* does so with *aan* or *toe*.
        let reports = |word: &Word<'_>| match reporting(&word.lower) {
            Some(verb) => verb.is_whole(near().map(|word| word.text)),
            None => CALLS.contains(&word.lower) || SAYS.contains(&word.lower),
        };
        let is_quality = is_adjective(last.strip_suffix('e').unwrap_or(last))
            || words.len() > 1 && last.ends_with("erd");
        // `het principe “eerst slopen”`
        let is_noun = ahead.len() > 4 && ahead.ends_with(char::is_alphabetic);
        let is_determined = matches!(
            ahead.as_str(),
            "de" | "het" | "die" | "dit" | "deze" | "zijn" | "haar" | "hun"
        );
        let is_preposition =
            PREPOSITIONS.contains(&ahead.as_str()) || matches!(ahead.as_str(), "als" | "om" | "na");
        let names = |word: &Word<'_>| {
            let lists: [&[&str]; 3] = [&IS_CALLED, &NAMES, &MAKES];
            lists.iter().any(|words| words.contains(&word.text))
        };
        let is_thing = ["ing", "ingen", "heid", "tie", "ties", "plan", "beleid"];
        let signs = [
            (2, told.iter().any(reports)),
            (3, is_quality),
            (2, words.len() > 3),
            (-2, words.len() == 1),
            (-3, told.iter().any(names)),
            // `begint met een “ouderwetse” prijsvraag`
            (-1, ahead == "een"),
            // `in de loods waar “de winkel van één dag” was`
            (-2, ahead == "waar"),
            (-1, ahead == "een" && words.len() == 1),
            (1, INTENSIFIERS.contains(&first)),
            (1, first == "een"),
            // `de boer`, `het loket`: a thing
            (-2, matches!(first, "de" | "het")),
            (1, follows_copula(before) || before.ends_with(" dat")),
            (-1, is_determined),
            (-1, is_preposition),
            (-1, is_noun),
            (-1, is_thing.iter().any(|end| last.ends_with(end))),
            (-1, last.ends_with(['n', 's']) && last.len() > 4),
            (-1, self.words.contains(char::is_uppercase)),
        ];
        let held = signs.iter().filter(|(_, holds)| *holds);
        held.map(|(points, _)| points).sum()
    }
}

/// Whether a statement holds a span.
fn holds(statement: &Quote, span: &Span) -> bool {
    let mut segments = statement.segments.iter();
    segments.any(|one| one.block == span.block && one.start <= span.start && span.end <= one.end)
}
