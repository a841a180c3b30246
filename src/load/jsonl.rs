//! Loading JSONL files, which hold one record per line.
//!
//! Leaves out extracting the text, which `extract` does: the line itself is the capture.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use jiff::Timestamp;
use rayon::prelude::*;
use serde_json::Value;

use super::{Items, LoadError, Loaded, SourceItem, answers, io_error, left_out, single_failure};
use crate::document::{Capture, ReleaseId};
use crate::markup::{self, MAX_PAGE_BYTES, Unreadable};
use crate::sources::record::{self, Identity};

/// How the `format` in the first line of a crawler's page list begins (WACZ 1.1.1, section 5.2.3).
/// A page list is left out: the pages are in the WARC files next to it.
const PAGE_LIST: &str = "json-pages-";

/// Number of records of a file that are remembered, to warn of two with one id. A file may hold millions.
const IDS: usize = 1 << 20;

/// Number of lines of a file that are read before they are parsed, on all cores; and number of bytes.
const LINES_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 4 << 20;

pub(super) fn items(path: &Path, base: String, time: Timestamp) -> Items {
    let origin = path.display().to_string();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return single_failure(origin, io_error(error)),
    };
    let mut lines: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(256 << 10, file));
    if lines
        .fill_buf()
        .is_ok_and(|head| head.starts_with(&[0x1f, 0x8b]))
    {
        lines = Box::new(BufReader::new(MultiGzDecoder::new(lines)));
    }
    let mut number = 0_u64;
    if is_page_list(lines.fill_buf().unwrap_or_default()) {
        let why = "the page list of a crawl, whose pages are in its WARC files";
        return Box::new(std::iter::once(left_out(&origin, why)));
    }
    // Another program may be writing a pipe, and its lines should not wait for each other.
    let at_once = if path.is_file() { LINES_AT_ONCE } else { 1 };
    let mut ended = false;
    let mut ids: HashSet<ReleaseId> = HashSet::new();
    Box::new(
        std::iter::from_fn(move || {
            let mut read: Vec<(String, Result<Vec<u8>, LoadError>)> = Vec::new();
            let mut bytes = 0;
            while !ended && read.len() < at_once && bytes < BYTES_AT_ONCE {
                number += 1;
                let origin = format!("{origin}:{number}");
                let line = match next_line(&mut lines) {
                    Ok(None) => break,
                    Ok(Some(Err(bytes))) => Err(Unreadable::TooLarge { bytes }.into()),
                    Ok(Some(Ok(line))) if line.iter().all(u8::is_ascii_whitespace) => continue,
                    Ok(Some(Ok(line))) => Ok(line),
                    Err(error) => {
                        // Reading again would fail again.
                        ended = true;
                        Err(LoadError::Io(error))
                    }
                };
                bytes += line.as_ref().map_or(0, Vec::len);
                read.push((origin, line));
            }
            let loaded = read.into_par_iter().map(|(origin, line)| Loaded {
                origin,
                outcome: line.and_then(|line| capture(line, &base, time)),
            });
            let loaded: Vec<Loaded> = loaded.collect();
            for Loaded { origin, outcome } in &loaded {
                if let Ok(capture) = outcome
                    && (ids.len() < IDS || ids.contains(&capture.id()))
                    && !ids.insert(capture.id())
                {
                    tracing::warn!(
                        "{origin} has the id or address of an earlier line; it becomes a version of it"
                    );
                }
            }
            (!loaded.is_empty()).then_some(loaded)
        })
        .flatten()
        .map(SourceItem::page),
    )
}

fn is_page_list(begin: &[u8]) -> bool {
    let line = begin
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let head = serde_json::from_slice::<Value>(line).unwrap_or_default();
    head["format"]
        .as_str()
        .is_some_and(|format| format.starts_with(PAGE_LIST))
}

/// The next line; the inner `Err` holds its size if it exceeds the limit for a page.
fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Result<Vec<u8>, u64>>> {
    let mut line = Vec::new();
    let read = input
        .by_ref()
        .take(MAX_PAGE_BYTES as u64)
        .read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if read < MAX_PAGE_BYTES || line.ends_with(b"\n") {
        return Ok(Some(Ok(line)));
    }
    let rest = input.skip_until(b'\n')?;
    Ok(Some(Err((read + rest) as u64)))
}

fn capture(mut line: Vec<u8>, base: &str, time: Timestamp) -> Result<Capture, LoadError> {
    line.truncate(line.trim_ascii_end().len());
    let line = match line.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => line,
    };
    // The check alone is faster than a copy with replacements, and nearly all lines pass it.
    let json = match str::from_utf8(&line) {
        Ok(json) => Cow::Borrowed(json),
        Err(_) => String::from_utf8_lossy(&line),
    };
    let record = record::parse(&json)
        .map_err(|e| LoadError::Record(format!("{e} (write one JSON object per line)")))?;
    let Some(identity) = record::own_identity(&record) else {
        if record::is_release(&record) {
            return answers::capture(&record, base, time, false);
        }
        return Err(LoadError::Record(
            "it has no `text` and no `html` (add one)".into(),
        ));
    };
    answers::ensure_readable(&record)?;
    let url = match identity {
        Identity::Address(url) => url,
        Identity::Id(id) => answers::with_id(base, &id),
        Identity::None => return Err(answers::without_identity()),
    };
    markup::check(&line)?;
    Ok(Capture::new(url, time, "application/json", line))
}
