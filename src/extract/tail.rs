//! Where a release ends and the page goes on: contact lines, related items, tags, share bars.
//!
//! Leaves out parts that markup already names, which `html::regions` reads; both end up as tail
//! sections.

use std::ops::Range;
use std::sync::LazyLock;

use regex::RegexSet;

use super::draft::{RawBlock, Region};
use crate::document::{BlockKind, Tag, TailKind, TailSection};

/// How the first line of a tail section begins: its first word, what follows it, what it opens.
/// Anchored, since the same words inside a sentence are text.
const OPENINGS: &[(&str, &str, TailKind)] = &[
    ("meer", r"\s+berichten over\b", TailKind::Tags),
    ("tags?", r"\s*(?:\(s\))?:", TailKind::Tags),
    ("trefwoorden", r"\b", TailKind::Tags),
    ("onderwerp(?:en)?", ":", TailKind::Tags),
    ("categorie(?:ën)?", ":", TailKind::Tags),
    ("provincie", ":", TailKind::Tags),
    ("meer", r"\s+(?:berichten|nieuws)\b", TailKind::Related),
    ("lees", r"\s+(?:meer|verder|ook)\b", TailKind::Related),
    ("zie", r"\s+ook\b", TailKind::Related),
    ("ook", r"\s+(?:handig|interessant)\b", TailKind::Related),
    ("gerelateerde?", r"\b", TailKind::Related),
    ("verwante?", " ", TailKind::Related),
    ("andere?", r"\s+(?:berichten|nieuws)", TailKind::Related),
    (
        "(?:laatste|recent|recente|alle)",
        r"\s+(?:nieuws|berichten|nieuwsberichten|persberichten)\s*$",
        TailKind::Related,
    ),
    ("meer", r"\s+over (?:dit|deze) (?:onderwerp|thema)", TailKind::Related),
    ("(?:uitgelicht|links)", ":?$", TailKind::Related),
    ("(?:vorige?|volgende?)", r"\s+(?:nieuws)?bericht", TailKind::Related),
    ("naar", r"\s+boven$", TailKind::Related),
    ("terug", r"\s+naar\b", TailKind::Related),
    ("naar", r"\s+(?:het )?overzicht", TailKind::Related),
    ("benieuwd", r"\s+naar .*vind je hier", TailKind::Related),
    ("deel", r"\s+(?:dit|deze|op|via)\b|:", TailKind::Share),
    ("delen", r"(?: via| op)?(?: (?:facebook|twitter|x|linkedin|whatsapp))?:?$", TailKind::Share),
    ("volg", r"\s+ons\b", TailKind::Share),
    ("noo?t", r"\s+(?:voor|aan) (?:de )?(?:redacties?|pers)", TailKind::EditorNote),
    ("niet", r"\s+voor publicatie", TailKind::EditorNote),
    ("voor", r"\s+(?:de )?redacties?\b", TailKind::EditorNote),
    ("einde", r"\s+persbericht", TailKind::EditorNote),
    ("(?:pers)?contact(?:persoon|gegevens|informatie)?", ":?$", TailKind::Contact),
    ("perscontact", "", TailKind::Contact),
    (
        "(?:contactpersoon|contactgegevens|contact|persinformatie|informatie|meer info)",
        r"(?: (?:voor de )?pers)?\s*:",
        TailKind::Contact,
    ),
    ("voor", r"\s+de pers\s*:", TailKind::Contact),
    ("(?:voor )?(?:meer|nadere)", r"\s+(?:informatie|inlichtingen)\s*(?::|$|kunt u|kunnen|vindt)", TailKind::Contact),
    ("nadere", r"\s+inlichtingen", TailKind::Contact),
    ("(?:voor )?(?:pers)?vragen", r"\s*(?::|kun)", TailKind::Contact),
    ("(?:persvoorlichting|persvoorlichter|woordvoerder)", "[,:]", TailKind::Contact),
    ("bron", ":", TailKind::Source),
    ("(?:foto['’]?s?|beeld|fotografie|fotograaf|fotobijschrift|bijschrift(?: foto)?)", r"\s*:", TailKind::PhotoCredit),
    ("(?:op de foto)", r"\s*:", TailKind::PhotoCredit),
    ("©", "", TailKind::PhotoCredit),
    (r"(?:downloads?|bijlagen?|bijlage\(n\)|documenten)", ":?$", TailKind::Downloads),
    ("(?:thema['’]?s?|labels?)", ":", TailKind::Tags),
    ("(?:auteur|tekst|leestijd)", ":", TailKind::Other),
    ("deze", r"\s+pagina is (?:voor het )?laatst", TailKind::Expiry),
    ("dit", r"\s+(?:item|bericht|artikel) is verlopen", TailKind::Expiry),
    ("laatste?", r"\s+(?:gewijzigd|wijziging|update)", TailKind::Expiry),
    ("reageren", r"\s+is niet mogelijk", TailKind::Other),
    ("geef", r"\s+een reactie", TailKind::Other),
    ("reacties?", ":?$", TailKind::Other),
    ("(?:meld|schrijf)", r"\s+(?:je|u) (?:aan|in)\b", TailKind::Other),
    ("aanmelden", r"\s+(?:voor )?(?:de )?nieuwsbrief", TailKind::Other),
    ("cookie-?instellingen", "", TailKind::Other),
    ("post", r"\s+views", TailKind::Other),
    ("(?:was|vond u)", r"\s+deze (?:pagina|informatie)", TailKind::Other),
    ("heeft", r"\s+(?:dit|deze (?:pagina|informatie)) u geholpen", TailKind::Other),
];

/// The openings as one automaton that says which of them a line has.
static OPENING_SET: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(OPENINGS.iter().map(|(word, rest, _)| format!("(?i)^(?:{word})(?:{rest})"))).expect("valid patterns")
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
    let text = block.text.trim_start_matches(['-', '–', '•', '*', '>', '»', '«', '‹', '›', ' ', '(']);
    if text.len() > OPENING_MAX {
        return None;
    }
    OPENING_SET.matches(text).into_iter().next().map(|n| OPENINGS[n].2)
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
            let behind = || blocks[at + 1..body.end].iter().filter(|b| is_running_text(b));
            let rest: usize = behind().map(|b| b.text.len()).sum();
            // Somebody who still speaks speaks in the text.
            let goes_on = is_sentence(&blocks[at]) && behind().any(holds_speech);
            if rest * 4 < lengths && !goes_on || is_final(&blocks[at]) {
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

/// Whether an opening is a sentence of the text as well: `Lees meer over het project op zandwijk.nl.`
fn is_sentence(block: &RawBlock) -> bool {
    block.level == 0 && block.text.ends_with('.') && block.text.split(' ').count() > 3
}

fn holds_speech(block: &RawBlock) -> bool {
    let marks = block.text.matches(['“', '”', '„', '"', '‘', '«', '»']).count();
    marks > 1 && block.text.len() > 120
}

fn is_running_text(block: &RawBlock) -> bool {
    block.region == Region::Content
        && block.linked * 2 < block.text.len()
        && block.text.len() > 80
        && opening(block).is_none()
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
            Some(last) if last.kind == kind => {
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
    let parts =
        words.split([',', ';', '|', '•', '·']).map(str::trim).filter(|tag| short && !tag.is_empty() && tag.len() <= 60);
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
            "Ander nieuws",
            "« Terug naar het overzicht",
            "Contactpersoon: J. Bos",
            "Foto’s: Ria Smit",
            "Volg ons op Mastodon",
            "Heeft deze informatie u geholpen?",
        ] {
            let blocks = paragraphs(&[TEXT, TEXT, opening, "brug, water"]);
            assert_eq!(cut(&blocks, 0..4), 2, "{opening}");
        }
    }

    #[test]
    fn a_text_in_which_somebody_still_speaks_goes_on() {
        let more = "Lees meer over de gemalen op de website van het waterschap.";
        let spoken = "Heemraad Geert Hofstra: “De gemalen zijn na veertig jaar aan vervanging toe, en dat kan nu zonder dat het water te hoog komt te staan.”";
        let blocks = paragraphs(&[TEXT, TEXT, TEXT, TEXT, more, spoken]);
        assert_eq!(cut(&blocks, 0..6), 6);
        let blocks = paragraphs(&[TEXT, TEXT, TEXT, TEXT, more, TEXT]);
        assert_eq!(cut(&blocks, 0..6), 4);
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
