//! `/meldingen`: the watches, and forms that make, change and remove them.
//!
//! Leaves out running watches (`omroeper watch run`), and commands and files, which no page sets. A watch says what
//! somebody is looking for. So a server that other machines can reach never lists watches, and each has a name that
//! nobody can guess: whoever has its address may see and change it (a capability URL, as the W3C TAG calls it).

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use data_encoding::BASE32_NOPAD;

use super::super::asked::Asked;
use super::super::reasons::Reason;
use super::super::site::{Frame, PageError, Site, Watching, host, html, no_store, secret};
use super::super::text::{Day, encoded};
use crate::document::dutch_time;
use crate::search::{MinimumMatch, OtherWords, Query};
use crate::watch::{self, EventKind, Outputs, Subject, Watch, WatchError};

/// Number of events that are shown.
const SHOWN: usize = 50;

/// Most watches of a server where anybody may add one: each of them costs a search a run.
const MOST: usize = 1000;

/// What the names of watches begin with that have an address of their own.
const SECRET: &str = "m_";

#[derive(Template)]
#[template(path = "watches.html", config = "src/web/askama.toml")]
struct WatchesPage {
    frame: Frame,
    token: String,
    wrong: Option<Reason>,
    watches: Vec<Line>,
    /// Whether the reader gives a name.
    has_name: bool,
}

struct Line {
    name: String,
    href: String,
    query: String,
    of_quotes: bool,
    ran: Option<Day>,
}

/// Returns the list of watches, with a form for another one: for the query of the address, if it has one.
pub(in super::super) fn watches(
    site: &Site,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    ensure_allowed(site, headers, None)?;
    page(site, asked, None)
}

fn page(site: &Site, asked: &Asked, wrong: Option<Reason>) -> Result<Response, PageError> {
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
        query: typed(&watch.query),
    };
    let is_owner = site.options.watching == Watching::Owner;
    let watches = if is_owner {
        watch::list(&site.home)?.into_iter().map(line).collect()
    } else {
        Vec::new()
    };
    let mut page = html(&WatchesPage {
        token: site.token.clone(),
        wrong,
        watches,
        has_name: is_owner,
        frame,
    })?;
    no_store(&mut page);
    Ok(page)
}

#[derive(Template)]
#[template(path = "watch.html", config = "src/web/askama.toml")]
struct WatchPage {
    frame: Frame,
    token: String,
    wrong: Option<Reason>,
    query: String,
    /// The address of the page, if it is the only way to it.
    address: Option<String>,
    feed: String,
    change: String,
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
    headers: &HeaderMap,
    name: &str,
) -> Result<Response, PageError> {
    ensure_allowed(site, headers, Some(name))?;
    watch_page(site, asked, headers, name, None)
}

fn watch_page(
    site: &Site,
    asked: &Asked,
    headers: &HeaderMap,
    name: &str,
    wrong: Option<Reason>,
) -> Result<Response, PageError> {
    let w = asked.language().words();
    let (found, events) = match watch::newest(&site.home, name, SHOWN) {
        Err(WatchError::Unknown { .. }) => return Err(PageError::Missing),
        found => found?,
    };
    if asked.get("formaat") == Some("atom") {
        let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
        let feed = watch::feed(&found, &events);
        let mut response = ([(header::CONTENT_TYPE, kind)], feed).into_response();
        no_store(&mut response);
        return Ok(response);
    }
    let is_secret = site.options.watching == Watching::ByAddress;
    let title = if is_secret {
        w.watch.to_owned()
    } else {
        format!("{}: {name}", w.watch)
    };
    let path = format!("/meldingen/{}", encoded(name));
    let frame = site.frame(asked, &path, title).noindex();
    let here = format!("{}{path}", site.options.prefix);
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
    let mut page = html(&WatchPage {
        token: site.token.clone(),
        wrong,
        query: typed(&found.query),
        feed: format!("{here}?formaat=atom"),
        change: format!("{here}/wijzig{}", frame.suffix),
        remove: format!("{here}/verwijder{}", frame.suffix),
        address: is_secret.then(|| format!("{}{path}", site.base(headers))),
        events: lines.collect(),
        frame,
    })?;
    no_store(&mut page);
    Ok(page)
}

/// Returns the query of a watch as a reader types it: a watch matches all words, and no others,
/// unless it says otherwise.
fn typed(query: &str) -> String {
    let Ok(mut parsed) = query.parse::<Query>() else {
        return query.to_owned();
    };
    if parsed.minimum_match == MinimumMatch::All {
        parsed.minimum_match = MinimumMatch::default();
    }
    parsed.other_words = OtherWords::default();
    parsed.to_string()
}

/// Makes the watch that a form asks for.
pub(in super::super) fn add(
    site: &Site,
    asked: &Asked,
    headers: &HeaderMap,
    form: &Asked,
) -> Result<Response, PageError> {
    ensure_own_form(site, headers, form, None)?;
    let subject = match form.get("soort") {
        Some("citaten") => Subject::Quotes,
        _ => Subject::Releases,
    };
    let name = match site.options.watching {
        Watching::ByAddress if watch::list(&site.home)?.len() >= MOST => {
            return Err(PageError::Full);
        }
        Watching::ByAddress => format!("{SECRET}{}", unguessable()?),
        _ => form.get("naam").unwrap_or_default().to_owned(),
    };
    let query = form.get("q").unwrap_or_default().parse::<Query>();
    let outputs = Outputs::default();
    let made = query.map_err(WatchError::from).and_then(|query| {
        let reader = site.reader()?;
        watch::add(&site.home, &reader, &name, query, (subject, outputs), false)
    });
    match made {
        Ok(_) if site.options.watching == Watching::ByAddress => Ok(see(site, asked, &name)),
        Ok(_) => Ok(see(site, asked, "")),
        Err(error) => refused(error, asked, |wrong| page(site, asked, Some(wrong))),
    }
}

/// Changes the query of a watch to that of a form.
pub(in super::super) fn change(
    site: &Site,
    asked: &Asked,
    headers: &HeaderMap,
    form: &Asked,
    name: &str,
) -> Result<Response, PageError> {
    ensure_own_form(site, headers, form, Some(name))?;
    let query = form.get("q").unwrap_or_default().parse::<Query>();
    let changed = query.map_err(WatchError::from).and_then(|query| {
        let reader = site.reader()?;
        watch::edit(&site.home, &reader, name, Some(query), |_| {})
    });
    match changed {
        Ok(_) => Ok(see(site, asked, name)),
        Err(WatchError::Unknown { .. }) => Err(PageError::Missing),
        Err(error) => refused(error, asked, |wrong| {
            watch_page(site, asked, headers, name, Some(wrong))
        }),
    }
}

/// Returns the page of a form again, with what is wrong with it.
fn refused(
    error: WatchError,
    asked: &Asked,
    page: impl FnOnce(Reason) -> Result<Response, PageError>,
) -> Result<Response, PageError> {
    let Some(wrong) = Reason::of_watch(&error, asked.language().words()) else {
        return Err(error.into());
    };
    let mut response = page(wrong)?;
    *response.status_mut() = StatusCode::BAD_REQUEST;
    Ok(response)
}

/// Removes the watch that a form asks for.
pub(in super::super) fn remove(
    site: &Site,
    asked: &Asked,
    headers: &HeaderMap,
    form: &Asked,
    name: &str,
) -> Result<Response, PageError> {
    ensure_own_form(site, headers, form, Some(name))?;
    match watch::remove(&site.home, name) {
        Err(WatchError::Unknown { .. }) => Err(PageError::Missing),
        done => {
            done?;
            Ok(see(site, asked, ""))
        }
    }
}

/// Leads to a watch, or to the list, so that a reload sends no form again.
fn see(site: &Site, asked: &Asked, name: &str) -> Response {
    let path = format!("{}/meldingen/{}", site.options.prefix, encoded(name));
    let to = asked.address(path.trim_end_matches('/'));
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// Returns 128 bits that nobody can guess, as a part of a name.
fn unguessable() -> Result<String, PageError> {
    Ok(BASE32_NOPAD.encode(&secret()?).to_lowercase())
}

/// Whether a watch has such a name. Others were not made for readers on other machines.
fn is_unguessable(name: &str) -> bool {
    let code = name.strip_prefix(SECRET).unwrap_or_default();
    let bytes = BASE32_NOPAD.decode(code.to_uppercase().as_bytes());
    bytes.is_ok_and(|bytes| bytes.len() == 16)
}

/// Fails unless the reader may see the watches, or the watch with this name. Where the owner alone may, the name of
/// the host must be one of this machine: no other site can claim that by naming itself so (DNS rebinding).
fn ensure_allowed(site: &Site, headers: &HeaderMap, name: Option<&str>) -> Result<(), PageError> {
    let is_allowed = match site.options.watching {
        Watching::Nobody => false,
        Watching::Owner => is_here(host(headers)),
        Watching::ByAddress => name.is_none_or(is_unguessable),
    };
    if is_allowed {
        Ok(())
    } else {
        Err(PageError::Missing)
    }
}

/// Fails unless a form is of our own pages: it has their token, and the browser says that it comes from them.
fn ensure_own_form(
    site: &Site,
    headers: &HeaderMap,
    form: &Asked,
    name: Option<&str>,
) -> Result<(), PageError> {
    ensure_allowed(site, headers, name)?;
    let origin = headers.get(header::ORIGIN);
    let is_same = origin.is_none_or(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        let host_of_origin = origin.split_once("://").map(|(_, host)| host);
        host_of_origin == Some(host(headers))
    });
    if is_same && form.get("teken") == Some(&*site.token) {
        Ok(())
    } else {
        Err(PageError::Forbidden)
    }
}

fn is_here(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "[::1]"].contains(&name)
        || name
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}
