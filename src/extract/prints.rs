//! What printing adds to a text: headers, footers and numbers of pages.
//!
//! Leaves out the roles of other blocks (`roles`).

use std::collections::{HashMap, HashSet};

use super::draft::RawBlock;

/// Longest line, in bytes, that stands on each page of a print.
const EDGE: usize = 120;

/// Most lines between the number of a page and its header or footer.
const BESIDE_NUMBER: usize = 2;

/// Returns the headers and footers of the pages of a print: lines that stand on several pages, beside the number of one of
/// them or with it, or with the address of a site; and those numbers. Without any of these, or if the numbers do not rise,
/// returns the lines that end with the number of a page among all.
pub(super) fn edges(blocks: &[RawBlock]) -> HashSet<usize> {
    let is_short = |at: usize| {
        let block = blocks.get(at);
        block.is_some_and(|block| block.text.len() <= EDGE && block.list.is_none())
    };
    let line = |at: usize| {
        let text = blocks[at].text.as_str();
        without_number(text).unwrap_or(text)
    };
    let is_alone = |at: usize| is_page_number(&blocks[at].text);
    let is_numbered =
        |at: usize| is_short(at) && (is_alone(at) || without_number(&blocks[at].text).is_some());
    let short = || (0..blocks.len()).filter(|at| is_short(*at) && !is_alone(*at));
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for at in short() {
        *counts.entry(line(at)).or_default() += 1;
    }
    let is_edge = |at: &usize| {
        let text = line(*at);
        let near = at.saturating_sub(BESIDE_NUMBER)..=at + BESIDE_NUMBER;
        let has_address = || text.contains(" | ") && text.contains("www.");
        counts[text] > 1
            && !text.ends_with(['.', '?', '!', ':'])
            && (has_address() || near.into_iter().any(is_numbered))
    };
    let is_numbered_foot = |at: &usize| {
        let text = blocks[*at].text.as_str();
        is_short(*at) && (ends_in_page_number(text) || text.ends_with(" (vervolg)"))
    };
    let lines: HashSet<&str> = short().filter(is_edge).map(line).collect();
    // Numbers of pages rise; those of a table of results need not.
    let numbers = (0..blocks.len()).filter(|at| is_alone(*at));
    let numbers = numbers.filter_map(|at| first_number(&blocks[at].text));
    if lines.is_empty() || !numbers.is_sorted_by(|one, next| one < next) {
        return (0..blocks.len()).filter(is_numbered_foot).collect();
    }
    let edges = short().filter(|at| lines.contains(line(*at)));
    edges
        .chain((0..blocks.len()).filter(|at| is_alone(*at)))
        .collect()
}

fn first_number(line: &str) -> Option<u32> {
    let digits = line.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit());
    digits[..end.unwrap_or(digits.len())].parse().ok()
}

/// Whether a line is the number of a page: *Pagina 1 van 2*, *1/2*, *- 2 -*.
fn is_page_number(line: &str) -> bool {
    let number = line.trim_matches(['-', '–', ' ']);
    let is_number =
        |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    names_page(line) || number.split('/').count() <= 2 && number.split('/').all(is_number)
}

/// Returns a line without the number of its page at its end: *Gemeente Zandwijk | www.zandwijk.example 2*.
fn without_number(line: &str) -> Option<&str> {
    let (line, number) = line.rsplit_once(' ')?;
    (line.contains('|') && is_page_number(number)).then_some(line)
}

/// Whether a line ends with the number of a page among all: *Gemeente Zandwijk - Pagina 1 van 2*.
fn ends_in_page_number(line: &str) -> bool {
    let page = [" Pagina ", " pagina "]
        .iter()
        .find_map(|word| line.rfind(word));
    page.is_some_and(|at| names_page(&line[at + 1..]) && line[at..].contains(" van "))
}

/// Whether a line names a page by its number: *Pagina 1 van 2*.
pub(super) fn names_page(line: &str) -> bool {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let number = ["Pagina ", "pagina ", "Blad "]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    number.is_some_and(|number| {
        // Without *van* there is no second number to check.
        let (one, all) = number.split_once(" van ").unwrap_or((number, ""));
        is_number(one) && is_number(all)
    })
}
