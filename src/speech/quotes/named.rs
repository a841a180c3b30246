//! Finds the people whom a clause names as its possible subject.
//!
//! Leaves out pronouns, offices alone and bodies (`subject`).

use std::ops::Range;

use super::span_kind::may_be_verb;
use super::speech_clause::SpeechClause;
use crate::dutch::verbs::FINITE;
use crate::speech::people::is_body_noun;
use crate::speech::words::{Line, Word};

/// A person whom a clause names.
pub(super) struct Named {
    pub(super) person: usize,
    /// Whether the person is joined to the one before: *Smit en Bos*.
    pub(super) joint: bool,
    /// Byte of the block at which the mention begins.
    pub(super) start: usize,
}

/// Words before a person who is not the subject: *tegen X*.
const GOVERNS: [&str; 8] = [
    "tegen", "aan", "over", "voor", "namens", "rond", "omtrent", "op",
];

/// Words of a talk, in which also the person behind *met* speaks: *We spraken met X*.
const TALKING: [&str; 14] = [
    "spreekt",
    "sprak",
    "spreken",
    "spraken",
    "gesproken",
    "praat",
    "praatte",
    "praten",
    "praatten",
    "gesprek",
    "interview",
    "belt",
    "belde",
    "Samen",
];

/// Most words between two people of whom the first is of a body.
const BODY: usize = 7;

/// Word up to which *van* belongs to the subject: *de benoeming van X verrast*, but *het is de schuld van X*.
const SUBJECT_WITHIN: usize = 5;

impl SpeechClause<'_> {
    /// Returns the people whom a clause names, except those who are not its subject.
    pub(super) fn named(&self, line: &Line<'_>, clause: &Range<usize>) -> Vec<Named> {
        let mentions = self.people.mentions_in(self.block, clause);
        let company = after_company(line.words);
        let mut named: Vec<Named> = Vec::new();
        let mut end = clause.start;
        for mention in mentions.filter(|mention| mention.span.start as usize >= company) {
            let start = mention.span.start as usize;
            let at = line.words.partition_point(|word| word.range.start < start);
            let article = at
                .checked_sub(1)
                .is_some_and(|n| matches!(line.words[n].text, "de" | "het"));
            let before = at
                .checked_sub(1 + usize::from(article))
                .map(|n| line.words[n].lower.as_ref());
            let joined = line.words.get(at).is_some_and(|word| word.joined);
            let governed = joined && before.is_some_and(|word| governs(line.words, word, at));
            let joint = mention.joint || !named.is_empty() && joins(line, &(end..start));
            end = mention.span.end as usize;
            if !governed && (!joint || !named.is_empty()) {
                named.push(Named {
                    person: mention.person,
                    joint,
                    start,
                });
            }
        }
        named
    }
}

/// Whether the words between two people join them behind the body of the first: *Smit van de Boerenbond en wethouder
/// Bos*.
fn joins(line: &Line<'_>, between: &Range<usize>) -> bool {
    if between.is_empty() {
        return false;
    }
    let words = line.part(between).words;
    let [of, .., en] = words else {
        return false;
    };
    matches!(of.text, "van" | "bij" | "namens" | "uit")
        && en.text == "en"
        && words.len() <= BODY
        && !words
            .iter()
            .any(|word| !word.joined || FINITE.contains(&word.lower))
}

/// Whether `word`, of `words`, before a person at word `at` shows that the person is not the subject.
pub(super) fn governs(words: &[Word<'_>], word: &str, at: usize) -> bool {
    let opens_with_noun = || {
        words
            .first()
            .is_some_and(|first| matches!(first.lower.as_ref(), "de" | "het" | "een"))
    };
    // `De partij wil zo snel mogelijk van minister X horen`
    let opens_with_body = || {
        matches!(words, [article, noun, ..]
            if matches!(article.lower.as_ref(), "de" | "het") && is_body_noun(&noun.lower))
    };
    let talks = || words.iter().any(|word| TALKING.contains(&word.text));
    GOVERNS.contains(&word)
        || word == "met" && !talks()
        || word == "van" && (2..=SUBJECT_WITHIN).contains(&at) && opens_with_noun()
        || matches!(word, "van" | "bij" | "door") && opens_with_body()
}

/// Returns the byte at which the main clause begins behind *Samen met X en Y*, *Anders dan X* or *In tegenstelling tot X*;
/// 0 for other openings.
fn after_company(words: &[Word<'_>]) -> usize {
    let [first, second, third, rest @ ..] = words else {
        return 0;
    };
    let opening = (first.lower.as_ref(), second.text);
    let is_apart = matches!(opening, ("samen", "met") | ("anders", "dan"))
        || opening == ("in", "tegenstelling") && third.text == "tot";
    let is_verb = |word: &&Word<'_>| {
        word.text.starts_with(char::is_lowercase)
            && (FINITE.contains(&word.lower) || may_be_verb(word.text))
    };
    let verb = rest.iter().find(is_verb).filter(|_| is_apart);
    verb.map_or(0, |verb| verb.range.start)
}
