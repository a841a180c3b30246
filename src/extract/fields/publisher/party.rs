//! Finds the political party whose text speaks of what only a party has: *onze fractie*, *onze statenleden*.
//!
//! Leaves out clubs and institutions, and parties that only say *wij* (`us`).

use std::sync::LazyLock;

use regex::Regex;

use super::publisher;
use super::us::is_quoted;
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::dutch::pattern::pattern;
use crate::dutch::words::{PARTIES, is_place};
use crate::extract::draft::Draft;

/// What belongs to a party.
static OWNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b[Oo]nze (?:fractie|partij|(?:staten|raads|commissie|gemeenteraads)(?:lid|leden)|fractievoorzitter|lijst?trekker|kandidatenlijst)\b",
    )
});

/// A word that may be the name of a party or begin with it: *CDA-leden*.
static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\p{Lu}[\p{L}\d&]+"));

/// What may be a place behind the name of a party: *VVD De Bilt*.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ (\p{Lu}\p{L}+)(?: \p{Lu}\p{L}+)?"));

/// Returns the party that writes a text without metadata, if the party that the text names first is also the one it names
/// most often.
pub(super) fn of_party(draft: &Draft, title: Option<&str>) -> Option<Publisher> {
    if !draft.claims.titles.is_empty() {
        return None;
    }
    let texts = draft.texts(draft.body.clone());
    texts.clone().any(speaks_of_own).then_some(())?;
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
    let ((_, whole, count), others) = parties.split_first()?;
    let is_most = others.iter().all(|(.., other)| other < count);
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

/// Returns each party that a text names, alone and with the place behind it.
fn parties_in(text: &str) -> impl Iterator<Item = (&str, &str)> {
    WORD.find_iter(text).filter_map(move |name| {
        let is_name = name.as_str().chars().skip(1).any(char::is_uppercase);
        (is_name && PARTIES.contains(&name.as_str().to_lowercase())).then_some(())?;
        let behind = BEHIND.captures(&text[name.end()..]);
        let mut words = behind.iter().flat_map(|found| found.iter().flatten());
        let place = words.find(|words| is_place(words.as_str().trim_start()));
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
}
