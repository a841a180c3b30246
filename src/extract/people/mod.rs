//! Who is named in a release, and as what: `wethouder Mieke van den Oever (Wonen)`.
//!
//! Leaves out what they say, which `quotes` gives to them.

mod lexicon;
mod name;
mod role;
mod words;

use std::ops::Range;

use crate::document::{Block, BlockKind, Official, Span};
use lexicon::{BODIES, PARTIES, PORTFOLIO};
use name::{Name, name_at};
use role::{Role, role_at};
pub(super) use words::{Word, words};

/// A person of the release.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    pub(super) name: String,
    given: Option<String>,
    surname: Option<String>,
    pub(super) role: Option<String>,
    modifiers: Vec<String>,
    portfolio: Option<String>,
    pub(super) organisation: Option<String>,
    party: Option<String>,
    mentions: Vec<Span>,
}

/// A place where a person is named in full or with an office.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) person: usize,
    /// From office or name to the end of both.
    pub(super) span: Span,
    /// Joined by `en` or a comma to the mention before: two speak together.
    pub(super) joint: bool,
}

/// Everybody whom a release names, and where.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) persons: Vec<Person>,
    pub(super) mentions: Vec<Mention>,
}

/// What a mention says of a person, while it is being read.
#[derive(Debug, Default)]
struct Facts {
    role: Option<Role>,
    portfolio: Option<String>,
    organisation: Option<String>,
    party: Option<String>,
}

impl People {
    /// Everybody who is named with an office or function.
    pub(super) fn read(blocks: &[Block]) -> Self {
        let mut people = Self::default();
        for (at, block) in blocks.iter().enumerate() {
            people.read_block(at, block);
        }
        people
    }

    fn read_block(&mut self, block: usize, source: &Block) {
        let text = source.text.as_str();
        let words = words(text, 0..text.len());
        let mut at = 0;
        while at < words.len() {
            at = self
                .office_then_name(block, text, &words, at)
                .or_else(|| self.name_then_office(block, text, &words, at, source.kind))
                .unwrap_or(at + 1);
        }
    }

    /// `demissionair minister voor Klimaat en Energie Rob Jansen`; the index past it.
    fn office_then_name(&mut self, block: usize, text: &str, words: &[Word<'_>], at: usize) -> Option<usize> {
        let role = role_at(words, at)?;
        let mut next = role.end;
        let mut facts = Facts { organisation: role.organisation.clone().or_else(|| body_before(text, words, role.first)), ..Facts::default() };
        if let Some(preposition) = words.get(next).filter(|w| w.joined && matches!(w.text, "van" | "voor")) {
            let _ = preposition;
            let from = next + 1 + usize::from(words.get(next + 1).is_some_and(|w| matches!(w.text, "de" | "het")));
            if let Some((portfolio, end)) = portfolio_at(text, words, from) {
                facts.portfolio = Some(portfolio);
                next = end;
            } else if let Some((organisation, end)) = body_at(text, words, next) {
                facts.organisation = Some(organisation);
                next = end;
            }
        } else if let Some((portfolio, end)) = portfolio_at(text, words, next).filter(|_| words[next].joined) {
            facts.portfolio = Some(portfolio);
            next = end;
        }
        let plural = role.plural;
        facts.role = Some(role.clone());
        let name = words.get(next).filter(|w| w.joined).and_then(|_| name_at(words, next)).filter(|n| plural || n.surname.is_some() || n.given.is_some())?;
        let first_word = role.first;
        let mut end = self.add(block, text, words, first_word, &name, facts, false);
        // `Wethouders Ans Pieterse en Mehmet Yıldız`
        while plural {
            let joiner = words.get(end).is_some_and(|w| w.text == "en");
            let from = end + usize::from(joiner);
            let Some(name) = name_at(words, from).filter(Name::is_full) else { break };
            let facts = Facts { role: Some(role.clone()), ..Facts::default() };
            end = self.add(block, text, words, from, &name, facts, true);
        }
        Some(end)
    }

    /// `Ina Smit, wethouder gemeente Waterhoek`, `Hans Wijers, FNV Metaal bestuurder`.
    fn name_then_office(&mut self, block: usize, text: &str, words: &[Word<'_>], at: usize, kind: BlockKind) -> Option<usize> {
        let name = name_at(words, at).filter(|n| n.given.is_some())?;
        let next = words.get(name.end)?;
        let between = &text[words[name.end - 1].range.end..next.range.start];
        if between != ", " || kind == BlockKind::Heading {
            return None;
        }
        let clause_end = text[next.range.start..].find([',', ':', ';', '“', '‘', '"', '!', '?', '(']).map_or(text.len(), |n| next.range.start + n);
        let clause_end = text[next.range.start..clause_end].find(". ").map_or(clause_end, |n| next.range.start + n);
        let clause: Vec<&Word<'_>> = words[name.end..].iter().take_while(|w| w.range.end <= clause_end).collect();
        let (offset, role) = (0..clause.len().min(7)).find_map(|n| role_at(words, name.end + n).map(|role| (n, role)))?;
        if !name.is_full() && offset > 0 || role.plural {
            return None;
        }
        let mut facts = Facts { organisation: role.organisation.clone(), ..Facts::default() };
        let before: Vec<&str> = clause[..role.first - name.end].iter().map(|w| w.text).collect();
        if !before.is_empty() {
            // Words before the office must be a body's name, or this is another sentence.
            let body_like = clause[0].is_acronym() || clause[0].is_capitalised();
            if !body_like {
                return None;
            }
            facts.organisation = Some(text[clause[0].range.start..words[role.first - 1].range.end].to_owned());
        }
        let rest_end = clause.last().map_or(role.end, |w| words.iter().position(|x| x.range == w.range).map_or(role.end, |n| n + 1));
        if role.end < rest_end {
            let (portfolio, organisation) = after_office(text, words, role.end, rest_end);
            facts.portfolio = portfolio;
            facts.organisation = facts.organisation.or(organisation);
        }
        facts.role = Some(role);
        let end_word = rest_end.max(name.end);
        self.add_until(block, text, words, name.first, &name, facts, false, end_word);
        Some(end_word)
    }

    #[allow(clippy::too_many_arguments, reason = "one mention has that many parts, all of them at hand only here")]
    fn add(&mut self, block: usize, text: &str, words: &[Word<'_>], first: usize, name: &Name, mut facts: Facts, joint: bool) -> usize {
        let mut end = name.end;
        let name_stop = words[end - 1].range.end;
        if let Some(inside) = text[name_stop..].strip_prefix(" (").and_then(|rest| rest.find(')').map(|n| &rest[..n])) {
            classify_parenthesis(inside, &mut facts);
            let stop = name_stop + 2 + inside.len();
            end = words.iter().position(|w| w.range.start >= stop).unwrap_or(words.len());
        } else if words.get(end).is_some_and(|w| w.joined && matches!(w.text, "van" | "voor")) {
            if let Some((portfolio, past)) = portfolio_at(text, words, end + 1) {
                facts.portfolio = facts.portfolio.or(Some(portfolio));
                end = past;
            } else if let Some((organisation, past)) = body_at(text, words, end) {
                facts.organisation = facts.organisation.or(Some(organisation));
                end = past;
            }
        }
        self.add_until(block, text, words, first, name, facts, joint, end)
    }

    #[allow(clippy::too_many_arguments, reason = "one mention has that many parts, all of them at hand only here")]
    fn add_until(&mut self, block: usize, text: &str, words: &[Word<'_>], first: usize, name: &Name, facts: Facts, joint: bool, end: usize) -> usize {
        let person = self.identify(name, facts.role.as_ref());
        let start = words[first].range.start;
        let mut stop = words[end - 1].range.end;
        if text[stop..].starts_with(')') {
            stop += 1;
        }
        let span = Span::new(block, start..stop);
        let known = &mut self.persons[person];
        if let Some(role) = facts.role {
            known.role.get_or_insert(role.base);
            for modifier in role.modifiers {
                if !known.modifiers.contains(&modifier) {
                    known.modifiers.push(modifier);
                }
            }
        }
        known.portfolio = known.portfolio.take().or(facts.portfolio);
        known.organisation = known.organisation.take().or(facts.organisation);
        known.party = known.party.take().or(facts.party);
        known.mentions.push(span);
        self.mentions.push(Mention { person, span, joint });
        end
    }

    /// The person of that name, new or met before.
    fn identify(&mut self, name: &Name, role: Option<&Role>) -> usize {
        let full = name.full();
        let same = self.persons.iter().position(|p| p.name == full).or_else(|| {
            let surname = name.surname.as_deref().map(fold_name);
            self.persons.iter().position(|p| match (&name.given, &surname) {
                (None, Some(surname)) => p.surname.as_deref().map(fold_name).as_ref() == Some(surname),
                (Some(given), None) => p.given.as_ref() == Some(given) || p.surname.as_deref().map(fold_name) == Some(fold_name(given)),
                (Some(given), Some(surname)) => {
                    // `J. Bos` and `Jan Bos`; or `Brink`, read as a given name, and `Henk Brink`.
                    let same_surname = p.surname.as_deref().map(fold_name).as_ref() == Some(surname);
                    let initial = p.given.as_ref().is_some_and(|g| g.chars().next() == given.chars().next() && (g.ends_with('.') || given.ends_with('.')));
                    same_surname && (initial || p.given.is_none()) || p.surname.is_none() && p.given.as_deref().map(fold_name).as_ref() == Some(surname)
                }
                (None, None) => false,
            })
        });
        let at = same.unwrap_or_else(|| {
            self.persons.push(Person { name: full.clone(), given: name.given.clone(), surname: name.surname.clone(), ..Person::default() });
            self.persons.len() - 1
        });
        let person = &mut self.persons[at];
        let shorter = person.given.is_none() || person.surname.is_none() || person.given.as_ref().is_some_and(|g| g.ends_with('.'));
        if shorter && name.is_full() {
            person.name = full;
            person.given.clone_from(&name.given);
            person.surname.clone_from(&name.surname);
        }
        let _ = role;
        at
    }

    /// Notes that a person without an office speaks at `words[at]`; full names only.
    pub(super) fn note_bare_name(&mut self, block: usize, text: &str, words: &[Word<'_>], at: usize) -> Option<usize> {
        let name = name_at(words, at).filter(Name::is_full)?;
        let mut facts = Facts::default();
        if let Some((organisation, _)) = words.get(name.end).filter(|w| w.text == "van").and_then(|_| body_at(text, words, name.end)) {
            facts.organisation = Some(organisation);
        } else if let Some(next) = words.get(name.end).filter(|w| &text[words[name.end - 1].range.end..w.range.start] == ", " && w.is_acronym()) {
            facts.organisation = Some(next.text.to_owned());
        }
        let end = name.end;
        self.add_until(block, text, words, name.first, &name, facts, false, end);
        self.mentions.last().map(|m| m.person)
    }

    /// The person whose surname or given name stands at `words[at]`.
    pub(super) fn by_part_of_name(&self, words: &[Word<'_>], at: usize) -> Option<(usize, bool)> {
        let name = name_at(words, at)?;
        let written = fold_name(&name.full());
        let by_surname = self.persons.iter().rposition(|p| p.surname.as_deref().map(fold_name).as_deref() == Some(&written));
        by_surname.map(|p| (p, true)).or_else(|| {
            let given = name.given.as_deref().filter(|_| name.surname.is_none())?;
            self.persons.iter().rposition(|p| p.given.as_deref() == Some(given)).map(|p| (p, false))
        }).or_else(|| {
            self.persons.iter().position(|p| fold_name(&p.name) == written).map(|p| (p, true))
        })
    }

    /// The one person who holds the office at `words[at]`.
    pub(super) fn by_role(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        let role = role_at(words, at).filter(|role| !role.plural)?;
        let mut holders = self.persons.iter().enumerate().filter(|(_, p)| p.role.as_ref() == Some(&role.base));
        let (first, _) = holders.next()?;
        holders.next().is_none().then_some(first)
    }

    /// The function at `words[at]`, of somebody without a name.
    pub(super) fn nameless_role(words: &[Word<'_>], at: usize) -> Option<String> {
        role_at(words, at).filter(|role| !role.plural).map(|role| role.base)
    }

    /// The body that `words[at]` begins, as one that speaks: `de provincie`, `FNV`.
    pub(super) fn speaking_body<'a>(text: &'a str, words: &[Word<'_>], at: usize) -> Option<&'a str> {
        let first = words.get(at)?;
        let noun = at + usize::from(matches!(first.lower.as_ref(), "de" | "het"));
        let word = words.get(noun)?;
        let acronym = word.is_acronym();
        let body = BODIES.contains(&word.lower);
        if !(acronym || body) {
            return None;
        }
        let mut end = noun + 1;
        while words.get(end).is_some_and(|w| w.joined && (w.is_capitalised() || w.text == "&")) {
            end += 1;
        }
        let start = if acronym { word.range.start } else { first.range.start };
        Some(&text[start..words[end - 1].range.end])
    }

    /// The people with an office, in order of first mention.
    pub(super) fn into_officials(self) -> Vec<Official> {
        let with_office = self.persons.into_iter().filter(|p| p.role.is_some());
        with_office
            .map(|p| Official {
                name: p.name,
                role: p.role.unwrap_or_default(),
                modifiers: p.modifiers,
                portfolio: p.portfolio,
                organisation: p.organisation,
                party: p.party,
                mentions: p.mentions,
            })
            .collect()
    }

    /// Where person number `person` stands among the officials.
    pub(super) fn official_index(&self, person: usize) -> Option<u32> {
        self.persons[person].role.as_ref()?;
        let before = self.persons[..person].iter().filter(|p| p.role.is_some()).count();
        u32::try_from(before).ok()
    }
}

/// Names compare without case of infixes: `Van der Spoel` is `van der Spoel`.
fn fold_name(name: &str) -> String {
    name.to_lowercase().replace('’', "'")
}

/// `FNV Metaal` right before an office.
fn body_before(text: &str, words: &[Word<'_>], role: usize) -> Option<String> {
    let mut first = role;
    while first > 0 && words[first].joined && (words[first - 1].is_capitalised() || words[first - 1].text == "&" || words[first - 1].text == "cao") {
        first -= 1;
    }
    let opener = words.get(first)?;
    let end = (first..role).rev().find(|&n| words[n].text != "cao")?;
    (opener.is_acronym() && first < role).then(|| text[opener.range.start..words[end].range.end].to_owned())
}

/// A run of policy-field words: `Klimaat en Energie`, `ruimtelijke ordening`.
fn portfolio_at(text: &str, words: &[Word<'_>], at: usize) -> Option<(String, usize)> {
    let is_field = |n: usize| words.get(n).is_some_and(|w: &Word<'_>| PORTFOLIO.contains(&w.lower));
    if !is_field(at) {
        return None;
    }
    let mut end = at + 1;
    loop {
        let separated = words.get(end).is_some_and(|w| !w.joined && &text[words[end - 1].range.end..w.range.start] == ", ");
        if is_field(end) && (words[end].joined || separated && words[at].is_capitalised() == words[end].is_capitalised()) {
            end += 1;
        } else if words.get(end).is_some_and(|w| w.joined && matches!(w.text, "en" | "&")) && is_field(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    Some((text[words[at].range.start..words[end - 1].range.end].to_owned(), end))
}

/// `van de gemeente Zandwijk`, `van FNV Transport & Logistiek`: the body, and the index past it.
fn body_at(text: &str, words: &[Word<'_>], preposition: usize) -> Option<(String, usize)> {
    let mut first = preposition + 1;
    if words.get(first).is_some_and(|w| matches!(w.text, "de" | "het")) {
        first += 1;
    }
    let noun = words.get(first).filter(|w| w.joined)?;
    let named = BODIES.contains(&noun.lower) || noun.is_acronym();
    let mut end = first + 1;
    while words.get(end).is_some_and(|w| w.joined && (w.is_capitalised() || w.text == "&" || w.text == "transport")) {
        end += 1;
    }
    // After `gemeente X`, a further name is the person's: leave two words for it at most once.
    (named && end > first).then(|| (text[noun.range.start..words[end - 1].range.end].to_owned(), end))
}

/// What follows an office in an apposition: a policy field, or the body it belongs to.
fn after_office(text: &str, words: &[Word<'_>], from: usize, end: usize) -> (Option<String>, Option<String>) {
    let mut first = from;
    while first < end && matches!(words[first].text, "van" | "bij" | "namens" | "voor" | "de" | "het" | "in") {
        first += 1;
    }
    if first >= end {
        return (None, None);
    }
    if let Some((portfolio, past)) = portfolio_at(text, words, first) {
        let rest = (past < end).then(|| after_office(text, words, past, end).1).flatten();
        return (Some(portfolio), rest);
    }
    let words = &words[first..end];
    let capital = words.iter().position(|w| w.is_capitalised());
    let body = words.first().is_some_and(|w| BODIES.contains(&w.lower) || w.is_capitalised());
    let organisation = body.then(|| &text[words[0].range.start..words[words.len() - 1].range.end]);
    let organisation = organisation.or_else(|| capital.map(|c| &text[words[c].range.start..words[words.len() - 1].range.end]));
    (None, organisation.filter(|o| o.len() <= 80).map(str::to_owned))
}

/// What stands in parentheses behind a name: field, party, body, or a place in a photograph.
fn classify_parenthesis(inside: &str, facts: &mut Facts) {
    let lower = inside.to_lowercase();
    let first = lower.split([' ', ',']).next().unwrap_or_default();
    let party = lower.split(',').next().unwrap_or_default().trim();
    if PARTIES.contains(party) {
        facts.party = Some(inside.split(',').next().unwrap_or_default().trim().to_owned());
    } else if PORTFOLIO.contains(first) {
        facts.portfolio.get_or_insert_with(|| inside.to_owned());
    } else if inside.starts_with(char::is_uppercase) && inside.len() <= 60 && !inside.bytes().any(|b| b.is_ascii_digit()) {
        facts.organisation.get_or_insert_with(|| inside.to_owned());
    }
}

/// Whether `range` of one block holds a mention, and which come first.
pub(super) fn mentions_in<'p>(people: &'p People, block: usize, range: &Range<usize>) -> impl Iterator<Item = &'p Mention> {
    let range = range.clone();
    people.mentions.iter().filter(move |m| m.span.block as usize == block && range.contains(&(m.span.start as usize)) && m.span.end as usize <= range.end + 1)
}
