//! Reads attributions that end a sentence without a comma: *Meer is niet nodig vindt wethouder Smit*.
//!
//! Leaves out those behind a comma (`clause`).

use super::openers::{ADVERBIALS, LEAST_WORDS, SUBORDINATES, is_main_clause};
use super::{Reported, Sentence, attributed};
use crate::document::AttributionForm;
use crate::dutch::verbs::{FINITE, SAYS, reporting};
use crate::speech::quotes::span_kind::may_be_verb;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Words before the verb of a main clause of its own: *ik was er en daar vertelde Smit*.
const BEFORE_MAIN_VERB: [&str; 8] = [
    "zo",
    "daar",
    "daarna",
    "toen",
    "dan",
    "vervolgens",
    "hier",
    "daarbij",
];

/// Reads *Meer is niet nodig vindt wethouder Smit*: an attribution without a comma. It may have an adverbial
/// behind it: *… vertelde hij in de raad*.
pub(super) fn attributed_at_end(
    clause: &mut SpeechClause<'_>,
    sentence: &Sentence<'_>,
) -> Option<Reported> {
    let words = sentence.words();
    let opener = words.first()?;
    // `Dat is te veel geld stelt de partij.`
    let points = matches!(opener.text, "Dat" | "Dit")
        && words
            .get(1)
            .is_some_and(|verb| FINITE.contains(&verb.lower) || may_be_verb(verb.text))
        && words.get(1).is_some_and(|verb| !SAYS.contains(&verb.lower));
    let opens_badly = SUBORDINATES.contains(&opener.lower.as_ref())
        || ADVERBIALS.contains(&opener.lower.as_ref()) && !is_main_clause(sentence)
        || ["wie", "wat", "dat", "dit", "hoe", "of", "waarom"].contains(&opener.lower.as_ref())
            && !points;
    if opens_badly {
        return None;
    }
    // Before a pronoun a verb that is in no list will do: *Het plan schiet tekort vindt hij*.
    let opens_with_subject = matches!(opener.text, "De" | "Het" | "Een" | "Deze" | "Dit");
    // What is said is a main clause, not `De plannen die er zijn vindt hij goed`.
    let is_clause = |said: &[Word<'_>], before_pronoun: bool| {
        let is_finite = |(at, word): (usize, &Word<'_>)| {
            // `Op zijn tachtigste`
            let owns =
                word.text == "zijn" && at == 1 && ADVERBIALS.contains(&opener.lower.as_ref());
            let is_verb = word.text.ends_with('t') && may_be_verb(word.text);
            !owns && FINITE.contains(&word.lower)
                || points && at == 1
                || before_pronoun && opens_with_subject && is_verb
        };
        let finite = said.iter().enumerate().position(is_finite);
        finite.is_some_and(|at| at > 0 && at + 1 < said.len())
    };
    let verb = (LEAST_WORDS..words.len()).find(|&at| {
        let is_pronoun = words
            .get(at + 1)
            .is_some_and(|next| matches!(next.text, "hij" | "zij" | "ze"));
        words[at].joined
            && !BEFORE_MAIN_VERB.contains(&words[at - 1].text)
            // `te weten Ina Smit en Jan Bos`: a list
            && words[at - 1].text != "te"
            && (words[at].text == "aldus"
                || reporting(&words[at].lower).is_some_and(|verb| verb.clause && !verb.participle))
            && (is_pronoun || clause.opens_with_speaker(&sentence.line, at + 1))
            && !words[..at]
                .iter()
                .any(|word| matches!(word.text, "die" | "wie" | "dat"))
            && is_clause(&words[..at], is_pronoun)
    })?;
    let source = sentence.source_end(clause, verb + 1);
    // `legt hij uit`
    let has_particle = words.get(source).is_some_and(|next| {
        reporting(&words[verb].lower).is_some_and(|verb| verb.needs(&next.lower))
    });
    let behind = source + usize::from(has_particle);
    let ends = words.get(behind).is_none_or(|next| {
        sentence.gap(behind).contains(',')
            || matches!(next.text, "in" | "tijdens" | "tegen" | "bij" | "op" | "aan")
    });
    let end = (behind..words.len())
        .find(|&n| sentence.gap(n).contains([',', ':', ';']))
        .unwrap_or(words.len());
    if !ends || sentence.gap(end).contains([':', ';']) || sentence.into_mark && end == words.len() {
        return None;
    }
    let by = clause.named_in(words[verb + 1].range.start..words[source - 1].range.end)?;
    let statement = opener.range.start..words[verb - 1].range.end;
    Some(Reported {
        words: Vec::from([statement]),
        by: attributed(
            Some(by),
            words[verb].range.start..words[end - 1].range.end,
            AttributionForm::VerbAfter,
        ),
    })
}
