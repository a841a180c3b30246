//! The versions of a release for programs that browse the past (Memento, RFC 7089).
//!
//! Leaves out the pages of versions (`pages`).

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;

use super::asked::Asked;
use super::site::{PageError, Site, release_id};
use crate::document::Version;
use crate::pipeline::{History, history};

/// Returns the address of the version that was public at the time that a client asks for (`Accept-Datetime`), or
/// of the first one if that time is before it; `None` if it asks for none.
pub(super) fn gate(
    site: &Site,
    headers: &HeaderMap,
    id: &str,
) -> Result<Option<Response>, PageError> {
    let Some(asked) = headers.get("accept-datetime") else {
        return Ok(None);
    };
    let time = asked.to_str().ok().and_then(time);
    let Some(time) = time else {
        return Ok(Some(StatusCode::BAD_REQUEST.into_response()));
    };
    let id = release_id(id)?;
    let History { versions, .. } = history(&site.home, id)?;
    let before = versions.iter().rfind(|version| version.meta.from <= time);
    let version = before.or(versions.first()).ok_or(PageError::Missing)?;
    let below = format!("{}/bericht/{id}", site.options.prefix);
    let place = format!("{below}/versie/{}", version.meta.number);
    let links = links(&version.release.url, &below);
    let mut response = StatusCode::FOUND.into_response();
    let headers = response.headers_mut();
    for (name, value) in [(header::LOCATION, place), (header::LINK, links)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Datetime"));
    Ok(Some(response))
}

/// Adds to the page of a version when it was first public.
pub(super) fn mark(site: &Site, version: &Version, mut response: Response) -> Response {
    let release = &version.release;
    let below = format!("{}/bericht/{}", site.options.prefix, release.id);
    let headers = response.headers_mut();
    if let Ok(time) = HeaderValue::try_from(http_date(version.meta.from)) {
        headers.insert("memento-datetime", time);
    }
    if let Ok(links) = HeaderValue::try_from(links(&release.url, &below)) {
        headers.insert(header::LINK, links);
    }
    response
}

/// Returns the list of all versions (`application/link-format`).
pub(super) fn time_map(site: &Site, _: &Asked, id: &str) -> Result<Response, PageError> {
    let id = release_id(id)?;
    let History { versions, .. } = history(&site.home, id)?;
    let last = versions.last().ok_or(PageError::Missing)?;
    let below = format!("{}/bericht/{id}", site.options.prefix);
    let mut text = links(&last.release.url, &below);
    for version in &versions {
        let time = http_date(version.meta.from);
        let number = version.meta.number;
        let _ = write!(
            text,
            ",\n<{below}/versie/{number}>; rel=\"memento\"; datetime=\"{time}\""
        );
    }
    let kind = HeaderValue::from_static("application/link-format");
    Ok(([(header::CONTENT_TYPE, kind)], text + "\n").into_response())
}

fn links(original: &str, below: &str) -> String {
    let plain: String = original
        .chars()
        .filter(|c| c.is_ascii_graphic() && *c != '>')
        .collect();
    format!(
        "<{plain}>; rel=\"original\", <{below}>; rel=\"timegate\", \
         <{below}/timemap>; rel=\"timemap\"; type=\"application/link-format\""
    )
}

/// Reads a date of HTTP (RFC 9110): `Thu, 31 May 2007 20:35:00 GMT`.
fn time(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text)
        .ok()
        .map(|zoned| zoned.timestamp())
}

fn http_date(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_http_are_read_and_written() {
        let text = "Thu, 31 May 2007 20:35:00 GMT";
        assert_eq!(time(text).map(http_date).as_deref(), Some(text));
        assert_eq!(time("gisteren"), None);
    }
}
