//! Reads attributions of two words with their subject between: *…, is Smit stellig*, *…, heeft Smit gezegd*.
//!
//! Leaves out attributions of one verb (`attribution`).

use super::attribution::Attribution;
use super::speech_clause::SpeechClause;
use super::subject::Subject;
use crate::document::AttributionForm;
use crate::dutch::verbs::reporting;
use crate::speech::words::Word;

/// Adjectives of somebody who says something firmly.
pub(super) const FIRM: [&str; 7] = [
    "stellig",
    "overtuigd",
    "duidelijk",
    "helder",
    "glashelder",
    "beslist",
    "resoluut",
];

/// Returns the index of the second word of an attribution that begins with `words`.
pub(super) fn second_word(words: &[Word<'_>]) -> Option<usize> {
    let first = words.first()?;
    let clause = words.iter().skip(1).take_while(|word| word.joined);
    let last = clause.count();
    let second = words.get(last).filter(|_| last > 1)?;
    let is_said = || {
        let is_told = second.text == "weten" && words[last - 1].text == "laten";
        is_told || reporting(&second.lower).is_some_and(|verb| verb.participle)
    };
    let fits = match first.lower.as_ref() {
        "is" | "was" => FIRM.contains(&second.text),
        "heeft" | "had" | "hebben" | "hadden" => is_said(),
        // `…, wil hij maar zeggen`, but `Waar hij is, wil ze niet zeggen`
        "wil" | "wilde" => second.text == "zeggen" && !words[..last].iter().any(denies),
        _ => false,
    };
    fits.then_some(last)
}

fn denies(word: &Word<'_>) -> bool {
    matches!(word.text, "niet" | "nog" | "niets" | "geen")
}

impl SpeechClause<'_> {
    /// Returns the person whom a clause ends with between a copula and an adjective: *Op een vraag van Y was X
    /// duidelijk:*.
    pub(super) fn firm(&mut self, words: &[Word<'_>]) -> Option<Subject> {
        let (last, before) = words.split_last()?;
        let copula = before
            .iter()
            .rposition(|word| matches!(word.text, "is" | "was"))?;
        let subject = before.get(copula + 1).filter(|next| next.joined)?;
        let subject = subject.range.start..before.last()?.range.end;
        FIRM.contains(&last.text)
            .then(|| self.subject_of(&subject))
            .flatten()
    }

    /// Returns the attribution of two words that `words` begin with.
    pub(super) fn in_two(&mut self, words: &[Word<'_>]) -> Option<Attribution> {
        let last = second_word(words)?;
        let subject = words[1].range.start..words[last - 1].range.end;
        let (speakers, person) = self.subject_of(&subject)?;
        Some(Attribution {
            speakers,
            person,
            range: words[0].range.start..words[last].range.end,
            form: AttributionForm::VerbAfter,
        })
    }
}
