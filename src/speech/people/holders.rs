//! Finds who holds an office that stands alone: *de wethouder*, *de Emmer burgemeester*.
//!
//! Leaves out names (`People::by_part_of_name`).

use super::name_word::is_name_word;
use super::role::{PersonRole, role_at};
use super::same_name::is_first_part;
use super::{Mention, People, Person};
use crate::dutch::offices::{before_names, is_former, may_mean};
use crate::dutch::words::{PARTIES, is_body_noun};
use crate::speech::words::{Line, Word};

/// Number of letters in which a place and its adjective agree: *Emmen*, *Emmer*.
const SAME_PLACE: usize = 3;

/// Nouns of those who speak for somebody else.
const OF_OTHERS: [&str; 6] = [
    "woordvoer",
    "voorlicht",
    "advoca",
    "raadsm",
    "rechter",
    "officier",
];

/// Offices whose names end that of another one: a *burgemeester* is no *meester*.
const ENDINGS: [&str; 6] = [
    "meester",
    "leraar",
    "rechter",
    "premier",
    "president",
    "trainer",
];

/// Adjectives of an office that somebody else held, holds or will hold.
const OF_ANOTHER: [&str; 4] = ["huidige", "vorige", "toekomstige", "beoogde"];

/// Offices of a country, and the adjectives of countries whose texts these are.
const NATIONAL: [&str; 4] = ["minister", "premier", "president", "staatssecretaris"];
const NATIONS: [&str; 3] = ["nederlandse", "vlaamse", "belgische"];

/// Nouns for those who lead, help or judge somebody else.
const HELPERS: [&str; 28] = [
    "ambtenaar",
    "inspecteur",
    "arts",
    "dokter",
    "agent",
    "rechter",
    "ombudsman",
    "commandant",
    "trainer",
    "coach",
    "commentator",
    "notaris",
    "directeur",
    "voorzitter",
    "docent",
    "leraar",
    "leerkracht",
    "monteur",
    "aannemer",
    "gids",
    "leider",
    "verlener",
    "makelaar",
    "verhuurder",
    "eigenaar",
    "burgemeester",
    "wethouder",
    "minister",
];

/// Those of them that may be another word for the person just named, where the text says of what: *de voorzitter van
/// RTV Veenland*.
const OF_GROUPS: [&str; 4] = ["voorzitter", "directeur", "leider", "eigenaar"];

impl People {
    /// Returns the person who holds the office at `words[at]`, if only one person does.
    pub(in crate::speech) fn by_role(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        if self.persons.is_empty() {
            return None;
        }
        // `de Emmer burgemeester`
        let place = words.get(at).filter(|word| is_name_word(word));
        let role =
            role_at(words, at).or_else(|| role_at(words, at + 1).filter(|_| place.is_some()));
        let role = role.filter(|role| !role.plural && !self.is_of_somebody_new(role))?;
        let place = place.filter(|_| role.first > at);
        // `de bestuurder`, where one is a *bestuurder* and others may be called so
        let has_it =
            |person: &Person| person.role.as_ref() == Some(&role.base) && person.may_be_of(&role);
        let mut own = self
            .persons
            .iter()
            .enumerate()
            .filter(|(_, person)| has_it(person));
        if place.is_none()
            && let (Some((only, person)), None) = (own.next(), own.next())
            && !person.is_of_another_time(&role)
        {
            return Some(only);
        }
        let mut holders = self
            .persons
            .iter()
            .enumerate()
            // `de commandant` for a `brandweercommandant`
            .filter(|(_, p)| {
                place.is_none_or(|place| {
                    let body = p.organisation.as_deref();
                    // `de Deense minister`
                    let is_near =
                        place.text.ends_with("se") && !is_of_other_country(&role.base, place);
                    body.map_or(is_near, |body| is_of_place(body, place))
                }) && p.role.as_deref().is_some_and(|known| {
                    known == role.base
                        || known.ends_with(&role.base) && !ENDINGS.contains(&role.base.as_str())
                        || may_mean(&role.base, Some(known))
                }) && !p.is_of_another_time(&role)
                    && p.may_be_of(&role)
            });
        let (first, _) = holders.next()?;
        holders.next().is_none().then_some(first)
    }

    /// Whether a person of a party may be the member whom the text calls so: *Kamerlid Bos is blij. Ina Smit (SP) twijfelt.
    /// “…”, aldus het Kamerlid.*
    pub(in crate::speech) fn may_be_member(&self, person: usize) -> bool {
        let person = &self.persons[person];
        person.role.is_none() && person.party.is_some()
    }

    /// Whether the text names a person only behind byte `at` of a block.
    pub(in crate::speech) fn is_named_behind(
        &self,
        person: usize,
        block: usize,
        at: usize,
    ) -> bool {
        let first = self.persons[person].first_mention();
        first.is_some_and(|first| first > (block as u32, at as u32))
    }

    /// Whether the text brought on somebody else with an office right before: *Een woordvoerder laat weten dat … “…”, aldus de
    /// woordvoerder.*
    fn is_of_somebody_new(&self, role: &PersonRole) -> bool {
        let is_new = |block: usize| self.brought_on.contains(&(block, role.base.clone()));
        self.reading
            .is_some_and(|reading| (reading.saturating_sub(1)..=reading).any(is_new))
    }

    /// Whether a mention in a block is the first of its person, with the whole name.
    pub(in crate::speech) fn is_first_whole(&self, mention: &Mention, block: usize) -> bool {
        let person = &self.persons[mention.person];
        let is_whole = person.given.is_some() && person.surname.is_some();
        is_whole && person.first_mention() == Some((block as u32, mention.span.start))
    }

    /// Notes where offices stand without a name.
    pub(super) fn note_without_name(&mut self, line: &Line<'_>) {
        let words = line.words;
        for at in 1..words.len() {
            let is_definite = matches!(words[at - 1].lower.as_ref(), "de" | "het");
            let is_new = words[at - 1].lower == "een";
            if !is_definite && !is_new || !words[at].joined {
                continue;
            }
            let Some(office) = Self::office_at(words, at) else {
                continue;
            };
            let next = words.get(office.end);
            if next.is_some_and(|next| next.joined && next.is_capitalized()) {
                continue;
            }
            if is_definite {
                let place = (line.block as u32, words[at].range.start as u32);
                self.without_name.entry(office.base).or_insert(place);
            } else {
                self.brought_on.insert((line.block, office.base));
            }
        }
    }

    /// Whether an office stands without a name before a word of a block.
    fn stands_before(&self, office: &PersonRole, block: usize, word: &Word<'_>) -> bool {
        let here = (block as u32, word.range.start as u32);
        let first = self.without_name.get(&office.base);
        first.is_some_and(|first| *first < here)
    }

    /// Whether the office at `words[at]` is in another body than the person's: *de voorzitter van de bond*.
    pub(in crate::speech) fn is_of_other_body(
        &self,
        person: usize,
        words: &[Word<'_>],
        at: usize,
    ) -> bool {
        let Some(own) = self.persons[person].organisation.as_deref() else {
            return false;
        };
        let after =
            (at + 1..words.len().min(at + 4)).find(|&n| matches!(words[n].text, "van" | "bij"));
        let Some(first) = after.map(|of| of + 1) else {
            return false;
        };
        let article = words
            .get(first)
            .is_some_and(|word| matches!(word.text, "de" | "het"));
        let body = &words[words.len().min(first + usize::from(article))..];
        let own: Vec<String> = own.split(' ').map(str::to_lowercase).collect();
        let is_body = body
            .first()
            .is_some_and(|word| word.joined && (article || word.is_capitalized()));
        let is_own = |word: &Word<'_>| {
            own.iter()
                .any(|own| is_first_part(own, &word.lower) || *own == word.lower)
        };
        // `de Tweede Kamer`, not `de Eerste Kamer`
        let is_other_house = body.first().is_some_and(|word| {
            matches!(word.lower.as_ref(), "eerste" | "tweede") && !is_own(word)
        });
        is_body && (is_other_house || !body.iter().take(4).any(is_own))
    }

    /// Returns the office at `words[at]` if it may be that of the person just spoken of: one of several
    /// holders, a person without a known office, or *de bewindsman*. Texts seldom name spokespersons. `is_said` tells that
    /// the office stands behind a verb of saying.
    pub(in crate::speech) fn may_hold(
        &self,
        person: usize,
        is_said: bool,
        block: usize,
        words: &[Word<'_>],
        at: usize,
    ) -> Option<PersonRole> {
        // `De nieuwe dijkgraaf`
        let adjective = words.get(at).is_some_and(|word| word.lower.ends_with('e'));
        let role = role_at(words, at).or_else(|| role_at(words, at + 1).filter(|_| adjective));
        let role = role.filter(|role| !role.plural)?;
        // `de Deense minister`
        let is_foreign = role.first > at && is_of_other_country(&role.base, &words[at]);
        if is_foreign || self.persons[person].is_of_another_time(&role) {
            return None;
        }
        let spoken_of = &self.persons[person];
        let known = spoken_of.role.as_deref();
        let speaks_for_others = OF_OTHERS.iter().any(|noun| role.base.contains(noun));
        // Who has said nothing yet may be anybody: `Ina Smit viel van de trap. De huisarts kwam direct.` The trade of the only
        // person is likely his own: `Jan Smit sluit zijn zaak. “Het is mooi geweest”, zegt de bakker.`
        // `Ina Smit staat te glimmen. “Het is gelukt”, zegt de lijsttrekker.`
        let is_named = || {
            spoken_of
                .mentions
                .iter()
                .any(|span| span.block as usize == block)
        };
        let is_near = self.persons.len() == 1 || spoken_of.spoke || is_said && is_named();
        // `“Auto’s rijden te hard”, zegt Jan Smit. De wethouder belooft drempels.` But a member of a party may be *het
        // raadslid*, unless one stood without a name before.
        let may_help = || {
            let is_member = spoken_of.party.is_some() && role.base.ends_with("lid");
            is_member && spoken_of.spoke && !self.stands_before(&role, block, &words[at])
        };
        // `Raadslid Ina Smit is niet overtuigd. “…”, aldus de fractievoorzitter`
        let leads_members = |known: &str| {
            let leads = matches!(role.base.as_str(), "fractievoorzitter" | "fractieleider");
            leads && is_said && is_named() && known.ends_with("lid")
        };
        let may_be_own = !speaks_for_others && is_near && (!is_helper(&role, words) || may_help());
        // `de marinecommandant` for the *commandant*
        let is_compound = |known: &str| role.base.ends_with(known) && !ENDINGS.contains(&known);
        let is_own = known.map_or(may_be_own, |known| {
            is_compound(known) || leads_members(known)
        });
        (is_own || may_mean(&role.base, known)).then_some(role)
    }
}

/// Whether an office is one of those who lead, help or judge others, and so hardly another word for the person just
/// named. *De voorzitter van RTV Veenland* and *de afdelingsvoorzitter* may be: they say of what.
fn is_helper(role: &PersonRole, words: &[Word<'_>]) -> bool {
    let has_body = matches!(words.get(role.end..), Some([of, body, rest @ ..])
    if of.text == "van" && {
        let is_article = matches!(body.text, "de" | "het");
        let name = if is_article { rest.first() } else { Some(body) };
        name.is_some_and(|name| {
            // `de voorzitter van de bond`: each body has its chairman, but *de directeur van het museum* may be another
            let is_chair = is_article && role.base == "voorzitter" && is_body_noun(&name.lower);
            name.joined && (name.is_capitalized() || is_chair)
        })
    });
    let is_described =
        |noun: &&str| role.base.ends_with(*noun) && (has_body || role.base.len() > noun.len());
    let leads = || {
        before_names().any(|office| office == role.base)
            || HELPERS.iter().any(|noun| role.base.ends_with(noun))
    };
    !OF_GROUPS.iter().any(is_described) && leads()
}

impl Person {
    /// Returns the block and the byte of the first mention.
    fn first_mention(&self) -> Option<(u32, u32)> {
        let places = self.mentions.iter().map(|span| (span.block, span.start));
        places.min()
    }

    /// Whether the person may be of the party of an office: *de PvdA-voorman*.
    fn may_be_of(&self, role: &PersonRole) -> bool {
        let Some(party) = role
            .organisation
            .as_deref()
            .filter(|own| PARTIES.contains(&own.to_lowercase()))
        else {
            return true;
        };
        let own = self.party.as_deref().or(self.organisation.as_deref());
        own.is_some_and(|own| own.eq_ignore_ascii_case(party))
    }

    /// Whether the person held the office at another time than the one spoken of: *oud-burgemeester Smit* is not *de
    /// burgemeester*, and *burgemeester Smit* is neither *de oud-burgemeester* nor *de huidige burgemeester*.
    fn is_of_another_time(&self, role: &PersonRole) -> bool {
        let is_of_another = |own: &&String| OF_ANOTHER.contains(&own.as_str());
        let marked = role.modifiers.iter().find(is_of_another);
        let is_same = self.role.as_ref() == Some(&role.base);
        is_former(&self.modifiers) && !is_former(&role.modifiers)
            || is_same && is_former(&role.modifiers) && !is_former(&self.modifiers)
            || marked.is_some_and(|own| !self.modifiers.contains(own))
    }
}

/// Whether a capitalized adjective makes a national office that of another country: *de Deense minister*.
fn is_of_other_country(office: &str, adjective: &Word<'_>) -> bool {
    NATIONAL.contains(&office)
        && adjective.is_capitalized()
        && !NATIONS.contains(&adjective.lower.as_ref())
}

/// Whether an adjective of a place may be that of the place in a body's name: *Emmer* for *gemeente Emmen*.
fn is_of_place(body: &str, adjective: &Word<'_>) -> bool {
    let stem: String = adjective.lower.chars().take(SAME_PLACE).collect();
    body.split([' ', '-'])
        .any(|word| word.to_lowercase().starts_with(&stem))
}
