//! Finds the title of plain text and of old pages without headings: the line that it opens with.
//!
//! Leaves out titles that markup or metadata shows.

use std::sync::LazyLock;

use regex::Regex;

use super::{CREDIT, KICKERS, LEAST_LETTERS, LEAST_TEXT, has_letters, names_more_than_site, parts};
use crate::document::BlockKind;
use crate::dutch::pattern::pattern;
use crate::dutch::sentences::sentences;
use crate::dutch::words::{FIRST_NAMES, INFIXES, SECTIONS};
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
        let is_dated = dates::is_date_line(&block.text) && !is_document(&block.text)
            || dates::is_line_of_publication(&block.text);
        block.region == Region::Content && !is_dated
    });
    let lines: Vec<usize> = lines.take(KICKERS + 1).collect();
    let kickers = lines.iter().enumerate().take_while(|&(line, &at)| {
        let block = &draft.blocks[at];
        let below = lines.get(line + 1).map(|&at| &draft.blocks[at]);
        // A caption may stand twice, once with its credit. The path to a page may end with its title.
        let is_repeated = below.is_some_and(|next| {
            let last = parts(&block.text).pop();
            next.text.starts_with(&block.text) || last == Some(next.text.as_str())
        });
        // `Nieuws` in a heading of its own, above the title in another one
        let is_section = || {
            let below = draft.blocks.get(at + 1);
            below.is_some_and(|next| next.level > 0 || next.bold)
                && !names_more_than_site(&block.text, &draft.claims.site_names)
        };
        // Below the credit of a picture: what it shows.
        let is_below_credit = || {
            let above = line.checked_sub(1).and_then(|above| lines.get(above));
            let is_credit = above.is_some_and(|&at| draft.blocks[at].text.starts_with('©'));
            is_credit && block.text.len() <= LEAST_TEXT && block.text.ends_with('.')
        };
        // `Kort gesproken`, `OPINIE & DEBAT`
        let is_rubric = || {
            !has_letters(&block.text, LEAST_LETTERS)
                && !block.text.ends_with(['.', ':', ';', ',', '!', '?'])
                && below.is_some_and(is_headline)
        };
        // `Zandwijk Politiek Gezien` above a title that is a sentence
        let is_name = || is_titled(&block.text) && below.is_some_and(|next| says_more(&next.text));
        let is_above = || is_kicker(&block.text) || is_name() || is_rubric() || is_below_credit();
        block.level == 0 && (is_repeated || is_above()) || block.level > 0 && is_section()
    });
    let below = lines.get(kickers.count()).copied();
    let below = below.filter(|&at| is_headline(&draft.blocks[at]) && at + 1 < draft.body.end);
    let first = below.or(lines.first().copied())?;
    let block = &draft.blocks[first];
    let names_nothing =
        CREDIT.is_match(&block.text) || is_caption(&block.text) || is_medium(&block.text);
    let alone = draft.body.len() > 1 && block.list.is_none() && !is_of_letter(draft, first);
    let titles = block.kind == BlockKind::Heading
        || block.text.len() <= LEAST_TEXT && !block.text.ends_with(['.', ':', ';', ','])
        || Some(&first) == lines.first() && is_sentence_above_text(draft, first);
    (alone && titles && !names_nothing).then_some(first)
}

/// Fewest words of a title before the name of its writer.
const BEFORE_WRITER: usize = 3;

/// Returns the title in block `at` without the name of its writer, which a site put behind it: the date follows in a line of
/// its own, and the text does not name that person.
pub(super) fn without_writer(draft: &Draft, at: usize) -> &str {
    let line = draft.blocks[at].text.as_str();
    let is_dated = draft
        .blocks
        .get(at + 1)
        .is_some_and(|below| dates::is_only_date(&below.text));
    let spaces = line.match_indices(' ').map(|(at, _)| at);
    let mut names = spaces.skip(BEFORE_WRITER - 1).filter(|space| {
        let name = &line[space + 1..];
        let mut others = draft
            .blocks
            .iter()
            .filter(|block| !std::ptr::eq(block.text.as_str(), line));
        is_name(name) && others.all(|block| !block.text.contains(name))
    });
    let writer = names.next().filter(|_| is_dated);
    writer.map_or(line, |space| &line[..space])
}

/// Number of lines above the greeting of a letter.
const HEAD_OF_LETTER: usize = 4;

/// Whether a line tells to whom a letter goes: *Aan de bewoners van de Kade*, and below it *Beste bewoner,*.
fn is_of_letter(draft: &Draft, at: usize) -> bool {
    let mut below = draft.blocks[at + 1..].iter().take(HEAD_OF_LETTER);
    let greets = |line: &str| line.starts_with("Beste ") || line.starts_with("Geachte ");
    draft.blocks[at].text.starts_with("Aan ") && below.any(|block| greets(&block.text))
}

/// Most words of a title that is a sentence with its full stop.
const SENTENCE_WORDS: usize = 12;

/// Whether a line is one short sentence above a long paragraph: *Den Haag luistert niet.*
fn is_sentence_above_text(draft: &Draft, at: usize) -> bool {
    let line = draft.blocks[at].text.as_str();
    let mut below = draft.blocks[at + 1..].iter().skip_while(|block| {
        let line = block.text.as_str();
        dates::is_date_line(line) || CREDIT.is_match(line) || is_caption(line)
    });
    let is_above_text = below.next().is_some_and(|below| {
        below.region == Region::Content
            && below.text.len() > LEAST_TEXT
            && sentences(&below.text).count() > 1
    });
    let words = line.split(' ').count();
    let is_one = line.starts_with(char::is_uppercase)
        && sentences(line).count() == 1
        && line.ends_with('.')
        && !line.ends_with("..");
    is_one
        && is_above_text
        && (3..=SENTENCE_WORDS).contains(&words)
        && !line.contains(['“', '"', '‘'])
}

/// Whether a line names a document of a day: `Besluitenlijst B&W 21 mei 2024`.
pub(super) fn is_document(line: &str) -> bool {
    let documents = [
        "Besluitenlijst",
        "Persconferentie",
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
    let is_of_site = || {
        let parts = parts(line);
        let [first, _, ..] = parts[..] else {
            return false;
        };
        // `Nieuws • Landbouw`
        let is_path = SECTIONS.contains(&first.trim().to_lowercase())
            && parts.iter().all(|part| !part.trim().contains(' '));
        // `Radio Zandwijk – dicht bij u`
        is_path || is_medium(first)
    };
    is_credit
        || is_place
        || is_name(line)
        || is_medium(line)
        || holds_address(line)
        || line.starts_with("Postbus ")
        || is_of_site()
        || is_part_of_site(line)
        || line.contains(" | ") && dates::has_day(line)
        || !names_more_than_site(line, &[])
}

/// What stands between the name of a site or a periodical and its part: *Streekziekenhuis, locatie Zandwijk*, *Dorpsblad –
/// Nieuwsbrief nr. 7*.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\p{Lu}[^,>|–]*?(?:, (?:locatie|vestiging|editie|afdeling) \p{Lu}| > | [–|-] (?:Nieuwsbrief|nieuwsbrief|[Nn]ummer|[Ee]ditie|[Nn]r\.?)\b| [|–-] [Nn]ieuws\p{Ll}*$)",
    )
});

/// Longest line, in bytes, with the name of a site and its part.
const PART_OF_SITE: usize = 80;

/// Whether a line names a site or a periodical, and a part of it.
fn is_part_of_site(line: &str) -> bool {
    line.len() <= PART_OF_SITE && PART.is_match(line)
}

/// Most words of a name above a title, without a place behind it.
const NAME_WORDS: usize = 3;

/// Whether each word of a line begins with a capital, as in a name; the words of a title do not.
fn is_titled(line: &str) -> bool {
    // `Het Dorpsnieuws – Zandwijk`, `Kunst & Cultuur`
    let mut words = line
        .split(' ')
        .filter(|word| !matches!(*word, "&" | "–" | "-" | "|"));
    let count = words.clone().count();
    (2..=NAME_WORDS + 1).contains(&count) && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether a line has more words than a name, and ends like a title.
fn says_more(line: &str) -> bool {
    let small = line
        .split(' ')
        .filter(|word| word.starts_with(char::is_lowercase));
    line.len() <= LEAST_TEXT && small.count() > 1 && !line.ends_with(['.', ':', ';', ','])
}

/// Whether a line is the name of a person, as that of a photographer or a writer.
pub(super) fn is_name(line: &str) -> bool {
    let mut words = line.split(' ');
    let given = words.next().is_some_and(|word| FIRST_NAMES.contains(word));
    let is_part = |word: &str| word.starts_with(char::is_uppercase) || INFIXES.contains(word);
    given && (2..=4).contains(&line.split(' ').count()) && words.all(is_part)
}

/// Whether a line has the length of a title, and is no sentence. It may be speech without a full stop.
fn is_headline(block: &RawBlock) -> bool {
    let line = block.text.trim_end_matches(['”', '’', '"', '\'', '»']);
    // `Door: Ina Bos`
    let writer = line
        .strip_prefix("Door")
        .map(|by| by.trim_start_matches([':', ' ']));
    block.list.is_none()
        && line.len() <= LEAST_TEXT
        && has_letters(line, LEAST_LETTERS)
        && line.contains(' ')
        && sentences(line).count() == 1
        && !line.ends_with(['.', ':', ';', ',', '…'])
        && !CREDIT.is_match(line)
        && !is_caption(line)
        && !writer.is_some_and(|writer| is_titled(writer) || is_name(writer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::fields::title::title;

    #[test]
    fn the_first_line_that_is_no_name_and_no_caption_is_the_title() {
        let text = "Het waterschap hoogt de kade langs de vaart op. Dat duurt vier maanden, en de weg langs de vaart gaat daarvoor twee weken dicht. Bussen rijden om over de dijk en de Brink.";
        for (lines, wanted) in [
            (
                ["Vaart Politiek Gezien", "Ina Bos: ‘dicht bij de mensen’"],
                Some("Ina Bos: ‘dicht bij de mensen’"),
            ),
            (
                [
                    "Ina Bos. (Archieffoto: Vaartstad)",
                    "Kade langs de vaart gaat omhoog",
                ],
                Some("Kade langs de vaart gaat omhoog"),
            ),
            (
                ["PERSBERICHT", "VOORZITTER H. BOS TREEDT AF"],
                Some("VOORZITTER H. BOS TREEDT AF"),
            ),
            (
                ["Kade langs de vaart omhoog Ina Bos", "3 mei 2021"],
                Some("Kade langs de vaart omhoog"),
            ),
            (
                ["Waterschap hoogt kade op.", ""],
                Some("Waterschap hoogt kade op."),
            ),
            (["2 weken geleden was de kade dicht.", ""], None),
            (
                [
                    "Het Vaartse Nieuws – Zandwijk",
                    "Kade langs de vaart gaat omhoog",
                ],
                Some("Kade langs de vaart gaat omhoog"),
            ),
            (["Aan de bewoners van de Kade", "Beste bewoner,"], None),
        ] {
            let lines: Vec<&str> = lines
                .into_iter()
                .chain([text])
                .filter(|line| !line.is_empty())
                .collect();
            let (found, _) = title(&Draft::of_paragraphs(&lines));
            assert_eq!(found.as_deref(), wanted, "{lines:?}");
        }
    }
}
