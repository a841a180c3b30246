//! Finds the political party whose text speaks of what only a party has (*onze fractie*, *onze statenleden*), or names
//! its members without the party.
//!
//! Leaves out clubs and institutions, and parties that only say *wij* (`clubs`).

use std::sync::LazyLock;

use regex::Regex;

use super::publisher;
use super::voice::is_quoted;
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::pattern::pattern;
use crate::dutch::words::{FIRST_NAMES, PARTIES, is_place};
use crate::extract::draft::Draft;

/// What belongs to a party.
static OWNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b[Oo]n(?:ze|s) (?:fractie|partij|(?:staten|raads|commissie|gemeenteraads)(?:lid|leden)|fractievoorzitter|lijst?trekker|kandidatenlijst|(?:regio-?|afdelings)?bestuurs(?:lid|leden)|burgerleden|verkiezingsprogramma)\b",
    )
});

/// A word that may be the name of a party or begin with it: *CDA-leden*, *PvdA/GroenLinks*, *Partij voor de Dieren*.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    let several = PARTIES.iter().filter(|name| name.contains(' '));
    let several: Vec<&str> = several.collect();
    let word = r"\p{Lu}[\p{L}\d&]+";
    pattern(&format!(
        r"\b(?:(?i:{})\b|N-VA\b|{word}(?:/{word})?)",
        several.join("|")
    ))
});

/// A member of a party or of a council, with the name. News names the party too: *VVD-raadslid*, *(VVD)*.
static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:^|[ (])(?i:fractievoorzitter|fractieleider|(?:gemeente|burger)?raadslid|statenlid|lijst?trekker|burgerlid) ",
        r"\p{Lu}[\p{L}.’'-]*(?: (?:van|de|der|den|ter|ten|het))* \p{Lu}[\p{L}’'-]+",
    ))
});

/// What may be a place behind the name of a party: *VVD De Bilt*.
static BEHIND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^ (\p{Lu}[\p{L}-]+)(?: \p{Lu}\p{L}+)?"));

/// Returns the party that writes a text without metadata, if the party that the text names first is also the one it names
/// most often.
pub(super) fn of_party(draft: &Draft, title: Option<&str>) -> Option<Publisher> {
    if !draft.claims.titles.is_empty() {
        return None;
    }
    let texts = draft.texts(draft.body.clone());
    let opens = |text: &str| {
        parties_in(text)
            .next()
            .is_some_and(|(name, _)| text.starts_with(name))
    };
    let is_about_party = title.is_some_and(opens);
    let is_ours = texts.clone().any(speaks_of_own);
    let is_own = is_ours || is_about_party && texts.clone().any(names_own);
    is_own.then_some(())?;
    let mut parties: Vec<(&str, &str, usize)> = Vec::new();
    for (name, with_place) in title.into_iter().chain(texts).flat_map(parties_in) {
        match parties.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, whole, count)) => {
                *count += 1;
                if with_place.len() > whole.len() {
                    *whole = with_place;
                }
            }
            None => parties.push((name, with_place, 1)),
        }
    }
    let ((first, whole, count), others) = parties.split_first()?;
    // `VVD Zandwijk: sluis nu`
    let is_label = title
        .and_then(|title| title.split_once(':'))
        .is_some_and(|(label, _)| label.starts_with(first) && label.len() <= whole.len());
    let is_most = others.iter().all(|(.., other)| other < count) || is_label && is_ours;
    is_most.then(|| publisher(whole, PublisherKind::Other, PublisherEvidence::Text))
}

/// Whether the writer of a text, outside quotation marks, speaks of what only a party has.
fn speaks_of_own(text: &str) -> bool {
    // Behind a single mark, which may be an apostrophe, nothing is sure to be the writer's.
    let marks = [text.find('‘'), text.find(" '")].into_iter().flatten();
    let sure = marks.min().unwrap_or(text.len());
    let sure = if text.starts_with('\'') { 0 } else { sure };
    let mut owned = OWNED.find_iter(&text[..sure]);
    owned.any(|owned| !is_quoted(&text[..owned.start()]))
}

/// Whether the writer of a text names a member of a party without the party.
fn names_own(text: &str) -> bool {
    MEMBER.find_iter(text).any(|member| {
        let behind = &text[member.end()..];
        let tells = [" (", " van ", ", "]
            .iter()
            .any(|begin| behind.starts_with(begin));
        !tells && !is_quoted(&text[..member.start()])
    })
}

/// Returns each party that a text names, alone and with the place behind it.
fn parties_in(text: &str) -> impl Iterator<Item = (&str, &str)> {
    WORD.find_iter(text).filter_map(move |name| {
        let mut letters = name.as_str().chars().skip(1);
        let is_name = letters.any(|c| c.is_uppercase() || c.is_ascii_digit());
        let mut parts = name.as_str().split('/');
        let are_parties = parts.all(|part| PARTIES.contains(&part.to_lowercase()));
        // `dienden wij samen met SP en VVD een motie in`: others
        let sentence = text[..name.start()].rsplit(". ").next().unwrap_or_default();
        let is_helper = sentence.contains("samen met ");
        (is_name && are_parties && !is_helper).then_some(())?;
        let behind = BEHIND.captures(&text[name.end()..]);
        let mut words = behind.iter().flat_map(|found| found.iter().flatten());
        // `VVD Zandwijk: stop met wachten`
        let is_label = |end: usize| text[name.end() + end..].starts_with(':');
        let is_group = [
            "fractie van ",
            "fractie van de ",
            "afdeling van ",
            "bestuur van ",
        ]
        .iter()
        .any(|group| text[..name.start()].ends_with(group));
        // `heeft D66 Zandwijk twee moties ingediend`, but not `het VVD Kamerlid`, `D66 Ina Bos`
        let may_be_place = |end: usize, word: &str| {
            let goes_on = text[name.end() + end..].starts_with(' ')
                && text[name.end() + end + 1..].starts_with(char::is_lowercase);
            let lower = word.to_lowercase();
            let is_noun = ["ing", "dag", "avond", "congres", "leden"]
                .iter()
                .any(|end| lower.ends_with(end));
            goes_on && !is_noun && !FIRST_NAMES.contains(word) && !ROLE_FORMS.contains_key(&*lower)
        };
        let place = words.find(|words| {
            let word = words.as_str().trim_start();
            is_group || is_place(word) || is_label(words.end()) || may_be_place(words.end(), word)
        });
        let end = name.end() + place.map_or(0, |place| place.end());
        Some((name.as_str(), &text[name.start()..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_speaks_of_what_only_it_has() {
        for (texts, name) in [
            (
                [
                    "De VVD Zandvoort wil een sluis.",
                    "Het CDA aarzelt. Onze fractie stemt voor, zoals de VVD beloofde.",
                ],
                Some("VVD Zandvoort"),
            ),
            (
                [
                    "Op de CDA-avond sprak de wethouder.",
                    "Onze raadsleden waren er ook.",
                ],
                Some("CDA"),
            ),
            (
                [
                    "De VVD wil een sluis.",
                    "“Onze fractie stemt voor”, zegt Ina Smit.",
                ],
                None,
            ),
            (
                [
                    "De VVD wil een sluis.",
                    "'Onze fractie stemt voor', zegt Ina Smit.",
                ],
                None,
            ),
            (
                [
                    "Het CDA wil een sluis.",
                    "Onze fractie aarzelt. De VVD is voor, en de VVD heeft haast.",
                ],
                None,
            ),
            (["De VVD wil een sluis.", "Onze leden zijn voor."], None),
        ] {
            let found = of_party(&Draft::of_paragraphs(&texts), None).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{texts:?}");
        }
    }

    #[test]
    fn a_party_names_its_members_without_the_party() {
        for (title, text, name) in [
            (
                "PvdA/GroenLinks wil een sluis",
                "Fractievoorzitter Ina Bos: “Het is tijd.”",
                Some("PvdA/GroenLinks"),
            ),
            (
                "Partij voor de Dieren wil een sluis",
                "De Partij voor de Dieren vraagt erom, zegt raadslid Ina van den Berg.",
                Some("Partij voor de Dieren"),
            ),
            (
                "VVD Nieuwerveen: sluis nu",
                "De VVD vraagt erom, zegt raadslid Ina Bos.",
                Some("VVD Nieuwerveen"),
            ),
            (
                "VVD wil een sluis",
                "Fractievoorzitter Ina Bos (VVD) vindt het tijd.",
                None,
            ),
            (
                "VVD wil een sluis",
                "VVD-raadslid Ina Bos vindt het tijd.",
                None,
            ),
            (
                "Raad wil een sluis van de VVD",
                "Raadslid Ina Bos vindt het tijd.",
                None,
            ),
        ] {
            let draft = Draft::of_paragraphs(&[title, text]);
            let found = of_party(&draft, Some(title)).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{title} {text}");
        }
    }
}
