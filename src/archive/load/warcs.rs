//! Captures in WARC files: HTML responses, resources that are pages, records that interfaces answered
//! with, and word of pages that are gone.
//!
//! Leaves out requests, redirects, pictures, and what crawlers note of themselves: name look-ups,
//! manifests, texts and lists of what a page loaded.

use std::path::Path;

use jiff::Timestamp;
use url::Url;

use super::{Entry, LoadError, Loaded, answers, failed, io_error};
use crate::archive::warc::{ReadError, Record, RecordReader, Response};
use crate::document::{Capture, MediaKind};
use crate::markup;

pub(super) fn entries(path: &Path) -> Box<dyn Iterator<Item = Entry> + Send> {
    let origin = path.display().to_string();
    match RecordReader::open(path, 0) {
        Ok(records) => Box::new(entries_of(records, origin)),
        Err(error) => Box::new(std::iter::once(failed(origin, io_error(error)))),
    }
}

/// What `records` of the file called `origin` hold.
pub(super) fn entries_of(records: RecordReader, origin: String) -> impl Iterator<Item = Entry> + Send {
    records.flat_map(move |record| match record {
        Ok(record) => entries_in(&record, &origin),
        Err(ReadError::Broken { offset, reason, .. }) => vec![failed(
            format!("{origin} at byte {offset}"),
            LoadError::Warc(format!("{reason} (fetch or copy the file again)")),
        )],
        Err(ReadError::Io(error)) => vec![failed(origin.clone(), LoadError::Io(error))],
    })
}

fn entries_in(record: &Record, origin: &str) -> Vec<Entry> {
    let origin = format!("{origin} at byte {}", record.offset);
    match pages(record, &origin) {
        Ok(pages) if pages.is_empty() => vec![Entry::LeftOut],
        Ok(pages) => pages.into_iter().map(Entry::Ready).collect(),
        Err(error) => vec![failed(origin, error)],
    }
}

/// The page in a record, or the records in the answer that it is; none where it is neither.
fn pages(record: &Record, origin: &str) -> Result<Vec<Loaded>, LoadError> {
    // Crawlers name their own notes `dns:`, `urn:`, `metadata:`.
    if !record.target().is_some_and(|url| ["http:", "https:", "file:"].iter().any(|scheme| url.starts_with(scheme))) {
        return Ok(Vec::new());
    }
    let capture = match record.header("WARC-Type") {
        Some("response") if is_http(record) => {
            let response = Response::parse(&record.block).map_err(LoadError::Warc)?;
            match response.status {
                200 => captured(record, response),
                404 | 410 => {
                    let gone = format!("HTTP {}", response.status);
                    record.target().map(|url| Capture::gone(url, time_of(record), &gone))
                }
                _ => return Ok(Vec::new()),
            }
        }
        Some("response" | "resource") => capture_of(record),
        // Of all notes on a page, the one that we write.
        Some("metadata") if record.block.starts_with(b"gone:") => capture_of(record),
        _ => None,
    };
    let Some(mut page) = capture else { return Ok(Vec::new()) };
    if is_answer(&page) {
        // What is no JSON after all, or holds no record, is no page.
        return Ok(answers::captures(page.payload(), &page.url, page.time, origin).unwrap_or_default());
    }
    match page.kind() {
        MediaKind::Gone => {}
        // A text that was taken in as a file; `robots.txt` and its like are no releases.
        MediaKind::Text if page.http.is_none() => {}
        MediaKind::Html => {
            markup::check(page.payload())?;
            let decoded = markup::decode(page.payload(), &page.media_type);
            let base = Url::parse(&page.url).ok();
            if let Some(url) = markup::declared_url(&decoded.text, base.as_ref()) {
                page.url = url;
            }
        }
        _ => return Ok(Vec::new()),
    }
    Ok(vec![Loaded { origin: origin.to_owned(), outcome: Ok(page) }])
}

fn is_answer(page: &Capture) -> bool {
    matches!(page.essence().as_str(), "application/json" | "application/xml" | "text/xml")
}

/// The capture that a record of our own log holds.
pub(in crate::archive) fn capture_of(record: &Record) -> Option<Capture> {
    match record.header("WARC-Type")? {
        "response" if is_http(record) => captured(record, Response::parse(&record.block).ok()?),
        "response" | "resource" | "metadata" => Some(Capture::new(
            record.target()?,
            time_of(record),
            record.header("Content-Type").unwrap_or_default(),
            record.block.clone(),
        )),
        _ => None,
    }
}

/// Whether a response is one of HTTP, not of another protocol.
fn is_http(record: &Record) -> bool {
    record.header("Content-Type").is_none_or(|kind| kind.to_ascii_lowercase().starts_with("application/http"))
}

fn captured(record: &Record, response: Response) -> Option<Capture> {
    let mut capture = Capture::new(record.target()?, time_of(record), response.media_type, response.body);
    capture.http = Some(record.block.clone());
    Some(capture)
}

fn time_of(record: &Record) -> Timestamp {
    record.header("WARC-Date").and_then(|date| date.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}
