//! Loading ARC files, the form of web archives before WARC (Internet Archive, ARC 1.0).
//!
//! Leaves out what responses hold (`warcs`): each becomes the record that a WARC file would hold.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use jiff::Timestamp;

use super::{Items, LoadError, SourceItem, failed, io_error, left_out, single_failure, warcs};
use crate::markup::MAX_PAGE_BYTES;
use crate::warc::Record;

/// What an ARC file begins with.
pub(super) const MAGIC: &[u8] = b"filedesc:";

/// Largest response that is read, in bytes, with its head.
const MAX_RESPONSE: u64 = MAX_PAGE_BYTES as u64 + (1 << 20);

/// Longest line before a response, in bytes.
const MAX_LINE: u64 = 1 << 16;

pub(super) fn items(path: &Path, captured: Timestamp) -> Items {
    let origin = path.display().to_string();
    let opened = || -> io::Result<Box<dyn BufRead + Send>> {
        let mut file = BufReader::with_capacity(256 << 10, File::open(path)?);
        let gzip = file.fill_buf()?.first() == Some(&0x1f);
        Ok(if gzip {
            Box::new(BufReader::new(MultiGzDecoder::new(file)))
        } else {
            Box::new(file)
        })
    };
    match opened() {
        Ok(input) => Box::new(
            Responses {
                input,
                origin,
                captured,
                number: 0,
                ended: false,
            }
            .flatten(),
        ),
        Err(error) => single_failure(origin, io_error(error)),
    }
}

struct Responses {
    input: Box<dyn BufRead + Send>,
    origin: String,
    captured: Timestamp,
    number: u64,
    ended: bool,
}

impl Responses {
    /// The next line that heads a response: address, server, time, type, length.
    fn head(&mut self) -> io::Result<Option<(String, u64)>> {
        let mut line = Vec::new();
        loop {
            line.clear();
            if self
                .input
                .by_ref()
                .take(MAX_LINE)
                .read_until(b'\n', &mut line)?
                == 0
            {
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&line).trim().to_owned();
            let length = text.rsplit(' ').next().and_then(|n| n.parse().ok());
            if let Some(length) = length.filter(|_| text.split(' ').count() >= 5) {
                return Ok(Some((text, length)));
            }
        }
    }

    fn next_items(&mut self) -> io::Result<Option<Vec<SourceItem>>> {
        let Some((head, length)) = self.head()? else {
            return Ok(None);
        };
        self.number += 1;
        if head.as_bytes().starts_with(MAGIC) {
            // The lines that describe the file: writers differ in what their length counts.
            let origin = format!("{} record {}", self.origin, self.number);
            return Ok(Some(vec![left_out(&origin, "it describes the file")]));
        }
        let mut block = Vec::new();
        let read = self
            .input
            .by_ref()
            .take(length.min(MAX_RESPONSE))
            .read_to_end(&mut block)?;
        io::copy(
            &mut self.input.by_ref().take(length - read as u64),
            &mut io::sink(),
        )?;
        let origin = format!("{} record {}", self.origin, self.number);
        if (read as u64) < length.min(MAX_RESPONSE) {
            let reason = "ends in the middle of a record (fetch or copy the file again)";
            return Ok(Some(vec![failed(origin, LoadError::Warc(reason.into()))]));
        }
        let mut fields = head.split(' ');
        let (url, server, time) = (fields.next(), fields.next(), fields.next());
        let record = Record::response(
            url.unwrap_or_default(),
            time.unwrap_or_default(),
            server.filter(|server| *server != "0.0.0.0"),
            block,
        );
        Ok(Some(warcs::items_in(&record, origin, self.captured)))
    }
}

impl Iterator for Responses {
    type Item = Vec<SourceItem>;

    fn next(&mut self) -> Option<Vec<SourceItem>> {
        if self.ended {
            return None;
        }
        let next = self.next_items();
        match next {
            Ok(items) => {
                self.ended = items.is_none();
                items
            }
            Err(error) => {
                self.ended = true;
                Some(vec![failed(self.origin.clone(), LoadError::Io(error))])
            }
        }
    }
}
