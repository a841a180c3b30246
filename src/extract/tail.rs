//! Where a release ends and the page goes on: contact lines, related items, tags, share bars.
//!
//! Leaves out parts that markup already names, which `html::regions` reads; both end up as tail
//! sections.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::draft::{RawBlock, Region};
use crate::document::{BlockKind, Tag, TailKind, TailSection};

/// How the first line of a tail section begins. Anchored: the same words inside a sentence are text.
static OPENINGS: LazyLock<Vec<(Regex, TailKind)>> = LazyLock::new(|| {
    [
        (r"meer berichten over\b|tags?\s*(?:\(s\))?:|trefwoorden:?|onderwerp(?:en)?:|categorie(?:ën)?:|provincie:", TailKind::Tags),
        (
            r"meer berichten|meer nieuws|lees (?:meer|verder|ook)\b|zie ook\b|ook (?:handig|interessant)\b|gerelateerd|verwante? |andere berichten|terug naar|naar overzicht|benieuwd naar .*vind je hier",
            TailKind::Related,
        ),
        (r"deel (?:dit|deze|op|via)\b|delen(?: via| op)?:?$|deel:", TailKind::Share),
        (r"noo?t (?:voor|aan) (?:de )?(?:redacties?|pers)|niet voor publicatie|voor (?:de )?redacties?\b|einde persbericht|\(?niet voor publicatie", TailKind::EditorNote),
        (
            r"(?:pers)?contact(?:persoon|gegevens|informatie)?:?$|perscontact|(?:voor )?(?:meer|nadere) (?:informatie|inlichtingen)\s*(?::|$|kunt u|kunnen|vindt)|nadere inlichtingen|(?:voor )?(?:pers)?vragen\s*:|voor vragen kun|persvoorlichting|woordvoerder:|persvoorlichter:",
            TailKind::Contact,
        ),
        (r"bron:", TailKind::Source),
        (r"(?:foto|beeld|fotografie|fotograaf)\s*:", TailKind::PhotoCredit),
        (r"downloads?:?$|bijlagen?:?$|documenten:?$", TailKind::Downloads),
        (r"dit (?:item|bericht|artikel) is verlopen|laatst gewijzigd|laatste (?:wijziging|update)", TailKind::Expiry),
        (
            r"reageren is niet mogelijk|geef een reactie|reacties?:?$|meld je aan|meld u aan|aanmelden (?:voor )?nieuwsbrief|schrijf (?:je|u) in|cookie-?instellingen|post views|was deze (?:pagina|informatie)|heeft dit u geholpen",
            TailKind::Other,
        ),
    ]
    .into_iter()
    .map(|(pattern, kind)| (Regex::new(&format!("^(?i:{pattern})")).expect("a valid pattern"), kind))
    .collect()
});

/// Longest line that opens a tail section; longer ones are sentences of the text.
const OPENING_MAX: usize = 110;

/// What was cut off the end.
#[derive(Debug, Default)]
pub(super) struct Tail {
    pub(super) sections: Vec<TailSection>,
    pub(super) tags: Vec<Tag>,
}

/// How a line opens a tail section, if it does.
fn opening(block: &RawBlock) -> Option<TailKind> {
    let text = block.text.trim_start_matches(['-', '–', '•', '*', '>', '»', ' ', '(']);
    if text.len() > OPENING_MAX {
        return None;
    }
    OPENINGS.iter().find(|(pattern, _)| pattern.is_match(text)).map(|(_, kind)| *kind)
}

/// Index past the last block of `body` that is text.
///
/// The first opening in the later part of the text ends it, unless running text that is more than
/// a contact line follows. A page's early `Lees ook` lines are passed over (and dropped, as links).
pub(super) fn cut(blocks: &[RawBlock], body: Range<usize>) -> usize {
    let lengths: usize = blocks[body.clone()].iter().map(|b| b.text.len()).sum();
    let mut before = 0;
    for at in body.clone() {
        let late = before * 10 > lengths * 4;
        if late && blocks[at].region == Region::Content && opening(&blocks[at]).is_some() {
            let rest: usize = blocks[at + 1..body.end].iter().filter(|b| is_running_text(b)).map(|b| b.text.len()).sum();
            if rest * 4 < lengths || is_final(&blocks[at]) {
                return at;
            }
        }
        before += blocks[at].text.len();
    }
    body.end
}

/// An editor's note ends the text however long it is.
fn is_final(block: &RawBlock) -> bool {
    opening(block) == Some(TailKind::EditorNote)
}

fn is_running_text(block: &RawBlock) -> bool {
    block.region == Region::Content && block.linked * 2 < block.text.len() && block.text.len() > 80 && opening(block).is_none()
}

/// Whether a block in the middle of the text is not of it: links to other items, credits.
pub(super) fn is_aside(block: &RawBlock) -> Option<TailKind> {
    let kind = opening(block)?;
    let linked = block.linked * 2 > block.text.len();
    match kind {
        TailKind::PhotoCredit | TailKind::Expiry | TailKind::Share => Some(kind),
        TailKind::Related if linked => Some(kind),
        _ => None,
    }
}

/// Sorts `blocks` that are not text into sections, and reads the tags among them.
pub(super) fn sections<'a>(blocks: impl Iterator<Item = &'a RawBlock>) -> Tail {
    let mut tail = Tail::default();
    let mut current: Option<TailKind> = None;
    for block in blocks {
        let marked = match block.region {
            Region::Tail(kind) => Some(kind),
            Region::Caption => Some(TailKind::PhotoCredit),
            _ => None,
        };
        let opened = opening(block);
        let kind = marked.or(opened).or(current).unwrap_or(TailKind::Other);
        current = Some(kind);
        if !block.tags.is_empty() {
            tail.tags.extend(block.tags.iter().map(|text| Tag { text: text.clone() }));
        } else if kind == TailKind::Tags {
            tail.tags.extend(listed_tags(block, opened.is_some()));
        }
        match tail.sections.last_mut() {
            Some(last) if last.kind == kind && opened.is_none() => {
                last.text.push('\n');
                last.text.push_str(&block.text);
            }
            _ => tail.sections.push(TailSection { kind, text: block.text.clone() }),
        }
    }
    tail
}

/// Subjects in a line: those behind `Meer berichten over:`, or a line of its own.
fn listed_tags(block: &RawBlock, opens: bool) -> Vec<Tag> {
    let words = if opens { block.text.split_once(':').map_or("", |(_, rest)| rest) } else { block.text.as_str() };
    let short = words.len() <= 200 && block.kind != BlockKind::Heading;
    let parts = words.split([',', ';', '|', '•', '·']).map(str::trim).filter(|tag| short && !tag.is_empty() && tag.len() <= 60);
    parts.map(|tag| Tag { text: tag.trim_end_matches('.').to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(texts: &[&str]) -> Vec<RawBlock> {
        texts.iter().map(|t| RawBlock::new(BlockKind::Paragraph, (*t).to_owned())).collect()
    }

    const TEXT: &str = "Het waterschap vervangt deze zomer twee gemalen langs de vaart, zodat de polder ook bij zware regen droog blijft.";

    #[test]
    fn the_text_ends_where_the_page_goes_on() {
        for opening in [
            "Meer berichten over:",
            "Lees ook",
            "Noot voor de redactie (niet voor publicatie)",
            "Nadere inlichtingen: J. Bos, team Communicatie, telefoon 0593-000000",
            "Deel dit artikel via:",
            "Bron: gemeente Zandwijk",
            "Dit item is verlopen op 16-12-2017",
        ] {
            let blocks = paragraphs(&[TEXT, TEXT, opening, "brug, water"]);
            assert_eq!(cut(&blocks, 0..4), 2, "{opening}");
        }
    }

    #[test]
    fn sentences_that_begin_alike_are_text() {
        let blocks = paragraphs(&[TEXT, TEXT, "Contact met bewoners is volgens het waterschap het halve werk.", TEXT]);
        assert_eq!(cut(&blocks, 0..4), 4);
    }

    #[test]
    fn tags_are_read_from_the_line_or_the_links() {
        let mut blocks = paragraphs(&["Meer berichten over:", "brug, water", "Tags: zorg; wonen"]);
        let tags = |blocks: &[RawBlock]| sections(blocks.iter()).tags.into_iter().map(|t| t.text).collect::<Vec<_>>();
        assert_eq!(tags(&blocks), ["brug", "water", "zorg", "wonen"]);
        blocks[1].tags = vec!["brug water".to_owned()];
        assert_eq!(tags(&blocks[..2]), ["brug water"]);
    }
}
