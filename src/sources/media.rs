//! Recognizes newspapers, broadcasters and news agencies by name: `schema/sources/media.toml`.
//!
//! Leaves out which of them publishes a text (`extract`).

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::dutch::pattern::pattern;
use crate::dutch::words::capitalized;

/// The contents of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agencies: Vec<String>,
    nouns: Vec<String>,
    endings: Vec<String>,
    last_words: Vec<String>,
    names: Vec<String>,
    short_names: Vec<String>,
    others: Vec<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../schema/sources/media.toml"))
        .unwrap_or_else(|e| panic!("schema/sources/media.toml: {e}"))
});

/// The names of media, agencies apart.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let joined = |words: &[String]| words.join("|");
    let mut names = FILE.names.clone();
    // The longest first: *NRC Handelsblad*, *NRC*.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let names: Vec<String> = names.iter().map(|name| regex::escape(name)).collect();
    // A name may begin with an accented letter, before which ASCII has no boundary.
    let first = r"(?:\b[A-Z\d]|[\p{Lu}&&[^A-Z]])";
    let rest = r"[\p{L}\d&’'-]*";
    let word = format!("{first}{rest}");
    // The last word ends with a letter or a digit.
    let end = format!(r"{first}(?:{rest}[\p{{L}}\d])?");
    let last = joined(&[&FILE.endings[..], &FILE.last_words].concat());
    pattern(&format!(
        r"\b(?:{names})\b|\b(?:{nouns})(?: {word})* {end}|\b(?:Dagblad|Krant|Courant) van (?:het |de )?{end}|{word}(?: {word}){{0,3}} (?:{last})\b|(?:\b(?:De|Het) )?{word}(?:{endings})\b",
        names = names.join("|"),
        nouns = joined(&FILE.nouns),
        endings = joined(&FILE.endings).to_lowercase(),
    ))
});

/// Words of which every name has one. Most texts have none, so the names are not looked for.
static KEYS: LazyLock<Regex> = LazyLock::new(|| {
    let endings = FILE.endings.iter().map(|ending| ending.to_lowercase());
    let lists = [&FILE.nouns, &FILE.endings, &FILE.last_words, &FILE.names];
    let words = lists.into_iter().flatten().map(|word| regex::escape(word));
    let words: Vec<String> = words.chain(endings).collect();
    pattern(&words.join("|"))
});

/// Whether `name` is that of a news agency.
pub(crate) fn is_agency(name: &str) -> bool {
    FILE.agencies
        .iter()
        .any(|agency| agency == name || agency.to_uppercase() == name)
}

/// Whether `name` is that of a newspaper, a broadcaster or a news agency.
pub(crate) fn is_medium(name: &str) -> bool {
    let is_one = |name: &str| {
        // `De Vaartse Koerier`, whose article is part of the name
        let own = name.strip_prefix("De ").or(name.strip_prefix("Het "));
        let is_whole = |named: NamedMedium<'_>| {
            named.name.len() == name.len() || own.is_some_and(|own| own == named.name)
        };
        named_in(name).next().is_some_and(is_whole)
    };
    is_agency(name) || is_one(name) || as_written(name).is_some_and(|name| is_one(&name))
}

/// Returns a name of several words in capitals as names are written, if it is one: *Zandwijkse Courant*.
pub(crate) fn as_written(name: &str) -> Option<String> {
    let in_capitals = name.contains(' ') && !name.chars().any(char::is_lowercase);
    let words = name
        .split(' ')
        .map(|word| capitalized(&word.to_lowercase()));
    in_capitals.then(|| words.collect::<Vec<String>>().join(" "))
}

/// A newspaper or a broadcaster in a text.
pub(crate) struct NamedMedium<'t> {
    /// The text before the name, its article among it.
    pub(crate) before: &'t str,
    pub(crate) name: &'t str,
    pub(crate) after: &'t str,
}

impl<'t> NamedMedium<'t> {
    /// Takes the medium at `start..end` of `text`.
    pub(crate) fn new(text: &'t str, start: usize, end: usize) -> Self {
        Self {
            before: &text[..start],
            name: &text[start..end],
            after: &text[end..],
        }
    }
}

/// Returns the newspapers and broadcasters that `text` names, in order.
pub(crate) fn named_in(text: &str) -> impl Iterator<Item = NamedMedium<'_>> {
    let found = KEYS.is_match(text).then(|| NAMED.find_iter(text));
    let found = found.into_iter().flatten().map(move |named| {
        let whole = named.as_str();
        // `zegt ze tegen De Zandwijkse Bode`: a capital within a sentence is that of the name.
        let before = text[..named.start()].trim_end();
        let opens = before.is_empty() || before.ends_with(['.', '!', '?', ':', '”', '’', '"', '(']);
        let own = ["De ", "Het "]
            .iter()
            .find_map(|article| whole.strip_prefix(article))
            .filter(|_| opens && !FILE.names.iter().any(|known| known == whole))
            .unwrap_or(whole);
        NamedMedium::new(text, named.end() - own.len(), named.end())
    });
    found.filter(|medium| !FILE.others.iter().any(|other| other == medium.name))
}

/// Returns the media that `text` may name by a short name, in order.
pub(crate) fn short_in(text: &str) -> impl Iterator<Item = NamedMedium<'_>> {
    static SHORT: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!(r"\b(?:{})\b", FILE.short_names.join("|"))));
    SHORT
        .find_iter(text)
        .map(move |named| NamedMedium::new(text, named.start(), named.end()))
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
            named_in(text).map(|medium| medium.name).collect::<Vec<_>>(),
            ["Omroep Veenland", "Zandwijks Dagblad"]
        );
    }
}
