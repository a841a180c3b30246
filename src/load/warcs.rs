//! Loading captures from WARC files: HTML responses, resources that are pages, records in API
//! responses, and tombstones of pages that are gone.
//!
//! Leaves out requests, redirects, pictures, and the records that crawlers write for their own use:
//! DNS lookups, manifests, extracted texts, and lists of what a page loaded.

use std::fs::File;
use std::path::Path;

use jiff::Timestamp;

use super::{
    Items, LoadError, Loaded, Revisit, SourceItem, answers, failed, io_error, left_out,
    set_declared_address, single_failure,
};
use crate::document::{Capture, MediaKind};
use crate::markup;
use crate::sources::record;
use crate::warc::{self, ReadError, Record, RecordReader, Response};

pub(super) fn items(path: &Path, captured: Timestamp) -> Items {
    let origin = path.display().to_string();
    match File::open(path).and_then(|file| RecordReader::over(file, 0)) {
        Ok(records) => Box::new(items_of(records, origin, captured)),
        Err(error) => single_failure(origin, io_error(error)),
    }
}

/// The items in `records` of the file `origin`. `captured` is the time of records without a date.
pub(super) fn items_of(
    records: RecordReader,
    origin: String,
    captured: Timestamp,
) -> impl Iterator<Item = SourceItem> + Send {
    records.flat_map(move |record| match record {
        Ok(record) => {
            let origin = format!("{origin} at byte {}", record.offset);
            items_in(&record, origin, captured)
        }
        Err(ReadError::Broken { offset, reason, .. }) => vec![failed(
            format!("{origin} at byte {offset}"),
            LoadError::Warc(format!("{reason} (fetch or copy the file again)")),
        )],
        Err(ReadError::Io(error)) => vec![failed(origin.clone(), LoadError::Io(error))],
    })
}

/// The items in the record at `origin`.
pub(super) fn items_in(
    record: &Record,
    mut origin: String,
    captured: Timestamp,
) -> Vec<SourceItem> {
    if let Some(target) = record.target() {
        origin = format!("{origin}, {target}");
    }
    let time = warc::time_of(record).unwrap_or(captured);
    if record.kind() == Some("revisit") {
        let other = || left_out(&origin, "it is not about a page");
        return vec![revisit(record, origin.clone(), time).unwrap_or_else(other)];
    }
    match pages(record, &origin, time) {
        Ok(pages) if pages.is_empty() => vec![left_out(&origin, "it holds no page")],
        Ok(pages) => {
            if warc::time_of(record).is_none() {
                tracing::warn!("{origin} has no valid date; using the time of this run");
            }
            pages.into_iter().map(SourceItem::page).collect()
        }
        Err(error) => vec![failed(origin, error)],
    }
}

/// The page in a record, or the records in an API response; empty if the record holds neither.
fn pages(record: &Record, origin: &str, time: Timestamp) -> Result<Vec<Loaded>, LoadError> {
    let Some(target) = record.target() else {
        return Ok(Vec::new());
    };
    if !is_address(target) {
        if lacks_scheme(target) {
            let reason =
                format!("has the target `{target}`, which lacks `https://` (record it again)");
            return Err(LoadError::Warc(reason));
        }
        return Ok(Vec::new());
    }
    let capture = match record.kind() {
        Some("response") if warc::is_http(record) => {
            let response = Response::parse(&record.block).map_err(LoadError::Warc)?;
            for oddity in &response.oddities {
                tracing::warn!("{origin} {oddity}");
            }
            match response.status {
                200 => warc::http_capture(record, response, time),
                // Servers that send a page with one of these make browsers show it.
                0 | 203 | 204 if markup::looks_like_html(&response.body) => {
                    tracing::warn!("{origin} has a page with the status {}", response.status);
                    warc::http_capture(record, response, time)
                }
                404 | 410 => {
                    let gone = format!("HTTP {}", response.status);
                    record.target().map(|url| Capture::gone(url, time, &gone))
                }
                _ => return Ok(Vec::new()),
            }
        }
        Some("response" | "resource") => warc::capture_at(record, time),
        // The only `metadata` record to load is the tombstone that we write.
        Some("metadata") if record.block.starts_with(b"gone:") => warc::capture_at(record, time),
        _ => None,
    };
    let Some(mut page) = capture else {
        return Ok(Vec::new());
    };
    let stored = warc::address(record)
        .filter(|address| *address != page.url())
        .map(str::to_owned);
    if let Some(address) = &stored {
        page.move_to(address.clone());
    }
    let is_response = page.exchange.is_some();
    if page.kind() == MediaKind::Record
        && !is_response
        && record::read(&String::from_utf8_lossy(page.payload())).is_ok()
    {
        // A record of a file, as our own export writes it.
        return Ok(vec![Loaded {
            origin: origin.to_owned(),
            outcome: Ok(page),
        }]);
    }
    if is_api_response(&page) {
        // A response that is not valid JSON or XML, or has no records, is not a page.
        let mut records =
            answers::captures(page.payload(), page.url(), page.time, origin).unwrap_or_default();
        // A menu or teaser of a site is not the page that it names.
        records.retain(|loaded| {
            !is_response
                || loaded
                    .outcome
                    .as_ref()
                    .is_ok_and(|capture| capture.utf8().is_some_and(record::holds_full_text))
        });
        return Ok(records);
    }
    match page.kind() {
        MediaKind::Gone => {}
        // A text from a file is a page. A text from a server, such as `robots.txt`, is not a
        // release.
        MediaKind::Text if page.exchange.is_none() => {}
        MediaKind::Html => {
            markup::page_text(&page)?;
            // Our own export has the address in its target already.
            let is_stored = stored.is_some() || !is_response && !page.url().starts_with("file:");
            if !is_stored {
                set_declared_address(&mut page);
            }
        }
        _ => return Ok(Vec::new()),
    }
    Ok(vec![Loaded {
        origin: origin.to_owned(),
        outcome: Ok(page),
    }])
}

/// Whether a target is an address without its scheme: `www.zandwijk.example/nieuws`.
fn lacks_scheme(target: &str) -> bool {
    let host = target.split(['/', '?']).next().unwrap_or_default();
    !target.contains(':') && host.contains('.') && !host.contains(' ')
}

/// Whether the target can be the address of a page. The targets of crawlers' own records begin with
/// `dns:`, `urn:` or `metadata:`.
fn is_address(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        ["http", "https", "file"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

/// The item of a `revisit` record (WARC 1.1, section 6.7); `None` if the record is not about a
/// page.
fn revisit(record: &Record, origin: String, time: Timestamp) -> Option<SourceItem> {
    let head = Response::parse(&record.block).ok();
    let target = record
        .target()
        .filter(|target| is_address(target))?
        .to_owned();
    match head.as_ref().map_or(200, |head| head.status) {
        200 | 304 => {}
        status @ (404 | 410) => {
            let gone = Capture::gone(target, time, &format!("HTTP {status}"));
            return Some(SourceItem::page(Loaded {
                origin,
                outcome: Ok(gone),
            }));
        }
        _ => return None,
    }
    Some(SourceItem::Revisit(Revisit {
        origin,
        target,
        time,
        digest: record.header("WARC-Payload-Digest").map(str::to_owned),
        original: record
            .header("WARC-Refers-To-Target-URI")
            .map(|url| url.trim_matches(['<', '>']).to_owned()),
        original_time: record
            .header("WARC-Refers-To-Date")
            .and_then(warc::parse_time),
        of_page: head.is_some_and(|head| {
            head.media_type
                .to_ascii_lowercase()
                .starts_with("text/html")
        }),
    }))
}

fn is_api_response(page: &Capture) -> bool {
    matches!(
        page.essence().as_str(),
        "application/json"
            | "application/xml"
            | "text/xml"
            | "application/rss+xml"
            | "application/atom+xml"
            | "application/rdf+xml"
    )
}
