//! Pages of one run that declare the same address although they are different pages: some sites
//! declare the address of one page on all of them.
//!
//! Leaves out addresses that cannot be that of a page (`markup`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::document::{Capture, ReleaseId};
use crate::markup;

/// The declared addresses of a run, each with the first page that declared it.
#[derive(Default)]
pub(super) struct DeclaredAddresses {
    pages: HashMap<ReleaseId, Page>,
}

/// A page that declares an address.
struct Page {
    requested: ReleaseId,
    title: Option<String>,
}

impl DeclaredAddresses {
    /// Gives a page the address at which it was requested, if an earlier page of the run with
    /// another title declared the same address.
    pub(super) fn tell_apart(&mut self, capture: &mut Capture) {
        let Some(requested) = capture.requested().cloned() else {
            return;
        };
        if requested.id() == capture.id() || capture.exchange.is_none() {
            return;
        }
        let title = || markup::document_title(markup::characters(capture).ok()?.text);
        match self.pages.entry(capture.id()) {
            Entry::Vacant(new) => {
                new.insert(Page {
                    requested: requested.id(),
                    title: title(),
                });
            }
            Entry::Occupied(known) => {
                let first = known.get();
                if first.requested != requested.id() && first.title != title() {
                    capture.rename(requested.url());
                }
            }
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
            declared.tell_apart(&mut page);
            urls.push(page.url().to_owned());
        }
        let shared = "https://a.example/nieuws/alles";
        assert_eq!(urls, [shared, shared, "https://a.example/n/2"]);
    }
}
