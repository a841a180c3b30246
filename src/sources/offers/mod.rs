//! How sources offer their news: feeds, sitemaps, listings and interfaces, a module each.
//!
//! Leaves out requests. An [`Offer`] is walked: the [`Walk`] names the next address to ask, reads the
//! answer, and returns the pages that it lists. An answer of another shape than the recorded one is
//! an error that names what is missing: a site that changes must not look like a site without news.

mod dates;
mod feed;
mod lenient;
mod listing;
mod open_overheid;
mod openpub;
mod politie;
mod rijksoverheid;
mod sitemap;
mod wordpress;

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::document::{Claims, ListedAddress};
use crate::dutch::pattern::pattern;
use crate::sources::record::{self, Identity};
pub use listing::Listing;
#[cfg(feature = "fetch")]
pub(crate) use listing::dated_links;

/// How a source offers its news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Offer {
    /// A feed: RSS, Atom or JSON Feed.
    Feed {
        /// Its address.
        url: Url,
    },
    /// A sitemap, an index of sitemaps, or a news sitemap (sitemaps.org).
    Sitemap {
        /// Its address.
        url: Url,
        /// Only pages whose address contains one of these texts.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        only: Vec<String>,
    },
    /// Pages of HTML that list other pages.
    Listing(Listing),
    /// rijksoverheid.nl since June 2026.
    Rijksoverheid {
        /// The root of the site.
        #[serde(default = "rijksoverheid::site")]
        url: Url,
    },
    /// The news interface of the police.
    Politie {
        /// Its address.
        #[serde(default = "politie::interface")]
        url: Url,
    },
    /// `OpenPub`, a `WordPress` plug-in of municipalities: items or press releases.
    Openpub {
        /// The address of the collection.
        url: Url,
    },
    /// The interface of `WordPress` itself.
    Wordpress {
        /// The address of the collection.
        url: Url,
    },
    /// The search interface of open.overheid.nl.
    OpenOverheid {
        /// Its address, with the query that narrows it.
        #[serde(default = "open_overheid::interface")]
        url: Url,
    },
    /// A list of addresses.
    Pages {
        /// The addresses.
        urls: Vec<Url>,
    },
}

impl Offer {
    /// The address that names the offer.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Self::Feed { url }
            | Self::Sitemap { url, .. }
            | Self::Rijksoverheid { url }
            | Self::Politie { url }
            | Self::Openpub { url }
            | Self::Wordpress { url }
            | Self::OpenOverheid { url }
            | Self::Listing(Listing { url, .. }) => url.to_string(),
            Self::Pages { .. } => "pages".to_owned(),
        }
    }

    /// Starts a walk; `None` if there is nothing to ask.
    #[must_use]
    pub fn walk(&self, scope: Scope) -> Option<Box<dyn Walk>> {
        Some(match self.clone() {
            Self::Feed { url } => Box::new(feed::Feed::new(url)),
            Self::Sitemap { url, only } => Box::new(sitemap::Sitemap::new(url, only, scope)),
            Self::Listing(listing) => Box::new(listing::Pages::new(listing, scope)),
            Self::Rijksoverheid { url } => Box::new(rijksoverheid::Rijksoverheid::new(&url, scope)),
            Self::Politie { url } => Box::new(politie::Politie::new(url, scope)),
            Self::Openpub { url } => Box::new(openpub::OpenPub::new(url, scope)),
            Self::Wordpress { url } => Box::new(wordpress::WordPress::new(url, scope)),
            Self::OpenOverheid { url } => Box::new(open_overheid::OpenOverheid::new(url, scope)),
            Self::Pages { .. } => return None,
        })
    }
}

/// Which pages a walk looks for.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// Only pages published on this day or later.
    pub since: Option<Date>,
    /// When the offer was last walked to its end.
    pub last: Option<Timestamp>,
    /// The time of the walk.
    pub now: Timestamp,
}

impl Scope {
    /// The day on which an interface that can be asked for a period is asked to start: `since`, or two
    /// days before the last walk.
    fn start(&self) -> Option<Date> {
        let last = self.last.map(|last| {
            let day = crate::document::dutch_time(last).date();
            day.saturating_sub(jiff::Span::new().days(2))
        });
        self.since.or(last)
    }

    /// Today, in the Netherlands.
    fn today(&self) -> Date {
        crate::document::dutch_time(self.now).date()
    }

    /// Whether a page with this date is too old. A page without a date is not.
    fn is_too_old(&self, date: Option<&str>) -> bool {
        let day = date.and_then(|date| date.get(..10)?.parse::<Date>().ok());
        self.since.zip(day).is_some_and(|(since, day)| day < since)
    }
}

/// The answer of a server to a request for a list.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The address that answered.
    pub url: &'a Url,
    /// The HTTP status.
    pub status: u16,
    /// The body, without transfer and content encodings.
    pub body: &'a [u8],
    /// `Content-Type`.
    pub media_type: &'a str,
    /// `X-WP-TotalPages`.
    pub total_pages: Option<u64>,
}

/// A page that a list names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its address, and what the list says about it.
    pub page: ListedAddress,
    /// The record with its full text, if it has no page of its own.
    pub record: Option<Value>,
}

/// Which pages a walk has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// All pages that the source has.
    All,
    /// The newest pages, as many as the list holds.
    Newest,
    /// The pages of a period that was asked for, which may be none.
    Period,
}

/// A walk over the answers of an offer.
pub trait Walk: Send {
    /// The next address to ask; `None` at the end.
    fn next(&mut self) -> Option<Url>;

    /// Reads the answer to the last request.
    ///
    /// # Errors
    /// [`OfferError`] if it has another shape than expected.
    fn read(&mut self, answer: &Answer<'_>) -> Result<Vec<Listed>, OfferError>;

    /// Whether it can read an answer with this status.
    fn accepts(&self, status: u16) -> bool {
        status == 200
    }

    /// Goes on without the answer to the last request. Returns `false` if the walk needs it.
    fn skip(&mut self) -> bool {
        false
    }

    /// Tells how many of the pages of the last answer were not known when the list was last walked to
    /// its end. A list in order of date can stop where there are none.
    fn learn(&mut self, _unread: u64) {}

    /// Which pages the walk has seen.
    fn coverage(&self) -> Coverage;

    /// Why pages may have been missed, if they may.
    fn missed(&self) -> Option<String> {
        None
    }
}

/// Why an answer cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// A field that every answer has is missing.
    #[error(
        "the answer has no `{0}` (the site may have changed; look for a new version of omroeper, or run `omroeper sources discover`)"
    )]
    Lacks(&'static str),
    /// It is not what the offer says it is.
    #[error(
        "the answer is not {what}: {reason} (run `omroeper sources discover` to see what the site offers now)"
    )]
    IsNot {
        /// What was expected.
        what: &'static str,
        /// Why it is not.
        reason: String,
    },
}

/// Parses an answer in JSON.
fn json(answer: &Answer<'_>) -> Result<Value, OfferError> {
    let body = answer.body.trim_ascii();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| OfferError::IsNot {
        what: "JSON",
        reason: error.to_string(),
    })
}

/// The characters of an answer.
fn characters<'a>(answer: &Answer<'a>) -> Cow<'a, str> {
    match std::str::from_utf8(answer.body) {
        Ok(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Err(_) => Cow::Owned(crate::markup::decode(answer.body, answer.media_type).text),
    }
}

/// A number, which some interfaces write as a text.
fn number(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

/// A truth value, which some interfaces write as a text.
fn truth(value: &Value) -> Option<bool> {
    value.as_bool().or_else(|| match value.as_str()?.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    })
}

/// An address without the number of a session, which differs with each visit.
#[must_use]
pub fn without_session(url: &str) -> Cow<'_, str> {
    static SESSION: LazyLock<Regex> = LazyLock::new(|| {
        let names = "jsessionid|phpsessid|aspsessionid[a-z]*|cfid|cftoken";
        pattern(&format!(
            r"(?i);jsessionid=[^?#;/]*|(?P<before>[?&])(?:{names})=[^&#]*(?P<after>&?)"
        ))
    });
    SESSION.replace_all(url, |found: &regex::Captures<'_>| {
        match (found.name("before"), found.name("after")) {
            (Some(before), Some(after)) if !after.is_empty() => before.as_str().to_owned(),
            _ => String::new(),
        }
    })
}

/// The list at `name` in an answer.
fn list<'v>(value: &'v Value, name: &'static str) -> Result<&'v [Value], OfferError> {
    let found = value.get(name).and_then(Value::as_array);
    found.map(Vec::as_slice).ok_or(OfferError::Lacks(name))
}

/// The text at a path of keys.
fn text(value: &Value, path: &[&str]) -> Option<String> {
    let found = path.iter().try_fold(value, |value, key| value.get(key))?;
    let text = found.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The record of an interface as a listed page. Its page is at the address that it names; without
/// one, the record itself is captured.
fn listed_record(
    record: &Value,
    base: &Url,
    claims: Claims,
    changed: Option<String>,
) -> Option<Listed> {
    let (url, record) = match (record::identity(record), portal_url(record, base)) {
        (Identity::Address(url), _) if url.starts_with("http") => (url, None),
        (_, Some(url)) => (url, None),
        (Identity::Address(_) | Identity::None, None) => return None,
        (Identity::Id(id), None) => {
            let mut url = base.clone();
            url.set_query(None);
            url.query_pairs_mut().append_pair("id", &id);
            (url.into(), Some(record.clone()))
        }
    };
    let page = ListedAddress {
        url,
        claims,
        changed,
    };
    Some(Listed { page, record })
}

/// The address of a page, which may be relative.
fn page_address(base: &Url, link: &str) -> Option<Url> {
    let url = base.join(link.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && !link.trim().is_empty()).then_some(url)
}

/// The address of the page of an `OpenPub` item, which may be relative.
fn portal_url(record: &Value, base: &Url) -> Option<String> {
    page_address(base, &text(record, &["portal_url"])?).map(String::from)
}

/// The words of a text with markup, without it.
fn plain(html: &str) -> String {
    let fragment = scraper::Html::parse_fragment(html);
    let text: String = fragment.root_element().text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Changes the query of an address.
fn with_query(url: &Url, pairs: &[(&str, &str)]) -> Url {
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| pairs.iter().all(|(new, _)| new != name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let mut changed = url.clone();
    changed
        .query_pairs_mut()
        .clear()
        .extend_pairs(kept)
        .extend_pairs(pairs);
    changed
}
