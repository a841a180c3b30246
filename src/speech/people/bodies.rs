//! Finds the bodies that a text names, and to which of them a noun alone refers: *het waterschap*.
//!
//! Leaves out people, and the kinds of publishers (`sources`).

use std::ops::Range;

use crate::dutch::words::{
    BODIES_OF_WORDS, FIRST_NAMES, INFIXES, JOINED_NAMES, LONG_BODIES, NAMED_BODIES, OPINIONS,
    PARTIES, SECTIONS, is_body_noun, is_place,
};
use crate::speech::words::{Line, Word};

/// Functions that a company may have as well as a person, and the ends of longer ones: *netbeheerder*.
const COMPANIES: [&str; 20] = [
    "bouwer",
    "maker",
    "handelaar",
    "verlener",
    "winkelier",
    "keten",
    "initiatiefnemer",
    "ontwikkelaar",
    "exploitant",
    "eigenaar",
    "beheerder",
    "aannemer",
    "aanbieder",
    "vervoerder",
    "producent",
    "leverancier",
    "uitgever",
    "organisator",
    "opdrachtgever",
    "fabrikant",
];

/// Most words of a body's name that no noun explains.
const WORDS_OF_NAME: usize = 4;

/// A body with a name of its own.
#[derive(Debug)]
struct Body {
    /// The noun for it, in lower case: `waterschap`.
    noun: String,
    /// As the text names it, without an article: `waterschap Zuiderlanden`.
    name: String,
    acronym: Option<String>,
}

/// The bodies that a text names.
#[derive(Debug, Default)]
pub(super) struct Bodies(Vec<Body>);

impl Bodies {
    /// Notes the bodies that a line names. `is_before_person` tells that the name behind the noun at a word is a person's.
    pub(super) fn read(&mut self, line: &Line<'_>, is_before_person: impl Fn(usize) -> bool) {
        let words = &line.words;
        for at in 0..words.len() {
            let word = &words[at];
            let named = words
                .get(at + 1)
                .is_some_and(|next| next.joined && next.is_capitalized());
            let may_be_named = words
                .get(at + 1)
                .is_some_and(|next| next.joined && (next.is_capitalized() || next.text == "van"));
            if !may_be_named || !is_body_noun(&word.lower) || is_before_person(at) {
                continue;
            }
            let end = body_end(line, at);
            if !named && end == at + 1 {
                continue;
            }
            let name = line.slice(at, end);
            // `… (DBV)`
            let acronym = words
                .get(end)
                .filter(|word| word.is_acronym() && line.between(end - 1, end) == " (");
            let acronym = acronym.map(|word| word.text.to_owned());
            match self.0.iter_mut().find(|body| body.name == name) {
                Some(known) => known.acronym = known.acronym.take().or(acronym),
                None => self.0.push(Body {
                    noun: word.lower.to_string(),
                    name: name.to_owned(),
                    acronym,
                }),
            }
        }
    }

    /// Whether a word is the field of a ministry that the text names: *het ministerie van Defensie*.
    pub(super) fn is_field_of_ministry(&self, word: &str) -> bool {
        self.0.iter().any(|body| {
            matches!(&*body.noun, "ministerie" | "departement")
                && body.name.rsplit(' ').next() == Some(word)
        })
    }

    /// Returns the whole name of the only body to which `words` refer: *het waterschap*, *de DBV*. Returns
    /// the words if there is none or several.
    pub(super) fn whole_name(&self, words: &str) -> String {
        let (article, noun) = words.split_once(' ').unwrap_or(("", words));
        let has_article = matches!(article.to_lowercase().as_str(), "de" | "het" | "een");
        let noun = if has_article { noun } else { words };
        let small = noun.to_lowercase();
        let mut referred = self
            .0
            .iter()
            .filter(|body| body.acronym.as_deref() == Some(noun) || body.noun.ends_with(&small));
        match (referred.next(), referred.next()) {
            (Some(only), None) => only.name.clone(),
            _ if has_article => format!("{} {noun}", article.to_lowercase()),
            _ => words.to_owned(),
        }
    }
}

/// Whether a word in lower case names a group: *volkspartij*, *SP*.
pub(super) fn is_group(word: &str) -> bool {
    PARTIES.contains(word)
        || is_body_noun(word)
        || word.ends_with("partij")
        || word.ends_with("partijen")
}

/// Whether the first word of a name is that of a text or an event: *Reactie*, *Nationaal*.
pub(super) fn heads_thing(first: &str) -> bool {
    OPINIONS.contains(first)
        || SECTIONS.contains(first)
        || ["naal", "nale", "isch", "ische"]
            .iter()
            .any(|end| first.ends_with(end))
}

/// Returns the body with which `line` opens, if it can be a speaker, and those that commas and *en* join to it before a verb
/// of several: `de provincie`, `VVD, CDA en D66`.
pub(super) fn speaking_bodies<'a>(line: &Line<'a>) -> Vec<&'a str> {
    let first = speaking_body(line, 0);
    let list = first.as_ref().and_then(|first| list_of_bodies(line, first));
    let bodies = list.or(first.map(|first| vec![first]));
    bodies
        .into_iter()
        .flatten()
        .map(|body| line.slice(body.start, body.end))
        .collect()
}

/// Returns the bodies of a list that begins with `first`, if its verb is one of several.
fn list_of_bodies(line: &Line<'_>, first: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut bodies = vec![first.clone()];
    let mut end = first.end;
    loop {
        let next = line.words.get(end)?;
        let is_last = next.text == "en";
        if !is_last && line.between(end - 1, end) != ", " {
            return None;
        }
        let body = speaking_body(line, end + usize::from(is_last))?;
        end = body.end;
        bodies.push(body);
        if is_last {
            break;
        }
    }
    // The verb may stand before all.
    let verb = line.words.get(end);
    verb.is_none_or(|verb| verb.lower.ends_with('n'))
        .then_some(bodies)
}

/// Returns the words of the body that begins at word `at`, if it can be a speaker, without an article before a name.
fn speaking_body(line: &Line<'_>, at: usize) -> Option<Range<usize>> {
    let first = line.words.get(at)?;
    let noun = at + usize::from(matches!(first.lower.as_ref(), "de" | "het" | "een"));
    let word = line.words.get(noun)?;
    if let Some(end) = own_name_end(line, noun) {
        return Some(noun..end);
    }
    let has_name = line
        .words
        .get(noun + 1)
        .is_some_and(|w| w.joined && w.is_capitalized());
    if word.is_acronym() || is_body_noun(&word.lower) || is_party(word) {
        let end = body_end(line, noun);
        let is_named = word.is_acronym() || has_name || end > noun + 1;
        return Some(if is_named { noun } else { at }..end);
    }
    // `het Openbaar Ministerie`
    let second = line.words.get(noun + 1)?;
    // `Jaap Bond`
    let is_named = word.is_capitalized()
        && second.joined
        && second.is_capitalized()
        && !FIRST_NAMES.contains(word.text);
    // `Reactie Omgevingsdienst Zandwijk:`, `Energiebedrijven Eneco en Vattenfall`
    let is_before_name = heads_thing(&word.lower) || NAMED_BODIES.contains(&second.lower);
    let first = noun + usize::from(is_before_name);
    (is_named && is_body_noun(&second.lower)).then(|| first..body_end(line, noun + 1))
}

/// Returns the index after a name of several words that no noun explains: *Tweede Kamer*, *Veilig Verkeer Nederland*.
fn own_name_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let words = &line.words;
    let first = words.get(at).filter(|word| word.is_capitalized())?;
    let listed = (at + 2..=at + WORDS_OF_NAME)
        .rev()
        .filter(|end| *end <= words.len())
        .find(|end| BODIES_OF_WORDS.contains(line.slice(at, *end)));
    // `Nu Nederland`: the first word of a sentence may be any word.
    let may_be_name = first.joined && !FIRST_NAMES.contains(first.text) && !is_place(first.text);
    let behind = words[at + 1..].iter().take(WORDS_OF_NAME - 1);
    let country = behind
        .take_while(|word| word.joined && word.is_capitalized())
        .position(|word| word.text == "Nederland");
    let of_country = country.filter(|_| may_be_name).map(|n| at + n + 2);
    listed.or(of_country)
}

/// Whether words begin with a party, with or without an article: *de VVD*, *coalitiepartij Dorpsbelang*.
pub(in crate::speech) fn opens_with_party(words: &[Word<'_>]) -> bool {
    let article = words
        .first()
        .is_some_and(|word| matches!(word.lower.as_ref(), "de" | "het"));
    let behind = words.get(usize::from(article)..).unwrap_or_default();
    // `Groen is tevreden`, but `Groen gas`
    let is_name = matches!(behind, [name, verb, ..]
        if is_party(name) && verb.joined && verb.is_finite_verb());
    // `oppositiepartij Dorpsbelang`, but `De partij` is the one before
    let is_noun = behind.first().is_some_and(|noun| {
        let kind = noun.lower.strip_suffix("partij");
        let kind = kind.or(noun.lower.strip_suffix("fractie"));
        kind.is_some_and(|kind| !kind.is_empty())
    });
    is_name || is_noun
}

/// Whether a word is the name of a party: `PvdA`.
fn is_party(word: &Word<'_>) -> bool {
    word.is_capitalized() && PARTIES.contains(&word.lower)
}

/// Bodies that are named only after a place.
const OF_PLACES_ALONE: [&str; 4] = ["gemeente", "provincie", "waterschap", "hoogheemraadschap"];

/// Most words in capitals of a body's name. Bounds the time for a line of nothing but such words.
const LONGEST: usize = 20;

/// Returns the index after a body's name: after the capitalized words that continue it.
pub(super) fn body_end(line: &Line<'_>, noun: usize) -> usize {
    let words = &line.words;
    let names = |from: usize| {
        let goes_on =
            |w: &&Word<'_>| w.joined && (w.is_capitalized() || matches!(w.text, "&" | "transport"));
        from + words[from.min(words.len())..]
            .iter()
            .take(LONGEST)
            .take_while(goes_on)
            .count()
    };
    let mut end = names(noun + 1);
    // `wethouder van gemeente Waterhoek Frank ten Have`
    let is_name = |at: &usize| {
        let next = words.get(at + 1).filter(|next| next.joined);
        FIRST_NAMES.contains(words[*at].text)
            && next.is_some_and(|next| next.is_capitalized() || INFIXES.contains(&next.lower))
    };
    if OF_PLACES_ALONE.contains(&words[noun].lower.as_ref())
        && let Some(name) = (noun + 2..end).find(is_name)
    {
        end = name;
    }
    // `waterschap Aa en Maas`
    let rest = words
        .get(noun + 1)
        .filter(|first| first.is_capitalized())
        .map(|first| &line.text[first.range.start..]);
    let own_name = JOINED_NAMES
        .iter()
        .filter(|name| rest.is_some_and(|rest| rest.starts_with(*name)));
    if let Some(name) = own_name.max_by_key(|name| name.len()) {
        return noun + 1 + name.split(' ').count();
    }
    if words[noun].text == "Raad" && end == noun + 1 {
        return council_end(words, noun).unwrap_or(end);
    }
    let is_long = LONG_BODIES
        .iter()
        .any(|long| words[noun].lower.ends_with(long));
    while is_long && end < noun + 6 {
        let joiner = words.get(end).filter(|word| {
            word.joined && matches!(word.text, "van" | "op" | "voor" | "en" | "in" | "tegen")
        });
        let after = names(end + 1);
        // `college van burgemeester`: only names go on.
        if joiner.is_none_or(|word| word.text != "van" && end == noun + 1) || after == end + 1 {
            break;
        }
        end = after;
    }
    let is_ministry = matches!(words[noun].lower.as_ref(), "ministerie" | "departement");
    let fields = is_ministry.then(|| fields_end(line, end)).flatten();
    fields.unwrap_or(end)
}

/// Returns the index after the fields of a ministry behind a comma, of which the first is at word `at`: *ministerie van
/// Onderwijs, Cultuur en Wetenschap*.
fn fields_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let [field, and, last, ..] = line.words.get(at..)? else {
        return None;
    };
    let is_list = line.between(at - 1, at) == ", "
        && field.is_capitalized()
        && and.joined
        && and.text == "en"
        && last.joined
        && last.is_capitalized();
    is_list.then_some(at + 3)
}

/// Returns the index after what the council at word `at` is named after: *Raad van State*, *Raad voor de Rechtspraak*.
fn council_end(words: &[Word<'_>], at: usize) -> Option<usize> {
    let joined = |n: usize| words.get(n).filter(|word| word.joined);
    joined(at + 1).filter(|word| matches!(word.text, "van" | "voor"))?;
    let article = joined(at + 2).filter(|word| matches!(word.text, "de" | "het"));
    let name = at + 2 + usize::from(article.is_some());
    joined(name)
        .filter(|word| word.is_capitalized())
        .map(|_| name + 1)
}

/// Whether a function may be that of a company: *netbeheerder*.
pub(super) fn is_company(function: &str) -> bool {
    COMPANIES.iter().any(|noun| function.ends_with(noun))
}
