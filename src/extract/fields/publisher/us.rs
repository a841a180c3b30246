//! Finds the party, club or institution that speaks of itself in a text: it says *wij*, or the text is its press release.
//!
//! Leaves out public bodies, of which most texts are news (`most_named`, `own_text`).

use std::sync::LazyLock;

use regex::Regex;

use super::publisher;
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::pattern::pattern;
use crate::dutch::verbs::{is_finite_verb, is_past};
use crate::dutch::words::{OPENS_NO_NAME, PARTIES, STOP_WORDS, is_body_noun, is_place};
use crate::extract::draft::{Draft, Region};
use crate::sources::bodies::kind_of;

/// Marks that open a quotation.
pub(super) const OPEN_QUOTES: [char; 5] = ['“', '‘', '"', '„', '«'];

/// Longest line, in bytes, that calls a text a press release.
const LABEL: usize = 60;

/// Owners of *wij* and *onze* who are a medium or a street, and no club.
const OF_OTHERS: [&str; 6] = [
    "redactie",
    "lezers",
    "krant",
    "verslaggever",
    "luisteraars",
    "straat",
];

/// The name of a club, a party or an institution.
pub(super) const NAME: &str =
    r"\p{Lu}[\p{L}&/’'-]*(?: (?:(?:van|voor|der|de|het) )*\p{Lu}[\p{L}&/’'-]*)*";

/// Who says *wij* in a text: `Als Bond voor Schippers zetten wij ons in` at the start of a sentence, `Wij van Dorpsbelang
/// Zandwijk`, `planten we als stad Zandwijk`, `vanuit Dorpsbelang houden wij`.
static SPEAKS_AS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[.!?] )Als (?:fractie van (?:de |het )?)?({NAME}) \p{{Ll}}+ (?:we|wij)\b|\b[Ww]ij van (?:de |het )?({NAME})|\b[Ww](?:e|ij) als ((?:stad|gemeente|provincie|waterschap) {NAME})|\b(?:[Vv]anuit|[Nn]amens) (?:de |het )?({NAME}) \p{{Ll}}+ (?:we|wij)\b"
    ))
});

/// Returns the body as which a text without metadata speaks of *wij*, outside quotation marks.
pub(super) fn speaks_as(draft: &Draft) -> Option<Publisher> {
    let is_text = draft.claims.titles.is_empty();
    let content = draft
        .blocks
        .iter()
        .filter(|block| is_text && block.region == Region::Content);
    content.map(|block| block.text.as_str()).find_map(|text| {
        let may_speak = ["Als ", "ij van ", " als ", "anuit ", "amens "]
            .iter()
            .any(|words| text.contains(words));
        let found = may_speak.then(|| SPEAKS_AS.captures(text))??;
        let name = found.iter().skip(1).flatten().next()?;
        let is_quoted = text[..name.start()].contains(OPEN_QUOTES);
        let kind = kind_of(name.as_str()).unwrap_or(PublisherKind::Other);
        // `Als Nederland moeten wij`
        let is_land = is_place(name.as_str())
            || matches!(
                name.as_str(),
                "Nederland" | "Vlaanderen" | "België" | "Europa"
            );
        (!is_quoted && !is_land).then(|| publisher(name.as_str(), kind, PublisherEvidence::Text))
    })
}

/// Whose members, helpers or customers a text names: `leden van vv De Vaart`.
static MEMBERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:[Ll]eden|[Vv]rijwilligers|[Ss]tudenten|[Ll]eerlingen|[Mm]edewerkers|[Oo]nderzoekers|[Pp]atiënten|[Kk]lanten|[Dd]onateurs|[Hh]uurders|[Ii]nformatiepunt) van (?:de |het )?((?:(?:\p{{Ll}}+|v\.v\.) )?{NAME})"
    ))
});

/// A name that a sentence opens with, and the word behind it: `De VVD Zandwijk draagt`.
static ACTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:^|[.!?] )(?:De |Het )?({NAME}) (\p{{Ll}}+)\b")));

/// Returns the party, club or institution of which a text without metadata tells what it does, if the writer says *wij* or
/// calls the text a press release. There is none if sentences tell so of several. A text that tells so once does it in
/// its title or first paragraph, says *wij* beside it, or speaks of what only such a body has: *onze leden*.
pub(super) fn tells_of_us(draft: &Draft, title: Option<&str>) -> Option<Publisher> {
    if !draft.claims.titles.is_empty() {
        return None;
    }
    let texts = || draft.texts(draft.body.clone());
    let voices: Vec<bool> = texts()
        .filter_map(|text| says_we(text, &OF_OTHERS))
        .collect();
    let is_for_press = draft.blocks.iter().any(|block| {
        block.text.len() <= LABEL && block.text.to_lowercase().contains("persbericht")
    });
    if voices.is_empty() && !is_for_press || !voices.iter().all(|is_open| *is_open) {
        return None;
    }
    let mut clubs = title.into_iter().chain(texts()).flat_map(clubs_of);
    let Some(first) = clubs.next() else {
        // `Onze kleedkamers zijn klaar. Een compliment aan alle leden van vv De Vaart.`
        let beside = texts().filter(|text| says_we(text, &OF_OTHERS).is_some());
        let members = beside.flat_map(|text| MEMBERS.captures_iter(text));
        let mut members = members.filter_map(|found| Some(found.get(1)?.as_str()));
        let name = members.next().filter(|name| is_named_by_noun(name))?;
        let kind = kind_of(name).unwrap_or(PublisherKind::Other);
        return members
            .all(|other| other == name)
            .then(|| publisher(name, kind, PublisherEvidence::Text));
    };
    let (mut name, mut count) = (first, 1);
    for other in clubs {
        if !other.contains(name) && !name.contains(other) {
            return None;
        }
        // `Groen`, and `Groen Zandwijk`
        name = if other.len() > name.len() {
            other
        } else {
            name
        };
        count += 1;
    }
    let noun = name.split(' ').next().unwrap_or(name).to_lowercase();
    let is_beside = |text: &str| {
        text.contains(name) && kind_of(name).is_none() && says_we(text, &OF_OTHERS).is_some()
    };
    // `Heeft u een klacht? Meld die bij ons.`
    let to_reader = || {
        texts().any(|text| {
            [" u ", " uw ", "ij ons"]
                .iter()
                .any(|word| text.contains(word))
        })
    };
    let first_paragraph = || texts().next().filter(|_| is_club(name) || to_reader());
    let mut opening = title.into_iter().chain(first_paragraph());
    let is_own = !voices.is_empty() && opening.any(|text| clubs_of(text).any(|club| club == name))
        || texts().any(|text| is_beside(text) || has_of_own(text, &noun));
    let kind = kind_of(name).unwrap_or(PublisherKind::Other);
    (count > 1 && is_club(name) || is_own).then(|| publisher(name, kind, PublisherEvidence::Text))
}

/// Whether the writer speaks of what only a body has, outside quotation marks: *onze leden*, or the `noun` of the body:
/// *ons ziekenhuis*.
fn has_of_own(text: &str, noun: &str) -> bool {
    let found = OWNED.captures_iter(text);
    let mut found = found.filter_map(|found| found.get(1));
    found.any(|owned| {
        let is_own = OF_BODIES.contains(&owned.as_str()) || noun.ends_with(owned.as_str());
        is_own && !is_quoted(&text[..owned.start()])
    })
}

/// What belongs to the writer: `onze leden`.
static OWNED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[Oo]n(?:s|ze) (\p{Ll}{4,})\b"));

/// What only a body has.
const OF_BODIES: [&str; 24] = [
    "leden",
    "huurders",
    "klanten",
    "patiënten",
    "cliënten",
    "leerlingen",
    "studenten",
    "donateurs",
    "vrijwilligers",
    "medewerkers",
    "bestuursleden",
    "bestuur",
    "voorzitter",
    "directeur",
    "bestuurder",
    "organisatie",
    "website",
    "klantenservice",
    "klantcontactcentrum",
    "verpleegkundigen",
    "rechercheurs",
    "agenten",
    "jaarvergadering",
    "achterban",
];

/// Returns the clubs of which sentences of a text tell what they do.
fn clubs_of(text: &str) -> impl Iterator<Item = &str> {
    let quotation = text.find(OPEN_QUOTES).unwrap_or(text.len());
    ACTS.captures_iter(text).filter_map(move |found| {
        let (name, verb) = (found.get(1)?, found.get(2)?.as_str());
        let is_quoted = name.start() > quotation;
        let ends_like_verb = verb.ends_with('t') && !STOP_WORDS.contains(verb);
        let is_verb = is_finite_verb(verb) || is_past(verb) || ends_like_verb;
        let name = name.as_str();
        // `Leden van de Bond staken`
        let is_of_members = MEMBERS.is_match(name);
        let is_body = !is_of_members && (is_club(name) || is_institution(name));
        (!is_quoted && is_verb && is_body).then_some(name)
    })
}

/// Whether one person writes a text, outside quotation marks: *Ik zie alleen dozen*.
pub(super) fn says_i(text: &str) -> bool {
    let words = text.match_indices(char::is_alphabetic).map(|(at, _)| at);
    let mut begins = words.filter(|&at| !text[..at].ends_with(char::is_alphanumeric));
    begins.any(|at| {
        let word = text[at..].split(|c: char| !c.is_alphabetic()).next();
        matches!(word, Some("Ik" | "ik" | "mijn" | "Mijn")) && !is_quoted(&text[..at])
    })
}

/// Most bytes before a place that may hold the beginning of a quotation. Bounds the time for a paragraph of any length.
const QUOTATION: usize = 10_000;

/// Whether a quotation is open where the words before a place end.
pub(super) fn is_quoted(before: &str) -> bool {
    let from = before.len().saturating_sub(QUOTATION);
    let before = &before[before.floor_char_boundary(from)..];
    let (opened, closed) = (before.matches('“').count(), before.matches('”').count());
    opened > closed || before.matches('"').count() % 2 == 1
}

/// Whether a name is that of a party, an acronym, or of a club by its noun: *VVD Zandwijk*, *Dorpsbelang Zandwijk*.
fn is_club(name: &str) -> bool {
    let is_acronym = |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 1;
    name.split([' ', '/']).any(|word| {
        let lower = word.to_lowercase();
        PARTIES.contains(&lower)
            || is_acronym(word) && !word.contains('-')
            || CLUBS.iter().any(|noun| lower.ends_with(noun))
    }) && !opens_with_stop_word(name)
}

/// Whether a name is the noun of a body and a name of its own: *Ziekenhuis De Vaart*. A noun alone may be any, and a
/// *hoogheemraad* is no *raad*.
fn is_institution(name: &str) -> bool {
    let Some((noun, _)) = name.split_once(' ') else {
        return false;
    };
    let noun = noun.to_lowercase();
    let is_governing =
        ["gemeente", "provincie", "waterschap", "ministerie"].contains(&noun.as_str());
    is_body_noun(&noun)
        && !is_governing
        && !ROLE_FORMS.contains_key(noun.as_str())
        && !opens_with_stop_word(name)
}

/// Whether a name is that of a body of any kind. It may begin with its noun in lower case: *basisschool De Vaart*.
pub(super) fn is_body(name: &str) -> bool {
    let opens_small = name.starts_with(char::is_lowercase);
    if opens_small {
        let (noun, own) = name.split_once(' ').unwrap_or((name, ""));
        return !own.is_empty() && (is_body_noun(noun) || kind_of(name).is_some());
    }
    let whole = || {
        !name.contains(' ')
            && CLUBS
                .iter()
                .chain(&ALONE)
                .any(|noun| name.to_lowercase().ends_with(noun))
    };
    let is_list = || name.starts_with("Lijst ");
    kind_of(name).is_some() || is_club(name) || is_institution(name) || is_list() || whole()
}

/// Whether a name of several words has the noun of a body, and not just an acronym: *Politie Zandwijk*, *gemeente Zandwijk*.
pub(super) fn is_named_by_noun(name: &str) -> bool {
    let by_noun = kind_of(name).is_some() || is_institution(name);
    let is_club = || {
        name.split(' ').any(|word| {
            let lower = word.to_lowercase();
            PARTIES.contains(&lower) || CLUBS.iter().any(|noun| lower.ends_with(noun))
        })
    };
    name.contains(' ')
        && is_body(name)
        && (name.starts_with(char::is_lowercase) || by_noun || is_club())
}

/// Nouns in which the name of one word of an institution ends: *Lucasziekenhuis*.
const ALONE: [&str; 6] = ["ziekenhuis", "school", "college", "bank", "museum", "fonds"];

/// Whether a sentence opens with a function word before a name: *Wat de Bond Zandwijk doet*.
fn opens_with_stop_word(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or(name).to_lowercase();
    STOP_WORDS.contains(&first) || OPENS_NO_NAME.contains(&first)
}

/// Last parts of nouns and names of clubs and the like.
const CLUBS: [&str; 14] = [
    "stichting",
    "vereniging",
    "bond",
    "federatie",
    "comité",
    "belang",
    "belangen",
    "platform",
    "partij",
    "greenpeace",
    "milieudefensie",
    "dienst",
    "hogeschool",
    "lyceum",
];

/// What all who read a text have in common: *ons land*.
const OF_ALL: [&str; 6] = [
    "land",
    "samenleving",
    "tijd",
    "economie",
    "democratie",
    "wereld",
];

/// Whether a text that says *wij* or *onze* of its writer, outside quotation marks, leaves open who that is; not so *Wij,
/// bewoners*, *Wij zijn een school*, or *onze fractie* where a *fractie* is one of `others`. `None` if it says neither.
pub(super) fn says_we(text: &str, others: &[&str]) -> Option<bool> {
    let mut words = text.split(' ').peekable();
    let mut is_quoted = false;
    let mut found = false;
    while let Some(word) = words.next() {
        is_quoted |=
            word.starts_with(OPEN_QUOTES) || word.starts_with("''") || word.starts_with(",,");
        let next = words.peek().copied().unwrap_or_default();
        let is_own = matches!(
            word,
            "We" | "we" | "Wij" | "wij" | "Onze" | "onze" | "Ons" | "ons"
        );
        if is_own && !is_quoted {
            let owner = next.trim_matches(|c: char| !c.is_alphanumeric());
            let tells = owner == "zijn" && words.clone().nth(1) == Some("een");
            if tells || others.iter().any(|other| owner.ends_with(other)) {
                return Some(false);
            }
            found |= !OF_ALL.contains(&owner);
        }
        if matches!(word, "Wij," | "wij,") && !is_quoted {
            return Some(false);
        }
        let end = word.trim_end_matches(['.', ',', ':', ';', '?', '!']);
        is_quoted &= !end.ends_with(['”', '"', '’', '»']) && !end.ends_with("''");
    }
    found.then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_we_may_be_named() {
        for (text, own) in [
            ("We maken de brug veilig.", Some(true)),
            ("De brug is oud. Daarom maken wij hem veilig.", Some(true)),
            ("“We maken de brug veilig”, zegt Smit.", None),
            ("Wij, bewoners van de kade, zijn tegen.", Some(false)),
            ("Wij zijn een ziekenhuis.", Some(false)),
            ("Onze fractie dient een motie in.", Some(false)),
            ("De gemeente maakt de brug veilig.", None),
            ("In ons land zijn veel bruggen.", None),
        ] {
            assert_eq!(says_we(text, &["fractie"]), own, "{text}");
        }
    }

    #[test]
    fn a_text_of_us_is_that_of_whom_it_tells() {
        let we = "Dat vinden we een goede stap.";
        for (texts, name) in [
            (
                [
                    "De VVD Zandwijk draagt de brug een warm hart toe.",
                    "Daarom wil de VVD ook een sluis.",
                    we,
                    "De VVD Zandwijk stemt voor.",
                ],
                Some("VVD Zandwijk"),
            ),
            (
                [
                    "De VVD stemt voor.",
                    "Het CDA stemt tegen.",
                    we,
                    "De VVD wil een sluis.",
                ],
                None,
            ),
            (
                [
                    "De VVD stemt voor.",
                    "De VVD wil een sluis.",
                    "“Dat vinden we goed”, zegt Bos.",
                    "",
                ],
                None,
            ),
            (
                [
                    "Ziekenhuis De Vaart houdt de spoedpost open.",
                    we,
                    "Wethouder Bos is blij.",
                    "Wie een afspraak in ons ziekenhuis heeft, merkt er niets van.",
                ],
                Some("Ziekenhuis De Vaart"),
            ),
            (
                [
                    "De gemeente Zandwijk sluit de brug.",
                    "Wij zijn tegen.",
                    "Ziekenhuizen zijn ook tegen.",
                    we,
                ],
                None,
            ),
        ] {
            let found = tells_of_us(&Draft::of_paragraphs(&texts), None).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{texts:?}");
        }
    }
}
