//! Finds where a release ends, and reads the tail of the page: contact lines, related items, tags,
//! share bars.
//!
//! Leaves out parts that markup already names (`html::regions`). Both become tail sections.

use std::ops::Range;

use crate::document::{BlockKind, Tag, TailKind, TailSection};
use crate::dutch::tail::OPENINGS;
use crate::extract::draft::{RawBlock, Region};
use crate::extract::role::{Assigned, Role};

/// Longest line, in bytes, that can open a tail section. Longer lines are sentences of the text.
const OPENING_MAX: usize = 110;

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
    let text = block
        .text
        .trim_start_matches(['-', '–', '•', '*', '>', '»', '«', '‹', '›', ' ', '(']);
    if text.len() > OPENING_MAX {
        return None;
    }
    OPENINGS.kind_of(text)
}

/// Returns the index after the last block of `body` that is text.
///
/// The first opening of a tail section in the later part of the text ends the text, unless more
/// running text follows than a contact line. Openings early in the text (`Lees ook`) are skipped,
/// and dropped as links.
pub(in crate::extract) fn body_end(blocks: &[RawBlock], body: Range<usize>) -> usize {
    let lengths: usize = blocks[body.clone()].iter().map(|b| b.text.len()).sum();
    let mut before = 0;
    for at in body.clone() {
        let late = before * 10 > lengths * 4;
        if late && blocks[at].region == Region::Content && opening(&blocks[at]).is_some() {
            let behind = || {
                blocks[at + 1..body.end]
                    .iter()
                    .filter(|b| is_running_text(b))
            };
            let rest: usize = behind().map(|b| b.text.len()).sum();
            // If a quotation follows, the text has not ended.
            let goes_on = is_sentence(&blocks[at]) && behind().any(holds_quotation);
            if rest * 4 < lengths && !goes_on || is_final(&blocks[at]) {
                return at;
            }
        }
        before += blocks[at].text.len();
    }
    body.end
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

fn is_running_text(block: &RawBlock) -> bool {
    block.region == Region::Content
        && block.linked * 2 < block.text.len()
        && block.text.len() > 80
        && opening(block).is_none()
}

/// Returns the tail kind of a block within the text that does not belong to the text: a link to
/// another item, a credit.
pub(in crate::extract) fn aside(block: &RawBlock) -> Option<TailKind> {
    let kind = opening(block)?;
    let linked = block.linked * 2 > block.text.len();
    match kind {
        TailKind::PhotoCredit | TailKind::Expiry | TailKind::Share => Some(kind),
        TailKind::Related if linked => Some(kind),
        _ => None,
    }
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
            assert_eq!(body_end(&blocks, 0..4), 2, "{opening}");
        }
    }

    #[test]
    fn the_text_continues_if_a_quotation_follows_an_opening() {
        let more = "Lees meer over de gemalen op de website van het waterschap.";
        let spoken = "Heemraad Geert Hofstra: “De gemalen zijn na veertig jaar aan vervanging toe, en dat kan nu zonder dat het water te hoog komt te staan.”";
        let blocks = paragraphs(&[TEXT, TEXT, TEXT, TEXT, more, spoken]);
        assert_eq!(body_end(&blocks, 0..6), 6);
        let blocks = paragraphs(&[TEXT, TEXT, TEXT, TEXT, more, TEXT]);
        assert_eq!(body_end(&blocks, 0..6), 4);
    }

    #[test]
    fn sentences_that_begin_like_an_opening_are_text() {
        let blocks = paragraphs(&[
            TEXT,
            TEXT,
            "Contact met bewoners is volgens het waterschap het halve werk.",
            TEXT,
        ]);
        assert_eq!(body_end(&blocks, 0..4), 4);
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
