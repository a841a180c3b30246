//! Reads attributions that follow their statement: *De bus rijdt weer, zegt X*.
//!
//! Leaves out statements that a verb introduces (`frame`), and those of the sentence before (`pointing`).

use std::ops::Range;

use super::at_end::attributed_at_end;
use super::fronted::{goes_on_with_verb, is_apposition, is_subject, is_thing_alone};
use super::openers::{ADVERBIALS, LEAST_WORDS, SUBORDINATES, is_main_clause};
use super::opinion::OPINIONS;
use super::{Reported, Sentence, attributed};
use crate::document::AttributionForm;
use crate::dutch::calendar::WEEKDAYS;
use crate::dutch::verbs::{FINITE, SAYS, reporting};
use crate::speech::people::People;
use crate::speech::quotes::in_two::second_word;
use crate::speech::quotes::number::is_pronoun;
use crate::speech::quotes::span_kind::{is_adjective, may_be_verb};
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Most words of an attribution that names nobody known.
const ATTRIBUTION: usize = 14;

/// Words that open a reported question.
const QUESTIONS: [&str; 4] = ["welke", "hoeveel", "waarom", "of"];

/// Reads *De bus rijdt weer, zegt X, en …* and *Maar, zegt X, de bus rijdt weer*.
pub(super) fn before_attribution(
    clause: &mut SpeechClause<'_>,
    sentence: &Sentence<'_>,
) -> Option<Reported> {
    if sentence.after_mark {
        return None;
    }
    let words = sentence.words();
    // `Welke lijn blijft, weet wethouder Smit nog niet.`
    let is_question = |word: &Word<'_>| QUESTIONS.contains(&word.lower.as_ref());
    // `Om hoeveel mensen het gaat, zei hij niet.`
    let asks_behind = matches!(words, [preposition, asks, ..]
        if matches!(preposition.lower.as_ref(), "om" | "in" | "op" | "met" | "voor" | "over" | "van") && is_question(asks));
    // `Vooral dat er ruimte komt, vindt ze mooi`
    let is_thing = matches!(words, [first, dat, ..] if first.text == "Vooral" && dat.text == "dat");
    let opener = words.first().map_or("", |word| word.lower.as_ref());
    let opens_with = |openers: &[&str]| openers.contains(&opener);
    // `Waar het geld bleef, vertelde Smit niet.`
    let is_untold = opens_with(&["waar", "wie", "wanneer", "hoe", "wat"])
        && words
            .iter()
            .any(|word| matches!(word.text, "niet" | "evenmin"));
    if words.first().is_some_and(is_question) || asks_behind || is_thing || is_untold {
        return None;
    }
    let opens_with_adverbial = opens_with(&ADVERBIALS) && !is_main_clause(sentence);
    // `Nu het er minder zijn, vindt X het jammer`, but `Nu is de brug dicht, zegt X`
    let is_reason = opener == "nu" && words.get(1).is_some_and(|next| !next.is_finite_verb());
    let opens_with_clause = opens_with_adverbial || is_reason || opens_with(&SUBORDINATES);
    if let Some(found) = attributed_at_end(clause, sentence) {
        return Some(found);
    }
    let mut commas = 0;
    let first_verb = || words.iter().position(Word::is_finite_verb);
    let verb = opens_with_adverbial.then(first_verb).flatten();
    let at = (1..words.len()).find(|&at| {
        if !sentence.gap(at).starts_with(',') {
            return false;
        }
        commas += 1;
        let after_so =
            words[at].text == "zo" && words.get(at + 1).is_some_and(|w| SAYS.contains(&w.lower));
        // `In het huis, vroeger een school, vertelde X …`: nothing is said before the verb.
        if opens_with_adverbial && verb.is_none_or(|verb| verb >= at) {
            return false;
        }
        // `Nadat de brug openging, zei X …`: the main clause begins with the verb.
        if opens_with_clause
            && commas < 2
            && !after_so
            && !goes_on_with_verb(sentence, at)
            && !holds_main_clause(&words[..at])
        {
            return false;
        }
        after_so || attributes(clause, sentence, at)
    })?;
    let comma = words[at - 1].range.end;
    if opens_without_clause(sentence, at) || has_object(clause, sentence, at) {
        return None;
    }
    if is_apposition(sentence, at)
        || is_thing_alone(sentence, at)
        || is_no_saying(words, at)
        || is_subject(clause, sentence, at)
    {
        return None;
    }
    // The attribution ends at the next comma; the statement may go on after it.
    let end = (at + 1..words.len())
        .find(|&n| sentence.gap(n).contains([',', ':', ';']))
        .unwrap_or(words.len());
    let by = clause
        .in_two(&words[at..end])
        .or_else(|| clause.after(comma..words[end - 1].range.end));
    if by.is_none() && end - at > ATTRIBUTION {
        return None;
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let is_long = at >= LEAST_WORDS;
    let is_joiner = matches!(words[0].lower.as_ref(), "maar" | "en" | "want" | "dus");
    // `Zij is tegen omdat, zo zei Smit, het te duur is`
    let is_cut_in = matches!(words[at - 1].text, "omdat" | "doordat" | "zodat")
        || words[at - 1].text == "dat" && end < words.len();
    if !is_cut_in && (is_long || !(at == 1 && is_joiner)) {
        parts.push(words[0].range.start..comma);
    }
    // `Belangrijk, vindt Ina Smit, voorzitter van de raad.`
    let is_office = People::nameless_role(words, end).is_some();
    if is_cut_in || !is_long && !is_office || goes_on(sentence, end) {
        parts.extend(sentence.statement(end, words.len(), 2));
    }
    // `Het kan, zegt X, “maar het is duur”`, but not `Het plan, zegt X, “is duur”`
    // `Op veel plekken was de sfeer, aldus X, zelfs “grimmig”`
    let ends_with_joiner =
        words.len() - end == 1 && matches!(words[end].text, "maar" | "en" | "want");
    let is_open = sentence.into_mark && !ends_with_joiner && (1..=2).contains(&(words.len() - end));
    let is_cut = is_open
        || sentence.into_mark
            && end == words.len()
            && !words[..at].iter().any(Word::is_finite_verb);
    // `Bovendien, zegt X: “…”`
    let is_adverb_alone = at == 1
        && parts.len() == 1
        && matches!(
            words[0].text,
            "Bovendien" | "Daarnaast" | "Daarom" | "Verder" | "Toch"
        );
    if parts.is_empty() || is_cut || is_adverb_alone {
        return None;
    }
    let range = words[at].range.start..words[end - 1].range.end;
    let form = by.as_ref().map_or(AttributionForm::VerbAfter, |by| by.form);
    Some(Reported {
        words: parts,
        by: attributed(by, range, form),
    })
}

/// Whether the verb at word `at` says nothing: *Vandaag, maandag, vond de opening plaats*, *Om dat te bereiken, stelt X
/// voor om te bouwen*, *…, stelt de stad geld beschikbaar*, *Op een vraag van Y of het mag, antwoordde X*.
fn is_no_saying(words: &[Word<'_>], at: usize) -> bool {
    let verb = words[at].lower.as_ref();
    let mut behind = words[at + 1..].iter();
    let takes_place = || matches!(verb, "vindt" | "vond" | "vinden" | "vonden");
    // `Wie er woont, weet het`
    let knows = || matches!(verb, "weet" | "weten");
    let proposes = || matches!(verb, "stelt" | "stelde" | "stellen" | "stelden");
    let is_asked = matches!(words, [on, article, asked, ..]
        if on.text == "Op" && matches!(article.text, "een" | "de") && asked.text == "vraag");
    let gives = || behind.clone().any(|word| word.text == "beschikbaar");
    // `stel dan prioriteiten, stelt hij voor`: the particle ends the sentence.
    let ends = words.last().is_some_and(|last| last.text == "voor");
    // `Wat de gevolgen zijn, weten ze maar al te goed`
    let asks = || {
        matches!(
            words[0].lower.as_ref(),
            "wat" | "hoe" | "waar" | "wie" | "wanneer"
        )
    };
    is_asked
        || knows() && (asks() || behind.clone().next().is_some_and(|word| word.text == "het"))
        || takes_place() && behind.clone().any(|word| word.text == "plaats")
        || proposes() && gives()
        || proposes()
            && !ends
            && behind.any(|word| word.text == "voor")
            && !words.iter().any(|word| word.text == "vast")
            && !words[at..].windows(4).any(is_body_with_field)
}

/// Whether words are the name of a body: *Inspectie voor de Zorg*.
fn is_body_with_field(words: &[Word<'_>]) -> bool {
    let [body, joiner, article, field] = words else {
        return false;
    };
    body.is_capitalized()
        && joiner.text == "voor"
        && matches!(article.text, "de" | "het")
        && field.is_capitalized()
}

/// Prepositions and words of time that open an adverbial, beside days of the week.
const FRONTED: [&str; 29] = [
    "aan",
    "achter",
    "afgelopen",
    "bij",
    "dagen",
    "daarna",
    "elke",
    "gezeten",
    "gisteren",
    "iedere",
    "in",
    "jaren",
    "maanden",
    "met",
    "morgen",
    "na",
    "naast",
    "onder",
    "op",
    "rond",
    "samen",
    "speciaal",
    "thuis",
    "tijdens",
    "vandaag",
    "voor",
    "vorig",
    "vorige",
    "weken",
];

/// Whether nothing is said before the verb at word `at`, behind a second comma: *Vorige week, tijdens de raad, zei X*, *In
/// haar brief, die lang is, schrijft X*, *Een week later, op 10 mei, stelde X*.
fn opens_without_clause(sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words();
    let comma = (1..=at).find(|&n| sentence.gap(n).contains(','));
    let Some(comma) = comma else { return false };
    let has_verb = |words: &[Word<'_>]| words.iter().any(Word::is_finite_verb);
    // `Een week later`, `Twee dagen voor de wedstrijd`
    let is_time = words[..comma.min(3)].iter().any(|word| {
        matches!(
            word.text,
            "week" | "weken" | "dag" | "dagen" | "jaar" | "maand" | "maanden" | "later"
        )
    });
    let opener = words[0].lower.as_ref();
    let opens = is_time || FRONTED.contains(&opener) || WEEKDAYS.contains(opener);
    // `In de wijk, waar ouderen wonen, komen bankjes, zegt X`: the main clause
    let is_finite = |n: usize| {
        // `laat op de avond`
        let is_late = words[n].text == "laat"
            && words
                .get(n + 1)
                .is_some_and(|next| matches!(next.text, "op" | "in"));
        !is_late && (FINITE.contains(&words[n].lower) || may_be_verb(words[n].text))
    };
    let has_main = || (comma..at).any(|n| sentence.gap(n).contains(',') && is_finite(n));
    // `Thuis, zegt X, praat hij nooit`
    let rest = (at + 1..words.len()).find(|&n| sentence.gap(n).contains(','));
    let goes_on = rest.is_some_and(is_finite);
    let behind = words[comma].text;
    let is_relative = matches!(behind, "die" | "dat" | "waar" | "waarin");
    opens
        && !has_verb(&words[..comma])
        && !goes_on
        && (comma == at || !has_main() && (is_relative || !has_verb(&words[comma..at])))
}

/// Nouns for what somebody tells or writes.
const WORKS: [&str; 8] = [
    "boek", "verhaal", "verhalen", "gedicht", "sprookje", "lied", "stuk", "column",
];

/// Whether the verb at word `at` has an object behind its subject, so that it says nothing of what stands before it: *…,
/// vertelt X het verhaal van de haven*, *…, meldde X zich ziek*.
fn has_object(clause: &SpeechClause<'_>, sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words();
    if words[at].text == "zo" || words[at].text == "aldus" {
        return false;
    }
    let source = sentence.source_end(clause, (at + 1).min(words.len() - 1));
    let tells = ["verte", "schr"]
        .iter()
        .any(|begin| words[at].lower.starts_with(begin));
    let judges = OPINIONS.contains(&words[at].lower.as_ref());
    match words.get(source..).filter(|_| source > at + 1) {
        Some([next, rest @ ..]) if next.joined => match next.text {
            "zich" | "niets" => true,
            "over" => tells,
            // `Contacten leggen, vinden ze lastiger`
            _ if judges => is_adjective(next.text) || rest.is_empty() && next.text.ends_with("er"),
            "het" | "een" | "er" => {
                tells && rest.iter().take(2).any(|word| WORKS.contains(&word.text))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a subordinate clause ends, and the main clause begins, without a comma: *Omdat er zoveel plannen zijn is dat
/// lastig, zegt X*.
pub(super) fn holds_main_clause(words: &[Word<'_>]) -> bool {
    words.windows(3).any(|three| {
        let [last, verb, subject] = three else {
            return false;
        };
        last.is_finite_verb()
            && verb.is_finite_verb()
            && verb.joined
            && matches!(
                subject.text,
                "de" | "het" | "een" | "dat" | "die" | "deze" | "er" | "hij" | "ze" | "we" | "je"
            )
    })
}

/// Whether the verb at word `at` attributes the clause before it.
fn attributes(clause: &SpeechClause<'_>, sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words();
    if second_word(&words[at..]).is_some() {
        return clause.opens_with_speaker(&sentence.line, at + 1);
    }
    let near = || {
        words[at + 1..]
            .iter()
            .take(ATTRIBUTION)
            .map(|word| word.lower.as_ref())
    };
    // The subject follows the verb.
    let follows = words.get(at + 1).is_some_and(|next| {
        let is_plural = words[at].lower.ends_with("en");
        next.joined
            && (next.is_capitalized()
                // `aldus nog de bond`
                || words[at].text == "aldus" && matches!(next.text, "nog" | "ook")
                // `vindt ook wethouder Ina Smit`
                || matches!(next.text, "ook" | "eveneens")
                    && clause.opens_with_speaker(&sentence.line, at + 2)
                // `zeggen boze artsen`
                || is_plural && next.text.ends_with('e') && People::group_at(words, at + 2)
                // `aldus 50Plus`
                || next.text.starts_with(|c: char| c.is_ascii_digit())
                    && next.text.contains(char::is_uppercase)
                // `merkte zijn advocaat Ina Smit op`
                || matches!(next.text, "zijn" | "haar" | "hun")
                    && clause.opens_with_speaker(&sentence.line, at + 2)
                || matches!(next.text, "hij" | "zij" | "ze" | "de")
                || People::group_at(words, at + 1)
                // `meldt mediapartner Omroep Zandwijk`
                || words.get(at + 2).is_some_and(|name| name.joined && name.is_capitalized())
                || !is_plural && matches!(next.text, "het" | "een")
                || clause.opens_with_speaker(&sentence.line, at + 1))
    });
    follows && reporting(&words[at].lower).is_some_and(|verb| verb.clause && verb.is_whole(near()))
}

/// Whether the statement goes on at word `at`, behind the attribution inside it.
fn goes_on(sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words();
    // `…, zegt X, en dat is goed nieuws`, `…, vindt de bond, op wiens steun …`
    let points_back = words.get(at + 1).is_some_and(|next| {
        matches!(
            next.text,
            "dat" | "die" | "wat" | "wie" | "wier" | "wiens" | "welke"
        )
    });
    // `…, zeggen de artsen, verenigd in een bond`
    let describes_source = |word: &Word<'_>| {
        let is_participle = ["ge", "ver", "be", "aange"]
            .iter()
            .any(|begin| word.text.starts_with(begin))
            && word.text.ends_with(['d', 't'])
            && !FINITE.contains(&word.lower);
        let next = words.get(at + 1);
        is_participle
            && next.is_some_and(|next| matches!(next.text, "in" | "door" | "bij" | "met" | "aan"))
    };
    let next_is = |n: usize, sought: &[&str]| {
        words
            .get(at + n)
            .is_some_and(|next| sought.contains(&next.text))
    };
    // `…, zegt X, terwijl ze wijst`, `…, zegt X, tot verbazing van de raad`, `…, zegt X, en de raad knikt`
    let tells_how = |word: &Word<'_>| match word.text {
        "terwijl" | "hoewel" => next_is(1, &["hij", "zij", "ze"]),
        "tot" => next_is(2, &["van"]),
        "en" => next_is(1, &["de", "het"]),
        "zelf" | "zichtbaar" => true,
        _ => false,
    };
    words.get(at).is_some_and(|word| {
        word.text.starts_with(char::is_lowercase)
            && !describes_source(word)
            && !tells_how(word)
            && sentence.gap(at).starts_with(',')
            && word.text != "die"
            // `…, zegt X, maar gisteren was dat anders`
            && !(word.text == "maar" && next_is(1, &["gisteren", "eergisteren", "vandaag", "nu", "dinsdag", "toen"]))
            && !points_back
            // `…, zegt X, voorzitter van de raad`, but `Ze is, zegt ze, voorzitter van de raad`
            && (is_pronoun(&words[at - 1]) || People::nameless_role(words, at).is_none())
    })
}
