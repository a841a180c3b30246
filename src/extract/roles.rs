//! Assigns each block of a page exactly one role.
//!
//! Leaves out reading fields from the blocks (`fields`).

use super::draft::{Draft, RawBlock, Region};
use super::fields::address::holds_address;
use super::fields::{aside, kind, opening, tail, teasers, title};
use super::prints;
use super::role::{Assigned, Role};
use crate::document::{BlockKind, TailKind};
use crate::dutch::words::INFIXES;

/// Repeats are only looked for until this many blocks of text were found.
const REPEATED_WITHIN: usize = 3;

/// Longest line, in bytes, of a card inside the text.
const CARD_LINE: usize = 60;

/// Most words of the label of a value before the text.
const LABEL_WORDS: usize = 6;

/// Longest caption, in bytes.
const CAPTION: usize = 120;

/// Most lines of a signature below a date.
const SIGNATURES: usize = 3;

/// A paragraph that equals the one before it is a repeat only if both are longer than this, in
/// bytes.
const REPEATED_LENGTH: usize = 40;

/// Returns the role of every block.
///
/// If the body of `draft` holds the title, the body must already begin after it.
pub(super) fn assign(
    draft: &Draft,
    title_at: Option<usize>,
    title: Option<&str>,
    date_lines: &[usize],
) -> Vec<Assigned> {
    let start = draft.body.start;
    let tail = tail::start(&draft.blocks, &draft.body);
    // The last teaser may end with words that open a section below the text: *Lees verder*.
    let until = tail.map_or(draft.body.end, |tail| (tail + 1).min(draft.body.end));
    let end = teasers::start(&draft.blocks, &(start..until))
        .or(tail)
        .unwrap_or(draft.body.end);
    let mut roles = Vec::with_capacity(draft.blocks.len());
    let (mut texts, mut last_text) = (0, "");
    let mut part: Option<TailKind> = None;
    let mut card = None;
    let mut first_text = None;
    let title_again = title_again(&draft.blocks[start..end], title) + start;
    let edges = prints::edges(&draft.blocks);
    for (at, block) in draft.blocks.iter().enumerate() {
        let (role, why) = if date_lines.binary_search(&at).is_ok() {
            (Role::DateLine, "a line that holds only a date")
        } else if at < start {
            if title_at == Some(at) {
                (Role::Title, "the line that shows the title")
            } else {
                (Role::Frame, "before the text")
            }
        } else if at < end && edges.contains(&at) {
            (Role::Frame, "the header or footer of a printed page")
        } else if at < end && texts < REPEATED_WITHIN && is_repeat(block, title, last_text) {
            (Role::Repeat, "repeats the title or the paragraph before it")
        } else if at < end && texts == 0 && is_in_dated_list(draft, at, date_lines) {
            (Role::Frame, "an item of the list with the date")
        } else if at < title_again {
            (Role::Frame, "between the title and its repetition")
        } else if at < end && texts == 0 && (is_menu(block) || is_tool(block)) {
            (Role::Frame, "links or an address before the text")
        } else if at < end && texts == 0 && kind::is_kind(&block.text) {
            (Role::Frame, "the kind of document")
        } else if at < end && texts == 0 && is_writer(draft, at, date_lines) {
            (Role::Tail(TailKind::Other), "who wrote it, beside the date")
        } else if at < end && texts == 0 && labels_no_text(draft, at, date_lines) {
            (Role::Frame, "the label of a line that is no text")
        } else if at < end && texts == 0 && is_label_or_value(draft, at) {
            (Role::Frame, "a label and its value before the text")
        } else if at < end && is_particular(draft, at, date_lines, title_at) {
            (Role::Frame, "a row of the table with the date or the title")
        } else if at < end && first_text.is_some_and(|text| signs(draft, text..at, end, date_lines))
        {
            (Role::Tail(TailKind::Other), "who signs, below the date")
        } else if at < end
            && let Some(kind) = in_card(block, &mut card)
        {
            (Role::Tail(kind), "a card inside the text")
        } else if at < end && is_above_credit(draft, at) {
            (
                Role::Tail(TailKind::PhotoCredit),
                "a line above the credit of a picture",
            )
        } else if at < end && is_text(block) {
            (texts, last_text) = (texts + 1, block.text.as_str());
            first_text.get_or_insert(at);
            (Role::Text, "in the text")
        } else if block.region == Region::Frame {
            (Role::Frame, "marked as navigation, header or footer")
        } else if let Some(kind) = tail::kind(block) {
            part = Some(kind);
            let by_markup = matches!(block.region, Region::Tail(_) | Region::Caption);
            let why = if by_markup {
                "recognized by its markup"
            } else {
                "recognized by its opening words"
            };
            (Role::Tail(kind), why)
        } else {
            let kind = *part.get_or_insert(TailKind::Other);
            (Role::Tail(kind), "after the text")
        };
        roles.push(Assigned { role, rule: why });
    }
    roles
}

fn is_repeat(block: &RawBlock, title: Option<&str>, last_text: &str) -> bool {
    title::same(&block.text, title.unwrap_or_default())
        || block.text.len() > REPEATED_LENGTH
            && last_text.len() > REPEATED_LENGTH
            && title::same(last_text, &block.text)
}

/// Returns the place of the last line of `body` that repeats the title above all running text; 0 if none does.
fn title_again(body: &[RawBlock], title: Option<&str>) -> usize {
    let Some(title) = title else { return 0 };
    let repeats = |block: &RawBlock| title::same(&block.text, title);
    let text = body
        .iter()
        .position(|block| !repeats(block) && tail::is_running_text(block));
    let above = &body[..text.unwrap_or_default()];
    above.iter().rposition(repeats).unwrap_or_default()
}

/// Returns what the card inside the text is to which a block belongs, if there is one: a heading such as *Blijf op de
/// hoogte*, or *Advertentie*, and the short lines below it; *Lees ook*, and the links below it. `card` tells which one has
/// begun.
fn in_card(block: &RawBlock, card: &mut Option<TailKind>) -> Option<TailKind> {
    let is_short = block.text.len() <= CARD_LINE && !block.text.ends_with(['.', '?', '!', ':']);
    let begins = block.level > 0 && aside::aside(block) == Some(TailKind::Other)
        || matches!(
            block.text.as_str(),
            "Advertentie" | "Advertenties" | "Advertentie:"
        );
    let goes_on = match card {
        Some(TailKind::Related) => block.is_mostly_link(),
        _ => is_short && block.level == 0 && block.list.is_none(),
    };
    *card = if begins {
        Some(TailKind::Other)
    } else if is_short && block.level > 0 && opening::opening(block) == Some(TailKind::Related) {
        Some(TailKind::Related)
    } else {
        card.filter(|_| goes_on && block.region == Region::Content)
    };
    *card
}

/// Whether a block is a row of the table that holds the date or the title of the release: its kind, its
/// number, who wrote it.
fn is_particular(draft: &Draft, at: usize, date_lines: &[usize], title_at: Option<usize>) -> bool {
    let is_row = |at: &usize| {
        let block = draft.blocks.get(*at);
        block.is_some_and(|block| block.kind == BlockKind::TableRow)
    };
    let tells = |at: usize| title_at == Some(at) || date_lines.binary_search(&at).is_ok();
    let before = || (0..at).rev().take_while(is_row);
    let after = || (at + 1..).take_while(is_row);
    is_row(&at) && before().chain(after()).any(tells)
}

/// Whether a block is an item of the list that holds the date of the release.
fn is_in_dated_list(draft: &Draft, at: usize, date_lines: &[usize]) -> bool {
    let list = draft.blocks[at].list;
    let is_same = |line: &usize| draft.blocks[*line].list == list;
    list.is_some() && date_lines.iter().any(is_same)
}

/// Whether a block is a label, and what it labels is no text: *Bijeenkomst:* and the day of it in a field of its own.
fn labels_no_text(draft: &Draft, at: usize, date_lines: &[usize]) -> bool {
    let text = &draft.blocks[at].text;
    let is_label = text.ends_with(':') && text.len() <= CARD_LINE && !text.contains(". ");
    let is_no_text = |below: &RawBlock| {
        below.region != Region::Content
            || date_lines.binary_search(&(at + 1)).is_ok()
            || is_above_credit(draft, at + 1)
    };
    is_label && draft.blocks.get(at + 1).is_some_and(is_no_text)
}

/// Whether a block is a label, or its value below it, before the text of a page: *Taal:*, *NL*.
fn is_label_or_value(draft: &Draft, at: usize) -> bool {
    let is_line = |at: usize| {
        let block = &draft.blocks[at];
        block.level == 0 && !block.bold && block.list.is_none() && block.text.len() <= CARD_LINE
    };
    let is_label = |at: usize| {
        let text = &draft.blocks[at].text;
        is_line(at) && text.ends_with(':') && text.split(' ').count() <= LABEL_WORDS
    };
    let is_value = |at: usize| {
        let is_open = !draft.blocks[at]
            .text
            .ends_with(['.', '!', '?', ':', '”', '’', '"']);
        is_line(at) && is_open
    };
    if draft.claims.titles.is_empty() {
        return false;
    }
    let block = &draft.blocks[at];
    // `Taal | NL`
    let is_row = || block.kind == BlockKind::TableRow || block.text.contains(" | ") && is_value(at);
    if block.text.len() <= CARD_LINE && is_row() {
        return true;
    }
    let is_below = || at.checked_sub(1).is_some_and(is_label) && is_value(at);
    is_label(at) && at + 1 < draft.blocks.len() && is_value(at + 1) || is_below()
}

/// Whether a line of a few names stands beside the date: *Ina van der Meulen*, *Team Communicatie*.
fn is_writer(draft: &Draft, at: usize, date_lines: &[usize]) -> bool {
    let is_date = |line: usize| date_lines.binary_search(&line).is_ok();
    let block = &draft.blocks[at];
    let words = || block.text.split(' ');
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) || INFIXES.contains(word) || word == "en";
    let is_beside = is_date(at + 1) || at.checked_sub(1).is_some_and(is_date);
    // `Wethouder Ina Bos` is a heading of the text.
    let is_line = block.region == Region::Content && block.kind != BlockKind::Heading;
    let is_short = (2..=5).contains(&words().count()) && !block.text.contains(':');
    is_beside && is_line && is_short && words().all(is_name)
}

/// Whether the block behind `text` is one of the short lines below a date at the end of the text: who signs
/// it. `end` is the index after the text.
fn signs(draft: &Draft, text: std::ops::Range<usize>, end: usize, date_lines: &[usize]) -> bool {
    let is_short = |at: usize| {
        let text = &draft.blocks[at].text;
        text.len() <= CARD_LINE && !text.ends_with(['.', '?', '!', ':', ';'])
    };
    let at = text.end;
    let dated = text
        .rev()
        .take_while(|&line| is_short(line))
        .take(SIGNATURES);
    let below = dated
        .into_iter()
        .any(|line| date_lines.binary_search(&line).is_ok());
    below && (at..end).all(is_short)
}

/// Whether a line without a full stop stands right above the credit of a picture, and is no heading: *De kade in het
/// voorjaar*, *Foto: Streekbeeld*.
fn is_above_credit(draft: &Draft, at: usize) -> bool {
    let block = &draft.blocks[at];
    let is_line = block.level == 0
        && !block.bold
        && block.list.is_none()
        && block.kind == BlockKind::Paragraph
        && block.text.len() <= CAPTION
        && !block.text.ends_with(['.', '?', '!', ':', '”', '’', '"']);
    let is_credit = |below: &RawBlock| {
        below.text.len() <= CARD_LINE && tail::kind(below) == Some(TailKind::PhotoCredit)
    };
    let is_page = !draft.claims.titles.is_empty();
    is_page && is_line && draft.blocks.get(at + 1).is_some_and(is_credit)
}

/// Whether a short line holds several parts between bars: *Lees voor | Afdrukken | Doorsturen*.
fn is_menu(block: &RawBlock) -> bool {
    block.text.matches(" | ").count() > 1 && !block.text.contains(['.', '?', '!'])
}

/// Whether a short line is a link or an address: *Lees voor*, *perskamer@zandwijk.nl*.
fn is_tool(block: &RawBlock) -> bool {
    let is_line = block.level == 0 && block.list.is_none() && block.text.len() <= CARD_LINE;
    is_line
        && !block.text.ends_with(['.', '!', '?', ':', '”', '’', '"'])
        && (block.is_link() || holds_address(&block.text))
}

/// Whether a block is a row of a calendar: days, or their names.
fn is_week(block: &RawBlock) -> bool {
    let is_day = |cell: &str| {
        let names = ["ma", "di", "wo", "do", "vr", "za", "zo"];
        cell.len() <= 2 && (cell.bytes().all(|b| b.is_ascii_digit()) || names.contains(&cell))
    };
    block.kind == BlockKind::TableRow && block.text.split(" | ").all(is_day)
}

fn is_text(block: &RawBlock) -> bool {
    let all_tags = !block.tags.is_empty() && block.is_mostly_link();
    let is_rule = block.text.len() > 2
        && block
            .text
            .bytes()
            .all(|b| matches!(b, b'_' | b'-' | b'=' | b'*'));
    // `01:45`: how long a video takes
    let is_duration = block.text.len() <= 8
        && block.text.contains(':')
        && block.text.bytes().all(|b| b.is_ascii_digit() || b == b':');
    // `5 jaar geleden`: when it was published
    let is_age = block.text.len() <= CARD_LINE
        && block.text.ends_with(" geleden")
        && block.text.split(' ').count() == 3;
    // `480`: how often it was read
    let is_counter = block.list.is_none()
        && block.kind == BlockKind::Paragraph
        && block.text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_number = is_duration || is_age || is_counter;
    let is_text = !all_tags && !is_rule && !is_number && !is_week(block);
    block.region == Region::Content && is_text && aside::aside(block).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_has_one_role() {
        let text = "De gemeente Zandwijk bouwt een brug over de vaart, en dat is voor het dorp groot nieuws.";
        let lines = [
            "Menu",
            "Nieuwe brug",
            "3 mei 2021",
            "NIEUWE BRUG",
            text,
            text,
            "Het werk begint in mei.",
            "Lees ook:",
        ];
        let mut draft = Draft::of_paragraphs(&lines);
        draft.blocks[0].region = Region::Frame;
        draft.body.start = 2;
        let assigned = assign(&draft, Some(1), Some("Nieuwe brug"), &[2]);
        let roles: Vec<Role> = assigned.iter().map(|assigned| assigned.role).collect();
        assert_eq!(assigned[7].rule, "recognized by its opening words");
        assert_eq!(
            roles,
            [
                Role::Frame,
                Role::Title,
                Role::DateLine,
                Role::Repeat,
                Role::Text,
                Role::Repeat,
                Role::Text,
                Role::Tail(TailKind::Related)
            ]
        );
    }
}
