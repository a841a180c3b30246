//! Finds where a release ends, and reads the tail of the page: contact lines, related items, tags,
//! share bars.
//!
//! Leaves out parts that markup already names (`html::regions`). Both become tail sections.

use std::ops::Range;

use foldhash::HashSet;

use super::about_page::is_about_page;
use super::address::holds_address;
use super::aside::{aside, is_item};
use super::opening::opening;
use super::story::is_of_story;
use super::topic::{Start, is_of_topic, topic_words};
use crate::document::{BlockKind, Tag, TailKind, TailSection};
use crate::dutch::words::behind_article;
use crate::extract::draft::{RawBlock, Region};
use crate::extract::role::{Assigned, Role};
use crate::sources::bodies::is_public_body;

/// Longest label below a text, in bytes.
const LABEL: usize = 60;

/// The tail of a page.
#[derive(Debug, Default)]
pub(in crate::extract) struct Tail {
    pub(in crate::extract) sections: Vec<TailSection>,
    /// The rule that recognized each section.
    pub(in crate::extract) rules: Vec<&'static str>,
    pub(in crate::extract) tags: Vec<Tag>,
}

/// Returns the block of `body` with which its tail begins, if it has one.
///
/// The first opening of a tail section in the later part of the text ends the text, unless more
/// running text follows than a contact line. Openings early in the text (`Lees ook`) are skipped,
/// and dropped as links.
pub(in crate::extract) fn start(blocks: &[RawBlock], body: &Range<usize>) -> Option<usize> {
    let lengths: usize = blocks[body.clone()].iter().map(|b| b.text.len()).sum();
    let below = below_text(blocks, body);
    let labels = labels_below(blocks, body);
    let mut before = 0;
    for at in body.clone() {
        let late = before * 10 > lengths * 4;
        let ends_with_box = || at + 1 >= labels && matches!(blocks[at].region, Region::Tail(_));
        if late && (at >= below || heads_links(&blocks[at..body.end]) || ends_with_box()) {
            return Some(at);
        }
        if late && is_boilerplate(&blocks[at..body.end]) {
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
                || is_step(blocks, at, body)
                || returns(&blocks[body.start..at], &blocks[at + 1..body.end])
                || is_card_of_links(&blocks[at..body.end])
                || is_of_text(blocks, at, body);
            if rest * 4 < lengths && !goes_on || is_final(&blocks[at]) {
                return Some(at);
            }
        }
        before += blocks[at].text.len();
    }
    None
}

/// Whether blocks are a heading of other items, links, and then the text again, to its end: *Lees ook* between paragraphs.
fn is_card_of_links(blocks: &[RawBlock]) -> bool {
    let is_link = |block: &&RawBlock| block.is_mostly_link();
    let links = blocks.iter().skip(1).take_while(is_link).count();
    let Some(rest) = blocks.get(1 + links..) else {
        return false;
    };
    let is_text = |block: &RawBlock| {
        block.region == Region::Content && !block.is_mostly_link() && opening(block).is_none()
    };
    blocks[0].level > 0
        && opening(&blocks[0]) == Some(TailKind::Related)
        && links > 0
        && rest.iter().all(is_text)
        && rest.iter().filter(|block| is_running_text(block)).count() > 1
}

/// Returns the block from which on all blocks of `body` are about the page, links among them; its end if none are. A
/// heading of nothing else is one of them.
fn below_text(blocks: &[RawBlock], body: &Range<usize>) -> usize {
    let is_about = |at: &usize| {
        let block = &blocks[*at];
        block.region == Region::Content && is_about_page(&block.text) && !is_of_story(&block.text)
    };
    let may_be_below = |at: &usize| blocks[*at].is_mostly_link() || is_about(at);
    let count = body.clone().rev().take_while(may_be_below).count();
    let Some(first) = (body.end - count..body.end).find(is_about) else {
        return body.end;
    };
    let heading = first
        .checked_sub(1)
        .filter(|above| body.contains(above) && blocks[*above].level > 1);
    heading.unwrap_or(first)
}

/// Whether blocks are what a body tells of itself below its news, to the end: *Over de gemeente Zandwijk*.
fn is_boilerplate(blocks: &[RawBlock]) -> bool {
    let [heading, rest @ ..] = blocks else {
        return false;
    };
    let body = heading
        .text
        .strip_prefix("Over ")
        .map(|own| behind_article(own).unwrap_or(own));
    heading.level > 0
        && heading.region == Region::Content
        && body.is_some_and(is_public_body)
        && rest
            .iter()
            .all(|block| block.level == 0 && !holds_quotation(block))
}

/// Whether blocks are a heading with nothing but links below it, whatever its words are.
fn heads_links(blocks: &[RawBlock]) -> bool {
    let Some((heading, links)) = blocks.split_first().filter(|(_, links)| !links.is_empty()) else {
        return false;
    };
    heading.region == Region::Content
        && heading.level > 0
        && links.iter().all(RawBlock::is_mostly_link)
}

/// Returns the block from which on `body` shows nothing but links and labels.
fn labels_below(blocks: &[RawBlock], body: &Range<usize>) -> usize {
    let is_label = |at: &usize| {
        let block = &blocks[*at];
        block.region != Region::Content
            || block.is_mostly_link()
            || block.list.is_none()
                && block.kind != BlockKind::TableRow
                && block.text.len() <= LABEL
                && !block.text.ends_with(['.', '!', '?', '”', '’', '"'])
    };
    let count = body.clone().rev().take_while(is_label).count();
    body.end - count
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

/// Whether a block is one of several items of a list without links: *1. Meld u aan*, *2. Betaal*.
fn is_step(blocks: &[RawBlock], at: usize, body: &Range<usize>) -> bool {
    let list = blocks[at].list;
    let is_other = |block: &&RawBlock| block.list == list && opening(block).is_none();
    let others = blocks[body.clone()].iter().filter(is_other);
    list.is_some() && !blocks[at].is_mostly_link() && others.count() > 0
}

/// Whether a text goes on `behind` a part about something else: a paragraph there has several of its words.
fn returns(text: &[RawBlock], behind: &[RawBlock]) -> bool {
    let may_return = |block: &&RawBlock| {
        is_running_text(block) && block.linked == 0 && !holds_address(&block.text)
    };
    let mut later = behind.iter().filter(may_return).peekable();
    if later.peek().is_none() {
        return false;
    }
    let is_content = |block: &&RawBlock| block.region == Region::Content;
    let texts = text.iter().filter(is_content);
    let known: HashSet<Start> = texts.flat_map(|block| topic_words(&block.text)).collect();
    later.any(|block| is_of_topic(&topic_words(&block.text), |word| known.contains(word)))
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

pub(in crate::extract) fn is_running_text(block: &RawBlock) -> bool {
    block.region == Region::Content
        && block.linked * 2 < block.text.len()
        && block.text.len() > 80
        && opening(block).is_none()
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
    use crate::extract::draft::Draft;

    fn paragraphs(texts: &[&str]) -> Vec<RawBlock> {
        Draft::of_paragraphs(texts).blocks
    }

    const TEXT: &str = "Het waterschap vervangt deze zomer twee gemalen langs de vaart, zodat de polder ook bij zware regen droog blijft.";

    /// A line about something else.
    const OTHER: &str = "Onze bibliotheek leent sinds kort ook naaimachines, bouwpakketten en muziekinstrumenten aan leden uit.";

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
        let blocks = paragraphs(&[TEXT, TEXT, TEXT, TEXT, more, OTHER]);
        assert_eq!(start(&blocks, &(0..6)), Some(4));
    }

    #[test]
    fn the_text_continues_if_its_words_return() {
        let tip = "Stuur je tips naar de redactie";
        let later = "De polder krijgt na de zomer ook een derde gemaal, dat het waterschap bij zware regen bijschakelt.";
        for (behind, ends) in [(later, None), (OTHER, Some(3))] {
            let blocks = paragraphs(&[TEXT, TEXT, TEXT, tip, behind]);
            assert_eq!(start(&blocks, &(0..5)), ends, "{behind}");
        }
    }

    #[test]
    fn a_heading_of_lines_about_the_page_is_below_the_text() {
        let page =
            "In deze perskamer vinden journalisten het laatste nieuws en onze contactgegevens.";
        let mut blocks = paragraphs(&[TEXT, TEXT, TEXT, "Over waterschap De Vaart", page]);
        blocks[3].level = 2;
        assert_eq!(start(&blocks, &(0..5)), Some(3));
    }

    #[test]
    fn a_step_to_take_does_not_end_the_text() {
        let mut blocks = paragraphs(&[TEXT, TEXT, "Meld u aan", "Betaal de leges"]);
        blocks[2].list = Some((1, true));
        assert_eq!(start(&blocks, &(0..4)), Some(2));
        blocks[3].list = Some((1, true));
        assert_eq!(start(&blocks, &(0..4)), None);
    }

    #[test]
    fn the_text_continues_behind_a_card_of_links() {
        let title = "Brug over de vaart weer open";
        let mut blocks =
            paragraphs(&[TEXT, TEXT, TEXT, TEXT, TEXT, "Lees ook", title, OTHER, TEXT]);
        blocks[5].level = 4;
        blocks[6].linked = title.len();
        assert_eq!(start(&blocks, &(0..9)), None);
        assert_eq!(start(&blocks, &(0..8)), Some(5));
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
