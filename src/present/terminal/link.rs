//! Addresses that a terminal opens on a click (OSC 8 hyperlinks).
//!
//! Leaves out whether the terminal can do that, which the caller says.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle_hyperlink::Hyperlink;

static IS_ON: AtomicBool = AtomicBool::new(false);

/// Writes addresses as hyperlinks from now on, or as plain text.
pub fn set_hyperlinks(is_on: bool) {
    IS_ON.store(is_on, Ordering::Relaxed);
}

/// An address of the web, which is a hyperlink if they are on. Other addresses are plain text.
pub(super) struct Address<'u>(pub(super) &'u str);

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(url) = self;
        let is_of_web = url.starts_with("https://") || url.starts_with("http://");
        if is_of_web && IS_ON.load(Ordering::Relaxed) && !url.contains(char::is_control) {
            let link = Hyperlink::with_url(url);
            return write!(f, "{link}{url}{link:#}");
        }
        f.write_str(url)
    }
}
