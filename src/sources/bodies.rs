//! Recognizes public bodies by name: `schema/sources/bodies.toml`.
//!
//! Leaves out which body is the publisher of a page (`extract`).

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::document::PublisherKind;
use crate::dutch::pattern::pattern;

/// The contents of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sort: Vec<BodySort>,
    names_of_any_form: Nouns,
    names_of_several_words: BodyNames,
    other_names: BodyNames,
}

/// How the names of bodies of one kind are recognized.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BodySort {
    kind: PublisherKind,
    /// Nouns that their names begin with, in lower case.
    nouns: Vec<String>,
    /// Whole names, in lower case.
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Nouns {
    nouns: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct BodyNames {
    names: Vec<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../schema/sources/bodies.toml"))
        .unwrap_or_else(|e| panic!("schema/sources/bodies.toml: {e}"))
});

/// Matches a noun that allows names of any form, and such a name.
static ANY_NAME: LazyLock<Regex> = LazyLock::new(|| {
    let nouns = FILE.names_of_any_form.nouns.join("|");
    let name = r"(?: (?i:van|voor|het|de|en|der|den)| [\p{Lu}'’][\p{L}’'-]+){1,7}";
    pattern(&format!("^(?i:{nouns}){name}$"))
});

/// What the names of `IN_TEXT` begin with. It is quick where a text names no body.
static BEGIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"[Mm]inisterie |[Ww]aterschap |[Gg]emeente |[Hh]oogheemraadschap |[Vv]eiligheidsregio |[Oo]mgevingsdienst |",
        r"GGD |RUD |Regio |Groene |[Mm]etropoolregio |[Pp]rovincie |[Pp]rovinsje |[Ww]etterskip |[Ss]tad ",
    ))
});

/// The name of a body that a text begins with.
static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"\p{Lu}[\p{L}’'-]+";
    let several = FILE.names_of_several_words.names.join("|");
    pattern(&format!(
        concat!(
            r"^(?:[Mm]inisterie (?:van|voor) {word}(?:(?:,? en |, ){word}| {word})*",
            r"|(?:[Ww]aterschap|[Gg]emeente|[Hh]oogheemraadschap(?: van)?) (?:{several})",
            r"|(?:[Vv]eiligheidsregio|[Oo]mgevingsdienst|GGD|RUD|Regio|(?:Groene )?[Mm]etropoolregio) {word}(?: {word}){{0,2}}",
            r"|(?:[Pp]rovincie|[Pp]rovinsje|[Gg]emeente|[Ss]tad|[Ww]aterschap|[Hh]oogheemraadschap(?: van)?|[Ww]etterskip)",
            r" (?:['’]s-|['’]t |[Dd]e |[Dd]en |[Hh]et )?{word}",
            r"(?:(?: (?:aan|aan de|aan den|bij|op|over|van|van de))? {word}){{0,3}})",
        ),
        word = word,
        several = several,
    ))
});

/// Returns the length of the name of a body that `text` begins with. A water board may be called by two waters: *waterschap
/// Linde en Aa*, if the text ends behind them or goes on with a verb in the singular.
fn name_at(text: &str) -> Option<usize> {
    static SECOND: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^ en \p{Lu}[\p{L}’'-]+(?:$| \p{Ll}+(?:te?|de)\b)"));
    let end = IN_TEXT.find(text)?.end();
    let is_water_board = || {
        let noun = text.split(' ').next().unwrap_or_default().to_lowercase();
        matches!(
            noun.as_str(),
            "waterschap" | "hoogheemraadschap" | "wetterskip"
        )
    };
    let rest = &text[end..];
    if !(rest.starts_with(" en ") && is_water_board() && SECOND.is_match(rest)) {
        return Some(end);
    }
    let second = rest[" en ".len()..].split(' ').next()?;
    Some(end + " en ".len() + second.len())
}

/// Whether `name` is the name of a public body.
pub(crate) fn is_public_body(name: &str) -> bool {
    kind_of(name).is_some()
}

/// Returns the kind of the body called `name`; `None` if `name` is not exactly the name of a body.
pub(crate) fn kind_of(name: &str) -> Option<PublisherKind> {
    let name = name.trim();
    let lower = name.to_lowercase();
    let in_full = FILE.sort.iter().find(|sort| sort.names.contains(&lower));
    let by_noun = || {
        let begins = |noun: &String| {
            let rest = lower.strip_prefix(noun.as_str());
            rest.is_some_and(|rest| rest.starts_with(' '))
        };
        let mut sorts = FILE.sort.iter();
        let sort = sorts.find(|sort| sort.nouns.iter().any(begins))?;
        let is_whole = name_at(name) == Some(name.len());
        (is_whole || ANY_NAME.is_match(name)).then_some(sort)
    };
    in_full.or_else(by_noun).map(|sort| sort.kind)
}

/// Returns the names of bodies in `text`, in order.
pub(crate) fn named_in(text: &str) -> impl Iterator<Item = &str> {
    let is_body = |name: &&str| {
        let mut others = FILE.other_names.names.iter();
        !others.any(|other| name.starts_with(other.as_str()))
    };
    let mut from = 0;
    let found = std::iter::from_fn(move || {
        loop {
            let at = BEGIN.find_at(text, from)?.start();
            // `de binnenstad Noord`
            let is_inside =
                text[at..].starts_with("stad ") && text[..at].ends_with(char::is_alphanumeric);
            if let Some(length) = name_at(&text[at..]).filter(|_| !is_inside) {
                from = at + length;
                return Some(&text[at..from]);
            }
            // Every begin is an ASCII letter.
            from = at + 1;
        }
    });
    found.filter(is_body)
}

/// Returns `name` with its noun in the case of running text: `provincie Drenthe`, but `Ministerie
/// van Financiën`.
pub(crate) fn tidy(name: &str) -> String {
    let name = name.trim();
    for noun in [
        "Provincie ",
        "Gemeente ",
        "Waterschap ",
        "Hoogheemraadschap ",
        "Provinsje ",
    ] {
        if let Some(rest) = name.strip_prefix(noun) {
            return format!("{}{rest}", noun.to_lowercase());
        }
    }
    name.strip_prefix("ministerie ")
        .map_or_else(|| name.to_owned(), |rest| format!("Ministerie {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_recognized_by_noun_or_whole_name() {
        assert_eq!(kind_of("Provincie Drenthe"), Some(PublisherKind::Province));
        assert_eq!(
            kind_of("gemeente De Ronde Venen"),
            Some(PublisherKind::Municipality)
        );
        assert_eq!(
            kind_of("Ministerie van Financiën"),
            Some(PublisherKind::Ministry)
        );
        assert_eq!(
            kind_of("Hoogheemraadschap van Delfland"),
            Some(PublisherKind::WaterBoard)
        );
        assert_eq!(
            kind_of("Waterschap Hunze en Aa’s"),
            Some(PublisherKind::WaterBoard)
        );
        assert_eq!(
            kind_of("Gemeente Bergen (NH)"),
            Some(PublisherKind::Municipality)
        );
        assert_eq!(
            kind_of("Veiligheidsregio Noord-Holland Noord"),
            Some(PublisherKind::Other)
        );
        assert_eq!(
            kind_of("Inspectie van het Onderwijs"),
            Some(PublisherKind::Other)
        );
        let board = "Hoogheemraadschap van Schieland en de Krimpenerwaard";
        assert_eq!(kind_of(board), Some(PublisherKind::WaterBoard));
        let both = named_in("De provincie Eikenland en de Regionale Energiemaatschappij bouwen.");
        assert_eq!(both.collect::<Vec<_>>(), ["provincie Eikenland"]);
        let region = named_in("Het bestuur van Veiligheidsregio Eikenland stemt in.");
        assert_eq!(region.collect::<Vec<_>>(), ["Veiligheidsregio Eikenland"]);
        let of_two_waters = named_in("Het waterschap Linde en Aa begint met baggeren.");
        assert_eq!(
            of_two_waters.collect::<Vec<_>>(),
            ["waterschap Linde en Aa"]
        );
        let of_one = named_in("Waterschap Linde en Rijkswaterstaat beginnen met baggeren.");
        assert_eq!(of_one.collect::<Vec<_>>(), ["Waterschap Linde"]);
        assert_eq!(kind_of("NVWA"), Some(PublisherKind::Other));
        assert_eq!(kind_of("Dorpsblad Vries"), None);
        assert_eq!(kind_of("Regio krijgt geld"), None);
        assert_eq!(kind_of("gemeentehuis"), None);
    }
}
