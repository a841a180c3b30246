//! Finds indirect speech: statements that are reported without quotation marks.
//!
//! Leaves out text in quotation marks. Reads these forms, in this order; the first that fits decides:
//!
//! 1. *Volgens wethouder X rijdt de bus weer.* *De bus rijdt volgens wethouder X weer.* (`source`)
//! 2. *Wethouder X zegt dat de bus weer rijdt.* *Ook meldt wethouder X dat …*, also several in one
//!    sentence; *Wethouder X zegt de bus te laten rijden* (`infinitive`); *Wethouder X vindt het een goed
//!    plan* (`opinion`)
//! 3. *De dienstregeling vindt wethouder X erg goed.* (`opinion`)
//! 4. *Wethouder X waarschuwt: de bus rijdt weer.* (`colon`)
//! 5. *De bus rijdt weer, zegt wethouder X, en …* (`clause`) *De bus rijdt weer. Dat zegt wethouder X.* (`pointing`)
//! 6. *Dat blijkt uit de waarschuwing van wethouder X dat …* (`utterance`)
//!
//! Reported questions, conditions and denials of a statement are none.

mod at_end;
mod clause;
mod colon;
mod frame;
mod fronted;
mod infinitive;
mod openers;
mod opinion;
mod pointing;
mod relative;
mod reporter;
mod source;
mod source_end;
mod unsaid;
mod utterance;

use std::ops::Range;

use super::attribution::Attribution;
use super::span_kind::may_be_verb;
use super::speech_clause::SpeechClause;
use super::subject::{Subject, is_body};
use super::topic::opens_remark;
use crate::document::AttributionForm;
use crate::dutch::sentences::trimmed;
use crate::dutch::verbs::{CALLS, FINITE, SAYS, is_past, reporting};
use crate::speech::words::{Line, Word};

/// Most words between a verb and its *dat*.
const NEAR: usize = 10;

/// Most words between a fragment and what joins the second half of a report.
const BEHIND_FRAGMENT: usize = 5;

/// Words that open a clause within a statement, before its main clause.
const SUBORDINATES: [&str; 10] = [
    "als", "omdat", "wanneer", "hoewel", "zodra", "indien", "nadat", "doordat", "zolang", "al",
];

/// A verb that reports, and the word at which its statement begins.
struct Frame {
    verb: usize,
    first: usize,
}

/// A reported statement, and its attribution.
pub(super) struct Reported {
    /// The bytes of the statement in its block; two ranges if the attribution is inside it.
    pub(super) words: Vec<Range<usize>>,
    pub(super) by: Attribution,
}

/// A sentence, or the part of it that stands outside quotation marks.
pub(super) struct Sentence<'a> {
    pub(super) line: Line<'a>,
    /// Its bytes in the block, without white space at the ends.
    pub(super) range: Range<usize>,
    /// Whether a quotation begins it: `“…”, zegt X, die ook meldt dat …`.
    pub(super) after_mark: bool,
    /// Whether a quotation ends it: `X zegt dat de bus “eindelijk” …`.
    pub(super) into_mark: bool,
}

/// Returns the statements that a sentence reports.
pub(super) fn reported(block: &mut SpeechClause<'_>, sentence: &Sentence<'_>) -> Vec<Reported> {
    let mut found = read(block, sentence);
    found.retain(|one| unsaid::is_said(one, sentence.line.text));
    found
}

fn read(block: &mut SpeechClause<'_>, sentence: &Sentence<'_>) -> Vec<Reported> {
    if sentence.text().ends_with('?') {
        return Vec::new();
    }
    let mut found = source::according_to(block, sentence);
    if let Some(first) = found.first() {
        // `X zegt dat het kan, maar volgens Y kan het niet`
        let begins = first.words.iter().map(|words| words.start).min();
        let begins = begins.map_or(first.by.range.start, |words| {
            words.min(first.by.range.start)
        });
        let before = sentence.up_to(begins);
        found.splice(0..0, frame::framed(block, &before));
        return found;
    }
    let found = frame::framed(block, sentence);
    if !found.is_empty() {
        return found;
    }
    let found = opinion::judged(block, sentence);
    let found = found.or_else(|| colon::after_colon(block, sentence));
    let found = found.or_else(|| clause::before_attribution(block, sentence));
    found.into_iter().collect()
}

/// Returns the statement within a sentence about something else: *Hij betreurt de uitspraak van X dat …*.
pub(super) fn uttered(block: &SpeechClause<'_>, sentence: &Sentence<'_>) -> Option<Reported> {
    utterance::uttered(block, sentence)
}

/// Returns the sentence `before` as a statement, if `sentence` says whose it is: *Dat zegt X*.
pub(super) fn pointed_back_at(
    block: &mut SpeechClause<'_>,
    sentence: &Sentence<'_>,
    before: &str,
) -> Option<(Range<usize>, Attribution)> {
    let found = pointing::pointing_back(block, sentence, before);
    found.filter(|(_, by)| !unsaid::is_finding(by, sentence.line.text))
}

/// Returns the second half of a report in the words behind a fragment: *vindt, maar dat het geld op is*. Behind *Volgens X* it
/// begins with its verb (`is_inverted`): *gemaakt, maar mag hij blijven*.
pub(super) fn goes_on(sentence: &Sentence<'_>, is_inverted: bool) -> Option<Range<usize>> {
    let words = sentence.words();
    let joiner = words
        .iter()
        .take(BEHIND_FRAGMENT)
        .position(|word| matches!(word.text, "maar" | "en"))?;
    let next = words.get(joiner + 1)?;
    let first = match next.text {
        "dat" if !is_inverted => joiner + 2,
        _ if is_inverted && FINITE.contains(&next.lower) => joiner + 1,
        _ => return None,
    };
    let last = sentence.statement_end(first, is_inverted);
    sentence.statement(first, last, openers::LEAST_WORDS)
}

impl SpeechClause<'_> {
    /// Returns who reports in the words of a sentence before a quotation: *Smit zegt dat de brug dicht is “en blijft”*.
    pub(super) fn reporter(&mut self, range: &Range<usize>) -> Option<Subject> {
        let sentence = Sentence {
            line: self.line.part(range),
            range: range.clone(),
            after_mark: false,
            into_mark: true,
        };
        let found = frame::reporter(self, &sentence)?;
        (!found.speakers.is_empty()).then_some((found.speakers, found.person))
    }
}

impl Sentence<'_> {
    fn text(&self) -> &str {
        &self.line.text[self.range.clone()]
    }

    fn words(&self) -> &[Word<'_>] {
        self.line.words
    }

    /// Returns the part of the sentence before byte `end` of the block.
    fn up_to(&self, end: usize) -> Sentence<'_> {
        let before = self
            .line
            .part(&(self.range.start..end.max(self.range.start)))
            .words;
        let joins = |word: &&Word<'_>| matches!(word.text, "maar" | "en" | "want" | "dus");
        let joiner = before.last().filter(joins);
        let end = joiner.map_or(end, |joiner| joiner.range.start);
        let range = trimmed(self.line.text, self.range.start..end.max(self.range.start));
        Sentence {
            line: self.line.part(&range),
            range,
            after_mark: self.after_mark,
            into_mark: false,
        }
    }

    /// Returns the text between word `at` and the one before it.
    fn gap(&self, at: usize) -> &str {
        if at == 0 || at >= self.words().len() {
            return "";
        }
        self.line.between(at - 1, at)
    }

    /// Returns the bytes of the words from `first` up to `end` without punctuation at the ends, if
    /// there are at least `least` words and no quotation cuts them off.
    fn statement(&self, first: usize, end: usize, least: usize) -> Option<Range<usize>> {
        let reaches_end = end == self.words().len();
        if end < first + least || reaches_end && self.into_mark {
            return None;
        }
        let (from, to) = (self.words().get(first)?, &self.words()[end - 1]);
        // A parenthesis that the words open is closed with them, or left out: `(bron: …)`.
        // So is the mark of a term: `het ‘noodgebouw’`.
        let said = &self.line.text[from.range.start..to.range.end];
        let closing = self.line.text[to.range.end..].chars().next();
        let opens = |mark: char| said.contains(mark);
        let close = match closing {
            Some(mark @ ')') => mark.len_utf8(),
            Some(mark @ '”') if opens('“') || opens('„') => mark.len_utf8(),
            Some(mark @ '’') if opens('‘') => mark.len_utf8(),
            Some(mark @ '"') if said.matches('"').count() % 2 == 1 => mark.len_utf8(),
            _ => 0,
        };
        let range = from.range.start..to.range.end + close;
        let said = &self.line.text[range.clone()];
        let opened = said.rfind(" (").filter(|at| !said[*at..].contains(')'));
        Some(range.start..opened.map_or(range.end, |at| range.start + at))
    }

    /// Returns the index after the statement that begins at word `first`: at the attribution after
    /// it (`…, zegt X`), at the next report (`… en geeft aan dat …`), or at the end of the sentence.
    /// `is_inverted` tells that the statement begins with its verb, as behind *Volgens X*.
    fn statement_end(&self, first: usize, is_inverted: bool) -> usize {
        let words = self.words();
        (first + 1..words.len())
            .find(|&at| {
                let after_comma = self.gap(at).contains(',');
                let word = &words[at];
                let attributes = || reporting(&word.lower).is_some_and(|verb| verb.clause);
                after_comma
                    && (attributes()
                        || opens_remark(&self.line, at)
                        || self.opens_main_clause(first, at, is_inverted))
                    || matches!(word.text, "en" | "maar" | "terwijl" | "waarna")
                        && (self.reports_soon(at + 1) || self.begins_clause(at, is_inverted))
                    || self.gap(at).contains([':', ';'])
                        && !self.lists(at)
                        && !words[at..].iter().any(is_hearsay)
            })
            .unwrap_or(words.len())
    }

    /// Whether word `at` stands in or before a list behind a colon, which is a part of the statement: *zei dat er drie
    /// doelen zijn: water; landbouw, en natuur*.
    fn lists(&self, at: usize) -> bool {
        let words = self.words();
        let until = words[at].range.start - self.range.start;
        let (before, behind) = self.text().split_at(until);
        // `: een sober, middel of luxueus bad`
        let is_short = !words[at..].iter().any(|word| FINITE.contains(&word.lower));
        let is_list = behind.contains("; ") || before.contains("; ") || is_short;
        let follows_colon = before.contains(": ");
        is_list
            && follows_colon
            && words[at].text.starts_with(char::is_lowercase)
            && !self.into_mark
    }

    /// Whether the joiner at word `at` begins a clause of the writer: *…, maar het college kiest anders*, *… en
    /// hekelt het plan*.
    fn begins_clause(&self, at: usize, is_inverted: bool) -> bool {
        let words = self.words();
        let Some(next) = words.get(at + 1) else {
            return false;
        };
        let names_verb = CALLS.contains(&next.lower)
            || SAYS.contains(&next.lower) && !FINITE.contains(&next.lower);
        if words[at].text == "en" {
            // `… en wil hij een debat`
            let inverted = next.is_finite_verb()
                && words
                    .get(at + 2)
                    .is_some_and(|word| matches!(word.text, "hij" | "zij" | "ze" | "er"));
            // `zei dat het kan en hij vestigde de aandacht op het plan`
            let is_pronoun = matches!(next.text, "hij" | "zij" | "ze");
            let behind = words.get(at + 2);
            let is_main = is_pronoun
                && behind.is_some_and(|verb| verb.is_finite_verb() || may_be_verb(verb.text));
            // `zei dat de brug veilig is en liep boos de zaal uit`, but `dat water en ruimte schaars zijn`
            // `zegt dat de brug dicht moet en vraagt om begrip`
            let is_verb = |word: &Word<'_>| word.is_finite_verb() || is_past(word.text);
            let ends_with_verb = words.last().is_some_and(is_verb);
            let is_noun = words.get(at + 2).is_some_and(|behind| behind.text == "te");
            let is_present = next.text.ends_with('t') && may_be_verb(next.text) && !is_noun;
            let is_deed = is_past(next.text)
                && words[at - 1].is_finite_verb()
                && at + 4 < words.len()
                || is_present && !ends_with_verb && is_verb(&words[at - 1]) && at + 3 < words.len();
            let begins = names_verb || (inverted || is_main || is_deed) && !is_inverted;
            // `… en belooft beterschap`
            return begins && (at + 3 < words.len() || names_verb && at + 2 < words.len());
        }
        // `…, maar dat ontkent hij`, `…, maar stelt wel voorwaarden`
        let after_comma = words[at].text == "maar" && self.gap(at).contains(',');
        let points_back = matches!(next.text, "dat" | "die" | "daar")
            && words
                .get(at + 2)
                .is_some_and(|verb| verb.is_finite_verb() || CALLS.contains(&verb.lower));
        let shares_subject = next.is_finite_verb() || CALLS.contains(&next.lower);
        if after_comma && (points_back || shares_subject && !is_inverted) {
            return true;
        }
        // `…, maar vooral moet worden gekeken`: the same clause goes on
        if ["vooral", "juist", "ook", "wel", "eerder"].contains(&next.text) {
            return false;
        }
        // `die willen fuseren, maar die niet mogen`
        if next.text == "die" && words[..at].iter().any(|word| word.text == "die") {
            return false;
        }
        // `maar de gemeente heeft`
        let subject = usize::from(matches!(next.text, "de" | "het" | "een" | "dat" | "die"));
        // `maar advocaat Smit bestreed dat`
        let name = words[(at + 2 + subject).min(words.len())..]
            .iter()
            .take_while(|word| word.is_capitalized())
            .count();
        let is_toch = matches!(next.text, "toch" | "daarom");
        let verb = words.get(at + 2 + subject + name).filter(|word| {
            word.is_finite_verb()
                || CALLS.contains(&word.lower)
                || is_toch && may_be_verb(word.text)
        });
        // `maar volgens Smit`, `maar dat is volgens Smit lastig`
        let names_source = || words[at + 1..].iter().any(|word| word.text == "volgens");
        words[at].text == "maar"
            && self.gap(at).contains(',')
            && (names_source() || verb.is_some() && at + 4 + subject < words.len())
    }

    /// Whether the writer goes on behind the comma before word `at`: *…, waarop de raad schorste*, *…, de SP wil juist meer
    /// geld*. The statement begins at word `first`.
    fn opens_main_clause(&self, first: usize, at: usize, is_inverted: bool) -> bool {
        let words = self.words();
        if matches!(words[at].text, "waarop" | "waarna") || self.remarks(first, at) {
            return true;
        }
        // `zegt dat als de brug klaar is, de gemeente kijkt`
        let said = &words[first..at];
        let holds_clause = said
            .iter()
            .any(|word| SUBORDINATES.contains(&word.lower.as_ref()));
        let is_behind_dat = first > 0 && words[first - 1].text == "dat";
        let is_whole = said
            .iter()
            .any(|word| FINITE.contains(&word.lower) || may_be_verb(word.text));
        let closes_again = (at + 1..words.len()).any(|n| self.gap(n).contains(','));
        if holds_clause || is_behind_dat && !is_whole || closes_again {
            return false;
        }
        let next = |n: usize| words.get(at + n);
        match words[at].text {
            "terwijl" => is_inverted,
            "hij" | "zij" | "ze" => {
                next(1).is_some_and(|verb| SAYS.contains(&verb.lower)) && next(2).is_some()
            }
            _ => {
                let body = usize::from(matches!(words[at].text, "de" | "het"));
                next(body).is_some_and(is_body)
                    && next(body + 1).is_some_and(Word::is_finite_verb)
                    && next(body + 2).is_some()
            }
        }
    }

    /// Whether the writer remarks on the statement from word `first` on, behind the comma before word `at`: *…, wat de raad
    /// bestrijdt*, *…, een bewering die niet klopt*, *…, tot woede van de raad*, *…, maar even later zakte hij door*.
    fn remarks(&self, first: usize, at: usize) -> bool {
        let words = self.words();
        let next = |n: usize| words.get(at + n).map_or("", |word| word.text);
        let is_verb = |n: usize| {
            words
                .get(at + n)
                .is_some_and(|word| FINITE.contains(&word.lower) || is_past(word.text))
        };
        match words[at].text {
            // `vraagt zich af wat er komt, wat het kost`
            "wat" => words[first..at]
                .iter()
                .all(|word| !matches!(word.text, "wat" | "hoe" | "waarom" | "of")),
            "een" => {
                matches!(
                    next(1),
                    "bewering" | "uitspraak" | "stelling" | "belofte" | "opmerking"
                ) && next(2) == "die"
            }
            "tot" => next(2) == "van" || next(3) == "van",
            "hoewel" | "ofschoon" => true,
            "en" => next(1) == "toch" && is_verb(2),
            "maar" => {
                matches!(next(1), "het" | "even" | "later" | "uit") && (is_verb(2) || is_verb(3))
            }
            "terwijl" => next(1) == "uit",
            _ => false,
        }
    }

    /// Whether a report begins within three words from `first`: *geeft aan dat*.
    fn reports_soon(&self, first: usize) -> bool {
        let words = self.words();
        (first..words.len().min(first + 3)).any(|at| {
            let verb = reporting(&words[at].lower).filter(|verb| !verb.participle);
            let soon = || {
                words[at + 1..]
                    .iter()
                    .take(5)
                    .any(|w| w.text == "dat" || w.text == "te")
            };
            verb.is_some()
                && (soon() || SAYS.contains(&words[at].lower) && self.gap(at + 1).contains(':'))
        })
    }
}

/// Whether a word makes a passive clause: *werd benadrukt*.
fn is_passive(word: &Word<'_>) -> bool {
    matches!(word.lower.as_ref(), "werd" | "wordt")
}

/// Whether a word makes a clause what others say: *vooral de vis zou het moeilijk hebben*.
fn is_hearsay(word: &Word<'_>) -> bool {
    matches!(word.text, "zou" | "zouden")
}

/// Returns the attribution with the bytes `range`, or one without a speaker.
fn attributed(
    found: Option<Attribution>,
    range: Range<usize>,
    form: AttributionForm,
) -> Attribution {
    match found {
        Some(found) => Attribution {
            range,
            form,
            ..found
        },
        None => Attribution {
            speakers: Vec::new(),
            person: None,
            range,
            form,
        },
    }
}
