//! Finds where a source ends, where an explanation ends, and where a clause begins.
//!
//! Leaves out what a source is (`source`).

use super::Sentence;
use super::source::BEFORE_VIEW;
use crate::dutch::verbs::{FINITE, reporting};
use crate::dutch::words::STOP_WORDS;
use crate::speech::people::People;
use crate::speech::quotes::speech_clause::SpeechClause;
use crate::speech::quotes::subject::is_body;
use crate::speech::words::Line;

impl Sentence<'_> {
    /// Returns the index after the source that begins at word `first`, if no verb shows it: a known
    /// person, a pronoun, or an article, adjectives, a noun and the names after it.
    pub(super) fn source_end(&self, clause: &SpeechClause<'_>, first: usize) -> usize {
        let words = self.words();
        if let Some(mention) = clause
            .people
            .mention_at(clause.block, words[first].range.start)
        {
            let range = mention.span.start as usize..self.range.end;
            let joint = clause
                .people
                .mentions_in(clause.block, &range)
                .skip(1)
                .take_while(|other| other.joint);
            let stop = joint.last().unwrap_or(mention).span.end as usize;
            let end = words
                .iter()
                .position(|word| word.range.start >= stop)
                .unwrap_or(words.len());
            let end = past_insertion(&self.line, end);
            // `fractievoorzitter Edwin Smit van Gewoon Lokaal`
            let of = words
                .get(end)
                .is_some_and(|word| word.joined && matches!(word.text, "van" | "bij"));
            // `Jan Smit van de VVD`
            let next = words.get(end + 1);
            let article = next.is_some_and(|word| matches!(word.text, "de" | "het"));
            let first = end + 1 + usize::from(article);
            let names = self.skip_names(first);
            return if of && names > first {
                names
            } else {
                self.joined_names_end(clause, end)
            };
        }
        if let Some(end) = clause.people.known_name_end(words, first) {
            return self.joined_names_end(clause, end);
        }
        if matches!(
            words[first].lower.as_ref(),
            "hem" | "haar" | "hen" | "hun" | "hij" | "zij" | "ze"
        ) {
            return first + 1;
        }
        let next = |at: usize| words.get(at).filter(|word| word.joined);
        let mut at = first;
        if matches!(
            words[first].lower.as_ref(),
            "de" | "het"
                | "een"
                | "deze"
                | "dit"
                | "die"
                | "zijn"
                | "haar"
                | "hun"
                | "beide"
                | "diverse"
        ) {
            at += 1;
        }
        // `de grote partijen`, `een meerderheid`
        // `een ooggetuige reed`: a noun
        let is_noun =
            |at: usize| People::nameless_role(words, at).is_some() || People::group_at(words, at);
        while next(at)
            .is_some_and(|word| word.text.ends_with('e') && !is_body(word) && !is_noun(at))
            && next(at + 1).is_some_and(|word| {
                !STOP_WORDS.contains(&word.lower) && !FINITE.contains(&word.lower)
            })
            && at < first + 3
        {
            at += 1;
        }
        at = (at + 1).min(words.len());
        at = self.skip_names(at);
        // `een woordvoerder van de gemeente Zandwijk`
        if next(at).is_some_and(|word| matches!(word.text, "van" | "bij"))
            && let Some(after) = next(at + 1)
        {
            let article = usize::from(matches!(after.text, "de" | "het"));
            if next(at + 1 + article).is_some_and(|word| word.is_capitalized() || article == 1) {
                at = self.skip_names(at + 2 + article);
            }
        }
        at
    }

    /// Returns the index after the known names that *en* joins to a name which ends at word `end`: *volgens Smit en
    /// Bos*.
    fn joined_names_end(&self, clause: &SpeechClause<'_>, end: usize) -> usize {
        let words = self.words();
        let next = words.get(end).filter(|word| word.text == "en");
        let last = next.and_then(|_| clause.people.known_name_end(words, end + 1));
        last.map_or(end, |last| self.joined_names_end(clause, last))
    }

    /// Returns the index after the capitalized words at `at`.
    fn skip_names(&self, at: usize) -> usize {
        let names = self.words()[at.min(self.words().len())..].iter();
        at + names
            .take_while(|word| word.joined && word.is_capitalized())
            .count()
    }

    /// Returns the index after the explanation behind a colon at word `end`, which is a part of the statement: *Het plan is
    /// volgens Smit goed: de brug is oud*.
    pub(super) fn past_explanation(&self, end: usize) -> usize {
        let behind = self.words().get(end..).unwrap_or_default();
        let explains = self.gap(end) == ": "
            && !self.into_mark
            && behind
                .first()
                .is_some_and(|word| word.text.starts_with(char::is_lowercase))
            && behind.iter().any(|word| FINITE.contains(&word.lower))
            && !behind.iter().any(|word| reporting(&word.lower).is_some());
        if explains { self.words().len() } else { end }
    }

    /// Returns the word at which the clause of word `at` begins.
    pub(super) fn clause_start(&self, at: usize) -> usize {
        let words = self.words();
        // `terug dat volgens hen de zorg goed was`, `Maar, zei Smit: alles mag volgens hem`
        (1..=at)
            .rev()
            .find_map(|n| {
                let is_joiner = matches!(
                    words[n].text,
                    "maar" | "want" | "omdat" | "zodat" | "terwijl" | "en" | "dus"
                );
                // but `Groeien kan dat volgens Smit alleen hier`
                let is_object = n > 1 && BEFORE_VIEW.contains(&words[n - 2].lower.as_ref());
                let is_behind_dat =
                    n == at && words[n - 1].text == "dat" && words[n].joined && !is_object;
                // `de man die volgens Smit de auto reed`: the clause alone
                let is_relative = n == at
                    && matches!(words[n - 1].text, "die" | "waarin" | "waarbij")
                    && words[n].joined;
                if self.gap(n).contains([':', ';']) || is_behind_dat || is_relative {
                    return Some(n);
                }
                // `naar de rechter omdat de gemeente volgens hen de regels niet volgt`
                let is_reason = n < at && matches!(words[n].text, "omdat" | "doordat" | "zodat");
                if is_reason {
                    return Some(n + 1);
                }
                (n < at && self.gap(n).contains(',') && is_joiner).then_some(n + 1)
            })
            .unwrap_or(0)
    }
}

/// Returns the index after a party in parentheses or an insertion between dashes that begins at word `at`: *volgens
/// Bram Smit (SP) – voor één keer in pak – is dat …*.
fn past_insertion(line: &Line<'_>, at: usize) -> usize {
    let gap = |at: usize| {
        if (1..line.words.len()).contains(&at) {
            line.between(at - 1, at)
        } else {
            ""
        }
    };
    let past = |at: usize, opens: &str, closes: &str| {
        let end = (at + 1..line.words.len()).find(|&end| gap(end).contains(closes));
        end.filter(|_| gap(at).contains(opens)).unwrap_or(at)
    };
    past(past(at, " (", ")"), " – ", " – ")
}
