//! Finds the title below a heading that is the name of the site or of a section.
//!
//! Leaves out the headings of the page (`title`).

use super::{CLAIM_WORDS, LINES_ABOVE, is_running, parts, same};
use crate::extract::draft::{Draft, RawBlock, Region};

/// Returns the heading below `site` that a claimed title ends with: *Forum Zandwijk - Nieuwe brug over de vaart*.
pub(super) fn below_site<'d>(
    draft: &'d Draft,
    (at, site): (usize, &RawBlock),
    claimed: &[&str],
) -> Option<(usize, &'d RawBlock)> {
    let is_title = |block: &RawBlock| {
        let words = |text: &str| text.split(' ').count();
        block.level > site.level
            && block.region == Region::Content
            && words(&block.text) >= 2 * words(&site.text)
            && claimed.iter().any(|claim| {
                let parts = parts(claim);
                parts.len() > 1 && parts.last().is_some_and(|last| same(last, &block.text))
            })
    };
    let below = draft.blocks.iter().enumerate().skip(at + 1);
    below.take(LINES_ABOVE).rfind(|(_, block)| is_title(block))
}

/// Returns the heading below `section` and above the text whose class names it as the title.
pub(super) fn titled_below<'d>(
    draft: &'d Draft,
    (at, section): (usize, &RawBlock),
) -> Option<(usize, &'d RawBlock)> {
    let is_title = |block: &RawBlock| {
        block.level > section.level
            && block.titled
            && block.region == Region::Content
            && block.text.len() > section.text.len()
            && block.text.split(' ').count() > CLAIM_WORDS
    };
    let below = draft.blocks.iter().enumerate().skip(at + 1);
    let mut above_text = below.take_while(|(_, block)| !is_running(block));
    above_text.find(|(_, block)| is_title(block) && !section.titled)
}
