//! Bulleted and numbered lists: what introduces them, and what labels their items.
//!
//! Leaves out finding the items, which carriers do.

use std::ops::Range;

use super::draft::RawBlock;
use crate::document::{Block, BlockKind, BulletList, ListItem, Span};

/// Most words that a label has.
const LABEL_WORDS: usize = 7;

/// Most bytes that a label has.
const LABEL_BYTES: usize = 58;

/// Most bytes that an introducing sentence has.
const INTRO_BYTES: usize = 200;

/// The lists of a release; `raw[n]` is what `blocks[n]` was made from.
pub(super) fn lists(blocks: &[Block], raw: &[&RawBlock]) -> Vec<BulletList> {
    let mut lists: Vec<BulletList> = Vec::new();
    let mut current = None;
    for (at, block) in blocks.iter().enumerate() {
        let Some((number, ordered)) = raw[at].list else {
            current = None;
            continue;
        };
        let text = &block.text;
        let label = label(text, raw[at].bold_until);
        let item = ListItem {
            label: label.as_ref().map(|(label, _)| Span::new(at, label.clone())),
            span: Span::new(at, label.map_or(0, |(_, rest)| rest)..text.len()),
        };
        match lists.last_mut().filter(|_| current == Some(number)) {
            Some(list) => list.items.push(item),
            None => lists.push(BulletList { intro: intro(blocks, at), ordered, items: vec![item] }),
        }
        current = Some(number);
    }
    lists
}

/// The words right before a list that introduce it: a paragraph that ends in a colon, its last
/// sentence, or a heading.
fn intro(blocks: &[Block], first_item: usize) -> Option<Span> {
    let at = first_item.checked_sub(1)?;
    let text = &blocks[at].text;
    match blocks[at].kind {
        BlockKind::Heading => Some(Span::new(at, 0..text.len())),
        BlockKind::ListItem | BlockKind::TableRow => None,
        _ if text.ends_with(':') => {
            let start = last_sentence(text).filter(|s| text.len() > INTRO_BYTES && *s > 0).unwrap_or(0);
            Some(Span::new(at, start..text.len()))
        }
        _ if text.len() <= INTRO_BYTES && text.ends_with('?') => Some(Span::new(at, 0..text.len())),
        _ => None,
    }
}

/// First byte of the last sentence.
fn last_sentence(text: &str) -> Option<usize> {
    let head = &text[..text.len() - 1];
    head.rmatch_indices(['.', '!', '?']).map(|(at, _)| at + 1).find(|&at| text[at..].starts_with(' ')).map(|at| at + 1)
}

/// The label of an item, and where the rest of it begins.
///
/// Bold words at the start, or words before a colon that are neither a time, an address nor a
/// sentence.
fn label(text: &str, bold_until: usize) -> Option<(Range<usize>, usize)> {
    let colon = text.find(": ").or_else(|| text.strip_suffix(':').map(str::len))?;
    let bold = bold_until > 0 && bold_until < text.len() && colon.abs_diff(bold_until) <= 1;
    let words = &text[..colon];
    let rest = text.len() - text[colon + 1..].trim_start().len();
    let opens =
        words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '“' | '"' | '\''));
    let clock = words.bytes().all(|b| b.is_ascii_digit() || b == b'.') && words.len() <= 5 && words.contains('.')
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

    #[test]
    fn labels_are_told_from_times_and_sentences() {
        for (text, expected) in [
            ("Voorbereiding: tot 1 mei;", Some(("Voorbereiding", "tot 1 mei;"))),
            ("Uitvoering (2025): nieuwe stoep;", Some(("Uitvoering (2025)", "nieuwe stoep;"))),
            ("09.30 uur: opening", None),
            ("09.30: opening", None),
            ("De wethouder zei het zo vaak dat niemand het meer hoorde: hij stopt", None),
            ("2018: 57803", Some(("2018", "57803"))),
            ("zonder hoofdletter: geen label", None),
            ("Alles", None),
        ] {
            let found = label(text, 0).map(|(label, rest)| (&text[label], &text[rest..]));
            assert_eq!(found, expected, "{text}");
        }
    }
}
