//! Captures in WARC files: HTML responses, resources that are pages, records that interfaces answered
//! with, and word of pages that are gone.
//!
//! Leaves out requests, redirects, pictures, and what crawlers note of themselves: name look-ups,
//! manifests, texts and lists of what a page loaded.

use std::fs::File;
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use url::Url;

use super::{Entry, LoadError, Loaded, Revisit, answers, failed, files, io_error};
use crate::archive::warc::{ADDRESS, ReadError, Record, RecordReader, Response};
use crate::document::{Capture, MediaKind};
use crate::markup;

pub(super) fn entries(path: &Path) -> Box<dyn Iterator<Item = Entry> + Send> {
    let origin = path.display().to_string();
    match File::open(path).and_then(|file| Ok((files::time_of(&file), RecordReader::over(file, 0)?))) {
        Ok((written, records)) => Box::new(entries_of(records, origin, written)),
        Err(error) => Box::new(std::iter::once(failed(origin, io_error(error)))),
    }
}

/// What `records` of the file called `origin`, last written then, hold.
pub(super) fn entries_of(
    records: RecordReader,
    origin: String,
    written: Timestamp,
) -> impl Iterator<Item = Entry> + Send {
    records.flat_map(move |record| match record {
        Ok(record) => entries_in(&record, &origin, written),
        Err(ReadError::Broken { offset, reason, .. }) => vec![failed(
            format!("{origin} at byte {offset}"),
            LoadError::Warc(format!("{reason} (fetch or copy the file again)")),
        )],
        Err(ReadError::Io(error)) => vec![failed(origin.clone(), LoadError::Io(error))],
    })
}

fn entries_in(record: &Record, origin: &str, written: Timestamp) -> Vec<Entry> {
    let mut origin = format!("{origin} at byte {}", record.offset);
    if let Some(target) = record.target() {
        origin = format!("{origin}, {target}");
    }
    let time = time_of(record).unwrap_or(written);
    if record.header("WARC-Type") == Some("revisit") {
        return vec![revisit(record, origin, time).unwrap_or(Entry::LeftOut)];
    }
    match pages(record, &origin, time) {
        Ok(pages) if pages.is_empty() => vec![Entry::LeftOut],
        Ok(pages) => {
            if time_of(record).is_none() {
                tracing::warn!("{origin} has no date that can be read; that of the file stands for it");
            }
            pages.into_iter().map(Entry::Ready).collect()
        }
        Err(error) => vec![failed(origin, error)],
    }
}

/// The page in a record, or the records in the answer that it is; none where it is neither.
fn pages(record: &Record, origin: &str, time: Timestamp) -> Result<Vec<Loaded>, LoadError> {
    if !record.target().is_some_and(is_address) {
        return Ok(Vec::new());
    }
    let capture = match record.header("WARC-Type") {
        Some("response") if is_http(record) => {
            let response = Response::parse(&record.block).map_err(LoadError::Warc)?;
            match response.status {
                200 => captured(record, response, time),
                404 | 410 => {
                    let gone = format!("HTTP {}", response.status);
                    record.target().map(|url| Capture::gone(url, time, &gone))
                }
                _ => return Ok(Vec::new()),
            }
        }
        Some("response" | "resource") => capture_at(record, time),
        // Of all notes on a page, the one that we write.
        Some("metadata") if record.block.starts_with(b"gone:") => capture_at(record, time),
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
            take_declared_address(&mut page);
        }
        _ => return Ok(Vec::new()),
    }
    Ok(vec![Loaded { origin: origin.to_owned(), outcome: Ok(page) }])
}

/// Whether a page may stand there: crawlers name their own notes `dns:`, `urn:`, `metadata:`.
fn is_address(target: &str) -> bool {
    target
        .split_once(':')
        .is_some_and(|(scheme, _)| ["http", "https", "file"].iter().any(|known| scheme.eq_ignore_ascii_case(known)))
}

/// Gives a page the address that it declares, and keeps the one where it was met.
pub(in crate::archive) fn take_declared_address(page: &mut Capture) {
    let decoded = markup::decode(page.payload(), &page.media_type);
    let base = Url::parse(&page.url).ok();
    if let Some(url) = markup::declared_url(&decoded.text, base.as_ref()).filter(|url| *url != page.url) {
        page.met_at = Some(std::mem::replace(&mut page.url, url));
    }
}

/// What a record says that refers to another (WARC 1.1, section 6.7); `None` where it says nothing of a
/// page.
fn revisit(record: &Record, origin: String, time: Timestamp) -> Option<Entry> {
    let head = Response::parse(&record.block).ok();
    let target = record.target().filter(|target| is_address(target))?.to_owned();
    match head.as_ref().map_or(200, |head| head.status) {
        200 | 304 => {}
        status @ (404 | 410) => {
            let gone = Capture::gone(target, time, &format!("HTTP {status}"));
            return Some(Entry::Ready(Loaded { origin, outcome: Ok(gone) }));
        }
        _ => return None,
    }
    Some(Entry::Revisit(Revisit {
        origin,
        target,
        time,
        digest: record.header("WARC-Payload-Digest").map(str::to_owned),
        original: record.header("WARC-Refers-To-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned()),
        original_time: record.header("WARC-Refers-To-Date").and_then(parse_time),
        of_page: head.is_some_and(|head| head.media_type.to_ascii_lowercase().starts_with("text/html")),
    }))
}

fn is_answer(page: &Capture) -> bool {
    matches!(page.essence().as_str(), "application/json" | "application/xml" | "text/xml")
}

/// The capture that a record of our own log holds.
pub(in crate::archive) fn capture_of(record: &Record) -> Option<Capture> {
    let mut capture = capture_at(record, time_of(record).unwrap_or(Timestamp::UNIX_EPOCH))?;
    if let Some(url) = record.header(ADDRESS) {
        capture.met_at = Some(std::mem::replace(&mut capture.url, url.to_owned()));
    }
    Some(capture)
}

/// What a record holds, captured at `time`.
fn capture_at(record: &Record, time: Timestamp) -> Option<Capture> {
    match record.header("WARC-Type")? {
        "response" if is_http(record) => captured(record, Response::parse(&record.block).ok()?, time),
        "response" | "resource" | "metadata" => Some(Capture::new(
            record.target()?,
            time,
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

fn captured(record: &Record, response: Response, time: Timestamp) -> Option<Capture> {
    let untold = response.media_type.is_empty() && markup::looks_like_html(&response.body);
    let media_type = if untold { "text/html".to_owned() } else { response.media_type };
    let mut capture = Capture::new(record.target()?, time, media_type, response.body);
    capture.http = Some(record.block.clone());
    Some(capture)
}

fn time_of(record: &Record) -> Option<Timestamp> {
    record.header("WARC-Date").and_then(parse_time)
}

/// A time as WARC 1.1 has it (section 5.4: W3C-DTF, down to a year), without its zone as some write it, or
/// in the 14 digits of CDX files.
fn parse_time(text: &str) -> Option<Timestamp> {
    let utc = |time: civil::DateTime| Some(time.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp());
    let time = text.parse().ok().or_else(|| utc(text.parse().ok()?));
    time.or_else(|| match text.len() {
        4 => utc(format!("{text}-01-01").parse().ok()?),
        7 => utc(format!("{text}-01").parse().ok()?),
        14 => utc(civil::DateTime::strptime("%Y%m%d%H%M%S", text).ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_any_precision() {
        for (text, expected) in [
            ("2022-05-04T08:00:00Z", "2022-05-04T08:00:00Z"),
            ("2022-05-04T08:00:00.25Z", "2022-05-04T08:00:00.25Z"),
            ("2022-05-04T08:00:00", "2022-05-04T08:00:00Z"),
            ("20220504080000", "2022-05-04T08:00:00Z"),
            ("2022-05-04", "2022-05-04T00:00:00Z"),
            ("2022-05", "2022-05-01T00:00:00Z"),
            ("2022", "2022-01-01T00:00:00Z"),
        ] {
            assert_eq!(parse_time(text), expected.parse().ok(), "{text}");
        }
        assert_eq!(parse_time("gisteren"), None);
    }
}
