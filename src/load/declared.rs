//! Setting the address of a page to the one that it declares.
//!
//! Leaves out finding it in the markup (`markup`).

use url::Url;

use crate::document::{Capture, MediaKind};
use crate::markup;

/// Sets the address of an HTML page to the one that it declares. Keeps the address from which a
/// server sent the page as its requested address; does not keep the path of a file.
pub(crate) fn set_declared_address(page: &mut Capture) {
    if page.kind() != MediaKind::Html {
        return;
    }
    let base = Url::parse(page.url())
        .ok()
        .filter(|url| url.scheme() != "file");
    let declared = match markup::characters(page) {
        Ok(characters) => markup::declared_url(characters.text, base.as_ref()),
        Err(_) => None,
    };
    let Some(url) = declared.filter(|url| url != page.url()) else {
        return;
    };
    if base.is_some() {
        page.move_to(url);
    } else {
        page.rename(url);
    }
}
