//! Listings: pages of HTML that list other pages, with links to older ones.
//!
//! Leaves out the text of those pages. Without selectors, an item is the smallest element that holds
//! a date and a link.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};
use serde::{Deserialize, Serialize};
use url::Url;

use super::dates::iso;
use super::{
    Answer, Claims, Coverage, Listed, ListedAddress, OfferError, Scope, Walk, page_address,
    with_query,
};

/// Maximum number of pages of one walk. Calendars and filters may have endless pages.
const MAX_PAGES: u32 = 500;

/// Longest text of an item, in bytes. A longer element holds more than one item.
const MAX_ITEM: usize = 1_500;

/// A listing, and the selectors of its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// Its first page.
    pub url: Url,
    /// The parameter with the number of the page, such as `pager_page`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The number of the first page.
    #[serde(default)]
    pub first: u32,
    /// CSS selector of an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// CSS selector of the link in an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// CSS selector of the date in an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl Listing {
    /// A listing without selectors.
    #[must_use]
    pub fn at(url: Url) -> Self {
        Self {
            url,
            page: None,
            first: 0,
            item: None,
            link: None,
            date: None,
        }
    }

    /// The first selector that cannot be read.
    #[must_use]
    pub fn bad_selector(&self) -> Option<&str> {
        [&self.item, &self.link, &self.date]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|css| Selector::parse(css).is_err())
    }
}

/// A walk over the pages of a listing.
pub(super) struct Pages {
    listing: Listing,
    scope: Scope,
    number: u32,
    next: Option<Url>,
    asked: HashSet<Url>,
    listed: HashSet<String>,
    following: Option<Url>,
    is_complete: bool,
}

impl Pages {
    pub(super) fn new(listing: Listing, scope: Scope) -> Self {
        Self {
            next: Some(listing.url.clone()),
            number: 0,
            listing,
            scope,
            asked: HashSet::new(),
            listed: HashSet::new(),
            following: None,
            is_complete: false,
        }
    }
}

impl Walk for Pages {
    fn next(&mut self) -> Option<Url> {
        if self.number >= MAX_PAGES {
            return None;
        }
        let url = self.next.take()?;
        self.asked.insert(url.clone()).then_some(url)
    }

    fn accepts(&self, status: u16) -> bool {
        // A page after the last one may not exist.
        status == 200 || matches!(status, 400 | 404 | 410) && self.number > 0
    }

    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError> {
        if answer.status != 200 {
            self.is_complete = self.scope.since.is_none();
            return Ok(Vec::new());
        }
        let text = crate::markup::decode(answer.body, answer.media_type).text;
        let page = Html::parse_document(&text);
        let mut items = match &self.listing.item {
            Some(item) => selected(&page, item, &self.listing, answer.url),
            None => dated_links(&page, answer.url),
        };
        let was_empty = items.is_empty();
        // A page after the last one often shows the last one, or the first one, again.
        items.retain(|item| self.listed.insert(item.page.url.clone()));
        let too_old = |item: &Listed| self.scope.is_too_old(item.page.claims.date.as_deref());
        let ends = items.is_empty() || items.iter().all(too_old);
        items.retain(|item| !too_old(item));
        self.number += 1;
        self.following = if ends {
            self.is_complete = self.scope.since.is_none();
            None
        } else {
            let next = next_link(&page, answer.url);
            let counted = self.listing.page.as_ref().map(|name| {
                let number = (self.listing.first + self.number).to_string();
                with_query(&self.listing.url, &[(name, &number)])
            });
            self.is_complete = next.is_none() && counted.is_none();
            counted.or(next)
        };
        if was_empty && self.number == 1 && self.listing.item.is_some() {
            return Err(OfferError::IsNot {
                what: "a listing",
                reason: format!(
                    "nothing matches `{}`",
                    self.listing.item.as_deref().unwrap_or_default()
                ),
            });
        }
        Ok(items)
    }

    fn learn(&mut self, new: u64) {
        // The first walk reads every page; a later one stops where it knows everything.
        let goes_on = new > 0 || self.scope.last.is_none();
        self.next = self.following.take().filter(|_| goes_on);
    }

    fn coverage(&self) -> Coverage {
        if self.is_complete {
            Coverage::All
        } else {
            Coverage::Newest
        }
    }

    fn missed(&self) -> Option<String> {
        (self.number >= MAX_PAGES && self.next.is_some())
            .then(|| format!("the listing has more than {MAX_PAGES} pages"))
    }
}

/// The items that the selectors of a listing choose.
fn selected(page: &Html, item: &str, listing: &Listing, base: &Url) -> Vec<Listed> {
    let css = |text: &str| Selector::parse(text).ok();
    let Some(items) = css(item) else {
        return Vec::new();
    };
    let link = listing.link.as_deref().and_then(css);
    let date = listing.date.as_deref().and_then(css);
    let read = |element: ElementRef<'_>| {
        let anchor = match &link {
            Some(link) => element.select(link).next(),
            None if element.value().name() == "a" => Some(element),
            None => element.select(&A).next(),
        }?;
        let dated = match &date {
            Some(date) => element
                .select(date)
                .next()
                .and_then(|found| date_of(&found)),
            None => date_in(&element),
        };
        listed(anchor, dated, base)
    };
    page.select(&items).filter_map(read).collect()
}

static A: std::sync::LazyLock<Selector> =
    std::sync::LazyLock::new(|| Selector::parse("a[href]").expect("a valid selector"));
static TIME: std::sync::LazyLock<Selector> =
    std::sync::LazyLock::new(|| Selector::parse("time").expect("a valid selector"));
static BOXES: std::sync::LazyLock<Selector> = std::sync::LazyLock::new(|| {
    Selector::parse("li, article, div, tr, section, a, dd, p").expect("a valid selector")
});
static NEXT: std::sync::LazyLock<Selector> = std::sync::LazyLock::new(|| {
    Selector::parse("a[rel~=next], link[rel~=next], .next a, a.next, .pager__item--next a, .pagination-next a, a[aria-label], a[title]")
        .expect("a valid selector")
});

/// The links of a page that stand beside a date, in order: the smallest element that holds both is an
/// item.
pub(crate) fn dated_links(page: &Html, base: &Url) -> Vec<Listed> {
    let mut found: Vec<Listed> = Vec::new();
    let mut seen = HashSet::new();
    let mut boxes: Vec<ElementRef<'_>> = page.select(&BOXES).collect();
    // Inner elements come after the outer ones that hold them.
    boxes.reverse();
    let mut used: HashSet<ego_tree::NodeId> = HashSet::new();
    for element in boxes {
        let text: String = element.text().collect();
        if text.len() > MAX_ITEM || used.contains(&element.id()) {
            continue;
        }
        let anchors: Vec<ElementRef<'_>> = if element.value().name() == "a" {
            element
                .value()
                .attr("href")
                .map(|_| element)
                .into_iter()
                .collect()
        } else {
            element.select(&A).collect()
        };
        let Some(anchor) = anchors
            .iter()
            .copied()
            .max_by_key(|a| a.text().map(str::len).sum::<usize>())
        else {
            continue;
        };
        let targets: HashSet<_> = anchors
            .iter()
            .filter_map(|a| a.value().attr("href"))
            .collect();
        if targets.len() > 2 {
            continue;
        }
        let Some(date) = date_in(&element) else {
            continue;
        };
        // An outer element with the same link is the same item.
        used.extend(element.ancestors().map(|node| node.id()));
        if let Some(item) = listed(anchor, Some(date), base)
            && seen.insert(item.page.url.clone())
        {
            found.push(item);
        }
    }
    found.reverse();
    found
}

fn listed(anchor: ElementRef<'_>, date: Option<String>, base: &Url) -> Option<Listed> {
    let mut url = page_address(base, anchor.value().attr("href")?)?;
    url.set_fragment(None);
    let is_page = url != *base && url.path() != "/";
    let heading = Selector::parse("h1, h2, h3, h4, h5").ok()?;
    let title = anchor.select(&heading).next().unwrap_or(anchor);
    let title = title
        .text()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let claims = Claims {
        title: Some(title).filter(|title| !title.is_empty() && title.len() < 300),
        date,
        tags: Vec::new(),
    };
    let page = ListedAddress {
        url: url.into(),
        claims,
        changed: None,
    };
    is_page.then_some(Listed { page, record: None })
}

/// The date of an item: of its `<time>`, or in its text.
fn date_in(element: &ElementRef<'_>) -> Option<String> {
    let time = element.select(&TIME).next().and_then(|time| date_of(&time));
    time.or_else(|| iso(&element.text().collect::<Vec<_>>().join(" ")))
}

fn date_of(element: &ElementRef<'_>) -> Option<String> {
    let machine = element.value().attr("datetime").and_then(iso);
    machine.or_else(|| iso(&element.text().collect::<String>()))
}

/// The link to the next page of a listing.
fn next_link(page: &Html, base: &Url) -> Option<Url> {
    let is_next = |element: &ElementRef<'_>| {
        let label = element
            .value()
            .attr("aria-label")
            .or_else(|| element.value().attr("title"));
        let has_label = label.is_some();
        let label = label.unwrap_or_default().to_lowercase();
        let named = matches!(
            label.trim(),
            "volgende" | "volgende pagina" | "next" | "next page"
        ) || label.starts_with("volgende pagina")
            || label.starts_with("ga naar volgende");
        let by_class = element
            .value()
            .attr("rel")
            .is_some_and(|rel| rel.contains("next"))
            || element
                .value()
                .attr("class")
                .is_some_and(|class| class.contains("next"))
            || element
                .ancestors()
                .take(2)
                .filter_map(ElementRef::wrap)
                .any(|parent| {
                    parent
                        .value()
                        .attr("class")
                        .is_some_and(|class| class.contains("next"))
                });
        named || by_class || !has_label
    };
    let by_mark = page.select(&NEXT).find(is_next);
    let by_words = || {
        page.select(&A).find(|anchor| {
            let text = anchor.text().collect::<String>().trim().to_lowercase();
            matches!(
                text.trim_end_matches(['›', '»', '→', '>', ' ']),
                "volgende" | "volgende pagina" | "oudere berichten" | "next"
            )
        })
    };
    let found = by_mark.or_else(by_words)?;
    let url = base.join(found.value().attr("href")?).ok()?;
    (url.host() == base.host() && url != *base).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope {
            since: None,
            last: None,
            now: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn read(walk: &mut Pages, body: &str) -> Vec<String> {
        let url = walk.next().expect("an address");
        let answer = Answer {
            url: &url,
            status: 200,
            body: body.as_bytes(),
            media_type: "text/html",
            total_pages: None,
        };
        let items = walk.read(&answer).expect("a listing");
        walk.learn(items.len() as u64);
        items
            .into_iter()
            .map(|item| {
                format!(
                    "{} {}",
                    item.page.url,
                    item.page.claims.date.unwrap_or_default()
                )
            })
            .collect()
    }

    const DRUPAL: &str = r#"<nav><ul><li><a href="/">Home</a></li><li><a href="/contact">Contact</a></li></ul></nav>
        <main><div class="view"><div class="views-row"><article><h2><a href="/nieuws/brug">Brug open</a></h2>
        <time datetime="2026-03-05T10:00:00+01:00">5 maart 2026</time><p>De brug is open. <a href="/nieuws/brug">Lees meer</a></p></article></div>
        <div class="views-row"><article><h2><a href="/nieuws/sluis">Sluis dicht</a></h2><span>4 maart 2026</span></article></div></div>
        <ul class="pager"><li class="pager__item--next"><a href="?page=1">Volgende ›</a></li></ul></main>"#;

    #[test]
    fn items_are_links_beside_dates() {
        let mut walk = Pages::new(
            Listing::at(
                "https://www.zandwijk.example/nieuws"
                    .parse()
                    .expect("an address"),
            ),
            scope(),
        );
        assert_eq!(
            read(&mut walk, DRUPAL),
            [
                "https://www.zandwijk.example/nieuws/brug 2026-03-05T09:00:00Z",
                "https://www.zandwijk.example/nieuws/sluis 2026-03-04"
            ]
        );
        assert_eq!(
            walk.next().map(String::from).as_deref(),
            Some("https://www.zandwijk.example/nieuws?page=1")
        );
    }

    #[test]
    fn numbered_pages_end_where_a_page_repeats() {
        let listing = Listing {
            page: Some("pager_page".to_owned()),
            item: Some("li.item".to_owned()),
            date: Some(".datum".to_owned()),
            ..Listing::at(
                "https://www.zandwijk.example/nieuws"
                    .parse()
                    .expect("an address"),
            )
        };
        let page = r#"<li class="item"><a href="/nieuws/brug">Brug</a> <i class="datum">05-03-2026</i></li>"#;
        let mut walk = Pages::new(listing, scope());
        assert_eq!(read(&mut walk, page).len(), 1);
        let second = walk.next().expect("the second page");
        assert_eq!(
            second.as_str(),
            "https://www.zandwijk.example/nieuws?pager_page=1"
        );
        let answer = Answer {
            url: &second,
            status: 200,
            body: page.as_bytes(),
            media_type: "text/html",
            total_pages: None,
        };
        assert_eq!(walk.read(&answer).expect("a listing"), []);
        walk.learn(0);
        assert_eq!(walk.next(), None);
        assert_eq!(walk.coverage(), Coverage::All);
    }

    #[test]
    fn selectors_that_match_nothing_are_an_error() {
        let listing = Listing {
            item: Some("li.item".to_owned()),
            ..Listing::at(
                "https://www.zandwijk.example/nieuws"
                    .parse()
                    .expect("an address"),
            )
        };
        let mut walk = Pages::new(listing, scope());
        let url = walk.next().expect("an address");
        let answer = Answer {
            url: &url,
            status: 200,
            body: DRUPAL.as_bytes(),
            media_type: "text/html",
            total_pages: None,
        };
        let error = walk.read(&answer).expect_err("no item");
        assert!(error.to_string().contains("li.item"), "{error}");
    }
}
