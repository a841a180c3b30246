//! Captures in WARC files: HTML responses, and resources that are pages.
//!
//! Leaves out requests, metadata, redirects, pictures: whatever holds no page is left out.

use std::path::Path;

use jiff::Timestamp;
use url::Url;

use super::{Entry, LoadError, Loaded, failed, io_error};
use crate::archive::warc::{ReadError, Record, RecordReader, Response};
use crate::document::{Capture, MediaKind};
use crate::markup;

pub(super) fn entries(path: &Path) -> Box<dyn Iterator<Item = Entry> + Send> {
    let origin = path.display().to_string();
    match RecordReader::open(path, 0) {
        Ok(records) => Box::new(records.map(move |record| match record {
            Ok(record) => entry(&record, &origin),
            Err(ReadError::Broken { offset, reason, .. }) => failed(
                format!("{origin} at byte {offset}"),
                LoadError::Warc(format!("{reason} (fetch or copy the file again)")),
            ),
            Err(ReadError::Io(error)) => failed(origin.clone(), LoadError::Io(error)),
        })),
        Err(error) => Box::new(std::iter::once(failed(origin, io_error(error)))),
    }
}

fn entry(record: &Record, origin: &str) -> Entry {
    let origin = format!("{origin} at byte {}", record.offset);
    match page(record) {
        Ok(Some(capture)) => Entry::Ready(Loaded { origin, outcome: Ok(capture) }),
        Ok(None) => Entry::LeftOut,
        Err(error) => failed(origin, error),
    }
}

/// The page in a record, if it holds one.
fn page(record: &Record) -> Result<Option<Capture>, LoadError> {
    let mut capture = match record.header("WARC-Type") {
        Some("response") => {
            let response = Response::parse(&record.block).map_err(LoadError::Warc)?;
            if response.status != 200 {
                return Ok(None);
            }
            captured(record, response)
        }
        Some("resource") => capture_of(record),
        _ => None,
    };
    let Some(page) = capture.as_mut().filter(|c| c.kind() == MediaKind::Html) else { return Ok(None) };
    markup::check(page.payload())?;
    let decoded = markup::decode(page.payload(), &page.media_type);
    let base = Url::parse(&page.url).ok();
    if let Some(url) = markup::declared_url(&decoded.text, base.as_ref()) {
        page.url = url;
    }
    Ok(capture)
}

/// The capture that a record of our own log holds.
pub(in crate::archive) fn capture_of(record: &Record) -> Option<Capture> {
    match record.header("WARC-Type")? {
        "response" => captured(record, Response::parse(&record.block).ok()?),
        "resource" => Some(Capture::new(
            record.target()?,
            time_of(record),
            record.header("Content-Type").unwrap_or_default(),
            record.block.clone(),
        )),
        _ => None,
    }
}

fn captured(record: &Record, response: Response) -> Option<Capture> {
    let mut capture = Capture::new(record.target()?, time_of(record), response.media_type, response.body);
    capture.http = Some(record.block.clone());
    Some(capture)
}

fn time_of(record: &Record) -> Timestamp {
    record.header("WARC-Date").and_then(|date| date.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}
