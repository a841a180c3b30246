//! Tells reports that nobody makes: what somebody is asked to say, what is hoped or denied, what a condition sets.
//!
//! Leaves out words between a verb and its statement that deny it (`frame`).

use std::ops::Range;

use super::clause::holds_main_clause;
use super::{Frame, Reported, Sentence};
use crate::dutch::verbs::reporting;
use crate::dutch::words::is_number;
use crate::speech::quotes::attribution::Attribution;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Words that open a question or a condition, whose verb stands at its end: *of de school meldt dat*.
const OPENERS: [&str; 13] = [
    "of", "hoe", "waarom", "als", "indien", "wanneer", "zodra", "tot", "totdat", "tenzij", "mits",
    "voordat", "alvorens",
];

/// Beginnings of words that make what follows unreal: *hopen dat X belooft dat*, *de kans dat*, *klopt niet dat*.
const UNREAL: [&str; 20] = [
    "hoop", "hope", "hopelijk", "eis", "wil", "wens", "vraag", "vrag", "vroeg", "verzoe",
    "verzoch", "kans", "niet", "geen", "nooit", "nergens", "zonder", "voorkom", "stel", "gerucht",
];

/// Words of which a report can consist beside its verb: *laat weten dat*, *te kennen gegeven dat*.
const OF_CLUSTER: [&str; 7] = [
    "weten", "zien", "horen", "blijken", "te", "kennen", "gegeven",
];

/// Verbs of what many can or must do: *Inwoners kunnen aangeven dat*.
const MODALS: [&str; 6] = ["moeten", "kunnen", "mogen", "hoeven", "leren", "durven"];

/// Beginnings of verbs of what people think: *denkt*, *vreest*.
const THINKS: [&str; 9] = [
    "denk", "dacht", "vind", "vond", "verwacht", "vrees", "vreez", "vrez", "gelo",
];

/// Words for a share of people in the result of a poll: *een kwart denkt dat*.
const SHARES: [&str; 7] = [
    "procent",
    "helft",
    "kwart",
    "derde",
    "ondervraagden",
    "respondenten",
    "groep",
];

/// Forms with which somebody hears others: *hoorde bewoners zeggen dat*.
const HEARS: [&str; 5] = ["hoort", "hoorde", "horen", "hoorden", "gehoord"];

/// Verbs with which a body decides or finds, and a person gives an opinion.
const FINDS: [&str; 17] = [
    "beoordeelt",
    "beoordelen",
    "beoordeelde",
    "concludeert",
    "concludeerde",
    "concludeerden",
    "geconcludeerd",
    "constateert",
    "constateerde",
    "constateerden",
    "geconstateerd",
    "oordeelt",
    "oordelen",
    "oordeelde",
    "oordeelden",
    "geoordeeld",
    "becijferde",
];

/// Nouns between *geven* and *aan*, with which it does not mean to state: *geeft richting aan*.
const GIVEN: [&str; 8] = [
    "richting",
    "vorm",
    "gehoor",
    "uitvoering",
    "invulling",
    "prioriteit",
    "leiding",
    "voorrang",
];

/// Conjunctions of a clause that is no statement without another clause.
const HALF: [&str; 3] = ["aangezien", "hoewel", "ofschoon"];

fn words_of<'t>(text: &'t str, range: &Range<usize>) -> impl Iterator<Item = &'t str> {
    let parts = text[range.clone()].split(|c: char| !c.is_alphabetic());
    parts.filter(|word| !word.is_empty())
}

/// Whether an attribution in `text` says what a body found or decided: *De rechtbank oordeelt dat*.
pub(super) fn is_finding(by: &Attribution, text: &str) -> bool {
    // `De ombudsman oordeelt dat`
    let is_of_office = by.speakers.iter().any(|speaker| speaker.role.is_some());
    by.person.is_none()
        && !is_of_office
        && words_of(text, &by.range).any(|word| FINDS.contains(&word))
}

/// Whether somebody says the statement `one` of `text`: it is no finding of a body, no half of a sentence, and the verb
/// means saying.
pub(super) fn is_said(one: &Reported, text: &str) -> bool {
    let by = || words_of(text, &one.by.range);
    let is_given = by()
        .zip(by().skip(1))
        .any(|(noun, on)| on == "aan" && GIVEN.contains(&noun));
    let opens = one.words.first().into_iter();
    let mut opens = opens
        .flat_map(|part| words_of(text, part))
        .skip_while(|word| matches!(*word, "En" | "Want" | "Maar"));
    let first = opens.next();
    // `Gevraagd of hij blijft, zegt Smit dat …`
    let is_question = first == Some("Gevraagd");
    let is_half = first.is_some_and(|word| HALF.contains(&word.to_lowercase().as_str()))
        && one
            .words
            .iter()
            .all(|part| !text[part.clone()].contains(','));
    !is_finding(&one.by, text) && !is_given && !is_half && !is_question
}

impl Sentence<'_> {
    /// Whether nobody says what `frame` reports in the clause that begins at word `from`.
    pub(super) fn is_unsaid(&self, clause: &SpeechClause<'_>, from: usize, frame: &Frame) -> bool {
        let words = self.words();
        let verb = frame.verb;
        let before = &words[from.min(verb)..verb];
        // `vraagt Smit te bevestigen dat`, but `opende door te zeggen dat`
        let asks = |word: &Word<'_>| UNREAL.iter().any(|begin| word.lower.starts_with(begin));
        let is_asked = words[verb].joined
            && matches!(before, [.., how, te] if te.text == "te"
                && !matches!(how.text, "door" | "durft" | "durfde")
                && (how.text != "om" || before.iter().any(asks)));
        let is_infinitive = words[verb].lower.ends_with("en");
        let is_heard = is_infinitive
            && before
                .iter()
                .any(|word| HEARS.contains(&word.lower.as_ref()));
        // `Nergens staat dat`, `Niet iedereen vindt dat`, `Geen van de partijen vindt dat`
        let is_denied = before.first().is_some_and(|word| {
            let second = before.get(1).map(|second| second.text);
            matches!(word.text, "Niemand" | "Nergens" | "Geen" | "Weinig")
                || word.text == "Niet"
                    && matches!(second, Some("iedereen" | "alle" | "elke" | "elk"))
        });
        // `Het weglaten van de brug doet vermoeden dat`
        let is_caused = before
            .last()
            .is_some_and(|word| matches!(word.text, "doet" | "deed" | "doen" | "deden"));
        is_asked
            || is_heard
            || is_denied
            || is_caused
            || self.is_of_poll(from, verb)
            || is_not_said(before, &words[verb])
            || self.is_general(clause, from, frame)
            || self.is_embedded(from, frame)
    }

    /// Whether a share of people thinks something, as a poll found: *Een kwart (24%) denkt dat*, *Zeven op de tien vinden
    /// dat*, *De groep die vindt dat*.
    fn is_of_poll(&self, from: usize, verb: usize) -> bool {
        let words = self.words();
        let thinks = |word: &Word<'_>| THINKS.iter().any(|begin| word.lower.starts_with(begin));
        let is_number = |word: &Word<'_>| {
            is_number(&word.lower) || word.text.bytes().all(|b| b.is_ascii_digit())
        };
        let before = &words[from.min(verb)..verb];
        let is_share = before
            .iter()
            .any(|word| SHARES.contains(&word.lower.as_ref()));
        // `twee op de drie`, `1 op 3`
        let is_ratio = before.windows(3).any(|three| {
            is_number(&three[0])
                && three[1].text == "op"
                && (is_number(&three[2]) || three[2].text == "de")
        });
        let has_percent = (from.min(verb)..=verb).any(|at| self.gap(at).contains('%'));
        thinks(&words[verb]) && (is_share || is_ratio || has_percent)
    }

    /// Whether a report is what many can or must say: *Ambtenaren moeten verklaren dat*.
    fn is_general(&self, clause: &SpeechClause<'_>, from: usize, frame: &Frame) -> bool {
        let words = self.words();
        let Some(first) = words.get(from).filter(|_| from < frame.verb) else {
            return false;
        };
        let head = first.range.start..words[frame.verb].range.start;
        // `moeten bezuinigen en waarschuwen dat`, `die niet kunnen komen zeggen dat`: the modal has another verb.
        let is_modal = |word: &Word<'_>| MODALS.contains(&word.text);
        let is_between = |word: &&Word<'_>| {
            let is_infinitive = word.text.len() > 4 && word.text.ends_with("en");
            is_modal(word) || !is_infinitive && !matches!(word.text, "en" | "maar")
        };
        let mut near = words[from..frame.verb].iter().rev().take_while(is_between);
        words[frame.verb].lower.ends_with("en")
            && (near.any(is_modal)
                || words[from..frame.verb]
                    .iter()
                    .any(|word| word.text == "leren"))
            && clause
                .people
                .mentions_in(clause.block, &head)
                .next()
                .is_none()
    }

    /// Whether a report stands in a question, a condition or a wish: *zodra de GGD meldt dat*, *hopen dat Smit belooft
    /// dat*.
    fn is_embedded(&self, from: usize, frame: &Frame) -> bool {
        let words = self.words();
        let dat = frame.first - 1;
        // `als wethouder zegt Smit dat`: the verb does not end its clause.
        let is_of_report = |word: &Word<'_>| {
            OF_CLUSTER.contains(&word.text)
                || reporting(&word.lower).is_some_and(|form| form.participle)
        };
        let is_final =
            words[dat].text == "dat" && words[frame.verb + 1..dat].iter().all(is_of_report);
        let opens = |at: usize| {
            let next = &words[at + 1];
            let is_subject = begins_subject(next) || matches!(next.text, "u" | "zijn" | "haar");
            match words[at].lower.as_ref() {
                // `als grootste partij`, `tot nu toe`
                "als" | "tot" | "of" => is_subject,
                // `hopen dat X belooft`, `wil dat X erkent`
                "dat" => words[from..at]
                    .iter()
                    .any(|word| UNREAL.iter().any(|begin| word.lower.starts_with(begin))),
                opener => OPENERS.contains(&opener),
            }
        };
        let mut places = (from..frame.verb.saturating_sub(1)).rev().take_while(|at| {
            // `legde uit hoe het zit en benadrukte dat`: another clause
            !self.gap(at + 1).contains([',', ':', ';']) && !matches!(words[*at].text, "en" | "maar")
        });
        let follows_clause = frame
            .verb
            .checked_sub(1)
            .is_some_and(|before| matches!(words[before].text, "en" | "maar"));
        is_final && !follows_clause && places.any(opens)
    }

    /// Whether word `at` stands in a reported question or a condition: *onderzoekt of de dijk volgens het waterschap sterk
    /// genoeg is*, *Als het volgens Smit kan*.
    pub(super) fn is_in_question(&self, at: usize) -> bool {
        let words = self.words();
        // `Zodra de brug klaar is kan het verkeer volgens X weer rijden`
        if holds_main_clause(&words[..at]) {
            return false;
        }
        let is_subject = |n: usize| {
            let word = words.get(n);
            word.is_some_and(|word| begins_subject(word) || word.text == "dit")
        };
        let mut places = (0..at)
            .rev()
            .take_while(|n| n + 1 == at || !self.gap(n + 1).contains([',', ':', ';']));
        places.any(|n| {
            let opens_clause = n == 0 || self.gap(n).contains(',') || n + 1 == at;
            match words[n].lower.as_ref() {
                "hoeveel" | "welke" | "waarom" | "indien" | "zodra" => true,
                // `vijf of zes woningen`, `Als eerste gemeente`
                "of" => is_subject(n + 1) && words[n + 1].text != "een" || n + 1 == at,
                "als" => opens_clause && is_subject(n + 1),
                "wat" => opens_clause && !words.iter().any(|word| word.text == "betreft"),
                // `Hoe ouder mensen worden, hoe vaker ze volgens X vallen`
                "hoe" => opens_clause && n == 0,
                _ => false,
            }
        })
    }
}

/// Whether the words before a verb tell that somebody must say it, cannot say it, has not said it, or denies it: *moet toegeven
/// dat*, *kan niet met zekerheid zeggen dat*, *ontkent te hebben gezegd dat*.
fn is_not_said(before: &[Word<'_>], verb: &Word<'_>) -> bool {
    const OBLIGES: [&str; 5] = ["moet", "moest", "moeten", "moesten", "hoort"];
    const DENIES: [&str; 6] = [
        "ontken",
        "bestrij",
        "bestreed",
        "bestreden",
        "weerspr",
        "loochen",
    ];
    let has = |sought: &[&str]| before.iter().any(|word| sought.contains(&word.text));
    let denies = |word: &Word<'_>| DENIES.iter().any(|begin| word.lower.starts_with(begin));
    // `deed alsof ze dacht dat`, `zonder te zeggen dat`
    let is_unreal = has(&["alsof", "zonder"]);
    let is_infinitive = verb.lower.ends_with("en");
    let is_participle =
        verb.lower.starts_with("ge") || reporting(&verb.lower).is_some_and(|form| form.participle);
    // `moest overgeven en zei dat`: another clause
    let last_clause = before
        .iter()
        .rev()
        .take_while(|word| word.joined && !matches!(word.text, "en" | "maar"));
    let obliges = last_clause.clone().any(|word| OBLIGES.contains(&word.text));
    let is_negated = last_clause
        .clone()
        .any(|word| matches!(word.text, "niet" | "nooit" | "moeilijk" | "nergens"));
    let follows_modal = last_clause.clone().any(|word| {
        matches!(
            word.text,
            "kan"
                | "kon"
                | "kunnen"
                | "konden"
                | "wil"
                | "wilde"
                | "willen"
                | "wilden"
                | "mag"
                | "mocht"
        )
    });
    let could_have = has(&["had", "hadden"])
        && before
            .last()
            .is_some_and(|word| matches!(word.text, "kunnen" | "moeten"));
    // `dan kun je zeggen dat`
    let is_anybody = matches!(before, [.., can, who]
        if matches!(can.text, "kan" | "kun" | "kon" | "mag" | "zou") && matches!(who.text, "je" | "men"));
    before.iter().any(denies)
        || is_unreal
        || is_infinitive && is_anybody
        || is_infinitive && !is_participle && (obliges || is_negated && follows_modal || could_have)
        || is_participle && is_negated
}

/// Whether a word may begin the subject of a clause.
fn begins_subject(word: &Word<'_>) -> bool {
    let opens = [
        "de", "het", "een", "er", "hij", "zij", "ze", "je", "die", "deze",
    ];
    word.is_capitalized() || opens.contains(&word.text)
}

/// Whether word `at` is in a clause that a verb of saying opens: *Ze zegt dat het wat haar betreft klaar is*.
pub(super) fn is_said_before(words: &[Word<'_>], at: usize) -> bool {
    words[..at]
        .windows(2)
        .any(|two| two[1].text == "dat" && reporting(&two[0].lower).is_some())
}
