//! Finds attributions: the words beside a quotation that name its speaker.
//!
//! Leaves out pairing quotation marks (`marks`), telling speech from names (`span_kind`), fragments in a sentence of
//! their source (`around`), fragments that are the subject's own words (`own_words`) and who only heard or read something
//! (`hearer`). `span` tries the rules in order, and the first that names a speaker decides.

use std::ops::Range;

use super::hearer::{
    announces_message, giver, names_hearer, reads_aloud, tells_of_several, tells_place,
    tells_receipt,
};
use super::named::is_object;
use super::number::is_plural_form;
use super::span_kind::may_be_verb;
use super::speaker::speaker;
use super::speech_clause::SpeechClause;
use super::subject::Subject;
use super::topic::COPULAS;
use crate::document::{AttributionForm, Speaker, SpeakerLink};
use crate::dutch::sentences::{clause_end, last_start, sentences, trimmed};
use crate::dutch::verbs::{FINITE, SAYS, reporting};
use crate::dutch::words::{NOT_VERBS, OPINIONS, STOP_WORDS};
use crate::speech::people::{Mention, People};
use crate::speech::words::Word;

/// An attribution, and the speakers that it names.
#[derive(Debug, Clone)]
pub(super) struct Attribution {
    pub(super) speakers: Vec<Speaker>,
    /// The person who is its subject. Later pronouns refer to this person.
    pub(super) person: Option<usize>,
    /// The bytes of the attribution in its block.
    pub(super) range: Range<usize>,
    pub(super) form: AttributionForm,
}

/// Most words of the body behind the name that signs a quotation.
const BODY_WORDS: usize = 8;

/// Returns the index of the noun in *was een van de uitspraken van …*, *was een van haar uitspraken*.
fn one_of_sayings(tokens: &[Word<'_>]) -> Option<usize> {
    const SAID: [&str; 5] = [
        "uitspraken",
        "reacties",
        "conclusies",
        "opmerkingen",
        "adviezen",
    ];
    let [_, one, of, _, said, ..] = tokens else {
        return None;
    };
    (one.text == "een" && of.text == "van" && SAID.contains(&said.text)).then_some(4)
}

/// Returns an attribution to somebody whom the text does not name.
fn nobody(range: Range<usize>) -> Attribution {
    Attribution {
        speakers: Vec::new(),
        person: None,
        range,
        form: AttributionForm::VerbAfter,
    }
}

impl SpeechClause<'_> {
    /// Returns the attribution in the clause before a quotation, if `before` ends in a colon.
    pub(super) fn before_colon(&mut self, before: Range<usize>) -> Option<Attribution> {
        let head = self.text[before.clone()].trim_end();
        let clause_text = head.strip_suffix(':')?;
        let start = before.start + last_start(clause_text);
        let clause = trimmed(self.text, start..before.start + clause_text.len());
        let told = self.line.part(&clause).words;
        let is_of_others = tells_receipt(told)
            || reads_aloud(told)
            || announces_message(told)
            || tells_of_several(told);
        if is_of_others {
            return Some(nobody(clause.start..before.start + head.len()));
        }
        let is_alone = !self.text[clause.clone()].contains(' ');
        let (speakers, person) = self
            .answering(&clause)
            .or_else(|| self.subject_of(&clause))
            .or_else(|| is_alone.then(|| self.lone_surname(&clause)).flatten())
            .or_else(|| self.owner_of_opinion(&clause))
            .or_else(|| self.concerned(&clause))?;
        let is_verb = |word: &str| SAYS.contains(word);
        let words = self.line.part(&clause).words;
        let verbal = words.iter().any(|w| {
            is_verb(&w.lower) || matches!(w.text, "is" | "zijn" | "kijkt" | "over" | "ook")
        });
        // `Het ministerie zet daarvoor een campagne op: “…”`
        if person.is_none() && !verbal && words.iter().any(|w| FINITE.contains(&w.lower)) {
            return None;
        }
        let form = if verbal {
            AttributionForm::ClauseColon
        } else {
            AttributionForm::BeforeColon
        };
        Some(Attribution {
            speakers,
            person,
            range: clause.start..before.start + head.len(),
            form,
        })
    }

    /// Returns the person whom a verb of saying names at the end of a clause: *Op een vraag van Y antwoordt X:*.
    fn answering(&mut self, clause: &Range<usize>) -> Option<Subject> {
        let words = self.line.part(clause).words;
        if let Some(found) = self.firm(words) {
            return Some(found);
        }
        let verb = words.iter().rposition(|word| SAYS.contains(&word.lower))?;
        // `Zij las uit een brief, waarin de burgemeester schreef:`
        if verb + 1 == words.len()
            && let Some(relative) = words.iter().rposition(|word| word.text == "waarin")
            && let Some(office) = words.get(relative + 2).filter(|_| relative + 2 < verb)
            && words[relative + 1].text == "de"
        {
            let holder = self.people.by_role(words, relative + 2);
            let named = self.people.mention_at(self.block, office.range.start);
            let person = named.map(|named| named.person).or(holder)?;
            return Some(self.one(person, SpeakerLink::Role));
        }
        // `De jury prijst Smit:`
        let next = words
            .get(verb + 1)
            .filter(|next| next.joined && !is_object(words, verb + 1))?;
        let mention = self.people.mention_at(self.block, next.range.start)?;
        let is_last = mention.span.end as usize == clause.end;
        is_last.then(|| self.one(mention.person, SpeakerLink::Name))
    }

    /// Returns the person spoken of whose opinion a clause announces: *Haar conclusie:*, *Zijn korte antwoord:*.
    fn owner_of_opinion(&self, clause: &Range<usize>) -> Option<Subject> {
        let [owner, adjectives @ .., noun] = self.line.part(clause).words else {
            return None;
        };
        let pronoun = match owner.text {
            "Haar" => "ze",
            "Zijn" => "hij",
            _ => return None,
        };
        let is_opinion = OPINIONS.contains(&noun.lower)
            && adjectives.iter().all(|word| word.text.ends_with('e'));
        let person = self.subject_as(pronoun).filter(|_| is_opinion)?;
        Some(self.one(person, SpeakerLink::Pronoun))
    }

    /// Returns the person whom a clause with *Voor* concerns: *Voor wethouder Smit is de maat vol:*.
    pub(super) fn concerned(&self, clause: &Range<usize>) -> Option<Subject> {
        let text = &self.text[clause.clone()];
        // `Voor Smit had de voorzitter een boodschap`: not Smit's
        let words = self.line.part(clause).words;
        if !words.iter().any(|word| COPULAS.contains(&word.text)) {
            return None;
        }
        let behind = if text.starts_with("Voor ") {
            "Voor ".len()
        } else {
            text.find(" is voor ")? + " is voor ".len()
        };
        let mention = self.people.mention_at(self.block, clause.start + behind)?;
        Some(self.one(mention.person, SpeakerLink::Name))
    }

    /// Returns an attribution to nobody for a quotation of which the words behind it tell where it stands, if nobody says
    /// it before: *Smit zag dat niet zitten: “…”, zo valt te lezen in de notulen*.
    pub(super) fn placed(
        &self,
        before: &Range<usize>,
        after: &Range<usize>,
    ) -> Option<Attribution> {
        let start = before.start + last_start(self.text[before.clone()].trim_end());
        let reports =
            |word: &Word<'_>| reporting(&word.lower).is_some_and(|verb| verb.clause || verb.dat);
        let is_said = self
            .line
            .part(&(start..before.end))
            .words
            .iter()
            .any(reports);
        let end = after.start + sentences(&self.text[after.clone()]).next()?.end;
        let behind = self.line.part(&(after.start..end)).words;
        let first = behind.first().filter(|_| !is_said && tells_place(behind))?;
        Some(nobody(first.range.start..end))
    }

    /// Returns the attribution after the closing mark: `, aldus X`, `, zegt X`, `. Dat zei X`.
    pub(super) fn after(&mut self, after: Range<usize>) -> Option<Attribution> {
        let text = self.text;
        let rest = &text[after.clone()];
        let lead = rest.len()
            - rest
                .trim_start_matches([',', '.', ';', ' ', '–', '-', '—'])
                .len();
        let start = after.start + lead;
        let spoken =
            text[..after.start].trim_end_matches(['”', '’', '"', '\'', '“', '»', '´', '`', ' ']);
        let sentence_ended =
            after.start == 0 || rest[..lead].contains('.') || spoken.ends_with(['.', '!', '?']);
        let end = start + clause_end(&text[start..after.end]);
        let end = start + text[start..end].trim_end_matches([',', ' ']).len();
        let tokens = self.line.part(&(start..end)).words;
        if let Some(found) = self.has_the_floor(tokens, start, end) {
            return Some(found);
        }
        if names_hearer(tokens) || self.is_of_group(tokens) {
            return Some(nobody(start..end));
        }
        let opener = tokens.first()?;
        let opens_sentence = opener.is_capitalized() || rest[..lead].contains(". ");
        let (first, mut form) = match opener.lower.as_ref() {
            "zo" => (1, AttributionForm::VerbAfter),
            "dat" if sentence_ended => (1, AttributionForm::DatZei),
            _ if sentence_ended && opens_sentence && !matches!(opener.text, "Aldus" | "Zegt") => {
                return None;
            }
            _ => (0, AttributionForm::VerbAfter),
        };
        let next = tokens.get(first + 1);
        let is_mention =
            next.is_some_and(|w| self.people.mention_at(self.block, w.range.start).is_some());
        let known = next.is_some() && self.people.by_part_of_name(tokens, first + 1).is_some();
        let named = next.is_some_and(|w| {
            is_mention
                || matches!(w.text, "hij" | "zij" | "ze")
                || w.text == "de" && People::nameless_role(tokens, first + 2).is_some()
                || known
        });
        // `”, viel George Smit aan`: behind a comma any word before a person is a verb.
        let pronoun = next.is_some_and(|w| matches!(w.text, "hij" | "zij" | "ze"));
        let after_comma = (rest[..lead].starts_with(',') || spoken.ends_with(','))
            && (is_mention || pronoun || known);
        let introduces_speech = |w: &&str| {
            SAYS.contains(w)
                || named && may_be_verb(w)
                || after_comma
                    && !STOP_WORDS.contains(w)
                    && !NOT_VERBS.contains(w)
                    // `een ‘zomertoer’, waarin ze`
                    && !w.starts_with("waar")
        };
        let found = self.opinion_of(&tokens[first..], start, end);
        if let Some(found) = found.or_else(|| self.in_two(&tokens[first..])) {
            return Some(found);
        }
        // `Smit zou het “onbegrijpelijk” vinden als …`
        let is_infinitive = next.is_some_and(|w| matches!(w.text, "als" | "om" | "omdat" | "dat"));
        let verb = tokens
            .get(first)
            .map(|w| w.lower.as_ref())
            .filter(|verb| !(is_infinitive && verb.ends_with("en")))
            .filter(introduces_speech)?;
        if verb == "aldus" || verb == "volgens" {
            form = AttributionForm::Aldus;
        }
        // `aldus nog de bond`
        let also = next.filter(|next| verb == "aldus" && next.text == "nog");
        let from = also.unwrap_or(&tokens[first]).range.end;
        let clause = trimmed(text, from..end);
        // `laat ze weten`, but `verwachten ze`: the verb before tells how many speak.
        let (speakers, person) = if next.is_some_and(|w| matches!(w.text, "zij" | "ze")) {
            let one = self
                .subject_as("ze")
                .filter(|_| !is_plural_form(&tokens[first]));
            self.one(one?, SpeakerLink::Pronoun)
        } else {
            let clause = giver(tokens).unwrap_or(clause);
            if self.is_of_somebodys(&clause) {
                return Some(nobody(start..end));
            }
            let subject = self
                .subject_of(&clause)
                .or_else(|| self.lone_surname(&clause))
                .or_else(|| self.lone_name(verb, &clause));
            // `roept haar moeder`
            let is_relative = next.is_some_and(|w| matches!(w.text, "zijn" | "haar" | "hun"));
            if subject.is_none() && is_relative && SAYS.contains(verb) {
                return Some(nobody(start..end));
            }
            subject?
        };
        Some(Attribution {
            speakers,
            person,
            range: start..end,
            form,
        })
    }

    /// Whether a group speaks to somebody: *lieten inwoners burgemeester Smit weten*.
    fn is_of_group(&self, words: &[Word<'_>]) -> bool {
        let [verb, _, hearer, ..] = words else {
            return false;
        };
        is_plural_form(verb)
            && People::group_at(words, 1)
            && hearer.joined
            && self
                .people
                .mention_at(self.block, hearer.range.start)
                .is_some()
    }

    /// Reads *Aan het woord is X* and *is te horen bij X*.
    fn has_the_floor(
        &mut self,
        tokens: &[Word<'_>],
        start: usize,
        end: usize,
    ) -> Option<Attribution> {
        let forms = [["aan", "het", "woord", "is"], ["is", "te", "horen", "bij"]];
        let is_form = forms.iter().any(|form| {
            let mut words = tokens.iter().zip(form);
            form.len() < tokens.len() && words.all(|(word, own)| word.lower == *own)
        });
        let name = trimmed(self.text, tokens.get(3).filter(|_| is_form)?.range.end..end);
        // `is te horen bij Omroep Zandwijk`
        self.people.mention_at(self.block, name.start)?;
        let (speakers, person) = self.subject_of(&name)?;
        Some(Attribution {
            speakers,
            person,
            range: start..end,
            form: AttributionForm::VerbAfter,
        })
    }

    /// Returns the attribution of a quotation that is somebody's opinion: `“…”, is de overtuiging van X`.
    fn opinion_of(&mut self, tokens: &[Word<'_>], start: usize, end: usize) -> Option<Attribution> {
        // `dat was het advies van X`
        let points = tokens
            .first()
            .is_some_and(|word| matches!(word.lower.as_ref(), "dat" | "dit" | "zo"));
        let tokens = &tokens[usize::from(points)..];
        let is_copula = tokens.first().is_some_and(|word| {
            matches!(
                word.lower.as_ref(),
                "is" | "was" | "luidt" | "luidde" | "klinkt" | "klonk"
            )
        });
        // `luidde de voorzet van X`: whatever sounds is said.
        let sounds = matches!(tokens, [verb, article, _, of, ..]
            if matches!(verb.lower.as_ref(), "luidt" | "luidde" | "klinkt" | "klonk")
                && matches!(article.text, "de" | "het") && of.text == "van");
        let saying = one_of_sayings(tokens);
        let noun = tokens
            .iter()
            .take(6)
            .position(|word| OPINIONS.contains(&word.lower) || word.text == "vraag")
            .or(saying)
            .or(sounds.then_some(2))?;
        // `was haar belofte`, `is haar eerste reactie`
        let has_adjective = noun > 2 && tokens[noun - 1].text.ends_with('e');
        let owner = noun
            .checked_sub(1 + usize::from(has_adjective))
            .filter(|at| matches!(tokens[*at].text, "zijn" | "haar"));
        let is_owner = owner.is_some_and(|at| at == 1 || saying.is_some());
        let (speakers, person) = if let Some(person) =
            self.subject.filter(|_| is_copula && is_owner)
        {
            self.one(person, SpeakerLink::Pronoun)
        } else {
            // `is een vraag die X stelt`
            let asks =
                |word: &Word<'_>| matches!(word.text, "stelt" | "stelde" | "stellen" | "stelden");
            let of = tokens.get(noun + 1).filter(|word| {
                is_copula && (word.text == "van" || word.text == "die" && tokens.iter().any(asks))
            })?;
            self.subject_of(&trimmed(self.text, of.range.end..end))?
        };
        Some(Attribution {
            speakers,
            person,
            range: start..end,
            form: AttributionForm::VerbAfter,
        })
    }

    /// Returns the name after the closing mark that signs the quotation: `“…” – Ton Smit,
    /// wethouder`, `“…” (wethouder Ton Smit)`, `“…”, Ton Smit, wethouder`.
    pub(super) fn signed(&self, after: Range<usize>) -> Option<Attribution> {
        let rest = self.text[after.clone()].trim_start();
        let is_dash = rest.starts_with(['–', '—', '-']);
        let signature = rest.strip_prefix(['–', '—', '-', '(', ','])?.trim_start();
        let mention = self
            .people
            .mention_at(self.block, after.end - signature.len())?;
        let rest = self.text.get(mention.span.end as usize..after.end)?;
        let alone = rest.trim_start_matches([')', ' ']);
        // `“…” (Kamerlid Ina Bos), “…” (Jan Smit)`
        let is_closed = || rest.starts_with(')') && self.text[after.clone()].starts_with(" (");
        // `– Ton Smit (Agentschap voor Water)`, `– Ton Smit, Stichting Ons Bos`
        let of_body = || {
            let body = rest.trim().trim_start_matches(['(', ',', ' ']);
            let start = after.end - body.len();
            let words = self.line.part(&(start..after.end)).words;
            is_dash
                && rest.trim_start().starts_with(['(', ','])
                && (1..=BODY_WORDS).contains(&words.len())
                && words[0].is_capitalized()
                && words.iter().all(|word| !FINITE.contains(&word.lower))
        };
        (alone.is_empty() || alone.starts_with('.') || is_closed() || of_body())
            .then(|| signature_of(self.people, mention))
    }

    /// Returns the attribution to a person spoken of: *in haar ogen*.
    pub(super) fn referred_to(&self, person: usize, range: Range<usize>) -> Attribution {
        let (speakers, person) = self.one(person, SpeakerLink::Pronoun);
        Attribution {
            speakers,
            person,
            range,
            form: AttributionForm::Within,
        }
    }

    /// Returns the source that a clause without a verb names: the words after *Volgens*.
    pub(super) fn named_in(&mut self, clause: Range<usize>) -> Option<Attribution> {
        let (speakers, person) = self.subject_of(&clause)?;
        Some(Attribution {
            speakers,
            person,
            range: clause,
            form: AttributionForm::Within,
        })
    }
}

/// Returns the attribution that consists of only a name.
pub(super) fn signature_of(people: &People, mention: &Mention) -> Attribution {
    let speakers = vec![speaker(people, mention.person, SpeakerLink::Name)];
    let range = mention.span.start as usize..mention.span.end as usize;
    Attribution {
        speakers,
        person: Some(mention.person),
        range,
        form: AttributionForm::Dash,
    }
}
