//! Matches a page with a known layout, and finds the elements that hold its parts.
//!
//! Leaves out the layouts themselves (`sites`).

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};

use super::regions::Regions;
use crate::document::{DateSource, PublisherEvidence};
use crate::extract::draft::{CapturedOn, Claims};
use crate::extract::fields::dates;
use crate::extract::normalize::normalize;
use crate::sources::sites::{self, Css, Layout, Site};

/// A layout fits only if its text elements hold at least this many bytes of text.
const LEAST_TEXT: usize = 80;

/// The layout of a system fits only if its text elements hold this share of the running text.
const LEAST_SHARE: f64 = 0.25;

/// The elements of a page that a layout names.
#[derive(Debug, Default)]
pub(super) struct LayoutMatch {
    /// Elements that hold the text.
    pub(super) text: HashSet<NodeId>,
    /// Elements within the text that do not belong to it.
    pub(super) left_out: HashSet<NodeId>,
    /// Whether it is the layout of the site itself, not of its content management system.
    pub(super) is_own: bool,
    /// Name of the site or system that has this layout.
    pub(super) site: &'static str,
}

/// Matches the page with the layouts of its site, then with those of its content management system.
///
/// Adds the site's publisher, and the title, date and tags that the layout finds, to `claims`.
/// Returns `None` if no known layout fits.
pub(super) fn match_layout(
    dom: &Html,
    regions: &Regions<'_>,
    html: &str,
    url: &str,
    captured: CapturedOn,
    claims: &mut Claims,
) -> Option<LayoutMatch> {
    let own = sites::at(url);
    if let Some(publisher) = own.and_then(|site| site.publisher.as_ref()) {
        claims
            .publishers
            .push((publisher.clone(), PublisherEvidence::Site));
    }
    let is_own = |site: &Site| own.is_some_and(|own| std::ptr::eq(own, site));
    let (site, layout, text) = own
        .into_iter()
        .chain(sites::systems_in(html))
        .find_map(|site| {
            site.layouts(captured.0).into_iter().find_map(|layout| {
                let mut text = holding_text(dom, layout)?;
                // Sites of one system differ: what it calls text may be a box beside the text.
                if !is_own(site) {
                    text.retain(|id| !is_in_other_part(dom, regions, *id));
                    keep_those_of_article(&mut text, dom, regions);
                }
                let fits = is_own(site) || regions.share(&text) >= LEAST_SHARE;
                fits.then_some((site, layout, text))
            })
        })?;
    claim(dom, layout, claims);
    let left_out = layout
        .leave_out
        .as_ref()
        .map(|css| dom.select(&css.0).map(|e| e.id()).collect());
    Some(LayoutMatch {
        text,
        left_out: left_out.unwrap_or_default(),
        is_own: is_own(site),
        site: &site.name,
    })
}

/// Drops the elements outside the part that is marked as the article, if that part holds others.
fn keep_those_of_article(text: &mut HashSet<NodeId>, dom: &Html, regions: &Regions<'_>) {
    let is_inside = |id: &NodeId| {
        let node = dom.tree.get(*id);
        node.is_some_and(|node| regions.is_inside_article(node))
    };
    if text.iter().any(is_inside) {
        text.retain(is_inside);
    }
}

/// Whether an element lies in a part of the page that is not its text: a contact box, the footer.
fn is_in_other_part(dom: &Html, regions: &Regions<'_>, id: NodeId) -> bool {
    let node = dom.tree.get(id);
    let mut around = node.into_iter().flat_map(|node| node.ancestors());
    around.any(|node| {
        let element = node.value().as_element();
        element.is_some_and(|element| regions.at(node, element).is_some())
    })
}

/// Returns the elements that the layout names as the text, if they hold enough text.
fn holding_text(dom: &Html, layout: &Layout) -> Option<HashSet<NodeId>> {
    let mut length = 0;
    let mut ids = HashSet::new();
    for element in dom.select(&layout.text.0) {
        // A list of links is not the text.
        let linked = element
            .descendent_elements()
            .filter(|inner| inner.value().name() == "a")
            .flat_map(|link| link.text())
            .map(|text| text.trim().len())
            .sum::<usize>();
        let all = element.text().map(|text| text.trim().len()).sum::<usize>();
        length += all.saturating_sub(linked);
        ids.insert(element.id());
    }
    (length >= LEAST_TEXT).then_some(ids)
}

fn claim(dom: &Html, layout: &Layout, claims: &mut Claims) {
    let first = |css: Option<&Css>| {
        let element: ElementRef<'_> = dom.select(&css?.0).next()?;
        Some(normalize(&element.text().collect::<String>())).filter(|text| !text.is_empty())
    };
    // Several dates in elements of one kind are those of a list.
    let only = |css: Option<&Css>| {
        let mut texts = dom
            .select(&css?.0)
            .map(|element| normalize(&element.text().collect::<String>()))
            .filter(|text| !text.is_empty());
        let one = texts.next()?;
        texts.all(|other| other == one).then_some(one)
    };
    claims.titles.splice(0..0, first(layout.title.as_ref()));
    if let Some(date) = only(layout.date.as_ref()).filter(|line| !dates::is_of_something_else(line))
    {
        claims.publish(date, DateSource::Site);
    }
    if let Some(css) = &layout.tags {
        claims.tags.extend(
            dom.select(&css.0)
                .map(|e| normalize(&e.text().collect::<String>())),
        );
    }
}
