//! Closed lists of words: people, bodies, policy fields, function words.
//!
//! Leaves out lists whose lines have more than a word.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::list::{Endings, WordList, lines, section};

const PEOPLE: &str = include_str!("data/people.txt");
const GENDERS: &str = include_str!("data/genders.txt");
const BODIES_FILE: &str = include_str!("data/bodies.txt");
const PAGE_WORDS: &str = include_str!("data/page_words.txt");
const SURNAMES_FILE: &str = include_str!("data/surnames.txt");

/// Places, one per line; the header of the file describes the format.
pub(crate) const PLACES: &str = include_str!("data/places.txt");

fn places() -> impl Iterator<Item = &'static str> {
    lines(PLACES).map(|line| line.trim_start_matches('~'))
}

static PLACE_NAMES: LazyLock<WordList> = LazyLock::new(|| WordList::new(places()));

/// Whether `name` is that of a place. Some write it without its hyphens: *Hendrik Ido Ambacht*.
pub(crate) fn is_place(name: &str) -> bool {
    static SPACED: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let hyphenated = places().filter(|place| place.contains('-'));
        hyphenated.map(|place| place.replace('-', " ")).collect()
    });
    PLACE_NAMES.contains(name) || name.contains(' ') && SPACED.contains(name)
}

/// Whether two words are the name of a place, beside each other or with a hyphen: *Oost Gelre*,
/// *Hendrik-Ido Ambacht*.
pub(crate) fn is_place_of(first: &str, second: &str) -> bool {
    static OF_TWO: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
        let spaced = places().filter_map(|place| place.split_once(' '));
        spaced
            .chain(places().filter_map(|place| place.split_once('-')))
            .chain(places().filter_map(|place| place.rsplit_once('-')))
            .collect()
    });
    OF_TWO.contains(&(first, second))
}

/// Whether a word in lower case is a noun for a body.
pub(crate) fn is_body_noun(word: &str) -> bool {
    static ENDINGS: LazyLock<Endings> = LazyLock::new(|| Endings::of(BODY_PARTS.iter()));
    /// Letters that a part of a noun must have before it: *raad* alone is a noun, not a part.
    const BEFORE_PART: usize = 2;
    // A given name that ends like a *raad*
    if matches!(word, "coenraad" | "koenraad") {
        return false;
    }
    let ends_like = |part: &str| word.len() >= part.len() + BEFORE_PART && word.ends_with(part);
    BODIES.contains(word) || ENDINGS.may_end(word) && BODY_PARTS.iter().any(ends_like)
}

/// Returns what stands behind the article that `text` begins with, if it begins with one in lower case.
pub(crate) fn behind_article(text: &str) -> Option<&str> {
    text.strip_prefix("de ").or(text.strip_prefix("het "))
}

/// Returns a word in lower case, written to `buffer`: where many words are looked up, none needs a string of its own.
pub(crate) fn lower_case<'b>(word: &str, buffer: &'b mut String) -> &'b str {
    buffer.clear();
    if word.is_ascii() {
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
    } else {
        buffer.extend(word.chars().flat_map(char::to_lowercase));
    }
    buffer
}

/// Returns a word with a capital: *Zandwijk*.
pub(crate) fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.as_str().chars()).collect()
}

/// Most words of the name of a party with its place.
const PARTY_AND_PLACE: usize = 4;

/// Whether `text` is the name of a party with a place: *CDA Zandwijk*.
pub(crate) fn is_party_of_place(text: &str) -> bool {
    let mut words = text.split(' ');
    let party = words.next().unwrap_or_default();
    let place = words.clone().count();
    PARTIES.contains(&party.to_lowercase())
        && (1..PARTY_AND_PLACE).contains(&place)
        && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether `text` begins with the name of a place.
pub(crate) fn is_place_at(text: &str) -> bool {
    static LONGEST: LazyLock<usize> =
        LazyLock::new(|| places().map(str::len).max().unwrap_or_default());
    let name = &text[..text.floor_char_boundary(*LONGEST)];
    let ends = name
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    ends.filter(|end| !text[*end..].starts_with(char::is_alphanumeric))
        .any(|end| is_place(&text[..end]))
}

/// Acronyms of government: `ACRONYM words` on each line.
pub(crate) const ACRONYMS: &str = include_str!("data/acronyms.txt");

/// Adjectives of countries, peoples, regions and towns; the header of the file describes the format.
pub(crate) const PEOPLES: &str = include_str!("data/peoples.txt");

/// Prepositions before a noun.
pub(crate) const PREPOSITIONS: [&str; 16] = [
    "in", "op", "over", "voor", "van", "met", "aan", "door", "bij", "uit", "naar", "tot", "onder",
    "tussen", "tegen", "rond",
];

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $words:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: LazyLock<WordList> = LazyLock::new(|| WordList::new($words));)*
    };
}

lists! {
    /// Words of policy fields. A portfolio is a run of them, joined by `en` or `&`.
    POLICY = lines(include_str!("data/policy.txt"));
    /// Adjectives of places and peoples without their ending.
    OF_PLACES = lines(PEOPLES).filter_map(|line| line.split(' ').next());
    /// Political parties, as written in parentheses after a name.
    PARTIES = lines(include_str!("data/parties.txt"));
    /// Words by which the name of a local party is known: `Lokaal Belang`, `Stadspartij`.
    PARTY_WORDS = lines(include_str!("data/party_words.txt"));
    /// Nouns for bodies that speak without a person: `de provincie`.
    BODIES = section(BODIES_FILE, "nouns").chain(section(BODIES_FILE, "names"));
    /// Names of bodies of one word that no noun explains, in lower case: `greenpeace`.
    NAMED_BODIES = section(BODIES_FILE, "names");
    /// Names of bodies of several words that no noun explains: `Tweede Kamer`.
    BODIES_OF_WORDS = section(BODIES_FILE, "names of several words");
    /// Last parts of nouns for bodies.
    BODY_PARTS = section(BODIES_FILE, "last parts");
    /// Nouns with whose names *van*, *op*, *voor* and *en* go on.
    LONG_BODIES = section(BODIES_FILE, "long names");
    /// Names of water boards and municipalities with *en*. Behind other names, *en* joins another body.
    JOINED_NAMES = section(BODIES_FILE, "names with en");
    /// Function words inside surnames: `van den Oever`.
    INFIXES = section(PEOPLE, "infixes");
    /// Titles and forms of address before a name.
    TITLES = section(PEOPLE, "titles");
    /// Given names that are often the second of two: `Jan Willem`.
    GIVEN_NAMES = section(PEOPLE, "given names");
    /// Given names.
    FIRST_NAMES = section(PEOPLE, "first names");
    /// Given names of women.
    WOMEN = section(GENDERS, "women");
    /// Given names of men.
    MEN = section(GENDERS, "men");
    /// Capitalized words that begin sentences and names of bodies, not names of people.
    NOT_NAMES = section(PEOPLE, "not names");
    /// Words that open a sentence and no name, but may be surnames: *Zelfs Smit*, *Kees Later*.
    OPENS_NO_NAME = section(PEOPLE, "opens no name");
    /// Words of [`NOT_NAMES`] that are surnames after an infix: *Van der Meer*, *De Raad*.
    SURNAMES_AFTER_INFIX = section(PEOPLE, "surnames after an infix");
    /// Surnames with an infix within: *Schultz van Haegen*.
    DOUBLE_SURNAMES = section(PEOPLE, "double surnames");
    /// Surnames that are also words.
    SURNAMES = section(SURNAMES_FILE, "surnames");
    /// Words that precede names and are neither titles nor offices.
    BEFORE_NAMES = section(SURNAMES_FILE, "before names");
    /// Words by which a line speaks of the page: one is nearly enough.
    OF_PAGES = section(PAGE_WORDS, "strong");
    /// The same, with others.
    NEAR_PAGES = section(PAGE_WORDS, "weak");
    /// Words that open an invitation to the reader.
    INVITES = section(PAGE_WORDS, "invites");
    /// Words that speak to the reader.
    READER = section(PAGE_WORDS, "reader");
    /// Function words, folded.
    STOP_WORDS = lines(include_str!("data/stop_words.txt"));
    /// Function words of Frisian that do not exist in Dutch.
    FRISIAN = lines(include_str!("data/frisian.txt"));
    /// Nouns after which words in quotation marks are a name: `het rapport “Water en bodem”`.
    NAMED_IN_MARKS = lines(include_str!("data/named_in_marks.txt"));
    /// Nouns after *volgens* that do not speak: `volgens de wet`.
    NO_SOURCES = lines(include_str!("data/no_sources.txt"));
    /// Words with which a judgement ends: `onzin`.
    JUDGEMENTS = lines(include_str!("data/judgements.txt"));
    /// Nouns for what somebody thinks or answers.
    OPINIONS = lines(include_str!("data/opinions.txt"));
    /// Words that no clause ends with.
    OPEN_WORDS = lines(include_str!("data/open_words.txt"));
    /// Words that end like verbs but are not verbs.
    NOT_VERBS = lines(include_str!("data/not_verbs.txt"));
    /// Abbreviations that end in a full stop.
    ABBREVIATIONS = lines(include_str!("data/abbreviations.txt"));
    /// Function words shortened by an apostrophe: `’s avonds`.
    SHORTENED = lines(include_str!("data/shortened.txt"));
    /// Names of sections of a site.
    SECTIONS = lines(include_str!("data/sections.txt"));
}

/// Numbers in words from *twee* on, besides those that end in *tien* or *tig*.
const NUMBERS: [&str; 11] = [
    "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "elf", "twaalf", "honderd",
];

/// Whether a word in lower case is a number from *twee* on, in letters.
pub(crate) fn is_number(word: &str) -> bool {
    NUMBERS.contains(&word) || ["tien", "tig"].iter().any(|end| word.ends_with(end))
}
