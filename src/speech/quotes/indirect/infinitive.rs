//! Reads statements behind a verb that reports, with an infinitive and *te*: *zegt de brug te openen*.
//!
//! Leaves out statements with *dat* (`frame`).

use super::{Frame, NEAR, Sentence, is_passive};
use crate::dutch::verbs::{Reporting, is_past};
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Most words from the opening of a relative clause or of a reported question to its verb.
const RELATIVE: usize = 8;

/// What one gives *aan* something, without saying anything.
const GIVEN: [&str; 7] = [
    "uitvoering",
    "gehoor",
    "invulling",
    "vorm",
    "voorrang",
    "prioriteit",
    "advies",
];

/// What *stelt … te* does besides saying: *stelt bewoners in staat mee te denken*, *stelt voor te bouwen*.
const NOT_STATED: [&str; 6] = ["voor", "staat", "gelegenheid", "doel", "eis", "voorwaarde"];

/// What one gives *aan* somebody to do, or how: *geeft aan ondernemers de kans te bouwen*, *aan de hand van*.
const OFFERED: [&str; 6] = [
    "kans",
    "mogelijkheid",
    "ruimte",
    "gelegenheid",
    "hand",
    "tijd",
];

/// Reads *zegt de brug te openen*: the infinitive with *te* follows in the same clause.
pub(super) fn with_te(
    clause: &SpeechClause<'_>,
    sentence: &Sentence<'_>,
    verb: usize,
    form: &Reporting,
) -> Option<Frame> {
    let words = sentence.words();
    // `gaf het college aan de brug te openen`: the statement begins behind the particle.
    let particle =
        (verb + 1..words.len().min(verb + 2 + NEAR)).find(|&at| form.needs(&words[at].lower));
    let first = particle.map_or_else(
        || sentence.after_verb(clause, verb, Some(form)),
        |particle| particle + 1,
    );
    // `kondigde aan om het plan te bespreken`, but `geven aan om te bouwen` tells a plan
    let gives_on = matches!(
        words[verb].lower.as_ref(),
        "geeft" | "geven" | "gaf" | "gaven"
    );
    let om = words.get(first).is_some_and(|word| word.text == "om") && !gives_on;
    // `werd benadrukt om samen te werken`
    if om && words[..verb].iter().any(is_passive) {
        return None;
    }
    // `Smit kondigt een kort geding aan om dat af te dwingen`: the aim of something
    let has_object = particle.is_some_and(|particle| particle > verb + 1)
        && verb
            .checked_sub(1)
            .is_some_and(|at| words[at].joined && words[at].is_capitalized());
    if om && has_object {
        return None;
    }
    let first = first + usize::from(om);
    // `zegt toe de brug te openen`: a promise
    let opener = words.get(first).filter(|word| word.text != "toe")?;
    // `laat weten tegen te zijn`
    let is_against = opener.text == "tegen" && words.get(first + 1).is_some_and(|w| w.text == "te");
    // `laat weten hoe te handelen`: a question
    let is_other = matches!(
        opener.text,
        "of" | "over" | "tegen" | "hoe" | "wat" | "waar" | "wanneer"
    ) && !is_against;
    if !form.te || !opener.joined && particle.is_none() || is_other {
        return None;
    }
    // `zegt de brug te smal te vinden`
    let is_infinitive = |at: usize| words.get(at).is_some_and(|word| word.lower.ends_with('n'));
    let te = |at: &usize| words[*at].text == "te" && is_infinitive(at + 1);
    let te = (first..words.len().min(first + 30)).find(te)?;
    // `vertelt die middag te hebben gebeld`
    let is_day = |at: usize| {
        let times = ["dag", "week", "middag", "avond", "ochtend", "nacht"];
        words
            .get(at + 1)
            .is_some_and(|word| times.contains(&word.text))
    };
    let stops = (first..te).any(|at| match words[at].text {
        "dat" | "om" | "of" | "zonder" => true,
        // `verklaarde het park voor geopend door een lint te knippen`, but `zegt zich door de raad gesteund te voelen`
        "door" => !is_participle(&words[te - 1]),
        // `meldde zich ziek en was niet in staat te komen`
        "en" => words
            .get(at + 1)
            .is_some_and(|verb| may_be_finite(verb, words.get(at + 2))),
        "die" => !is_day(at),
        _ => false,
    });
    let near = || words[verb + 1..te].iter().map(|word| word.lower.as_ref());
    // `het plan waarin X aankondigt te bouwen`, `stelt voor de brug te bouwen`: a plan
    let is_relative = (verb.saturating_sub(RELATIVE)..verb)
        .rev()
        .take_while(|at| !sentence.gap(at + 1).contains(','))
        .any(|at| {
            let word = words[at].text;
            // `hoeveel geld het college verwacht te ontvangen`
            let asks = matches!(word, "hoe" | "hoeveel" | "welke" | "wat");
            word.starts_with("waar") || matches!(word, "die" | "dat") || asks
        });
    // `stelt bewoners in staat mee te denken`, `stelt als eis te bouwen`
    // `kan alles in het werk stellen om te bouwen`
    let is_put = verb
        .checked_sub(1)
        .is_some_and(|before| matches!(words[before].text, "werk" | "staat" | "gelegenheid"));
    let proposes = words[verb].lower.starts_with("stel")
        && (is_put || near().any(|word| NOT_STATED.contains(&word)));
    // `geeft aan ondernemers de kans te bouwen`, `geeft aan de hand van voorbeelden`
    let offers = gives_on
        && words[verb + 1..te]
            .windows(2)
            .any(|two| two[0].text == "de" && OFFERED.contains(&two[1].text));
    // `verklaart zich bereid te helpen`, `zegt het contract op te zeggen`
    let is_willing = words[verb].lower.starts_with("verkla") && near().any(|word| word == "bereid");
    let ends_contract =
        words[te - 1].text == "op" && words.get(te + 1).is_some_and(|word| word.text == "zeggen");
    // `geeft uitvoering aan de motie`
    let gives = particle.is_some_and(|at| {
        let is_given = |word: &Word<'_>| GIVEN.contains(&word.text);
        words[verb + 1..at].iter().any(is_given)
    });
    // `het plein belooft een succes te worden`, `stelt eisen, maar heeft ook veel te bieden`
    let becomes = words[verb].lower.starts_with("belo")
        && words.get(te + 1).is_some_and(|word| word.text == "worden");
    let is_past_clause =
        (first + 1..te).any(|at| words[at].text == "maar" && sentence.gap(at).contains(','));
    let is_no_saying = proposes || offers || is_willing || ends_contract || gives || becomes;
    if is_relative || is_no_saying || is_past_clause {
        return None;
    }
    (!stops && form.is_whole(near())).then_some(Frame { verb, first })
}

/// Whether a word has the form of a participle: *gesteund*, *verkozen*.
fn is_participle(word: &Word<'_>) -> bool {
    let begins = ["ge", "be", "ver", "ont", "her"]
        .iter()
        .any(|begin| word.text.starts_with(begin));
    begins && (word.text.ends_with(['d', 't']) || word.text.ends_with("en"))
}

/// Whether a word is the finite verb of another clause, or may be it and stands before a determiner: *bedankte de raad*, but
/// not *toezicht te houden*.
fn may_be_finite(word: &Word<'_>, next: Option<&Word<'_>>) -> bool {
    let is_present = word.text.len() > 4 && word.text.ends_with('t');
    let has_object = next.is_some_and(|next| {
        matches!(
            next.text,
            "de" | "het" | "een" | "zijn" | "haar" | "hun" | "zich" | "niet" | "ook"
        )
    });
    word.is_finite_verb() || has_object && (is_past(word.text) || is_present)
}
