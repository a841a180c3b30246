//! Reads statements behind a verb that reports, with *dat*.
//!
//! Leaves out who reports (`reporter`), infinitives (`infinitive`), opinions without *dat* (`opinion`), sources after
//! *volgens* (`source`) and attributions after the statement (`clause`).

use super::infinitive::with_te;
use super::opinion::BEFORE_PRONOUN;
use super::opinion::{OPINIONS, opinion};
use super::reporter::has_auxiliary;
use super::{Frame, NEAR, Reported, Sentence, attributed, is_passive};
use crate::document::AttributionForm;
use crate::dutch::calendar::WEEKDAYS;
use crate::dutch::verbs::{FINITE, Reporting, SAYS, is_of_phrase, is_phrase, reporting};
use crate::dutch::words::{JUDGEMENTS, NO_SOURCES};
use crate::speech::quotes::attribution::Attribution;
use crate::speech::quotes::span_kind::{is_adjective, may_be_verb};
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Most words of a subject such as *De Wet op de rijksinspecties*.
const SUBJECT: usize = 6;

/// Words with which a condition or a question begins, or which make the writer or a thing the source.
const NO_REPORT: [&str; 15] = [
    "als", "indien", "mocht", "wie", "wat", "waarom", "ik", "wij", "we", "je", "u", "dit", "dat",
    "het", "iedereen",
];

/// Words before a form that make it a noun: *het bericht dat*.
const OF_NOUN: [&str; 10] = [
    "de", "het", "een", "dit", "dat", "deze", "geen", "zijn", "ons", "onze",
];

/// Words that deny a report: *zegt niet dat*.
const DENIALS: [&str; 8] = [
    "niet",
    "nooit",
    "nergens",
    "geen",
    "nauwelijks",
    "niemand",
    "onvoldoende",
    "amper",
];

/// Words that open a reported question.
const ASKS: [&str; 7] = ["of", "waarom", "hoe", "wat", "wanneer", "waar", "wie"];

/// Prepositions that belong to a verb and are joined to *er*: *ervan*.
const ER: [&str; 6] = ["van", "op", "voor", "aan", "in", "mee"];

/// Words after *dat* that make it a pronoun in a short clause: *vindt dat veel te weinig*.
const AFTER_PRONOUN: [&str; 9] = [
    "een", "geen", "nog", "veel", "heel", "erg", "zeer", "te", "zelf",
];

/// Words after *dat* that tell when: *zei dat gisteren*.
const WHEN: [&str; 5] = ["gisteren", "vandaag", "vanochtend", "vanmiddag", "vanavond"];

/// Number of words from *dat* on that make a clause too long for one without another verb.
const LONG: usize = 10;

/// Adverbs between a verb that reports and its statement, beside days of the week.
const ADVERBS: [&str; 15] = [
    "ook",
    "zelf",
    "al",
    "dan",
    "nu",
    "ondertussen",
    "inmiddels",
    "wel",
    "nog",
    "daarom",
    "echter",
    "eerder",
    "vandaag",
    "gisteren",
    "verder",
];

/// Returns the statements of a sentence that a verb introduces.
pub(super) fn framed(clause: &mut SpeechClause<'_>, sentence: &Sentence<'_>) -> Vec<Reported> {
    let words = sentence.words();
    // `Het waterschap meldt dat`, but not `Het betekent dat`.
    let is_noun = words.get(1).is_some_and(|word| {
        word.joined && reporting(&word.lower).is_none() && !FINITE.contains(&word.lower)
    });
    let opens_badly = words.first().is_some_and(|word| {
        NO_REPORT.contains(&word.lower.as_ref())
            && !(matches!(word.lower.as_ref(), "het" | "dit" | "dat") && is_noun)
    });
    let mut from = 0;
    if opens_badly && !sentence.after_mark {
        // `Dat is duur, maar Smit zegt dat het nodig is`
        let next =
            (1..words.len()).find(|&at| words[at].text == "maar" && sentence.gap(at).contains(','));
        let Some(next) = next else {
            return Vec::new();
        };
        from = next + 1;
    }
    let opens = from;
    let mut found: Vec<Reported> = Vec::new();
    while let Some(frame) = next_frame(clause, sentence, from) {
        let end = sentence.statement_end(frame.first, false);
        let begins = sentence.clause_start_of_frame(frame.verb, found.last());
        let end = sentence
            .main_clause(begins.max(opens), &frame)
            .map_or(end, |main| main.min(end));
        from = end.max(frame.first + 1);
        // `zegt dat het goed is, maar dat het “te duur” is`
        let said = sentence
            .statement(frame.first, end, 2)
            .or_else(|| sentence.statement(frame.first, sentence.joined_dat(frame.first)?, 3));
        let Some(said) = said.filter(|_| !sentence.is_introduction(frame.first, end)) else {
            continue;
        };
        let start = sentence
            .clause_start_of_frame(frame.verb, found.last())
            .max(opens);
        let by = sentence
            .subject(clause, start, &frame, found.last())
            .or_else(|| sentence.source_behind(clause, end));
        // `De overstromingen maakten duidelijk dat`, `Ook werd benadrukt dat`
        let says_nobody = words[frame.verb].lower.starts_with("maak")
            || words[start..frame.verb.max(start)].iter().any(is_passive);
        // `Verwacht wordt dat`
        let is_by_somebody = words.iter().any(|word| word.text == "door");
        let opens_passive = words.get(frame.verb + 1).is_some_and(is_passive)
            && (frame.verb == 0 || !is_by_somebody);
        if by.is_none() && says_nobody || opens_passive {
            continue;
        }
        let range = words[start.min(frame.verb)].range.start..words[frame.first - 1].range.end;
        found.push(Reported {
            words: vec![said],
            by: attributed(by, range, AttributionForm::Within),
        });
    }
    found
}

/// Returns who reports in a sentence that a quotation cuts off: *Smit wees erop dat de brug dicht is, wat volgt uit de
/// wet “en dat is goed”*.
pub(super) fn reporter(
    clause: &mut SpeechClause<'_>,
    sentence: &Sentence<'_>,
) -> Option<Attribution> {
    let frame = next_frame(clause, sentence, 0)
        .filter(|frame| sentence.words()[frame.first - 1].text == "dat")?;
    let start = sentence.clause_start_of_frame(frame.verb, None);
    sentence.subject(clause, start, &frame, None)
}

/// Returns the first report at or after word `from`.
fn next_frame(clause: &SpeechClause<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Frame> {
    let words = sentence.words();
    (from..words.len()).find_map(|verb| {
        let frame = frame_at(clause, sentence, verb)?;
        // `het bericht dat`, `kon niet geloven dat`
        let before = verb.checked_sub(1).map(|before| &*words[before].lower);
        // `Verhalen dat het mis ging`
        let is_noun = verb == 0
            && words[0].lower.ends_with("en")
            && words.get(1).is_some_and(|next| next.text == "dat");
        let is_other = is_noun
            || before.is_some_and(|before| {
                // `het instituut dat stelt dat`
                let is_relative = before == "dat" && SAYS.contains(&words[verb].lower);
                // `heeft ons laten weten dat`
                let is_hearer = before == "ons" && words[verb].text == "laten";
                // `zich bereid verklaard te bouwen`
                words[verb].joined
                    && (OF_NOUN.contains(&before) && !is_relative && !is_hearer
                        || DENIALS.contains(&before)
                        || before == "bereid")
            });
        let is_unsaid = || sentence.is_unsaid(clause, from, &frame);
        (!is_other && !sentence.speaks_for_writer(verb) && !is_unsaid()).then_some(frame)
    })
}

/// Returns the report of the verb at word `verb`.
fn frame_at(clause: &SpeechClause<'_>, sentence: &Sentence<'_>, verb: usize) -> Option<Frame> {
    let words = sentence.words();
    let word = &words[verb];
    let reporting = reporting(&word.lower).filter(|found| is_active(sentence, verb, found));
    let is_opinion = OPINIONS.contains(&word.lower.as_ref());
    if reporting.is_none() && !is_opinion && !is_of_phrase(&word.lower) {
        return None;
    }
    let dat = sentence.dat_after(verb, reporting).filter(|&dat| {
        let between = || words[verb + 1..dat].iter().map(|word| word.lower.as_ref());
        // `stak niet onder stoelen of banken dat`
        let hides = between().any(|word| word == "banken");
        // `dacht eerst dat het een grap was`
        let was_wrong = word.lower.starts_with("dacht")
            && between().any(|word| matches!(word, "eerst" | "aanvankelijk"));
        // `houdt rekening met het feit dat`, but `houdt er rekening mee dat`
        let reckons = between().any(|word| word == "rekening") && words[dat - 1].text == "feit";
        // `dat zij bezwaar aantekenen, zorgt de gemeente ervoor dat`: another verb
        let is_of_another = between().any(|word| word == "ervoor");
        let denies =
            !hides && between().any(|word| DENIALS.contains(&word) || ASKS.contains(&word));
        // `vindt het fijn dat`, `vindt plaats in de dagen dat`; but `vinden het CDA en de VVD dat`
        // `noemt Zandwijk een dorp dat voor elkaar zorgt`
        let names_thing = word.lower.starts_with("noem") && between().any(|word| word == "een");
        // `vindt de kans klein dat`
        let judges_thing = dat > verb + 3
            && matches!(words[verb + 1].text, "de" | "deze" | "die")
            && (is_adjective(words[dat - 1].text) || JUDGEMENTS.contains(words[dat - 1].text));
        let feels = is_opinion
            && (names_thing
                || judges_thing
                || (verb + 1..dat).any(|at| {
                    let is_article = words.get(at + 1).is_some_and(Word::is_capitalized);
                    words[at].text == "plaats" || words[at].text == "het" && !is_article
                }));
        // `heeft bekend gemaakt dat`
        let particle = verb.checked_sub(1).map(|at| words[at].lower.as_ref());
        let reports =
            reporting.is_some_and(|found| found.dat && found.is_whole(between().chain(particle)));
        // `had meer verwacht van het pakket dat`
        let has = |word: &Word<'_>| matches!(word.lower.as_ref(), "had" | "hadden" | "heeft");
        // `verwacht van ouders dat`
        let expects = || word.lower.starts_with("verwacht");
        let has_object =
            between().any(|word| word == "van") && (expects() || words[..verb].iter().any(has));
        // `reageren op het akkoord dat`
        // `klagen over afval dat in de omgeving slingert`
        let is_reaction = word.lower.starts_with("reage") && between().any(|word| word == "op")
            || word.lower.starts_with("kla") && between().any(|word| word == "over");
        // `is er zeker van dat`, `is zeker dat`, but `is zeker blij met het feit dat`
        let is_sure = (verb + 1..dat)
            .any(|at| words[at].text == "zeker" && matches!(words[at + 1].text, "van" | "dat"));
        !denies
            && !feels
            && !has_object
            && !is_reaction
            && !is_of_another
            && !was_wrong
            && !reckons
            && (reports
                || is_phrase(
                    &word.lower,
                    &between().filter(|near| *near != "zeker" || is_sure),
                ))
    });
    if let Some(dat) = dat {
        return Some(Frame {
            verb,
            first: dat + 1,
        });
    }
    if is_opinion {
        return opinion(clause, sentence, verb).map(|first| Frame { verb, first });
    }
    with_te(clause, sentence, verb, reporting?)
}

fn has_verb(words: &[Word<'_>]) -> bool {
    words.iter().any(|word| FINITE.contains(&word.lower))
}

/// Whether the form at `verb` is active: finite, or a participle with *heeft*.
fn is_active(sentence: &Sentence<'_>, verb: usize, form: &Reporting) -> bool {
    let has = |word: &Word<'_>| has_auxiliary(word) || word.lower == "door";
    !form.participle || sentence.words()[..verb].iter().any(has)
}

impl Sentence<'_> {
    /// Returns the *dat* that belongs to the verb at word `verb`.
    fn dat_after(&self, verb: usize, form: Option<&Reporting>) -> Option<usize> {
        let words = self.words();
        let dat = (verb + 1..words.len().min(verb + 2 + NEAR)).find(|&at| {
            let before = words[at - 1].lower.as_ref();
            // `is er zeker van dat`, `gaat ervan uit dat`
            let has_er = || {
                let mut near = words[verb + 1..at].iter();
                let is_er = |word: &Word<'_>| {
                    let end = word.lower.strip_prefix("er");
                    // `zegt er met dat bedrag te komen`: a pronoun
                    end.is_some_and(|end| {
                        ER.contains(&end)
                            || end.is_empty() && matches!(before, "van" | "op" | "uit")
                    })
                };
                near.any(is_er)
            };
            // `sprak de overtuiging uit dat`
            let is_uttered = || before == "uit" && words[verb].lower.starts_with("spr");
            let is_particle =
                || has_er() || is_uttered() || form.is_some_and(|form| form.needs(before));
            words[at].text == "dat"
                && (at == verb + 1 || is_particle() || !BEFORE_PRONOUN.contains(&before))
        })?;
        let between = &self.line.text[words[verb].range.end..words[dat].range.start];
        // `het college, dat …`: the noun before the comma has a relative clause.
        let before = &words[dat - 1];
        // `geeft aan, mede na overleg, dat …`
        let is_inserted = between.matches(',').count() > 1;
        let is_relative = self.gap(dat).contains(['–', '—'])
            || self.gap(dat).contains(',')
                && !is_inserted
                && dat > verb + 1
                && !matches!(
                    before.text,
                    "het"
                        | "toe"
                        | "eraan"
                        | "erop"
                        | "aan"
                        | "op"
                        | "mee"
                        | "mening"
                        | "duidelijk"
                        | "suggestie"
                        | "bekend"
                        | "weten"
                        | "oordeel"
                        | "overtuigd"
                );
        // `gaf aan het een eer te vinden dat`: the infinitive has the *dat*.
        let is_of_infinitive = form.is_some_and(|form| form.te)
            && words[verb + 1..dat]
                .windows(2)
                .any(|two| two[0].text == "te" && two[1].lower.ends_with('n'));
        let next = words.get(dat + 1).map(|word| word.lower.as_ref());
        let is_pronoun = next.is_none_or(|next| {
            // `zegt dat tegen de bond, die …`
            let is_short = words.len() - dat < LONG;
            let may_follow = AFTER_PRONOUN.contains(&next) || WHEN.contains(&next);
            dat == verb + 1
                && (matches!(next, "tegen" | "aan") || is_short && may_follow)
                && !has_verb(&words[dat + 2..])
                || [
                    "dagavond",
                    "dagmorgen",
                    "dagochtend",
                    "dagmiddag",
                    "dagnacht",
                ]
                .iter()
                .any(|end| next.ends_with(end))
        });
        // `denkt dat kunstje te herhalen`
        let is_determiner = dat == verb + 1
            && matches!(&words[dat + 1..], [before @ .., te, last]
                if te.text == "te" && last.text.ends_with('n')
                    && !before.iter().any(|word| FINITE.contains(&word.lower) || may_be_verb(word.text)));
        // `tweette hij, maar gisteren was dat anders`
        let past_clause = (verb + 1..dat).any(|at| {
            // `die klaagt, en zei dat`: the *dat* of another verb
            let reports = || {
                words
                    .get(at + 1)
                    .is_some_and(|next| reporting(&next.lower).is_some())
            };
            self.gap(at).contains(',')
                && (matches!(words[at].text, "maar" | "want")
                    || words[at].text == "en" && reports())
        });
        let is_other = is_relative
            || is_pronoun
            || is_determiner
            || is_of_infinitive
            || past_clause
            || dat > verb + 1 && self.describes_noun(verb, dat);
        (!between.contains([':', ';']) && !is_other).then_some(dat)
    }

    /// Returns the last joiner before another *dat* or before the quotation, behind word `first` of a sentence that a quotation cuts off.
    fn joined_dat(&self, first: usize) -> Option<usize> {
        let words = self.words();
        let mut places = (first + 1..words.len()).rev();
        places.find(|&at| {
            let is_before = match words.get(at + 1) {
                Some(next) => next.text == "dat",
                // `zegt dat het kan, maar “…”`
                None => self.gap(at).contains(','),
            };
            self.into_mark && is_before && matches!(words[at].text, "en" | "maar")
        })
    }

    /// Whether the words from `first` up to `end` introduce speech: *dat de minister zei:*.
    fn is_introduction(&self, first: usize, end: usize) -> bool {
        end - first <= SUBJECT
            && SAYS.contains(&self.words()[end - 1].lower)
            && self.text().ends_with(':')
    }

    /// Whether the writer speaks in the clause of `verb`, or passes on hearsay: *wij vinden*, *zouden
    /// hebben gezegd*, *wil niet zeggen dat*.
    fn speaks_for_writer(&self, verb: usize) -> bool {
        let words = self.words();
        let is_participle = reporting(&words[verb].lower).is_some_and(|form| form.participle);
        let is_hearsay = is_participle
            && words[..verb]
                .iter()
                .any(|word| matches!(word.text, "zou" | "zouden"));
        let means = words[verb].text == "zeggen"
            && words[..verb]
                .iter()
                .any(|word| matches!(word.text, "wil" | "wilde"));
        let first_person = words[..verb]
            .iter()
            .chain(words.get(verb + 1))
            .any(|word| matches!(word.lower.as_ref(), "ik" | "wij" | "we"));
        // `De wet zegt dat`, but `heeft bij de begroting gezegd dat`
        let before = verb.checked_sub(1).filter(|_| !is_participle);
        let is_thing = before.map(|before| &words[before]).is_some_and(|word| {
            word.text.starts_with(char::is_lowercase)
                && NO_SOURCES.iter().any(|noun| word.lower.ends_with(noun))
        });
        // `De Wet op de rijksinspecties geeft aan dat`
        let opens_with_thing = matches!(words, [article, noun, ..]
            if matches!(article.lower.as_ref(), "de" | "het")
                && NO_SOURCES.iter().any(|one| noun.lower.ends_with(one)));
        let is_near = verb <= SUBJECT;
        is_hearsay || means || first_person || is_thing || is_near && opens_with_thing
    }

    /// Returns the index of the first word after a verb, its particle, adverbs, and the subject or
    /// object right behind it.
    pub(super) fn after_verb(
        &self,
        clause: &SpeechClause<'_>,
        verb: usize,
        form: Option<&Reporting>,
    ) -> usize {
        let words = self.words();
        let mut at = verb + 1;
        loop {
            let Some(word) = words.get(at).filter(|word| word.joined) else {
                return at;
            };
            if form.is_some_and(|form| form.needs(&word.lower))
                || ADVERBS.contains(&word.lower.as_ref())
                || WEEKDAYS.contains(&word.lower)
            {
                at += 1;
            } else if at == verb + 1
                && !self.subject_opens(clause, 0, verb)
                && clause.opens_with_speaker(&self.line, at)
            {
                at = self.source_end(clause, at);
            } else {
                return at;
            }
        }
    }
}
