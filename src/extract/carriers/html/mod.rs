//! Turns an HTML page into a draft: metadata becomes claims, the DOM becomes blocks, and the body
//! is chosen.
//!
//! Leaves out reading fields from the text (`fields`).

mod body;
mod flatten;
mod layout;
mod meta;
mod regions;

use regions::Regions;
use scraper::Html;

use super::plain;
use crate::extract::draft::{BodyOrigin, BodyRule, CapturedOn, Draft, RawBlock, Region};

/// Reads `html`, captured at `url`. The caller has already stripped its boilerplate.
pub(in crate::extract) fn draft(html: &str, url: &str, captured: CapturedOn) -> Draft {
    let dom = Html::parse_document(html);
    let regions = Regions::of(&dom);
    let mut claims = meta::harvest(&dom, &regions);
    let layout = layout::match_layout(&dom, html, url, captured, &mut claims);
    let mut page = flatten::flatten(&dom, &regions, layout.as_ref());
    let (body, rule) = body::select(&page);
    if let Some(text) = &page.text_range {
        // Blocks between the title and the layout's text belong to neither of them: a date, a share
        // bar, a banner.
        for block in page.blocks[body.start..text.start]
            .iter_mut()
            .filter(|b| b.level == 0 && b.region == Region::Content)
        {
            block.region = Region::Frame;
        }
    }
    plain::mark_bullets(&mut page.blocks[body.clone()]);
    plain::mark_headings(&mut page.blocks[body.clone()]);
    let origin = BodyOrigin {
        rule,
        site: layout.map(|layout| layout.site),
    };
    let mut draft = Draft {
        blocks: page.blocks,
        body,
        claims,
        origin,
    };
    if let Some(article) = draft.claims.article_body.take() {
        let own: usize = draft.blocks[draft.body.clone()]
            .iter()
            .map(RawBlock::weight)
            .sum();
        if article.len() > 2 * own + 200 {
            // A script renders the page, and only the metadata holds the text.
            draft.blocks = plain::blocks(&article);
            draft.body = 0..draft.blocks.len();
            draft.origin.rule = BodyRule::ArticleBody;
        }
    }
    draft
}
