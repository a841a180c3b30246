//! The title, freed of the site's name, repeats and decoration.
//!
//! Leaves out kickers and subtitles.

use std::sync::LazyLock;

use regex::Regex;

use super::kind::kind_of;
use crate::document::BlockKind;
use crate::dutch::words::SECTIONS;
use crate::extract::draft::{Draft, RawBlock, Region};
use crate::sources::bodies::is_public_body;

static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\[\d{1,2}-\d{1,2}-\d{4}\]\s*|(?:Nieuwsbericht|Persbericht|Nieuws)\s*[:|–-]\s+)",
    )
    .expect("a valid pattern")
});

static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*\(?\d{1,2}-\d{1,2}-\d{4}\)?(?:\s*\(\d+ \w+ geleden\))?$")
        .expect("a valid pattern")
});

/// What parts a title from the name of the site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " » ", " › ", " · ", " • ", " :: ",
];

/// The title, and the block that shows it.
pub(in crate::extract) fn title(draft: &Draft) -> (Option<String>, Option<usize>) {
    let claimed: Vec<&str> = draft.claims.titles.iter().map(String::as_str).collect();
    let shown = |level: u8| {
        let candidates: Vec<(usize, &RawBlock)> = draft
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, b)| {
                b.level == level && matches!(b.region, Region::Content | Region::Frame)
            })
            .filter(|(_, b)| says_more_than_where(&b.text, &draft.claims.site_names))
            .collect();
        let agrees = candidates
            .iter()
            .find(|(_, b)| claimed.iter().any(|claim| same_start(claim, &b.text)))
            .copied();
        agrees.or_else(|| {
            let within = candidates
                .iter()
                .filter(|(at, b)| b.region == Region::Content && *at <= draft.body.end);
            let nearest = within
                .min_by_key(|(at, _)| at.abs_diff(draft.body.start))
                .copied();
            nearest.filter(|_| level == 1)
        })
    };
    if let Some((at, block)) = shown(1).or_else(|| shown(2)).or_else(|| shown(3)) {
        return (Some(clean(&block.text)), Some(at));
    }
    if let Some(claim) = claimed
        .iter()
        .find(|claim| says_more_than_where(claim, &draft.claims.site_names))
    {
        let title = clean(without_site(claim, &draft.claims.site_names));
        let at = draft
            .body
            .clone()
            .find(|&at| same(&draft.blocks[at].text, &title));
        return (Some(title).filter(|t| !t.is_empty()), at);
    }
    // Plain text, and pages older than headings, open with their title, if the first line is no
    // sentence.
    let first = draft
        .body
        .clone()
        .find(|&at| draft.blocks[at].region == Region::Content);
    let titled = first.filter(|&at| {
        let block = &draft.blocks[at];
        let alone = draft.body.len() > 1 && block.list.is_none();
        alone
            && (block.kind == BlockKind::Heading
                || block.text.len() <= 160 && !block.text.ends_with(['.', ':', ';', ',']))
    });
    (titled.map(|at| clean(&draft.blocks[at].text)), titled)
}

fn clean(text: &str) -> String {
    let text = PREFIX.replace(text, "");
    SUFFIX.replace(&text, "").trim().to_owned()
}

/// `claim` without the site's name before it and at its end.
fn without_site<'a>(claim: &'a str, site_names: &[String]) -> &'a str {
    let mut title = claim;
    let where_only = |part: &str| !says_more_than_where(part, site_names);
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

/// The parts of a title between the marks that sites put around their names.
pub(in crate::extract) fn parts(title: &str) -> Vec<&str> {
    SEPARATORS.iter().fold(vec![title], |parts, separator| {
        parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect()
    })
}

/// Whether a claimed title names more than the site and its section: `Gemeente Zandwijk - Persberichten`.
fn says_more_than_where(claim: &str, site_names: &[String]) -> bool {
    parts(claim).into_iter().any(|part| {
        let section = part.trim().is_empty() || SECTIONS.contains(&part.trim().to_lowercase());
        !(section
            || is_public_body(part)
            || site_names
                .iter()
                .any(|name| name.eq_ignore_ascii_case(part)))
    })
}

/// Whether a claim is the shown title, with or without the site's name behind it.
fn same_start(claim: &str, shown: &str) -> bool {
    let mut claim = letters(claim);
    letters(shown).next().is_some() && letters(shown).all(|c| claim.next() == Some(c))
}

/// Whether two stretches are one but for case, spaces and punctuation.
pub(in crate::extract) fn same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// Letters and digits only, lower case: what two spellings of one title share.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_names_are_cut_off_titles() {
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

    #[test]
    fn decoration_is_no_title() {
        assert_eq!(clean("[21-02-2014] Nieuwe brug"), "Nieuwe brug");
        assert_eq!(
            clean("Nieuwe brug 30-10-2019 (4 jaar geleden)"),
            "Nieuwe brug"
        );
        assert_eq!(clean("Nieuwsbericht: Nieuwe brug"), "Nieuwe brug");
    }
}
