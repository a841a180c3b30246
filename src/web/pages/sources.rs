//! `/bronnen`: what the archive holds of each publisher, and how fresh each source is.

use askama::Template;
use axum::response::Response;

use super::super::asked::Asked;
use super::super::site::{Frame, PageError, Site, html};
use crate::present::views::{CoverageView, GapView, PeriodView};
use crate::search::{coverage, extent};

#[derive(Template)]
#[template(path = "sources.html", config = "src/web/askama.toml")]
struct SourcesPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    href: Option<String>,
    releases: String,
    period: String,
    gap: String,
}

/// Returns the page of publishers, those with most releases first.
pub(in super::super) fn sources(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    let w = asked.language().words();
    let reader = site.reader()?;
    let frame = site.frame(asked, "/bronnen", w.sources.to_owned());
    let path = format!("{}/zoeken", site.options.prefix);
    let rows = coverage(&reader)?
        .into_iter()
        .map(CoverageView::from)
        .map(|view| {
            let of = |name: &str| asked.with("uitgever", name).address(&path);
            Row {
                href: view.publisher.as_deref().map(of),
                name: view.publisher.unwrap_or_else(|| w.no_publisher.to_owned()),
                releases: w.number(view.releases),
                period: view
                    .period
                    .map_or_else(String::new, |PeriodView(first, last)| {
                        format!("{} – {}", w.day(first), w.day(last))
                    }),
                gap: view
                    .longest_gap
                    .map_or_else(String::new, |GapView(from, days)| {
                        format!("{days} {} {}", w.days_after, w.day(from))
                    }),
            }
        });
    html(&SourcesPage {
        sentence: super::coverage_sentence(&extent(&reader)?, w),
        rows: rows.collect(),
        frame,
    })
}
