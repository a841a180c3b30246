//! Finds speakers in the blocks beside a quotation: above it, below it, or carried over from a
//! quotation before it.
//!
//! Leaves out attributions in the block itself (`attribution`), and what tells that the speaker is another
//! (`not_of_topic`).

use std::ops::Range;

use super::QuoteReader;
use super::attribution::{Attribution, signature_of};
use super::number::is_pronoun;
use super::speaker::speaker;
use super::subject::Subject;
use super::topic::Topic;
use crate::document::{AttributionForm, BlockKind, Speaker, SpeakerLink};
use crate::dutch::dateline::dateline;
use crate::dutch::sentences::{last_start, sentences, trimmed};
use crate::dutch::verbs::{SAYS, reporting};
use crate::dutch::words::OPINIONS;
use crate::speech::people::Mention;
use crate::speech::words::Word;

/// Longest block, in bytes, that introduces or attributes the block beside it.
const INTRODUCTION: usize = 200;

/// How far from a quotation, in blocks, names and quotations are seen to alternate.
const ALTERNATING: usize = 40;

/// Most paragraphs of an answer below the name of who gives it.
const PARAGRAPHS: usize = 6;

/// Most sentences about things between a speaker and a quotation in the same paragraph.
const QUIET: usize = 2;

/// Of whom the text speaks, and where.
#[derive(Debug)]
pub(super) struct SpokenOf {
    pub(super) topic: Topic,
    /// The block of the sentence that sets the topic.
    pub(super) block: usize,
    /// Number of sentences since, which speak of nobody.
    pub(super) quiet: usize,
}

impl SpokenOf {
    /// Notes of whom a sentence speaks.
    pub(super) fn note(&mut self, topic: Topic, block: usize) {
        if matches!(topic, Topic::Nothing) {
            self.quiet += 1;
        } else {
            *self = Self {
                topic,
                block,
                quiet: 0,
            };
        }
    }

    /// Passes over block `at`, which is no part of the text.
    pub(super) fn passes(&mut self, at: usize) {
        if self.block + 1 == at {
            self.block = at;
        }
    }

    /// Returns the speakers to whom a quotation in `block` is carried. They may stand `reach` blocks before it,
    /// or anywhere if a question stands between (`answers`).
    fn near(&self, block: usize, reach: usize, answers: bool) -> Option<&Subject> {
        let is_near = self.block == block && self.quiet <= QUIET
            || block.saturating_sub(self.block) <= reach && self.quiet <= 1
            || answers;
        match &self.topic {
            Topic::Known(subject) if is_near => Some(subject),
            _ => None,
        }
    }
}

/// Verbs with which a sentence explains a quotation.
const EXPLAINING: [&str; 7] = [
    "doelt",
    "doelde",
    "verwijst",
    "verwees",
    "refereert",
    "refereerde",
    "bedoelt",
];

/// Openings of a sentence that gives the quotation before it to a text, or to people whom no rule reads.
const OF_A_TEXT: [&str; 6] = [
    "Dat staat in",
    "Dit staat in",
    "Dat stond in",
    "Dat is te lezen",
    "Dat is de reactie",
    "Dat was de reactie",
];

/// Most words between the name and the verb of a sentence that explains a quotation.
const EXPLAINS: usize = 8;

/// Words behind a quotation with which its sentence goes on, without an attribution.
const GOES_ON: [&str; 14] = [
    "waardoor", "waarmee", "waarbij", "waarna", "omdat", "terwijl", "zodat", "maar", "en", "want",
    "die", "dat", "hoewel", "of",
];

/// Fewest bytes of a quotation that is an answer, and no heading.
const LONG_ANSWER: usize = 200;

/// Longest block, in bytes, that signs the block above it.
const SIGNATURE: usize = 100;

/// Verbs of which the noun for what was said is the object: *Dat pleidooi hield Ina Smit*.
const UTTERS: [&str; 8] = [
    "hield", "houdt", "deed", "doet", "uitte", "uit", "gaf", "geeft",
];

/// Whether a sentence begins with what the words before it are: *Met dat argument opende Ina Smit het debat*, *Die oproep
/// deed Ina Smit*.
fn points_back(words: &[Word<'_>]) -> bool {
    let is_saying = |noun: &Word<'_>| {
        matches!(
            noun.text,
            "argument" | "woorden" | "vraag" | "uitspraak" | "opmerking" | "pleidooi"
        ) || OPINIONS.contains(&noun.lower)
    };
    let is_this = |word: &Word<'_>| matches!(&*word.lower, "dat" | "die" | "deze" | "dit");
    match words {
        [with, this, noun, verb, ..] if with.text == "Met" => {
            is_this(this) && is_saying(noun) && verb.joined
        }
        [this, noun, verb, ..] => is_this(this) && is_saying(noun) && UTTERS.contains(&verb.text),
        _ => false,
    }
}

impl QuoteReader<'_> {
    /// Returns the attribution that opens the next block, and its block number: `, zegt X`, split
    /// off by the markup, or `– X, directeur`.
    pub(super) fn in_next_block(
        &mut self,
        at: usize,
        tail: &Range<usize>,
        ends_block: bool,
        opens_block: bool,
    ) -> Option<(Attribution, usize)> {
        if !ends_block || tail.end != self.text(at).len() {
            return None;
        }
        let next = &self.blocks.get(at + 1)?.text;
        // Below a paragraph of the writer, a name alone is a heading.
        let is_signature = opens_block || past_dashes(next) > 0;
        if let Some(found) = self.signed_below(at).filter(|_| is_signature) {
            return Some((found, at + 1));
        }
        // `Dat vindt ook Smit`: Smit agrees with who spoke.
        let mut words = next.split(' ').skip(1);
        let agrees = words
            .next()
            .is_some_and(|verb| !SAYS.contains(verb) || verb.starts_with("vind"))
            && words.next() == Some("ook");
        if next.starts_with("Dat ") && !agrees || next.starts_with("Aldus ") {
            return Some((self.clause(at + 1).after(0..next.len())?, at + 1));
        }
        if !next.starts_with([',', '–', '—', '-']) || next.len() >= INTRODUCTION {
            return None;
        }
        let dashed = !next.starts_with(',');
        if let Some(found) = self.clause(at + 1).after(0..next.len()) {
            return Some((found, at + 1));
        }
        let mention = self
            .people
            .mention_at(at + 1, past_dashes(next))
            .filter(|_| dashed)?;
        Some((signature_of(self.people, mention), at + 1))
    }

    /// Returns the attribution in the block below if it holds only a name: `Ton Smit, wethouder`.
    pub(super) fn signed_below(&self, at: usize) -> Option<Attribution> {
        let mention = self.name_alone(at + 1)?;
        let speaks_next = self.opens_with_mark(at + 2) && !self.is_signed_one_by_one(at);
        (!speaks_next).then(|| signature_of(self.people, mention))
    }

    /// Returns the name that is all of block `at`, with or without an office.
    pub(super) fn name_alone(&self, at: usize) -> Option<&Mention> {
        let is_short = |text: &str| text.len() < SIGNATURE;
        let block = self.blocks.get(at).filter(|block| is_short(&block.text))?;
        let mention = self.people.mention_at(at, past_dashes(&block.text))?;
        let rest = block.text.get(mention.span.end as usize..)?;
        // `gedeputeerde Ina Smit, bevoegd voor mobiliteit`
        let is_field =
            rest.starts_with(", bevoegd voor ") || rest.starts_with(", verantwoordelijk voor ");
        // `Ina Smit, gouverneur, in De Ochtend op Radio 1`
        let is_place = rest.starts_with(", in ") && !rest.ends_with(['.', ':', '?']);
        let is_all = is_field || is_place || rest.trim_matches([')', '.', ' ']).is_empty();
        is_all.then_some(mention)
    }

    /// Whether quotations and names alternate from above block `at` on, and begin with a quotation: each name then signs
    /// the one above it. A short quotation may be a heading above the first name.
    fn is_signed_one_by_one(&self, at: usize) -> bool {
        let mut first = at;
        while first >= 2
            && at - first < ALTERNATING
            && self.name_alone(first - 1).is_some()
            && self.opens_with_mark(first - 2)
        {
            first -= 2;
        }
        let mut last = at + 1;
        while last - at < ALTERNATING
            && self.opens_with_mark(last + 1)
            && self.name_alone(last + 2).is_some()
        {
            last += 2;
        }
        // An answer may have several paragraphs.
        let mut answer = (first.saturating_sub(PARAGRAPHS)..first).rev();
        let above =
            answer.find(|&above| self.name_alone(above).is_some() || !self.opens_with_mark(above));
        let is_below_name = above.is_some_and(|above| self.name_alone(above).is_some());
        let ends_with_name = !self.opens_with_mark(last + 1);
        !is_below_name && (ends_with_name || self.text(first).len() > LONG_ANSWER)
    }

    /// Returns the attribution in the block above if it ends in a colon: `Wethouder Smit licht
    /// toe:`.
    pub(super) fn introduced_above(&mut self, at: usize) -> Option<Attribution> {
        let above = at.checked_sub(1)?;
        let text = self.text(above);
        let introduces = text.trim_end().ends_with(':');
        let sentence = last_start(text.trim_end().trim_end_matches(':'));
        (introduces && text.len() - sentence < INTRODUCTION)
            .then(|| self.clause(above).before_colon(0..text.len()))
            .flatten()
    }

    /// Attributes a quotation that has no attribution beside it. `whole` means that the quotation
    /// is all of its paragraph. Its speaker is, in this order:
    ///
    /// 1. The only person named by the heading right above, if the quotation is `whole`; or who opens the paragraph
    ///    below, if the quotation is a heading itself.
    /// 2. Of whom the sentence before it speaks, or who was quoted before it, if nobody else came between
    ///    and it is near: in the same paragraph, or at the end of the one before; for a `whole` quotation, one
    ///    quiet paragraph may stand between.
    pub(super) fn carry(
        &mut self,
        at: usize,
        head: &Range<usize>,
        tail: &Range<usize>,
        whole: bool,
    ) {
        // `“…”, zo hield X voor`: an attribution follows that no rule reads.
        if !is_echo(&self.text(at)[tail.clone()])
            && names_another(
                &self.text(at)[head.end..tail.start],
                &self.text(at)[tail.clone()],
            )
        {
            return self.is_of_another(at);
        }
        // `SP en PvdA (“…”)`
        let in_parentheses = self.text(at)[head.clone()].trim_end().ends_with('(');
        if in_parentheses || self.is_unread_name(at, head) {
            return self.is_of_another(at);
        }
        // `“…” Dat staat in de reactie van de bond.`
        let behind = self.text(at)[tail.clone()].trim_start();
        let is_of_text = OF_A_TEXT.iter().any(|begin| behind.starts_with(begin));
        if is_of_text || self.follows_others(at, head) {
            return self.is_of_another(at);
        }
        let before = &self.text(at)[..head.end];
        let opens_block = before.trim().is_empty() || dateline(before) == Some(before.len());
        let others = self.people.mentions_in(at, tail).next().is_some();
        let beside = self.heading_above(at, whole);
        let beside = beside.or_else(|| self.addressed_above(at).filter(|_| whole));
        let beside = beside.or_else(|| self.opens_below(at, whole));
        let speakers = if let Some(person) = beside {
            self.subject = Some(person);
            vec![speaker(self.people, person, SpeakerLink::Name)]
        } else {
            let asked = at
                .checked_sub(1)
                .is_some_and(|above| self.text(above).trim_end().ends_with('?'));
            let reach = if whole {
                2
            } else {
                usize::from(!opens_block || !others)
            };
            if whole && asked && self.is_spoken_of_in(at - 1) {
                // The answer is that of somebody else.
                return self.spoken_of.note(Topic::Unknown, at);
            }
            let near = self.spoken_of.near(at, reach, whole && asked);
            let carried = |speaker: &Speaker| Speaker {
                link: SpeakerLink::Carried,
                ..speaker.clone()
            };
            let near = near
                .filter(|(speakers, person)| {
                    !self.speaks_of(speakers)
                        && !person.is_some_and(|one| self.refers_to(one, at, head))
                })
                .cloned();
            let Some((speakers, _)) = near.or_else(|| self.explained_by(at, tail, opens_block))
            else {
                // `Een bewoner knikt. “…”`, `In het programma van de partij staat: “…”`
                let is_nobody_known = matches!(self.spoken_of.topic, Topic::Unknown)
                    && at - self.spoken_of.block <= 1
                    && self.spoken_of.quiet == 0;
                if is_nobody_known || self.text(at)[..head.end].trim_end().ends_with(':') {
                    self.note_other();
                }
                return;
            };
            speakers.iter().map(carried).collect()
        };
        self.spoken_of.block = at;
        self.spoken_of.quiet = 0;
        if let Some(last) = self.quoted.quotes.last_mut() {
            last.speakers = speakers;
            last.form = AttributionForm::Floating;
        }
    }

    /// Notes that the last quotation is somebody's whom no rule reads.
    pub(super) fn is_of_another(&mut self, at: usize) {
        self.spoken_of.note(Topic::Unknown, at);
        self.note_other();
    }

    /// Notes that no later rule may give the last quotation to somebody.
    pub(super) fn note_other(&mut self) {
        self.others.push(self.quoted.quotes.len() - 1);
    }

    /// Returns the person whom the sentence behind a quotation names as the one who said it: *“…” Smit doelt
    /// op de brug*. Behind a quotation that opens its paragraph that is the person who opens the sentence:
    /// *“…” Wethouder Smit was duidelijk*.
    fn explained_by(
        &mut self,
        at: usize,
        tail: &Range<usize>,
        opens_block: bool,
    ) -> Option<Subject> {
        let text = self.text(at);
        let sentence = sentences(&text[tail.clone()]).find(|s| {
            !text[tail.start + s.start..tail.start + s.end]
                .trim()
                .is_empty()
        })?;
        let range = trimmed(text, tail.start + sentence.start..tail.start + sentence.end);
        let line = self.lines.line(at).part(&range);
        let words = &line.words;
        let explains = (1..words.len().min(EXPLAINS)).any(|n| {
            let near = || words[n + 1..].iter().map(|word| word.lower.as_ref());
            let reports =
                reporting(&words[n].lower).is_some_and(|verb| verb.clause && verb.is_whole(near()));
            let about =
                matches!(words[n].text, "had" | "heeft") && near().take(2).eq(["het", "over"]);
            reports || about || EXPLAINING.contains(&words[n].text)
        });
        let named = self.people.mention_at(at, range.start);
        // `“…” Snorfietser Ina Bos windt er geen doekjes om`: the text names her for the first time
        let is_of_somebody = matches!(self.spoken_of.topic, Topic::Unknown);
        let is_first =
            !is_of_somebody && named.is_some_and(|named| self.people.is_first_whole(named, at));
        let introduces = named.is_some() && opens_block || is_first;
        let mut clause = self.clause(at);
        let opens = (explains || introduces)
            && line
                .words
                .first()
                .is_some_and(|word| word.is_capitalized() && !is_pronoun(word))
            && clause.opens_with_speaker(&line, 0);
        let explains = opens || points_back(words);
        match clause.topic(&line, &range) {
            Topic::Known((speakers, Some(person))) if explains => Some((speakers, Some(person))),
            _ => None,
        }
    }

    /// Returns the person who opens the paragraph below a quotation that is a line without a full stop.
    fn opens_below(&self, at: usize, whole: bool) -> Option<usize> {
        let words = self
            .text(at)
            .trim_end_matches(['”', '’', '"', '\'', '»', ' ']);
        let is_heading = whole && !words.ends_with(['.', '!', '?', ',', ':', '…']);
        let below = is_heading
            .then(|| self.people.mention_at(at + 1, 0))
            .flatten()?;
        Some(below.person)
    }

    /// Returns the person whom the heading right above names, if the heading holds nothing else.
    fn heading_above(&self, at: usize, whole: bool) -> Option<usize> {
        let above = at
            .checked_sub(1)
            .filter(|&n| whole && self.blocks[n].kind == BlockKind::Heading)?;
        let mention = self.people.mention_at(above, 0)?;
        let rest = self
            .text(above)
            .get(mention.span.end as usize..)
            .unwrap_or_default();
        rest.trim_matches([':', ' '])
            .is_empty()
            .then_some(mention.person)
    }
}

/// Whether the words after a quotation are those of an attribution, read or not: a clause after a
/// comma, or a verb of saying.
pub(super) fn names_another(quotation: &str, after: &str) -> bool {
    let closes_with_comma = quotation
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ',')
        .ends_with(',');
    let after = after.trim_start();
    let rest = after.strip_prefix(',').map(str::trim_start);
    let opens_small = |text: &str| {
        let word = text
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        word.starts_with(char::is_lowercase) && !GOES_ON.contains(&word)
    };
    let says = after
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(2)
        .enumerate()
        // `“…” ligt volgens de minister anders`
        .any(|(at, word)| SAYS.contains(&word.to_lowercase()) && (at == 0 || word != "volgens"));
    rest.is_some_and(opens_small)
        || closes_with_comma && opens_small(after)
        || says && opens_small(after)
}

/// Whether the words after a quotation only say that it was said: `“…”, klinkt het.`
pub(super) fn is_echo(after: &str) -> bool {
    let clause = after.trim_start_matches([',', ' ']);
    let clause = clause
        .split(['.', '!', '?', ','])
        .next()
        .unwrap_or_default();
    matches!(
        clause.trim_end(),
        "klinkt het" | "klonk het" | "luidt het" | "klinkt het besluit" | "klinkt het nog"
    )
}

/// Returns the byte at which the words of a line begin, after any dashes.
fn past_dashes(line: &str) -> usize {
    line.len() - line.trim_start_matches(['–', '—', '-', ' ']).len()
}
