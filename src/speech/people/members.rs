//! Tells that a name is that of a member of a party or group.
//!
//! Leaves out offices (`role`).

use super::bodies::is_group;
use super::name::Name;
use super::name_word::is_name_word;
use crate::dutch::words::{PARTIES, is_place_at};
use crate::speech::words::{Line, Word};

/// Whether the text calls the person with this name a member of a party: `SP’er Tiny Kolk`, `Jan Vinkers
/// van de PvdA`, `Laurens Zegers (VVD)`.
pub(super) fn is_member(line: &Line<'_>, name: &Name) -> bool {
    let party = |at: usize| {
        line.words
            .get(at)
            .is_some_and(|word| PARTIES.contains(&word.lower))
    };
    let before = name.first.checked_sub(1).map(|before| &line.words[before]);
    let member = before.is_some_and(|word| {
        let stem = word
            .lower
            .strip_suffix("er")
            .or(word.lower.strip_suffix("ster"));
        let stem = stem.map(|stem| stem.trim_end_matches(['\'', '’']));
        line.words[name.first].joined && stem.is_some_and(|stem| PARTIES.contains(stem))
    });
    let rest = &line.text[line.words[name.end - 1].range.end..];
    member
        || rest.starts_with(" (") && party(name.end)
        || rest.starts_with(" van ")
            && (party(name.end + 1)
                || (rest.starts_with(" van de ") || rest.starts_with(" van het "))
                    && party(name.end + 2))
}

/// Whether a word is somebody of a party: *CD&V’er*, *N-VA-lid*.
pub(super) fn is_party_member(word: &Word<'_>) -> bool {
    word.text
        .rsplit_once(['’', '\'', '-'])
        .is_some_and(|(party, of)| {
            matches!(of, "er" | "ster" | "lid") && PARTIES.contains(&party.to_lowercase())
        })
}

fn is_single(name: &Name) -> bool {
    name.end == name.first + 1 && (name.given.is_none() || name.surname.is_none())
}

/// Whether a name is a single word behind somebody of a party, or before its party or group: `CU’er Hendriks`, `ook
/// Hendriks van het CDA`, `Hendriks (SBN)`; or behind a fellow: `zijn collega Hendriks`. The letters of a body's name
/// are its initials.
pub(super) fn is_surname_of_member(line: &Line<'_>, name: &Name) -> bool {
    let word = &line.words[name.first];
    let is_alone = is_single(name)
        && (!word.joined
            || name
                .first
                .checked_sub(1)
                .is_none_or(|before| is_joiner_of_names(&line.words[before])));
    let is_behind_member = is_single(name)
        && word.joined
        && name
            .first
            .checked_sub(1)
            .is_some_and(|before| is_party_member(&line.words[before]));
    // `Ook Kamphuis van het CDA`
    let is_of_party = is_single(name)
        && word.joined
        && is_name_word(word)
        && !is_group(&word.lower)
        && !is_place_at(word.text)
        && matches!(line.words.get(name.end..), Some([of, article, party, ..])
            if of.joined && of.text == "van" && matches!(article.text, "de" | "het") && PARTIES.contains(&party.lower));
    let group = line.words.get(name.end).filter(|_| is_alone);
    is_behind_member
        || is_of_party
        || is_single(name) && is_behind_fellow(line.words, name.first)
        || group.is_some_and(|group| {
            let initial = |text: &str| text.chars().next();
            let rest = &line.text[line.words[name.end - 1].range.end..];
            let closes = line.text[group.range.end..].starts_with(')');
            let is_party = PARTIES.contains(&group.lower)
                || !word.joined
                    && group.is_acronym()
                    && group.text.len() <= 5
                    && initial(group.text) != initial(word.text);
            rest.starts_with(" (") && closes && is_party && !is_group(&word.lower)
        })
}

/// Ends of nouns that tie somebody to another.
const FELLOWS: [&str; 4] = ["collega", "genoot", "opvolger", "voorganger"];

/// Whether a noun ties somebody to another: *partijgenoot*.
pub(in crate::speech) fn is_fellow(noun: &Word<'_>) -> bool {
    // A state or a group may be a *bondgenoot*.
    FELLOWS.iter().any(|end| noun.text.ends_with(end)) && noun.text != "bondgenoot"
}

/// Whether the capitalized word at `at` is named as the fellow of somebody: *haar collega Smit*, *zijn Duitse
/// ambtgenoot Bauer*.
fn is_behind_fellow(words: &[Word<'_>], at: usize) -> bool {
    let (Some(noun), Some(word)) = (at.checked_sub(1), words.get(at)) else {
        return false;
    };
    let adjective = usize::from(noun > 0 && words[noun - 1].text.ends_with("se"));
    let owner = noun.checked_sub(1 + adjective).map(|owner| &words[owner]);
    let is_owned = owner
        .is_some_and(|owner| matches!(owner.lower.as_ref(), "zijn" | "haar" | "hun" | "diens"));
    is_owned
        && words[noun..=at].iter().all(|word| word.joined)
        && is_fellow(&words[noun])
        && is_name_word(word)
        && !is_group(&word.lower)
        && !is_place_at(word.text)
}

/// Whether a word before a name may join it to its sentence: *en Zoet (CDA)*.
fn is_joiner_of_names(word: &Word<'_>) -> bool {
    word.text.starts_with(char::is_lowercase)
        && !matches!(word.text, "de" | "het" | "een" | "van" | "in")
}
