//! Finds the party, club or institution that speaks of itself in a text: it says *wij*, or the text is its press release.
//!
//! Leaves out public bodies, of which most texts are news (`most_named`, `own_text`).

use std::sync::LazyLock;

use regex::Regex;

use super::names::{
    NAME, NAMED, behind_capital_article, ends_with_noun, is_club, is_institution, is_name,
    is_named_by_noun, kind_or_other,
};
use super::publisher;
use super::voice::{OPEN_QUOTES, is_quoted, says_we};
use crate::document::{Publisher, PublisherEvidence};
use crate::dutch::pattern::pattern;
use crate::dutch::verbs::{is_finite_verb, is_past};
use crate::dutch::words::{STOP_WORDS, is_place};
use crate::extract::draft::{Draft, Region};
use crate::sources::bodies::kind_of;

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

/// Who says *wij* in a text: `Als Bond voor Schippers zetten wij ons in` at the start of a sentence, `Wij van Dorpsbelang
/// Zandwijk`, `planten we als stad Zandwijk`, `vanuit Dorpsbelang houden wij`.
static SPEAKS_AS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[.!?] )Als (?:fractie van (?:de |het )?)?({NAME}) \p{{Ll}}+ (?:we|wij)\b|\b[Ww]ij van (?:de |het )?({NAME})|\b[Ww](?:e|ij) als ((?:stad|gemeente|provincie|waterschap) {NAME})|\b(?:[Vv]anuit|[Nn]amens) (?:de |het )?({NAME}) \p{{Ll}}+ (?:we|wij)\b|(?:^|[.!?] )Bij (?:de |het )?(?<at>(?:(?:gemeente|provincie) )?{NAME}(?: en {NAME})?) \p{{Ll}}+ (?:we|wij)\b"
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
        let may_speak = ["Als ", "ij van ", " als ", "anuit ", "amens ", "Bij "]
            .iter()
            .any(|words| text.contains(words));
        let found = may_speak.then(|| SPEAKS_AS.captures(text))??;
        let name = found.iter().skip(1).flatten().next()?;
        let is_quoted = text[..name.start()].contains(OPEN_QUOTES);
        let kind = kind_or_other(name.as_str());
        // `Als Nederland moeten wij`
        let is_land = is_place(name.as_str())
            || matches!(
                name.as_str(),
                "Nederland" | "Vlaanderen" | "België" | "Europa"
            );
        // `Bij Zandwijk zien we`: a place
        let is_there = found.name("at").is_some() && !is_named_by_noun(name.as_str());
        (!is_quoted && !is_land && !is_there)
            .then(|| publisher(name.as_str(), kind, PublisherEvidence::Text))
    })
}

/// Whose members, helpers or customers a text names: `leden van vv De Vaart`.
static MEMBERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:[Ll]eden|[Vv]rijwilligers|[Ss]tudenten|[Ll]eerlingen|[Mm]edewerkers|[Oo]nderzoekers|[Pp]atiënten|[Kk]lanten|[Dd]onateurs|[Hh]uurders|[Ii]nformatiepunt) van (?:de |het )?((?:(?:\p{{Ll}}+|v\.v\.) )?{NAME})"
    ))
});

/// The name with which a title ends, behind a word in lower case: `Verslag jaarvergadering Dorpsbelang Zandwijk`.
static ENDS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r" \p{{Ll}}+ ({NAME})$")));

/// Whose meeting a title reports: `Verslag jaarvergadering Dorpsbelang Zandwijk, 3 mei 2021`.
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?i:(?:kort )?(?:verslag|notulen)) (?:\p{{Ll}}+ )*?\p{{Ll}}*vergadering (?:van )?(?:de |het )?((?:gemeente |waterschap )?{NAME})"
    ))
});

/// Returns the club or institution whose meeting the title of a text reports.
pub(super) fn meets(title: &str) -> Option<Publisher> {
    let name = MEETING.captures(title)?.get(1)?.as_str();
    let kind = kind_or_other(name);
    is_named_by_noun(name).then(|| publisher(name, kind, PublisherEvidence::Text))
}

/// A name that a sentence opens with, and the word behind it: `De VVD Zandwijk draagt`, `Ziekenhuis De Vaart en gemeente
/// tekenen`.
static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[.!?] )(?:De |Het )?({NAME})(?: en (?:de |het )?(?:gemeente|provincie|politie|waterschap)(?: {NAME})?)? (\p{{Ll}}+)\b"
    ))
});

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
        // `Verslag jaarvergadering Dorpsbelang Zandwijk`
        let ends = title
            .and_then(|title| ENDS.captures(title))
            .and_then(|found| Some(found.get(1)?.as_str()));
        let members = members.filter_map(|found| Some(found.get(1)?.as_str()));
        let mut members = members.chain(ends).chain(owners(&texts));
        let name = members
            .next()
            .filter(|name| is_named_by_noun(name) || ends_with_noun(name))?;
        let kind = kind_or_other(name);
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
    // `VVD Zandwijk: sluis nu`
    let label = title
        .and_then(|title| title.split_once(": "))
        .map(|(label, _)| label);
    let whole = label.filter(|label| label.starts_with(name) && is_name(label));
    let of_fraction = || texts().find_map(|text| whole_of_fraction(text, name));
    let whole = whole.or_else(of_fraction);
    let own = (count > 1 && is_club(name) || is_own).then_some(whole.unwrap_or(name));
    own.map(|name| {
        let kind = kind_or_other(name);
        publisher(name, kind, PublisherEvidence::Text)
    })
}

/// Returns the whole name of a party whose group a text names: *De fractie van Gemeentebelangen Zandwijk* for
/// *Gemeentebelangen*.
fn whole_of_fraction<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    static FRACTION: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!(r"\bfractie van (?:de |het )?({NAME})")));
    let whole = FRACTION.captures(text)?.get(1)?.as_str();
    let place = whole.strip_prefix(name)?;
    place.starts_with(' ').then_some(whole)
}

/// Returns the institutions of whose noun or part a text speaks as its own where it names them: *op onze afdeling in het
/// Vaart Ziekenhuis*.
fn owners<'t, I: Iterator<Item = &'t str>>(texts: &impl Fn() -> I) -> Vec<&'t str> {
    let own = texts().filter(|text| text.contains("onze ") || text.contains("ons "));
    let names = own.flat_map(|text| NAMED.find_iter(text).map(move |name| (text, name.as_str())));
    names
        .filter(|(text, name)| {
            let noun = name.split(' ').next().unwrap_or(name).to_lowercase();
            (is_named_by_noun(name) || ends_with_noun(name)) && has_of_own(text, &noun)
        })
        .map(|(_, name)| name)
        .collect()
}

/// Whether the writer speaks of what only a body has, outside quotation marks: *onze leden*, or the `noun` of the body:
/// *ons ziekenhuis*.
pub(super) fn has_of_own(text: &str, noun: &str) -> bool {
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
const OF_BODIES: [&str; 26] = [
    "afdeling",
    "docenten",
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

/// Whether a text opens with what a club or an institution does, which is no public body.
pub(super) fn opens(draft: &Draft) -> bool {
    let first = draft.texts(draft.body.clone()).next();
    first.is_some_and(|text| {
        let club = clubs_of(text).next();
        let opening = club.filter(|club| is_named_by_noun(club) && kind_of(club).is_none());
        opening.is_some_and(|club| behind_capital_article(text).starts_with(club))
    })
}

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
        // `Groen licht voor kunstgras`
        let is_word = matches!(name, "Groen" | "Vooruit");
        let is_body = !is_of_members && !is_word && (is_club(name) || is_institution(name));
        (!is_quoted && is_verb && is_body).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for (title, text, name) in [
            (
                "VVD Zandwijk: sluis nu",
                "De VVD wil een sluis. De VVD vraagt erom, want wij wachten al lang.",
                Some("VVD Zandwijk"),
            ),
            (
                "Verslag jaarvergadering Dorpsbelang Zandwijk",
                "Op woensdag hielden wij onze vergadering.",
                Some("Dorpsbelang Zandwijk"),
            ),
        ] {
            let draft = Draft::of_paragraphs(&[title, text]);
            let found = tells_of_us(&draft, Some(title)).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{title}");
        }
    }
}
