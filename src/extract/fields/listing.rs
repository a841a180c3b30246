//! Recognizes pages that list other pages: archives, tag pages, search results, home pages.
//!
//! Leaves out the pages that they list.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::BlockKind;
use crate::dutch::pattern::pattern;
use crate::extract::draft::{Draft, RawBlock, Region};

/// Least number of items of a list.
const ITEMS: usize = 3;

/// Most running text, in bytes, that a list has besides its items.
const OWN_TEXT: usize = 300;

/// Longest text of an item, in bytes.
const ITEM_TEXT: usize = 350;

/// Titles of lists.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:al(?:le|s)|meer|ander|overige|laatste|recente?|actuele?)\b.*|(?:nieuws|pers|blog)?(?:berichten|archief|overzicht|ruimte)?(?: (?:van|uit|over|in|archief|overzicht)\b.*|\s*\d{4}| (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b.*)?|zoek(?:resultaten|en)?\b.*|\d* ?(?:zoek)?resultaten\b.*|(?:trefwoord|onderwerp|thema|categorie|tag|rubriek|label|archief|archieven|auteur|dossier)\s*:.*|welkom\b.*|dossiers?\b.*|home(?:page)?|(?:actueel|media|newsroom|pers(?:kamer|ruimte|zaal)?|publicaties|nieuwsoverzicht|persoverzicht)(?: \d{4})?)$",
    )
});

/// Whether the page of a draft with this title lists other pages. Only a page with the title of a
/// list is one: a short release with links beside it looks the same.
pub(in crate::extract) fn is_listing(draft: &Draft, title: Option<&str>) -> bool {
    if !title.is_some_and(|title| TITLE.is_match(title.trim())) {
        return false;
    }
    let blocks: Vec<&RawBlock> = draft.blocks[draft.body.clone()]
        .iter()
        .filter(|block| matches!(block.region, Region::Content | Region::Frame))
        .collect();
    let mut items = 0;
    let mut own = 0;
    // Blocks since the last title of an item.
    let mut since = usize::MAX;
    for block in blocks {
        if names_page(block) {
            items += 1;
            since = 0;
            continue;
        }
        since = since.saturating_add(1);
        let of_item = since <= 3 && block.text.len() <= ITEM_TEXT;
        if !of_item && block.text.len() > 80 {
            own += block.text.len();
        }
    }
    own <= OWN_TEXT && items >= ITEMS
}

/// Whether a block is the title of another page: a link alone, or a row with one.
fn names_page(block: &RawBlock) -> bool {
    let share = if block.kind == BlockKind::TableRow {
        5
    } else {
        8
    };
    block.text.len() >= 12
        && block.text.len() <= 200
        && block.linked * 10 >= block.text.len() * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_lists_are_known() {
        for title in [
            "Alle nieuwsberichten",
            "Nieuws",
            "Persberichten maart 2024",
            "Nieuwsarchief 2021",
            "Zoekresultaten voor brug",
            "Trefwoord: duurzaamheid",
            "Welkom bij de gemeente Zandwijk",
        ] {
            assert!(TITLE.is_match(title), "{title}");
        }
        for title in [
            "Nieuwe brug over de vaart",
            "Nieuwsbrief stopt",
            "Persbericht: brug open",
            "Home of Mobility opent in Zandwijk",
        ] {
            assert!(!TITLE.is_match(title), "{title}");
        }
    }

    #[test]
    fn a_page_of_linked_titles_is_a_list() {
        let link = |text: &str| RawBlock {
            linked: text.len(),
            ..RawBlock::new(BlockKind::Heading, text.to_owned())
        };
        let text = |text: &str| RawBlock::new(BlockKind::Paragraph, text.to_owned());
        let item = || {
            [
                link("De brug over de vaart is dicht"),
                text("3 mei 2021"),
                text("Het werk duurt zes weken."),
            ]
        };
        let listing: Vec<RawBlock> = (0..4).flat_map(|_| item()).collect();
        let draft = |blocks: Vec<RawBlock>| Draft {
            body: 0..blocks.len(),
            blocks,
            ..Draft::default()
        };
        assert!(is_listing(&draft(listing.clone()), Some("Nieuws")));
        assert!(!is_listing(&draft(listing.clone()), Some("Brug dicht")));
        let long = "De gemeente Zandwijk bouwt een brug over de vaart, en dat is voor het dorp groot nieuws. ".repeat(4);
        let release = [vec![text(&long)], listing].concat();
        assert!(!is_listing(&draft(release), Some("Nieuws")));
    }
}
