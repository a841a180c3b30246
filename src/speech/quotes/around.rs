//! Attributes a fragment by the sentence that holds it: *X vindt het “…”*, *Veel dossiers, weet X, “liggen stil”*.
//!
//! Leaves out fragments that are the subject's own words (`own_words`), and attributions beside a quotation
//! (`attribution`).

use std::ops::Range;

use super::attribution::Attribution;
use super::span_kind::IN_THE_EYES;
use super::speech_clause::SpeechClause;
use super::subject::Subject;
use super::topic::Topic;
use crate::document::{AttributionForm, SpeakerLink};
use crate::dutch::sentences::{last_start, past_quotation, sentences, trimmed};
use crate::dutch::verbs::{CALLS, FINITE, reporting};
use crate::dutch::words::STOP_WORDS;
use crate::speech::people::People;
use crate::speech::words::Word;

/// Longest text, in bytes, before the second of two who call something by a fragment each: *en haar collega*.
const SECOND: usize = 25;

/// Conjunctions of the first of two clauses that say what two people call something.
const AGAINST: [&str; 3] = ["Waar ", "Terwijl ", "Hoewel "];

/// Whether a sentence sets what one says against what another says: *Waar Smit spreekt van “een ramp”, noemt Bos het “een
/// kans”*.
pub(super) fn sets_against(sentence: &str) -> bool {
    AGAINST.iter().any(|opening| sentence.starts_with(opening))
}

impl SpeechClause<'_> {
    /// Returns the subject of the sentence that holds a fragment: `Heemraad X vindt het “…”`.
    pub(super) fn around(&mut self, before: Range<usize>) -> Option<Attribution> {
        let start = before.start + last_start(&self.text[before.clone()]);
        let start = start + past_quotation(&self.text[start..before.end]);
        let range = trimmed(self.text, start..before.end);
        let words = &self.text[range.clone()];
        if let Some(found) = self.inserted(&range) {
            return Some(found);
        }
        // `Smit herinnerde aan het plan, waarin staat dat “…”`
        if words.ends_with(" staat dat") || words.ends_with(" stond dat") {
            return None;
        }
        if let Some(source) = self.pronoun_as_source(&range) {
            let pronoun = &self.line.part(&source).words.last()?.text;
            return self
                .subject_as(pronoun)
                .map(|person| self.referred_to(person, source));
        }
        let own = match words.rfind(", ") {
            Some(comma) if sets_against(words) => range.start + comma + ", ".len()..range.end,
            _ => self.own_clause(range.clone()),
        };
        let source = words
            .strip_prefix("Volgens ")
            .or_else(|| Some(words.rsplit_once(" volgens ")?.1))
            .or_else(|| Some(words.rsplit_once(IN_THE_EYES)?.1))
            .filter(|_| own == range);
        let clause = if let Some(source) = source {
            range.end - source.len()..range.end
        } else {
            // `De bond zegt dat minister X “…”`: the minister is in the statement.
            own.start..self.before_dat(&own)
        };
        let is_office = source.is_some() && self.opens_with_office(&clause);
        let holder = || {
            let words = self.line.part(&clause).words;
            let holder = is_office.then(|| self.people.by_role(words, 1))??;
            Some(self.one(holder, SpeakerLink::Role))
        };
        let subject = self.inverted(&clause).or_else(holder);
        // `Voor premier Smit voelt het vertrek van Bos als “een klap”`
        let subject = subject.or_else(|| self.concerned(&range));
        let subject = subject.or_else(|| self.subject_of(&clause));
        let (speakers, person) = subject
            .or_else(|| self.reporter(&range))
            // `Zelf is de wethouder van mening dat “…”`
            .or_else(|| self.opinionated(&range))?;
        if is_office && speakers.iter().any(|one| one.link == SpeakerLink::Name) {
            return None;
        }
        Some(Attribution {
            speakers,
            person,
            range,
            form: AttributionForm::Within,
        })
    }

    /// Returns the place of *volgens haar* or *wat hem* in a sentence, if no noun follows that belongs to the person: *Volgens
    /// haar is dat “te duur”*, *De toon was volgens hem de laatste tijd “schraal”*, *Dat is wat haar betreft “jammer”*.
    fn pronoun_as_source(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let words = self.line.part(range).words;
        let at = words.windows(2).rposition(|two| {
            let opens = matches!(two[0].lower.as_ref(), "volgens" | "wat");
            opens && two[1].joined && matches!(two[1].text, "haar" | "hem")
        })?;
        let next = words.get(at + 2);
        let is_of_noun = next.is_some_and(|next| {
            let is_small = STOP_WORDS.contains(&next.lower) || FINITE.contains(&next.lower);
            next.joined && !is_small && next.text != "betreft" && !next.text.ends_with('t')
        });
        let is_about = words[at].text != "wat" || next.is_some_and(|next| next.text == "betreft");
        (!is_of_noun && is_about).then(|| words[at].range.start..words[at + 1].range.end)
    }

    /// Returns who calls something by a fragment whose verb stands behind it or before the fragment above: *werd door
    /// minister Smit “te duur” genoemd*, *Kamerlid Smit, die het “een cadeau” noemde*, *Smit spreekt van “een ramp” en
    /// minister Bos van “een kans”*.
    pub(super) fn called_by(
        &self,
        head: &Range<usize>,
        tail: &Range<usize>,
    ) -> Option<Attribution> {
        let start = head.start + last_start(&self.text[head.clone()]);
        let before = trimmed(self.text, start..head.end);
        let mention = self.people.mentions_in(self.block, &before).last()?;
        let (first, end) = (mention.span.start as usize, mention.span.end as usize);
        let ahead = self.text.get(before.start..first)?.trim_end();
        let behind = self.text.get(end..before.end)?.trim();
        let verb = self.text[tail.clone()].trim_start();
        let verb = verb
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        let is_passive = ahead.ends_with(" door")
            && behind.is_empty()
            && matches!(
                verb,
                "genoemd" | "bestempeld" | "omschreven" | "getypeerd" | "betiteld"
            );
        let is_relative = behind.starts_with(", die ") && CALLS.contains(verb);
        let is_second =
            ahead.trim_start().starts_with("en") && ahead.len() < SECOND && behind == "van";
        if !is_passive && !is_relative && !is_second {
            return None;
        }
        let (speakers, person) = self.one(mention.person, SpeakerLink::Name);
        Some(Attribution {
            speakers,
            person,
            range: first..end,
            form: AttributionForm::Within,
        })
    }

    /// Returns of whom a sentence speaks that gives an opinion: *Zelf is de wethouder van mening dat “…”*.
    fn opinionated(&mut self, range: &Range<usize>) -> Option<Subject> {
        let line = self.line.part(range);
        let mut words = line.words.iter();
        words.find(|word| matches!(word.text, "mening" | "overtuigd" | "oordeel"))?;
        match self.topic(&line, range) {
            Topic::Known(subject) => Some(subject),
            Topic::Unknown | Topic::Nothing => None,
        }
    }

    /// Whether an office without a name opens a clause: *Volgens de directeur trad minister Smit af*.
    fn opens_with_office(&self, clause: &Range<usize>) -> bool {
        let words = self.line.part(clause).words;
        let is_nameless = |office: &Word<'_>| {
            let mention = self.people.mention_at(self.block, office.range.start);
            mention.is_none()
        };
        matches!(words, [article, office, ..] if matches!(article.text, "de" | "een") && is_nameless(office))
            && People::nameless_role(words, 1).is_some()
    }

    /// Returns the attribution in the middle of a sentence, before a fragment: *Veel dossiers, weet de minister,
    /// “liggen stil”*.
    fn inserted(&mut self, range: &Range<usize>) -> Option<Attribution> {
        let words = self.text[range.clone()].strip_suffix(',')?;
        let (_, inserted) = words.rsplit_once(", ")?;
        let (verb, subject) = inserted.split_once(' ')?;
        reporting(verb).filter(|verb| verb.clause)?;
        let end = range.start + words.len();
        let (speakers, person) = self.subject_of(&(end - subject.len()..end))?;
        Some(Attribution {
            speakers,
            person,
            range: end - inserted.len()..end,
            form: AttributionForm::Within,
        })
    }

    /// Returns the attribution at the end of the sentence whose rest is `after`: *een “hel”, oordeelde X*.
    pub(super) fn after_sentence(&mut self, after: Range<usize>) -> Option<Attribution> {
        let rest = &self.text[after.clone()];
        let end = sentences(rest).next()?.end;
        let comma = rest[..end].match_indices(", ").find(|(at, _)| {
            // `…, zo weet hij`
            let behind = &rest[at + 2..end];
            let behind = behind.strip_prefix("zo ").unwrap_or(behind);
            let verb = behind.split(' ').next().unwrap_or_default();
            reporting(verb).is_some_and(|verb| verb.clause)
        })?;
        self.after(after.start + comma.0..after.start + end)
    }
}
