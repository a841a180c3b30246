//! Recognizes the names of parties, clubs and institutions by their form.
//!
//! Leaves out public bodies and media, which are listed (`sources`), and whose text it is (`clubs`).

use std::sync::LazyLock;

use regex::Regex;

use crate::document::PublisherKind;
use crate::dutch::offices::ROLE_FORMS;
use crate::dutch::pattern::pattern;
use crate::dutch::words::{OPENS_NO_NAME, PARTIES, STOP_WORDS, is_body_noun};
use crate::sources::bodies::kind_of;

/// The name of a club, a party or an institution.
pub(super) const NAME: &str = r"\p{Lu}(?:[\p{L}\d&/’']|-(?: en \p{Lu})?)*(?: (?:(?:van|voor|der|de|het|&) )*\p{Lu}(?:[\p{L}\d&/’']|-(?: en \p{Lu})?)*)*";

/// A name of its own: `Streekfonds Zandwijk`, `SP`.
pub(super) static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(NAME));

/// A name that stands before its acronym: `Instituut voor Water en Bodem (IWB)`.
static EXPLAINED: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"\p{Lu}[\p{L}’'-]*";
    pattern(&format!(
        r"(?<long>{word}(?:(?: (?:van|voor|der|de|het|en|op|in|aan))* {word})*) \((?<acronym>\p{{Lu}}[\p{{L}}&-]+)\)"
    ))
});

/// Returns the name whose acronym the texts explain.
pub(super) fn long_form<'t>(
    acronym: &str,
    mut texts: impl Iterator<Item = &'t str>,
) -> Option<&'t str> {
    texts.find_map(|text| {
        let mut explained = EXPLAINED.captures_iter(text);
        let found = explained.find(|found| &found["acronym"] == acronym)?;
        let long = found.name("long")?.as_str();
        Some(behind_capital_article(long))
    })
}

/// Returns a sentence without the article that opens it.
pub(super) fn behind_capital_article(sentence: &str) -> &str {
    let rest = sentence
        .strip_prefix("De ")
        .or(sentence.strip_prefix("Het "));
    rest.unwrap_or(sentence)
}

/// Whether a text is a name and nothing else.
pub(super) fn is_name(text: &str) -> bool {
    static WHOLE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{NAME}$")));
    WHOLE.is_match(text)
}

/// Whether a name is that of a party, an acronym, or of a club by its noun: *VVD Zandwijk*, *Dorpsbelang Zandwijk*.
pub(super) fn is_club(name: &str) -> bool {
    let is_acronym = |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 1;
    name.split([' ', '/']).any(|word| {
        let lower = word.to_lowercase();
        PARTIES.contains(&lower)
            || is_acronym(word) && !word.contains('-')
            || CLUBS.iter().any(|noun| lower.ends_with(noun))
    }) && !opens_with_stop_word(name)
        // `Bestuurder Ina Bos van de Bond`
        && !ROLE_FORMS.contains_key(opening_word(name).as_str())
}

/// Whether a name is the noun of a body and a name of its own: *Ziekenhuis De Vaart*. A noun alone may be any, and a
/// *hoogheemraad* is no *raad*.
pub(super) fn is_institution(name: &str) -> bool {
    let Some((noun, _)) = name.split_once(' ') else {
        return false;
    };
    let noun = noun.to_lowercase();
    let is_governing =
        ["gemeente", "provincie", "waterschap", "ministerie"].contains(&noun.as_str());
    is_body_noun(&noun)
        && !is_governing
        && !ROLE_FORMS.contains_key(noun.as_str())
        && !opens_with_stop_word(name)
}

/// Returns the kind of the body called `name`; clubs, parties and institutions are of no kind that is listed.
pub(super) fn kind_or_other(name: &str) -> PublisherKind {
    kind_of(name).unwrap_or(PublisherKind::Other)
}

/// Whether a name is that of a body of any kind. It may begin with its noun in lower case: *basisschool De Vaart*.
pub(super) fn is_body(name: &str) -> bool {
    let opens_small = name.starts_with(char::is_lowercase);
    if opens_small {
        let (noun, own) = name.split_once(' ').unwrap_or((name, ""));
        return !own.is_empty() && (is_body_noun(noun) || kind_of(name).is_some());
    }
    let whole = || {
        !name.contains(' ')
            && CLUBS
                .iter()
                .chain(&ALONE)
                .any(|noun| name.to_lowercase().ends_with(noun))
    };
    let is_list = || name.starts_with("Lijst ");
    kind_of(name).is_some() || is_club(name) || is_institution(name) || is_list() || whole()
}

/// Whether a name of several words has the noun of a body, and not just an acronym: *Politie Zandwijk*, *gemeente Zandwijk*.
pub(super) fn is_named_by_noun(name: &str) -> bool {
    let by_noun = kind_of(name).is_some() || is_institution(name);
    let is_club = || {
        name.split(' ').any(|word| {
            let lower = word.to_lowercase();
            PARTIES.contains(&lower) || CLUBS.iter().any(|noun| lower.ends_with(noun))
        })
    };
    name.contains(' ')
        && is_body(name)
        && (name.starts_with(char::is_lowercase) || by_noun || is_club())
}

/// Nouns in which the name of one word of an institution ends: *Lucasziekenhuis*.
const ALONE: [&str; 6] = ["ziekenhuis", "school", "college", "bank", "museum", "fonds"];

/// Whether a name of several words ends with the noun or the legal form of a body: *Vaart Ziekenhuis*, *De Vaart vzw*.
pub(super) fn ends_with_noun(name: &str) -> bool {
    if name.ends_with(" vzw") {
        return true;
    }
    let is_titled = name
        .split(' ')
        .all(|word| word.starts_with(char::is_uppercase));
    let last = name.rsplit_once(' ').map(|(_, last)| last.to_lowercase());
    is_titled && last.is_some_and(|last| ALONE.iter().any(|noun| last.ends_with(noun)))
}

/// Whether a sentence opens with a function word before a name: *Wat de Bond Zandwijk doet*.
fn opens_with_stop_word(name: &str) -> bool {
    let first = opening_word(name);
    STOP_WORDS.contains(&first) || OPENS_NO_NAME.contains(&first)
}

fn opening_word(name: &str) -> String {
    name.split(' ').next().unwrap_or(name).to_lowercase()
}

/// Last parts of nouns and names of clubs and the like.
const CLUBS: [&str; 14] = [
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
    "hogeschool",
    "lyceum",
];
