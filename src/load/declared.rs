//! The one place where a page takes the address that it declares.
//!
//! Leaves out finding it in the markup (`markup`).

use url::Url;

use crate::document::{Capture, MediaKind};
use crate::markup;

/// Gives an HTML page the address that it declares. The one at which a server gave it is kept as the
/// one requested; the path of a file is not kept.
pub(crate) fn take_declared_address(page: &mut Capture) {
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
