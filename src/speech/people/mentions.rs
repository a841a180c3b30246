//! Finds people in sentences: an office before a name, or a name before an office.
//!
//! Leaves out to whom a part of a name or an office alone refers (`People`).

use super::People;
use super::apart::{
    ONE_OF, after_parenthesis, before_office, body_of_place, comes_from, is_adjective_of_office,
    is_next_person, joined_offices, lacks_comma, office_held, office_in_clause, past_parenthesis,
    past_place, speaks_for_others,
};
use super::before_name::{is_before_name, is_behind_given};
use super::behind_office::{
    name_after_comma, name_after_copula, name_after_field, name_behind_body, name_behind_field,
    name_behind_phrase, name_behind_place,
};
use super::beside_speech::{has_age, is_before_age};
use super::bodies::body_end;
use super::facts::{Facts, Named, body_before, portfolio_at};
use super::form::{Form, form, is_first_name, may_be_person};
use super::members::{is_member, is_surname_of_member};
use super::name::{Name, name_at, name_in};
use super::name_word::{is_capital_infix, is_name_word};
use super::no_person::is_named_after_somebody;
use super::noting::inside_parenthesis;
use super::role::{PersonRole, may_begin_role, role_at};
use super::several::is_first_of_list;
use crate::document::BlockKind;
use crate::dutch::sentences::apposition_end;
use crate::dutch::words::{FIRST_NAMES, INFIXES, OF_PLACES, POLICY, TITLES, is_place_at};
use crate::speech::words::Line;

/// Whether the trade at word `at` is somebody's surname: *Piet Mol, Ina Bos en Kees Visser*.
fn is_surname(line: &Line<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &line.words[before]);
    line.words[at].is_capitalized()
        && line.words[at].joined
        && before.is_some_and(|before| {
            FIRST_NAMES.contains(before.text) || INFIXES.contains(&before.lower)
        })
}

/// Number of words of an apposition in which its office is looked for.
const OFFICE_WITHIN: usize = 7;

/// Most words of a caption.
const CAPTION: usize = 15;

impl People {
    /// Notes everybody whom the block names with an office or function.
    pub(super) fn read_block(&mut self, line: &Line<'_>, kind: BlockKind) {
        let mut at = 0;
        while at < line.words.len() {
            // Most words begin neither a name nor an office.
            let word = &line.words[at];
            if !word.is_capitalized()
                && !TITLES.contains(&word.lower)
                && !may_begin_role(&word.lower)
            {
                at += 1;
                continue;
            }
            let role = role_at(line.words, at);
            let name = name_in(line, at);
            let (role, name) = (role.as_ref(), name.as_ref());
            at = role
                .and_then(|role| self.office_then_name(line, role))
                .or_else(|| {
                    name.and_then(|name| self.name_then_office(line, name))
                        .filter(|_| kind != BlockKind::Heading)
                })
                .or_else(|| name.and_then(|name| self.names_then_office(line, name)))
                .or_else(|| role.and_then(|role| self.office_then_list(line, role)))
                .or_else(|| name.and_then(|name| self.name_alone(line, name)))
                .or_else(|| self.office_of_known(line, at))
                .or_else(|| self.office_of_awaited(line, at))
                .unwrap_or(at + 1);
        }
    }

    /// Reads an office and the name after it: `demissionair minister voor Klimaat en Energie Rob
    /// Jansen`. Returns the index after both.
    fn office_then_name(&mut self, line: &Line<'_>, role: &PersonRole) -> Option<usize> {
        let at = role.first;
        let (role, own_end) = joined_offices(line, role.clone());
        let organisation = role.organisation.clone().or_else(|| body_before(line, at));
        let mut facts = Facts {
            organisation,
            ..Facts::default()
        };
        // `VVD-woordvoerder (en advocaat) Ard Smit`
        let past = past_parenthesis(line, own_end);
        let mut next = past;
        if let Some(end) = facts.read_after_name(line, next) {
            next = end;
        } else if line.words.get(next).is_some_and(|w| w.joined)
            && let Some((portfolio, end)) = portfolio_at(line, next)
        {
            facts.portfolio = Some(portfolio);
            next = past_place(line, end);
        }
        let name = line
            .words
            .get(next)
            .filter(|w| w.joined || next == past && past > own_end)
            .and_then(|_| name_in(line, next));
        let name = match name {
            Some(name) if form(&name) == Form::Person || name.has_second_given() => name,
            // `Wethouders Oetze Smit, Jan Bos en Ali Kaya`
            Some(name) if role.plural && is_first_of_list(line, &name) => name,
            Some(name) if self.is_surname_of_place(line, &name) => Name {
                end: name.first + 1,
                surname: None,
                ..name
            },
            Some(name) if form(&name) != Form::Unknown => name,
            // `Bestuurder Bond Vervoer Karin Meulen`, `De burgemeester van Waterhoek, Daan Pronk`.
            // `hoogleraar geneeskunde Marcel Smit`
            None if let Some(name) = name_behind_field(line, next) => name,
            None if let Some(name) =
                name_after_field(line, after_parenthesis(line, next), next > past) =>
            {
                name
            }
            name => name_behind_body(line, own_end, &mut facts)
                .or_else(|| name_behind_place(line, &role))
                .or_else(|| name_after_comma(line, &role))
                .or_else(|| name_after_copula(line, own_end))
                .or_else(|| name_behind_phrase(line, &role))
                .or(name)?,
        };
        // `raadslid voor Sociaal Groesbeek`: a party
        let is_behind_field = facts.portfolio.is_some() && name.end == name.first + 1;
        let is_party = is_behind_field && !self.capitals.speaks_alone(&name, line);
        if is_party || self.is_no_person(line, &role, &name) {
            return None;
        }
        if let Some(body) = facts.organisation.as_mut() {
            body_of_place(&role, body);
        }
        facts.role = Some(role.clone());
        let end = self.add(
            line,
            Named {
                words: at..name.end,
                name,
                facts,
                joint: false,
            },
        );
        // `Wethouders Ans Pieterse en Mehmet Yıldız`
        Some(self.others_of_list(line, &role, end))
    }

    /// Whether the *van* in a name begins the place or body of an office: `burgemeester Aptroot van
    /// Wassenaar`. The text has the surname alone elsewhere.
    fn is_surname_of_place(&self, line: &Line<'_>, name: &Name) -> bool {
        let first = &line.words[name.first];
        name.end == name.first + 3
            && name.given.as_deref() == Some(first.text)
            && !first.is_initials()
            && name
                .surname
                .as_deref()
                .is_some_and(|surname| surname.starts_with("van "))
            && (self.capitals.speaks(first.text)
                || !FIRST_NAMES.contains(first.text)
                    && is_place_at(&line.text[line.words[name.end - 1].range.start..])
                || POLICY.contains(&line.words[name.end - 1].lower))
    }

    /// Reads a name and the office after it: `Ina Smit, wethouder gemeente Waterhoek`, `Hans
    /// Wijers, FNV Metaal bestuurder`. Returns the index after both.
    fn name_then_office(&mut self, line: &Line<'_>, name: &Name) -> Option<usize> {
        let at = name.first;
        if name.given.is_none() && self.by_part_of_name(line.words, at).is_none() {
            return None;
        }
        // `Kajsa Smit (minister van Wonen)`
        let parenthesis =
            inside_parenthesis(line, name.end).filter(|_| role_at(line.words, name.end).is_some());
        let first = parenthesis.map_or_else(|| after_parenthesis(line, name.end), |_| name.end);
        // `Theo Smit adviseur bij de Veiligheidsregio`: a caption. `Theo Smit - adviseur`: a signature.
        let is_signed = name.is_full() && !line.text.ends_with(['.', '!', '?', ':']);
        // `Filip Claes Brussels burgemeester`
        let of_place = usize::from(
            line.words
                .get(first)
                .is_some_and(|word| OF_PLACES.contains(&word.lower)),
        );
        let is_caption = at == 0
            && is_signed
            && line.words.len() <= CAPTION
            && role_at(line.words, first + of_place).is_some_and(|role| !role.plural);
        let next = line.words.get(first).filter(|next| {
            let gap = line.between(first - 1, first).trim_start_matches(')');
            parenthesis.is_some()
                || gap == ", "
                || is_signed && matches!(gap, " - " | " – " | " | ")
                || next.joined && (is_caption || lacks_comma(line, name, first))
        })?;
        let rest = &line.text[next.range.start..];
        let stop = next.range.start + parenthesis.map_or_else(|| apposition_end(rest), str::len);
        let end = first
            + line.words[first..]
                .iter()
                .take_while(|w| w.range.end <= stop)
                .count();
        let role = (first..end.min(first + OFFICE_WITHIN)).find_map(|n| role_at(line.words, n))?;
        // `Ina Smit, wethouder gemeente Waterhoek en Jan Bos, directeur`
        let end = (role.end..end)
            .find(|&n| line.words[n].text == "en" && is_next_person(line, n + 1))
            .unwrap_or(end);
        // Without a comma the sentence goes on behind the body: `zegt Theo Smit commandant van brandweer Twente`.
        let end = if lacks_comma(line, name, first) {
            let of = line.words.get(role.end).is_some_and(|of| of.text == "van");
            body_end(line, role.end + usize::from(of))
        } else {
            end
        };
        // `Lieven Smit, de topman van het onderwijs`
        let article = before_office(line, first);
        let adjective = if is_adjective_of_office(line, first + article) {
            1
        } else {
            of_place
        };
        let office_first = (first + article..=first + article + adjective).contains(&role.first);
        // Words before the office must be a body's name. Otherwise another sentence has begun.
        // `Gijs Smit, bakker Hanna Bos en …`: the office of the next one in a list
        let is_of_next = line.words.get(role.end).is_some_and(|word| word.joined)
            && name_at(line.words, role.end).is_some_and(|next| form(&next) == Form::Person);
        let is_one_of = article == ONE_OF;
        if role.plural && !is_one_of
            || is_of_next
            || !(office_first
                || name.is_full() && next.is_capitalized() && !is_surname(line, role.first))
        {
            return None;
        }
        let before = (!office_first).then(|| line.slice(first, role.first).to_owned());
        let until = end.max(role.end);
        let mut facts = Facts::of_office(role, line, end);
        facts.organisation = before.or(facts.organisation);
        self.note(
            line,
            Named {
                words: at..until,
                name: name.clone(),
                facts,
                joint: false,
            },
        );
        Some(until)
    }

    /// Reads a whole name without an office. Returns the index after it.
    fn name_alone(&mut self, line: &Line<'_>, name: &Name) -> Option<usize> {
        let at = name.first;
        // `mevrouw Kok`
        let is_title = TITLES.contains(&line.words[at].lower);
        if !line.words[at].is_capitalized() && !is_title {
            return None;
        }
        let credited = at
            .checked_sub(1)
            .map(|before| line.words[before].lower.as_ref());
        let is_byline = at == 1 && matches!(credited, Some("door" | "auteur"))
            || matches!(
                credited,
                Some("tekst" | "foto" | "foto’s" | "beeld" | "illustratie" | "fotografie")
            );
        // `het Toekomstberaad Waterhoek-Dijkland`: no person has this article. `het gemaal Jan Smit`
        let of_thing = |word: &str| word == "het" || is_named_after_somebody(word);
        let is_thing = line.words[at].joined && credited.is_some_and(of_thing);
        let is_inside = is_byline
            || is_thing
            || at > 0
                && line.words[at].joined
                && is_name_word(&line.words[at - 1])
                && !is_before_name(line.words, at - 1)
                && !line.starts_sentence(at - 1);
        if is_inside {
            return None;
        }
        // `Van Straten`, `Van der Straten`
        let infixes = (1..=at)
            .rev()
            .take_while(|&n| line.words[n].joined && INFIXES.contains(&line.words[n - 1].lower));
        let is_end_of_surname = name.end == at + 1
            && infixes
                .last()
                .is_some_and(|first| is_capital_infix(&line.words[first - 1]));
        if is_end_of_surname && !is_title {
            return None;
        }
        let name = match &name.given {
            Some(given) if is_surname_of_member(line, name) => Name {
                surname: Some(given.clone()),
                given: None,
                ..*name
            },
            _ => name.clone(),
        };
        // `Jan Willem` for Jan Willem Smit
        let is_given = || {
            let given = name.full();
            let mut known = self.persons.iter();
            known.any(|p| p.surname.is_some() && p.given.as_deref() == Some(given.as_str()))
        };
        let is_part = name.given.is_none() && self.by_part_of_name(line.words, at).is_some()
            || name.end > at + 1 && (is_given() || self.opens_with_surname(&name).is_some());
        if is_part && !is_title {
            return None;
        }
        match form(&name) {
            Form::Person => {}
            Form::MayBePerson if !line.starts_sentence(at) && !is_behind_given(line, at) => {}
            _ if may_be_person(&name)
                && (self.capitals.speaks_alone(&name, line) || is_member(line, &name)) => {}
            _ if name.surname.is_none()
                && name.end == at + 1
                && self.capitals.is_lone_speaker(line, at)
                && self.by_part_of_name(line.words, at).is_none() => {}
            _ if name.surname.is_none() && has_age(line, at) => {}
            // `Oud-leerling Nathanel Korver (20)`
            _ if may_be_person(&name)
                && is_before_age(line, name.end - 1)
                && !is_behind_noun(&name) => {}
            _ if (may_be_person(&name) || is_first_name(&name))
                && office_held(line, at, name.end).is_some() => {}
            _ if may_be_person(&name)
                && (comes_from(line, &name) || speaks_for_others(line, &name)) => {}
            _ if is_title && name.end > at + 1 || is_surname_of_member(line, &name) => {}
            _ if may_be_person(&name) && self.is_titled(&name) => {}
            Form::MayBePerson | Form::Unknown => return None,
        }
        let end = name.end;
        let mut facts = Facts::default();
        let past = past_parenthesis(line, end);
        let role = office_held(line, at, past)
            .or_else(|| office_in_clause(line, after_parenthesis(line, end)));
        if let Some(role) = role {
            facts.read_after_name(line, role.end);
            facts.role = Some(role);
        }
        self.note(
            line,
            Named {
                words: name.first..end,
                name,
                facts,
                joint: false,
            },
        );
        Some(end)
    }
}

/// Whether the last word of a name is a given name behind a noun, which looks like one: *Winnares Ella*.
fn is_behind_noun(name: &Name) -> bool {
    let given = name.given.as_deref().unwrap_or_default();
    let is_given = |surname: &str| FIRST_NAMES.contains(surname);
    !FIRST_NAMES.contains(given) && name.surname.as_deref().is_none_or(is_given)
}
