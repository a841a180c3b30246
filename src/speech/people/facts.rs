//! Reads the facts beside an office: portfolio, organization, party.
//!
//! Leaves out the office itself (`role`) and who holds it (`mentions`).

use super::bodies::body_end;
use super::form::{Form, form};
use super::name::{Name, name_at};
use super::role::{PersonRole, role_at};
use crate::dutch::offices::office_of;
use crate::dutch::words::{INFIXES, PARTIES, PARTY_WORDS, POLICY, is_body_noun};
use crate::speech::words::{Line, Word};

/// Most words of the name of a party.
const PARTY: usize = 6;

/// A name in a line, and the facts that the line states about the person.
pub(super) struct Named {
    /// Words of the line that hold the name and the office.
    pub(super) words: std::ops::Range<usize>,
    pub(super) name: Name,
    pub(super) facts: Facts,
    /// Whether it is joined to the name before: two people speak together.
    pub(super) joint: bool,
}

impl Named {
    /// A name that holds all the words of its mention, and is not joined to another.
    pub(super) fn alone(name: Name, facts: Facts) -> Self {
        Self {
            words: name.first..name.end,
            name,
            facts,
            joint: false,
        }
    }
}

/// The facts that one mention states about a person.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) role: Option<PersonRole>,
    pub(super) portfolio: Option<String>,
    pub(super) organisation: Option<String>,
    pub(super) party: Option<String>,
}

impl Facts {
    /// Reads an office and what stands behind it up to word `end`: a field, or the body of the office.
    pub(super) fn of_office(role: PersonRole, line: &Line<'_>, end: usize) -> Self {
        let mut facts = Self {
            organisation: role.organisation.clone(),
            ..Self::default()
        };
        facts.read_apposition(line, role.end, end);
        facts.role = Some(role);
        facts
    }

    /// Reads the text in parentheses after a name: a portfolio, party or body. Ignores a position
    /// in a photograph (`links`).
    pub(super) fn read_parenthesis(&mut self, inside: &str) {
        // `(Economische Zaken, VVD)`
        if let Some((rest, last)) = inside.rsplit_once(", ")
            && PARTIES.contains(&last.to_lowercase())
        {
            self.party = Some(last.to_owned());
            return self.read_parenthesis(rest);
        }
        let lower = inside.to_lowercase();
        let first = lower.split([' ', ',']).next().unwrap_or_default();
        let party = lower.split(',').next().unwrap_or_default().trim();
        if PARTIES.contains(party) || is_local_party(party) {
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
            && !["foto", "archieffoto", "beeld"]
                .iter()
                .any(|word| lower.starts_with(word))
            && !inside.bytes().any(|b| b.is_ascii_digit())
        {
            self.organisation.get_or_insert_with(|| inside.to_owned());
        }
    }

    /// Reads a portfolio or body that begins at the word `preposition`: `van Financiën`, `voor
    /// Klimaat en Energie`, `van de gemeente Zandwijk`. Returns the index after it.
    pub(super) fn read_after_name(&mut self, line: &Line<'_>, preposition: usize) -> Option<usize> {
        line.words
            .get(preposition)
            .filter(|w| w.joined && matches!(w.text, "van" | "voor"))?;
        if belongs_to_verb(line, preposition) {
            return None;
        }
        let article = line
            .words
            .get(preposition + 1)
            .is_some_and(|w| matches!(w.text, "de" | "het"));
        if let Some((portfolio, end)) = portfolio_at(line, preposition + 1 + usize::from(article)) {
            self.portfolio.get_or_insert(portfolio);
            return Some(end);
        }
        if let Some((party, end)) = party_at(line, preposition + 1 + usize::from(article)) {
            self.party.get_or_insert(party);
            return Some(end);
        }
        let (organisation, end) = body_at(line, preposition)?;
        self.organisation.get_or_insert(organisation);
        Some(end)
    }

    /// Reads the text after an office in an apposition, up to word `end`: a portfolio, or the body
    /// of the office.
    fn read_apposition(&mut self, line: &Line<'_>, from: usize, end: usize) {
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
        // `wethouder sinds Pasen`, `wethouder en fan van de club`
        if matches!(line.words[first].text, "sinds" | "en") {
            return;
        }
        let body = is_body_noun(&line.words[first].lower);
        let capital = line.words[first..end]
            .iter()
            .position(Word::is_capitalized)
            .map(|n| first + n);
        // `raadslid als vervanger van Ina Smit`
        let is_person =
            |at: &usize| name_at(line.words, *at).is_some_and(|name| form(&name) == Form::Person);
        // `hoofd keringen van het waterschap Zuiderpolder`
        let noun = capital.map(|at| {
            let has_noun = at > first && is_body_noun(&line.words[at - 1].lower);
            if has_noun { at - 1 } else { at }
        });
        let start = if body { Some(first) } else { noun };
        if let Some(start) = start.filter(|at| !is_person(at)) {
            // `secretaris van de Stichting Dorpshuis en voorzitter van …`
            let office = (start + 1..end).find(|&n| {
                // `raadslid voor de SGP in Korendijk zich af`, `wethouder gemeente Waterhoek hun handtekening gezet`
                matches!(line.words[n].text, "zich" | "hun" | "haar")
                    || line.words[n].text == "en" && role_at(line.words, n + 1).is_some()
            });
            let end = office.unwrap_or(end);
            let name = line.slice(start, end);
            if name.len() <= 80 {
                self.organisation.get_or_insert_with(|| name.to_owned());
            }
        }
    }
}

/// Whether *van* or *voor* at word `at` belongs to the verb before the office: *Kritiek kreeg burgemeester De Wit van de
/// partijen*, *Morgen verschijnt wethouder Smit voor de rechtbank*.
fn belongs_to_verb(line: &Line<'_>, at: usize) -> bool {
    const WITHIN: usize = 7;
    let before = line.words[..at].iter().rev().take(WITHIN);
    let mut verbs = before.take_while(|word| word.joined || word.is_capitalized());
    verbs.any(|word| {
        matches!(
            word.text,
            "kreeg"
                | "krijgt"
                | "ontving"
                | "ontvangt"
                | "hoort"
                | "hoorde"
                | "verschijnt"
                | "verscheen"
        )
    })
}

/// Returns the body right before an office: `FNV Metaal`.
pub(super) fn body_before(line: &Line<'_>, role: usize) -> Option<String> {
    let words = &line.words;
    let mut first = role;
    while first > 0
        && words[first].joined
        && (words[first - 1].is_capitalized() || matches!(words[first - 1].text, "&" | "cao"))
    {
        first -= 1;
    }
    let opener = words.get(first)?;
    let last = (first..role).rev().find(|&n| words[n].text != "cao")?;
    opener
        .is_acronym()
        .then(|| line.slice(first, last + 1).to_owned())
}

/// Returns the portfolio that begins at word `at`, and the index after it: `Klimaat en Energie`,
/// `ruimtelijke ordening`.
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
        let alike = |n: usize| words[at].is_capitalized() == words[n].is_capitalized();
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

/// Returns the body after a preposition, and the index after it: `van de gemeente Zandwijk`, `van
/// FNV Transport & Logistiek`.
pub(super) fn body_at(line: &Line<'_>, preposition: usize) -> Option<(String, usize)> {
    let article = line
        .words
        .get(preposition + 1)
        .is_some_and(|w| matches!(w.text, "de" | "het"));
    let first = preposition + 1 + usize::from(article);
    let noun = line.words.get(first).filter(|w| w.joined)?;
    let end = body_end(line, first);
    (is_body_noun(&noun.lower) || noun.is_acronym())
        .then(|| (line.slice(first, end).to_owned(), end))
}

/// Returns the party of several words, or the local one, that begins at word `at`, and the index after it: `Partij voor de
/// Dieren`, `Gemeentebelangen Oost`, `Hart voor Zandwijk`, `Lijst Van der Meulen`.
fn party_at(line: &Line<'_>, at: usize) -> Option<(String, usize)> {
    let words = line.words.get(at..line.words.len().min(at + PARTY))?;
    words
        .first()
        .filter(|word| word.joined && word.is_capitalized())?;
    let is_known = |end: &usize| PARTIES.contains(&line.slice(at, *end).to_lowercase());
    let joined = words[1..].iter().take_while(|word| word.joined).count();
    if let Some(end) = (at + 2..=at + 1 + joined).rev().find(is_known) {
        return Some((line.slice(at, end).to_owned(), end));
    }
    let first = words[0].lower.as_ref();
    let is_phrase = matches!(first, "hart" | "lijst" | "samen" | "lokaal" | "leefbaar");
    if !is_phrase && !is_local_party(first) {
        return None;
    }
    let is_joiner = |word: &Word<'_>| INFIXES.contains(&word.lower) || word.text == "voor";
    let mut end = at + 1;
    for (n, word) in words.iter().enumerate().skip(1).take(joined) {
        if word.is_capitalized() {
            end = at + n + 1;
        } else if !is_joiner(word) {
            break;
        }
    }
    // `van Samen`, `van Lijst`: more words are their name.
    let is_whole = end > at + 1 || is_local_party(first) && !is_phrase;
    is_whole.then(|| (line.slice(at, end).to_owned(), end))
}

/// Whether a name in lower case is that of a local party: `lokaal belang`, `water natuurlijk`.
fn is_local_party(lower: &str) -> bool {
    let mut words = lower.split([' ', '-']);
    words.any(|word| PARTY_WORDS.iter().any(|known| word.ends_with(known)))
}

/// Tells the party of a person from the body of the office `role`. A party is the body of its own leaders
/// and members of a council, but not of a *wethouder*, who governs.
pub(super) fn body_and_party(
    role: Option<&str>,
    body: Option<String>,
    party: Option<String>,
) -> (Option<String>, Option<String>) {
    let is_party = |body: &str| {
        let lower = body.to_lowercase();
        PARTIES.contains(&lower) || is_local_party(&lower)
    };
    if !body.as_deref().is_some_and(is_party) {
        return (body, party);
    }
    let party = party.or_else(|| body.clone());
    let governs = role.is_some_and(|role| office_of(role).is_some() && !role.ends_with("lid"));
    (body.filter(|_| !governs), party)
}
