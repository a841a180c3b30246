//! Who says it: the words beside a quotation that name its speaker.
//!
//! Leaves out pairing marks and telling speech from names, which its neighbours do. Rules are tried
//! in the order of `attribute`; the first that names somebody decides.

use std::ops::Range;

use super::span_kind::may_be_verb;
use crate::document::{AttributionForm, Speaker, SpeakerLink};
use crate::dutch::verbs::SAYS;
use crate::speech::people::{Mention, People, speaking_body};
use crate::speech::sentences::{clause_end, last_start, trimmed};
use crate::speech::words::Line;

/// What an attribution says.
#[derive(Debug, Clone)]
pub(super) struct Attribution {
    pub(super) speakers: Vec<Speaker>,
    /// The person who is its subject, for pronouns to come.
    pub(super) person: Option<usize>,
    /// Bytes of its block.
    pub(super) range: Range<usize>,
    pub(super) form: AttributionForm,
}

/// Where a speaker is looked for: a block, the people known so far, and the person last spoken of as
/// a subject.
pub(super) struct Clause<'a> {
    pub(super) people: &'a mut People,
    /// Number of the block, and its text.
    pub(super) block: usize,
    pub(super) text: &'a str,
    pub(super) subject: Option<usize>,
}

/// Who is the subject of a clause: the speakers, and the person among them for pronouns to come.
type Subject = (Vec<Speaker>, Option<usize>);

impl Clause<'_> {
    /// The attribution in the clause that ends in a colon at the end of `before`.
    pub(super) fn before_colon(&mut self, before: Range<usize>) -> Option<Attribution> {
        let head = self.text[before.clone()].trim_end();
        let clause_text = head.strip_suffix(':')?;
        let start = before.start + last_start(clause_text);
        let clause = trimmed(self.text, start..before.start + clause_text.len());
        let (speakers, person) = self.subject_of(&clause)?;
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

    /// The attribution that follows the closing mark: `, aldus X`, `, zegt X`, `. Dat zei X`.
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
            && rest[..lead].contains(". ")
            && !tokens
                .first()
                .is_some_and(|w| matches!(w.text, "Aldus" | "Zegt"))
        {
            return None;
        }
        let next = tokens.get(first + 1);
        let named =
            next.is_some_and(|w| self.people.mention_at(self.block, w.range.start).is_some());
        let gives_words = |w: &&str| SAYS.contains(w) || named && may_be_verb(w);
        let verb = tokens
            .get(first)
            .map(|w| w.lower.as_ref())
            .filter(gives_words)?;
        if verb == "aldus" || verb == "volgens" {
            form = AttributionForm::Aldus;
        }
        let from = tokens[first].range.end;
        let (speakers, person) = self.subject_of(&trimmed(text, from..end))?;
        Some(Attribution {
            speakers,
            person,
            range: start..end,
            form,
        })
    }

    /// The name after the marks that signs them: `“…” – Ton Smit, wethouder`, `“…” (wethouder Ton Smit)`.
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

    /// The subject of the sentence that a fragment stands in: `Heemraad X vindt het “…”`.
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

    /// Whoever a clause without a verb names: what stands after *Volgens*.
    pub(super) fn named_in(&mut self, clause: Range<usize>) -> Option<Attribution> {
        let (speakers, person) = self.subject_of(&clause)?;
        Some(Attribution {
            speakers,
            person,
            range: clause,
            form: AttributionForm::Within,
        })
    }

    /// Everybody whom `clause` has as its subject.
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
        if let Some(decided) =
            self.opening_subject(&stretch, clause, named.first().map(|(_, _, start)| *start))
        {
            return decided;
        }
        self.named_subject(&named)
            .or_else(|| self.unnoted_subject(&stretch))
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

    /// A surname, pronoun or office that opens the clause is its subject, whoever is named later.
    /// `Some(None)`: a pronoun opens it, of nobody known.
    fn opening_subject(
        &self,
        line: &Line<'_>,
        clause: &Range<usize>,
        named: Option<usize>,
    ) -> Option<Option<Subject>> {
        let tokens = &line.words;
        let first = tokens.first()?;
        let opening = &tokens[..tokens.len().min(4)];
        let opening_end = opening.last().map_or(clause.start, |w| w.range.start);
        if named.is_some_and(|start| start <= opening_end) {
            return None;
        }
        if matches!(first.lower.as_ref(), "hij" | "zij" | "ze" | "hem" | "haar") {
            return Some(
                self.subject
                    .map(|person| self.one(person, SpeakerLink::Pronoun)),
            );
        }
        if let Some((person, by_surname)) = self.people.by_part_of_name(tokens, 0) {
            return Some(Some(self.one(person, part_of_name(by_surname))));
        }
        let person = self.people.by_role(tokens, after_article(line))?;
        Some(Some(self.one(person, SpeakerLink::Role)))
    }

    /// The first person named, with those who are joined to that one.
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

    /// `Joop Kuiper`, or `veerbaas Joop Kuiper`: any word may be somebody's trade.
    fn unnoted_subject(&mut self, line: &Line<'_>) -> Option<Subject> {
        let first = line.words.first()?;
        let trade = first.text.starts_with(char::is_lowercase)
            && !matches!(
                first.text,
                "de" | "het" | "een" | "deze" | "dit" | "die" | "zijn" | "haar" | "hun" | "onze"
            )
            && line
                .words
                .get(1)
                .is_some_and(|w| w.joined && w.is_capitalised());
        let person = self.people.note_bare_name(line, usize::from(trade))?;
        if trade {
            self.people.persons[person]
                .role
                .get_or_insert_with(|| first.lower.to_string());
        }
        Some(self.one(person, SpeakerLink::Name))
    }

    /// A pronoun or a known name further on: `Ook vertelt ze:`, `Volgens Smit:`.
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
                    .is_capitalised()
                    .then(|| self.people.by_part_of_name(&line.words, at))
                    .flatten();
                named.map(|(person, by_surname)| self.one(person, part_of_name(by_surname)))
            })
    }

    fn one(&self, person: usize, link: SpeakerLink) -> Subject {
        (vec![speaker(self.people, person, link)], Some(person))
    }
}

/// Index past an article that opens the line.
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

/// Person number `person` as a speaker.
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

/// The attribution that a name by itself is.
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
