//! Tells whether the words behind a quotation say that somebody speaks, whom no attribution reads: *, zegt een
//! aanwezige*.
//!
//! Leaves out attributions to those whom the text names (`attribution`).

use crate::dutch::verbs::SAYS;

/// Words that open a subject behind a verb of saying.
const SOMEBODY: [&str; 8] = [
    "de",
    "een",
    "één",
    "enkele",
    "sommige",
    "veel",
    "verschillende",
    "iemand",
];

/// Returns what follows a verb of saying that opens `after`: *, zegt een aanwezige*.
fn behind_saying(after: &str) -> Option<&str> {
    let (verb, rest) = after.trim_start_matches([',', ' ']).split_once(' ')?;
    SAYS.contains(verb).then_some(rest)
}

/// Whether a pronoun says the words before `after`: *, zegt ze*.
pub(super) fn is_said(after: &str) -> bool {
    let pronoun = behind_saying(after).and_then(|rest| rest.split([' ', '.', ',']).next());
    matches!(pronoun, Some("hij" | "zij" | "ze"))
}

/// Whether a verb of saying and its subject follow the words before `after`: *, zeiden enkele raadsleden*, *, zegt
/// Smit*.
pub(super) fn is_said_by_somebody(after: &str) -> bool {
    let subject = behind_saying(after).and_then(|rest| rest.split([' ', '.', ',']).next());
    subject.is_some_and(|word| {
        word.starts_with(char::is_uppercase) || SOMEBODY.contains(&word) || is_said(after)
    })
}

/// Returns the noun for somebody without a name who says the words before `after`: *, zegt een aanwezige*.
pub(super) fn somebody_unnamed(after: &str) -> Option<&str> {
    let noun = behind_saying(after)?
        .strip_prefix("een ")?
        .split(' ')
        .next()?;
    Some(noun.trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether the next pronoun is not that of `noun`: *roept een vrouw. Hij knikt*.
pub(super) fn refers_to_another(noun: &str, after: &str) -> bool {
    let mut words = after.split(|c: char| !c.is_alphabetic());
    let has_end = |ends: &[&str]| ends.iter().any(|end| noun.ends_with(end));
    words
        .find_map(|word| match word {
            "hij" | "Hij" => Some(has_end(&["vrouw", "meisje", "ster"])),
            "zij" | "Zij" | "ze" | "Ze" => Some(has_end(&["man", "jongen", "heer"])),
            _ => None,
        })
        .unwrap_or_default()
}
