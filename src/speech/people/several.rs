//! Reads people who are named together with one office: *wethouders Ans Bos en Piet Smit*, *Ans Bos en Piet Smit,
//! wethouders van Waterhoek*.
//!
//! Leaves out somebody who is named alone (`mentions`).

use super::People;
use super::apart::{after_parenthesis, past_parenthesis};
use super::facts::{Facts, Named};
use super::form::{Form, form, may_be_person};
use super::name::{Name, name_at};
use super::role::{PersonRole, role_at};
use crate::dutch::sentences::apposition_end;
use crate::speech::words::Line;

impl People {
    /// Notes the whole names that follow a name with a plural office, which ends at word `end`. Returns the index after
    /// them.
    pub(super) fn others_of_list(
        &mut self,
        line: &Line<'_>,
        role: &PersonRole,
        mut end: usize,
    ) -> usize {
        // In parentheses *en* does not end the list: each party may name two.
        let is_open = line.text[..line.words[role.end].range.start].ends_with('(');
        let mut is_last = false;
        loop {
            let from = next_of_list(line, end);
            let is_person = |name: &Name| name.is_full() && may_be_person(name);
            // `wethouders Ans Bos en Piet Smit. Karel de Wit zat erbij`
            let is_next = from.checked_sub(1).is_some_and(|before| {
                from < line.words.len()
                    && matches!(line.between(before, from), " " | ", " | " (" | "), ")
            });
            let name = name_at(line.words, from).filter(|name| role.plural && is_person(name));
            let Some(name) = name.filter(|_| is_next && (is_open || !is_last)) else {
                return end;
            };
            is_last = line.words[from - 1].text == "en";
            let facts = Facts {
                role: Some(role.clone()),
                ..Facts::default()
            };
            end = self.add(
                line,
                Named {
                    words: from..name.end,
                    name,
                    facts,
                    joint: true,
                },
            );
        }
    }

    /// Reads a plural office and whole names in parentheses, or behind a verb: *De kandidaten (Ans Bos van de VVD en Piet
    /// Smit)*, *De wethouders zijn Ans Bos (VVD) en Piet Smit*. Returns the index after both.
    pub(super) fn office_then_list(&mut self, line: &Line<'_>, role: &PersonRole) -> Option<usize> {
        let next = line.words.get(role.end).filter(|_| role.plural)?;
        let is_copula = next.joined
            && matches!(
                next.text,
                "zijn" | "worden" | "werden" | "waren" | "blijven"
            )
            && is_list(line, role.end + 1);
        let opens = is_copula || line.between(role.end - 1, role.end) == " (";
        let end = role.end + usize::from(is_copula);
        let found = opens.then(|| self.others_of_list(line, role, end));
        found.filter(|found| *found > end)
    }

    /// Reads whole names and the plural office after them: `Ans Bos en Piet Smit, wethouders van Waterhoek`. Returns the
    /// index after both.
    pub(super) fn names_then_office(&mut self, line: &Line<'_>, first: &Name) -> Option<usize> {
        let names = names(line, first)?;
        let end = names.last()?.end;
        let article = line
            .words
            .get(end)
            .filter(|_| line.between(end - 1, end) == ", ")
            .map(|word| usize::from(matches!(word.text, "de" | "beide" | "beiden")))?;
        let first = end + article;
        let role = role_at(line.words, first).filter(|role| role.plural && role.first == first)?;
        let stop = line.words[first].range.start;
        let stop = stop + apposition_end(&line.text[stop..]);
        let apposition = line.words.partition_point(|word| word.range.end <= stop);
        for (n, name) in names.into_iter().enumerate() {
            let facts = Facts::of_office(role.clone(), line, apposition);
            let mention = Named {
                joint: n > 0,
                ..Named::alone(name, facts)
            };
            self.note(line, mention);
        }
        Some(apposition.max(role.end))
    }
}

/// Returns two or more whole names, the `first` among them, with *en* before the last one.
fn names(line: &Line<'_>, first: &Name) -> Option<Vec<Name>> {
    is_joined_by_en(line, first.end).filter(|_| form(first) == Form::Person)?;
    let whole = |at| name_at(line.words, at).filter(|name| form(name) == Form::Person);
    let mut names = vec![first.clone()];
    loop {
        let end = names.last()?.end;
        let is_last = is_joined_by_en(line, end)?;
        names.push(whole(end + usize::from(is_last))?);
        if is_last {
            return Some(names);
        }
    }
}

/// Whether *en* follows a name that ends at word `end`; `None` if neither *en* nor a comma does.
fn is_joined_by_en(line: &Line<'_>, end: usize) -> Option<bool> {
    let word = line.words.get(end)?;
    let is_en = word.joined && word.text == "en";
    (is_en || line.between(end - 1, end) == ", ").then_some(is_en)
}

/// Returns the word at which the next name of a list may begin, behind one that ends at word `end`: *wethouders Ans Bos
/// van Zandwijk en Piet Smit*.
fn next_of_list(line: &Line<'_>, end: usize) -> usize {
    let words = line.words;
    let of = words.get(end).is_some_and(|of| of.text == "van");
    let article = words
        .get(end + 1)
        .is_some_and(|article| matches!(article.text, "de" | "het"));
    let behind = end + 1 + usize::from(article);
    let place = words
        .get(behind)
        .filter(|place| of && place.joined && place.is_capitalized());
    let end = if place.is_some() { behind + 1 } else { end };
    end + usize::from(words.get(end).is_some_and(|joiner| joiner.text == "en"))
}

/// Whether two whole names or more begin at word `at`, each with or without a party in parentheses.
fn is_list(line: &Line<'_>, at: usize) -> bool {
    let whole = |at| name_at(line.words, at).filter(Name::is_full);
    let Some(first) = whole(at) else {
        return false;
    };
    let behind = past_parenthesis(line, first.end);
    let next = if behind > first.end {
        behind
    } else {
        after_parenthesis(line, first.end)
    };
    let is_en = line.words.get(next).is_some_and(|word| word.text == "en");
    let is_joined = is_en
        || next > first.end
        || line.words.get(next).is_some() && line.between(next - 1, next) == ", ";
    is_joined && whole(next + usize::from(is_en)).is_some()
}

/// Whether another whole name follows a whole name behind a comma or *en*.
pub(super) fn is_first_of_list(line: &Line<'_>, name: &Name) -> bool {
    let next = is_joined_by_en(line, name.end)
        .and_then(|is_en| name_at(line.words, name.end + usize::from(is_en)));
    name.is_full() && next.is_some_and(|next| next.is_full())
}
