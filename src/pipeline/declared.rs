//! Pages of one run that declare the same address although they are different pages: some sites
//! declare the address of one page on all of them.
//!
//! Leaves out addresses that cannot be that of a page (`markup`).

use std::collections::hash_map::Entry;
use std::hash::BuildHasher as _;

use foldhash::HashMap;
use foldhash::fast::FixedState;

use crate::document::{Capture, MediaKind, ReleaseId};
use crate::markup;

/// The declared addresses of a run, each with the first page that declared it.
#[derive(Default)]
pub(super) struct DeclaredAddresses {
    pages: HashMap<ReleaseId, Page>,
}

/// A page that declares an address.
pub(super) struct Page {
    requested: ReleaseId,
    /// A hash of its titles: a run may hold millions of pages.
    titles: u64,
}

impl Page {
    /// The page in a capture; `None` if it did not come from a server.
    pub(super) fn of(capture: &Capture) -> Option<Self> {
        if capture.exchange.is_none() || capture.kind() != MediaKind::Html {
            return None;
        }
        let text = markup::characters(capture).ok()?.text;
        Some(Self {
            requested: capture.requested().unwrap_or(capture.address()).id(),
            titles: FixedState::default().hash_one(markup::page_titles(text)),
        })
    }
}

impl DeclaredAddresses {
    /// Gives a page the address at which it was requested, if another page with other titles has the
    /// address that it declares: an earlier page of the run, or the one that `archived` returns for
    /// a release.
    pub(super) fn tell_apart(
        &mut self,
        capture: &mut Capture,
        archived: impl FnOnce(ReleaseId) -> Option<Page>,
    ) {
        let Some(page) = Page::of(capture) else {
            return;
        };
        let is_declared = page.requested != capture.id();
        let first = match self.pages.entry(capture.id()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let earlier = is_declared.then(|| archived(capture.id())).flatten();
                new.insert(earlier.unwrap_or(Page {
                    requested: page.requested,
                    titles: page.titles,
                }))
            }
        };
        if is_declared && first.requested != page.requested && first.titles != page.titles {
            let own = capture.requested().map(|own| own.url().to_owned());
            capture.rename(own.unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::document::Exchange;

    fn page(url: &str, title: &str) -> Capture {
        let html = format!("<title>{title}</title>");
        let mut page = Capture::new(url, Timestamp::UNIX_EPOCH, "text/html", html.into_bytes());
        page.exchange = Some(Exchange::of_response(Vec::new()));
        page.move_to("https://a.example/nieuws/alles");
        page
    }

    #[test]
    fn pages_with_other_titles_keep_their_own_address() {
        let mut declared = DeclaredAddresses::default();
        let mut urls = Vec::new();
        for (url, title) in [
            ("https://a.example/n/1", "Brug"),
            ("https://a.example/n/1?s=x", "Brug"),
            ("https://a.example/n/2", "Gemaal"),
        ] {
            let mut page = page(url, title);
            declared.tell_apart(&mut page, |_| None);
            urls.push(page.url().to_owned());
        }
        let shared = "https://a.example/nieuws/alles";
        assert_eq!(urls, [shared, shared, "https://a.example/n/2"]);
    }
}
