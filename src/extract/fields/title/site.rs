//! Tells the name of the site and its sections from a title.
//!
//! Leaves out which line is the title.

use super::letters;
use crate::dutch::words::SECTIONS;
use crate::extract::fields::kind::kind_of;
use crate::sources::bodies::is_public_body;
use crate::sources::media::is_medium;

/// Marks between a title and the name of the site.
pub(super) const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " » ", " › ", " > ", " · ", " • ", " :: ",
];

/// Whether a title may hold such a mark, or a colon.
fn may_have_parts(title: &str) -> bool {
    title.contains(['|', '-', '–', '—', '»', '›', '>', '·', '•', ':'])
}

/// Returns `claim` without the site's name at its start and end.
pub(super) fn without_site<'a>(claim: &'a str, site_names: &[String]) -> &'a str {
    let mut title = claim;
    if !may_have_parts(title) {
        return title;
    }
    let where_only = |part: &str| !names_more_than_site(part, site_names);
    while let Some((before, rest)) = SEPARATORS
        .iter()
        .chain(&[": "])
        .filter_map(|s| title.split_once(s))
        .min()
        && where_only(before)
        && !where_only(rest)
    {
        title = rest;
    }
    while let Some((at, separator)) = SEPARATORS
        .iter()
        .filter_map(|s| title.rfind(s).map(|at| (at, s)))
        .max()
    {
        let site = &title[at + separator.len()..];
        let named = site_names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(site));
        let kind = kind_of(site).is_some();
        let is_site = named || kind || is_public_body(site) || *separator == " | ";
        if !is_site || where_only(&title[..at]) {
            break;
        }
        title = &title[..at];
    }
    title
}

/// Splits a title at the marks that sites put around their names.
pub(in crate::extract) fn parts(title: &str) -> Vec<&str> {
    if !may_have_parts(title) {
        return vec![title];
    }
    SEPARATORS.iter().fold(vec![title], |parts, separator| {
        parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect()
    })
}

/// Whether a claimed title says more than the site's name and section. `Gemeente Zandwijk -
/// Persberichten` does not.
pub(super) fn names_more_than_site(claim: &str, site_names: &[String]) -> bool {
    let mut named = parts(claim).into_iter().flat_map(|part| part.split(": "));
    // `Welkom op de site van gemeente Zandwijk`
    let greets = |part: &str| part.starts_with("Welkom op ") || part.starts_with("Welkom bij ");
    !greets(claim)
        && !is_file(claim)
        && named.any(|part| {
            let mut words = part
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty());
            // `P E R S B E R I C H T`
            let is_spaced =
                words.clone().count() > 1 && words.clone().all(|word| word.chars().count() == 1);
            // `Bestuursinformatie Provincie Zandwijk`
            let of_body = || {
                let (first, rest) = part.split_once(' ').unwrap_or_default();
                SECTIONS.contains(&first.to_lowercase()) && is_public_body(rest)
            };
            let section = is_spaced && SECTIONS.contains(&letters(part).collect::<String>())
                || words.all(|word| {
                    // `Nieuws 2021`, but `Bericht 10` tells one from others
                    let is_number = word.len() > 1
                        && word.bytes().all(|b| b.is_ascii_digit())
                        && !part.starts_with("Bericht ");
                    is_number || SECTIONS.contains(&word.to_lowercase())
                });
            !(section
                || greets(part)
                || of_body()
                || is_public_body(part)
                || site_names
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(part))
                || is_medium(part))
        })
}

/// Whether a title is the name of a file: `Microsoft Word - PB_2004_38.doc`.
fn is_file(title: &str) -> bool {
    let endings = [".doc", ".docx", ".pdf", ".odt", ".html"];
    endings
        .iter()
        .any(|end| title.to_lowercase().ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_names_are_removed_from_titles() {
        assert_eq!(
            without_site("Nieuwe brug | Nieuwsbericht | Provincie Fryslân", &[]),
            "Nieuwe brug"
        );
        assert_eq!(
            without_site("Nieuwe brug - Dorpsblad", &["Dorpsblad".to_owned()]),
            "Nieuwe brug"
        );
        assert_eq!(without_site("Wonen - en werken", &[]), "Wonen - en werken");
        assert_eq!(
            without_site("Gemeente Zandwijk - Nieuwe brug", &[]),
            "Nieuwe brug"
        );
        assert_eq!(
            without_site("Gemeente Zandwijk: Nieuwe brug", &[]),
            "Nieuwe brug"
        );
        assert_eq!(
            without_site("Gemeente Zandwijk | Nieuws | Nieuwe brug", &[]),
            "Nieuwe brug"
        );
        assert_eq!(
            without_site("Nieuwe brug › Gemeente Zandwijk", &[]),
            "Nieuwe brug"
        );
    }
}
