//! Finds the body that a text shows to be its own.
//!
//! Leaves out the lines that name the publisher (`lines`).

use std::cmp::Reverse;
use std::collections::HashMap;

use super::clubs::has_of_own;
use super::publisher;
use super::voice::is_quoted;
use crate::document::{Publisher, PublisherEvidence};
use crate::dutch::offices::is_of;
use crate::extract::draft::{Draft, Region};
use crate::sources::bodies::{kind_of, named_in, tidy};

/// Least weight of a body that the text names only in passing. The title counts for three paragraphs.
const NAMED_OFTEN: usize = 5;

/// Returns the body that the text shows to be its own: the title or the first paragraph says what it
/// does, or the text names it often and no other body nearly as often. A body that is named in
/// passing, or that the text says it is not about, is not the publisher.
pub(super) fn most_named(draft: &Draft, title: Option<&str>) -> Option<Publisher> {
    let mut bodies: HashMap<String, Named> = HashMap::new();
    let body = draft.blocks[draft.body.clone()]
        .iter()
        .filter(|b| b.region == Region::Content)
        .map(|b| b.text.as_str());
    let texts: Vec<&str> = title.into_iter().chain(body).collect();
    for (order, text) in texts.iter().copied().enumerate() {
        for named in named_in(text) {
            let at = named.as_ptr() as usize - text.as_ptr() as usize;
            let entry = bodies.entry(tidy(named)).or_insert(Named {
                weight: 0,
                first: order,
                acts: false,
                denied: false,
                own: false,
            });
            entry.weight += if order == 0 { 3 } else { 1 };
            entry.acts |= order < EARLY && begins_sentence(text, at);
            entry.denied |= is_denied(&text[..at]);
            entry.own |= is_own(&text[..at]);
        }
    }
    let ours: Vec<&str> = texts.iter().copied().flat_map(ours).collect();
    let is_only = bodies.len() == 1;
    for (name, named) in &mut bodies {
        let kind = kind_of(name);
        named.own |= ours
            .iter()
            .any(|office| kind.is_some_and(|kind| is_of(office, kind)));
        // `ons waterschap`, and `Heemraad Smit van Waterschap De Vaart`; `Bel onze afdeling Wonen`, beside the only body
        let noun = name.split(' ').next().unwrap_or(name);
        let is_body = |own: &&str| own.eq_ignore_ascii_case(noun) && *own != "gemeente";
        let beside =
            |text: &&str| is_only && text.contains(name.as_str()) && has_of_own(text, noun);
        named.own |= ours.iter().any(is_body) || texts.iter().any(beside);
    }
    // *Drenthe zet in op …* says what the province of that name does.
    let early = &texts[..texts.len().min(EARLY)];
    for (name, named) in &mut bodies {
        named.acts |= early.iter().any(|text| acts_by_own_name(text, name));
    }
    let best = bodies
        .iter()
        .filter(|(_, named)| !named.denied)
        .max_by_key(|(name, named)| {
            (
                named.own,
                named.acts,
                named.weight,
                Reverse(named.first),
                (*name).clone(),
            )
        })?;
    let (name, named) = best;
    let others = bodies.iter().filter(|(other, _)| *other != name);
    let next = others
        .clone()
        .map(|(_, other)| other.weight)
        .max()
        .unwrap_or_default();
    let rivals = others.clone().filter(|(_, other)| other.acts).count();
    // `Gemeente A tekende. Voor de gemeente B voeren wij de taak al uit`: neither writes.
    let kind = kind_of(name);
    let mut alike = others.filter(|(other, _)| kind_of(other) == kind);
    if !named.own && alike.any(|(_, other)| named.weight <= 2 * other.weight) {
        return None;
    }
    // A text without a title may be about anybody: an answer, a letter, a part of a page.
    let is_own = named.own
        || title.is_some() && named.acts && (rivals == 0 || named.weight > next)
        || named.weight >= NAMED_OFTEN && named.weight > 2 * next;
    kind_of(name)
        .filter(|_| is_own)
        .map(|kind| publisher(name, kind, PublisherEvidence::Text))
}

/// How a text names a body.
struct Named {
    weight: usize,
    /// Number of the paragraph that names it first; 0 is the title.
    first: usize,
    /// Whether an early sentence begins with it, so that it says what the body does.
    acts: bool,
    /// Whether the text says that it is not about the body.
    denied: bool,
    /// Whether the writer is of the body: *onze gemeente Zandwijk*.
    own: bool,
}

/// Number of early texts: the title and two paragraphs.
const EARLY: usize = 3;

/// Whether a sentence of `text` begins with the own name of the body `name`: *Drenthe* for
/// *provincie Drenthe*.
fn acts_by_own_name(text: &str, name: &str) -> bool {
    let Some((_, own)) = name.split_once(' ') else {
        return false;
    };
    own.starts_with(char::is_uppercase)
        && text.match_indices(own).any(|(at, _)| {
            let after = text[at + own.len()..].chars().next();
            begins_sentence(text, at) && after.is_some_and(|c| c == ' ')
        })
}

/// Whether the name at byte `at` is the begin of a sentence, after an article and the organ of the body at most:
/// *De gemeente*, *Gedeputeerde Staten van de provincie*.
fn begins_sentence(text: &str, at: usize) -> bool {
    const ORGANS: [&str; 8] = [
        "Gedeputeerde Staten van",
        "Provinciale Staten van",
        "gemeenteraad van",
        "college van",
        "college van burgemeester en wethouders van",
        "algemeen bestuur van",
        "dagelijks bestuur van",
        "bestuur van",
    ];
    let before = without_article(&text[..at]);
    let organ = ORGANS.iter().find_map(|organ| {
        let rest = before.len().checked_sub(organ.len())?;
        let (rest, last) = before.split_at_checked(rest)?;
        last.eq_ignore_ascii_case(organ).then_some(rest)
    });
    let before = organ.map_or(before, without_article);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '–', '-'])
}

/// Returns `text` without an article at its end.
fn without_article(text: &str) -> &str {
    let text = text.trim_end();
    let article = ["De", "Het", "de", "het"].iter().find_map(|article| {
        text.strip_suffix(article)
            .filter(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace))
    });
    article.unwrap_or(text).trim_end()
}

/// Whether the words before a name say that the writer is of the body: *onze mooie gemeente*, *het magazine van de
/// provincie*. What stands in quotation marks somebody else says.
fn is_own(before: &str) -> bool {
    // `Dijkbode is het magazine van de`
    let words = before.split_whitespace().rev();
    let article = usize::from(words.clone().next() == Some("de"));
    let is_periodical = words.clone().nth(article) == Some("van")
        && words
            .clone()
            .nth(article + 1)
            .is_some_and(|noun| ["magazine", "tijdschrift", "nieuwsbrief", "blad"].contains(&noun));
    let mut near = words.take(2);
    (is_periodical || near.any(|word| matches!(word, "onze" | "Onze" | "ons" | "Ons")))
        && !is_quoted(before)
}

/// Returns the offices of which a text says that they are ours, outside quotation marks: *onze burgemeester*.
fn ours(text: &str) -> impl Iterator<Item = &str> {
    let found = ["onze ", "Onze ", "ons ", "Ons "]
        .into_iter()
        .flat_map(|own| {
            let places = text.match_indices(own).map(|(at, _)| at);
            places.filter(|at| is_own(&text[..at + own.len()]))
        });
    found.filter_map(|at| {
        let mut words = text[at..].split(|c: char| !c.is_alphabetic());
        words.nth(1)
    })
}

/// Whether the words before a name deny it: *niet van de gemeente Zandwijk*.
fn is_denied(before: &str) -> bool {
    let words: Vec<String> = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .map(str::to_lowercase)
        .collect();
    let small = [
        "de", "het", "van", "door", "in", "uit", "voor", "namens", "om", "over",
    ];
    words
        .iter()
        .find(|word| !small.contains(&word.as_str()))
        .is_some_and(|word| matches!(word.as_str(), "niet" | "geen" | "buiten" | "behalve"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str, texts: &[&str]) -> Option<String> {
        most_named(&Draft::of_paragraphs(texts), Some(title)).map(|publisher| publisher.name)
    }

    #[test]
    fn an_organ_acts_for_its_body() {
        let texts = [
            "Gedeputeerde Staten van de provincie Eikenland maken plaats voor de gemeente Het Nieuwe Land.",
        ];
        let provincie = Some("provincie Eikenland".to_owned());
        assert_eq!(named("Nieuwe gemeente op de kaart", &texts), provincie);
    }

    #[test]
    fn a_writer_of_the_body_speaks_for_it() {
        let ours = "Dat past bij de kracht van onze mooie gemeente Zandwijk.";
        assert_eq!(
            named("Begroting", &["Armoede vraagt aandacht.", ours]).as_deref(),
            Some("gemeente Zandwijk")
        );
        let said = "“Zo zijn wij in onze gemeente Zandwijk”, zegt ze.";
        assert_eq!(named("Begroting", &[said]), None);
    }

    #[test]
    fn our_water_board_is_the_one_that_is_named() {
        let texts = [
            "Op 3 mei hield ons waterschap een avond over de dijk.",
            "Heemraad Ina Smit van Waterschap Veenland heette iedereen welkom.",
        ];
        let waterschap = Some("waterschap Veenland".to_owned());
        assert_eq!(named("Avond over de dijk", &texts), waterschap);
    }

    #[test]
    fn an_office_of_ours_is_that_of_the_body() {
        let texts =
            ["De raad gaat door met onze burgemeester, sinds 2013 die van de gemeente Zandwijk."];
        assert_eq!(
            named("Herbenoeming", &texts).as_deref(),
            Some("gemeente Zandwijk")
        );
    }

    #[test]
    fn a_body_is_the_publisher_if_the_text_says_what_it_does() {
        let zandwijk = Some("gemeente Zandwijk".to_owned());
        assert_eq!(
            named("Brug dicht", &["De gemeente Zandwijk sluit de brug."]),
            zandwijk
        );
        assert_eq!(
            named("Gemeente Zandwijk sluit brug", &["De brug is oud."]),
            zandwijk
        );
        assert_eq!(
            named(
                "Zandwijk sluit brug",
                &["In een plan van de gemeente Zandwijk staat waarom."]
            ),
            zandwijk
        );
        for text in [
            "De brug ligt op de grens met de gemeente Zandwijk.",
            "Deze brug is niet van de gemeente Zandwijk.",
            "Samen met de provincie Eikenland en de gemeente Zandwijk wordt de brug hersteld.",
        ] {
            assert_eq!(named("Brug dicht", &[text]), None, "{text}");
        }
    }
}
