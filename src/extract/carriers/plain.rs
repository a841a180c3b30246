//! Splits plain text into blocks: paragraphs, headings and list items, by the shape of their lines.
//!
//! Leaves out markup. HTML pages also use it for lines separated by `<br>`.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::document::BlockKind;
use crate::dutch::calendar::{SHORT_WEEKDAYS, WEEKDAYS, month_number};
use crate::dutch::words::OPEN_WORDS;
use crate::extract::draft::{Draft, RawBlock, Region};
use crate::extract::normalize::normalize;
use crate::extract::prints;

/// Characters that begin a list item.
const BULLETS: &[char] = &[
    '•', '·', '▪', '◦', '●', '○', '‣', '✓', '✔', '➢', '➤', '►', '§', '\u{f0b7}', '*', '–', '—', '-',
];

/// Whether a text is only the mark of a list item.
pub(super) fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| BULLETS.contains(&first)) && chars.next().is_none()
}

/// Reads a text file or a record's text.
pub(in crate::extract) fn draft(text: &str) -> Draft {
    let blocks = blocks(text);
    Draft {
        body: 0..blocks.len(),
        blocks,
        ..Draft::default()
    }
}

/// Splits `text` into blocks. Each line is a block, unless it continues a hard-wrapped line right
/// before it.
pub(in crate::extract) fn blocks(text: &str) -> Vec<RawBlock> {
    let mut blocks: Vec<RawBlock> = Vec::new();
    let mut lists = 0;
    let mut fresh = true;
    let mut previous = String::new();
    let lines: Vec<String> = text
        .lines()
        .flat_map(|line| line.split(['\u{2028}', '\u{2029}', '\u{b}']))
        .map(normalize)
        .collect();
    let lines = without_running_lines(lines);
    let wrap = wrap_width(&lines);
    for line in lines {
        if line.is_empty() {
            fresh = true;
            continue;
        }
        let before = std::mem::replace(&mut previous, line.clone());
        let is_early = blocks.len() <= EARLY;
        if let Some((item, ordered)) = bullet(&line) {
            let follows = blocks
                .last()
                .and_then(|b| b.list)
                .filter(|&(_, o)| o == ordered);
            let number = follows.map_or_else(
                || {
                    lists += 1;
                    lists
                },
                |(number, _)| number,
            );
            blocks.push(RawBlock {
                list: Some((number, ordered)),
                ..RawBlock::new(BlockKind::ListItem, item.to_owned())
            });
        } else if let Some(last) = blocks.last_mut().filter(|last| {
            if fresh {
                // Lines that all begin small are a list.
                !last.text.starts_with(char::is_lowercase) && goes_on_below(&before, &line)
            } else {
                continues(&before, &line, wrap)
                    || continues_date(&before, &line)
                    || is_early && continues_title(&before, &line)
            }
        }) {
            last.text.push(' ');
            last.text.push_str(&line);
        } else {
            blocks.push(RawBlock::new(BlockKind::Paragraph, line));
        }
        fresh = false;
    }
    demote_lone_dashes(&mut blocks);
    mark_headings(&mut blocks);
    blocks
}

/// Number of first blocks among which a title stands.
const EARLY: usize = 8;

/// Fewest words of a line of a title that goes on.
const TITLE_WORDS: usize = 4;

/// Shortest and longest line that a program or a person breaks for its length, in characters.
const WRAPPED: RangeInclusive<usize> = 55..=160;

/// Least number of line breaks that show that a text is hard-wrapped.
const WRAPPED_LINES: usize = 3;

/// Most characters by which full lines differ in length: a word that no longer fits.
const WORD: usize = 10;

/// Share of the line breaks that must come from the width of a text, for it to be hard-wrapped.
const WRAPPED_BREAKS: f32 = 0.8;

/// Returns the width at which `text` is hard-wrapped: of nearly every long line that another one follows,
/// the first word of that other one would not have fitted. `None` if lines end for other reasons.
fn wrap_width(text: &[String]) -> Option<usize> {
    let breaks = || {
        let pairs = text.windows(2).map(|pair| (&pair[0], &pair[1]));
        pairs.filter(|(line, next)| {
            line.chars().count() >= *WRAPPED.start() && !next.is_empty() && bullet(next).is_none()
        })
    };
    // A few lines may be longer: addresses.
    let mut lengths: Vec<usize> = breaks().map(|(line, _)| line.chars().count()).collect();
    lengths.sort_unstable_by(|one, other| other.cmp(one));
    let width = *lengths.get(WRAPPED_LINES - 1)?;
    if !WRAPPED.contains(&width) {
        return None;
    }
    let fits = |line: &str| line.chars().count() <= width + WORD;
    let wrapped = breaks().filter(|(line, next)| fits(line) && is_full(line, next, width));
    let (wrapped, all) = (wrapped.count(), breaks().count());
    let is_wrapped = all >= WRAPPED_LINES && wrapped as f32 >= all as f32 * WRAPPED_BREAKS;
    is_wrapped.then_some(width)
}

/// Whether the first word of `next` would not have fitted on `line`.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.split(' ').next().unwrap_or_default();
    line.chars().count() + 1 + word.chars().count() > width
}

/// Whether `line` continues the sentence of a hard-wrapped line `before` it; `wrap` is the width of
/// the text.
fn continues(before: &str, line: &str, wrap: Option<usize>) -> bool {
    if before.ends_with(['.', '!', '?', ':', ';', '”', '’', '"']) {
        return false;
    }
    if !WRAPPED.contains(&before.chars().count()) {
        return false;
    }
    let opens_small = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '(';
    line.starts_with(opens_small) && !opens_with_date(line) && !opens_with_label(line)
        || wrap.is_some_and(|width| is_full(before, line, width) && !opens_with_label(line))
        || is_unfinished(before)
}

/// Whether `line` opens with a label, as the lines of the head of a mail do: *Verzonden: maandag 3 mei*, *foto: Ina Bos*.
fn opens_with_label(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    first.len() > 2 && first.starts_with(char::is_alphabetic) && first.ends_with(':')
}

/// Whether `line` opens with a day, the month and the year: *17 december 2021 om 13:37*, *za 3 mei 2021*.
fn opens_with_date(line: &str) -> bool {
    let is_weekday = |word: &&str| {
        let word = word.trim_end_matches('.').to_lowercase();
        WEEKDAYS.contains(&word) || SHORT_WEEKDAYS.contains(&word)
    };
    let mut words = line.split(' ').skip_while(is_weekday);
    let mut next = || words.next().unwrap_or_default();
    let is_number = |word: &str, most: usize| {
        (1..=most).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let first = next();
    let parts: Vec<&str> = first.split(['-', '/', '.']).collect();
    let is_short = matches!(parts[..], [day, month, year] if is_number(day, 2) && is_number(month, 2) && is_number(year, 4));
    let is_written = is_number(first, 2)
        && month_number(&next().to_lowercase()).is_some()
        && is_number(next().trim_end_matches(','), 4);
    is_short || is_written
}

/// Whether `line` goes on with a title whose line `before` it is broken for the size of its letters: *Waterschap
/// versterkt acht kilometer dijk bij*, *Meerwolde*.
fn continues_title(before: &str, line: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or_default();
    before.starts_with(char::is_uppercase)
        && before.split(' ').count() >= TITLE_WORDS
        && !before.ends_with(['.', '!', '?', ':', ';'])
        && (OPEN_WORDS.contains(last)
            || line.starts_with(char::is_lowercase)
                && !opens_with_label(line)
                && !opens_with_date(line))
}

/// Returns lines without those at the foot of each page: its number, and the line above it that other pages have too.
fn without_running_lines(mut lines: Vec<String>) -> Vec<String> {
    let numbers: Vec<usize> = (0..lines.len())
        .filter(|&at| prints::names_page(&lines[at]))
        .collect();
    let above = || numbers.iter().filter_map(|number| number.checked_sub(1));
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for at in above() {
        *counts.entry(&lines[at]).or_default() += 1;
    }
    let running: Vec<usize> = above()
        .filter(|at| counts[lines[*at].as_str()] > 1)
        .collect();
    for at in running.into_iter().chain(numbers) {
        lines[at].clear();
    }
    lines
}

/// Whether `line` goes on with the sentence of the line `before` it, although an empty line parts them.
fn goes_on_below(before: &str, line: &str) -> bool {
    let is_cut = before.ends_with(|c: char| c.is_lowercase() || c == ',');
    let mut words = line.split(' ');
    let first = words.next().unwrap_or_default();
    // `do 12 maart 2009`
    let is_date = words
        .next()
        .is_some_and(|day| day.bytes().all(|b| b.is_ascii_digit()))
        && words
            .next()
            .is_some_and(|month| month_number(&month.to_lowercase()).is_some());
    // `brugDe gemeente`: the name of a picture, glued to the text
    let is_glued = first.contains(char::is_uppercase);
    is_cut
        && !is_date
        && !opens_with_label(line)
        && !is_glued
        && before.chars().count() >= *WRAPPED.start()
        && line.starts_with(char::is_lowercase)
        && before.contains(' ')
}

/// Whether `line` goes on with a place and a date whose parts stand on lines of their own: *Zandwijk ,*, *29*, *maart*,
/// *2019*, *|*, *10:30*, *Europe/Amsterdam*.
fn continues_date(before: &str, line: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_day = |text: &str| is_number(text) && text.len() <= 2;
    let is_year = |text: &str| is_number(text) && text.len() == 4;
    let is_month = |text: &str| month_number(&text.to_lowercase()).is_some();
    let is_time = |text: &str| {
        let parts = text.split_once(':');
        parts.is_some_and(|(hour, minute)| is_day(hour) && is_day(minute))
    };
    is_day(line) && before.ends_with(" ,")
        || is_day(before) && is_month(line)
        || is_year(line) && is_month(before)
        || is_year(before) && line == "|"
        || before == "|" && is_time(line)
        || is_time(before) && line.starts_with("Europe/")
}

/// Whether a line cannot end here: its last word asks for another one, or it is in its second
/// sentence.
fn is_unfinished(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    let second = line.match_indices(". ").any(|(at, _)| {
        let word = line[..at].rsplit(' ').next().unwrap_or_default();
        word.chars().count() > 3 && line[at + 2..].starts_with(char::is_uppercase)
    });
    second || last.ends_with(',') || OPEN_WORDS.contains(last)
}

/// Returns the list item after a bullet or number, and whether it is numbered.
pub(super) fn bullet(line: &str) -> Option<(&str, bool)> {
    let first = line.chars().next()?;
    if BULLETS.contains(&first) {
        let rest = &line[first.len_utf8()..];
        // A dash or asterisk is a bullet only before a space. Other characters are always bullets.
        let spaced = rest.starts_with(' ') || !matches!(first, '-' | '–' | '—' | '*');
        return (spaced && !rest.trim().is_empty()).then(|| (rest.trim_start(), false));
    }
    if let Some(rest) = line
        .strip_prefix("o ")
        .filter(|rest| rest.starts_with(char::is_uppercase))
    {
        return Some((rest, false));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marked = if digits > 0 {
        digits
    } else {
        usize::from(first.is_ascii_lowercase())
    };
    let rest = line.get(marked..)?;
    let rest = match rest.strip_prefix(['.', ')']) {
        Some(rest)
            if (1..=2).contains(&marked) && (digits > 0 || line[marked..].starts_with(')')) =>
        {
            rest
        }
        _ => return None,
    };
    rest.strip_prefix(' ')
        .filter(|rest| !rest.starts_with(|c: char| c.is_lowercase()))
        .map(|rest| (rest, true))
}

/// Returns the number before an item, and the item: `2) bomen planten`.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].strip_prefix(['.', ')'])?.strip_prefix(' ')?;
    (1..=2)
        .contains(&digits)
        .then(|| Some((line[..digits].parse().ok()?, rest)))?
}

/// Turns a bulleted line without a second item back into a paragraph: a lone dash begins a
/// sentence, not a list. A line after a colon stays an item.
fn demote_lone_dashes(blocks: &mut [RawBlock]) {
    for at in 0..blocks.len() {
        let Some(list) = blocks[at].list else {
            continue;
        };
        let alone = at.checked_sub(1).and_then(|n| blocks[n].list) != Some(list)
            && blocks.get(at + 1).and_then(|b| b.list) != Some(list);
        let introduced = at > 0 && blocks[at - 1].text.ends_with(':');
        if alone && !introduced && !list.1 {
            blocks[at].list = None;
            blocks[at].kind = BlockKind::Paragraph;
        }
    }
}

/// Turns two or more consecutive paragraphs that begin with the same kind of bullet into a list.
pub(in crate::extract) fn mark_bullets(blocks: &mut [RawBlock]) {
    let mut lists = blocks
        .iter()
        .filter_map(|b| b.list)
        .map(|(number, _)| number)
        .max()
        .unwrap_or(0);
    let sort = |block: &RawBlock| {
        let plain = block.kind == BlockKind::Paragraph && block.region == Region::Content;
        let (item, ordered) = bullet(&block.text)
            .or_else(|| Some((numbered(&block.text)?.1, true)))
            .filter(|_| plain)?;
        Some((
            if ordered {
                '1'
            } else {
                block.text.chars().next()?
            },
            block.text.len() - item.len(),
        ))
    };
    let mut at = 0;
    while at < blocks.len() {
        let Some((glyph, _)) = sort(&blocks[at]) else {
            at += 1;
            continue;
        };
        let number = |block: &RawBlock| numbered(&block.text).map(|(number, _)| number);
        let mut end = at + 1;
        // `12. januari` is an item only if its number follows that of the item before.
        while blocks.get(end).is_some_and(|b| {
            let counts_on = number(b)
                .is_some_and(|n| number(&blocks[end - 1]).is_some_and(|before| n == before + 1));
            sort(b).is_some_and(|(g, _)| g == glyph) && (bullet(&b.text).is_some() || counts_on)
        }) {
            end += 1;
        }
        if end - at > 1 {
            lists += 1;
            for block in &mut blocks[at..end] {
                let cut = sort(block).map_or(0, |(_, cut)| cut);
                block.text.drain(..cut);
                block.bold_until = block.bold_until.saturating_sub(cut);
                block.kind = BlockKind::ListItem;
                block.list = Some((lists, glyph == '1'));
            }
        }
        at = end;
    }
}

/// Marks a short line without closing punctuation as a heading if running text follows.
pub(in crate::extract) fn mark_headings(blocks: &mut [RawBlock]) {
    for at in 0..blocks.len().saturating_sub(1) {
        let (block, next) = (&blocks[at], &blocks[at + 1]);
        let short = block.kind == BlockKind::Paragraph
            && block.text.len() <= 90
            && block.text.split(' ').count() <= 12
            && !block.text.contains(" | ")
            && block.text.starts_with(|c: char| {
                c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '“' | '\'')
            })
            && !block
                .text
                .ends_with(['.', '!', ',', ';', ':', '”', '"', '’', '…']);
        let heads = next.text.len() > block.text.len()
            && matches!(next.kind, BlockKind::Paragraph | BlockKind::ListItem);
        if short
            && heads
            && (block.bold || next.text.ends_with(['.', '!', '?', ':', '”', '’', ';']))
        {
            blocks[at].kind = BlockKind::Heading;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(text: &str) -> Vec<(BlockKind, String)> {
        blocks(text).into_iter().map(|b| (b.kind, b.text)).collect()
    }

    #[test]
    fn the_shape_of_a_line_decides_its_block_kind() {
        let text = "Nieuwe sluis\n\nDe sluis in de Oude Vaart is na vijftig jaar aan vervanging toe en\nwordt dit najaar gesloopt.\n\nWat gebeurt er:\n• slopen\n• bouwen\n1. Eerst dit\n2. Dan dat\n";
        assert_eq!(
            shapes(text),
            [
                (BlockKind::Heading, "Nieuwe sluis".to_owned()),
                (
                    BlockKind::Paragraph,
                    "De sluis in de Oude Vaart is na vijftig jaar aan vervanging toe en wordt dit najaar gesloopt."
                        .to_owned()
                ),
                (BlockKind::Paragraph, "Wat gebeurt er:".to_owned()),
                (BlockKind::ListItem, "slopen".to_owned()),
                (BlockKind::ListItem, "bouwen".to_owned()),
                (BlockKind::ListItem, "Eerst dit".to_owned()),
                (BlockKind::ListItem, "Dan dat".to_owned()),
            ]
        );
    }

    #[test]
    fn a_sentence_goes_on_behind_an_empty_line() {
        let cut = "De gemeente Zandwijk investeert de komende jaren miljoenen om\n\nde scholen in het dorp te verbouwen.";
        let whole = cut.replace("\n\n", " ");
        assert_eq!(shapes(cut), [(BlockKind::Paragraph, whole)]);
        let listed = "het verbouwen van de scholen in het dorp en de stad eromheen\n\nhet snoeien van de bomen langs de vaart en in het hele park";
        assert_eq!(shapes(listed).len(), 2);
    }

    #[test]
    fn a_date_in_pieces_is_one_line() {
        let text = "Zandwijk ,\n29\nmaart\n2019\n|\n10:30\nEurope/Amsterdam\n\nNieuwe brug\n\nDe brug is open.";
        let lines: Vec<String> = shapes(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            lines,
            [
                "Zandwijk , 29 maart 2019 | 10:30 Europe/Amsterdam",
                "Nieuwe brug",
                "De brug is open."
            ]
        );
    }

    #[test]
    fn a_line_that_is_broken_for_its_length_goes_on() {
        for text in [
            "Zoals wij eerder schreven heeft het waterschap samen met de provincie en\nZandwijk besloten de kade langs de vaart op te hogen. De aannemer begint\nVolgend voorjaar met het werk, dat vier maanden duurt en waarvoor de weg langs\nDe Vaart dicht gaat.",
            "Over de vergunning voor de loods heeft de gemeente gesproken over de\nVan Dalenkade.",
            "Ja, dat klopt. De provincie heeft de aanvraag ontvangen van het bedrijf\nKade en Zoon.",
        ] {
            assert_eq!(shapes(text).len(), 1, "{text}");
        }
        // Below a title: the date, a label.
        for below in [
            "17 december 2021 om 13:37",
            "17-12-2021",
            "zaterdag 3 mei 2021",
            "foto: Ina Bos",
        ] {
            let text = format!(
                "Waterschap hoogt de kade langs de vaart in Zandwijk-Noord op\n{below}\nDat kan nu."
            );
            assert_eq!(shapes(&text).len(), 3, "{text}");
        }
        // A paragraph a line: the lines differ in length, or are longer than a screen is wide.
        for text in [
            "Kade langs de vaart wordt volgend voorjaar opgehoogd in Zandwijk-Noord\nDe kade wordt opgehoogd.\nHet werk duurt vier maanden.",
            "Waterschap hoogt de kade langs de vaart in Zandwijk-Noord op\nHet werk begint in maart en duurt ongeveer vier maanden, meldt het waterschap.\nDe weg langs de vaart gaat daarvoor twee weken dicht, en bussen rijden dan over de dijk en de Brink.\nDe aannemer komt uit Zandwijk.",
        ] {
            assert_eq!(shapes(text).len(), text.lines().count(), "{text}");
        }
    }

    #[test]
    fn a_lone_dash_is_not_a_list() {
        assert_eq!(shapes("– Dat is alles.")[0].0, BlockKind::Paragraph);
        assert_eq!(shapes("10.00 uur Ontvangst")[0].0, BlockKind::Paragraph);
    }
}
