//! `/over`: what this is, what it holds, who runs it, and how to have something removed.

use askama::Template;
use axum::response::Response;

use super::super::asked::Asked;
use super::super::site::{Frame, PageError, Site, html};
use crate::search::extent;

#[derive(Template)]
#[template(path = "about.html", config = "src/web/askama.toml")]
struct AboutPage<'a> {
    frame: Frame,
    coverage: String,
    operator: Option<&'a str>,
    contact: Option<&'a str>,
}

/// Returns the page.
pub(in super::super) fn about(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    let w = asked.language().words();
    let reader = site.reader()?;
    html(&AboutPage {
        frame: site.frame(asked, "/over", w.about.to_owned()),
        coverage: super::coverage_sentence(&extent(&reader)?, w),
        operator: site.options.operator.as_deref(),
        contact: site.options.contact.as_deref(),
    })
}
