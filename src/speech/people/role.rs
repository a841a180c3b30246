//! Finds offices and functions in a sentence.
//!
//! Leaves out who holds them.

use super::name::Name;
use super::name_word::is_name_word;
use crate::dutch::offices::{FUNCTION_ADJECTIVES, MODIFIERS, ROLE_ENDINGS, ROLE_FORMS, function};
use crate::dutch::words::PARTIES;
use crate::speech::words::Word;

/// An office found in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::speech) struct PersonRole {
    /// Index of the first word, modifiers included.
    pub(super) first: usize,
    /// Index after the last word.
    pub(super) end: usize,
    /// Singular, lower case.
    pub(super) base: String,
    pub(super) plural: bool,
    pub(super) modifiers: Vec<String>,
    /// `FNV` in `FNV-bestuurder`.
    pub(super) organisation: Option<String>,
}

/// First parts of an office that are no body, at the start of a sentence too: *Vice-voorzitter*.
const RANKS: [&str; 9] = [
    "vice", "adjunct", "co", "mede", "hoofd", "sub", "top", "duo", "hobby",
];

/// Whether an office may begin with `word`, in lower case. Rules out most words without a search.
pub(super) fn may_begin_role(word: &str) -> bool {
    ROLE_ENDINGS.may_end(word) || MODIFIERS.contains(word) || is_of_function(word)
}

/// Whether an adjective is part of the function that follows: *juridisch medewerker*, *nationale ombudsman*.
fn is_of_function(word: &str) -> bool {
    word.ends_with("isch") || FUNCTION_ADJECTIVES.contains(word)
}

/// Returns the office that begins at word `at`, including its modifiers.
pub(super) fn role_at(words: &[Word<'_>], at: usize) -> Option<PersonRole> {
    // `Open Vld-parlementslid`: a party of two words.
    if let [party, office, ..] = words.get(at..)?
        && party.is_capitalized()
        && office.joined
        && let Some((rest, _)) = office.text.split_once('-')
        && rest.starts_with(char::is_uppercase)
        && (is_name_word(party) || party.is_acronym())
        && let Some(role) = role_at(words, at + 1)
    {
        let organisation = Some(format!("{} {rest}", party.text));
        return Some(PersonRole {
            first: at,
            organisation,
            ..role
        });
    }
    // `hoor- en beslismedewerker`: the first of two functions lacks its last part; `(cd&v) en schepen` is a party.
    if let [half, joiner, ..] = &words[at..]
        && joiner.text == "en"
        && !joiner.joined
        && half.text.starts_with(char::is_lowercase)
        && !PARTIES.contains(&half.lower)
        && joiner.range.start == half.range.end + "- ".len()
        && let Some(role) = plain_role(words, at + 2, &mut Vec::new())
            .filter(|_| words.get(at + 2).is_some_and(|word| word.joined))
    {
        let (base, plural, end, organisation) = role;
        let base = format!("{}- en {base}", half.lower);
        return Some(PersonRole {
            first: at,
            end,
            base,
            plural,
            modifiers: Vec::new(),
            organisation,
        });
    }
    let mut modifiers = Vec::new();
    let mut next = at;
    while let Some(word) = words
        .get(next)
        .filter(|w| MODIFIERS.contains(&w.lower) && (next == at || w.joined))
    {
        modifiers.push(word.lower.to_string());
        next += 1;
    }
    if next > at && !words.get(next).is_some_and(|w| w.joined) {
        return None;
    }
    // `juridisch medewerker`: the adjective is part of the function, but not in `in het bijzonder wethouder Smit`.
    let is_adverbial = next > 1 && words[next - 2].lower == "in" && words[next - 1].lower == "het";
    let adjective = words
        .get(next)
        .filter(|w| is_of_function(&w.lower) && words.get(next + 1).is_some_and(|n| n.joined))
        .filter(|_| !is_adverbial)
        .map(|w| w.lower.to_string());
    if adjective.is_some() {
        next += 1;
    }
    let (base, plural, end, organisation) = plain_role(words, next, &mut modifiers)?;
    let base = adjective.map_or_else(|| base.clone(), |adjective| format!("{adjective} {base}"));
    Some(PersonRole {
        first: at,
        end,
        base,
        plural,
        modifiers,
        organisation,
    })
}

type Plain = (String, bool, usize, Option<String>);

fn plain_role(words: &[Word<'_>], at: usize, modifiers: &mut Vec<String>) -> Option<Plain> {
    let word = words.get(at)?;
    let lower = word.lower.as_ref();
    if !ROLE_ENDINGS.may_end(lower) {
        return None;
    }
    let forms = ROLE_FORMS.get(lower).map_or(&[][..], Vec::as_slice);
    // `de Zwollenaar Jan Smit`, `de Lommelaar Jan Smit`
    let is_of_place = || lower.ends_with("naar") || lower.ends_with("elaar") && forms.is_empty();
    // `Oud-Turnhout, Vosselaar en Beerse`
    let is_listed = || {
        let goes_on = words.get(at + 1).is_some_and(|next| next.text == "en");
        goes_on && lower.ends_with("laar") && at > 0 && is_name_word(&words[at - 1])
    };
    if word.is_capitalized() && (word.joined && is_of_place() || is_listed()) {
        return None;
    }
    let several = forms.iter().filter(|form| form.words.len() > 1);
    if let Some(form) = several.into_iter().find(|form| {
        form.words
            .iter()
            .enumerate()
            .all(|(n, part)| words.get(at + n).is_some_and(|w| w.lower == *part))
    }) {
        return Some((
            form.base.to_owned(),
            form.plural,
            at + form.words.len(),
            None,
        ));
    }
    let whole = single(lower);
    if !word.text.contains('-') {
        return whole.map(|(base, plural)| (base, plural, at + 1, None));
    }
    // `oud-wethouder`, `loco-burgemeester`, `FNV-bestuurder`; but `directeur-bestuurder` is whole.
    // `N-VA-voorzitter`: the body may have a hyphen too.
    let parts = word
        .text
        .split_once('-')
        .filter(|(_, rest)| {
            let rest = rest.to_lowercase();
            let is_whole = !rest.contains('-') || ROLE_FORMS.contains_key(rest.as_str());
            is_whole && single(&rest).is_some()
        })
        .or_else(|| word.text.rsplit_once('-'));
    let split = parts.filter(|(prefix, _)| {
        let small = prefix.to_lowercase();
        // The end of a party's name: *Sp.a-fractieleider*.
        let is_letter = small.chars().count() == 1;
        is_letter
            || prefix.starts_with(char::is_uppercase)
                && single(&small).is_none()
                && !RANKS.contains(&small.as_str())
                && !ROLE_FORMS.contains_key(lower)
            || MODIFIERS.contains(&small)
    });
    let Some((prefix, (base, plural))) =
        split.and_then(|(prefix, rest)| Some((prefix, single(&rest.to_lowercase())?)))
    else {
        return whole.map(|(base, plural)| (base, plural, at + 1, None));
    };
    if MODIFIERS.contains(&prefix.to_lowercase()) {
        modifiers.push(prefix.to_lowercase());
        return Some((base, plural, at + 1, None));
    }
    let body = prefix
        .starts_with(char::is_uppercase)
        .then(|| prefix.to_owned());
    Some((base, plural, at + 1, body))
}

/// Returns the office of one person right before a name, if it is still held, or behind it and a comma: *Ina Smit,
/// waarnemend burgemeester*.
pub(super) fn office_beside(words: &[Word<'_>], name: &Name) -> Option<PersonRole> {
    let before = name
        .first
        .checked_sub(1)
        .and_then(|before| role_at(words, before));
    let before = before.filter(|role| {
        role.end == name.first && words[name.first].joined && role.modifiers.is_empty()
    });
    let behind = || {
        let apart = words.get(name.end).filter(|next| !next.joined)?;
        let opens = apart.text.starts_with(char::is_lowercase);
        role_at(words, name.end).filter(|_| opens)
    };
    before.or_else(behind).filter(|role| !role.plural)
}

/// Returns the singular of a one-word office, and whether `word` is its plural.
fn single(word: &str) -> Option<(String, bool)> {
    let first = word.chars().next()?;
    if !first.is_alphabetic() || word.len() < 3 {
        return None;
    }
    if let Some(form) = ROLE_FORMS
        .get(word)
        .and_then(|forms| forms.iter().find(|form| form.words.len() == 1))
    {
        return Some((form.base.to_owned(), form.plural));
    }
    function(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::words::words;

    #[test]
    fn offices_are_read_with_their_modifiers() {
        for (text, base, plural, modifiers, organisation) in [
            ("Gedeputeerde Henk", "gedeputeerde", false, vec![], None),
            ("wethouders Ans en Piet", "wethouder", true, vec![], None),
            (
                "demissionair minister X",
                "minister",
                false,
                vec!["demissionair"],
                None,
            ),
            (
                "loco-burgemeester X",
                "burgemeester",
                false,
                vec!["loco"],
                None,
            ),
            ("FNV-bestuurder X", "bestuurder", false, vec![], Some("FNV")),
            (
                "commissaris van de Koning X",
                "commissaris van de koning",
                false,
                vec![],
                None,
            ),
            ("cultuurgedeputeerde X", "gedeputeerde", false, vec![], None),
            ("beleidsadviseurs X", "beleidsadviseur", true, vec![], None),
        ] {
            let role = role_at(&words(text, 0..text.len()), 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((role.base.as_str(), role.plural), (base, plural), "{text}");
            assert_eq!(role.modifiers, modifiers, "{text}");
            assert_eq!(role.organisation.as_deref(), organisation, "{text}");
        }
        for text in ["gemeente", "besluit", "ministerie van"] {
            assert_eq!(role_at(&words(text, 0..text.len()), 0), None, "{text}");
        }
    }
}
