//! Finds attributions: the words beside a quotation that name its speaker.
//!
//! Leaves out pairing quotation marks (`marks`) and telling speech from names (`span_kind`). `span`
//! tries the rules in order, and the first that names a speaker decides.

use std::ops::Range;

use super::span_kind::may_be_verb;
use crate::document::{AttributionForm, Speaker, SpeakerLink};
use crate::dutch::verbs::SAYS;
use crate::dutch::words::{BODIES, STOP_WORDS};
use crate::speech::people::{Mention, People, speaking_body};
use crate::speech::sentences::{clause_end, last_start, trimmed};
use crate::speech::words::{Line, Word};

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

/// A block in which speakers are looked for, with the people known so far and the last subject.
pub(super) struct SpeechClause<'a> {
    pub(super) people: &'a mut People,
    /// Number of the block, and its text.
    pub(super) block: usize,
    pub(super) text: &'a str,
    pub(super) subject: Option<usize>,
}

/// The subject of a clause: its speakers, and the person among them to whom later pronouns refer.
type Subject = (Vec<Speaker>, Option<usize>);

/// What a clause opens with.
enum Opening {
    /// A person that the text has introduced.
    Subject(Subject),
    /// A pronoun that refers to nobody known.
    UnknownPerson,
    Other,
}

impl SpeechClause<'_> {
    /// Returns the attribution in the clause before a quotation, if `before` ends in a colon.
    pub(super) fn before_colon(&mut self, before: Range<usize>) -> Option<Attribution> {
        let head = self.text[before.clone()].trim_end();
        let clause_text = head.strip_suffix(':')?;
        let start = before.start + last_start(clause_text);
        let clause = trimmed(self.text, start..before.start + clause_text.len());
        let is_alone = !self.text[clause.clone()].contains(' ');
        let (speakers, person) = self
            .subject_of(&clause)
            .or_else(|| is_alone.then(|| self.lone_surname(&clause)).flatten())?;
        let is_verb = |word: &str| SAYS.contains(word);
        let verbal = Line::within(self.block, self.text, clause.clone())
            .words
            .iter()
            .any(|w| {
                is_verb(&w.lower) || matches!(w.text, "is" | "zijn" | "kijkt" | "over" | "ook")
            });
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

    /// Returns the attribution after the closing mark: `, aldus X`, `, zegt X`, `. Dat zei X`.
    pub(super) fn after(&mut self, after: Range<usize>) -> Option<Attribution> {
        let text = self.text;
        let rest = &text[after.clone()];
        let lead = rest.len()
            - rest
                .trim_start_matches([',', '.', ' ', '–', '-', '—'])
                .len();
        let start = after.start + lead;
        let spoken =
            text[..after.start].trim_end_matches(['”', '’', '"', '\'', '“', '»', '´', '`', ' ']);
        let sentence_ended =
            after.start == 0 || rest[..lead].contains('.') || spoken.ends_with(['.', '!', '?']);
        let end = start + clause_end(&text[start..after.end]);
        let end = start + text[start..end].trim_end_matches([',', ' ']).len();
        let tokens = Line::within(self.block, text, start..end).words;
        let mut first = 0;
        let mut form = AttributionForm::VerbAfter;
        if tokens
            .first()
            .is_some_and(|w| w.lower == "zo" || w.lower == "dat" && sentence_ended)
        {
            form = if tokens[0].lower == "dat" {
                AttributionForm::DatZei
            } else {
                form
            };
            first += 1;
        } else if sentence_ended
            && tokens
                .first()
                .is_some_and(|w| w.is_capitalized() || rest[..lead].contains(". "))
            && !tokens
                .first()
                .is_some_and(|w| matches!(w.text, "Aldus" | "Zegt"))
        {
            return None;
        }
        let next = tokens.get(first + 1);
        let named = next.is_some_and(|w| {
            self.people.mention_at(self.block, w.range.start).is_some()
                || self.people.by_part_of_name(&tokens, first + 1).is_some()
        });
        let introduces_speech = |w: &&str| SAYS.contains(w) || named && may_be_verb(w);
        let verb = tokens
            .get(first)
            .map(|w| w.lower.as_ref())
            .filter(introduces_speech)?;
        if verb == "aldus" || verb == "volgens" {
            form = AttributionForm::Aldus;
        }
        let from = tokens[first].range.end;
        let clause = trimmed(text, from..end);
        let (speakers, person) = self
            .subject_of(&clause)
            .or_else(|| self.lone_surname(&clause))?;
        Some(Attribution {
            speakers,
            person,
            range: start..end,
            form,
        })
    }

    /// Returns the name after the closing mark that signs the quotation: `“…” – Ton Smit,
    /// wethouder`, `“…” (wethouder Ton Smit)`.
    pub(super) fn signed(&self, after: Range<usize>) -> Option<Attribution> {
        let rest = &self.text[after.clone()];
        let signature = rest
            .trim_start()
            .strip_prefix(['–', '—', '-', '('])?
            .trim_start();
        let mention = self
            .people
            .mention_at(self.block, after.end - signature.len())?;
        let rest = self.text.get(mention.span.end as usize..after.end)?;
        let alone = rest.trim_matches([')', '.', ' ']).is_empty();
        alone.then(|| signature_of(self.people, mention))
    }

    /// Returns the subject of the sentence that holds a fragment: `Heemraad X vindt het “…”`.
    pub(super) fn around(&mut self, before: Range<usize>) -> Option<Attribution> {
        let start = before.start + last_start(&self.text[before.clone()]);
        let range = trimmed(self.text, start..before.end);
        let clause = match self.text[range.clone()].strip_prefix("Volgens ") {
            Some(rest) => range.end - rest.len()..range.end,
            None => range.clone(),
        };
        let (speakers, person) = self.subject_of(&clause)?;
        Some(Attribution {
            speakers,
            person,
            range,
            form: AttributionForm::Within,
        })
    }

    /// Whether word `at` of the line begins a speaker: a pronoun, a person, an office or a body.
    pub(super) fn opens_with_speaker(&self, line: &Line<'_>, at: usize) -> bool {
        let Some(word) = line.words.get(at) else {
            return false;
        };
        if matches!(word.lower.as_ref(), "hij" | "zij" | "ze" | "hem" | "haar" | "hen") {
            return true;
        }
        let noun = at + usize::from(matches!(word.lower.as_ref(), "de" | "het" | "een"));
        let next = line.words.get(noun);
        self.people.mention_at(self.block, word.range.start).is_some()
            || word.is_capitalized() && self.people.by_part_of_name(&line.words, at).is_some()
            || People::nameless_role(&line.words, noun).is_some()
            || next.is_some_and(|word| self.is_body(word) || word.is_acronym())
    }

    /// Whether a word is the noun or the acronym of a body.
    pub(super) fn is_body(&self, word: &Word<'_>) -> bool {
        BODIES.contains(&word.lower) || word.is_acronym()
    }

    /// Returns the person who is the subject of the last sentence in `range`, or its source after
    /// *volgens*.
    pub(super) fn last_subject(&self, range: Range<usize>) -> Option<usize> {
        let start = range.start + last_start(&self.text[range.clone()]);
        let sentence = trimmed(self.text, start..range.end);
        if sentence.is_empty() || self.people.persons.is_empty() {
            return None;
        }
        let line = Line::within(self.block, self.text, sentence.clone());
        self.subject_in(&line, sentence)
    }

    /// Returns the person who is the subject of the sentence `range` with the words of `line`, or its
    /// source after *volgens*.
    pub(super) fn subject_in(&self, line: &Line<'_>, sentence: Range<usize>) -> Option<usize> {
        let named = self
            .people
            .mentions_in(self.block, &sentence)
            .next()
            .map(|mention| (mention.person, mention.span.start as usize));
        match self.opening_subject(line, &sentence, named.map(|(_, start)| start)) {
            Opening::Subject((_, person)) => return person,
            Opening::UnknownPerson => return None,
            Opening::Other => {}
        }
        // `Ook twijfelt hij`
        let opening = line.words.iter().take(4);
        let stands_before = |start: usize| named.is_none_or(|(_, name)| start < name);
        let pronoun = opening
            .filter(|w| matches!(w.text, "hij" | "zij" | "ze"))
            .any(|w| stands_before(w.range.start));
        if pronoun && self.subject.is_some() {
            return self.subject;
        }
        let source = line.words.windows(2).find_map(|pair| {
            let is_pronoun = matches!(pair[1].lower.as_ref(), "hem" | "haar");
            (pair[0].lower == "volgens" && is_pronoun)
                .then_some(self.subject)
                .flatten()
        });
        let by_part = || {
            let words = line.words.iter().enumerate();
            let mut capitals = words.filter(|(_, word)| word.is_capitalized());
            capitals.find_map(|(at, _)| self.people.by_part_of_name(&line.words, at))
        };
        source
            .or(named.map(|(person, _)| person))
            .or_else(|| by_part().map(|(person, _)| person))
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

    /// Returns the subject of `clause`.
    fn subject_of(&mut self, clause: &Range<usize>) -> Option<Subject> {
        if clause.is_empty() {
            return None;
        }
        let stretch = Line::within(self.block, self.text, clause.clone());
        let named: Vec<(usize, bool, usize)> = self
            .people
            .mentions_in(self.block, clause)
            .map(|m| (m.person, m.joint, m.span.start as usize))
            .collect();
        match self.opening_subject(&stretch, clause, named.first().map(|(_, _, start)| *start)) {
            Opening::Subject(subject) => return Some(subject),
            Opening::UnknownPerson => return None,
            Opening::Other => {}
        }
        self.note_trade(&stretch, &named);
        self.named_subject(&named)
            .or_else(|| self.new_person_subject(&stretch))
            .or_else(|| {
                let body = speaking_body(&stretch, 0)?;
                Some((vec![body_speaker(body)], None))
            })
            .or_else(|| self.later_subject(&stretch))
            .or_else(|| {
                let role = People::nameless_role(&stretch.words, after_article(&stretch))?;
                Some((vec![nameless_speaker(role)], None))
            })
    }

    /// Returns the surname, pronoun or office that opens the clause as its subject, even if
    /// somebody is named later.
    fn opening_subject(
        &self,
        line: &Line<'_>,
        clause: &Range<usize>,
        named: Option<usize>,
    ) -> Opening {
        let tokens = &line.words;
        let Some(first) = tokens.first() else {
            return Opening::Other;
        };
        let opening = &tokens[..tokens.len().min(4)];
        let opening_end = opening.last().map_or(clause.start, |w| w.range.start);
        if named.is_some_and(|start| start <= opening_end) {
            return Opening::Other;
        }
        if matches!(first.lower.as_ref(), "hij" | "zij" | "ze" | "hem" | "haar") {
            return self.subject.map_or(Opening::UnknownPerson, |person| {
                Opening::Subject(self.one(person, SpeakerLink::Pronoun))
            });
        }
        if let Some((person, by_surname)) = self.people.by_part_of_name(tokens, 0) {
            return Opening::Subject(self.one(person, part_of_name(by_surname)));
        }
        match self.people.by_role(tokens, after_article(line)) {
            Some(person) => Opening::Subject(self.one(person, SpeakerLink::Role)),
            None => Opening::Other,
        }
    }

    /// Returns the first person named, and those joined to that person.
    fn named_subject(&self, named: &[(usize, bool, usize)]) -> Option<Subject> {
        let (&(person, ..), others) = named.split_first()?;
        let joint = others
            .iter()
            .take_while(|(_, joint, _)| *joint)
            .map(|(other, ..)| *other);
        let speakers = std::iter::once(person).chain(joint);
        Some((
            speakers
                .map(|one| speaker(self.people, one, SpeakerLink::Name))
                .collect(),
            Some(person),
        ))
    }

    /// Returns the person of whom the text gives only the surname that opens the clause.
    fn lone_surname(&mut self, clause: &Range<usize>) -> Option<Subject> {
        let line = Line::within(self.block, self.text, clause.clone());
        let person = self.people.note_surname(&line, 0)?;
        Some(self.one(person, SpeakerLink::Surname))
    }

    /// Notes the trade of a person without an office, if it opens the clause: `veerbaas Joop Kuiper`.
    fn note_trade(&mut self, line: &Line<'_>, named: &[(usize, bool, usize)]) {
        let [first, second, ..] = &line.words[..] else {
            return;
        };
        let is_next = |(_, _, start): &&(usize, bool, usize)| *start == second.range.start;
        if let Some((person, ..)) = named.first().filter(is_next)
            && second.joined
            && may_be_trade(first)
        {
            let role = &mut self.people.persons[*person].role;
            role.get_or_insert_with(|| first.lower.to_string());
        }
    }

    /// Returns a person without a known office: `Joop Kuiper`, or `veerbaas Joop Kuiper`. Any word
    /// before the name may be a trade.
    fn new_person_subject(&mut self, line: &Line<'_>) -> Option<Subject> {
        let first = line.words.first()?;
        let trade = may_be_trade(first)
            && line
                .words
                .get(1)
                .is_some_and(|w| w.joined && w.is_capitalized());
        let person = self.people.note_bare_name(line, usize::from(trade))?;
        if trade {
            self.people.persons[person]
                .role
                .get_or_insert_with(|| first.lower.to_string());
        }
        Some(self.one(person, SpeakerLink::Name))
    }

    /// Returns a pronoun or a known name later in the clause: `Ook vertelt ze:`, `Volgens Smit:`.
    fn later_subject(&self, line: &Line<'_>) -> Option<Subject> {
        line.words
            .iter()
            .enumerate()
            .skip(1)
            .find_map(|(at, word)| {
                let pronoun = matches!(word.text, "hij" | "zij" | "ze")
                    .then_some(self.subject)
                    .flatten();
                if let Some(person) = pronoun {
                    return Some(self.one(person, SpeakerLink::Pronoun));
                }
                let named = word
                    .is_capitalized()
                    .then(|| self.people.by_part_of_name(&line.words, at))
                    .flatten();
                named.map(|(person, by_surname)| self.one(person, part_of_name(by_surname)))
            })
    }

    fn one(&self, person: usize, link: SpeakerLink) -> Subject {
        (vec![speaker(self.people, person, link)], Some(person))
    }
}

/// Whether a word before a name may be a trade: `veerbaas`.
fn may_be_trade(word: &Word<'_>) -> bool {
    word.text.starts_with(char::is_lowercase)
        && !STOP_WORDS.contains(&word.lower)
        && !SAYS.contains(&word.lower)
}

/// Returns the index after an article that opens the line, or 0.
fn after_article(line: &Line<'_>) -> usize {
    usize::from(
        line.words
            .first()
            .is_some_and(|w| matches!(w.lower.as_ref(), "de" | "het" | "een")),
    )
}

fn part_of_name(by_surname: bool) -> SpeakerLink {
    if by_surname {
        SpeakerLink::Surname
    } else {
        SpeakerLink::FirstName
    }
}

fn body_speaker(body: &str) -> Speaker {
    let organisation = Some(body.to_owned());
    Speaker {
        name: None,
        role: None,
        organisation,
        official: None,
        link: SpeakerLink::Organisation,
    }
}

fn nameless_speaker(role: String) -> Speaker {
    Speaker {
        name: None,
        role: Some(role),
        organisation: None,
        official: None,
        link: SpeakerLink::Role,
    }
}

/// Returns person number `person` as a speaker.
pub(super) fn speaker(people: &People, person: usize, link: SpeakerLink) -> Speaker {
    let known = &people.persons[person];
    Speaker {
        name: Some(known.name.clone()),
        role: known.role.clone(),
        organisation: known.organisation.clone(),
        official: people.official_index(person),
        link,
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
