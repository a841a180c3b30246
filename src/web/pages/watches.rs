//! `/meldingen`: the watches, and forms that make and remove them.
//!
//! Leaves out running watches (`omroeper watch run`), and commands and files, which no page sets. Only a server that
//! no other machine can reach has these pages: a watch says what somebody is looking for.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::super::asked::Asked;
use super::super::site::{Frame, PageError, Site, html};
use super::super::text::{Day, encoded};
use crate::document::dutch_time;
use crate::search::Query;
use crate::watch::{self, EventKind, Outputs, Subject, Watch, WatchError};

/// Number of events that are shown.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "watches.html", config = "src/web/askama.toml")]
struct WatchesPage {
    frame: Frame,
    token: String,
    wrong: Option<String>,
    watches: Vec<Line>,
}

struct Line {
    name: String,
    href: String,
    query: String,
    of_quotes: bool,
    ran: Option<Day>,
}

/// Returns the list of watches, with a form for another one: for the query of the address, if it has one.
pub(in super::super) fn watches(site: &Site, asked: &Asked) -> Result<Response, PageError> {
    page(site, asked, None)
}

fn page(site: &Site, asked: &Asked, wrong: Option<String>) -> Result<Response, PageError> {
    ensure_own(site)?;
    let w = asked.language().words();
    let frame = site
        .frame(asked, "/meldingen", w.watches.to_owned())
        .noindex();
    let line = |watch: Watch| Line {
        href: format!(
            "{}/meldingen/{}{}",
            site.options.prefix,
            encoded(&watch.name),
            frame.suffix
        ),
        of_quotes: watch.subject == Subject::Quotes,
        ran: watch.ran.map(|time| Day::of(dutch_time(time).date(), w)),
        name: watch.name,
        query: watch.query,
    };
    let watches = watch::list(&site.home)?.into_iter().map(line).collect();
    html(&WatchesPage {
        token: site.token.clone(),
        wrong,
        watches,
        frame,
    })
}

#[derive(Template)]
#[template(path = "watch.html", config = "src/web/askama.toml")]
struct WatchPage {
    frame: Frame,
    token: String,
    query: String,
    remove: String,
    events: Vec<EventLine>,
}

struct EventLine {
    title: String,
    href: String,
    what: &'static str,
    day: Day,
    publisher: String,
    text: String,
}

/// Returns what a watch found last.
pub(in super::super) fn watch(
    site: &Site,
    asked: &Asked,
    name: &str,
) -> Result<Response, PageError> {
    ensure_own(site)?;
    let w = asked.language().words();
    let (found, events) = match watch::newest(&site.home, name, SHOWN) {
        Err(WatchError::Unknown { .. }) => return Err(PageError::Missing),
        found => found?,
    };
    let frame = site
        .frame(asked, "/meldingen", format!("{}: {name}", w.watch))
        .noindex();
    let lines = events.into_iter().map(|event| EventLine {
        text: event.shown_text(),
        href: frame.release(event.release, &Asked::default()),
        what: match event.kind {
            EventKind::New => w.new,
            EventKind::Changed if event.silent => w.changed_silently,
            EventKind::Changed => w.changed,
            EventKind::Gone => w.gone,
        },
        day: Day::of(dutch_time(event.seen).date(), w),
        publisher: event.publisher.unwrap_or_else(|| w.no_publisher.to_owned()),
        title: event.title.unwrap_or(event.url),
    });
    html(&WatchPage {
        token: site.token.clone(),
        query: found.query,
        remove: format!(
            "{}/meldingen/{}/verwijder{}",
            site.options.prefix,
            encoded(name),
            frame.suffix
        ),
        events: lines.collect(),
        frame,
    })
}

/// Makes the watch that a form asks for.
pub(in super::super) fn add(
    site: &Site,
    asked: &Asked,
    headers: &HeaderMap,
    form: &Asked,
) -> Result<Response, PageError> {
    ensure_own_form(site, headers, form)?;
    let subject = match form.get("soort") {
        Some("citaten") => Subject::Quotes,
        _ => Subject::Releases,
    };
    let name = form.get("naam").unwrap_or_default();
    let query = form.get("q").unwrap_or_default().parse::<Query>();
    let outputs = Outputs::default();
    let made = query.map_err(WatchError::from).and_then(|query| {
        let reader = site.reader()?;
        watch::add(&site.home, &reader, name, query, (subject, outputs), false)
    });
    match made {
        Ok(_) => Ok(see(site, asked)),
        Err(
            error @ (WatchError::Exists { .. }
            | WatchError::Name { .. }
            | WatchError::Everything
            | WatchError::Query(_)),
        ) => {
            let mut response = page(site, asked, Some(error.to_string()))?;
            *response.status_mut() = StatusCode::BAD_REQUEST;
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes the watch that a form asks for.
pub(in super::super) fn remove(
    site: &Site,
    asked: &Asked,
    headers: &HeaderMap,
    form: &Asked,
    name: &str,
) -> Result<Response, PageError> {
    ensure_own_form(site, headers, form)?;
    match watch::remove(&site.home, name) {
        Err(WatchError::Unknown { .. }) => Err(PageError::Missing),
        done => {
            done?;
            Ok(see(site, asked))
        }
    }
}

/// Leads to the list, so that a reload sends no form again.
fn see(site: &Site, asked: &Asked) -> Response {
    let to = asked.address(&format!("{}/meldingen", site.options.prefix));
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// Fails if other machines can reach the server.
fn ensure_own(site: &Site) -> Result<(), PageError> {
    if site.options.may_edit {
        Ok(())
    } else {
        Err(PageError::Missing)
    }
}

/// Fails unless a form is of our own pages: it has their token, and the browser says that it comes from them. The
/// name of the host must be one of this machine, so that no other site can claim it.
fn ensure_own_form(site: &Site, headers: &HeaderMap, form: &Asked) -> Result<(), PageError> {
    ensure_own(site)?;
    let of = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let host = of(header::HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = ["localhost", "[::1]"].contains(&name)
        || name
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback());
    let is_same = of(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    if is_here && is_same && form.get("teken") == Some(&*site.token) {
        Ok(())
    } else {
        Err(PageError::Forbidden)
    }
}
