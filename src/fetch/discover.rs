//! Finding how an unknown site offers its news.
//!
//! Leaves out how the offers are read (`sources::offers`). Each candidate is asked for, and counts only
//! if its answer lists pages.

use std::time::Duration;

use jiff::Timestamp;
use scraper::{Html, Selector};
use url::Url;

use super::FetchError;
use super::client::Ask;
use super::hosts::Hosts;
use crate::sources::offers::{Coverage, Listing, Offer, Scope, dated_links};

/// Feeds and interfaces that sites have, below their root.
const FEEDS: &[&str] = &[
    "nieuws.rss",
    "rss",
    "feed",
    "nieuws/rss",
    "actueel/nieuws.rss",
    "rss.xml",
];
const OPENPUB: &[&str] = &[
    "wp-json/owc/openpub/v1/items",
    "wp-json/owc/openpub/v1/persberichten",
];
const WORDPRESS: &str = "wp-json/wp/v2/posts";

/// Pages that list news, below the root.
const LISTINGS: &[&str] = &["nieuws", "actueel/nieuws", "actueel", "persberichten"];

/// Parts of the addresses of news.
const NEWS: &[&str] = &[
    "/nieuws/",
    "/actueel/",
    "/persberichten/",
    "/nieuwsberichten/",
    "/news/",
    "/bericht/",
];

/// The offers of the site at `site`: the first gives the newest pages, a second one the older ones.
pub(super) async fn offers(
    hosts: &Hosts,
    site: &Url,
    pace: Duration,
) -> Result<Vec<Offer>, FetchError> {
    let search = Search { hosts, pace };
    // The page may be a listing itself. Its refusal or failure is that of the site.
    let ask = Ask::list(pace);
    let reply = hosts.get(site, ask).await?;
    let home = reply.url.clone();
    let (linked, listings, is_wordpress) = {
        let text = crate::markup::decode(&reply.body, &reply.media_type).text;
        let html = Html::parse_document(&text);
        (
            feeds_in(&html, &home),
            listings_in(&html, &home),
            text.contains("/wp-content/") || text.contains("wp-json"),
        )
    };
    let mut found: Vec<Offer> = Vec::new();
    if is_wordpress {
        for path in OPENPUB {
            found.extend(
                search
                    .try_out(
                        home.join(&format!("/{path}"))
                            .ok()
                            .map(|url| Offer::Openpub { url }),
                    )
                    .await?,
            );
        }
    }
    if found.is_empty() {
        let guessed = FEEDS
            .iter()
            .filter_map(|path| home.join(&format!("/{path}")).ok());
        for url in linked.into_iter().chain(guessed) {
            found.extend(search.try_out(Some(Offer::Feed { url })).await?);
            if !found.is_empty() {
                break;
            }
        }
        if is_wordpress {
            let url = home.join(&format!("/{WORDPRESS}")).ok();
            found.extend(
                search
                    .try_out(url.map(|url| Offer::Wordpress { url }))
                    .await?,
            );
        }
    }
    let is_whole = |offer: &Offer| matches!(offer, Offer::Openpub { .. } | Offer::Wordpress { .. });
    if !found.iter().any(is_whole) {
        let known = hosts.sitemaps(&home, pace).await?;
        let guessed = home.join("/sitemap.xml").ok();
        for url in known.into_iter().chain(guessed) {
            if let Some(sitemap) = search.sitemap(url).await? {
                found.push(sitemap);
                break;
            }
        }
    }
    if found
        .iter()
        .all(|offer| matches!(offer, Offer::Feed { .. }))
    {
        let own = dated_page(&reply.body, &reply.media_type, &home).then(|| home.clone());
        let guessed = LISTINGS
            .iter()
            .filter_map(|path| home.join(&format!("/{path}")).ok());
        for url in own.into_iter().chain(listings).chain(guessed) {
            let listing = search
                .try_out(Some(Offer::Listing(Listing::at(url))))
                .await?;
            if listing.is_some() {
                found.extend(listing);
                break;
            }
        }
    }
    Ok(found)
}

/// The number of pages that the first answer of an offer lists.
pub(super) async fn first_answer(
    hosts: &Hosts,
    offer: &Offer,
    pace: Duration,
) -> Result<u64, FetchError> {
    let Some(mut walk) = offer.walk(everything()) else {
        return Ok(0);
    };
    let Some(url) = walk.next() else { return Ok(0) };
    let ask = Ask::list(pace);
    let reply = hosts.get(&url, ask).await?;
    Ok(reply.read_by(walk.as_mut())?.len() as u64)
}

fn everything() -> Scope {
    Scope {
        since: None,
        last: None,
        now: Timestamp::now(),
    }
}

struct Search<'a> {
    hosts: &'a Hosts,
    pace: Duration,
}

impl Search<'_> {
    /// Asks for the first answer of an offer. Returns the offer if that lists pages.
    async fn try_out(&self, offer: Option<Offer>) -> Result<Option<Offer>, FetchError> {
        let Some(offer) = offer else { return Ok(None) };
        let Some(mut walk) = offer.walk(everything()) else {
            return Ok(None);
        };
        let Some(url) = walk.next() else {
            return Ok(None);
        };
        let Some(reply) = self.ask(&url).await? else {
            return Ok(None);
        };
        let least = if matches!(offer, Offer::Listing(_)) {
            2
        } else {
            1
        };
        let listed = reply.read_by(walk.as_mut());
        Ok(listed
            .is_ok_and(|listed| listed.len() >= least)
            .then_some(offer))
    }

    /// A sitemap that has news, narrowed to it.
    async fn sitemap(&self, url: Url) -> Result<Option<Offer>, FetchError> {
        let whole = Offer::Sitemap {
            url: url.clone(),
            only: Vec::new(),
        };
        let Some(mut walk) = whole.walk(everything()) else {
            return Ok(None);
        };
        let mut pages: Vec<String> = Vec::new();
        // An index leads to the newest sitemaps first.
        for _ in 0..3 {
            let Some(url) = walk.next() else { break };
            let Some(reply) = self.ask(&url).await? else {
                break;
            };
            let Ok(listed) = reply.read_by(walk.as_mut()) else {
                break;
            };
            pages.extend(listed.into_iter().map(|item| item.page.url));
        }
        let count = |part: &str| pages.iter().filter(|url| url.contains(part)).count();
        let best = NEWS
            .iter()
            .copied()
            .max_by_key(|part| count(part))
            .filter(|part| count(part) >= 2);
        let is_news = walk.coverage() == Coverage::Newest && !pages.is_empty();
        Ok(match best {
            Some(part) => Some(Offer::Sitemap {
                url,
                only: vec![part.to_owned()],
            }),
            None => is_news.then_some(whole),
        })
    }

    /// Asks for an address. What does not exist or is refused is no offer; a site that does not answer
    /// is an error.
    async fn ask(&self, url: &Url) -> Result<Option<super::exchange::Reply>, FetchError> {
        let ask = Ask::list(self.pace);
        match self.hosts.get(url, ask).await {
            Ok(reply) => Ok((reply.status == 200).then_some(reply)),
            Err(error @ (FetchError::Archive(_) | FetchError::Resting(_))) => Err(error),
            Err(_) => Ok(None),
        }
    }
}

/// The feeds that the head of a page names.
fn feeds_in(page: &Html, base: &Url) -> Vec<Url> {
    let css = "link[rel~=alternate][type='application/rss+xml'], link[rel~=alternate][type='application/atom+xml'], link[rel~=alternate][type='application/feed+json'], a[href$='.rss'], a[href$='/rss']";
    let links = Selector::parse(css).expect("a valid selector");
    let mut found: Vec<(bool, Url)> = page
        .select(&links)
        .filter(|link| {
            !link
                .value()
                .attr("href")
                .unwrap_or_default()
                .contains("comments")
        })
        .filter_map(|link| {
            let words = format!(
                "{} {}",
                link.value().attr("title").unwrap_or_default(),
                link.value().attr("href")?
            )
            .to_lowercase();
            let is_news = ["nieuws", "actueel", "pers"]
                .iter()
                .any(|word| words.contains(word));
            Some((!is_news, base.join(link.value().attr("href")?).ok()?))
        })
        .collect();
    found.sort_by_key(|(other, _)| *other);
    found.into_iter().map(|(_, url)| url).collect()
}

/// The links of a page whose words say that they lead to news.
fn listings_in(page: &Html, base: &Url) -> Vec<Url> {
    let links = Selector::parse("a[href]").expect("a valid selector");
    let is_news = |words: &str| {
        let words = words.trim().to_lowercase();
        words.len() < 40
            && [
                "nieuws",
                "nieuwsberichten",
                "persberichten",
                "alle nieuws",
                "al het nieuws",
                "meer nieuws",
                "actueel",
            ]
            .iter()
            .any(|one| words.contains(one))
    };
    let mut found: Vec<Url> = page
        .select(&links)
        .filter(|link| is_news(&link.text().collect::<String>()))
        .filter_map(|link| base.join(link.value().attr("href")?).ok())
        .filter(|url| url.host() == base.host() && url.path() != "/")
        .collect();
    found.dedup();
    found.truncate(4);
    found
}

/// Whether a page lists pages with dates.
fn dated_page(body: &[u8], media_type: &str, base: &Url) -> bool {
    let text = crate::markup::decode(body, media_type).text;
    base.path() != "/" && dated_links(&Html::parse_document(&text), base).len() >= 3
}
