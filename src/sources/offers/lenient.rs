//! Reading feeds that are no XML: with a bare `&` or `<`, with HTML in a title, or cut off.
//!
//! Leaves out sound feeds (`feed`). An item that breaks off is left out; the others are kept.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::dates::iso;
use super::{Claims, Listed, ListedAddress, page_address, plain};
use crate::dutch::pattern::pattern;

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?is)<(?:item|entry)(?:\s[^>]*)?>(?P<inside>.*?)</(?:item|entry)\s*>")
});
static CDATA: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<!\[CDATA\[(?P<text>.*?)\]\]>"));
static LINK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?is)<(?:atom:)?link\s(?P<attributes>[^>]*)>"));
static HREF: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?is)\bhref\s*=\s*["'](?P<value>[^"']*)["']"#));
static REL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?is)\brel\s*=\s*["'](?P<value>[^"']*)["']"#));

/// The items of a feed that have the address of a page.
pub(super) fn items(feed: &str, base: &Url) -> Vec<Listed> {
    let items = ITEM.captures_iter(feed);
    items
        .filter_map(|item| listed(&item["inside"], base))
        .collect()
}

fn listed(item: &str, base: &Url) -> Option<Listed> {
    let is_address = |text: &String| text.starts_with("http");
    let link = element(item, "link")
        .or_else(|| linked(item))
        .or_else(|| element(item, "guid").filter(is_address))
        .or_else(|| element(item, "id").filter(is_address))?;
    let date = |names: &[&str]| names.iter().find_map(|name| iso(&element(item, name)?));
    let tags = elements(item, "category").into_iter();
    let claims = Claims {
        title: element(item, "title"),
        date: date(&["pubDate", "published", "date", "updated"]),
        tags: tags.filter(|tag| !tag.is_empty()).collect(),
    };
    let page = ListedAddress {
        url: page_address(base, &link)?.into(),
        claims,
        changed: element(item, "updated"),
    };
    Some(Listed { page, record: None })
}

/// The text of the first element with this name, without markup.
fn element(item: &str, name: &str) -> Option<String> {
    elements(item, name)
        .into_iter()
        .find(|text| !text.is_empty())
}

fn elements(item: &str, name: &str) -> Vec<String> {
    let element = pattern(&format!(
        r"(?is)<(?:\w+:)?{name}(?:\s[^>]*[^/>])?>(?P<text>.*?)</(?:\w+:)?{name}\s*>"
    ));
    let texts = element.captures_iter(item).map(|found| {
        // An escaped title holds markup; a title in CDATA is markup.
        let text = CDATA.replace_all(&found["text"], "${text}");
        plain(&plain(&text))
    });
    texts.collect()
}

/// The address in `<link href="…"/>`.
fn linked(item: &str) -> Option<String> {
    let mut links = LINK.captures_iter(item);
    links.find_map(|link| {
        let attributes = &link["attributes"];
        let rel = REL.captures(attributes);
        let is_page = rel.is_none_or(|rel| rel["value"].eq_ignore_ascii_case("alternate"));
        let href = HREF.captures(attributes).filter(|_| is_page)?;
        Some(plain(&href["value"]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_survive_what_is_no_xml() {
        let base = "https://www.zandwijk.example/nieuws.rss"
            .parse()
            .expect("an address");
        let feed = "<rss><channel><title>Nieuws & meer</title>
            <item><title>Minder < 30 km<br>per uur & veilig</title><link>/nieuws/snelheid?a=1&amp;b=2</link>
            <pubDate>do, 05 mrt 2026 10:00:00 +0100</pubDate><category>Verkeer</category></item>
            <entry><title type=\"html\"><![CDATA[Brug &amp; <b>sluis</b> &#xD800;]]></title>
            <link rel=\"enclosure\" href=\"/foto.jpg\"/><link href=\"/nieuws/brug\"/><updated>2026-03-04T09:00:00Z</updated></entry>
            <item><title>Afgebroken</title><link>https://www.zand";
        let found = items(feed, &base);
        let found: Vec<_> = found
            .iter()
            .map(|item| (item.page.url.as_str(), item.page.claims.date.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                (
                    "https://www.zandwijk.example/nieuws/snelheid?a=1&b=2",
                    Some("2026-03-05T09:00:00Z")
                ),
                (
                    "https://www.zandwijk.example/nieuws/brug",
                    Some("2026-03-04T09:00:00Z")
                ),
            ]
        );
        let claims = &items(feed, &base)[0].page.claims;
        assert_eq!(claims.tags, ["Verkeer"]);
        assert!(
            claims
                .title
                .as_deref()
                .is_some_and(|title| title.starts_with("Minder < 30 km"))
        );
    }
}
