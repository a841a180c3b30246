//! What stands beside an office: policy field, body, party.
//!
//! Leaves out the office itself (`role`) and whose it is (`mentions`).

use super::role::Role;
use crate::dutch::words::{BODIES, PARTIES, POLICY};
use crate::speech::words::{Line, Word};

/// What a mention says of a person, while it is being read.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) role: Option<Role>,
    pub(super) portfolio: Option<String>,
    pub(super) organisation: Option<String>,
    pub(super) party: Option<String>,
}

impl Facts {
    /// Reads what stands in parentheses behind a name: field, party, body; a place in a photograph
    /// (`links`) is none of them.
    pub(super) fn read_parenthesis(&mut self, inside: &str) {
        let lower = inside.to_lowercase();
        let first = lower.split([' ', ',']).next().unwrap_or_default();
        let party = lower.split(',').next().unwrap_or_default().trim();
        if PARTIES.contains(party) {
            self.party = Some(
                inside
                    .split(',')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
            );
        } else if POLICY.contains(first) {
            self.portfolio.get_or_insert_with(|| inside.to_owned());
        } else if inside.starts_with(char::is_uppercase)
            && inside.len() <= 60
            && !inside.bytes().any(|b| b.is_ascii_digit())
        {
            self.organisation.get_or_insert_with(|| inside.to_owned());
        }
    }

    /// Reads `van Financiën`, `voor Klimaat en Energie`, `van de gemeente Zandwijk`, where the word at
    /// `preposition` begins such a thing; the index past it.
    pub(super) fn read_behind(&mut self, line: &Line<'_>, preposition: usize) -> Option<usize> {
        line.words
            .get(preposition)
            .filter(|w| w.joined && matches!(w.text, "van" | "voor"))?;
        let article = line
            .words
            .get(preposition + 1)
            .is_some_and(|w| matches!(w.text, "de" | "het"));
        if let Some((portfolio, end)) = portfolio_at(line, preposition + 1 + usize::from(article)) {
            self.portfolio.get_or_insert(portfolio);
            return Some(end);
        }
        let (organisation, end) = body_at(line, preposition)?;
        self.organisation.get_or_insert(organisation);
        Some(end)
    }

    /// Reads what follows an office in an apposition, up to word `end`: a policy field, or the body
    /// that it belongs to.
    pub(super) fn read_apposition(&mut self, line: &Line<'_>, from: usize, end: usize) {
        let mut first = from;
        while first < end
            && matches!(
                line.words[first].text,
                "van" | "bij" | "namens" | "voor" | "de" | "het" | "in"
            )
        {
            first += 1;
        }
        if first >= end {
            return;
        }
        if let Some((portfolio, past)) = portfolio_at(line, first) {
            self.portfolio.get_or_insert(portfolio);
            return self.read_apposition(line, past, end);
        }
        let body = BODIES.contains(&line.words[first].lower);
        let capital = line.words[first..end]
            .iter()
            .position(Word::is_capitalised)
            .map(|n| first + n);
        if let Some(start) = if body { Some(first) } else { capital } {
            let name = line.slice(start, end);
            if name.len() <= 80 {
                self.organisation.get_or_insert_with(|| name.to_owned());
            }
        }
    }
}

/// `FNV Metaal` right before an office.
pub(super) fn body_before(line: &Line<'_>, role: usize) -> Option<String> {
    let words = &line.words;
    let mut first = role;
    while first > 0
        && words[first].joined
        && (words[first - 1].is_capitalised() || matches!(words[first - 1].text, "&" | "cao"))
    {
        first -= 1;
    }
    let opener = words.get(first)?;
    let last = (first..role).rev().find(|&n| words[n].text != "cao")?;
    opener
        .is_acronym()
        .then(|| line.slice(first, last + 1).to_owned())
}

/// A run of policy-field words: `Klimaat en Energie`, `ruimtelijke ordening`; the index past it.
pub(super) fn portfolio_at(line: &Line<'_>, at: usize) -> Option<(String, usize)> {
    let words = &line.words;
    let is_field = |n: usize| words.get(n).is_some_and(|w| POLICY.contains(&w.lower));
    if !is_field(at) {
        return None;
    }
    let mut end = at + 1;
    loop {
        let listed = words
            .get(end)
            .is_some_and(|w| !w.joined && line.between(end - 1, end) == ", ");
        let alike = |n: usize| words[at].is_capitalised() == words[n].is_capitalised();
        if is_field(end) && (words[end].joined || listed && alike(end)) {
            end += 1;
        } else if words
            .get(end)
            .is_some_and(|w| w.joined && matches!(w.text, "en" | "&"))
            && is_field(end + 1)
        {
            end += 2;
        } else {
            return Some((line.slice(at, end).to_owned(), end));
        }
    }
}

/// `van de gemeente Zandwijk`, `van FNV Transport & Logistiek`: the body, and the index past it.
pub(super) fn body_at(line: &Line<'_>, preposition: usize) -> Option<(String, usize)> {
    let article = line
        .words
        .get(preposition + 1)
        .is_some_and(|w| matches!(w.text, "de" | "het"));
    let first = preposition + 1 + usize::from(article);
    let noun = line.words.get(first).filter(|w| w.joined)?;
    let end = body_end(line, first);
    (BODIES.contains(&noun.lower) || noun.is_acronym())
        .then(|| (line.slice(first, end).to_owned(), end))
}

/// The body that the word at `at` begins, as one that speaks: `de provincie`, `FNV`.
pub(in crate::speech) fn speaking_body<'a>(line: &Line<'a>, at: usize) -> Option<&'a str> {
    let first = line.words.get(at)?;
    let noun = at + usize::from(matches!(first.lower.as_ref(), "de" | "het"));
    let word = line.words.get(noun)?;
    let start = if word.is_acronym() { noun } else { at };
    (word.is_acronym() || BODIES.contains(&word.lower))
        .then(|| line.slice(start, body_end(line, noun)))
}

/// Index past the capitalised words that go on with a body's name.
fn body_end(line: &Line<'_>, noun: usize) -> usize {
    let goes_on =
        |w: &Word<'_>| w.joined && (w.is_capitalised() || matches!(w.text, "&" | "transport"));
    noun + 1
        + line.words[noun + 1..]
            .iter()
            .take_while(|w| goes_on(w))
            .count()
}
