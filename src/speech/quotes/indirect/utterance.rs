//! Reads statements behind a noun for what somebody said: *Hij reageert op de uitspraak van minister Smit dat de brug dicht
//! moet*, *Het standpunt van minister Smit is dat de brug dicht moet*.
//!
//! Leaves out statements behind a verb (`frame`).

use super::{Reported, Sentence, attributed};
use crate::document::{AttributionForm, SpeakerLink};
use crate::dutch::verbs::FINITE;
use crate::speech::quotes::attribution::Attribution;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::words::Word;

/// Nouns for what somebody said.
const UTTERANCES: [&str; 14] = [
    "uitspraak",
    "uitspraken",
    "bewering",
    "beweringen",
    "stelling",
    "opmerking",
    "verwijt",
    "waarschuwing",
    "constatering",
    "mening",
    "opvatting",
    "standpunt",
    "conclusie",
    "kritiek",
];

/// Fewest words in a statement.
const LEAST_WORDS: usize = 3;

/// Reads *de uitspraak van minister Smit dat …*, where the text names who said it.
pub(super) fn uttered(clause: &SpeechClause<'_>, sentence: &Sentence<'_>) -> Option<Reported> {
    let words = sentence.words();
    words.windows(3).enumerate().find_map(|(at, three)| {
        let [noun, of, who] = three else { return None };
        if !UTTERANCES.contains(&noun.text) || of.text != "van" || !who.joined {
            return None;
        }
        let mention = clause.people.mention_at(clause.block, who.range.start)?;
        let end = mention.span.end as usize;
        let behind = words.partition_point(|word| word.range.start < end);
        // `van minister Smit van Landbouw dat`
        let is_of_body = |word: &Word<'_>| {
            word.joined
                && (word.is_capitalized() || matches!(word.text, "van" | "de" | "het" | "en"))
        };
        let body = words[behind..].iter().take_while(|word| is_of_body(word));
        let end = behind + body.count();
        // `Het standpunt van Smit is dat de brug dicht moet`
        let has_copula = words
            .get(end)
            .is_some_and(|word| matches!(word.text, "is" | "was" | "luidt" | "blijft"));
        let dat = end + usize::from(has_copula);
        // `de mening van Smit en dat is genoeg`, `kritiek van Smit dat jaar`: a pronoun
        let is_pronoun = words[dat - 1].text == "en"
            || words.get(dat + 1).is_some_and(|next| {
                FINITE.contains(&next.lower)
                    || matches!(next.text, "jaar" | "moment" | "weekend" | "soort")
            });
        let is_statement =
            words.get(dat)?.text == "dat" && !is_pronoun && matches!(sentence.gap(dat), " " | ", ");
        let last = sentence.statement_end(dat + 1, false);
        let said = sentence
            .statement(dat + 1, last, LEAST_WORDS)
            .filter(|_| is_statement)?;
        let (speakers, person) = clause.one(mention.person, SpeakerLink::Name);
        let range = words[at].range.start..words[dat].range.end;
        let form = AttributionForm::Within;
        let by = Attribution {
            speakers,
            person,
            range: range.clone(),
            form,
        };
        Some(Reported {
            words: Vec::from([said]),
            by: attributed(Some(by), range, form),
        })
    })
}
