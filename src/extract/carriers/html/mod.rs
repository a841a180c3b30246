//! Turns an HTML page into a draft: metadata becomes claims, the DOM becomes blocks, and the body
//! is chosen.
//!
//! Leaves out reading fields from the text (`fields`).

mod apart;
mod body;
mod boxes;
mod captions;
mod elements;
mod flatten;
mod layout;
mod measure;
mod meta;
mod names;
mod positioned;
mod regions;
mod rows;
mod shapes;

use std::collections::HashMap;

use regions::Regions;
use scraper::Html;

use super::plain;
use crate::document::{BlockKind, DateSource};
use crate::extract::draft::{BodyOrigin, BodyRule, CapturedOn, Draft, RawBlock, Region};
use crate::markup::{self, Unreadable};

/// A page whose elements hold less running text than this, in bytes, may show its text by scripts.
const SHOWN: usize = 200;

/// Reads the page `html`, captured at `url`. `stripped` is the page without its boilerplate.
///
/// # Errors
/// Returns [`Unreadable`] if its markup would make a parser slow.
pub(in crate::extract) fn draft(
    html: &str,
    stripped: &str,
    url: &str,
    captured: CapturedOn,
) -> Result<Draft, Unreadable> {
    let sizes = positioned::sizes(html);
    let mut draft = shown(stripped, url, captured, &sizes);
    let own: usize = draft.blocks[draft.body.clone()]
        .iter()
        .map(RawBlock::weight)
        .sum();
    if let Some(article) = draft.claims.article_body.take()
        && article.len() > 2 * own + 200
    {
        // A script renders the page, and only the metadata holds the text.
        let blocks = if article.contains("</") {
            let html = markup::strip_boilerplate(&article)?;
            shown(&html, url, captured, &sizes).blocks
        } else {
            plain::blocks(&article)
        };
        replace_text(&mut draft, blocks);
    } else if own < SHOWN
        && let Some(text) = markup::scripted_text(html, &draft.claims.titles)
        && text.prose > 2 * own + SHOWN
    {
        let inner = shown(
            &markup::strip_boilerplate(&text.html)?,
            url,
            captured,
            &sizes,
        );
        draft.claims.titles.extend(text.title);
        if let Some(date) = text.date {
            draft.claims.publish(date, DateSource::Meta);
        }
        replace_text(&mut draft, inner.blocks);
    }
    Ok(draft)
}

/// Fewest bytes of a lead that no class name shows.
const LEAD: usize = 120;

/// Makes `blocks` the text of `draft`. Keeps the block that shows its title.
fn replace_text(draft: &mut Draft, blocks: Vec<RawBlock>) {
    let title = draft
        .blocks
        .iter()
        .find(|block| block.level == 1 && block.region == Region::Content);
    let mut all: Vec<RawBlock> = title.cloned().into_iter().collect();
    let start = all.len();
    all.extend(blocks);
    draft.body = start..all.len();
    draft.blocks = all;
    draft.origin.rule = BodyRule::ArticleBody;
}

/// Whether a block above the text reads as its lead: two sentences without a link, which are not about the
/// website.
fn reads_as_lead(block: &RawBlock) -> bool {
    let text = block.text.as_str();
    let lower = text.to_lowercase();
    let is_notice = ["cookie", "javascript", "browser", "website", "pagina"];
    block.kind == BlockKind::Paragraph
        && block.linked == 0
        && text.len() > LEAD
        && text.ends_with(['.', '!', '?'])
        && text.contains(". ")
        && !is_notice.iter().any(|word| lower.contains(word))
}

/// Returns the site that greets its readers in the title of each page: *Gemeente Zandwijk - Welkom op onze site*.
fn greeting_site(titles: &[String]) -> Option<String> {
    let title = titles.iter().find(|title| title.contains(" Welkom "))?;
    Some(title.split_once(" - ")?.0.to_owned())
}

/// Returns who has the copyright of the page, which is often the name of the site: *© 2022 Dorpssite Zandwijk - contact*.
fn copyright_holder(blocks: &[RawBlock]) -> Option<String> {
    let lines = blocks.iter().rev();
    let line = lines
        .map(|block| block.text.as_str())
        .find(|text| text.starts_with('©'))?;
    let is_year = |c: char| c.is_ascii_digit() || matches!(c, '©' | ' ' | '-' | '–' | ',');
    let name = line.trim_start_matches(is_year);
    let end = [" - ", " – ", " | ", ", ", ". "]
        .iter()
        .filter_map(|gap| name.find(gap))
        .min();
    let name = name[..end.unwrap_or(name.len())].trim_end_matches(is_year);
    (name.len() > 3).then(|| name.to_owned())
}

/// Reads what the elements of a page show.
fn shown(html: &str, url: &str, captured: CapturedOn, sizes: &HashMap<String, f32>) -> Draft {
    let dom = Html::parse_document(html);
    let regions = Regions::of(&dom);
    let mut claims = meta::harvest(&dom, &regions, url);
    let layout = layout::match_layout(&dom, &regions, html, url, captured, &mut claims);
    let mut page = flatten::flatten(&dom, &regions, layout.as_ref(), sizes);
    claims.site_names.extend(copyright_holder(&page.blocks));
    claims.site_names.extend(greeting_site(&claims.titles));
    let (body, rule) = body::select(&page);
    if let Some(text) = &page.text_range {
        // Blocks between the title and the layout's text belong to neither of them: a date, a share
        // bar, a banner. A lead belongs to the text.
        for block in page.blocks[body.start..text.start]
            .iter_mut()
            .filter(|b| b.level == 0 && b.region == Region::Content && !b.lead && !reads_as_lead(b))
        {
            block.region = Region::Frame;
        }
    }
    apart::mark(&mut page, &body, &dom);
    plain::mark_bullets(&mut page.blocks[body.clone()]);
    plain::mark_headings(&mut page.blocks[body.clone()]);
    let origin = BodyOrigin {
        rule,
        site: layout.map(|layout| layout.site),
    };
    Draft {
        blocks: page.blocks,
        body,
        claims,
        origin,
    }
}
