//! Feeds: RSS, Atom and JSON Feed, parsed by feed-rs.
//!
//! Leaves out feeds as files (`load::feeds`), and what is no XML (`lenient`). feed-rs does not know
//! dates with Dutch names or `CEST`, so dates are read here. JSON Feed is read here too, because
//! feed-rs drops a whole feed for one number where a text is due.

use feed_rs::model::{Entry, Link};
use serde_json::{Value, json};
use url::Url;

use super::dates::iso;
use super::{
    Answer, Claims, Coverage, Listed, ListedAddress, OfferError, Walk, characters, lenient,
    page_address, plain, text,
};

/// Maximum number of pages of a feed that is split (RFC 5005, section 3).
const MAX_PAGES: usize = 50;

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
        let written = characters(answer);
        let text = written.trim_ascii_start();
        let (following, items) = if text.starts_with('{') {
            json_feed(text, answer.url)?
        } else {
            xml_feed(text, answer.url)?
        };
        self.following = following
            .and_then(|next| answer.url.join(&next).ok())
            .filter(|url| !self.asked.contains(url) && self.asked.len() < MAX_PAGES);
        Ok(items)
    }

    fn learn(&mut self, new: u64) {
        self.next = self.following.take().filter(|_| new > 0);
    }

    fn coverage(&self) -> Coverage {
        Coverage::Newest
    }
}

/// The address of the next part of a feed, if it is split, and its items.
type Part = (Option<String>, Vec<Listed>);

/// RSS and Atom. What is no XML is read item by item.
fn xml_feed(text: &str, base: &Url) -> Result<Part, OfferError> {
    // Characters are decoded already, so a declared encoding does not count. Messages of a server may
    // come before the feed.
    let Some(start) = ["<rss", "<feed", "<rdf:RDF"]
        .iter()
        .filter_map(|root| text.find(root))
        .min()
    else {
        let begin: String = text.chars().take(40).collect();
        return Err(OfferError::IsNot {
            what: "a feed",
            reason: format!("it begins with `{}`", begin.trim()),
        });
    };
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
    let text = &text[start..];
    Ok(match parser.parse(text.as_bytes()) {
        Ok(feed) => {
            let next = feed
                .links
                .into_iter()
                .find(|link| link.rel.as_deref() == Some("next"));
            let items = feed
                .entries
                .into_iter()
                .filter_map(|entry| listed(entry, base));
            (next.map(|next| next.href), items.collect())
        }
        Err(_) => (None, lenient::items(text, base)),
    })
}

/// JSON Feed (version 1.1).
fn json_feed(body: &str, base: &Url) -> Result<Part, OfferError> {
    let feed: Value = serde_json::from_str(body).map_err(|error| OfferError::IsNot {
        what: "a feed",
        reason: error.to_string(),
    })?;
    let items = super::list(&feed, "items")?;
    let read = |item: &Value| {
        let id = item
            .get("id")
            .map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let title = text(item, &["title"]).map(|title| plain(&title));
        let date = text(item, &["date_published"]).as_deref().and_then(iso);
        let tags = item.get("tags").and_then(Value::as_array);
        let tags = tags.into_iter().flatten().filter_map(Value::as_str);
        let claims = Claims {
            title: title.clone(),
            date: date.clone(),
            tags: tags.map(str::to_owned).collect(),
        };
        let changed = text(item, &["date_modified"]);
        let is_address = |id: &&String| id.starts_with("http");
        let link = text(item, &["url"]).or_else(|| id.as_ref().filter(is_address).cloned());
        if let Some(url) = link.and_then(|link| page_address(base, &link)) {
            let page = ListedAddress {
                url: url.into(),
                claims,
                changed,
            };
            return Some(Listed { page, record: None });
        }
        let html = text(item, &["content_html"]).or_else(|| text(item, &["content_text"]))?;
        let record = json!({ "id": id?, "title": title, "date": date, "html": html });
        super::listed_record(&record, base, claims, changed)
    };
    let next = text(&feed, &["next_url"]);
    Ok((next, items.iter().filter_map(read).collect()))
}

/// The link of an entry to its page. Others lead to documents and pictures.
fn page_link(links: &[Link]) -> Option<&Link> {
    let is_page = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let is_html = |link: &&Link| {
        link.media_type
            .as_deref()
            .is_none_or(|kind| kind.contains("html"))
    };
    let mut pages = links.iter().filter(is_page);
    pages.clone().find(is_html).or_else(|| pages.next())
}

fn listed(entry: Entry, base: &Url) -> Option<Listed> {
    let link = page_link(&entry.links).map(|link| link.href.as_str());
    let link = link.or_else(|| entry.id.starts_with("http").then_some(entry.id.as_str()));
    let url = link
        .and_then(|link| page_address(base, link))
        .map(String::from);
    let title = entry
        .title
        .map(|title| plain(&title.content))
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
    if let Some(url) = url {
        let page = ListedAddress {
            url,
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
