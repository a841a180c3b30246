//! Offices and functions: their forms, their modifiers, and which bodies have them.
//!
//! Leaves out finding them in a sentence (`speech`).

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _};

use super::list::{Endings, WordList, section};
use crate::document::PublisherKind;

const FILE: &str = include_str!("data/offices.txt");

/// An office: one line of the file.
struct Office {
    singular: &'static str,
    plural: &'static str,
    flags: &'static str,
}

/// Whether a noun for a person names no office: *bewoner*.
pub(crate) fn is_citizen(singular: &str) -> bool {
    static CITIZENS: LazyLock<WordList> =
        LazyLock::new(|| WordList::new(section(FILE, "citizens").map(|line| pair(line).0)));
    CITIZENS.contains(singular)
}

/// Whether a word is a noun for people without a name, and whether it is plural: *bewoners*, *een man*.
pub(crate) fn people_without_name(word: &str) -> Option<bool> {
    static NOUNS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
        let nouns = ["suffixes", "citizens", "people"].into_iter();
        let pairs = nouns.flat_map(|name| section(FILE, name)).map(pair);
        let forms = pairs.flat_map(|(one, many)| [(one, false), (many, true)]);
        forms.collect()
    });
    NOUNS.get(word).copied()
}

/// Whether `noun` may mean a person with the office `role`: *de bewindsman* is a minister.
pub(crate) fn may_mean(noun: &str, role: Option<&str>) -> bool {
    static GENERAL: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
        let lines = section(FILE, "general").map(|line| {
            line.split_once(": ")
                .unwrap_or_else(|| panic!("offices.txt: `{line}` means nothing"))
        });
        let rows = lines.flat_map(|(nouns, offices)| {
            let offices: Vec<&str> = offices.split(", ").collect();
            nouns.split(", ").map(move |noun| (noun, offices.clone()))
        });
        rows.collect()
    });
    let own = GENERAL
        .iter()
        .filter(|(general, _)| noun.ends_with(general));
    let Some((_, offices)) = own.max_by_key(|(general, _)| general.len()) else {
        return false;
    };
    offices.iter().any(|office| match *office {
        "*" => true,
        "?" => role.is_none(),
        office => role.is_some_and(|role| role.ends_with(office)),
    })
}

fn offices() -> impl Iterator<Item = Office> {
    section(FILE, "offices")
        .chain(section(FILE, "citizens"))
        .map(|line| {
            let (forms, flags) = line.split_once(": ").unwrap_or((line, ""));
            let (singular, plural) = pair(forms);
            Office {
                singular,
                plural,
                flags,
            }
        })
}

fn pair(line: &'static str) -> (&'static str, &'static str) {
    line.split_once(", ")
        .unwrap_or_else(|| panic!("offices.txt: `{line}` has no plural"))
}

impl Office {
    fn has(&self, flag: &str) -> bool {
        self.flags.split(' ').any(|own| own == flag)
    }
}

/// A form of an office.
#[derive(Debug)]
pub(crate) struct RoleForm {
    pub(crate) words: Vec<&'static str>,
    /// The singular of the office.
    pub(crate) base: &'static str,
    pub(crate) plural: bool,
}

/// Forms of offices by their first word. Forms of more words come first.
pub(crate) static ROLE_FORMS: LazyLock<HashMap<&'static str, Vec<RoleForm>>> =
    LazyLock::new(|| {
        let mut forms: HashMap<&'static str, Vec<RoleForm>> = HashMap::new();
        for office in offices() {
            for (form, plural) in [(office.singular, false), (office.plural, true)] {
                let words: Vec<&str> = form.split(' ').collect();
                forms.entry(words[0]).or_default().push(RoleForm {
                    words,
                    base: office.singular,
                    plural,
                });
            }
        }
        for of in forms.values_mut() {
            of.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
        }
        forms
    });

/// The last part of a function, its singular, and whether the part is plural.
type Suffix = (&'static str, &'static str, bool);

/// Last parts of functions by their last three bytes. Functions that end in them are an open class.
static ROLE_SUFFIXES: LazyLock<HashMap<[u8; 3], Vec<Suffix>>> = LazyLock::new(|| {
    let mut suffixes: HashMap<_, Vec<_>> = HashMap::new();
    for (one, many) in section(FILE, "suffixes").map(pair) {
        for (part, plural) in [(one, false), (many, true)] {
            let end = last_bytes(part).unwrap_or_else(|| panic!("offices.txt: `{part}` is short"));
            suffixes.entry(end).or_default().push((part, one, plural));
        }
    }
    suffixes
});

fn last_bytes(word: &str) -> Option<[u8; 3]> {
    word.as_bytes().last_chunk().copied()
}

/// Words that end like *leden*, and are no members: *twee jaar geleden*.
const NO_MEMBERS: [&str; 6] = [
    "geleden",
    "jongstleden",
    "verleden",
    "overleden",
    "bekleden",
    "ontleden",
];

/// Returns the singular of a function in lower case whose last part is in the list, and whether `word`
/// is its plural: `beleidsadviseurs`.
pub(crate) fn function(word: &str) -> Option<(String, bool)> {
    if let Some(office) = of_field(word) {
        return Some(office);
    }
    let candidates = ROLE_SUFFIXES.get(&last_bytes(word)?)?;
    let mut candidates = candidates
        .iter()
        .filter(|(part, ..)| word.ends_with(part) && !NO_MEMBERS.contains(&word));
    candidates.find_map(|(part, one, plural)| {
        let stem = word
            .strip_suffix(part)
            .filter(|stem| stem.len() > 1 || !plural && stem.is_empty())?;
        Some((format!("{stem}{one}"), *plural))
    })
}

/// Offices that a policy field may precede, with the field left out: `landbouwminister` is a `minister`.
fn of_field(word: &str) -> Option<(String, bool)> {
    static OFFICES: LazyLock<(Endings, Vec<(&str, &str)>)> = LazyLock::new(|| {
        let offices: Vec<_> = section(FILE, "offices of a field").map(pair).collect();
        let forms = offices.iter().flat_map(|(one, many)| [*one, *many]);
        (Endings::of(forms), offices)
    });
    let (endings, offices) = &*OFFICES;
    if !endings.may_end(word) {
        return None;
    }
    offices.iter().find_map(|(one, many)| {
        let is_behind_field = |office: &str| {
            word.strip_suffix(office)
                .is_some_and(|field| field.len() > 2 && !matches!(field, "loco" | "vice" | "oud-"))
        };
        (is_behind_field(one) || is_behind_field(many))
            .then(|| ((*one).to_owned(), word.ends_with(many)))
    })
}

/// Endings of the first words of offices, and of functions.
pub(crate) static ROLE_ENDINGS: LazyLock<Endings> = LazyLock::new(|| {
    let suffixes = section(FILE, "suffixes").map(pair);
    let suffixes = suffixes.flat_map(|(one, many)| [one, many]);
    Endings::of(ROLE_FORMS.keys().copied().chain(suffixes))
});

/// Words and prefixes that modify an office.
pub(crate) static MODIFIERS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(section(FILE, "modifiers")));

/// Words that qualify an office, and how a role shows them: a *kandidaat-wethouder* is no *wethouder*. Who is
/// *demissionair* or *kersvers* holds the office, and is shown by it.
const QUALIFIERS: [(&str, &str); 19] = [
    ("emeritus", "emeritus "),
    ("oud", FORMER),
    ("ex", FORMER),
    ("voormalig", FORMER),
    ("gewezen", FORMER),
    ("vorig", FORMER),
    ("vroeger", FORMER),
    ("afgetreden", FORMER),
    ("opgestapt", FORMER),
    ("beoogd", "beoogd "),
    ("aanstaand", "aanstaand "),
    ("aankomend", "aankomend "),
    ("toekomstig", "toekomstig "),
    ("eerste", "eerste "),
    ("kandidaat", "kandidaat-"),
    ("loco", "loco-"),
    ("plaatsvervangend", "plaatsvervangend "),
    ("waarnemend", "waarnemend "),
    ("interim", "interim-"),
];

/// How a role shows that the office is no longer held.
const FORMER: &str = "oud-";

fn qualifier(modifiers: &[String]) -> Option<&'static str> {
    modifiers.iter().find_map(|own| {
        // *beoogde*
        let base = own.strip_suffix('e');
        let known = QUALIFIERS
            .iter()
            .find(|(word, _)| word == own || Some(*word) == base);
        known.map(|&(_, shown)| shown)
    })
}

/// Whether `modifiers` tell another way to hold an office: *waarnemend*, not *Vlaams*.
pub(crate) fn qualify(modifiers: &[String]) -> bool {
    qualifier(modifiers).is_some()
}

/// Returns the role of who holds `office` with `modifiers`: `waarnemend burgemeester`.
pub(crate) fn qualified(office: &str, modifiers: &[String]) -> String {
    format!("{}{office}", qualifier(modifiers).unwrap_or_default())
}

/// Whether one of the modifiers of an office says that it is no longer held.
pub(crate) fn is_former(modifiers: &[String]) -> bool {
    qualifier(modifiers) == Some(FORMER)
}

/// Returns `role` without what qualifies it: *burgemeester* of *waarnemend burgemeester*.
pub(crate) fn unqualified(role: &str) -> &str {
    let mut offices = QUALIFIERS
        .iter()
        .filter_map(|(_, shown)| role.strip_prefix(shown));
    offices.next().unwrap_or(role)
}

/// Adjectives that are part of a function.
pub(crate) static FUNCTION_ADJECTIVES: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(section(FILE, "adjectives of functions")));

/// Returns the offices that precede names so often that the next word is taken to be a name.
pub(crate) fn before_names() -> impl Iterator<Item = &'static str> {
    offices().flat_map(|office| {
        let singular = office.has("title").then_some(office.singular);
        singular
            .into_iter()
            .chain(office.has("titles").then_some(office.plural))
    })
}

/// Returns the kind of body that alone has the office of `role`, if it is one.
pub(crate) fn office_of(role: &str) -> Option<PublisherKind> {
    static ONLY: LazyLock<HashMap<&str, PublisherKind>> = LazyLock::new(|| {
        let kinds = [
            ("province", PublisherKind::Province),
            ("municipality", PublisherKind::Municipality),
            ("water_board", PublisherKind::WaterBoard),
            ("ministry", PublisherKind::Ministry),
        ];
        offices()
            .filter_map(|office| {
                let (_, kind) = kinds.iter().find(|(flag, _)| office.has(flag))?;
                Some((office.singular, *kind))
            })
            .collect()
    });
    ONLY.get(unqualified(role)).copied()
}

/// Whether a body of that kind can have the office `role`. A municipality has no `gedeputeerde`, and who speaks in a
/// newspaper is not of the newspaper.
pub(crate) fn can_belong_to(role: &str, kind: PublisherKind) -> bool {
    kind != PublisherKind::Medium && office_of(role).is_none_or(|only| only == kind)
}

/// Whether only bodies of that kind have the office `role`, as only municipalities have a `wethouder`.
pub(crate) fn is_of(role: &str, kind: PublisherKind) -> bool {
    office_of(role) == Some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_offices_exist_only_in_one_kind_of_body() {
        assert!(can_belong_to("wethouder", PublisherKind::Municipality));
        assert!(!can_belong_to("gedeputeerde", PublisherKind::Municipality));
        assert!(can_belong_to("woordvoerder", PublisherKind::Other));
    }

    #[test]
    fn an_office_held_in_another_way_is_the_same_office() {
        let modifiers = ["vlaams", "ex"].map(str::to_owned);
        assert_eq!(qualified("minister", &modifiers), "oud-minister");
        assert_eq!(unqualified("oud-minister"), "minister");
        assert_eq!(unqualified("oudheidkundige"), "oudheidkundige");
        assert_eq!(
            office_of("waarnemend burgemeester"),
            Some(PublisherKind::Municipality)
        );
    }

    #[test]
    fn forms_of_several_words_come_first() {
        let forms = &ROLE_FORMS["commissaris"];
        assert!(forms.is_sorted_by_key(|form| std::cmp::Reverse(form.words.len())));
        assert!(before_names().any(|name| name == "wethouders"));
    }
}
