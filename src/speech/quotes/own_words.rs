//! Tells fragments in quotation marks that are the words of the subject of their sentence: *Smit is “vooral opgelucht”*.
//!
//! Leaves out verbs of saying (`attribution`).

use std::ops::Range;

use super::attribution::Attribution;
use super::speech_clause::SpeechClause;
use super::topic::Topic;
use crate::document::AttributionForm;
use crate::dutch::sentences::{last_start, trimmed};
use crate::dutch::verbs::FINITE;
use crate::speech::words::Word;

/// Participles of what others say of the subject.
const SAID_OF: [&str; 18] = [
    "verdacht",
    "veroordeeld",
    "uitgemaakt",
    "ontslagen",
    "uitgeroepen",
    "gekozen",
    "benoemd",
    "aangehouden",
    "bekend",
    "geroemd",
    "geprezen",
    "genoemd",
    "bestempeld",
    "omschreven",
    "verweten",
    "beschuldigd",
    "bedankt",
    "toegesproken",
];

/// Verbs for what a body wants, misses or holds against others: *De partij wil “nu echt actie”*.
const WANTS: [&str; 23] = [
    "wil",
    "willen",
    "wilde",
    "wilden",
    "eist",
    "eisen",
    "eiste",
    "eisten",
    "verlangt",
    "verlangen",
    "mist",
    "missen",
    "miste",
    "misten",
    "beschuldigt",
    "beschuldigen",
    "beschuldigde",
    "beschuldigden",
    "verwijt",
    "verwijten",
    "verweet",
    "zette",
    "zetten",
];

/// Verbs for what somebody makes, opens or plays, whose name the marks hold.
pub(super) const MAKES: [&str; 14] = [
    "opent",
    "opende",
    "geopend",
    "presenteert",
    "presenteerde",
    "speelt",
    "speelde",
    "start",
    "startte",
    "werkt",
    "werkte",
    "organiseert",
    "organiseerde",
    "schreef",
];

/// Whether one word says how somebody feels: *Smit is ‘opgelucht’ over het besluit*, *toonde zich ‘verbaasd’*, but not *is
/// ‘vader’ van de club*. `before` and `after` stand around it.
fn is_mood(before: &str, word: &str, after: &str) -> bool {
    const FEELS: [&str; 6] = [
        " is",
        " was",
        " toont zich",
        " toonde zich",
        " voelt zich",
        " voelde zich",
    ];
    const MOODS: [&str; 8] = [
        "trots",
        "apetrots",
        "blij",
        "dolblij",
        "boos",
        "woest",
        "kwaad",
        "verdrietig",
    ];
    let before = before.trim_end();
    let next = after
        .trim_start()
        .split(|c: char| !c.is_alphabetic())
        .next();
    let goes_on = next.is_none_or(|next| {
        matches!(
            next,
            "" | "over" | "op" | "met" | "door" | "dat" | "en" | "na"
        )
    });
    let is_participle = word.len() > 5 && (word.ends_with(['d', 't']) || word.ends_with("en"));
    FEELS.iter().any(|end| before.ends_with(end))
        && goes_on
        && (is_participle || MOODS.contains(&word))
}

impl SpeechClause<'_> {
    /// Returns the person of whom the sentence before a fragment speaks, if the fragment is likely that
    /// person's word: *Smit is “vooral opgelucht”*. `before` ends where the fragment begins.
    pub(super) fn word_of_subject(
        &mut self,
        before: Range<usize>,
        fragment: &str,
        after: &str,
    ) -> Option<Attribution> {
        let is_several = fragment.split(' ').count() > 1;
        let is_words = fragment.starts_with(char::is_lowercase)
            && (is_several || is_mood(&self.text[before.clone()], fragment, after));
        let start = before.start + last_start(&self.text[before.clone()]);
        let range = trimmed(self.text, start..before.end);
        let last = self.text[range.clone()]
            .rsplit(' ')
            .next()
            .unwrap_or_default();
        // `de “week van het water”`
        if !is_words
            || matches!(
                last,
                "de" | "het"
                    | "deze"
                    | "dit"
                    | "zogenoemde"
                    | "zogeheten"
                    | "wegens"
                    | "vanwege"
                    | "tot"
                    | "alias"
                    | "waar"
                    | "heet"
                    | "heette"
            )
        {
            return None;
        }
        let line = self.line.part(&range);
        // `Smit werd geroemd om zijn werk – “met ziel en zaligheid”`
        // `Smit opende het park ‘de groene long’`
        // but `Hij werkt aan de fusie en is “teleurgesteld in de minister”`
        let makes = line
            .words
            .iter()
            .position(|word| MAKES.contains(&word.text));
        let names_thing = makes.is_some_and(|at| {
            !line.words[at + 1..]
                .iter()
                .any(|word| FINITE.contains(&word.lower))
        });
        // `De minister kent de cijfers, maar hij zou er “omheen varen”`: others say so
        let is_hearsay = |word: &Word<'_>| matches!(word.text, "zou" | "zouden");
        let is_said_of = |word: &Word<'_>| SAID_OF.contains(&word.text) || is_hearsay(word);
        if names_thing || line.words.iter().any(is_said_of) {
            return None;
        }
        // `Ook minister Smit is “opgelucht”`
        let first = line.words.first();
        let skipped =
            first.is_some_and(|word| matches!(word.lower.as_ref(), "ook" | "maar" | "toch"));
        let opens = self.opens_with_speaker(&line, usize::from(skipped));
        let copula = line
            .words
            .iter()
            .any(|word| matches!(word.text, "is" | "zijn" | "was" | "waren" | "zich"));
        let wants = line.words.iter().any(|word| WANTS.contains(&word.text));
        let (speakers, person) = match self.topic(&line, &range) {
            Topic::Known((speakers, Some(person))) if opens => (speakers, Some(person)),
            // `De bond is “zeer teleurgesteld”`
            _ if opens && (copula || wants) => self.subject_of(&range)?,
            _ => return None,
        };
        Some(Attribution {
            speakers,
            person,
            range,
            form: AttributionForm::Within,
        })
    }
}
