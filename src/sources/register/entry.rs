//! Mistakes in an entry of a TOML file that are not mistakes in its form.
//!
//! Leaves out mistakes in the form, which the TOML parser finds.

use url::Url;

use super::{LEAST_PACE, SourceEntry, duration, is_name};
use crate::sources::offers::Offer;

/// A mistake.
pub(super) struct Mistake {
    /// The wrong value.
    pub(super) value: String,
    /// What is wrong with it, with the remedy.
    pub(super) reason: String,
}

/// The first mistake in the entry called `name`.
pub(super) fn mistake(name: &str, entry: &SourceEntry) -> Option<Mistake> {
    let wrong = |value: &str, reason: &str| {
        Some(Mistake {
            value: value.to_owned(),
            reason: format!("`{value}` {reason}"),
        })
    };
    if !is_name(name) {
        return wrong(
            name,
            "is not a name (use a-z, 0-9 and `-`, such as `gemeente-zandwijk`)",
        );
    }
    let is_pace = |text: &str| duration(text).is_some_and(|pace| pace >= LEAST_PACE);
    if let Some(pace) = entry.pace.as_deref().filter(|pace| !is_pace(pace)) {
        return wrong(
            pace,
            "is not a time of 2 seconds or more (write `pace = \"5s\"`)",
        );
    }
    let is_web = |url: &&Url| matches!(url.scheme(), "http" | "https");
    let no_address = "is not an address of the web (write `https://www.zandwijk.example/`)";
    entry.offers.iter().find_map(|offer| match offer {
        Offer::Pages { urls } if urls.is_empty() => {
            wrong("urls", "is empty (give one address or more)")
        }
        Offer::Pages { urls } => {
            let bad = urls.iter().find(|url| !is_web(url))?;
            wrong(bad.as_str(), no_address)
        }
        offer if !offer.url().starts_with("http") => wrong(&offer.url(), no_address),
        Offer::Listing(listing) => wrong(listing.bad_selector()?, "is not a CSS selector"),
        _ => None,
    })
}

/// Where a value stands in the text of a file, in bytes: in the entry called `name`.
pub(super) fn position(text: &str, name: &str, value: &str) -> usize {
    let headers = [format!("[{name}]"), format!("[\"{name}\"]")];
    let start = headers.iter().find_map(|header| text.find(header.as_str()));
    let start = start.unwrap_or_default();
    // The URL parser may have added a slash at the end.
    let value = value.trim_end_matches('/');
    text[start..].find(value).map_or(start, |at| start + at)
}
