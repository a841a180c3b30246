//! Feeds: RSS, Atom and JSON Feed, parsed by feed-rs.
//!
//! Leaves out feeds as files (`load::feeds`). feed-rs drops a whole feed for one bare `&`, and dates
//! with Dutch names or `CEST`, so both are repaired here.

use std::borrow::Cow;
use std::sync::LazyLock;

use feed_rs::model::Entry;
use regex::bytes::Regex;
use serde_json::json;
use url::Url;

use super::dates::iso;
use super::{Answer, Claims, Coverage, Listed, ListedAddress, OfferError, Walk};

/// Maximum number of pages of a feed that is split (RFC 5005, section 3).
const MAX_PAGES: usize = 50;

/// An `&` that begins no reference.
static BARE_AMPERSAND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"&(?P<after>[^a-zA-Z#]|$|[a-zA-Z0-9]{1,12}(?:[^a-zA-Z0-9;]|$))")
        .expect("a valid pattern")
});

pub(super) struct Feed {
    next: Option<Url>,
    asked: Vec<Url>,
    /// The following page, which is asked only while pages are new.
    following: Option<Url>,
}

impl Feed {
    pub(super) fn new(url: Url) -> Self {
        Self {
            next: Some(url),
            asked: Vec::new(),
            following: None,
        }
    }
}

impl Walk for Feed {
    fn next(&mut self) -> Option<Url> {
        let url = self.next.take()?;
        self.asked.push(url.clone());
        Some(url)
    }

    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError> {
        let feed = parse(answer.body, answer.url)?;
        let following = feed
            .links
            .iter()
            .find(|link| link.rel.as_deref() == Some("next"));
        self.following = following
            .and_then(|link| answer.url.join(&link.href).ok())
            .filter(|url| !self.asked.contains(url) && self.asked.len() < MAX_PAGES);
        Ok(feed
            .entries
            .into_iter()
            .filter_map(|entry| listed(entry, answer.url))
            .collect())
    }

    fn learn(&mut self, new: u64) {
        self.next = self.following.take().filter(|_| new > 0);
    }

    fn coverage(&self) -> Coverage {
        Coverage::Newest
    }
}

fn parse(body: &[u8], base: &Url) -> Result<feed_rs::model::Feed, OfferError> {
    // A parser that failed keeps its state, so each attempt has its own.
    let parse = |body: &[u8]| {
        let parser = feed_rs::parser::Builder::new()
            .base_uri(Some(base.as_str()))
            .timestamp_parser(|text| {
                let iso = iso(text)?;
                let moment = if iso.len() == 10 {
                    format!("{iso}T00:00:00Z")
                } else {
                    iso
                };
                moment.parse().ok()
            })
            .build();
        parser.parse(body)
    };
    parse(body).or_else(|error| {
        parse(&repaired(body)).map_err(|_| OfferError::IsNot {
            what: "a feed",
            reason: error.to_string(),
        })
    })
}

/// The bytes of a feed without what XML does not allow: bare `&`, and control characters.
fn repaired(body: &[u8]) -> Cow<'_, [u8]> {
    let is_allowed = |byte: &u8| !byte.is_ascii_control() || matches!(byte, b'\t' | b'\n' | b'\r');
    let kept: Vec<u8> = body.iter().copied().filter(is_allowed).collect();
    // Two passes, because a match may hold the `&` of the next.
    let once = BARE_AMPERSAND
        .replace_all(&kept, &b"&amp;$after"[..])
        .into_owned();
    BARE_AMPERSAND
        .replace_all(&once, &b"&amp;$after"[..])
        .into_owned()
        .into()
}

fn listed(entry: Entry, base: &Url) -> Option<Listed> {
    let is_page = |rel: Option<&str>| rel.is_none_or(|rel| rel == "alternate");
    let link = entry.links.iter().find(|link| is_page(link.rel.as_deref()));
    let url = link.map_or(entry.id.as_str(), |link| &link.href).trim();
    let url = base
        .join(url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    let title = entry
        .title
        .map(|title| super::plain(&title.content))
        .filter(|title| !title.is_empty());
    let date = entry
        .published
        .or(entry.updated)
        .map(|time| time.to_rfc3339());
    let date = date.as_deref().and_then(iso);
    let claims = Claims {
        title: title.clone(),
        date: date.clone(),
        tags: entry
            .categories
            .into_iter()
            .map(|category| category.label.unwrap_or(category.term))
            .collect(),
    };
    let changed = entry.updated.map(|time| time.to_rfc3339());
    let is_address = link.is_some() || entry.id.starts_with("http");
    if let Some(url) = url.filter(|_| is_address) {
        let page = ListedAddress {
            url: url.into(),
            claims,
            changed,
        };
        return Some(Listed { page, record: None });
    }
    let html = entry.content.and_then(|content| content.body)?;
    let record = json!({ "id": entry.id, "title": title, "date": date, "html": html });
    super::listed_record(&record, base, claims, changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Vec<Listed>, OfferError> {
        let url: Url = "https://www.zandwijk.example/nieuws.rss"
            .parse()
            .expect("an address");
        let mut feed = Feed::new(url.clone());
        assert_eq!(feed.next(), Some(url.clone()));
        feed.read(&Answer {
            url: &url,
            status: 200,
            body: body.as_bytes(),
            media_type: "",
            total_pages: None,
        })
    }

    #[test]
    fn a_feed_with_dutch_dates_and_bare_ampersands_is_read() {
        let items = read(
            "<rss version=\"2.0\"><channel><title>Nieuws & meer</title><link>https://www.zandwijk.example/</link>
             <item><title>Bouwen & wonen</title><link>/nieuws/bouwen?a=1&b=2</link><pubDate>do, 05 mrt 2026 10:00:00 +0100</pubDate>
             <category>Wonen</category></item>
             <item><title>Sluis dicht</title><link>https://www.zandwijk.example/nieuws/sluis</link>
             <pubDate>Mon, 06 Jul 2026 10:00:00 CEST</pubDate></item></channel></rss>",
        )
        .expect("a feed");
        let found: Vec<_> = items
            .iter()
            .map(|item| {
                (
                    item.page.url.as_str(),
                    item.page.claims.title.as_deref(),
                    item.page.claims.date.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (
                    "https://www.zandwijk.example/nieuws/bouwen?a=1&b=2",
                    Some("Bouwen & wonen"),
                    Some("2026-03-05T09:00:00Z")
                ),
                (
                    "https://www.zandwijk.example/nieuws/sluis",
                    Some("Sluis dicht"),
                    Some("2026-07-06T08:00:00Z")
                ),
            ]
        );
        assert_eq!(items[0].page.claims.tags, ["Wonen"]);
    }

    #[test]
    fn a_bare_ampersand_costs_no_items() {
        let items = read("<rss version=\"2.0\"><channel><title>Nieuws</title><item><title>Bouwen & wonen</title><link>https://www.zandwijk.example/a</link><pubDate>03 Nov 2026 10:00:00 +0100</pubDate></item><item><title>Sluis</title><link>https://www.zandwijk.example/b</link></item></channel></rss>").expect("a feed");
        assert_eq!(items.len(), 2, "{items:?}");
    }

    #[test]
    fn atom_and_json_feeds_are_read() {
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>n</title><id>n</id><updated>2026-03-05T09:00:00Z</updated>
            <entry><id>tag:1</id><title>Brug</title><link rel=\"enclosure\" href=\"/foto.jpg\"/><link href=\"/nieuws/brug\"/>
            <published>2026-03-04T09:00:00Z</published><updated>2026-03-05T09:00:00Z</updated></entry></feed>";
        let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"n\", \"items\": [{\"id\": \"7\",
            \"url\": \"https://www.zandwijk.example/nieuws/brug\", \"title\": \"Brug\", \"content_text\": \"x\",
            \"date_published\": \"2026-03-04T10:00:00+01:00\"}]}";
        for body in [atom, json] {
            let items = read(body).expect("a feed");
            assert_eq!(
                items[0].page.url,
                "https://www.zandwijk.example/nieuws/brug"
            );
            assert_eq!(
                items[0].page.claims.date.as_deref(),
                Some("2026-03-04T09:00:00Z")
            );
        }
    }

    #[test]
    fn an_item_without_a_page_is_its_own_release() {
        let items = read(
            "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>n</title>
             <item><guid isPermaLink=\"false\">item-12</guid><title>Brug</title><content:encoded>De brug is open.</content:encoded></item>
             </channel></rss>",
        )
        .expect("a feed");
        assert!(items[0].record.is_some());
        assert_eq!(
            items[0].page.url,
            "https://www.zandwijk.example/nieuws.rss?id=item-12"
        );
    }

    #[test]
    fn a_page_instead_of_a_feed_is_an_error() {
        let error = read("<!doctype html><title>Nieuws</title><p>Er is iets misgegaan")
            .expect_err("no feed");
        assert!(error.to_string().contains("not a feed"), "{error}");
    }
}
