//! Sitemaps (sitemaps.org): lists of pages, indexes of sitemaps, and news sitemaps.
//!
//! Leaves out finding them (`fetch::discover`). A sitemap may have 50,000 addresses, so it is read
//! as a stream of events.

use std::collections::{HashSet, VecDeque};
use std::io::Read as _;

use flate2::read::GzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use super::dates::{day, iso};
use super::{
    Answer, Claims, Coverage, Listed, ListedAddress, OfferError, Scope, Walk, characters,
    page_address,
};

/// Maximum size of a sitemap (sitemaps.org).
const MAX_BYTES: u64 = 50 << 20;

/// Maximum number of sitemaps in one walk. An index may have 50,000.
const MAX_SITEMAPS: usize = 2_000;

pub(super) struct Sitemap {
    open: VecDeque<Url>,
    /// The sitemaps that were found, so that an index that lists itself ends.
    found: HashSet<Url>,
    asked: usize,
    /// The sitemap that breaks off.
    broken: Option<Url>,
    only: Vec<String>,
    scope: Scope,
    coverage: Coverage,
}

impl Sitemap {
    pub(super) fn new(url: Url, only: Vec<String>, scope: Scope) -> Self {
        Self {
            found: HashSet::from([url.clone()]),
            open: [url].into(),
            asked: 0,
            broken: None,
            only,
            scope,
            coverage: Coverage::All,
        }
    }

    /// Whether a sitemap of an index must be read: it may have changed since the last walk.
    fn is_due(&self, entry: &Entry) -> bool {
        let changed = entry
            .changed
            .as_deref()
            .and_then(iso)
            .as_deref()
            .and_then(day);
        let last = self
            .scope
            .last
            .map(|last| crate::document::dutch_time(last).date());
        let is_before = |limit: Option<jiff::civil::Date>| {
            changed
                .zip(limit)
                .is_some_and(|(changed, limit)| changed < limit)
        };
        !is_before(self.scope.since) && !is_before(last)
    }
}

impl Walk for Sitemap {
    fn next(&mut self) -> Option<Url> {
        if self.asked >= MAX_SITEMAPS {
            return None;
        }
        let next = self.open.pop_front()?;
        self.asked += 1;
        Some(next)
    }

    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError> {
        let mut unpacked = Vec::new();
        let mut is_whole = true;
        let is_packed = answer.body.starts_with(&[0x1f, 0x8b]);
        if is_packed {
            let read = GzDecoder::new(answer.body)
                .take(MAX_BYTES)
                .read_to_end(&mut unpacked);
            is_whole = read.is_ok_and(|length| (length as u64) < MAX_BYTES);
        }
        let answer = &Answer {
            body: if is_packed { &unpacked } else { answer.body },
            ..*answer
        };
        let found = entries(&characters(answer))?;
        if !is_whole || !found.is_whole {
            // Nothing can be said about pages that it does not list.
            self.coverage = Coverage::Period;
            self.broken.get_or_insert_with(|| answer.url.clone());
        }
        let mut listed = Vec::new();
        let mut children = Vec::new();
        for entry in found.listed {
            let Some(url) = page_address(answer.url, &entry.url) else {
                continue;
            };
            if found.is_index {
                let due = self.is_due(&entry);
                // What is left out was not seen, so nothing can be said about its pages.
                self.coverage = if due { self.coverage } else { Coverage::Period };
                if due && self.found.insert(url.clone()) {
                    children.push((entry.changed, url));
                }
                continue;
            }
            let wanted =
                self.only.is_empty() || self.only.iter().any(|part| url.as_str().contains(part));
            let date = entry.date.as_deref().and_then(iso);
            let changed = entry.changed.as_deref().and_then(iso);
            if !wanted
                || self
                    .scope
                    .is_too_old(date.as_deref().or(changed.as_deref()))
            {
                continue;
            }
            if found.is_news {
                self.coverage = Coverage::Newest;
            }
            let claims = Claims {
                title: entry.title,
                date,
                tags: entry.tags,
            };
            let page = ListedAddress {
                url: url.into(),
                claims,
                changed: entry.changed,
            };
            listed.push(Listed { page, record: None });
        }
        // The newest first, so that an interrupted walk has seen the news.
        children.sort_by(|(one, _), (other, _)| other.cmp(one));
        self.open.extend(children.into_iter().map(|(_, url)| url));
        Ok(listed)
    }

    fn coverage(&self) -> Coverage {
        if self.scope.since.is_some() && self.coverage == Coverage::All {
            Coverage::Period
        } else {
            self.coverage
        }
    }

    fn skip(&mut self) -> bool {
        self.coverage = Coverage::Period;
        self.asked > 1
    }

    fn missed(&self) -> Option<String> {
        if let Some(url) = &self.broken {
            return Some(format!("`{url}` breaks off"));
        }
        (!self.open.is_empty())
            .then(|| format!("only {MAX_SITEMAPS} sitemaps of the index were read"))
    }
}

/// What a sitemap lists.
#[derive(Default)]
struct Entries {
    is_index: bool,
    /// Whether it was read to its end.
    is_whole: bool,
    /// Whether it is a news sitemap, which holds the pages of two days.
    is_news: bool,
    listed: Vec<Entry>,
}

#[derive(Default)]
struct Entry {
    url: String,
    changed: Option<String>,
    title: Option<String>,
    date: Option<String>,
    tags: Vec<String>,
}

/// Reads the entries of a sitemap. A sitemap that breaks off gives the entries before that.
fn entries(xml: &str) -> Result<Entries, OfferError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    let mut found = Entries::default();
    let mut is_sitemap = false;
    let mut entry: Option<Entry> = None;
    let mut text = String::new();
    let no_sitemap = |reason: String| OfferError::IsNot {
        what: "a sitemap",
        reason,
    };
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(_) if is_sitemap => break,
            Err(error) => return Err(no_sitemap(error.to_string())),
        };
        match event {
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "urlset" => (is_sitemap, found.is_whole) = (true, true),
                "sitemapindex" => {
                    (is_sitemap, found.is_index, found.is_whole) = (true, true, true);
                }
                _ => {}
            },
            Event::Start(tag) => {
                text.clear();
                match tag.local_name().as_ref() {
                    "urlset" => is_sitemap = true,
                    "sitemapindex" => (is_sitemap, found.is_index) = (true, true),
                    "url" | "sitemap" => entry = Some(Entry::default()),
                    "news" => found.is_news = true,
                    name if !is_sitemap => {
                        return Err(no_sitemap(format!("it begins with `<{name}>`")));
                    }
                    _ => {}
                }
            }
            Event::End(tag) => {
                let name = tag.local_name();
                found.is_whole |= matches!(name.as_ref(), "urlset" | "sitemapindex");
                if matches!(name.as_ref(), "url" | "sitemap") {
                    found.listed.extend(entry.take());
                } else if let Some(entry) = &mut entry {
                    entry.take(name.as_ref(), text.trim());
                }
                text.clear();
            }
            Event::Text(more) => text.push_str(&more),
            Event::CData(more) => text.push_str(&more),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok().flatten() {
                Some(character) => text.push(character),
                None => text.push_str(
                    quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or("&"),
                ),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if is_sitemap {
        Ok(found)
    } else {
        Err(no_sitemap("it has no `<urlset>`".to_owned()))
    }
}

impl Entry {
    fn take(&mut self, name: &str, text: &str) {
        let value = || Some(text.to_owned()).filter(|text| !text.is_empty());
        match name {
            // A picture of the page has a `loc` of its own.
            "loc" if self.url.is_empty() => text.clone_into(&mut self.url),
            "lastmod" => self.changed = value(),
            "publication_date" => self.date = value(),
            "title" if self.title.is_none() => self.title = value(),
            "keywords" => self.tags.extend(
                text.split(',')
                    .map(|tag| tag.trim().to_owned())
                    .filter(|tag| !tag.is_empty()),
            ),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn scope() -> Scope {
        Scope {
            since: None,
            last: None,
            now: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn read(walk: &mut Sitemap, body: &[u8]) -> Result<Vec<Listed>, OfferError> {
        let url = walk.next().expect("an address");
        walk.read(&Answer {
            url: &url,
            status: 200,
            body,
            media_type: "",
            total_pages: None,
        })
    }

    #[test]
    fn an_index_leads_to_its_sitemaps_newest_first() {
        let root: Url = "https://www.zandwijk.example/sitemap.xml"
            .parse()
            .expect("an address");
        let mut walk = Sitemap::new(root, vec!["/nieuws/".to_owned()], scope());
        let index = "<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
            <sitemap><loc>https://www.zandwijk.example/sitemap/1.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
            <sitemap><loc>https://www.zandwijk.example/sitemap/2.xml</loc><lastmod>2026-01-01</lastmod></sitemap></sitemapindex>";
        assert_eq!(read(&mut walk, index.as_bytes()).expect("an index"), []);
        let pages = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>
            <url><loc>https://www.zandwijk.example/nieuws/brug?a=1&amp;b=2</loc><lastmod>2026-01-01T10:00:00+01:00</lastmod>
            <news:news><news:publication_date>2026-01-01</news:publication_date><news:title>Brug &amp; sluis</news:title></news:news></url>
            <url><loc>https://www.zandwijk.example/contact</loc></url></urlset>";
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(pages.as_bytes()).expect("memory");
        let listed = read(&mut walk, &gzip.finish().expect("memory")).expect("a sitemap");
        assert_eq!(listed.len(), 1);
        let page = &listed[0].page;
        assert_eq!(page.url, "https://www.zandwijk.example/nieuws/brug?a=1&b=2");
        assert_eq!(page.claims.title.as_deref(), Some("Brug & sluis"));
        assert_eq!(page.changed.as_deref(), Some("2026-01-01T10:00:00+01:00"));
        assert_eq!(
            walk.next().map(String::from).as_deref(),
            Some("https://www.zandwijk.example/sitemap/1.xml")
        );
    }

    #[test]
    fn a_sitemap_that_breaks_off_gives_what_it_has() {
        let root: Url = "https://www.zandwijk.example/sitemap.xml"
            .parse()
            .expect("an address");
        let body = b"<urlset><url><loc>https://www.zandwijk.example/nieuws/brug</loc></url><url><loc>https://www.za";
        let listed = read(&mut Sitemap::new(root.clone(), Vec::new(), scope()), body)
            .expect("half a sitemap");
        assert_eq!(listed.len(), 1);
        let error = read(
            &mut Sitemap::new(root, Vec::new(), scope()),
            b"<html><p>Oeps</p></html>",
        )
        .expect_err("a page");
        assert!(error.to_string().contains("`<html>`"), "{error}");
    }
}
