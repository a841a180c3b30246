//! Finds where a release ends, and reads the tail of the page: contact lines, related items, tags,
//! share bars.
//!
//! Leaves out parts that markup already names (`html::regions`). Both become tail sections.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::address::holds_address;
use super::story::is_of_story;
use crate::document::{BlockKind, Tag, TailKind, TailSection};
use crate::dutch::pattern::pattern;
use crate::dutch::tail::{OPENINGS, Opened};
use crate::extract::draft::{RawBlock, Region};
use crate::extract::role::{Assigned, Role};

/// Longest line, in bytes, that can open a tail section. Longer lines are sentences of the text.
const OPENING_MAX: usize = 110;

/// Longest paragraph, in bytes, that is a note to editors with its label.
const NOTE_MAX: usize = 600;

/// Longest line, in bytes, of a card inside the text: *Blijf op de hoogte*.
const CARD_MAX: usize = 60;

/// Longest line, in bytes, that describes a picture.
const CAPTION_MAX: usize = 250;

/// Longest name, in characters, of who took a picture, behind a colon or ©.
const CREDIT_MAX: usize = 60;

/// The same, behind *Foto* or *Beeld* alone.
const BARE_CREDIT_MAX: usize = 40;

/// Most words of a link in a row of links: *Verstuur dit verhaal naar een vriend*.
const WORDS_OF_TOOL: usize = 6;

/// The tail of a page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Tail {
    pub(in crate::extract) sections: Vec<TailSection>,
    /// The rule that recognized each section.
    pub(in crate::extract) rules: Vec<&'static str>,
    pub(in crate::extract) tags: Vec<Tag>,
}

/// Returns the kind of tail section that a line opens, if any.
fn opening(block: &RawBlock) -> Option<TailKind> {
    opened(block).map(|opened| opened.kind)
}

/// Returns what a line opens, if it is no sentence of the text.
fn opened(block: &RawBlock) -> Option<Opened> {
    let text = block
        .text
        .trim_start_matches(['-', '–', '•', '*', '>', '»', '«', '‹', '›', ' ', '(']);
    if text.len() > NOTE_MAX {
        return None;
    }
    OPENINGS
        .opened_by(text)
        .filter(|Opened { kind, never_text }| {
            // A note to editors may follow its label in one paragraph, and an address its invitation.
            let is_short = text.len() <= OPENING_MAX
                || *kind == TailKind::EditorNote
                || *kind == TailKind::Contact && holds_address(text);
            // `Terug naar de tekentafel hoeft de architect niet, zegt wethouder Smit.`
            is_short && (*never_text || !is_of_story(text))
        })
}

/// Returns the block of `body` with which its tail begins, if it has one.
///
/// The first opening of a tail section in the later part of the text ends the text, unless more
/// running text follows than a contact line. Openings early in the text (`Lees ook`) are skipped,
/// and dropped as links.
pub(in crate::extract) fn start(blocks: &[RawBlock], body: &Range<usize>) -> Option<usize> {
    let lengths: usize = blocks[body.clone()].iter().map(|b| b.text.len()).sum();
    let mut before = 0;
    for at in body.clone() {
        let late = before * 10 > lengths * 4;
        if late && heads_links(&blocks[at..body.end]) {
            return Some(at);
        }
        if late && blocks[at].region == Region::Content && opening(&blocks[at]).is_some() {
            let behind = || {
                blocks[at + 1..body.end]
                    .iter()
                    .filter(|b| is_running_text(b))
            };
            let rest: usize = behind().map(|b| b.text.len()).sum();
            // If a quotation follows, the text has not ended. Nor has it behind a card or a share bar.
            // A heading and its paragraph at the end are a card of their own: *Steun ons werk*.
            let ends_card = blocks[at].level > 0 && behind().count() == 1;
            let is_inside = can_stand_inside(aside(&blocks[at])) && !ends_card;
            let is_part = is_sentence(&blocks[at]) || is_item(&blocks[at]);
            let goes_on = is_part && behind().any(holds_quotation)
                || rest > 0 && (is_inside || is_linked_item(&blocks[at]))
                || informs(blocks, at, body)
                || is_of_text(blocks, at, body);
            if rest * 4 < lengths && !goes_on || is_final(&blocks[at]) {
                return Some(at);
            }
        }
        before += blocks[at].text.len();
    }
    None
}

/// Whether blocks are a heading with nothing but links below it, whatever its words are.
fn heads_links(blocks: &[RawBlock]) -> bool {
    let Some((heading, links)) = blocks.split_first().filter(|(_, links)| !links.is_empty()) else {
        return false;
    };
    heading.region == Region::Content
        && heading.level > 0
        && links
            .iter()
            .all(|block| block.linked * 2 > block.text.len())
}

/// Whether words that may open a tail section open a part of the text: a sentence before another paragraph (*Meld je aan voor
/// de bewonersavond.*), or a heading with a paragraph and another part behind it (*Documenten*, and below it *Planning*).
fn is_of_text(blocks: &[RawBlock], at: usize, body: &Range<usize>) -> bool {
    let is_paragraph = |at: usize| {
        at < body.end
            && blocks[at].level == 0
            && blocks[at].linked == 0
            && is_running_text(&blocks[at])
    };
    let block = &blocks[at];
    let may_be_text = !matches!(
        opening(block),
        Some(
            TailKind::Contact
                | TailKind::EditorNote
                | TailKind::Expiry
                | TailKind::Source
                | TailKind::Related
        )
    );
    if block.level > 0 {
        let is_part = |other: usize| {
            blocks[other].level > 0
                && blocks[other].linked == 0
                && opening(&blocks[other]).is_none()
                && is_paragraph(other + 1)
        };
        return is_paragraph(at + 1) && (at + 2..body.end).any(is_part);
    }
    let is_mailing = block.text.contains("nieuwsbrief");
    may_be_text && !is_mailing && block.linked == 0 && is_sentence(block) && is_paragraph(at + 1)
}

/// Whether *Meer informatie* is a heading of the text: a paragraph without an address follows it.
fn informs(blocks: &[RawBlock], at: usize, body: &Range<usize>) -> bool {
    let next = blocks.get(at + 1).filter(|_| at + 1 < body.end);
    opening(&blocks[at]) == Some(TailKind::Contact)
        && (blocks[at].level > 0 || blocks[at].kind == BlockKind::Heading)
        && next.is_some_and(|next| is_running_text(next) && !holds_address(&next.text))
}

/// Whether a block ends the text, however much text follows it: an editor's note does.
fn is_final(block: &RawBlock) -> bool {
    opening(block) == Some(TailKind::EditorNote)
}

/// Whether an opening of a tail section may also be a sentence of the text: `Lees meer over het
/// project op zandwijk.nl.`
fn is_sentence(block: &RawBlock) -> bool {
    block.level == 0 && block.text.ends_with('.') && block.text.split(' ').count() > 3
}

fn holds_quotation(block: &RawBlock) -> bool {
    let marks = block
        .text
        .matches(['“', '”', '„', '"', '‘', '«', '»'])
        .count();
    marks > 1 && block.text.len() > 120
}

pub(super) fn is_running_text(block: &RawBlock) -> bool {
    block.region == Region::Content
        && block.linked * 2 < block.text.len()
        && block.text.len() > 80
        && opening(block).is_none()
}

/// Whether a line ends with who took the picture that it describes: *De brug gezien vanaf de kade (Foto: Ina Bos)*.
pub(in crate::extract) fn is_caption(line: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"\b(?i:foto['’]?s?|fotografie)\s?:(?:['’]s:)? |\bBeeld\s?: |© ?|",
            r"(?:^|[.)] )(?:Foto|Beeld) (?:via |door )?",
        ))
    });
    let line = line.trim_end_matches('.');
    let may_be_credited = line.len() <= CAPTION_MAX
        && ["oto", "OTO", "Beeld", "©"]
            .iter()
            .any(|word| line.contains(word));
    may_be_credited
        && LABEL.find_iter(line).any(|label| {
            let name = &line[label.end()..];
            let length = name.strip_suffix(')').unwrap_or(name).chars().count();
            let has_colon = label.as_str().contains(':');
            // `Foto: eigen archief`, but `Beeld: Ina Bos`
            let may_be_small = has_colon && !label.as_str().contains("Beeld");
            let longest = if has_colon || label.as_str().starts_with('©') {
                CREDIT_MAX
            } else {
                BARE_CREDIT_MAX
            };
            (2..=longest).contains(&length)
                && !name.contains(['.', ':'])
                && (may_be_small || name.starts_with(char::is_uppercase))
        })
}

/// Returns the tail kind of a block within the text that does not belong to the text: a link to
/// another item, a credit.
pub(in crate::extract) fn aside(block: &RawBlock) -> Option<TailKind> {
    if is_caption(&block.text) {
        return Some(TailKind::PhotoCredit);
    }
    if is_file(block) {
        return Some(TailKind::Downloads);
    }
    let Some(Opened { kind, never_text }) = opened(block) else {
        return is_tool_bar(block).then_some(TailKind::Other);
    };
    if never_text {
        return Some(kind);
    }
    let linked = block.linked * 2 > block.text.len();
    match kind {
        TailKind::PhotoCredit | TailKind::Expiry | TailKind::Share => Some(kind),
        TailKind::Related if linked || is_item(block) => Some(kind),
        TailKind::Downloads if linked && block.list.is_none() => Some(kind),
        TailKind::Other if is_card(&block.text) => Some(kind),
        // `Heb je een tip? Mail naar …`
        TailKind::Contact if block.text.contains("? ") && holds_address(&block.text) => Some(kind),
        _ => None,
    }
}

/// Whether a line of plain text is a label and the title of one other item: *Lees ook: Brug over de vaart weer open*.
fn is_item(block: &RawBlock) -> bool {
    let titled = block.text.split_once(": ").is_some_and(|(label, title)| {
        label.split(' ').count() <= 2 && title.split(' ').count() > 2 && !title.ends_with('.')
    });
    titled && opening(block) == Some(TailKind::Related)
}

/// Whether a block is a label and the title of one other item, in one link: *Lees ook Nieuwe brug over de vaart open*.
fn is_linked_item(block: &RawBlock) -> bool {
    aside(block) == Some(TailKind::Related) && block.is_link() && block.text.split(' ').count() > 3
}

/// Whether text may go on behind an aside of that kind.
fn can_stand_inside(aside: Option<TailKind>) -> bool {
    matches!(
        aside,
        Some(TailKind::Other | TailKind::Share | TailKind::Contact)
    )
}

/// Whether a line is the link to a file, with its size: *Dit bericht als pdf (118 kB)*.
fn is_file(block: &RawBlock) -> bool {
    let size = block
        .text
        .strip_suffix("B)")
        .and_then(|text| text.rsplit_once('('));
    let is_size = size.is_some_and(|(_, size)| {
        size.ends_with(['k', 'K', 'M']) && size.starts_with(|c: char| c.is_ascii_digit())
    });
    is_size && block.linked * 2 > block.text.len()
}

/// Whether a line is a row of links to other things than the text tells of: *Bewaar als pdf*,
/// *Doorsturen*.
fn is_tool_bar(block: &RawBlock) -> bool {
    const TOOLS: [&str; 16] = [
        "pdf",
        "print",
        "printen",
        "mail",
        "e-mail",
        "mailen",
        "tweet",
        "twitter",
        "linkedin",
        "facebook",
        "whatsapp",
        "instagram",
        "delen",
        "deel",
        "doorsturen",
        "rss",
    ];
    let mut tools = block
        .text
        .split([' ', '|', '/'])
        .filter(|word| !word.is_empty());
    let are_tools = tools.clone().count() > 1
        && tools.all(|word| TOOLS.contains(&word.to_lowercase().as_str()));
    if are_tools {
        return true;
    }
    let words = block.text.split(' ').filter(|word| word.len() > 1).count();
    block.links.len() > 1
        && block.list.is_none()
        && block.level == 0
        && block.text.len() <= OPENING_MAX
        && block.linked * 10 >= block.text.len() * 6
        && words <= block.links.len() * WORDS_OF_TOOL
        && !block.text.ends_with(['.', '?', '!', ':'])
}

/// Whether an opening is a line of its own inside the text. An invitation to the release's own event belongs
/// to the text.
fn is_card(text: &str) -> bool {
    let invites = ["meld", "schrijf"]
        .iter()
        .any(|word| text.to_lowercase().starts_with(word));
    // `De tekst gaat verder onder de video.`
    let goes_on = text
        .split(' ')
        .take(2)
        .any(|word| word.eq_ignore_ascii_case("tekst"));
    text.len() <= CARD_MAX
        && (goes_on || !text.ends_with('.'))
        && (!invites || text.contains("nieuwsbrief"))
}

/// Returns the kind of tail section that a block begins, by its markup or its opening words.
pub(in crate::extract) fn kind(block: &RawBlock) -> Option<TailKind> {
    match block.region {
        Region::Tail(kind) => Some(kind),
        Region::Caption => Some(TailKind::PhotoCredit),
        _ => opening(block),
    }
}

/// Groups the blocks with tail roles into sections, and reads the tags among them.
pub(in crate::extract) fn sections<'a>(
    blocks: impl Iterator<Item = (&'a RawBlock, &'a Assigned)>,
) -> Tail {
    let mut tail = Tail::default();
    for (block, assigned) in blocks {
        let Role::Tail(kind) = assigned.role else {
            continue;
        };
        if !block.tags.is_empty() {
            tail.tags
                .extend(block.tags.iter().map(|text| Tag { text: text.clone() }));
        } else if kind == TailKind::Tags {
            tail.tags
                .extend(listed_tags(block, opening(block).is_some()));
        }
        match tail.sections.last_mut() {
            Some(last) if last.kind == kind => {
                last.text.push('\n');
                last.text.push_str(&block.text);
            }
            _ => {
                tail.rules.push(assigned.rule);
                tail.sections.push(TailSection {
                    kind,
                    text: block.text.clone(),
                });
            }
        }
    }
    tail
}

/// Returns the tags listed in a line. If the line opens a tail section (`Meer berichten over:`),
/// they are the words after the colon.
fn listed_tags(block: &RawBlock, opens: bool) -> Vec<Tag> {
    let words = if opens {
        block.text.split_once(':').map_or("", |(_, rest)| rest)
    } else {
        block.text.as_str()
    };
    let short = words.len() <= 200 && block.kind != BlockKind::Heading;
    let parts = words
        .split([',', ';', '|', '•', '·'])
        .map(str::trim)
        .filter(|tag| short && !tag.is_empty() && tag.len() <= 60);
    parts
        .map(|tag| Tag {
            text: tag.trim_end_matches('.').to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(texts: &[&str]) -> Vec<RawBlock> {
        texts
            .iter()
            .map(|t| RawBlock::new(BlockKind::Paragraph, (*t).to_owned()))
            .collect()
    }

    const TEXT: &str = "Het waterschap vervangt deze zomer twee gemalen langs de vaart, zodat de polder ook bij zware regen droog blijft.";

    #[test]
    fn a_line_that_ends_with_its_credit_is_a_caption() {
        for line in [
            "De brug gezien vanaf de kade (Foto: Ina Bos)",
            "Blije gezichten bij de raad. (Foto's: Ina Bos).",
            "Het college. | Foto: archief",
            "“Mooi!” FOTO: Ina Bos",
            "De polder. Beeld: Streekbeeld",
        ] {
            assert!(is_caption(line), "{line}");
        }
        for line in [
            "Dat geeft een mooi beeld: de brug is open",
            "Zij maakte een foto: van de brug. Dat was mooi.",
        ] {
            assert!(!is_caption(line), "{line}");
        }
    }

    #[test]
    fn the_opening_of_a_tail_section_ends_the_text() {
        for opening in [
            "Meer berichten over:",
            "Lees ook",
            "Noot voor de redactie (niet voor publicatie)",
            "Nadere inlichtingen: J. Bos, team Communicatie, telefoon 0593-000000",
            "Deel dit artikel via:",
            "Bron: gemeente Zandwijk",
            "Dit item is verlopen op 16-12-2017",
            "Ander nieuws",
            "« Terug naar het overzicht",
            "Contactpersoon: J. Bos",
            "Foto’s: Ria Smit",
            "Volg ons op Mastodon",
            "Heeft deze informatie u geholpen?",
        ] {
            let blocks = paragraphs(&[TEXT, TEXT, opening, "brug, water"]);
            assert_eq!(start(&blocks, &(0..4)), Some(2), "{opening}");
        }
    }

    #[test]
    fn the_text_continues_if_a_quotation_follows_an_opening() {
        let more = "Lees meer over de gemalen op de website van het waterschap.";
        let spoken = "Heemraad Geert Hofstra: “De gemalen zijn na veertig jaar aan vervanging toe, en dat kan nu zonder dat het water te hoog komt te staan.”";
        let blocks = paragraphs(&[TEXT, TEXT, TEXT, TEXT, more, spoken]);
        assert_eq!(start(&blocks, &(0..6)), None);
        let blocks = paragraphs(&[TEXT, TEXT, TEXT, TEXT, more, TEXT]);
        assert_eq!(start(&blocks, &(0..6)), Some(4));
    }

    #[test]
    fn sentences_that_begin_like_an_opening_are_text() {
        let blocks = paragraphs(&[
            TEXT,
            TEXT,
            "Contact met bewoners is volgens het waterschap het halve werk.",
            TEXT,
        ]);
        assert_eq!(start(&blocks, &(0..4)), None);
    }

    #[test]
    fn tags_are_read_from_the_line_or_the_links() {
        let mut blocks = paragraphs(&["Meer berichten over:", "brug, water", "Tags: zorg; wonen"]);
        let tags = |blocks: &[RawBlock]| {
            let tag_list = Assigned {
                role: Role::Tail(TailKind::Tags),
                rule: "recognized by its opening words",
            };
            let roles = vec![tag_list; blocks.len()];
            sections(blocks.iter().zip(&roles))
                .tags
                .into_iter()
                .map(|t| t.text)
                .collect::<Vec<_>>()
        };
        assert_eq!(tags(&blocks), ["brug", "water", "zorg", "wonen"]);
        blocks[1].tags = vec!["brug water".to_owned()];
        assert_eq!(tags(&blocks[..2]), ["brug water"]);
    }
}
