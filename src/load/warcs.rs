//! Captures in WARC files: HTML responses, resources that are pages, records that interfaces answered
//! with, and word of pages that are gone.
//!
//! Leaves out requests, redirects, pictures, and what crawlers note of themselves: name look-ups,
//! manifests, texts and lists of what a page loaded.

use std::fs::File;
use std::path::Path;

use jiff::Timestamp;

use super::{
    Items, LoadError, Loaded, Revisit, SourceItem, answers, failed, files, io_error, only_failed,
    take_declared_address,
};
use crate::document::{Capture, MediaKind};
use crate::markup;
use crate::warc::{self, ReadError, Record, RecordReader, Response};

pub(super) fn items(path: &Path) -> Items {
    let origin = path.display().to_string();
    match File::open(path)
        .and_then(|file| Ok((files::time_of(&file), RecordReader::over(file, 0)?)))
    {
        Ok((written, records)) => Box::new(items_of(records, origin, written)),
        Err(error) => only_failed(origin, io_error(error)),
    }
}

/// What `records` of the file called `origin`, last written then, hold.
pub(super) fn items_of(
    records: RecordReader,
    origin: String,
    written: Timestamp,
) -> impl Iterator<Item = SourceItem> + Send {
    records.flat_map(move |record| match record {
        Ok(record) => items_in(&record, &origin, written),
        Err(ReadError::Broken { offset, reason, .. }) => vec![failed(
            format!("{origin} at byte {offset}"),
            LoadError::Warc(format!("{reason} (fetch or copy the file again)")),
        )],
        Err(ReadError::Io(error)) => vec![failed(origin.clone(), LoadError::Io(error))],
    })
}

fn items_in(record: &Record, origin: &str, written: Timestamp) -> Vec<SourceItem> {
    let mut origin = format!("{origin} at byte {}", record.offset);
    if let Some(target) = record.target() {
        origin = format!("{origin}, {target}");
    }
    let time = warc::time_of(record).unwrap_or(written);
    if record.kind() == Some("revisit") {
        return vec![revisit(record, origin, time).unwrap_or(SourceItem::LeftOut)];
    }
    match pages(record, &origin, time) {
        Ok(pages) if pages.is_empty() => vec![SourceItem::LeftOut],
        Ok(pages) => {
            if warc::time_of(record).is_none() {
                tracing::warn!(
                    "{origin} has no date that can be read; that of the file stands for it"
                );
            }
            pages.into_iter().map(SourceItem::Page).collect()
        }
        Err(error) => vec![failed(origin, error)],
    }
}

/// The page in a record, or the records in the answer that it is; none where it is neither.
fn pages(record: &Record, origin: &str, time: Timestamp) -> Result<Vec<Loaded>, LoadError> {
    if !record.target().is_some_and(is_address) {
        return Ok(Vec::new());
    }
    let capture = match record.kind() {
        Some("response") if warc::is_http(record) => {
            let response = Response::parse(&record.block).map_err(LoadError::Warc)?;
            match response.status {
                200 => warc::http_capture(record, response, time),
                404 | 410 => {
                    let gone = format!("HTTP {}", response.status);
                    record.target().map(|url| Capture::gone(url, time, &gone))
                }
                _ => return Ok(Vec::new()),
            }
        }
        Some("response" | "resource") => warc::capture_at(record, time),
        // Of all notes on a page, the one that we write.
        Some("metadata") if record.block.starts_with(b"gone:") => warc::capture_at(record, time),
        _ => None,
    };
    let Some(mut page) = capture else {
        return Ok(Vec::new());
    };
    if is_answer(&page) {
        // What is no JSON after all, or holds no record, is no page.
        return Ok(
            answers::captures(page.payload(), page.url(), page.time, origin).unwrap_or_default(),
        );
    }
    match page.kind() {
        MediaKind::Gone => {}
        // A text that was taken in as a file; `robots.txt` and its like are no releases.
        MediaKind::Text if page.exchange.is_none() => {}
        MediaKind::Html => {
            markup::check(page.payload())?;
            take_declared_address(&mut page);
        }
        _ => return Ok(Vec::new()),
    }
    Ok(vec![Loaded {
        origin: origin.to_owned(),
        outcome: Ok(page),
    }])
}

/// Whether a page may stand there: crawlers name their own notes `dns:`, `urn:`, `metadata:`.
fn is_address(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        ["http", "https", "file"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

/// What a record says that refers to another (WARC 1.1, section 6.7); `None` where it says nothing of a
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
            return Some(SourceItem::Page(Loaded {
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

fn is_answer(page: &Capture) -> bool {
    matches!(
        page.essence().as_str(),
        "application/json" | "application/xml" | "text/xml"
    )
}
