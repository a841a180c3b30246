//! Reads the links in a release's text, and the files listed beside it.
//!
//! Leaves out menus and related items, and addresses that do not lead to a page: mail, telephone,
//! scripts.

use url::Url;

use crate::document::{Link, Span, TailKind};
use crate::extract::draft::{RawBlock, Region};

/// File extensions of attachments.
const FILES: &[&str] = &[
    "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "zip",
    "jpg", "jpeg", "png", "mp3", "mp4", "epub", "ics",
];

/// Returns the links of the text, then the links to files in the blocks `apart` from it. `text[n]`
/// is block number n.
pub(in crate::extract) fn links<'a>(
    page: &str,
    text: &[&RawBlock],
    apart: impl Iterator<Item = &'a RawBlock>,
) -> Vec<Link> {
    let base = Url::parse(page).ok();
    let mut links = Vec::new();
    for (at, block) in text.iter().enumerate() {
        let mut from = 0;
        for (address, words) in &block.links {
            let Some(start) = block.text[from..].find(words.as_str()).map(|n| from + n) else {
                continue;
            };
            from = start + words.len();
            links.extend(link(
                base.as_ref(),
                address,
                words,
                Some(Span::new(at, start..from)),
            ));
        }
    }
    for block in apart.filter(|block| {
        matches!(
            block.region,
            Region::Content | Region::Tail(TailKind::Downloads)
        )
    }) {
        let found = block
            .links
            .iter()
            .filter_map(|(address, words)| link(base.as_ref(), address, words, None));
        links.extend(found.filter(|link| link.attachment));
    }
    links
}

fn link(base: Option<&Url>, address: &str, words: &str, place: Option<Span>) -> Option<Link> {
    let address = address.trim();
    let url = match base {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    let leads_on = matches!(url.scheme(), "http" | "https" | "file")
        && !address.starts_with('#')
        && !address.is_empty();
    let ending = url
        .path()
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let attachment = ending.is_some_and(|ending| FILES.contains(&ending.as_str()));
    leads_on.then(|| Link {
        url: url.into(),
        label: words.to_owned(),
        place,
        attachment,
    })
}
