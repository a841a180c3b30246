//! Loading API responses in JSON or XML: each record becomes a capture, like a line of a JSONL
//! file.
//!
//! Leaves out which objects are records (`sources::record`), and extracting their text (`extract`).

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::{LoadError, Loaded, feeds};
use crate::document::Capture;
use crate::markup;
use crate::sources::record::{self, Body, Identity};

/// A capture for each record of `answer`, an API response from the address `base`.
///
/// # Errors
/// [`LoadError::Record`] if it is neither JSON nor XML.
pub(super) fn captures(
    answer: &[u8],
    base: &str,
    time: Timestamp,
    origin: &str,
) -> Result<Vec<Loaded>, LoadError> {
    markup::check(answer)?;
    let text = markup::decode(answer, "application/json").text;
    if feeds::is_feed(&text) {
        let items = feeds::records(&text, base, origin)?;
        let loaded = items.into_iter().map(|(number, record)| Loaded {
            origin: format!("{origin} item {number}"),
            outcome: capture(&record, base, time, false),
        });
        return Ok(loaded.collect());
    }
    let records = record::records(&text)
        .map_err(|e| LoadError::Record(format!("{e} (save the response again)")))?;
    let one = records.len() == 1;
    let loaded = records.into_iter().enumerate().map(|(n, record)| {
        let origin = if one {
            origin.to_owned()
        } else {
            format!("{origin} record {}", n + 1)
        };
        Loaded {
            origin,
            outcome: capture(&record, base, time, one),
        }
    });
    Ok(loaded.collect())
}

/// Converts a record to a capture. `alone` says that it is the only record at `base`, which can
/// then be its address.
pub(super) fn capture(
    record: &Value,
    base: &str,
    time: Timestamp,
    alone: bool,
) -> Result<Capture, LoadError> {
    let url = match record::identity(record) {
        Identity::Address(url) => url,
        Identity::Id(_) | Identity::None if alone => base.to_owned(),
        Identity::Id(id) => with_id(base, &id),
        Identity::None => return Err(without_identity()),
    };
    let json = serde_json::to_string(record).map_err(|e| LoadError::Record(e.to_string()))?;
    ensure_readable(record)?;
    let mut capture = Capture::new(base, time, "application/json", json.into_bytes());
    if base.starts_with("file:") {
        capture.rename(url);
    } else {
        // The response is not the page at that address: see `versions`.
        capture.move_to(url);
    }
    Ok(capture)
}

/// Fails if nothing can be extracted from a record: what cannot be read must not enter the log.
pub(super) fn ensure_readable(record: &Value) -> Result<(), LoadError> {
    let content = record::read_parsed(record).map_err(|e| LoadError::Record(e.to_string()))?;
    if let Body::Html(html) = &content.body {
        markup::strip_boilerplate(html)?;
    }
    Ok(())
}

/// The error for a record without an identity.
pub(super) fn without_identity() -> LoadError {
    LoadError::Record("it has no `id` and no `url` (add one)".into())
}

/// `base?id=…`: the address of a record that has an id but no address.
pub(super) fn with_id(base: &str, id: &str) -> String {
    match Url::parse(base) {
        Ok(mut url) => {
            url.query_pairs_mut().append_pair("id", id);
            url.into()
        }
        Err(_) => format!("{base}?id={id}"),
    }
}
