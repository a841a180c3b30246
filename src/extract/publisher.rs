//! Which public body speaks: not always the site that shows its words.
//!
//! Leaves out the register of bodies, which `sources` will bring.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Region};
use crate::document::{Publisher, PublisherEvidence, PublisherKind};

/// Nouns that a body's name begins with, and what sort of body they make; longer ones first.
const NOUNS: &[(&str, PublisherKind)] = &[
    ("ministerie van", PublisherKind::Ministry),
    ("ministerie voor", PublisherKind::Ministry),
    ("provincie", PublisherKind::Province),
    ("provinsje", PublisherKind::Province),
    ("gemeente", PublisherKind::Municipality),
    ("waterschap", PublisherKind::WaterBoard),
    ("hoogheemraadschap van", PublisherKind::WaterBoard),
    ("hoogheemraadschap", PublisherKind::WaterBoard),
    ("wetterskip", PublisherKind::WaterBoard),
    ("politie", PublisherKind::Police),
    ("openbaar ministerie", PublisherKind::Police),
    ("arrondissementsparket", PublisherKind::Police),
    ("veiligheidsregio", PublisherKind::Other),
    ("omgevingsdienst", PublisherKind::Other),
    ("inspectie", PublisherKind::Other),
    ("ggd", PublisherKind::Other),
    ("rechtbank", PublisherKind::Other),
    ("gerechtshof", PublisherKind::Other),
    ("rekenkamer", PublisherKind::Other),
    ("regio", PublisherKind::Other),
];

/// Bodies named in full.
const NAMES: &[(&str, PublisherKind)] = &[
    ("rijksoverheid", PublisherKind::Ministry),
    ("rijkswaterstaat", PublisherKind::Ministry),
    ("politie", PublisherKind::Police),
    ("openbaar ministerie", PublisherKind::Police),
    ("rivm", PublisherKind::Other),
    ("interprovinciaal overleg", PublisherKind::Other),
    ("vereniging van nederlandse gemeenten", PublisherKind::Other),
    ("unie van waterschappen", PublisherKind::Other),
    ("vng", PublisherKind::Other),
    ("nvwa", PublisherKind::Other),
    ("nederlandse voedsel- en warenautoriteit", PublisherKind::Other),
    ("nederlandse arbeidsinspectie", PublisherKind::Other),
    ("arbeidsinspectie", PublisherKind::Other),
    ("belastingdienst", PublisherKind::Other),
    ("kadaster", PublisherKind::Other),
    ("uwv", PublisherKind::Other),
    ("svb", PublisherKind::Other),
    ("sociale verzekeringsbank", PublisherKind::Other),
    ("cbs", PublisherKind::Other),
    ("centraal bureau voor de statistiek", PublisherKind::Other),
    ("raad van state", PublisherKind::Other),
    ("algemene rekenkamer", PublisherKind::Other),
    ("autoriteit persoonsgegevens", PublisherKind::Other),
    ("autoriteit consument & markt", PublisherKind::Other),
    ("autoriteit consument en markt", PublisherKind::Other),
    ("acm", PublisherKind::Other),
    ("knmi", PublisherKind::Other),
    ("defensie", PublisherKind::Ministry),
    ("dnb", PublisherKind::Other),
    ("de nederlandsche bank", PublisherKind::Other),
    ("staatsbosbeheer", PublisherKind::Other),
    ("duo", PublisherKind::Other),
    ("dienst uitvoering onderwijs", PublisherKind::Other),
    ("rvo", PublisherKind::Other),
    ("rijksdienst voor ondernemend nederland", PublisherKind::Other),
    ("rijksdienst voor het cultureel erfgoed", PublisherKind::Other),
    ("rdw", PublisherKind::Other),
    ("cbr", PublisherKind::Other),
    ("coa", PublisherKind::Other),
    ("nctv", PublisherKind::Other),
    ("planbureau voor de leefomgeving", PublisherKind::Other),
    ("centraal planbureau", PublisherKind::Other),
    ("sociaal en cultureel planbureau", PublisherKind::Other),
    ("nationale ombudsman", PublisherKind::Other),
    ("kiesraad", PublisherKind::Other),
    ("de rechtspraak", PublisherKind::Other),
];

/// Nouns whose names may be of any form; what they make stands in [`NOUNS`].
static ANY_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?i:veiligheidsregio|omgevingsdienst|inspectie|ggd|rechtbank|gerechtshof|rekenkamer|regio|arrondissementsparket|politie)(?: (?i:van|voor|het|de|en|der|den)| [\p{Lu}'’][\p{L}’'-]+){1,7}$",
    )
    .expect("a valid pattern")
});

static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"\p{Lu}[\p{L}’'-]+";
    Regex::new(&format!(
        concat!(
            r"(?P<ministry>[Mm]inisterie (?:van|voor) {word}(?:(?:,? en |, ){word}| {word})*)",
            r"|(?P<several>(?:[Ww]aterschap|[Gg]emeente) (?:Rijn en IJssel|Vallei en Veluwe|Hunze en Aa[’']s|Aa en Maas|Amstel, Gooi en Vecht|Peel en Maas|West Maas en Waal|Nuenen c\.a\.|Bergen \((?:NH|L)\.?\)))",
            r"|(?P<other>(?:[Pp]rovincie|[Pp]rovinsje|[Gg]emeente|[Ww]aterschap|[Hh]oogheemraadschap(?: van)?|[Ww]etterskip)",
            r" (?:['’]s-|['’]t |[Dd]e |[Dd]en |[Hh]et )?{word}(?:(?: (?:aan|aan de|aan den|bij|op|over|van|van de|en de))? {word}){{0,3}})",
        ),
        word = word
    ))
    .expect("a valid pattern")
});

static SOURCE_LINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:bron|afzender|uitgever)\s*:\s*(?P<name>.{3,80})$").expect("a valid pattern"));

/// Whether `name` is that of a public body.
pub(super) fn is_public_body(name: &str) -> bool {
    kind_of(name).is_some()
}

/// The sort of body that `name`, and nothing but it, names.
fn kind_of(name: &str) -> Option<PublisherKind> {
    let name = name.trim();
    let lower = name.to_lowercase();
    NAMES
        .iter()
        .find(|(full, _)| lower == *full)
        .or_else(|| {
            let whole = IN_TEXT.find(name).is_some_and(|found| found.len() == name.len()) || ANY_NAME.is_match(name);
            NOUNS
                .iter()
                .filter(|_| whole)
                .find(|(noun, _)| lower.strip_prefix(noun).is_some_and(|rest| rest.starts_with(' ')))
        })
        .map(|(_, kind)| *kind)
}

/// All bodies that publish the draft, the first one first; `title` and the text may name them.
///
/// Metadata that names a public body decides; then a line that names the source; then the site's
/// own name, if the site is a public body's; then the body that the text names most. A site that
/// is nobody's in particular comes last, and only where metadata calls it the publisher.
pub(super) fn publishers(draft: &Draft, title: Option<&str>) -> Vec<Publisher> {
    let mut found: Vec<Publisher> = Vec::new();
    for (name, evidence) in &draft.claims.publishers {
        let known = kind_of(name).or((*evidence == PublisherEvidence::Record).then_some(PublisherKind::Other));
        if let Some(kind) = known
            && !found.iter().any(|p| p.name.eq_ignore_ascii_case(&tidy(name)))
        {
            found.push(publisher(name, kind, *evidence));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let claimed =
        || draft.claims.publishers.first().map(|(name, evidence)| publisher(name, PublisherKind::Other, *evidence));
    let one =
        from_source_line(draft).or_else(|| from_site_name(draft)).or_else(|| most_named(draft, title)).or_else(claimed);
    one.into_iter().collect()
}

fn publisher(name: &str, kind: PublisherKind, evidence: PublisherEvidence) -> Publisher {
    Publisher { name: tidy(name), kind, evidence }
}

fn from_source_line(draft: &Draft) -> Option<Publisher> {
    let lines = draft.blocks.iter().filter_map(|block| SOURCE_LINE.captures(&block.text));
    lines.into_iter().find_map(|line| {
        let name = line["name"].trim_end_matches('.');
        kind_of(name).map(|kind| publisher(name, kind, PublisherEvidence::SourceLine))
    })
}

fn from_site_name(draft: &Draft) -> Option<Publisher> {
    let parts = draft.claims.titles.iter().flat_map(|title| super::title::parts(title));
    let mut names = draft.claims.site_names.iter().map(String::as_str).chain(parts);
    names.find_map(|name| kind_of(name).map(|kind| publisher(name, kind, PublisherEvidence::SiteName)))
}

/// The body that title and text name most; earlier ones win ties.
fn most_named(draft: &Draft, title: Option<&str>) -> Option<Publisher> {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    let body = draft.blocks[draft.body.clone()].iter().filter(|b| b.region == Region::Content).map(|b| b.text.as_str());
    for (order, text) in title.into_iter().chain(body).enumerate() {
        for named in IN_TEXT.find_iter(text) {
            let entry = counts.entry(tidy(named.as_str())).or_insert((0, order));
            entry.0 += if order == 0 { 3 } else { 1 };
        }
    }
    let (name, _) = counts.into_iter().max_by_key(|(name, (count, first))| (*count, Reverse(*first), name.clone()))?;
    kind_of(&name).map(|kind| publisher(&name, kind, PublisherEvidence::Text))
}

/// Kind nouns in lower case, as Dutch has them in running text; the rest as given.
fn tidy(name: &str) -> String {
    let name = name.trim();
    for noun in ["Provincie ", "Gemeente ", "Waterschap ", "Hoogheemraadschap ", "Provinsje "] {
        if let Some(rest) = name.strip_prefix(noun) {
            return format!("{}{rest}", noun.to_lowercase());
        }
    }
    name.strip_prefix("ministerie ").map_or_else(|| name.to_owned(), |rest| format!("Ministerie {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_known_by_their_nouns() {
        assert_eq!(kind_of("Provincie Drenthe"), Some(PublisherKind::Province));
        assert_eq!(kind_of("gemeente De Ronde Venen"), Some(PublisherKind::Municipality));
        assert_eq!(kind_of("Ministerie van Financiën"), Some(PublisherKind::Ministry));
        assert_eq!(kind_of("Hoogheemraadschap van Delfland"), Some(PublisherKind::WaterBoard));
        assert_eq!(kind_of("Waterschap Hunze en Aa’s"), Some(PublisherKind::WaterBoard));
        assert_eq!(kind_of("Gemeente Bergen (NH)"), Some(PublisherKind::Municipality));
        assert_eq!(kind_of("Veiligheidsregio Noord-Holland Noord"), Some(PublisherKind::Other));
        assert_eq!(kind_of("Inspectie van het Onderwijs"), Some(PublisherKind::Other));
        assert_eq!(kind_of("NVWA"), Some(PublisherKind::Other));
        assert_eq!(kind_of("Dorpsblad Vries"), None);
        assert_eq!(kind_of("Regio krijgt geld"), None);
        assert_eq!(kind_of("gemeentehuis"), None);
    }
}
