//! Finds the body whom the press or the readers of a text can ask: *Noot voor de redactie: bel de persdienst van De Bond*.
//!
//! Leaves out signatures and what a body tells of itself (`closing`).

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::line::is_paper;
use super::names::{NAME, is_body, long_form};
use super::news::is_news;
use super::publisher;
use crate::document::{Publisher, PublisherEvidence, PublisherKind};
use crate::dutch::pattern::pattern;
use crate::dutch::words::FIRST_NAMES;
use crate::extract::draft::Draft;
use crate::sources::bodies::{kind_of, named_in};
use crate::sources::media::is_medium;

/// Number of last lines that may tell whom to ask.
const LAST: usize = 6;

/// What a line for the press, or the heading above one, begins with or holds.
static FOR_PRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?i:noot |niet voor publicatie|(?:(?:meer )?info(?:rmatie)? )?voor (?:de )?(?:pers|redacties?|media)\b|pers(?:contact|voorlichting|dienst|informatie)|beeldmateriaal|",
        r"(?:voor )?(?:meer|nadere|verdere) informatie\b)|\b(?i:contact opnemen met|(?:van|voor) journalisten|interviews?:)"
    ))
});

/// What a line for readers begins with.
static FOR_READERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:vragen\?|reageren\?|heeft u |heb je |bel |mail |stuur |neem contact|kijk |met een gift|word (?:lid|donateur))|\b(?:[Bb]el|[Mm]ail|[Ss]tuur|[Ll]aat het|[Tt]erugluisteren|[Tt]erugkijken)\b",
    )
});

/// A heading above whom readers can ask.
static LABEL_FOR_READERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:vragen|contact(?:gegevens)?|meer weten|meer informatie|info(?:rmatie)?|inlichtingen)\b[^.]{0,20}$",
    )
});

/// A body with which a line begins.
static FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^(?:\\p{{Ll}}+ )?{NAME}(?:,|$)")));

/// The medium to which readers write or listen: `een brief aan De Toga`, `de app van Radio Vlietstad`.
static TO_MEDIUM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:(?:brief|reactie|tip|foto’s|foto's) (?:aan|naar)|(?:app|site|website|uitzending) van|[Ll]aat het) (?:de |het )?(?<name>{NAME})"
    ))
});

/// Whose service answers: `de persdienst van De Bond`, `persvoorlichting ROZ`, `de redactie van Omroep Veenland`.
static SERVICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?i:persvoorlichting|voorlichting|persdienst|(?:pers)?woordvoering|communicatie|redactie|afdeling (?:\p{{L}}+ ){{1,3}}?van)(?: van)?(?: de| het)? (?<name>(?:\p{{Ll}}+ )?{NAME})"
    ))
});

/// Whose member or servant answers: `Ina Bos, raadslid Hart voor Zandwijk`.
static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|, )(?i:(?:burger)?raadslid|statenlid|fractievoorzitter|fractiesecretaris|(?:bestuurs)?voorzitter|directeur|secretaris|bestuurslid|bestuurder|woordvoerder|persvoorlichter|coördinator)(?: van)?(?: de| het)? (?<name>(?:\p{{Ll}}+ )?{NAME})"
    ))
});

/// Whom readers can help: `Met een gift helpt u Stichting De Vaart`.
static HELPED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:helpt|steunt) (?:u|je|jij) (?:de |het )?(?<name>{NAME})|\b(?:lid|donateur) van (?:de |het )?(?<member>{NAME})"
    ))
});

/// Whose service answers, by the noun alone: `de afdeling communicatie van de rechtbank`.
static NOUN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?i:voorlichting|communicatie|persdienst) van (?:de|het) (\p{Ll}+)\b")
});

/// `Perscontact: Ina Bos, Intercommunale Zandwijk, dienst Wonen`
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:Pers)?[Cc]ontact(?:persoon)?: [^,]+, (?<name>{NAME})(?:,|$)"
    ))
});

/// Returns the body whom the press or the readers of a text without metadata can ask.
pub(super) fn contact(draft: &Draft) -> Option<Publisher> {
    if !draft.claims.titles.is_empty() {
        return None;
    }
    let texts: Vec<&str> = draft.texts(0..draft.blocks.len()).collect();
    let first = texts.len().saturating_sub(LAST).max(1);
    let mut lines = (first..texts.len()).rev();
    let found = lines.find_map(|at| {
        let (above, line) = (texts[at - 1], texts[at]);
        let is_for_press = FOR_PRESS.is_match(line) || FOR_PRESS.is_match(above) && is_label(above);
        if is_for_press {
            return for_press(line, &texts[..at]);
        }
        if LABEL_FOR_READERS.is_match(above) && FIRST.is_match(line) {
            return public(line);
        }
        FOR_READERS
            .is_match(line)
            .then(|| for_readers(draft, line, &texts[..at]))?
    })?;
    let name = long_form(found, texts.iter().copied()).unwrap_or(found);
    let medium = || is_medium(name).then_some(PublisherKind::Medium);
    let kind = kind_of(name)
        .or_else(medium)
        .unwrap_or(PublisherKind::Other);
    Some(publisher(name, kind, PublisherEvidence::SourceLine))
}

/// Longest heading, in bytes.
const LABEL: usize = 60;

/// Whether a line is a heading, and no sentence.
fn is_label(line: &str) -> bool {
    line.len() <= LABEL && !line.ends_with(['.', '!', '?'])
}

/// Returns the body that answers the press. `above` is the text, which names a body that has no noun: *De Eendracht*.
fn for_press<'t>(line: &'t str, above: &[&'t str]) -> Option<&'t str> {
    let is_named = |name: &str| {
        let first = name.split(' ').next().unwrap_or(name);
        let is_person = FIRST_NAMES.contains(first);
        is_body(name)
            || !is_person
                && name.starts_with(char::is_uppercase)
                && above.iter().any(|text| text.contains(name))
    };
    let services = SERVICE
        .captures_iter(line)
        .chain(MEMBER.captures_iter(line))
        .chain(PERSON.captures_iter(line));
    let mut names = services.filter_map(|found| Some(found.name("name")?.as_str()));
    let own = names.find(|name| is_named(name));
    own.or_else(|| public(line)).or_else(|| {
        let found = NOUN.captures(line)?;
        above.iter().find_map(|text| named_by(&found[1], text))
    })
}

/// Returns the name that begins with a noun: *rechtbank Zandwijk* for `rechtbank`.
fn named_by<'t>(noun: &str, text: &'t str) -> Option<&'t str> {
    static OWN: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^ {NAME}")));
    let mut places = text.match_indices(noun);
    places.find_map(|(at, _)| {
        let own = OWN.find(&text[at + noun.len()..])?;
        Some(&text[at..at + noun.len() + own.end()])
    })
}

/// Returns the public body or the medium that answers readers, if the text is no news about it. `above` is the text, which
/// names a medium that has no noun.
fn for_readers<'t>(draft: &Draft, line: &'t str, above: &[&'t str]) -> Option<&'t str> {
    let name_of = |found: Captures<'t>| Some(found.name("name")?.as_str());
    // Only a medium has editors.
    let mut services = SERVICE.captures_iter(line).filter_map(name_of);
    if let Some(medium) = services.find(|name| is_medium(name) || line.contains("redactie van ")) {
        return Some(medium);
    }
    let is_named = |name: &&str| is_paper(name) || above.iter().any(|text| text.contains(*name));
    let mut media = TO_MEDIUM.captures_iter(line).filter_map(name_of);
    if let Some(medium) = media.find(|name| is_named(name)) {
        return Some(medium);
    }
    let helped = || {
        let found = HELPED.captures(line)?;
        let name = found.name("name").or(found.name("member"))?.as_str();
        is_body(name).then_some(name)
    };
    let own = || helped().or_else(|| public(line));
    // The police tell what happened as news does.
    team(line).or_else(|| own().filter(|_| !is_news(draft)))
}

/// Returns the team of the police that a line names: `met het basisteam Zandwijk`.
fn team(line: &str) -> Option<&str> {
    static TEAM: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!(r"\b(?:basis|wijk|politie)team {NAME}")));
    Some(TEAM.find(line)?.as_str())
}

/// Returns the public body that a line names, if it is only one.
fn public(line: &str) -> Option<&str> {
    let mut bodies = named_in(line);
    let first = bodies.next()?;
    bodies.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_the_press_can_ask_publishes() {
        for (lines, name) in [
            (
                [
                    "Noot voor de redactie: bel de persvoorlichting van Stichting Zandwijk.",
                    "",
                ],
                Some("Stichting Zandwijk"),
            ),
            (
                ["Perscontact: Ina Bos, Vereniging Zandwijk, team Wonen", ""],
                Some("Vereniging Zandwijk"),
            ),
            (
                [
                    "Noot voor de redactie",
                    "Ina Bos, of de persdienst van De Vaart, 06",
                ],
                Some("De Vaart"),
            ),
            (
                ["Vragen van journalisten: persvoorlichting IWB", ""],
                Some("Instituut voor Water en Bodem"),
            ),
            (
                [
                    "Voor meer informatie kunt u bellen met Ina Bos, raadslid Hart voor Zandwijk.",
                    "",
                ],
                Some("Hart voor Zandwijk"),
            ),
            (
                [
                    "Noot voor de redactie",
                    "Bel Ina Bos, woordvoerder van wethouder De Wit, gemeente Zandwijk",
                ],
                Some("gemeente Zandwijk"),
            ),
            (
                [
                    "Heb je een tip? Stuur een bericht naar de redactie van Omroep Veenland.",
                    "",
                ],
                Some("Omroep Veenland"),
            ),
            (
                [
                    "Bel met de afdeling Vergunningen van de gemeente Zandwijk.",
                    "",
                ],
                Some("gemeente Zandwijk"),
            ),
            (
                [
                    "De afdeling communicatie van de rechtbank antwoordt op vragen van journalisten.",
                    "",
                ],
                Some("rechtbank Zandwijk"),
            ),
            (
                ["Met een gift helpt u Stichting Water- en Weideland.", ""],
                Some("Stichting Water- en Weideland"),
            ),
            (["Voor meer informatie: persvoorlichting Ina Bos", ""], None),
            (["De gemeente Zandwijk bouwt een brug.", ""], None),
            (
                ["Vragen?", "Gemeente Zandwijk, dienst Jeugd"],
                Some("gemeente Zandwijk"),
            ),
            (
                [
                    "Heeft u een tip? Mail dan naar de redactie van De Klepper.",
                    "",
                ],
                Some("De Klepper"),
            ),
            (
                ["Reageren? Schrijf een brief aan De Vaart.", ""],
                Some("De Vaart"),
            ),
            (
                ["Bel met het basisteam Vaartstreek.", ""],
                Some("basisteam Vaartstreek"),
            ),
        ] {
            let text = "De Vaart meet, zegt het Instituut voor Water en Bodem (IWB). Hart voor Zandwijk en Ina Bos zijn blij met de rechtbank Zandwijk.";
            let texts = ["Nieuwe brug", text, lines[0], lines[1]];
            let draft = Draft::of_paragraphs(&texts[..if lines[1].is_empty() { 3 } else { 4 }]);
            let found = contact(&draft).map(|own| own.name);
            assert_eq!(found.as_deref(), name, "{lines:?}");
        }
    }
}
