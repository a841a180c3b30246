//! Loading the CSV tables that `export --csv` writes: each row is a record.
//!
//! Leaves out other tables, whose columns nobody stated.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;

use super::{
    Items, LoadError, Loaded, SourceItem, answers, failed, io_error, left_out, single_failure,
};

/// The columns of our own tables that are read.
const NEEDED: [&str; 4] = ["url", "date", "title", "text"];

pub(super) fn items(path: &Path, base: String, time: Timestamp, walked: bool) -> Items {
    let origin = path.display().to_string();
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return single_failure(origin, io_error(error)),
    };
    let mut mark = [0; 3];
    let marked = file.read_exact(&mut mark).is_ok() && mark == *b"\xef\xbb\xbf";
    if !marked && std::io::Seek::rewind(&mut file).is_err() {
        return single_failure(origin, LoadError::Missing);
    }
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let columns = table.headers().cloned().unwrap_or_default();
    let column = |name: &str| columns.iter().position(|column| column == name);
    let (Some(url), Some(date), Some(title), Some(text)) = (
        column(NEEDED[0]),
        column(NEEDED[1]),
        column(NEEDED[2]),
        column(NEEDED[3]),
    ) else {
        let reason = "is a table without the columns `url`, `date`, `title` and `text` (export it with `omroeper export --csv`, or give JSONL)";
        return if walked {
            Box::new(std::iter::once(left_out(
                &origin,
                "a table without the columns of an export",
            )))
        } else {
            single_failure(origin, LoadError::Container(reason.into()))
        };
    };
    let publisher = column("publisher");
    Box::new(table.into_byte_records().enumerate().map(move |(n, row)| {
        let origin = format!("{origin} row {}", n + 2);
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let reason = format!("{error} (export the table again)");
                return failed(origin, LoadError::Record(reason));
            }
        };
        let cell = |at: usize| {
            let text = String::from_utf8_lossy(row.get(at).unwrap_or_default()).into_owned();
            // An export puts this mark before cells that a spreadsheet would run.
            match text.strip_prefix('\'') {
                Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest.to_owned(),
                _ => text,
            }
        };
        let record = json!({
            "url": cell(url),
            "date": cell(date),
            "title": cell(title),
            "publisher": publisher.map(cell).filter(|name| !name.is_empty()),
            "text": cell(text).replace('\n', "\n\n"),
        });
        SourceItem::page(Loaded {
            outcome: answers::capture(&record, &base, time, false),
            origin,
        })
    }))
}
