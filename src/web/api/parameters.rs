//! The parameters of the interface, and what is wrong with those of a request.
//!
//! Leaves out what they ask for (`asked`).

use super::cursor::Cursor;
use super::problem::{Mistake, Problem, mistake};
use crate::web::asked::{Asked, LAST_PAGE};

/// The version of the interface.
pub(super) const VERSION: &str = "1.0.0";

/// Most results on one page.
pub(super) const MOST: usize = 100;

/// Longest value of a parameter, in characters.
const LONGEST: usize = 1000;

/// The values of the parameter `soort`.
pub(super) const KINDS: [&str; 4] = ["nieuws", "persbericht", "toespraak", "kamerstuk"];

/// A parameter of the interface: its name, and what it means.
pub(super) type Parameter = (&'static str, &'static str);

/// The parameters that narrow what is found.
pub(super) const NARROWING: &[Parameter] = &[
    ("q", "Query in the query language"),
    ("van", "Published on or after this day, month or year"),
    ("tot", "Published on or before this day, month or year"),
    ("uitgever", "Name of a publisher; may be repeated"),
    ("persoon", "Name of an official; may be repeated"),
    ("ambt", "An office; may be repeated"),
    ("partij", "A party; may be repeated"),
    ("onderwerp", "A topic; may be repeated"),
    ("soort", "Kind: nieuws, persbericht, toespraak or kamerstuk"),
    ("jaar", "Year of publication"),
];

/// The parameters of lists.
pub(super) const PAGING: &[Parameter] = &[
    ("sorteer", "`datum` for the newest first"),
    ("pagina", "Number of the page, from 1"),
    ("aantal", "Number of results on a page, at most 100"),
    (
        "cursor",
        "Where the list goes on, as the `Link` to the next results of an answer says; in place of `pagina`",
    ),
];

/// The parameter of who said it.
pub(super) const SPEAKER: &[Parameter] = &[("spreker", "Name of the speaker")];

/// The parameters of a verification.
pub(super) const CLAIM: &[Parameter] = &[
    ("tekst", "The words to verify"),
    ("spreker", "Name of the speaker"),
];

/// The parameters of a timeline.
pub(super) const INTERVAL: &[Parameter] = &[("per", "`dag`, `week`, `maand` or `jaar`")];

/// The parameters of the feed of changes.
pub(super) const AFTER: &[Parameter] = &[
    ("na", "Number of the last change that is known; 0 for all"),
    ("aantal", "Number of changes, at most 100"),
];

/// The parameters of the register of persons.
pub(super) const PERSON: &[Parameter] = &[
    ("naam", "A name, or words of a name"),
    ("ambt", "An office in its base form"),
];

/// Returns all that is wrong with a request whose parameters are `known`.
pub(super) fn mistakes(asked: &Asked, known: &[&[Parameter]]) -> Vec<Mistake> {
    let is_known = |name: &&str| {
        known
            .iter()
            .copied()
            .flatten()
            .any(|(known, _)| known == name)
    };
    let mut mistakes: Vec<Mistake> = asked
        .fields()
        .filter(|name| !is_known(name))
        .map(|name| mistake(name, "there is no such parameter"))
        .collect();
    for (name, most) in [("pagina", LAST_PAGE), ("aantal", MOST)] {
        if let Some(value) = asked.get(name).filter(|_| is_known(&name)) {
            let number = value.parse::<usize>().ok();
            if !number.is_some_and(|number| (1..=most).contains(&number)) {
                mistakes.push(mistake(
                    name,
                    format!("`{value}` is not a number from 1 to {most}"),
                ));
            }
        }
    }
    if let Some(value) = asked
        .get("na")
        .filter(|value| !value.parse().is_ok_and(|number: i64| number >= 0))
    {
        mistakes.push(mistake(
            "na",
            format!("`{value}` is not a number from 0 on"),
        ));
    }
    if let Some(Err(what)) = asked.get("cursor").map(str::parse::<Cursor>) {
        mistakes.push(mistake("cursor", what));
    }
    if asked.get("cursor").is_some() && asked.get("pagina").is_some() {
        mistakes.push(mistake("cursor", "give `cursor` or `pagina`, not both"));
    }
    for (name, values) in [
        ("sorteer", &["datum"][..]),
        ("per", &["dag", "week", "maand", "jaar"]),
    ] {
        if let Some(value) = asked
            .get(name)
            .filter(|value| is_known(&name) && !values.contains(value))
        {
            mistakes.push(mistake(
                name,
                format!("`{value}` is not one of {}", values.join(", ")),
            ));
        }
    }
    for name in known.iter().copied().flatten().map(|(name, _)| *name) {
        for value in asked.all(name) {
            if value.chars().count() > LONGEST {
                mistakes.push(mistake(
                    name,
                    format!("a value has at most {LONGEST} characters"),
                ));
            }
            let year = |year: i16| (1800..=2200).contains(&year);
            match name {
                "soort" if !KINDS.contains(&value) => {
                    mistakes.push(mistake(
                        name,
                        format!("`{value}` is not one of {}", KINDS.join(", ")),
                    ));
                }
                "jaar" if !value.parse().is_ok_and(year) => {
                    mistakes.push(mistake(
                        name,
                        format!("`{value}` is not a year from 1800 to 2200"),
                    ));
                }
                _ => {}
            }
        }
    }
    if let Err(error) = asked.query()
        && let Problem::Mistakes(more) = Problem::from(error)
    {
        mistakes.extend(more);
    }
    mistakes
}
