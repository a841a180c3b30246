//! Tells the text of a body from texts about it: most texts that say what a body does are news.
//!
//! Leaves out which body a text names most (`most_named`).

use std::sync::LazyLock;

use regex::Regex;

use super::publisher;
use crate::document::{Publisher, PublisherEvidence, PublisherKind, TailKind};
use crate::dutch::offices::is_of;
use crate::dutch::pattern::pattern;
use crate::dutch::verbs::{is_finite_verb, is_past};
use crate::dutch::words::{PARTIES, STOP_WORDS, is_place};
use crate::extract::draft::{Draft, Region};
use crate::extract::fields::dates::is_line_of_publication;
use crate::extract::fields::tail;
use crate::sources::bodies::kind_of;

/// Marks that open a quotation.
const OPEN_QUOTES: [char; 5] = ['“', '‘', '"', '„', '«'];

/// Longest line, in bytes, that calls a text a press release.
const LABEL: usize = 60;

/// Words in the name of a site beside that of its body.
const OF_SITES: [&str; 14] = [
    "gemeente",
    "provincie",
    "waterschap",
    "ministerie",
    "van",
    "de",
    "het",
    "officiële",
    "website",
    "site",
    "welkom",
    "bij",
    "home",
    "portaal",
];

/// Owners of *wij* and *onze* who are not the body.
const OTHERS: [&str; 14] = [
    "fractie",
    "vereniging",
    "stichting",
    "museum",
    "ziekenhuis",
    "club",
    "partij",
    "leden",
    "school",
    "bibliotheek",
    "bedrijf",
    "redactie",
    "lezers",
    "straat",
];

/// Whether a text that tells what the body `name` does may be its own: it is a page of no other site, it has a note for
/// the press or the line of a news page, or it says *wij*. A page of another site is the body's if somebody who holds an
/// office there speaks.
pub(super) fn may_be_own(draft: &Draft, name: &str, kind: PublisherKind) -> bool {
    let is_page = !draft.claims.titles.is_empty();
    let blocks = || draft.blocks.iter();
    let is_for_press = || {
        blocks().any(|block| {
            // `P E R S B E R I C H T`
            let letters: String = block.text.chars().filter(|c| c.is_alphabetic()).collect();
            let is_heading = letters.eq_ignore_ascii_case("persbericht");
            is_heading
                || matches!(
                    tail::kind(block),
                    Some(TailKind::EditorNote | TailKind::Contact)
                )
        })
    };
    let is_news_page = || blocks().any(|block| is_line_of_publication(&block.text));
    let says_we = || {
        let texts = blocks().filter(|block| block.region == Region::Content);
        let voices: Vec<bool> = texts.filter_map(|block| says_we(&block.text)).collect();
        !voices.is_empty() && voices.iter().all(|is_open| *is_open)
    };
    let owners = draft.claims.publishers.iter().map(|(owner, _)| owner);
    let mut others = draft.claims.site_names.iter().chain(owners);
    let is_of_other = others.any(|site| is_other_site(site, name));
    if is_of_other {
        return blocks().any(|block| quotes_office(&block.text, kind));
    }
    is_page || is_for_press() || is_news_page() || says_we()
}

/// Who says *wij* in a text, at the start of a sentence: `Als Bond voor Schippers zetten wij ons in`.
static SPEAKS_AS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[.!?] )Als (?:fractie van (?:de |het )?)?(\p{Lu}[\p{L}&-]*(?: (?:(?:van|voor|de|het) )*\p{Lu}[\p{L}&-]*){0,3}) \p{Ll}+ (?:we|wij)\b",
    )
});

/// Returns the body as which a text without metadata speaks of *wij*, outside quotation marks.
pub(super) fn speaks_as(draft: &Draft) -> Option<Publisher> {
    let is_text = draft.claims.titles.is_empty();
    let content = draft
        .blocks
        .iter()
        .filter(|block| is_text && block.region == Region::Content);
    content.map(|block| block.text.as_str()).find_map(|text| {
        let found = text.contains("Als ").then(|| SPEAKS_AS.captures(text))??;
        let name = found.get(1)?;
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

/// A name that a sentence opens with, and the word behind it: `De VVD Zandwijk draagt`.
static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[.!?] )(?:De |Het )?(\p{Lu}[\p{L}&/-]*(?: \p{Lu}[\p{L}&/-]*){0,2}) (\p{Ll}+)\b")
});

/// Returns the party or club of which a text without metadata tells what it does, if the writer says *wij* or calls the
/// text a press release. There is none if sentences tell so of several.
pub(super) fn tells_of_us(draft: &Draft, title: Option<&str>) -> Option<Publisher> {
    if !draft.claims.titles.is_empty() {
        return None;
    }
    let content = draft.blocks[draft.body.clone()].iter();
    let texts = || {
        let content = content.clone();
        let content = content.filter(|block| block.region == Region::Content);
        content.map(|block| block.text.as_str())
    };
    let voices: Vec<bool> = texts().filter_map(says_we).collect();
    let is_for_press = draft.blocks.iter().any(|block| {
        block.text.len() <= LABEL && block.text.to_lowercase().contains("persbericht")
    });
    if voices.is_empty() && !is_for_press || !voices.iter().all(|is_open| *is_open) {
        return None;
    }
    let named = |text| {
        ACTS.captures_iter(text).filter_map(|found| {
            let (name, verb) = (found.get(1)?, found.get(2)?.as_str());
            let is_quoted = text[..name.start()].contains(OPEN_QUOTES);
            let ends_like_verb = verb.ends_with('t') && !STOP_WORDS.contains(verb);
            let is_verb = is_finite_verb(verb) || is_past(verb) || ends_like_verb;
            (!is_quoted && is_verb && is_club(name.as_str())).then_some(name.as_str())
        })
    };
    let mut clubs = title.into_iter().chain(texts()).flat_map(named);
    let first = clubs.next()?;
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
    let kind = kind_of(name).unwrap_or(PublisherKind::Other);
    (count > 1).then(|| publisher(name, kind, PublisherEvidence::Text))
}

/// Whether a name is that of a party, an acronym, or of a club by its noun: *VVD Zandwijk*, *Dorpsbelang Zandwijk*.
fn is_club(name: &str) -> bool {
    let is_acronym = |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 1;
    name.split([' ', '/']).any(|word| {
        let lower = word.to_lowercase();
        PARTIES.contains(&lower)
            || is_acronym(word) && !word.contains('-')
            || CLUBS.iter().any(|noun| lower.ends_with(noun))
    })
}

/// Last parts of nouns for clubs and the like.
const CLUBS: [&str; 12] = [
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
];

/// Whether a paragraph with a quotation names an office that only bodies of that kind have: *Gedeputeerde Smit: “…”*.
fn quotes_office(text: &str, kind: PublisherKind) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    text.contains(OPEN_QUOTES) && words.any(|word| is_of(&word.to_lowercase(), kind))
}

/// Whether a site has a name of its own: *Zwemclub De Otter*, but not *Zandwijk* for the *gemeente Zandwijk*.
fn is_other_site(site: &str, body: &str) -> bool {
    let lower = body.to_lowercase();
    let known: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    site.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| !word.is_empty() && !known.contains(&word) && !OF_SITES.contains(&word))
}

/// Whether a text that says *wij* or *onze* of its writer, outside quotation marks, leaves open who that is; not so *Wij,
/// bewoners*, *Wij zijn een school*, *onze fractie*. `None` if it says neither.
fn says_we(text: &str) -> Option<bool> {
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
            if tells || OTHERS.iter().any(|other| owner.ends_with(other)) {
                return Some(false);
            }
            found = true;
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
        ] {
            assert_eq!(says_we(text), own, "{text}");
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
        ] {
            let found = tells_of_us(&Draft::of_paragraphs(&texts), None).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{texts:?}");
        }
    }

    #[test]
    fn the_name_of_a_site_may_be_that_of_its_body() {
        assert!(!is_other_site("Zandwijk", "gemeente Zandwijk"));
        assert!(!is_other_site(
            "Welkom bij gemeente Zandwijk",
            "gemeente Zandwijk"
        ));
        assert!(is_other_site("Zandwijk Nieuws", "gemeente Zandwijk"));
        assert!(is_other_site("Zwemclub De Otter", "gemeente Zandwijk"));
    }
}
