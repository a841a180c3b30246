//! Recognizes newspapers, broadcasters and news agencies by name: `schema/sources/media.toml`.
//!
//! Leaves out which of them publishes a text (`extract`).

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// The contents of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agencies: Vec<String>,
    nouns: Vec<String>,
    endings: Vec<String>,
    last_words: Vec<String>,
    names: Vec<String>,
    others: Vec<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../schema/sources/media.toml"))
        .unwrap_or_else(|e| panic!("schema/sources/media.toml: {e}"))
});

/// A pattern of the names of media, agencies apart.
pub(crate) static PATTERN: LazyLock<String> = LazyLock::new(|| {
    let joined = |words: &[String]| words.join("|");
    let mut names = FILE.names.clone();
    // The longest first: *NRC Handelsblad*, *NRC*.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let names: Vec<String> = names.iter().map(|name| regex::escape(name)).collect();
    let word = r"[\p{Lu}\d][\p{L}\d&’'-]*";
    let last = joined(&[&FILE.endings[..], &FILE.last_words].concat());
    format!(
        r"(?:{names}|(?:{nouns}) {word}(?: {word})*|{word}(?: {word}){{0,3}} (?:{last})|{word}(?:{endings}))\b",
        names = names.join("|"),
        nouns = joined(&FILE.nouns),
        endings = joined(&FILE.endings).to_lowercase(),
    )
});

static NAMED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"\b{}", *PATTERN)).expect("a valid pattern"));

/// Words of which every name has one. Most texts have none, so the names are not looked for.
static KEYS: LazyLock<Regex> = LazyLock::new(|| {
    let endings = FILE.endings.iter().map(|ending| ending.to_lowercase());
    let lists = [&FILE.nouns, &FILE.endings, &FILE.last_words, &FILE.names];
    let words = lists.into_iter().flatten().map(|word| regex::escape(word));
    let words: Vec<String> = words.chain(endings).collect();
    Regex::new(&words.join("|")).expect("a valid pattern")
});

/// Whether a text may name a newspaper or a broadcaster.
pub(crate) fn may_name(text: &str) -> bool {
    KEYS.is_match(text)
}

/// Whether `name` is that of a news agency.
pub(crate) fn is_agency(name: &str) -> bool {
    FILE.agencies.iter().any(|agency| agency == name)
}

/// Whether `name` is that of a newspaper, a broadcaster or a news agency.
pub(crate) fn is_medium(name: &str) -> bool {
    let whole = |name: &str| {
        named_in(name)
            .next()
            .is_some_and(|named| named.len() == name.len())
    };
    is_agency(name) || whole(name)
}

/// Returns the names of newspapers and broadcasters in `text`, in order.
pub(crate) fn named_in(text: &str) -> impl Iterator<Item = &str> {
    let text = if may_name(text) { text } else { "" };
    let found = (!text.is_empty()).then(|| NAMED.find_iter(text).map(|named| named.as_str()));
    let found = found.into_iter().flatten();
    let found = found.map(|name| {
        let article = ["De ", "Het "]
            .iter()
            .find_map(|own| name.strip_prefix(own));
        article
            .filter(|_| !FILE.names.iter().any(|known| known == name))
            .unwrap_or(name)
    });
    found.filter(|name| !FILE.others.iter().any(|other| other == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_are_recognized_by_noun_ending_or_whole_name() {
        for name in [
            "ANP",
            "Omroep Veenland",
            "RTV Noord-Veenland",
            "Zandwijks Dagblad",
            "Veenlandse Courant",
            "Zandwijkkrant",
            "Zandwijk FM",
            "VNG Magazine",
            "NRC Handelsblad",
            "de Volkskrant",
        ] {
            assert!(is_medium(name), "{name}");
        }
        for name in [
            "Staatscourant",
            "Omroep",
            "de krant",
            "gemeente Zandwijk",
            "Piet Post",
        ] {
            assert!(!is_medium(name), "{name}");
        }
        let text = "Dat zei ze tegen Omroep Veenland. Het Zandwijks Dagblad schreef erover.";
        assert_eq!(
            named_in(text).collect::<Vec<_>>(),
            ["Omroep Veenland", "Zandwijks Dagblad"]
        );
    }
}
