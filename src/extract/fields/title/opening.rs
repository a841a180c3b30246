//! Finds the title of plain text and of old pages without headings: the line that it opens with.
//!
//! Leaves out titles that markup or metadata shows.

use super::{CREDIT, KICKERS, LEAST_LETTERS, LEAST_TEXT, has_letters, names_more_than_site};
use crate::document::BlockKind;
use crate::dutch::words::{FIRST_NAMES, INFIXES};
use crate::extract::draft::{Draft, RawBlock, Region};
use crate::extract::fields::address::holds_address;
use crate::extract::fields::aside::is_caption;
use crate::extract::fields::dates;
use crate::sources::media::is_medium;

/// Returns the line that plain text and old pages without headings open with, unless it is a sentence. A line above the
/// title may name a section or a place.
pub(super) fn opening(draft: &Draft) -> Option<usize> {
    let lines = draft.body.clone().filter(|&at| {
        let block = &draft.blocks[at];
        let is_dated = dates::is_date_line(&block.text) && !is_document(&block.text);
        block.region == Region::Content && !is_dated
    });
    let lines: Vec<usize> = lines.take(KICKERS + 1).collect();
    let kickers = lines.iter().take_while(|&&at| {
        let block = &draft.blocks[at];
        let below = draft.blocks.get(at + 1);
        // A caption may stand twice, once with its credit.
        let is_repeated = below.is_some_and(|next| next.text.starts_with(&block.text));
        // `Nieuws` in a heading of its own, above the title in another one
        let is_section = || {
            below.is_some_and(|next| next.level > 0 || next.bold)
                && !names_more_than_site(&block.text, &draft.claims.site_names)
        };
        block.level == 0 && (is_repeated || is_kicker(&block.text))
            || block.level > 0 && is_section()
    });
    let below = lines.get(kickers.count()).copied();
    let below = below.filter(|&at| is_headline(&draft.blocks[at]) && at + 1 < draft.body.end);
    let first = below.or(lines.first().copied())?;
    let block = &draft.blocks[first];
    let names_nothing =
        CREDIT.is_match(&block.text) || is_caption(&block.text) || is_medium(&block.text);
    let alone = draft.body.len() > 1 && block.list.is_none();
    let titles = block.kind == BlockKind::Heading
        || block.text.len() <= LEAST_TEXT && !block.text.ends_with(['.', ':', ';', ',']);
    (alone && titles && !names_nothing).then_some(first)
}

/// Whether a line names a document of a day: `Besluitenlijst B&W 21 mei 2024`.
fn is_document(line: &str) -> bool {
    let documents = [
        "Besluitenlijst",
        "Notulen",
        "Verslag",
        "Agenda",
        "Bewonersbrief",
        "Raadsbrief",
        "Nieuwsbrief",
        "Raadsvergadering",
        "Vergadering",
        "Commissie",
    ];
    documents.iter().any(|document| line.starts_with(document))
}

/// Whether a line of plain text may stand above its title: `Reportage`, `Gemeente Zandwijk`, `Zandwijk, Nederland`,
/// `Foto: Peter de Vries`, `Peter de Vries`.
fn is_kicker(line: &str) -> bool {
    let is_credit = CREDIT.is_match(line) || is_caption(line);
    let is_place = line.split(", ").all(|part| !part.contains(' '));
    is_credit
        || is_place
        || is_name(line)
        || is_medium(line)
        || holds_address(line)
        || !names_more_than_site(line, &[])
}

/// Whether a line is the name of a person, as that of a photographer or a writer.
fn is_name(line: &str) -> bool {
    let mut words = line.split(' ');
    let given = words.next().is_some_and(|word| FIRST_NAMES.contains(word));
    let is_part = |word: &str| word.starts_with(char::is_uppercase) || INFIXES.contains(word);
    given && (2..=4).contains(&line.split(' ').count()) && words.all(is_part)
}

/// Whether a line has the length of a title, and is no sentence. It may be speech without a full stop.
fn is_headline(block: &RawBlock) -> bool {
    let line = block.text.trim_end_matches(['”', '’', '"', '\'', '»']);
    block.list.is_none()
        && line.len() <= LEAST_TEXT
        && has_letters(line, LEAST_LETTERS)
        && line.contains(' ')
        && !line.contains(". ")
        && !line.ends_with(['.', ':', ';', ',', '!', '…'])
        && !CREDIT.is_match(line)
        && !is_caption(line)
}
