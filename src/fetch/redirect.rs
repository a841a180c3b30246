//! What a redirect says about a page: that it moved, that it is gone, or nothing yet.
//!
//! Leaves out following redirects (`hosts`). A wrong guess harms: a notice of maintenance taken for a
//! page that moved looks like an edit of it. So a page has moved only with evidence.

use url::Url;

use super::exchange::{Redirect, Reply};
use crate::archive::Page;
use crate::markup;

/// Number of failed requests after which a redirect for now counts as one for good.
const FAILS_FOR_GOOD: u32 = 12;

/// What a redirect says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// The answer is the page, at the address that was asked or at another form of it.
    Here,
    /// The page is at the address that answered. Other pages may lead there too, unless `surely`.
    Moved { surely: bool },
    /// The page is gone: the answer is another page.
    Gone,
    /// The answer is another page for now.
    Elsewhere,
}

/// What the redirect that led to `reply` says about `page`.
pub(super) fn lead(page: &Page, asked: &Url, reply: &Reply) -> Lead {
    let answered = &reply.url;
    if reply.redirect == Redirect::None || is_form_of(asked, answered) {
        return Lead::Here;
    }
    let is_for_good = reply.redirect == Redirect::Permanent || page.failures >= FAILS_FOR_GOOD;
    let other = if is_for_good {
        Lead::Gone
    } else {
        Lead::Elsewhere
    };
    if is_left(asked, answered) {
        return other;
    }
    let html = markup::decode(&reply.body, &reply.media_type).text;
    if has_same_slug(asked, answered) || has_title(&html, page.claims.title.as_deref()) {
        return Lead::Moved { surely: true };
    }
    if page.was_captured {
        return other;
    }
    let declared = markup::declared_url(&html, Some(answered));
    let declares_itself =
        declared.is_some_and(|url| url == answered.as_str() || url == asked.as_str());
    if is_for_good || declares_itself {
        Lead::Moved { surely: false }
    } else {
        Lead::Elsewhere
    }
}

/// Whether both are forms of one address: with or without `www`, TLS, a slash at the end, or the name
/// of the file that stands for a folder.
fn is_form_of(one: &Url, other: &Url) -> bool {
    form(one) == form(other)
}

fn form(url: &Url) -> (String, String, Option<&str>) {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = url.path().trim_end_matches('/');
    let (folder, last) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = last.split_once('.').map_or(last, |(stem, _)| stem);
    let stands_for_folder = ["index", "default", "home", "amp", "print", "printversie"];
    let path = if stands_for_folder.contains(&stem.to_lowercase().as_str()) {
        folder
    } else {
        path
    };
    (host.to_lowercase(), path.to_lowercase(), url.query())
}

/// Whether a redirect leads to the root of a site, or to a section that holds the page.
fn is_left(asked: &Url, answered: &Url) -> bool {
    let path = answered.path().trim_end_matches('/');
    let own = asked.path().trim_end_matches('/');
    path.len() < own.len()
        && own.starts_with(path)
        && own[path.len()..].starts_with('/')
        && answered.query().is_none()
        || path.is_empty() && !own.is_empty()
}

/// Whether both addresses end with the same name of a page.
fn has_same_slug(one: &Url, other: &Url) -> bool {
    let slug = |url: &Url| {
        let last = url.path().trim_end_matches('/').rsplit('/').next();
        let last = last.unwrap_or_default().to_lowercase();
        let stem = last.split_once('.').map_or(last.as_str(), |(stem, _)| stem);
        stem.to_owned()
    };
    let (one, other) = (slug(one), slug(other));
    // A short word may be the name of a section on any site.
    one == other && one.len() >= 4
}

/// Whether a page has the title that a list gave.
fn has_title(html: &str, title: Option<&str>) -> bool {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    let wanted = words(title.unwrap_or_default());
    // One word may stand in the title of any page.
    wanted.contains(' ') && words(&markup::page_titles(html)).contains(&wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> Url {
        Url::parse("https://www.zandwijk.example")
            .and_then(|base| base.join(path))
            .expect("an address")
    }

    #[test]
    fn a_redirect_to_a_section_leaves_the_page() {
        for (from, to, expected) in [
            ("/nieuws/brug", "/", true),
            ("/nieuws/brug", "/nieuws/", true),
            ("/nieuws/2020/brug", "/nieuws", true),
            ("/nieuws/brug", "/actueel/brug", false),
            ("/nieuws/brug", "/nieuws/brug-open", false),
            ("/nieuws/brug", "/nieuws/brug/", false),
            ("/nieuws/", "/nieuws?start=1", false),
        ] {
            assert_eq!(is_left(&url(from), &url(to)), expected, "{from} → {to}");
        }
    }

    #[test]
    fn an_address_has_forms() {
        for (one, other, expected) in [
            ("/nieuws/brug", "/nieuws/brug/", true),
            ("/nieuws/brug", "http://zandwijk.example/nieuws/Brug", true),
            ("/nieuws/brug/index.html", "/nieuws/brug/", true),
            ("/nieuws/brug/amp", "/nieuws/brug", true),
            ("/nieuws/brug", "/nieuws", false),
            ("/nieuws/brug?id=1", "/nieuws/brug", false),
            (
                "/nieuws/brug",
                "https://veenland.example/nieuws/brug",
                false,
            ),
        ] {
            assert_eq!(
                is_form_of(&url(one), &url(other)),
                expected,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn a_page_is_known_again_by_its_name_or_its_title() {
        assert!(has_same_slug(
            &url("/oud/brug-open.html"),
            &url("/actueel/2026/brug-open")
        ));
        assert!(!has_same_slug(&url("/oud/1"), &url("/nieuw/1")));
        let html = "<title>Brug weer open - gemeente Zandwijk</title><h1>Brug weer open</h1>";
        assert!(has_title(html, Some("Brug weer open!")));
        assert!(!has_title(html, Some("Sluis dicht")));
        assert!(!has_title(html, None));
    }
}
