//! Reads the head of a text: the lines above its title that name whose text follows, and those right below it.
//!
//! Leaves out lines that say what they name: a source, an issue, a signature (`lines`, `issue`).

use super::line::{is_paper, told, told_body};
use super::names::{ends_with_noun, is_name, is_named_by_noun};
use crate::document::{Publisher, PublisherKind};
use crate::dutch::words::{SECTIONS, is_party_of_place, is_place};
use crate::extract::draft::{Draft, Region};
use crate::extract::fields::dates;
use crate::extract::fields::title::parts;
use crate::sources::bodies::kind_of;
use crate::sources::media::{as_written, is_medium};

/// Most lines above a title that are a letterhead.
const LINES: usize = 14;

/// Most lines between a title and the text.
const BELOW: usize = 2;

/// Number of first lines of a text without a title that may be the name of whose text follows.
const FIRST: usize = 3;

/// Reads the body or the medium that a line above the title names, or one right below it.
pub(super) fn head(draft: &Draft, title: &str) -> Option<Publisher> {
    let mut blocks = draft.blocks.iter();
    let at = blocks.position(|block| block.level == 0 && block.text.contains(title))?;
    // `Nieuwsbrief mei – Basisschool De Vaart` above a letter
    if title.starts_with("Nieuwsbrief ")
        && let Some(found) = named_in(title)
    {
        return Some(found);
    }
    let above = &draft.blocks[at.saturating_sub(LINES)..at];
    let above = above
        .iter()
        .rev()
        .filter(|block| block.region == Region::Content);
    let below = draft.blocks.iter().skip(at + 1).take(BELOW);
    let mut above = above.map(|block| block.text.as_str());
    let nearest = above.clone().next();
    above
        .find_map(named_in)
        .or_else(|| {
            nearest
                .filter(|line| opens_title(line, title))
                .map(told_body)
        })
        .or_else(|| below.map(|block| block.text.as_str()).find_map(repeated))
}

/// Whether a line above a title is a name of several words with which the title opens too: `FNV Vaart`, and `FNV Vaart wil
/// een brug`.
fn opens_title(line: &str, title: &str) -> bool {
    let behind = title.strip_prefix(line);
    let goes_on = behind.is_some_and(|rest| {
        rest.starts_with(": ")
            || rest
                .strip_prefix(' ')
                .is_some_and(|rest| rest.starts_with(char::is_lowercase))
    });
    goes_on && line.contains(' ') && is_name(line) && !is_place(line)
}

/// Reads the name of a medium or a body that is one of the first lines of a text without headings.
pub(super) fn first_line(draft: &Draft) -> Option<Publisher> {
    if !draft.claims.titles.is_empty() || draft.blocks.len() < 2 {
        return None;
    }
    let mut head = draft.blocks.iter().take(LINES);
    let is_letter = head.any(|block| is_greeting(&block.text));
    let mut first = draft.blocks.iter().take(FIRST);
    first.find_map(|block| {
        let medium = || is_medium(&block.text).then_some(PublisherKind::Medium);
        let kind = medium().or_else(|| kind_of(&block.text));
        let kind = kind.filter(|_| block.level == 0);
        let of_letter = || named(&block.text).filter(|_| is_letter);
        kind.map(|kind| told(&block.text, kind)).or_else(of_letter)
    })
}

/// Whether a line greets the readers of a letter.
fn is_greeting(line: &str) -> bool {
    ["Beste ", "Geachte ", "Geacht "]
        .iter()
        .any(|greeting| line.starts_with(greeting))
}

/// Returns the body or the medium that a line of a letterhead names: `Het Vaartse Nieuws – Zandwijk`, `Waterschap De Vaart >
/// Actueel`, `personeelsblad Veiligheidsregio De Vaart`, `GEMEENTE ZANDWIJK`.
fn named_in(line: &str) -> Option<Publisher> {
    let line = line.strip_prefix("Logo ").unwrap_or(line);
    parts(line).into_iter().find_map(|part| {
        let part = part.trim();
        // `Streekziekenhuis De Vaart, locatie Zandwijk`, but `Ministerie van Bruggen, Sluizen en Kades`
        let is_list = kind_of(part).is_some();
        let first = if is_list {
            part
        } else {
            part.split(", ").next()?
        };
        named(first)
            .or_else(|| named(&as_written(part)?))
            // `LEDENBLAD VAN VAKBOND ZANDWIJK`
            .or_else(|| {
                let behind = part.split_once(" VAN ")?.1;
                named(&as_written(behind)?)
            })
            .or_else(|| named(behind_nouns(first)?))
    })
}

fn named(name: &str) -> Option<Publisher> {
    let medium = || is_paper(name).then_some(PublisherKind::Medium);
    let is_other = || is_party_of_place(name) || is_named_by_noun(name) || ends_with_noun(name);
    let other = || is_other().then_some(PublisherKind::Other);
    Some(told(name, kind_of(name).or_else(medium).or_else(other)?))
}

/// Returns the name behind nouns that say what the text is: `Nieuwsbrief Dorpsraad Zandwijk`, `personeelsblad Provincie
/// Eikenland`.
fn behind_nouns(part: &str) -> Option<&str> {
    let is_noun = |word: &str| {
        word.starts_with(char::is_lowercase) || SECTIONS.contains(&word.to_lowercase())
    };
    let mut rest = part;
    while let Some((first, behind)) = rest.split_once(' ')
        && is_noun(first)
    {
        rest = behind;
    }
    (rest.len() < part.len()).then_some(rest)
}

/// Fewest and most words of a name that a line repeats.
const REPEATED: std::ops::RangeInclusive<usize> = 2..=4;

/// Returns the name that stands twice at the beginning of a line with a date, as the name and the picture of a sender do:
/// `Hart voor Zandwijk Hart voor Zandwijk 3-5-2021`.
fn repeated(line: &str) -> Option<Publisher> {
    let words: Vec<&str> = line.split(' ').collect();
    let count = REPEATED
        .rev()
        .find(|&count| words.len() > 2 * count && words[..count] == words[count..2 * count])?;
    let name = words[..count].join(" ");
    let is_name = words[0].starts_with(char::is_uppercase) && dates::has_day(line);
    is_name.then(|| named(&name).unwrap_or_else(|| told(&name, PublisherKind::Other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_whose_name_the_title_opens_is_a_letterhead() {
        let text = "Het werk aan de brug begint in mei. Bussen rijden om over de dijk.";
        for (line, title, name) in [
            (
                "SCHIPPERS FNV",
                "SCHIPPERS FNV wil een sluis",
                Some("SCHIPPERS FNV"),
            ),
            (
                "Vaart Vooruit",
                "Vaart Vooruit: sluis nu",
                Some("Vaart Vooruit"),
            ),
            ("De Vaart", "De Vaarten zijn dicht", None),
            ("Zandwijk", "Zandwijk wil een sluis", None),
        ] {
            let found = head(&Draft::of_paragraphs(&[line, title, text]), title);
            assert_eq!(found.map(|own| own.name).as_deref(), name, "{line}");
        }
    }

    #[test]
    fn the_head_of_a_text_names_whose_it_is() {
        let text = "Het werk aan de brug begint in mei. Bussen rijden om over de dijk.";
        for (lines, name) in [
            (
                &["GEMEENTE ZANDWIJK", "Postbus 3", "Brug dicht"][..],
                Some("gemeente Zandwijk"),
            ),
            (
                &[
                    "pagina 4 / DE KADE – personeelsblad Veiligheidsregio Veenland",
                    "Brug dicht",
                ],
                Some("Veiligheidsregio Veenland"),
            ),
            (
                &[
                    "Ministerie van Bruggen, Sluizen en Kades",
                    "Nieuwsbericht",
                    "Brug dicht",
                ],
                Some("Ministerie van Bruggen, Sluizen en Kades"),
            ),
            (
                &[
                    "Brug dicht",
                    "Hart voor Zandwijk Hart voor Zandwijk 03-05-2021",
                ],
                Some("Hart voor Zandwijk"),
            ),
            (&["112 NIEUWS", "Brug dicht"], None),
            (&["De Vaart", "Brug dicht"], None),
        ] {
            let lines: Vec<&str> = lines.iter().copied().chain([text]).collect();
            let found = head(&Draft::of_paragraphs(&lines), "Brug dicht");
            assert_eq!(found.map(|own| own.name).as_deref(), name, "{lines:?}");
        }
    }
}
