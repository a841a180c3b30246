//! Notes a person where the text names one: the facts beside the name, and the mention.
//!
//! Leaves out where names are (`mentions`) and whom they mean (`same_name`).

use super::bodies::{is_company, is_group};
use super::facts::{Facts, Named, body_and_party};
use super::form::{Form, form, may_be_person};
use super::name::{Name, name_at};
use super::name_word::{is_name_word, is_of_place};
use super::{Mention, People};
use crate::document::Span;
use crate::dutch::offices::{is_citizen, is_former, may_mean, qualify};
use crate::dutch::words::is_place;
use crate::speech::words::{Line, has_inner_capital};

impl People {
    /// Reads the facts after a name, and notes the name with them. Returns the index after both.
    pub(super) fn add(&mut self, line: &Line<'_>, mut named: Named) -> usize {
        let name_end = named.name.end;
        let name_stop = line.words[name_end - 1].range.end;
        let inside = inside_parenthesis(line, name_end);
        named.words.end = if let Some(inside) = inside {
            named.facts.read_parenthesis(inside);
            let stop = name_stop + 2 + inside.len();
            line.words
                .iter()
                .position(|w| w.range.start >= stop)
                .unwrap_or(line.words.len())
        } else {
            named
                .facts
                .read_after_name(line, name_end)
                .unwrap_or(name_end)
        };
        let end = named.words.end;
        self.note(line, named);
        end
    }

    /// Notes a person without an office who is named in full at word `at`. Returns the person's
    /// number.
    pub(in crate::speech) fn note_bare_name(
        &mut self,
        line: &Line<'_>,
        at: usize,
    ) -> Option<usize> {
        let name = name_at(line.words, at)
            .filter(|name| may_be_person(name) || self.is_surname_with_article(line, name))?;
        let before = line.text[..line.words[at].range.start].trim_end();
        let opens_sentence = before.is_empty() || before.ends_with(['.', '!', '?', '”', '’', '"']);
        // `Beleid van Woonpunt was al dat`
        let is_of_something = form(&name) != Form::Person
            && name
                .surname
                .as_deref()
                .is_some_and(|own| own.starts_with("van "));
        if opens_sentence && (form(&name) == Form::MayBePerson || is_of_something) {
            return None;
        }
        let mut facts = Facts::default();
        facts.read_after_name(line, name.end);
        if let Some(next) = line
            .words
            .get(name.end)
            .filter(|w| line.between(name.end - 1, name.end) == ", " && w.is_acronym())
        {
            facts.organisation = Some(next.text.to_owned());
        }
        Some(self.note(line, Named::alone(name, facts)))
    }

    /// Notes a person of whom the text gives only a surname, at word `at`. The name must occur again,
    /// and nothing may show that it is a place or a body.
    pub(in crate::speech) fn note_surname(&mut self, line: &Line<'_>, at: usize) -> Option<usize> {
        let word = line.words.get(at).filter(|word| is_name_word(word))?;
        let goes_on = line
            .words
            .get(at + 1)
            .is_some_and(|next| next.joined && is_name_word(next));
        let is_body = is_group(&word.lower)
            || has_inner_capital(word.text)
            || self.bodies.is_field_of_ministry(word.text)
            || is_of_place(word)
            || is_place(word.text);
        if !self.capitals.recurs(word) || goes_on || is_body {
            return None;
        }
        Some(self.identify(&Name {
            first: at,
            end: at + 1,
            given: self.capitals.given_before(word),
            surname: Some(word.text.to_owned()),
        }))
    }

    /// Notes a person of whom the text gives a name of one word, at word `at`. Nothing may show that it is a place or a body.
    pub(in crate::speech) fn note_lone_name(
        &mut self,
        line: &Line<'_>,
        at: usize,
    ) -> Option<usize> {
        let word = line.words.get(at).filter(|word| is_name_word(word))?;
        let parts = word.text.split('-');
        let is_other = is_group(&word.lower)
            || is_company(&word.lower)
            || parts.clone().any(has_inner_capital)
            || word.text.contains(|c: char| c.is_ascii_digit())
            || is_of_place(word)
            || is_place(word.text)
            || self.capitals.is_thing(word);
        (!is_other).then(|| {
            self.identify(&Name {
                first: at,
                end: at + 1,
                given: Some(word.text.to_owned()),
                surname: None,
            })
        })
    }

    /// Whether a name such as *De Jong* is a surname: it stands within a sentence, and holds an office elsewhere.
    fn is_surname_with_article(&self, line: &Line<'_>, name: &Name) -> bool {
        let last = &line.words[name.end - 1];
        let is_alone = name.given.is_none()
            && name
                .surname
                .as_deref()
                .is_some_and(|own| own.starts_with("De "));
        is_alone
            && line.words[name.first].joined
            && name.end == name.first + 2
            && self.capitals.holds_office(last)
    }

    /// Adds the facts of `named` to the person. Returns the person's number.
    pub(super) fn note(&mut self, line: &Line<'_>, named: Named) -> usize {
        let Named {
            words,
            name,
            facts,
            joint,
        } = named;
        let awaited = self
            .awaited
            .take()
            .filter(|(block, _)| line.block <= block + 1);
        let role = facts.role.or(awaited.map(|(_, role)| role));
        let party = facts.party.or_else(|| party_behind(line, name.end));
        let person = self.identify(&self.capitals.nominative(line, name));
        let mut stop = line.words[words.end - 1].range.end;
        if line.text[stop..].starts_with(')') {
            stop += 1;
        }
        let span = Span::new(line.block, line.words[words.start].range.start..stop);
        let known = &mut self.persons[person];
        if let Some(role) = role {
            // `Provinciebestuurder Smit` may be called *gedeputeerde* later, and a *bewoner* may hold an office.
            let is_general = |own: &String| {
                own != &role.base && (may_mean(own, Some(&role.base)) || is_citizen(own))
            };
            // `Smit, oud-staatssecretaris, neemt afscheid als dijkgraaf`
            let replaces = is_former(&known.modifiers) && !is_former(&role.modifiers);
            if known.role.as_ref().is_none_or(is_general) || replaces {
                known.modifiers = role.modifiers;
                known.role = Some(role.base);
            } else if known.role.as_ref() == Some(&role.base) && !qualify(&role.modifiers) {
                for modifier in role.modifiers {
                    if !known.modifiers.contains(&modifier) {
                        known.modifiers.push(modifier);
                    }
                }
            }
        }
        let (organisation, party) =
            body_and_party(known.role.as_deref(), facts.organisation, party);
        known.portfolio = known.portfolio.take().or(facts.portfolio);
        known.organisation = known.organisation.take().or(organisation);
        known.party = known.party.take().or(party);
        known.mentions.push(span);
        let mentions = self.mentions.entry(line.block).or_default();
        let at = mentions.partition_point(|m| m.span.start <= span.start);
        let joint = joint
            || at.checked_sub(1).is_some_and(|before| {
                let between = line
                    .text
                    .get(mentions[before].span.end as usize..span.start as usize);
                // `Femke Smit (GroenLinks) en Jan Bos`
                let past = |text: &'_ str| {
                    text.strip_prefix(" (")
                        .and_then(|inside| inside.split_once(')'))
                        .map_or(text.len(), |(_, rest)| rest.len())
                };
                between.is_some_and(|text| text[text.len() - past(text)..].trim() == "en")
            });
        mentions.insert(
            at,
            Mention {
                person,
                span,
                joint,
            },
        );
        person
    }
}

/// Returns the party in parentheses behind a name that ends at word `end`: *Ina Smit (VVD)*.
fn party_behind(line: &Line<'_>, end: usize) -> Option<String> {
    let mut facts = Facts::default();
    facts.read_parenthesis(inside_parenthesis(line, end)?);
    facts.party
}

/// Returns the text in parentheses behind a name that ends at word `end`.
pub(super) fn inside_parenthesis<'a>(line: &Line<'a>, end: usize) -> Option<&'a str> {
    let rest = line.text[line.words[end - 1].range.end..].strip_prefix(" (")?;
    Some(&rest[..rest.find(')')?])
}
