//! `/bronnen`: what the archive holds of each publisher, and how fresh each source is.

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;

use super::super::asked::Asked;
use super::super::site::{Frame, PageError, Site, html, no_store};
use super::super::text::Day;
use super::super::words::Words;
use crate::document::dutch_time;
use crate::pipeline::source_states;
use crate::present::views::{CoverageView, GapView, PeriodView, SourceStatus, SourceView};
use crate::search::{coverage, extent};

#[derive(Template)]
#[template(path = "sources.html", config = "src/web/askama.toml")]
struct SourcesPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    sources: Vec<SourceRow>,
}

struct Row {
    name: String,
    href: Option<String>,
    releases: String,
    period: String,
    gap: String,
}

struct SourceRow {
    title: String,
    status: &'static str,
    /// When all its lists were last read.
    read: Option<Day>,
    /// The newest date of publication that its lists claim.
    newest: Option<Day>,
    pages: String,
    waiting: String,
}

impl SourceRow {
    fn of(view: SourceView, w: &'static Words) -> Self {
        Self {
            status: match view.status {
                SourceStatus::Ok => w.source_ok,
                SourceStatus::Stale => w.source_stale,
                SourceStatus::Failing => w.source_failing,
                SourceStatus::Refused => w.source_refused,
                SourceStatus::Never => w.source_never,
                SourceStatus::Discontinued => w.source_discontinued,
            },
            read: (view.last_success).map(|time| Day::of(dutch_time(time).date(), w)),
            newest: Day::read(view.newest_release.as_deref(), w),
            pages: w.number(view.pages.captured),
            waiting: w.number(view.pages.waiting),
            title: view.title,
        }
    }
}

/// Returns the page of publishers, those with most releases first, and of the sources that are fetched.
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
    let states = source_states(&site.home, &site.options.sources, Timestamp::now())?;
    let mut page = html(&SourcesPage {
        sources: states
            .into_iter()
            .map(|view| SourceRow::of(view, w))
            .collect(),
        sentence: super::coverage_sentence(&extent(&reader)?, w),
        rows: rows.collect(),
        frame,
    })?;
    no_store(&mut page);
    Ok(page)
}
