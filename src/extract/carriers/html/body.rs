//! Chooses the blocks of a page that are the release's text.
//!
//! Leaves out finding the end of the text: its words show that, not its markup (`tail`).

use std::ops::Range;

use super::flatten::{ContainerRole, Page};
use crate::extract::draft::{BodyRule, Region};

/// An element marked as the article must hold more than this share of the running text.
const CLAIMED: f64 = 0.5;

/// An element that is not marked as the article must hold more than this share of the running text.
const HELD: f64 = 0.8;

/// Returns the range of blocks that holds the release's text, and the rule that chose it.
///
/// A known layout comes first. Next comes an element that is marked as the article and holds most
/// of the running text: the most specific mark, then the innermost element. Last comes the
/// innermost element that holds nearly all of the running text. The range is extended up to the
/// page's title if the title is near.
pub(super) fn select(page: &Page) -> (Range<usize>, BodyRule) {
    let weights: Vec<usize> = std::iter::once(0)
        .chain(page.blocks.iter().scan(0, |sum, block| {
            *sum += block.weight();
            Some(*sum)
        }))
        .collect();
    let weight = |start: usize, end: usize| weights[end] - weights[start];
    let total = weight(0, page.blocks.len());
    let needed = |share: f64| (total as f64 * share) as usize;
    let claimed = page
        .containers
        .iter()
        .filter(|c| c.role != ContainerRole::Plain && weight(c.start, c.end) > needed(CLAIMED))
        .min_by_key(|c| (c.role, c.end - c.start));
    let held = page
        .containers
        .iter()
        .filter(|c| weight(c.start, c.end) > needed(HELD))
        .min_by_key(|c| c.end - c.start);
    let (chosen, rule) = match (&page.text_range, claimed, held) {
        (Some(range), ..) => (range.clone(), BodyRule::Site),
        (None, Some(claimed), _) => (claimed.start..claimed.end, BodyRule::Claimed),
        (None, None, Some(held)) => (held.start..held.end, BodyRule::Densest),
        (None, None, None) => return (0..page.blocks.len(), BodyRule::Whole),
    };
    let title = page.blocks[..chosen.start]
        .iter()
        .rposition(|block| block.level == 1 && block.region == Region::Content);
    let near = title.filter(|&at| weight(at, chosen.start) < needed(CLAIMED));
    (near.unwrap_or(chosen.start)..chosen.end, rule)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use scraper::Html;

    use super::super::flatten::flatten;
    use super::super::regions::Regions;
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        let dom = Html::parse_document(html);
        let page = flatten(&dom, &Regions::of(&dom), None, &HashMap::new());
        let (body, _) = select(&page);
        page.blocks[body]
            .iter()
            .filter(|b| b.region == Region::Content)
            .map(|b| b.text.clone())
            .collect()
    }

    const LONG: &str = "Het waterschap vervangt deze zomer twee gemalen langs de vaart, zodat de polder droog blijft.";

    #[test]
    fn the_article_is_found_whatever_its_element_is_called() {
        let frame = "<nav><a href=/>Home</a></nav>";
        let foot = "<footer>Privacy</footer>";
        for (open, close) in [
            ("<main><h1>Gemalen</h1>", "</main>"),
            (
                "<div id=x><div class=kop><h1>Gemalen</h1></div><div class=tekst>",
                "</div></div>",
            ),
            ("<table><tr><td><h1>Gemalen</h1>", "</td></tr></table>"),
            ("<form id=aspnetForm><h1>Gemalen</h1>", "</form>"),
            (
                "<div class='layout with-sidebar menu-open'><div class=inhoud><h1>Gemalen</h1>",
                "</div></div>",
            ),
            (
                "<div class=news><h1>Gemalen</h1><div class='teaser-text readspeaker_content'>",
                "</div></div>",
            ),
        ] {
            let html = format!("<body>{frame}{open}<p>{LONG}</p><p>{LONG}</p>{close}{foot}");
            assert_eq!(texts(&html), ["Gemalen", LONG, LONG], "{open}");
        }
    }
}
