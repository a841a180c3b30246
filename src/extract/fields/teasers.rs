//! Finds lists of other releases below a text.
//!
//! Leaves out sections that their opening words tell (`tail`).

use std::ops::Range;

use super::dates;
use super::tail::is_running_text;
use crate::document::{BlockKind, DateSource};
use crate::extract::draft::RawBlock;

/// Fewest items of a list of other releases.
const TEASERS: usize = 2;

/// Longest line, in bytes, that holds only a date.
const DATE_MAX: usize = 40;

/// Most lines above the sentence of an item of such a list: its date, its title.
const TEASER_HEAD: usize = 3;

/// Longest paragraph, in bytes, of an item of such a list.
const TEASER_MAX: usize = 240;

/// Returns where a list of other releases begins at the end of `body`, if there is one.
pub(in crate::extract) fn start(blocks: &[RawBlock], body: &Range<usize>) -> Option<usize> {
    dated(blocks, body)
        .or_else(|| linked(blocks, body))
        .or_else(|| with_read_more(blocks, body))
        .or_else(|| with_link_below(blocks, body))
}

/// Returns where a list of other releases begins at the end of `body`: headings, each with a sentence and a link of its own,
/// *Lees verder op onze site*, below it. A button may stand above them.
fn with_link_below(blocks: &[RawBlock], body: &Range<usize>) -> Option<usize> {
    let reads_on = |block: &RawBlock| {
        let text = block.text.to_lowercase();
        let opens = ["lees verder", "lees meer", "verder lezen", "lees het hele"];
        block.is_link() && opens.iter().any(|words| text.starts_with(words))
    };
    let is_item = |at: &usize| match &blocks[*at..] {
        [heading, sentence, link, ..] => {
            is_heading(heading)
                && sentence.linked == 0
                && sentence.text.len() <= TEASER_MAX
                && reads_on(link)
        }
        _ => false,
    };
    let items: Vec<usize> = body.clone().filter(is_item).collect();
    let (first, last) = (*items.first()?, *items.last()?);
    let is_list = items
        .windows(2)
        .all(|pair| pair[1] - pair[0] <= TEASER_HEAD + 1)
        && !blocks[last + TEASER_HEAD..body.end.max(last + TEASER_HEAD)]
            .iter()
            .any(is_running_text)
        && blocks[body.start..first].iter().any(is_running_text);
    let is_button = blocks[first - 1].is_link();
    (items.len() >= TEASERS && is_list).then(|| first - usize::from(is_button))
}

/// Returns where a list of other releases begins at the end of `body`: sentences that end in *lees verder*, each below the
/// title and the date of its release.
fn with_read_more(blocks: &[RawBlock], body: &Range<usize>) -> Option<usize> {
    let is_item = |at: &usize| {
        let block = &blocks[*at];
        let reads_on = || {
            let text = block.text.to_lowercase();
            let text = text.trim_end_matches(['»', '>', ']', '…', '.', ' ']);
            text.ends_with("lees verder") || text.ends_with("lees meer")
        };
        block.linked > 0 && block.text.len() <= TEASER_MAX && reads_on()
    };
    let items: Vec<usize> = body.clone().filter(is_item).collect();
    let (first, last) = (*items.first()?, *items.last()?);
    let is_head = |at: usize| {
        let block = &blocks[at];
        block.is_link() || dates::is_only_date(&block.text)
    };
    let above = (body.start..first).rev().take_while(|&at| is_head(at));
    let start = first - above.take(TEASER_HEAD).count();
    let is_list = items
        .windows(2)
        .all(|pair| pair[1] - pair[0] <= TEASER_HEAD + 1)
        && !blocks[last..body.end].iter().any(is_running_text)
        && blocks[body.start..start].iter().any(is_running_text);
    (items.len() >= TEASERS && is_list).then_some(start)
}

/// Returns where a list of other releases begins at the end of `body`: items that each have a date of
/// their own beside a heading, and a sentence at most.
fn dated(blocks: &[RawBlock], body: &Range<usize>) -> Option<usize> {
    let is_heading = |at: usize| is_heading(&blocks[at]);
    let is_date = |at: usize| {
        let text = &blocks[at].text;
        text.len() <= DATE_MAX && dates::machine_date(text, DateSource::Line).is_some()
            || dates::is_line_of_publication(text)
    };
    let begins = |at: &usize| {
        let next = at + 1;
        next < body.end && (is_heading(*at) && is_date(next) || is_date(*at) && is_heading(next))
    };
    let starts: Vec<usize> = body.clone().skip(1).filter(begins).collect();
    // An item of date and heading also begins at its heading.
    let starts: Vec<usize> = starts
        .iter()
        .copied()
        .filter(|at| !starts.contains(&at.wrapping_sub(1)))
        .collect();
    let short = |from: usize, to: usize| {
        let running = blocks[from..to]
            .iter()
            .filter(|block| is_running_text(block));
        running.count() <= 1
    };
    let (first, last) = (*starts.first()?, *starts.last()?);
    let all_short = starts.windows(2).all(|pair| short(pair[0], pair[1])) && short(last, body.end);
    let has_text = blocks[body.start..first].iter().any(is_running_text);
    (starts.len() >= TEASERS && all_short && has_text).then_some(first)
}

/// Returns where a list of other releases begins at the end of `body`: headings that are links, each with a paragraph at
/// most, below a heading of their own.
fn linked(blocks: &[RawBlock], body: &Range<usize>) -> Option<usize> {
    let is_heading = |at: usize| is_heading(&blocks[at]);
    let is_link = |at: usize| is_heading(at) && blocks[at].is_link();
    let mut items: Vec<usize> = Vec::new();
    let mut end = body.end;
    while let Some(at) = (body.start + 1..end).rev().find(|&at| is_heading(at)) {
        let below = &blocks[at + 1..end];
        let is_short = below.len() <= 1 && below.iter().all(|block| block.text.len() <= TEASER_MAX);
        if !is_link(at) || !is_short {
            break;
        }
        items.push(at);
        end = at;
    }
    let first = *items.last().filter(|_| items.len() >= TEASERS)?;
    // Without a heading of their own they may be the parts of the text.
    let start = first
        .checked_sub(1)
        .filter(|at| *at > body.start && is_heading(*at))?;
    blocks[body.start..start]
        .iter()
        .any(is_running_text)
        .then_some(start)
}

fn is_heading(block: &RawBlock) -> bool {
    block.level > 0 || block.kind == BlockKind::Heading
}
