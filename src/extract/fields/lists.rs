//! Reads bulleted and numbered lists: their introductions, items and labels.
//!
//! Leaves out finding marked-up items, which `carriers` does.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Block, BlockKind, BulletList, ListItem, Span};
use crate::dutch::pattern::pattern;
use crate::extract::draft::RawBlock;

/// Most words in a label.
const LABEL_WORDS: usize = 7;

/// Most bytes in a label.
const LABEL_BYTES: usize = 58;

/// Most bytes in an introducing sentence.
const INTRO_BYTES: usize = 200;

/// Most bytes in a stray item: one without list markup.
const STRAY_BYTES: usize = 240;

/// The time with which a line of a programme begins.
static TIMED: LazyLock<Regex> = LazyLock::new(|| {
    let time = r"\d{1,2}[.:]\d{2}(?:\s*(?:uur|u\b\.?))?";
    pattern(&format!(
        r"^{time}(?:\s*(?:[-–]|tot)\s*{time})?\s*[:–-]\s*\S"
    ))
});

/// Returns the lists of a release. `blocks[n]` was made from `raw[n]`.
pub(in crate::extract) fn lists(blocks: &[Block], raw: &[&RawBlock]) -> Vec<BulletList> {
    let mut lists: Vec<BulletList> = Vec::new();
    // The list of the last block: `None` if it was not an item, `Some(None)` if it was a stray
    // item, otherwise the number of its list on the page.
    let mut current: Option<Option<u32>> = None;
    for (at, block) in blocks.iter().enumerate() {
        let number = raw[at].list.map(|(number, _)| number);
        let joins = match current {
            None => false,
            Some(last) => number.is_none() || last.is_none() || last == number,
        };
        if number.is_none() && !is_stray(blocks, raw, at, joins) {
            current = None;
            continue;
        }
        let text = &block.text;
        let label = label(text, raw[at].bold_until);
        let item = ListItem {
            label: label
                .as_ref()
                .map(|(label, _)| Span::new(at, label.clone())),
            span: Span::new(at, label.map_or(0, |(_, rest)| rest)..text.len()),
        };
        if let Some(list) = lists.last_mut().filter(|_| joins) {
            list.items.push(item);
        } else {
            let ordered = raw[at].list.is_some_and(|(_, ordered)| ordered);
            lists.push(BulletList {
                intro: intro(blocks, at),
                ordered,
                items: vec![item],
            });
        }
        current = Some(number);
    }
    lists
}

/// Whether a block without list markup is an item by its form, `Label: text`.
///
/// It is a paragraph after an item. Or it is a heading without text below it that comes after an
/// item or right before a similar heading. Or it is a line of a programme beside another one: `10.00
/// uur: Sporthal De Vaart`.
fn is_stray(blocks: &[Block], raw: &[&RawBlock], at: usize, after_item: bool) -> bool {
    let timed = |at: usize| {
        blocks
            .get(at)
            .is_some_and(|block| block.text.len() <= STRAY_BYTES && TIMED.is_match(&block.text))
    };
    if timed(at) && (timed(at + 1) || at.checked_sub(1).is_some_and(timed)) {
        return true;
    }
    let labeled = |at: usize| {
        let text = &blocks[at].text;
        text.len() <= STRAY_BYTES
            && label(text, 0).is_some_and(|(_, rest)| {
                !text[rest..].starts_with(['‘', '“', '"', '„', '\'', '’', '”'])
            })
    };
    let bare_heading = |at: usize| {
        blocks
            .get(at)
            .is_some_and(|block| block.kind == BlockKind::Heading)
            && blocks
                .get(at + 1)
                .is_none_or(|next| next.kind == BlockKind::Heading)
            && labeled(at)
    };
    match blocks[at].kind {
        BlockKind::Heading => bare_heading(at) && (after_item || bare_heading(at + 1)),
        BlockKind::Paragraph if after_item && labeled(at) => {
            let text = &blocks[at].text;
            let goes_on = text.split_once(": ").is_some_and(|(label, rest)| {
                label.contains(' ') && label != "Let op" && rest.starts_with(char::is_lowercase)
            });
            goes_on || raw.get(at + 1).is_some_and(|next| next.list.is_some())
        }
        _ => false,
    }
}

/// Returns the words right before a list that introduce it: a heading, a paragraph that ends in a
/// colon (only its last sentence if it is long), or a short question.
fn intro(blocks: &[Block], first_item: usize) -> Option<Span> {
    let at = first_item.checked_sub(1)?;
    let text = &blocks[at].text;
    match blocks[at].kind {
        BlockKind::Heading => Some(Span::new(at, 0..text.len())),
        BlockKind::ListItem | BlockKind::TableRow => None,
        _ if text.ends_with(':') => {
            let start = last_sentence(text)
                .filter(|s| text.len() > INTRO_BYTES && *s > 0)
                .unwrap_or(0);
            Some(Span::new(at, start..text.len()))
        }
        _ if text.len() <= INTRO_BYTES && text.ends_with('?') => Some(Span::new(at, 0..text.len())),
        _ => None,
    }
}

/// Returns the byte at which the last sentence begins.
fn last_sentence(text: &str) -> Option<usize> {
    let head = &text[..text.len() - 1];
    head.rmatch_indices(['.', '!', '?'])
        .map(|(at, _)| at + 1)
        .find(|&at| text[at..].starts_with(' '))
        .map(|at| at + 1)
}

/// Returns the range of an item's label, and the byte at which the rest of the item begins.
///
/// A label is the words before a colon: bold words at the start, or short words that are not a
/// time, a web address or a sentence.
fn label(text: &str, bold_until: usize) -> Option<(Range<usize>, usize)> {
    let colon = text
        .find(": ")
        .or_else(|| text.strip_suffix(':').map(str::len))?;
    let bold = bold_until > 0 && bold_until < text.len() && colon.abs_diff(bold_until) <= 1;
    let words = &text[..colon];
    let rest = text.len() - text[colon + 1..].trim_start().len();
    let opens = words.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '“' | '"' | '\'')
    });
    let clock = words.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && words.len() <= 5
        && words.contains('.')
        || words.ends_with(" uur")
        || words.starts_with(|c: char| c.is_ascii_digit()) && words.contains('.');
    let plain = opens
        && words.len() <= LABEL_BYTES
        && words.split_whitespace().count() <= LABEL_WORDS
        && !words.contains(['.', '!', '?', ';'])
        && !words.contains("http");
    ((plain || bold) && !clock && rest < text.len()).then_some((0..words.trim_end().len(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(page: &str) -> Vec<Vec<String>> {
        let time = "2024-01-01T00:00:00Z".parse().expect("a time");
        let page = format!(
            "<article><h1>Nieuws</h1><p>Een eerste alinea die lang genoeg is om bij de tekst te horen.</p>{page}<p>Slot.</p></article>"
        );
        let capture = crate::document::Capture::new(
            "https://zandwijk.example/a",
            time,
            "text/html",
            page.into_bytes(),
        );
        let release = crate::extract::extract(&capture).expect("a page that reads");
        let text = |item: &ListItem| {
            let label = item
                .label
                .map(|label| format!("{}=", release.text(label)))
                .unwrap_or_default();
            label + release.text(item.span)
        };
        release
            .lists
            .iter()
            .map(|list| list.items.iter().map(text).collect())
            .collect()
    }

    #[test]
    fn items_without_list_markup_join_the_list_before_them() {
        for (page, expected) in [
            (
                "<ul><li>Dinsdag 28 maart</li></ul><p>Plaats: de kade</p><ul><li>Neem laarzen mee</li></ul>",
                vec![vec![
                    "Dinsdag 28 maart",
                    "Plaats=de kade",
                    "Neem laarzen mee",
                ]],
            ),
            (
                "<ul><li>Een</li><li>Twee</li></ul><p>Betaling van de toeslag: in het najaar.</p>",
                vec![vec![
                    "Een",
                    "Twee",
                    "Betaling van de toeslag=in het najaar.",
                ]],
            ),
            (
                "<p>Aanvragen:</p><h2>2018: 57</h2><h2>2019: 73</h2><h2>Vervolg</h2><p>Tekst.</p>",
                vec![vec!["2018=57", "2019=73"]],
            ),
            (
                "<ul><li>Een</li><li>Twee</li></ul><p>Let op: de weg is dicht.</p>",
                vec![vec!["Een", "Twee"]],
            ),
            (
                "<ul><li>Een</li><li>Twee</li></ul><p>Wethouder Kok: ‘we gaan bouwen.’</p>",
                vec![vec!["Een", "Twee"]],
            ),
            (
                "<h2>Stap 1: kijken</h2><ul><li>Een</li></ul><h2>Stap 2: doen</h2><ul><li>Twee</li></ul>",
                vec![vec!["Een"], vec!["Twee"]],
            ),
        ] {
            assert_eq!(items(page), expected, "{page}");
        }
    }

    #[test]
    fn times_and_sentences_are_not_labels() {
        for (text, expected) in [
            (
                "Voorbereiding: tot 1 mei;",
                Some(("Voorbereiding", "tot 1 mei;")),
            ),
            (
                "Uitvoering (2025): nieuwe stoep;",
                Some(("Uitvoering (2025)", "nieuwe stoep;")),
            ),
            ("09.30 uur: opening", None),
            ("09.30: opening", None),
            (
                "De wethouder zei het zo vaak dat niemand het meer hoorde: hij stopt",
                None,
            ),
            ("2018: 57803", Some(("2018", "57803"))),
            ("zonder hoofdletter: geen label", None),
            ("Alles", None),
        ] {
            let found = label(text, 0).map(|(label, rest)| (&text[label], &text[rest..]));
            assert_eq!(found, expected, "{text}");
        }
    }
}
