//! Loading feeds (RSS, Atom): each item with its full text becomes a record.
//!
//! Leaves out items that only announce a page: the page itself is the release. Parsing is done by
//! feed-rs, which reads RSS 0.9 to 2.0 and Atom and is maintained.

use serde_json::{Value, json};

use super::{LoadError, left_out_name};

/// Shortest text, in bytes, that is the full text of a release. Shorter texts announce it.
const FULL_TEXT: usize = 200;

/// Whether `text` is a feed, by its root element.
pub(super) fn is_feed(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(2048)];
    ["<rss", "<feed", "<rdf:RDF"]
        .iter()
        .any(|root| head.contains(root))
}

/// The records of the items of the feed `text` that hold a full text, each with its number. `base`
/// is the address of the feed, and `origin` names it.
///
/// # Errors
/// [`LoadError::Record`] if the feed cannot be parsed.
pub(super) fn records(
    text: &str,
    base: &str,
    origin: &str,
) -> Result<Vec<(usize, Value)>, LoadError> {
    let feed = feed_rs::parser::Builder::new()
        .base_uri(Some(base))
        .build()
        .parse(text.as_bytes())
        .map_err(|e| LoadError::Record(format!("{e} (save the feed again)")))?;
    let mut records = Vec::new();
    for (number, entry) in (1..).zip(feed.entries) {
        let link = entry
            .links
            .iter()
            .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
            .map(|link| link.href.clone());
        let html = entry
            .content
            .and_then(|content| content.body)
            .filter(|body| body.len() >= FULL_TEXT);
        let (Some(html), Some(link)) = (html, link) else {
            let why = "an item of a feed without the text of its page";
            left_out_name(&format!("{origin} item {number}"), why);
            continue;
        };
        let date = entry.published.or(entry.updated);
        let record = json!({
            "url": link,
            "title": entry.title.map(|title| title.content),
            "date": date.map(|date| date.to_rfc3339()),
            "html": html,
        });
        records.push((number, record));
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_with_their_text_are_records() {
        let text = "Het waterschap plaatst een nieuw gemaal. ".repeat(8);
        let rss = format!(
            r#"<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Nieuws</title>
            <item><title>Gemaal</title><link>https://a.example/gemaal</link><pubDate>Wed, 06 Mar 2024 10:00:00 +0100</pubDate>
            <description>Kort</description><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>
            <item><title>Brug</title><link>https://a.example/brug</link><description>{text}</description></item></channel></rss>"#
        );
        let atom = format!(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Nieuws</title><id>n</id><updated>2024-03-06T10:00:00Z</updated>
            <entry><id>1</id><title>Gemaal</title><link href="https://a.example/gemaal"/><updated>2024-03-06T10:00:00Z</updated>
            <content type="html">&lt;p&gt;{text}&lt;/p&gt;</content></entry></feed>"#
        );
        for feed in [rss, atom] {
            assert!(is_feed(&feed));
            let records = records(&feed, "https://a.example/rss", "feed.xml").expect("a feed");
            let [(1, only)] = records.as_slice() else {
                panic!("{records:?}")
            };
            assert_eq!(only["url"], "https://a.example/gemaal");
            assert!(
                only["date"]
                    .as_str()
                    .is_some_and(|date| date.starts_with("2024-03-06"))
            );
            assert!(
                only["html"]
                    .as_str()
                    .is_some_and(|html| html.starts_with("<p>"))
            );
        }
    }
}
